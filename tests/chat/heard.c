/* What the drivers say to the instruments, heard by the instruments: no command that is not on the
 * page that makers read, and all that the page says of the start is said (T10). */
#include "tests/support/instruments/bench.h"

#include <string.h>

#define PAGE MC_SOURCE_DIR "/docs/instrument-protocol.md"

static const BenchOptions all = {.plugged = {[MC_DEVICE_VISION_TESTER] = TRUE,
                                     [MC_DEVICE_AUDIOMETER] = TRUE,
                                     [MC_DEVICE_STATURE] = TRUE,
                                     [MC_DEVICE_SOUND_METER] = TRUE,
                                     [MC_DEVICE_LUMINANCE_METER] = TRUE},
    .clock_rate = 10,
    .commands = {"head in", "headphones on", "step on"}};

/* Every instrument does all that its driver can ask of it. */
static void
use_all(Bench *bench)
{
	static const McDeviceKind kinds[] = {MC_DEVICE_VISION_TESTER, MC_DEVICE_AUDIOMETER,
	    MC_DEVICE_STATURE, MC_DEVICE_SOUND_METER, MC_DEVICE_LUMINANCE_METER};

	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
		bench_until_ready(bench, kinds[i]);
		bench_self_test(bench, kinds[i]);
		bench_until(bench, &bench->tested, i + 1);
	}
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->shown, 1);
	bench_do(bench, "key left");
	bench_until(bench, &bench->answered, 1);
	bench_do(bench, "head out");
	bench_do(bench, "press left");
	bench_play(bench, 300);
	bench_until(bench, &bench->finished, 1);
	bench->stature->start(bench->stature->self);
	bench_until(bench, &bench->measured, 1);
	bench->sound_meter->measure(bench->sound_meter->self, 125);
	bench_until(bench, &bench->references, 1);
	bench->luminance_meter->measure(bench->luminance_meter->self, 125);
	bench_until(bench, &bench->references, 2);
}

static void
hold_against(Bench *bench, const char *page, const char *instrument, const char *const *expected)
{
	g_autofree char *line = g_strconcat("heard ", instrument, NULL);
	g_autofree char *heard = mc_sim_rig_command(bench->rig, line);
	g_auto(GStrv) headers = g_strsplit(heard + strlen("ok "), " ", -1);

	g_assert_true(g_str_has_prefix(heard, "ok "));
	for (guint i = 0; headers[i] != NULL; i++) {
		g_autofree char *said = g_strconcat("\n> ", headers[i], NULL);

		if (strstr(page, said) == NULL)
			g_error("%s hears %s, which is not on the page", instrument, headers[i]);
	}
	for (guint i = 0; expected[i] != NULL; i++)
		if (!g_strv_contains((const char *const *)headers, expected[i]))
			g_error("%s never hears %s", instrument, expected[i]);
}

static void
test_heard(void)
{
#define START "*RST", "*IDN?", "SYST:POW?", "CAL:REC?", "CAL:TRAN?", "SYST:ERR?", "*SRE", "*TST?"
	static const char *const vision[] = {START, "CAL:VERG?", "CAL:SHUT?", "CAL:LINE?", "SENS:COND?",
	    "STIM:OPT", "SENS:ANSW?", "STIM:DARK", NULL};
	static const char *const audiometer[] = {START, "CAL:CEIL?", "SENS:COND?", "SOUR:PRES",
	    "SENS:BUTT?", "SENS:PRES?", "SOUR:MUTE", NULL};
	static const char *const stature[] = {START, "CAL:RANG?", "INIT", "FETC?", "ABOR", NULL};
	static const char *const sound[] = {START, "CAL:CHEC?", "INIT", "FETC?", "ABOR", NULL};
	static const char *const luminance[] = {START, "CAL:RANG?", "INIT", "FETC?", "ABOR", NULL};
	g_autoptr(Bench) bench = bench_new(&all);
	g_autofree char *page = NULL;

	g_assert_true(g_file_get_contents(PAGE, &page, NULL, NULL));
	use_all(bench);
	hold_against(bench, page, "vision", vision);
	hold_against(bench, page, "audiometer", audiometer);
	hold_against(bench, page, "stature", stature);
	hold_against(bench, page, "sound-meter", sound);
	hold_against(bench, page, "luminance-meter", luminance);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/heard/all", test_heard);
	return g_test_run();
}
