/* The height and weight unit on a serial line, plug by fault by cause (O11, T2): it understands no
 * command, so its faults show while it measures or is tested. Prints rows of the matrix. */
#include "tests/support/instruments/rows.h"

#include "app/base/error.h"

#include <string.h>

static const struct {
	const char *name, *in; /* the endpoint of its bytes */
} plugs[] = {
    [MC_SIM_RIG_CDC] = {"CDC-ACM", "82"},
    [MC_SIM_RIG_FTDI] = {"FTDI", "81"},
    [MC_SIM_RIG_CH340] = {"CH34x", "82"},
};

static const McDeviceInfo *
info_of(Bench *bench)
{
	return bench->devices->info(bench->devices->self, MC_DEVICE_STATURE);
}

/* Ready, whatever its plug; a CH340 has no serial number but the place of its port. */
static Bench *
scale_new(McSimRigPlug plug)
{
	const BenchOptions options = {.scale = TRUE, .scale_plug = plug, .clock_rate = 10};
	Bench *bench = bench_new(&options);
	McEnrolment enrolment = {MC_DEVICE_STATURE, "", "", "EX-0061", 20260105, 20991231};

	if (plug == MC_SIM_RIG_CH340) {
		bench_until_state(bench, MC_DEVICE_STATURE, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
		g_strlcpy(enrolment.serial, info_of(bench)->serial, sizeof enrolment.serial);
		bench->devices->set_enrolments(bench->devices->self, &enrolment, 1);
	}
	bench_until_ready(bench, MC_DEVICE_STATURE);
	return bench;
}

static void
expect(Bench *bench, McSimRigPlug plug, const char *what, McDeviceState state, McDeviceCause cause)
{
	g_autofree char *shown = g_strdup_printf("scale (%s)", plugs[plug].name);

	bench_until_state(bench, MC_DEVICE_STATURE, state, cause);
	rows_tell(bench, MC_DEVICE_STATURE, shown, what);
}

static void
measure_well(Bench *bench)
{
	guint before = bench->measured;

	bench_until_usable(bench, MC_DEVICE_STATURE);
	bench->stature->start(bench->stature->self);
	bench_until(bench, &bench->measured, before + 1);
	g_assert_cmpint(bench->stature_reading.height_mm, ==, 1725);
	g_assert_cmpint(bench->stature_reading.weight_g, ==, 65300);
}

static void
strike(Bench *bench, McSimRigPlug plug, const char *fault)
{
	g_autofree char *line =
	    g_strdup_printf("fault scale ep=%s count=99999 kind=%s", plugs[plug].in, fault);

	bench_do(bench, line);
}

typedef struct Fault {
	const char *kind;
	McDeviceState state;
	McDeviceCause cause;
	McErrorCode code;
} Fault;

/* Of a line that is cut off nothing is believed. After two hints to step on it answers nothing, and
 * is not used until it has spoken. */
static const Fault faults[] = {
    {"garbage arg=3", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL, MC_ERROR_PROTOCOL},
    {"stall", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL, MC_ERROR_PROTOCOL},
    {"babble", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL, MC_ERROR_PROTOCOL},
    {"proto", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL, MC_ERROR_PROTOCOL},
    {"short arg=3", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL, MC_ERROR_PROTOCOL},
    {"zlp", MC_DEVICE_FAULTY, MC_CAUSE_NO_ANSWER, MC_ERROR_TIMEOUT},
    {"hang", MC_DEVICE_FAULTY, MC_CAUSE_NO_ANSWER, MC_ERROR_TIMEOUT},
    {"delay arg=200000", MC_DEVICE_FAULTY, MC_CAUSE_NO_ANSWER, MC_ERROR_TIMEOUT},
    {"unplug arg=5", MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED, MC_ERROR_DEVICE_GONE},
};

/* While somebody stands on it and is measured. */
static void
measure_badly(McSimRigPlug plug, const Fault *fault)
{
	g_autoptr(Bench) bench = scale_new(plug);

	bench_do(bench, "step on 1725 65300");
	strike(bench, plug, fault->kind);
	bench->stature->start(bench->stature->self);
	bench_until(bench, &bench->stature_lost, 1);
	g_assert_cmpint(bench->error_code, ==, fault->code);
	g_assert_cmpuint(bench->measured, ==, 0);
	expect(bench, plug, fault->kind, fault->state, fault->cause);
	bench_do(bench, "clear scale");
	if (fault->cause == MC_CAUSE_UNPLUGGED)
		bench_do(bench, "plug scale");
	measure_well(bench);
}

typedef struct Row {
	const Fault *fault;
	McSimRigPlug plug;
} Row;

static void
test_fault(gconstpointer data)
{
	const Row *row = data;

	measure_badly(row->plug, row->fault);
}

/* No line end, ever. */
static void
test_endless(gconstpointer data)
{
	McSimRigPlug plug = (McSimRigPlug)GPOINTER_TO_UINT(data);
	g_autoptr(Bench) bench = scale_new(plug);
	g_autofree char *junk = g_strnfill(1000, 'x');
	g_autofree char *line = g_strconcat("set scale text=", junk, NULL);

	bench_do(bench, line);
	bench_do(bench, "step on 1725 65300");
	bench->stature->start(bench->stature->self);
	bench_until(bench, &bench->stature_lost, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_PROTOCOL);
	expect(bench, plug, "text without an end", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL);
	bench_do(bench, "set scale text=");
	measure_well(bench);
}

/* Its own test wants somebody on it. */
static void
test_self_test(gconstpointer data)
{
	McSimRigPlug plug = (McSimRigPlug)GPOINTER_TO_UINT(data);
	g_autoptr(Bench) bench = scale_new(plug);

	bench_self_test(bench, MC_DEVICE_STATURE);
	bench_until(bench, &bench->tested, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_TIMEOUT);
	expect(bench, plug, "says nothing in its test", MC_DEVICE_FAULTY, MC_CAUSE_NO_ANSWER);
	bench_do(bench, "step on 1725 65300");
	bench_until_usable(bench, MC_DEVICE_STATURE);
	bench_self_test(bench, MC_DEVICE_STATURE);
	bench_until(bench, &bench->tested, 2);
	g_assert_true(bench->passed);
	measure_well(bench);
}

/* The chip knows that the line is bad; what it brought is not believed, and the board counts it. */
static void
test_line_errors(void)
{
	static const char *const errors[] = {"2", "4", "8", "16"};
	g_autoptr(Bench) bench = scale_new(MC_SIM_RIG_FTDI);

	bench_do(bench, "step on 1725 65300");
	for (guint i = 0; i < G_N_ELEMENTS(errors); i++) {
		g_autofree char *line = g_strconcat("set scale line-errors=", errors[i], NULL);
		guint64 before = info_of(bench)->faults;

		bench_do(bench, line);
		bench->stature->start(bench->stature->self);
		bench_until(bench, &bench->stature_lost, i + 1);
		g_assert_cmpint(bench->error_code, ==, MC_ERROR_PROTOCOL);
		g_assert_cmpuint(info_of(bench)->faults, >=, before + 5);
		g_assert_cmpuint(bench->measured, ==, i);
		bench_do(bench, "set scale line-errors=0");
		measure_well(bench);
	}
}

static void
add_fault(const Fault *fault, guint plug)
{
	g_autofree char *kind = g_strndup(fault->kind, strcspn(fault->kind, " "));
	g_autofree char *path = g_strdup_printf("/matrix/scale/%s/%s", kind, plugs[plug].name);
	Row *row = g_new(Row, 1);

	*row = (Row){fault, (McSimRigPlug)plug};
	g_test_add_data_func_full(path, row, test_fault, g_free);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		GTestDataFunc func;
	} tests[] = {
	    {"endless", test_endless},
	    {"self-test", test_self_test},
	};

	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(faults); i++)
		for (guint j = 0; j < G_N_ELEMENTS(plugs); j++)
			add_fault(&faults[i], j);
	for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
		for (guint j = 0; j < G_N_ELEMENTS(plugs); j++) {
			g_autofree char *path =
			    g_strdup_printf("/matrix/scale/%s/%s", tests[i].name, plugs[j].name);

			g_test_add_data_func(path, GUINT_TO_POINTER(j), tests[i].func);
		}
	g_test_add_func("/matrix/scale/line-errors", test_line_errors);
	return g_test_run();
}
