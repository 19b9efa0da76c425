/* The height and weight unit, over SCPI and as text on a serial line behind each kind of plug, over
 * real libusb (T10, O11). */
#include "tests/support/instruments/bench.h"

#include "app/base/error.h"

static const BenchOptions scpi = {.plugged = {[MC_DEVICE_STATURE] = TRUE}, .clock_rate = 10};

static void
start(Bench *bench)
{
	bench->stature->start(bench->stature->self);
}

/* Nothing was measured, and then this was. */
static void
assert_measured(Bench *bench, guint times, gint32 height_mm, gint32 weight_g)
{
	bench_until(bench, &bench->measured, times);
	g_assert_true(bench->stature_reading.has_height);
	g_assert_true(bench->stature_reading.has_weight);
	g_assert_cmpint(bench->stature_reading.height_mm, ==, height_mm);
	g_assert_cmpint(bench->stature_reading.weight_g, ==, weight_g);
}

/* ---- SCPI ---- */

static void
test_scpi(void)
{
	g_autoptr(Bench) bench = bench_new(&scpi);
	const McDeviceInfo *info;

	bench_until_ready(bench, MC_DEVICE_STATURE);
	info = bench->devices->info(bench->devices->self, MC_DEVICE_STATURE);
	g_assert_cmpstr(info->model, ==, "ST-1");
	g_assert_cmpstr(info->serial, ==, "ST-000044");
	g_assert_cmpstr(info->transducer_serial, ==, "L-0044");
	g_assert_cmpstr(info->certificate, ==, "EX-0001");
	start(bench);
	bench_until_rig(bench, "stature.on=1");
	bench_do(bench, "step on 1725 65300");
	assert_measured(bench, 1, 1725, 65300);
	bench_until_rig(bench, "stature.on=0");
	/* the next one, who is there already */
	bench_do(bench, "step off");
	bench_do(bench, "step on 1544 50620");
	start(bench);
	assert_measured(bench, 2, 1544, 50600);
	g_assert_cmpuint(bench->hints[MC_STATURE_STAND_STILL], ==, 0);
	g_assert_cmpuint(bench->stature_lost, ==, 0);
}

/* A zero that has drifted is set again before anybody is weighed. What lies on the scale, or is too
 * heavy for it, is weighed for nobody. */
static void
test_zero(void)
{
	g_autoptr(Bench) bench = bench_new(&scpi);

	bench_until_ready(bench, MC_DEVICE_STATURE);
	bench_do(bench, "set stature zero-offset=-800");
	start(bench);
	bench_until_rig(bench, "stature.on=1");
	bench_do(bench, "step on 1725 65300");
	assert_measured(bench, 1, 1725, 65300);
	bench_do(bench, "step off");
	bench_do(bench, "set stature zero-offset=1200");
	start(bench);
	bench_until(bench, &bench->stature_lost, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_REFUSED);
	bench_do(bench, "set stature zero-offset=0");
	bench_do(bench, "step on 1725 250100");
	start(bench);
	bench_until(bench, &bench->stature_lost, 2);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_REFUSED);
	bench_until_rig(bench, "stature.on=0");
	g_assert_cmpuint(bench->measured, ==, 1);
	/* stopped while it looks how the scale stands: nothing is told */
	bench_do(bench, "step off");
	start(bench);
	bench->stature->stop(bench->stature->self);
	start(bench);
	bench_do(bench, "step on 1631 54200");
	assert_measured(bench, 2, 1631, 54200);
	g_assert_cmpuint(bench->stature_lost, ==, 2);
}

/* A person of the bench's own hears the call, steps on, and off again. */
static void
test_person(void)
{
	BenchOptions options = scpi;
	g_autoptr(Bench) bench = NULL;

	options.commands[0] = "person needs-glasses";
	bench = bench_new(&options);
	bench_until_ready(bench, MC_DEVICE_STATURE);
	start(bench);
	assert_measured(bench, 1, 1631, 54200);
	bench_until_rig(bench, "stature.occupied=0");
}

/* Who moves or leaves is told so and measured again. */
static void
test_moving(void)
{
	g_autoptr(Bench) bench = bench_new(&scpi);

	bench_until_ready(bench, MC_DEVICE_STATURE);
	start(bench);
	bench_until_rig(bench, "stature.on=1");
	bench_do(bench, "step on");
	bench_do(bench, "step off");
	bench_until(bench, &bench->hints[MC_STATURE_STAND_STILL], 1);
	bench_do(bench, "step sway");
	bench_until(bench, &bench->hints[MC_STATURE_STAND_STILL], 2);
	bench_do(bench, "step off");
	bench_do(bench, "step on 1690 62400");
	assert_measured(bench, 1, 1690, 62400);
}

/* Nothing is told after stop(), and the plate goes up. */
static void
test_stop(void)
{
	g_autoptr(Bench) bench = bench_new(&scpi);

	bench->stature->stop(bench->stature->self); /* harmless before anything */
	bench_until_ready(bench, MC_DEVICE_STATURE);
	bench_do(bench, "step on");
	start(bench);
	bench_until_rig(bench, "stature.on=1");
	bench->stature->stop(bench->stature->self);
	bench_until_rig(bench, "stature.on=0");
	bench_for(bench, 300);
	g_assert_cmpuint(bench->measured + bench->stature_lost, ==, 0);
	start(bench);
	bench_until(bench, &bench->measured, 1);
}

/* ---- bad days ---- */

static const char *const faults[] = {
    "ep=1 kind=stall",
    "ep=1 kind=proto",
    "ep=82 kind=stall",
    "ep=82 kind=short arg=9",
    "ep=82 kind=garbage arg=3",
    "ep=82 kind=babble",
    "ep=83 kind=stall",
    "ep=83 kind=garbage arg=7",
    "ep=0 kind=proto",
    "ep=82 kind=unplug replug=50",
};

static void
test_fault(gconstpointer fault)
{
	g_autoptr(Bench) bench = bench_new(&scpi);
	g_autofree char *line = g_strconcat("fault stature ", fault, NULL);

	bench_until_ready(bench, MC_DEVICE_STATURE);
	start(bench);
	bench_until_rig(bench, "stature.on=1");
	bench_do(bench, line);
	bench_do(bench, "step on 1725 65300");
	bench_until_either(bench, &bench->measured, &bench->stature_lost);
	g_assert_cmpuint(bench->measured + bench->stature_lost, ==, 1);
	bench_do(bench, "clear stature");
	bench_until_usable(bench, MC_DEVICE_STATURE);
	start(bench);
	bench_until(bench, &bench->measured, bench->measured + 1);
	g_assert_cmpint(bench->stature_reading.height_mm, ==, 1725);
}

static void
test_absent(void)
{
	g_autoptr(Bench) bench = bench_new(&(BenchOptions){.clock_rate = 10});

	g_assert_false(bench->stature->is_ready(bench->stature->self));
	start(bench);
	bench_until(bench, &bench->stature_lost, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_DEVICE_GONE);
}

/* ---- text lines ---- */

static BenchOptions
line_options(McSimRigPlug plug)
{
	return (BenchOptions){.scale = TRUE, .scale_plug = plug, .clock_rate = 10};
}

/* A CH340 has no serial number: it is known by its port, and adopted there. */
static void
adopt_by_port(Bench *bench)
{
	McEnrolment enrolment = {MC_DEVICE_STATURE, "", "", "EX-0061", 20260105, 20991231};

	bench_until_state(bench, MC_DEVICE_STATURE, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
	g_strlcpy(enrolment.serial,
	    bench->devices->info(bench->devices->self, MC_DEVICE_STATURE)->serial,
	    sizeof enrolment.serial);
	g_assert_true(g_str_has_prefix(enrolment.serial, "at-usb-"));
	g_assert_true(g_str_has_suffix(enrolment.serial, "-5"));
	bench->devices->set_enrolments(bench->devices->self, &enrolment, 1);
}

static void
test_line(gconstpointer data)
{
	static const char *const chips[] = {"CDC-ACM", "FTDI", "CH34x"};
	McSimRigPlug plug = (McSimRigPlug)GPOINTER_TO_UINT(data);
	BenchOptions options = line_options(plug);
	g_autoptr(Bench) bench = bench_new(&options);
	const McDeviceInfo *info;

	if (plug == MC_SIM_RIG_CH340)
		adopt_by_port(bench);
	bench_until_ready(bench, MC_DEVICE_STATURE);
	bench_until_rig(bench, "scale.open=1");
	info = bench->devices->info(bench->devices->self, MC_DEVICE_STATURE);
	if (plug != MC_SIM_RIG_CH340)
		g_assert_cmpstr(info->serial, ==, "SC-000061");
	g_assert_cmpstr(info->certificate, ==, "EX-0061");
	g_assert_cmpstr(info->transducer, ==, chips[plug]);
	bench_do(bench, "step on 1725 65300");
	start(bench);
	assert_measured(bench, 1, 1725, 65300);
	bench_do(bench, "step off");
	bench_do(bench, "step on 1544 50620");
	start(bench);
	assert_measured(bench, 2, 1544, 50600);
	bench_self_test(bench, MC_DEVICE_STATURE);
	bench_until(bench, &bench->tested, 1);
	g_assert_cmpint(bench->error_code, ==, -1);
}

/* One transfer of half a line, one of rubbish: the next whole line counts. */
static void
test_line_noise(void)
{
	BenchOptions options = line_options(MC_SIM_RIG_FTDI);
	g_autoptr(Bench) bench = bench_new(&options);

	bench_until_ready(bench, MC_DEVICE_STATURE);
	bench_do(bench, "fault scale ep=81 kind=short arg=9");
	bench_do(bench, "fault scale ep=81 kind=garbage arg=5 skip=1 count=2");
	bench_do(bench, "step on 1788 81900");
	start(bench);
	assert_measured(bench, 1, 1788, 81900);
	g_assert_cmpuint(bench->stature_lost, ==, 0);
}

/* What is on the cable is something else. */
static void
test_line_of_another(void)
{
	BenchOptions options = line_options(MC_SIM_RIG_CDC);
	g_autoptr(Bench) bench = bench_new(&options);

	bench_until_ready(bench, MC_DEVICE_STATURE);
	bench_do(bench, "set scale \"text=$GPGGA,000000\"");
	bench_do(bench, "step on");
	start(bench);
	bench_until(bench, &bench->stature_lost, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_PROTOCOL);
	g_assert_cmpuint(bench->measured, ==, 0);
}

static void
test_line_unplugged(void)
{
	BenchOptions options = line_options(MC_SIM_RIG_FTDI);
	g_autoptr(Bench) bench = bench_new(&options);

	bench_until_ready(bench, MC_DEVICE_STATURE);
	start(bench);
	bench_do(bench, "unplug scale 0 100");
	bench_until(bench, &bench->stature_lost, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_DEVICE_GONE);
	bench_until_usable(bench, MC_DEVICE_STATURE);
	bench_until_rig(bench, "scale.baud=9600");
	bench_do(bench, "step on 1690 62400");
	start(bench);
	assert_measured(bench, 1, 1690, 62400);
}

/* Without a record in its enrolment a unit that keeps none is locked. */
static void
test_line_uncalibrated(void)
{
	static const McEnrolment bare = {.kind = MC_DEVICE_STATURE, .serial = "SC-000061"};
	BenchOptions options = line_options(MC_SIM_RIG_CDC);
	g_autoptr(Bench) bench = bench_new(&options);

	bench->devices->set_enrolments(bench->devices->self, &bare, 1);
	bench_until_state(bench, MC_DEVICE_STATURE, MC_DEVICE_LOCKED, MC_CAUSE_UNCALIBRATED);
	g_assert_false(bench->stature->is_ready(bench->stature->self));
}

/* Listening to an FTDI chip wakes the kiosk 60 times a second: only while something is expected. */
static void
test_line_is_quiet(void)
{
	BenchOptions options = line_options(MC_SIM_RIG_FTDI);
	g_autoptr(Bench) bench = bench_new(&options);
	guint64 before;

	bench_until_ready(bench, MC_DEVICE_STATURE);
	start(bench);
	bench_do(bench, "step on");
	bench_until(bench, &bench->measured, 1);
	bench_for(bench, 50);
	before = mc_sim_rig_counts(bench->rig, MC_SIM_RIG_SCALE).requests;
	bench_for(bench, 300);
	g_assert_cmpuint(mc_sim_rig_counts(bench->rig, MC_SIM_RIG_SCALE).requests, ==, before);
}

int
main(int argc, char **argv)
{
	static const char *const plugs[] = {"cdc", "ftdi", "ch340"};

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/stature/zero", test_zero);
	g_test_add_func("/stature/scpi", test_scpi);
	g_test_add_func("/stature/person", test_person);
	g_test_add_func("/stature/moving", test_moving);
	g_test_add_func("/stature/stop", test_stop);
	g_test_add_func("/stature/absent", test_absent);
	for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autofree char *words = g_strdelimit(g_strdup(faults[i]), " =", '-');
		g_autofree char *path = g_strconcat("/stature/fault/", words, NULL);

		g_test_add_data_func(path, faults[i], test_fault);
	}
	for (guint i = 0; i < G_N_ELEMENTS(plugs); i++) {
		g_autofree char *path = g_strconcat("/stature/line/", plugs[i], NULL);

		g_test_add_data_func(path, GUINT_TO_POINTER(i), test_line);
	}
	g_test_add_func("/stature/line/noise", test_line_noise);
	g_test_add_func("/stature/line/another", test_line_of_another);
	g_test_add_func("/stature/line/unplugged", test_line_unplugged);
	g_test_add_func("/stature/line/uncalibrated", test_line_uncalibrated);
	g_test_add_func("/stature/line/quiet", test_line_is_quiet);
	return g_test_run();
}
