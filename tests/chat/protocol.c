/* Holds every conversation of docs/instrument-protocol.md with the simulated instruments (T10), and
 * sees that no command of its tables is without one. */
#include "drivers/sim/rig.h"
#include "tests/support/usb-host/tmc-host.h"

#include <string.h>

#define PAGE MC_SOURCE_DIR "/docs/instrument-protocol.md"

/* What stands behind "--". */
static const struct {
	const char *prose, *command;
} events[] = {
    {"the head is in place", "head in"},
    {"the head moves away", "head out"},
    {"the left key is pressed", "key left"},
    {"the cannot key is pressed", "key cannot"},
    {"the right key is pressed", "press right"},
    {"the headphones are put on", "headphones on"},
    {"the headphones are taken off", "headphones off"},
    {"somebody of 172.5 cm and 65.3 kg steps on", "step on 1725 65300"},
    {"somebody who sways steps on", "step sway"},
    {"he steps off", "step off"},
    {"the empty scale shows 120 g", "set stature zero-offset=120"},
    {"the fuse of the lamp blows", "set vision power=2"},
    {"the fuse is changed", "set vision power=0"},
    {"a Chinese laboratory writes its record",
        "set luminance-meter laboratory=示例计量测试院 certificate=示例字第0001号"},
    {"the lamp has burnt for 20 000 hours", "set vision lamp-hours=20000"},
};

/* Numbers of five digits and more differ from case to case. */
static char *
shape(const char *answer)
{
	g_autoptr(GRegex) numbers = g_regex_new("-?[0-9]{5,}", 0, 0, NULL);

	return g_regex_replace_literal(numbers, answer, -1, 0, "#", 0, NULL);
}

static void
assert_same_shape(const char *query, const char *answer, const char *expected)
{
	g_autofree char *a = shape(answer);
	g_autofree char *b = shape(expected);

	if (strcmp(a, b) != 0)
		g_error("%s: the page says %s, the instrument %s", query, expected, answer);
}

static void
happen(McSimRig *rig, const char *prose)
{
	for (guint i = 0; i < G_N_ELEMENTS(events); i++)
		if (strcmp(events[i].prose, prose) == 0) {
			g_autofree char *reply = mc_sim_rig_command(rig, events[i].command);

			g_assert_cmpstr(reply, ==, "ok");
			return;
		}
	g_error("nobody knows how this is done: %s", prose);
}

#define MESSAGE_AVAILABLE 0x10u

/* The request may come while the answer to the query before still waits to be fetched. */
static void
wait_for_service(TmcHost *host, guint status_byte)
{
	while ((tmc_host_notification(host) & ~MESSAGE_AVAILABLE) != (0x8100 | status_byte))
		;
}

static void
say(TmcHost *host, const char *line, const char *next)
{
	g_autofree char *answer = NULL;

	if (strchr(line, '?') == NULL) {
		tmc_host_write(host, line);
		return;
	}
	g_assert_true(g_str_has_prefix(next, "< "));
	answer = tmc_host_query(host, line);
	assert_same_shape(line, answer, next + 2);
}

static void
converse(McSimRig *rig, TmcHost *host, char **lines)
{
	for (guint i = 0; lines[i] != NULL; i++) {
		const char *line = lines[i];

		if (g_str_has_prefix(line, "> "))
			say(host, line + 2, lines[i + 1] == NULL ? "" : lines[i + 1]);
		else if (g_str_has_prefix(line, "! "))
			wait_for_service(host, (guint)g_ascii_strtoull(line + 2, NULL, 10));
		else if (g_str_equal(line, "# INITIATE_CLEAR"))
			tmc_host_clear(host);
		else if (g_str_has_prefix(line, "-- "))
			happen(rig, line + 3);
		else if (!g_str_has_prefix(line, "< ") && line[0] != '\0')
			g_error("not a line of a conversation: %s", line);
	}
}

/* The first word of a block. */
static const struct {
	const char *name;
	McSimRigDevice device;
	guint16 product_id;
} instruments[] = {
    {"vision", MC_SIM_RIG_VISION, 0x4d56},
    {"audiometer", MC_SIM_RIG_AUDIOMETER, 0x4d41},
    {"stature", MC_SIM_RIG_STATURE, 0x4d53},
    {"sound-meter", MC_SIM_RIG_SOUND_METER, 0x4d4c},
    {"luminance-meter", MC_SIM_RIG_LUMINANCE_METER, 0x4d43},
};

static gint
instrument_of(const char *block)
{
	for (guint i = 0; i < G_N_ELEMENTS(instruments); i++) {
		gsize length = strlen(instruments[i].name);

		if (strncmp(block, instruments[i].name, length) == 0 && block[length] == '\n')
			return (gint)i;
	}
	return -1;
}

static void
test_conversation(gconstpointer data)
{
	gint instrument = instrument_of(data);
	McSimRigOptions options = {.clock_rate = 10};
	g_autoptr(GError) error = NULL;
	g_autoptr(McSimRig) rig = NULL;
	g_auto(GStrv) lines = g_strsplit(data, "\n", -1);
	TmcHost host;

	options.plugged[instruments[instrument].device] = TRUE;
	rig = mc_sim_rig_new(&options, &error);
	g_assert_no_error(error);
	tmc_host_open(&host, instruments[instrument].product_id);
	converse(rig, &host, lines + 1);
	tmc_host_close(&host);
}

/* "*OPC?" is no example of "*OPC". */
static gboolean
is_said(const char *page, const char *command)
{
	g_autofree char *alone = g_strconcat("\n> ", command, "\n", NULL);
	g_autofree char *with_more = g_strconcat("\n> ", command, " ", NULL);

	return strstr(page, alone) != NULL || strstr(page, with_more) != NULL;
}

/* Every command in the first column of a table, in the form in which it is sent, is said somewhere.
 */
static void
test_complete(gconstpointer page)
{
	g_autoptr(GRegex) rows = g_regex_new("^\\| (`[^|]*`) \\|", G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GRegex) commands = g_regex_new("`([*A-Z:]+[?]?)", 0, 0, NULL);
	g_autoptr(GMatchInfo) row = NULL;
	guint found = 0;

	g_regex_match(rows, page, 0, &row);
	for (; g_match_info_matches(row); g_match_info_next(row, NULL)) {
		g_autofree char *cell = g_match_info_fetch(row, 1);
		g_autoptr(GMatchInfo) command = NULL;

		g_regex_match(commands, cell, 0, &command);
		for (; g_match_info_matches(command); g_match_info_next(command, NULL)) {
			g_autofree char *name = g_match_info_fetch(command, 1);

			if (!is_said(page, name))
				g_error("no example for %s", name);
			found++;
		}
	}
	g_assert_cmpuint(found, >=, 41);
}

int
main(int argc, char **argv)
{
	g_autofree char *page = NULL;
	g_autoptr(GError) error = NULL;
	g_auto(GStrv) blocks = NULL;
	guint conversations = 0;

	g_test_init(&argc, &argv, NULL);
	g_file_get_contents(PAGE, &page, NULL, &error);
	g_assert_no_error(error);
	blocks = g_strsplit(page, "\n```", -1);
	for (guint i = 0; blocks[i] != NULL; i++) {
		g_autofree char *path = NULL;

		if (instrument_of(blocks[i]) < 0)
			continue;
		path = g_strdup_printf("/protocol/conversation-%u", ++conversations);
		g_test_add_data_func(path, blocks[i], test_conversation);
	}
	g_assert_cmpuint(conversations, >=, 13);
	g_test_add_data_func("/protocol/complete", page, test_complete);
	return g_test_run();
}
