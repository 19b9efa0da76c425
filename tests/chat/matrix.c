/* Device by fault by cause (O11, T2, T11): whatever befalls an instrument for good, the board names
 * one cause, the same for all of them. Prints the matrix, a "row" each. */
#include "tests/support/instruments/bench.h"

#include <stdio.h>

typedef struct Subject {
	McDeviceKind kind;
	const char *name; /* for the rig */
	const char *in; /* the endpoint of its answers */
	gboolean is_calibrated;
} Subject;

static const Subject subjects[] = {
    {MC_DEVICE_VISION_TESTER, "vision", "82", TRUE},
    {MC_DEVICE_AUDIOMETER, "audiometer", "82", TRUE},
    {MC_DEVICE_ID_READER, "reader", "81", FALSE},
    {MC_DEVICE_STATURE, "stature", "82", TRUE},
};

typedef struct Fault {
	const char *name;
	McDeviceState state;
	McDeviceCause cause;
	/* A frame of the reader begins with a mark and says how long it is: without the mark it is
	 * passed over, and half of one is waited for to its end. */
	McDeviceCause reader_cause;
} Fault;

/* On the wire, for as long as it lasts. */
static const Fault faults[] = {
    {"stall", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL, MC_CAUSE_PROTOCOL},
    {"hang", MC_DEVICE_FAULTY, MC_CAUSE_NO_ANSWER, MC_CAUSE_NO_ANSWER},
    {"short arg=5", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL, MC_CAUSE_NO_ANSWER},
    {"zlp", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL, MC_CAUSE_NO_ANSWER},
    {"garbage arg=3", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL, MC_CAUSE_NO_ANSWER},
    {"babble", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL, MC_CAUSE_PROTOCOL},
    {"proto", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL, MC_CAUSE_PROTOCOL},
    {"unplug arg=5", MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED, MC_CAUSE_UNPLUGGED},
};

static const BenchOptions all = {
    .plugged = {[MC_DEVICE_VISION_TESTER] = TRUE,
        [MC_DEVICE_AUDIOMETER] = TRUE,
        [MC_DEVICE_ID_READER] = TRUE,
        [MC_DEVICE_STATURE] = TRUE},
};

/* Waits for the cause of each, then prints it as the board has it. */
static void
expect_all(Bench *bench, const char *what, McDeviceState state, McDeviceCause cause,
    McDeviceCause reader_cause)
{
	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++) {
		gboolean is_reader = subjects[i].kind == MC_DEVICE_ID_READER;
		const McDeviceInfo *info;

		bench_until_state(bench, subjects[i].kind, state, is_reader ? reader_cause : cause);
		info = bench->devices->info(bench->devices->self, subjects[i].kind);
		printf("row %s | %s | %s, %s\n", mc_device_kind_name(info->kind), what,
		    mc_device_state_name(info->state), mc_device_cause_name(info->cause));
	}
	fflush(stdout);
}

static void
until_all_ready(Bench *bench)
{
	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++)
		bench_until_ready(bench, subjects[i].kind);
}

static void
do_all(Bench *bench, const char *before, const char *after)
{
	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++) {
		g_autofree char *line = g_strconcat(before, " ", subjects[i].name, " ", after, NULL);

		bench_do(bench, line);
	}
}

static void
test_wire(gconstpointer data)
{
	const Fault *fault = data;
	g_autoptr(Bench) bench = bench_new(&all);

	until_all_ready(bench);
	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++) {
		g_autofree char *line = g_strdup_printf(
		    "fault %s ep=%s count=999 kind=%s", subjects[i].name, subjects[i].in, fault->name);

		bench_do(bench, line);
		bench_self_test(bench, subjects[i].kind); /* something to say on the wire */
	}
	expect_all(bench, fault->name, fault->state, fault->cause, fault->reader_cause);
}

static void
test_plug(void)
{
	g_autoptr(Bench) bench = bench_new(&all);

	until_all_ready(bench);
	do_all(bench, "unplug", "");
	expect_all(bench, "plug out", MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED, MC_CAUSE_UNPLUGGED);
	do_all(bench, "plug", "");
	until_all_ready(bench);
}

static void
test_trust(void)
{
	BenchOptions options = all;
	g_autoptr(Bench) bench = NULL;

	options.not_enrolled = TRUE;
	bench = bench_new(&options);
	expect_all(bench, "serial number that nobody enrolled", MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED,
	    MC_CAUSE_NOT_ENROLLED);
	bench_enrol(bench, "99.0");
	expect_all(bench, "older firmware than is wanted", MC_DEVICE_LOCKED, MC_CAUSE_FIRMWARE,
	    MC_CAUSE_FIRMWARE);
	bench_enrol(bench, "");
	until_all_ready(bench);
}

static void
test_held(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++) {
		BenchOptions options = {.plugged = {[0] = FALSE}};
		g_autofree char *hold = g_strdup_printf("hold %s on", subjects[i].name);
		g_autoptr(Bench) bench = NULL;

		options.plugged[subjects[i].kind] = TRUE;
		options.commands[0] = hold;
		bench = bench_new(&options);
		bench_until_state(bench, subjects[i].kind, MC_DEVICE_FAULTY, MC_CAUSE_BUSY);
		printf("row %s | another program has it | faulty, busy\n",
		    mc_device_kind_name(subjects[i].kind));
	}
}

static void
test_calibration(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++) {
		BenchOptions options = {.plugged = {[0] = FALSE}};
		g_autofree char *set =
		    g_strdup_printf("set %s calibration-expires=20200101", subjects[i].name);
		g_autoptr(Bench) bench = NULL;

		if (!subjects[i].is_calibrated)
			continue;
		options.plugged[subjects[i].kind] = TRUE;
		options.commands[0] = set;
		bench = bench_new(&options);
		bench_until_state(bench, subjects[i].kind, MC_DEVICE_LOCKED, MC_CAUSE_UNCALIBRATED);
		printf("row %s | calibration expired | locked, uncalibrated\n",
		    mc_device_kind_name(subjects[i].kind));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autofree char *path = g_strconcat("/matrix/wire/", faults[i].name, NULL);

		g_test_add_data_func(g_strdelimit(path, " =", '-'), &faults[i], test_wire);
	}
	g_test_add_func("/matrix/plug", test_plug);
	g_test_add_func("/matrix/trust", test_trust);
	g_test_add_func("/matrix/held", test_held);
	g_test_add_func("/matrix/calibration", test_calibration);
	return g_test_run();
}
