/* What the drivers say to the instruments, heard by the instruments: no command that is not on the
 * page that makers read, and every command of the page, but for those of tools, is sent by a driver
 * (T10). */
#include "talk.h"

#include "tests/kit/provision.h"
#include "tests/support/instruments/bench.h"

#include <string.h>

#define PAGE MC_SOURCE_DIR "/docs/instrument-protocol.md"

/* ---- all that the drivers can ask ---- */

static void
test_itself(Bench *bench, McDeviceKind kind)
{
	guint tested = bench->tested;

	bench_until_ready(bench, kind);
	bench_self_test(bench, kind);
	bench_until(bench, &bench->tested, tested + 1);
}

static void
use_vision(Bench *bench)
{
	bench_until(bench, &bench->vision_conditions, 1);
	test_itself(bench, MC_DEVICE_VISION_TESTER);
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->shown, 1);
	bench_do(bench, "key left");
	bench_until(bench, &bench->answered, 1);
	bench_do(bench, "head out");
	bench_until(bench, &bench->vision_conditions, 2);
}

static void
use_audiometer(Bench *bench)
{
	bench_until(bench, &bench->hearing_conditions, 1);
	test_itself(bench, MC_DEVICE_AUDIOMETER);
	bench_play(bench, 300);
	bench_until(bench, &bench->finished, 1);
	bench_do(bench, "press right");
	bench_until(bench, &bench->pressed, 1);
	bench_do(bench, "headphones off");
	bench_until(bench, &bench->hearing_conditions, 2);
}

static void
use_stature(Bench *bench)
{
	test_itself(bench, MC_DEVICE_STATURE);
	bench->stature->start(bench->stature->self);
	bench_until_rig(bench, "stature.on=1");
	bench_do(bench, "step on 1725 65300");
	bench_until(bench, &bench->measured, 1);
	g_assert_cmpint(bench->stature_reading.weight_g, ==, 65300);
}

static void
use_sound_meter(Bench *bench)
{
	test_itself(bench, MC_DEVICE_SOUND_METER);
	bench->sound_meter->measure(bench->sound_meter->self, 125);
	bench_until(bench, &bench->references, 1);
}

static void
use_luminance_meter(Bench *bench)
{
	test_itself(bench, MC_DEVICE_LUMINANCE_METER);
	bench->luminance_meter->measure(bench->luminance_meter->self, 125);
	bench_until(bench, &bench->references, 2);
}

static const struct {
	McDeviceKind kind;
	void (*use)(Bench *bench);
	const char *name; /* for the rig, and of its blocks on the page */
	const char *model;
	const char *heading; /* of its commands on the page */
} instruments[] = {
    {MC_DEVICE_VISION_TESTER, use_vision, "vision", "VT-", "Vision tester"},
    {MC_DEVICE_AUDIOMETER, use_audiometer, "audiometer", "AU-", "Audiometer"},
    {MC_DEVICE_STATURE, use_stature, "stature", "ST-", "Height and weight unit"},
    {MC_DEVICE_SOUND_METER, use_sound_meter, "sound-meter", "SL-", "Sound level meter"},
    {MC_DEVICE_LUMINANCE_METER, use_luminance_meter, "luminance-meter", "LM-", "Luminance meter"},
};

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

/* ---- in their order ---- */

/* What stands between the heading and the next one. */
static char *
section_of(const char *page, const char *heading)
{
	const char *from = strstr(page, heading);
	const char *end = from == NULL ? NULL : strstr(from + strlen(heading), "\n##");

	g_assert_nonnull(from);
	return end == NULL ? g_strdup(from) : g_strndup(from, (gsize)(end - from));
}

/* SYST:POW? and CAL:REC? change their places: that is found. */
static void
hold_swap(GPtrArray *talk, const char *block)
{
	g_autofree char *difference = NULL;

	for (guint i = 4; i < 6; i++) {
		gpointer earlier = talk->pdata[i];

		talk->pdata[i] = talk->pdata[i + 2];
		talk->pdata[i + 2] = earlier;
	}
	difference = talk_difference(talk, block);
	g_assert_nonnull(difference);
}

static void
hold_in_order(const char *trace, const char *page, const char *instrument, const char *model)
{
	g_autofree char *section = section_of(page, "\n### What a driver says\n");
	g_autofree char *opening = g_strdup_printf("\n```%s\n", instrument);
	g_autoptr(GPtrArray) talk = talk_read(trace, model);
	const char *block = strstr(section, opening);
	g_autofree char *difference = NULL, *said = NULL;

	g_assert_cmpuint(talk->len, >, 0);
	g_ptr_array_add(talk, NULL);
	said = g_strjoinv("\n", (char **)talk->pdata);
	g_ptr_array_set_size(talk, (gint)talk->len - 1);
	if (block == NULL)
		g_error("no conversation of the driver with a %s:\n%s", instrument, said);
	block += strlen(opening);
	g_assert_nonnull(strstr(block, "\n```"));
	*strstr(block, "\n```") = '\0';
	difference = talk_difference(talk, block);
	if (difference != NULL)
		g_error("%s: %s:\n%s", instrument, difference, said);
	hold_swap(talk, block);
}

static void
test_heard(void)
{
	char *folder = mc_test_folder_new();
	g_autofree char *trace = g_build_filename(folder, "trace.pcap", NULL);
	g_autofree char *page = NULL;
	BenchOptions options = {.clock_rate = 10,
	    .trace = trace,
	    .commands = {"head in", "headphones on", "set stature zero-offset=120"}};
	Bench *bench;

	g_assert_true(g_file_get_contents(PAGE, &page, NULL, NULL));
	for (guint i = 0; i < G_N_ELEMENTS(instruments); i++)
		options.plugged[instruments[i].kind] = TRUE;
	bench = bench_new(&options);
	for (guint i = 0; i < G_N_ELEMENTS(instruments); i++)
		instruments[i].use(bench);
	for (guint i = 0; i < G_N_ELEMENTS(instruments); i++) {
		hold_against(bench, page, instruments[i].name, instruments[i].heading);
		hold_in_order(trace, page, instruments[i].name, instruments[i].model);
	}
	bench_free(bench);
	mc_test_folder_remove(folder);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/heard/all", test_heard);
	return g_test_run();
}
