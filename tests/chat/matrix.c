/* Device by fault by cause (O11, T2, T11, K3): whatever befalls an instrument for good, the board
 * names one cause, the same for all of them; every fault of the simulators and every row of the
 * catalogue of causes is among them. Prints the matrix, a "row" each. */
#include "drivers/sim/core/fault.h"
#include "tests/support/instruments/rows.h"

#include <string.h>

/* How it speaks decides what a damaged answer looks like. */
typedef enum Tongue { SCPI, READER, HID } Tongue;
#define TONGUES 3

typedef struct Subject {
	McDeviceKind kind;
	const char *name; /* for the rig */
	Tongue tongue;
	const char *in; /* the endpoint of its answers */
	const char *model; /* as it says it; NULL: it does not speak SCPI */
} Subject;

static const Subject subjects[] = {
    {MC_DEVICE_VISION_TESTER, "vision", SCPI, "82", "VT-1"},
    {MC_DEVICE_AUDIOMETER, "audiometer", SCPI, "82", "AU-1"},
    {MC_DEVICE_ID_READER, "reader", READER, "81", NULL},
    {MC_DEVICE_STATURE, "stature", SCPI, "82", "ST-1"},
    /* its answers are those to the host's requests; reports come when somebody presses a key */
    {MC_DEVICE_RESPONSE_PAD, "pad", HID, "0", NULL},
    {MC_DEVICE_SOUND_METER, "sound-meter", SCPI, "82", "SL-1"},
    {MC_DEVICE_LUMINANCE_METER, "luminance-meter", SCPI, "82", "LM-1"},
};

static gboolean
is_any(const Subject *subject)
{
	return TRUE;
}

static gboolean
is_scpi(const Subject *subject)
{
	return subject->tongue == SCPI;
}

static gboolean
is_corrected(const Subject *subject)
{
	return subject->kind == MC_DEVICE_AUDIOMETER;
}

typedef gboolean (*Choice)(const Subject *subject);

typedef struct Fault {
	const char *name;
	McDeviceCause cause[TONGUES];
} Fault;

/* On the wire, for as long as it lasts. A frame of the reader begins with a mark and says how long
 * it is: without the mark it is passed over, and half of one is waited for to its end. The requests
 * of a keypad's start have no bytes that could be damaged. */
static const Fault faults[] = {
    {"stall", {MC_CAUSE_PROTOCOL, MC_CAUSE_PROTOCOL, MC_CAUSE_PROTOCOL}},
    {"hang", {MC_CAUSE_NO_ANSWER, MC_CAUSE_NO_ANSWER, MC_CAUSE_NO_ANSWER}},
    {"delay arg=100", {MC_CAUSE_NONE, MC_CAUSE_NONE, MC_CAUSE_NONE}},
    {"delay arg=4000", {MC_CAUSE_NO_ANSWER, MC_CAUSE_NO_ANSWER, MC_CAUSE_NO_ANSWER}},
    {"short arg=5", {MC_CAUSE_PROTOCOL, MC_CAUSE_NO_ANSWER, MC_CAUSE_NONE}},
    {"zlp", {MC_CAUSE_PROTOCOL, MC_CAUSE_NO_ANSWER, MC_CAUSE_NONE}},
    {"garbage arg=3", {MC_CAUSE_PROTOCOL, MC_CAUSE_NO_ANSWER, MC_CAUSE_NONE}},
    {"babble", {MC_CAUSE_PROTOCOL, MC_CAUSE_PROTOCOL, MC_CAUSE_PROTOCOL}},
    {"proto", {MC_CAUSE_PROTOCOL, MC_CAUSE_PROTOCOL, MC_CAUSE_PROTOCOL}},
    {"unplug arg=5", {MC_CAUSE_UNPLUGGED, MC_CAUSE_UNPLUGGED, MC_CAUSE_UNPLUGGED}},
};

static const BenchOptions all = {
    .plugged = {[MC_DEVICE_VISION_TESTER] = TRUE,
        [MC_DEVICE_AUDIOMETER] = TRUE,
        [MC_DEVICE_ID_READER] = TRUE,
        [MC_DEVICE_STATURE] = TRUE,
        [MC_DEVICE_RESPONSE_PAD] = TRUE,
        [MC_DEVICE_SOUND_METER] = TRUE,
        [MC_DEVICE_LUMINANCE_METER] = TRUE},
};

static McDeviceState
state_of(McDeviceCause cause)
{
	switch (cause) {
	case MC_CAUSE_NONE:
	case MC_CAUSE_PAPER_LOW:
	case MC_CAUSE_COVER_OPEN:
	case MC_CAUSE_PAPER_OUT:
	case MC_CAUSE_CUTTER_STUCK:
	case MC_CAUSE_PRINTER_ERROR: return MC_DEVICE_READY;
	case MC_CAUSE_UNPLUGGED: return MC_DEVICE_ABSENT;
	case MC_CAUSE_FIRMWARE:
	case MC_CAUSE_NOT_ENROLLED:
	case MC_CAUSE_USB_ID:
	case MC_CAUSE_TRANSDUCER:
	case MC_CAUSE_RECORD:
	case MC_CAUSE_CORRECTIONS:
	case MC_CAUSE_UNCALIBRATED: return MC_DEVICE_LOCKED;
	case MC_CAUSE_NO_POWER:
	case MC_CAUSE_BUSY:
	case MC_CAUSE_PERMISSION:
	case MC_CAUSE_NO_ANSWER:
	case MC_CAUSE_PROTOCOL:
	case MC_CAUSE_WRONG_DEVICE:
	case MC_CAUSE_STREAM:
	case MC_CAUSE_SELF_TEST: return MC_DEVICE_FAULTY;
	}
	g_assert_not_reached();
}

/* Waits for the cause, then prints it as the board has it. */
static void
expect_one(Bench *on, const Subject *subject, const char *what, McDeviceCause cause)
{
	bench_until_state(on, subject->kind, state_of(cause), cause);
	rows_tell(on, subject->kind, mc_device_kind_name(subject->kind), what);
}

static void
expect_all(Bench *on, Choice choice, const char *what, McDeviceCause cause)
{
	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++)
		if (choice(&subjects[i]))
			expect_one(on, &subjects[i], what, cause);
}

static void
until_all_ready(Bench *on, Choice choice)
{
	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++)
		if (choice(&subjects[i]))
			bench_until_ready(on, subjects[i].kind);
}

static void
do_all(Bench *on, Choice choice, const char *before, const char *after)
{
	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++) {
		g_autofree char *line = g_strconcat(before, " ", subjects[i].name, " ", after, NULL);

		if (choice(&subjects[i]))
			bench_do(on, line);
	}
}

/* ---- the tests: one bench for all but the first, because plugging in is what takes time under a
 * real kernel; each leaves everything ready ---- */

static Bench *bench;

static void
make_bench(void)
{
	if (bench == NULL)
		bench = bench_new(&all);
	until_all_ready(bench, is_any);
}

static gboolean
is_over_the_kernel(void)
{
	return g_strcmp0(g_getenv("MEDCHECK_DEVSIM_BUS"), "vhci") == 0;
}

/* On the kernel's bus as a user outside the group of the udev rules, in a run of its own. */
static void
test_permission(void)
{
	static const BenchOptions nothing_plugged;
	g_autoptr(Bench) own = NULL;

	if (is_over_the_kernel() && g_getenv("MC_OUTSIDE_THE_GROUP") == NULL) {
		g_test_skip("the rules let this user in");
		return;
	}
	own = bench_new(&nothing_plugged);
	do_all(own, is_any, "forbid", "on");
	do_all(own, is_any, "plug", "");
	expect_all(own, is_any, "no rule lets the user in", MC_CAUSE_PERMISSION);
}

static void
test_wire(gconstpointer data)
{
	const Fault *fault = data;

	make_bench();
	bench->tested = 0;
	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++) {
		g_autofree char *line = g_strdup_printf(
		    "fault %s ep=%s count=999 kind=%s", subjects[i].name, subjects[i].in, fault->name);

		bench_do(bench, line);
		bench_self_test(bench, subjects[i].kind); /* something to say on the wire */
	}
	/* READY counts only after it has been through the damage */
	bench_until(bench, &bench->tested, G_N_ELEMENTS(subjects));
	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++) {
		g_autofree char *clear = g_strconcat("clear ", subjects[i].name, NULL);

		expect_one(bench, &subjects[i], fault->name, fault->cause[subjects[i].tongue]);
		bench_do(bench, clear);
	}
	if (g_str_has_prefix(fault->name, "unplug"))
		do_all(bench, is_any, "plug", "");
	until_all_ready(bench, is_any);
}

static void
test_plug_and_hold(void)
{
	make_bench();
	do_all(bench, is_any, "unplug", "");
	expect_all(bench, is_any, "plug out", MC_CAUSE_UNPLUGGED);
	do_all(bench, is_any, "hold", "on");
	do_all(bench, is_any, "plug", "");
	expect_all(bench, is_any, "another program has it", MC_CAUSE_BUSY);
	do_all(bench, is_any, "hold", "off");
	expect_all(bench, is_any, "the other program has ended", MC_CAUSE_NONE);
}

/* The instrument's own switch: it goes, and it comes back as new. */
static void
test_power_cycle(void)
{
	/* Gone counts after 2 s. A kernel on a busy machine tells of seven that went some seconds late:
	 * by then none may be back. */
	const char *off_ms = is_over_the_kernel() ? "20000" : "3000";

	make_bench();
	do_all(bench, is_any, "power-cycle", off_ms);
	expect_all(bench, is_any, "switched off", MC_CAUSE_UNPLUGGED);
	expect_all(bench, is_any, "switched on again", MC_CAUSE_NONE);
}

/* What a SCPI instrument says of itself at its start. */
static void
test_what_it_says(void)
{
	make_bench();
	do_all(bench, is_scpi, "set", "calibration-expires=20200101");
	do_all(bench, is_scpi, "power-cycle", "3000");
	expect_all(bench, is_scpi, "calibration expired", MC_CAUSE_UNCALIBRATED);
	do_all(bench, is_scpi, "set", "calibration-expires=20991231 model=COFFEE-1");
	do_all(bench, is_scpi, "power-cycle", "3000");
	expect_all(bench, is_scpi, "another model behind its id", MC_CAUSE_WRONG_DEVICE);
	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++) {
		g_autofree char *line =
		    g_strdup_printf("set %s power=1 model=%s", subjects[i].name, subjects[i].model);

		if (is_scpi(&subjects[i]))
			bench_do(bench, line);
	}
	do_all(bench, is_scpi, "power-cycle", "3000");
	expect_all(bench, is_scpi, "mains supply missing at the start", MC_CAUSE_NO_POWER);
	do_all(bench, is_scpi, "set", "power=0");
	expect_all(bench, is_scpi, "mains supply there again", MC_CAUSE_NONE);
}

/* … and later. */
static void
test_what_it_says_later(void)
{
	make_bench();
	do_all(bench, is_scpi, "set", "power=2");
	expect_all(bench, is_scpi, "a supply inside fails", MC_CAUSE_NO_POWER);
	do_all(bench, is_scpi, "set", "power=0 self-test=3");
	until_all_ready(bench, is_scpi);
	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++)
		if (is_scpi(&subjects[i]))
			bench_self_test(bench, subjects[i].kind);
	expect_all(bench, is_scpi, "fails its own test", MC_CAUSE_SELF_TEST);
	do_all(bench, is_scpi, "set", "self-test=0");
	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++)
		if (is_scpi(&subjects[i]))
			bench_self_test(bench, subjects[i].kind);
	until_all_ready(bench, is_scpi);
}

static void
adopt_all(Choice choice)
{
	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++)
		if (choice(&subjects[i]))
			bench_adopt(bench, subjects[i].kind);
}

static void
enrol_other_ids(void)
{
	McEnrolment list[G_N_ELEMENTS(bench->enrolment)];

	memcpy(list, bench->enrolment, sizeof list);
	for (guint i = 0; i < G_N_ELEMENTS(list); i++)
		list[i].adopted.product_id ^= 1;
	bench->devices->set_enrolments(bench->devices->self, list, G_N_ELEMENTS(list));
}

/* T5, T9: known by its serial number, and another in something else: locked until it is adopted. */
static void
test_changed(void)
{
	make_bench();
	enrol_other_ids();
	expect_all(bench, is_any, "another USB id than was adopted", MC_CAUSE_USB_ID);
	bench_enrol(bench, "");
	until_all_ready(bench, is_any);
	do_all(bench, is_scpi, "set", "transducer=Other transducer-serial=X-1");
	do_all(bench, is_scpi, "power-cycle", "3000");
	expect_all(bench, is_scpi, "another transducer than was adopted", MC_CAUSE_TRANSDUCER);
	adopt_all(is_scpi);
	until_all_ready(bench, is_scpi);
	do_all(bench, is_scpi, "set", "certificate=SELF-MADE laboratory=Nobody");
	do_all(bench, is_scpi, "power-cycle", "3000");
	expect_all(bench, is_scpi, "another calibration record than was adopted", MC_CAUSE_RECORD);
	adopt_all(is_scpi);
	until_all_ready(bench, is_scpi);
	bench_do(bench, "set audiometer correction-1000=1,-3");
	do_all(bench, is_corrected, "power-cycle", "3000");
	expect_all(bench, is_corrected, "corrections altered under the same certificate",
	    MC_CAUSE_CORRECTIONS);
	bench_do(bench, "set audiometer corrections=own");
	do_all(bench, is_corrected, "power-cycle", "3000");
	until_all_ready(bench, is_scpi);
}

/* Runs after it has changed them. */
static void
test_trust(void)
{
	make_bench();
	bench->devices->set_enrolments(bench->devices->self, NULL, 0);
	expect_all(bench, is_any, "serial number that nobody enrolled", MC_CAUSE_NOT_ENROLLED);
	bench_enrol(bench, "99.0");
	expect_all(bench, is_any, "older firmware than is wanted", MC_CAUSE_FIRMWARE);
	bench_enrol(bench, "");
	adopt_all(is_scpi);
	until_all_ready(bench, is_any);
}

/* Runs last. */
static void
test_every_cause(void)
{
	rows_expect_every(ROWS_MATRIX);
}

static void
test_every_fault(void)
{
	for (guint i = 0; i < MC_SIM_FAULT_KINDS; i++) {
		const char *kind = mc_sim_fault_kind_name((McSimFaultKind)i);
		gboolean found = i == MC_SIM_FAULT_ENDLESS; /* of notices alone: chat-matrix-pipes */

		for (guint j = 0; j < G_N_ELEMENTS(faults); j++)
			found = found || g_str_has_prefix(faults[j].name, kind);
		if (!found)
			g_error("the matrix has no row for %s", kind);
	}
}

int
main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/matrix/permission", test_permission);
	g_test_add_func("/matrix/every-fault", test_every_fault);
	for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autofree char *path = g_strconcat("/matrix/wire-", faults[i].name, NULL);

		g_test_add_data_func(g_strdelimit(path, " =", '-'), &faults[i], test_wire);
	}
	g_test_add_func("/matrix/plug-and-hold", test_plug_and_hold);
	g_test_add_func("/matrix/power-cycle", test_power_cycle);
	g_test_add_func("/matrix/what-it-says", test_what_it_says);
	g_test_add_func("/matrix/what-it-says-later", test_what_it_says_later);
	g_test_add_func("/matrix/changed-T5-T9", test_changed);
	g_test_add_func("/matrix/trust", test_trust);
	g_test_add_func("/matrix/every-cause", test_every_cause);
	status = g_test_run();
	g_clear_pointer(&bench, bench_free);
	return status;
}
