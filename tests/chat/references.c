/* The technician's references over real libusb: what they read is what the simulated instruments
 * really give, whatever those say of themselves (T10). */
#include "tests/support/instruments/bench.h"

#include "app/base/error.h"

static const BenchOptions all = {.plugged = {[MC_DEVICE_VISION_TESTER] = TRUE,
                                     [MC_DEVICE_AUDIOMETER] = TRUE,
                                     [MC_DEVICE_SOUND_METER] = TRUE,
                                     [MC_DEVICE_LUMINANCE_METER] = TRUE},
    .clock_rate = 10,
    .commands = {"headphones on"}};

static void
measure(Bench *bench, McReferencePort *port, guint ms)
{
	guint before = bench->references;

	port->measure(port->self, ms);
	bench_until(bench, &bench->references, before + 1);
}

static void
test_identity(void)
{
	g_autoptr(Bench) bench = bench_new(&all);
	const McDeviceInfo *info;

	bench_until_ready(bench, MC_DEVICE_SOUND_METER);
	bench_until_ready(bench, MC_DEVICE_LUMINANCE_METER);
	info = bench->devices->info(bench->devices->self, MC_DEVICE_SOUND_METER);
	g_assert_cmpstr(info->model, ==, "SL-1");
	g_assert_cmpstr(info->transducer_serial, ==, "M-0012");
	g_assert_cmpstr(info->certificate, ==, "EX-0001");
	info = bench->devices->info(bench->devices->self, MC_DEVICE_LUMINANCE_METER);
	g_assert_cmpstr(info->model, ==, "LM-1");
	g_assert_cmpstr(info->serial, ==, "LM-000009");
}

/* The quiet room of the bench, band by band, and one band that gets loud. */
static void
test_room(void)
{
	g_autoptr(Bench) bench = bench_new(&all);

	bench_until_ready(bench, MC_DEVICE_SOUND_METER);
	measure(bench, bench->sound_meter, 500);
	g_assert_cmpint(bench->reference.range, ==, MC_REFERENCE_WITHIN);
	g_assert_cmpint(bench->reference.octave_deci_db[2], ==, 320);
	g_assert_cmpint(bench->reference.octave_deci_db[5], ==, 220);
	bench_do(bench, "set audiometer noise-1000=650");
	measure(bench, bench->sound_meter, 500);
	g_assert_cmpint(bench->reference.octave_deci_db[2], ==, 320);
	g_assert_cmpint(bench->reference.octave_deci_db[3], ==, 650);
	g_assert_cmpint(bench->reference.mean_deci_db, >=, 650);
}

/* 30 dB HL at 1 000 Hz are 37 dB SPL at TDH-39 headphones; an output that is 3 dB too loud is
 * found.
 */
static void
test_ear(void)
{
	g_autoptr(Bench) bench = bench_new(&all);
	const McStimulus stimulus = {
	    .kind = MC_EXAM_HEARING,
	    .as.tone =
	        {
	            .ear = MC_EAR_LEFT,
	            .frequency_hz = 1000,
	            .level_deci_db_hl = 300,
	            .masking_deci_db = MC_NO_MASKING,
	            .gap_ms = 0,
	            .duration_ms = 20000,
	            .window_ms = 100,
	        },
	};

	bench_until_ready(bench, MC_DEVICE_SOUND_METER);
	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	bench_do(bench, "couple left");
	bench->hearing->play(bench->hearing->self, &stimulus);
	bench_until_rig(bench, "audiometer.on=1");
	measure(bench, bench->sound_meter, 1000);
	g_assert_cmpint(bench->reference.octave_deci_db[3], ==, 370);
	bench_do(bench, "set audiometer output-error=30");
	measure(bench, bench->sound_meter, 1000);
	g_assert_cmpint(bench->reference.octave_deci_db[3], ==, 400);
	bench_do(bench, "set audiometer output-error=0");
	/* it adds what stands in its memory: 6.1 dB where the headphones need 0.1 */
	bench_do(bench, "set audiometer correction-1000=61,-4");
	measure(bench, bench->sound_meter, 1000);
	g_assert_cmpint(bench->reference.octave_deci_db[3], ==, 430);
	bench_do(bench, "couple right");
	measure(bench, bench->sound_meter, 1000);
	g_assert_cmpint(bench->reference.octave_deci_db[3], <, 200);
	bench->hearing->mute(bench->hearing->self);
}

/* The lamp loses 30 % in 20 000 hours, and its own sensor sees that as well. */
static void
test_lamp(void)
{
	g_autoptr(Bench) bench = bench_new(&all);
	guint told;

	bench_until_ready(bench, MC_DEVICE_LUMINANCE_METER);
	bench_until(bench, &bench->vision_conditions, 1);
	measure(bench, bench->luminance_meter, 125);
	g_assert_cmpint(ABS(bench->reference.luminance_centi_cd_m2 - 12000), <=, 2);
	told = bench->vision_conditions;
	bench_do(bench, "set vision lamp-hours=20000");
	bench_until(bench, &bench->vision_conditions, told + 1);
	g_assert_cmpint(bench->head.luminance_cd_m2, ==, 84);
	measure(bench, bench->luminance_meter, 125);
	g_assert_cmpint(ABS(bench->reference.luminance_centi_cd_m2 - 8396), <=, 5);
	g_assert_cmpint(bench->reference.x, ==, 3127);
	bench_do(bench, "set vision luminance=0");
	measure(bench, bench->luminance_meter, 125);
	g_assert_cmpint(bench->reference.range, ==, MC_REFERENCE_UNDER);
}

static void
test_limits(void)
{
	g_autoptr(Bench) bench = bench_new(&all);

	bench_until_ready(bench, MC_DEVICE_SOUND_METER);
	bench->sound_meter->measure(bench->sound_meter->self, MC_REFERENCE_SHORTEST_MS - 1);
	bench_until(bench, &bench->references_lost, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_REFUSED);
	bench->sound_meter->measure(bench->sound_meter->self, MC_REFERENCE_LONGEST_MS + 1);
	bench_until(bench, &bench->references_lost, 2);
	bench->sound_meter->measure(bench->sound_meter->self, 10000);
	bench->sound_meter->stop(bench->sound_meter->self);
	bench_for(bench, 100);
	measure(bench, bench->sound_meter, 125);
	g_assert_cmpuint(bench->references, ==, 1);
	g_assert_cmpuint(bench->references_lost, ==, 2);
}

static void
test_fault(gconstpointer fault)
{
	g_autoptr(Bench) bench = bench_new(&all);

	bench_until_ready(bench, MC_DEVICE_SOUND_METER);
	bench_do(bench, fault);
	bench->sound_meter->measure(bench->sound_meter->self, 500);
	bench_until_either(bench, &bench->references, &bench->references_lost);
	g_assert_cmpuint(bench->references + bench->references_lost, ==, 1);
	bench_do(bench, "clear sound-meter");
	bench_until_usable(bench, MC_DEVICE_SOUND_METER);
	measure(bench, bench->sound_meter, 125);
	g_assert_cmpint(bench->reference.octave_deci_db[2], ==, 320);
}

int
main(int argc, char **argv)
{
	static const char *const faults[] = {
	    "fault sound-meter ep=82 kind=stall",
	    "fault sound-meter ep=82 kind=garbage arg=3",
	    "fault sound-meter ep=82 kind=short arg=20",
	    "fault sound-meter ep=83 kind=proto",
	    "fault sound-meter ep=1 kind=unplug replug=50",
	};

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/references/identity", test_identity);
	g_test_add_func("/references/room", test_room);
	g_test_add_func("/references/ear", test_ear);
	g_test_add_func("/references/lamp", test_lamp);
	g_test_add_func("/references/limits", test_limits);
	for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autofree char *path = g_strdup_printf("/references/fault/%u", i);

		g_test_add_data_func(path, faults[i], test_fault);
	}
	return g_test_run();
}
