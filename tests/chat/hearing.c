/* The audiometer's driver against the simulated instrument, over real libusb (T10). */
#include "tests/support/instruments/bench.h"

#include "app/base/error.h"

static const BenchOptions plugged = {
    .plugged = {[MC_DEVICE_AUDIOMETER] = TRUE}, .commands = {"headphones on"}};

static void
test_start(void)
{
	g_autoptr(Bench) bench = bench_new(&plugged);
	const McDeviceInfo *info;

	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	info = bench->devices->info(bench->devices->self, MC_DEVICE_AUDIOMETER);
	g_assert_cmpstr(info->model, ==, "AU-1");
	g_assert_cmpstr(info->transducer, ==, "Headphones H20");
	g_assert_cmpstr(info->transducer_serial, ==, "H-0231");
	g_assert_cmpint(info->corrections.count, ==, MC_TRANSDUCER_FREQUENCIES);
	g_assert_cmpint(info->corrections.at[4].frequency_hz, ==, 1000);
	g_assert_cmpint(info->corrections.at[4].deci_db[MC_EAR_LEFT], ==, 1);
	g_assert_cmpint(info->corrections.at[4].deci_db[MC_EAR_RIGHT], ==, -4);
	g_assert_cmpint(info->loudspeaker_corrections.at[4].deci_db[MC_EAR_LEFT], ==, 8);
	bench_until(bench, &bench->hearing_conditions, 1);
	g_assert_true(bench->now.headphones_on);
	g_assert_cmpint(bench->now.noise_deci_db_spl[0], ==, 320);
	bench_do(bench, "headphones off");
	bench_until(bench, &bench->hearing_conditions, 2);
	g_assert_false(bench->now.headphones_on);
}

/* T5, O11: corrections that cannot be right lock it with a cause of their own; what is no list of
 * corrections at all is a protocol error. Nothing is played meanwhile. */
static void
test_wrong_corrections(void)
{
	static const struct {
		const char *command;
		McDeviceState state;
		McDeviceCause cause;
	} rows[] = {
	    {"set audiometer corrections=none", MC_DEVICE_LOCKED, MC_CAUSE_UNCALIBRATED},
	    {"set audiometer correction-2000=-7,151", MC_DEVICE_LOCKED, MC_CAUSE_UNCALIBRATED},
	    {"set audiometer corrections=2,1000,1,-4,500,-3,2", MC_DEVICE_LOCKED,
	        MC_CAUSE_UNCALIBRATED},
	    {"set audiometer corrections=1,1001,1,-4", MC_DEVICE_LOCKED, MC_CAUSE_UNCALIBRATED},
	    {"set audiometer corrections=2,500,-3,2", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
	    {"set audiometer corrections=1,1000,1,9.91E37", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
	    {"set audiometer corrections=1,1000,1,NAN", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
	};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		BenchOptions options = plugged;
		g_autoptr(Bench) bench = NULL;

		options.commands[1] = rows[i].command;
		bench = bench_new(&options);
		bench_until_state(bench, MC_DEVICE_AUDIOMETER, rows[i].state, rows[i].cause);
		bench_play(bench, 300);
		bench_until(bench, &bench->hearing_lost, 1);
		bench_until_rig(bench, "audiometer.on=0");
		/* the laboratory has written them again */
		bench_do(bench, "set audiometer corrections=own");
		bench_do(bench, "unplug audiometer 0 100");
		bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	}
}

/* T5: where it was not measured it is not asked to play. */
static void
test_uncorrected_frequency(void)
{
	BenchOptions options = plugged;
	g_autoptr(Bench) bench = NULL;

	options.commands[1] = "set audiometer corrections=2,500,-3,2,2000,-7,-5";
	bench = bench_new(&options);
	bench_until_state(bench, MC_DEVICE_AUDIOMETER, MC_DEVICE_LOCKED, MC_CAUSE_CORRECTIONS);
	bench_adopt(bench, MC_DEVICE_AUDIOMETER);
	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	bench_play(bench, 300);
	bench_until(bench, &bench->hearing_lost, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_UNCALIBRATED);
	bench_until_rig(bench, "audiometer.on=0");
}

static void
test_presses(void)
{
	g_autoptr(Bench) bench = bench_new(&plugged);

	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	bench_play(bench, 300);
	bench_until_rig(bench, "audiometer.level=300");
	bench_do(bench, "press right"); /* in the gap: negative time */
	bench_until(bench, &bench->pressed, 1);
	g_assert_cmpint(bench->key, ==, MC_EAR_RIGHT);
	bench_until(bench, &bench->finished, 1);
	g_assert_cmpint(bench->presses.count, ==, 1);
	g_assert_cmpint(bench->presses.press[0].key, ==, MC_EAR_RIGHT);
	g_assert_cmpint(bench->presses.press[0].at_us, <, 0);
	g_assert_cmpint(bench->room.noise_deci_db_spl[3], ==, 220);
	g_assert_true(bench->room.headphones_on);
	bench_play(bench, 200);
	bench_until(bench, &bench->finished, 2);
	g_assert_cmpint(bench->presses.count, ==, 0);
	g_assert_cmpuint(bench->hearing_lost, ==, 0);
}

/* Who leans on the button says so once, however long he does, and whatever is played meanwhile. */
static void
test_held_button(void)
{
	g_autoptr(Bench) bench = bench_new(&plugged);

	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	bench_play(bench, 300);
	bench_until_rig(bench, "audiometer.level=300");
	bench_do(bench, "lean audiometer left");
	bench_until(bench, &bench->finished, 1);
	g_assert_cmpint(bench->presses.count, ==, 1);
	for (guint i = 2; i <= 3; i++) {
		bench_play(bench, 300);
		bench_until_rig(bench, "audiometer.level=300");
		bench_do(bench, "press left"); /* it is down already */
		bench_until(bench, &bench->finished, i);
		g_assert_cmpint(bench->presses.count, ==, 0);
	}
	g_assert_cmpuint(bench->pressed, ==, 1);
	bench_play(bench, 300);
	bench_until_rig(bench, "audiometer.level=300");
	bench_do(bench, "let-go");
	bench_do(bench, "press left");
	bench_until(bench, &bench->finished, 4);
	g_assert_cmpint(bench->presses.count, ==, 1);
	g_assert_cmpuint(bench->hearing_lost, ==, 0);
}

/* A side stimulus goes to the ear of its side, masked on the other. */
static void
test_side(void)
{
	const McStimulus stimulus = {
	    .kind = MC_EXAM_SIDE,
	    .as.side = {.side = MC_EAR_RIGHT,
	        .frequency_hz = 500,
	        .level_deci_db_hl = 450,
	        .masking_deci_db = 250,
	        .gap_ms = 400,
	        .duration_ms = 300,
	        .window_ms = 300},
	};
	g_autoptr(Bench) bench = bench_new(&plugged);

	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	bench->hearing->play(bench->hearing->self, &stimulus);
	bench_until_rig(bench, "audiometer.ear=RIGHT");
	bench_until_rig(bench, "audiometer.masking=250");
	bench_until_rig(bench, "audiometer.frequency=500");
	bench_until(bench, &bench->finished, 1);
}

static void
play_by_loudspeaker(Bench *bench)
{
	const McStimulus stimulus = {
	    .kind = MC_EXAM_SIDE,
	    .as.side = {.side = MC_EAR_RIGHT,
	        .frequency_hz = 500,
	        .level_deci_db_hl = 450,
	        .masking_deci_db = MC_NO_MASKING,
	        .gap_ms = 400,
	        .duration_ms = 300,
	        .window_ms = 600,
	        .by_loudspeaker = true},
	};

	bench->hearing->play(bench->hearing->self, &stimulus);
}

/* C12: who wears aids hears the loudspeaker of that side, and not with headphones on. */
static void
test_by_loudspeaker(void)
{
	BenchOptions options = plugged;
	const McDeviceInfo *info = NULL;
	g_autoptr(Bench) bench = NULL;
	guint heard = 0;

	options.commands[0] = "person wears-aids";
	bench = bench_new(&options);
	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	info = bench->devices->info(bench->devices->self, MC_DEVICE_AUDIOMETER);
	g_assert_cmpstr(info->loudspeaker, ==, "Loudspeakers L20");
	g_assert_cmpstr(info->loudspeaker_serial, ==, "L-0231");
	for (guint i = 1; i <= 3; i++) {
		play_by_loudspeaker(bench);
		bench_until_rig(bench, "audiometer.in-room=1");
		bench_until(bench, &bench->finished, i);
		g_assert_false(bench->room.headphones_on);
		heard += bench->presses.count > 0 && bench->presses.press[0].key == MC_EAR_RIGHT;
	}
	g_assert_cmpuint(heard, >=, 2);
	bench_do(bench, "headphones on");
	play_by_loudspeaker(bench);
	bench_until(bench, &bench->finished, 4);
	g_assert_cmpint(bench->presses.count, ==, 0);
}

/* Nothing that is for loudspeakers is put into headphones. */
static void
test_no_loudspeakers(void)
{
	BenchOptions options = plugged;
	g_autoptr(Bench) bench = NULL;

	options.commands[1] = "set audiometer loudspeakers=0";
	bench = bench_new(&options);
	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	g_assert_cmpstr(
	    bench->devices->info(bench->devices->self, MC_DEVICE_AUDIOMETER)->loudspeaker, ==, "");
	play_by_loudspeaker(bench);
	bench_until(bench, &bench->hearing_lost, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_REFUSED);
	bench_until_rig(bench, "audiometer.on=0");
}

/* Above 80 dB HL, or above what the instrument allows, nothing reaches the wire. */
static void
test_ceiling(void)
{
	BenchOptions options = plugged;
	g_autoptr(Bench) bench = NULL;

	options.commands[1] = "set audiometer ceiling=600";
	bench = bench_new(&options);
	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	bench_play(bench, 610);
	g_assert_cmpuint(bench->hearing_lost, ==, 0);
	bench_until(bench, &bench->hearing_lost, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_REFUSED);
	bench_play(bench, 810);
	bench_until(bench, &bench->hearing_lost, 2);
	bench_until_rig(bench, "audiometer.on=0");
	bench_play(bench, 600);
	bench_until(bench, &bench->finished, 1);
}

static void
test_mute(void)
{
	g_autoptr(Bench) bench = bench_new(&plugged);

	bench->hearing->mute(bench->hearing->self); /* harmless before anything */
	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	bench_play(bench, 300);
	bench_until_rig(bench, "audiometer.on=1");
	bench->hearing->mute(bench->hearing->self);
	bench_until_rig(bench, "audiometer.on=0");
	/* at once again: the old one's clean-up comes first */
	bench_play(bench, 300);
	bench->hearing->mute(bench->hearing->self);
	bench_play(bench, 350);
	bench_until_rig(bench, "audiometer.level=350");
	bench_until(bench, &bench->finished, 1);
	g_assert_cmpuint(bench->hearing_lost, ==, 0);
}

/* Whenever a presentation that is refused is asked for, also while the one before still runs or is
 * being muted, it ends as refused: not with the other's end, and not with the other's presses. */
static void
test_refused_meanwhile(void)
{
	BenchOptions options = plugged;
	g_autoptr(Bench) bench = NULL;
	gboolean was_over = FALSE;

	options.clock_rate = 20;
	bench = bench_new(&options);
	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	for (guint turns = 1; !was_over; turns++) {
		guint lost = bench->hearing_lost, finished = bench->finished;

		bench_play(bench, 300);
		for (guint turn = 0; turn < turns && bench->finished == finished; turn++)
			g_main_context_iteration(NULL, TRUE);
		was_over = bench->finished > finished;
		finished = bench->finished;
		bench->error_code = -1;
		bench_play(bench, 810);
		bench_until(bench, &bench->hearing_lost, lost + 1);
		g_assert_cmpint(bench->error_code, ==, MC_ERROR_REFUSED);
		g_assert_cmpuint(bench->finished, ==, finished);
		/* and nothing comes afterwards */
		bench_play(bench, 350);
		bench_until(bench, &bench->finished, finished + 1);
		g_assert_cmpuint(bench->hearing_lost, ==, lost + 1);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/hearing/start", test_start);
	g_test_add_func("/hearing/wrong-corrections-T5", test_wrong_corrections);
	g_test_add_func("/hearing/uncorrected-frequency-T5", test_uncorrected_frequency);
	g_test_add_func("/hearing/presses", test_presses);
	g_test_add_func("/hearing/held-button-C14", test_held_button);
	g_test_add_func("/hearing/side", test_side);
	g_test_add_func("/hearing/by-loudspeaker-C12", test_by_loudspeaker);
	g_test_add_func("/hearing/no-loudspeakers", test_no_loudspeakers);
	g_test_add_func("/hearing/ceiling", test_ceiling);
	g_test_add_func("/hearing/mute", test_mute);
	g_test_add_func("/hearing/refused-meanwhile", test_refused_meanwhile);
	return g_test_run();
}
