/* What the drivers say to the instruments, heard by the instruments: no command that is not on the
 * page that makers read, and every command of the page, but for those of tools, is sent by a driver
 * (T10). */
#include "tests/support/instruments/bench.h"

#include <string.h>

#define PAGE MC_SOURCE_DIR "/docs/instrument-protocol.md"

static const BenchOptions all = {.plugged = {[MC_DEVICE_VISION_TESTER] = TRUE,
                                     [MC_DEVICE_AUDIOMETER] = TRUE,
                                     [MC_DEVICE_STATURE] = TRUE,
                                     [MC_DEVICE_SOUND_METER] = TRUE,
                                     [MC_DEVICE_LUMINANCE_METER] = TRUE},
    .clock_rate = 10,
    .commands = {"head in", "headphones on", "set stature zero-offset=120"}};

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
	bench_until_rig(bench, "stature.on=1");
	bench_do(bench, "step on 1725 65300");
	bench_until(bench, &bench->measured, 1);
	g_assert_cmpint(bench->stature_reading.weight_g, ==, 65300);
	bench->sound_meter->measure(bench->sound_meter->self, 125);
	bench_until(bench, &bench->references, 1);
	bench->luminance_meter->measure(bench->luminance_meter->self, 125);
	bench_until(bench, &bench->references, 2);
}

/* ---- the page ---- */

/* The commands of the tables below a heading, but for those of tools. */
static void
collect(const char *page, const char *heading, GPtrArray *commands)
{
	g_autoptr(GRegex) rows = g_regex_new("^\\| (`[^|]*`) \\|", G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GRegex) headers = g_regex_new("`([*A-Z:]+[?]?)", 0, 0, NULL);
	g_autofree char *wanted = g_strconcat("\n## ", heading, NULL);
	const char *from = strstr(page, wanted);
	g_auto(GStrv) parts = NULL;
	g_autofree char *section = NULL;
	g_autoptr(GMatchInfo) row = NULL;

	g_assert_nonnull(from);
	parts = g_strsplit(from + 1, "\n## ", 2);
	section = g_strdup(parts[0]);
	if (strstr(section, "| command of tools |") != NULL)
		*strstr(section, "| command of tools |") = '\0';
	for (g_regex_match(rows, section, 0, &row); g_match_info_matches(row);
	     g_match_info_next(row, NULL)) {
		g_autofree char *cell = g_match_info_fetch(row, 1);
		g_autoptr(GMatchInfo) command = NULL;

		for (g_regex_match(headers, cell, 0, &command); g_match_info_matches(command);
		     g_match_info_next(command, NULL))
			g_ptr_array_add(commands, g_match_info_fetch(command, 1));
	}
}

static void
hold_against(Bench *bench, const char *page, const char *instrument, const char *heading)
{
	g_autofree char *line = g_strconcat("heard ", instrument, NULL);
	g_autofree char *heard = mc_sim_rig_command(bench->rig, line);
	g_auto(GStrv) headers = g_strsplit(heard + strlen("ok "), " ", -1);
	g_autoptr(GPtrArray) commands = g_ptr_array_new_with_free_func(g_free);

	g_assert_true(g_str_has_prefix(heard, "ok "));
	collect(page, "Common to all", commands);
	collect(page, heading, commands);
	g_assert_cmpuint(commands->len, >=, 11);
	for (guint i = 0; headers[i] != NULL; i++)
		if (!g_ptr_array_find_with_equal_func(commands, headers[i], g_str_equal, NULL))
			g_error("%s hears %s, which is not on the page", instrument, headers[i]);
	for (guint i = 0; i < commands->len; i++)
		if (!g_strv_contains((const char *const *)headers, commands->pdata[i]))
			g_error("%s never hears %s", instrument, (const char *)commands->pdata[i]);
}

static void
test_heard(void)
{
	g_autoptr(Bench) bench = bench_new(&all);
	g_autofree char *page = NULL;

	g_assert_true(g_file_get_contents(PAGE, &page, NULL, NULL));
	use_all(bench);
	hold_against(bench, page, "vision", "Vision tester");
	hold_against(bench, page, "audiometer", "Audiometer");
	hold_against(bench, page, "stature", "Height and weight unit");
	hold_against(bench, page, "sound-meter", "Sound level meter");
	hold_against(bench, page, "luminance-meter", "Luminance meter");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/heard/all", test_heard);
	return g_test_run();
}
