/* The page that makers of instruments read, and the drivers: every answer in its conversations is
 * one that the driver's own parser takes, and every line that a driver composes is of a form that
 * stands there (T10); and the page's answers are seeds of fuzz-scpi. What the drivers send over the
 * wire is held against the page in chat-heard. And the page's USB ids, lengths and times are the
 * drivers'.
 */
#include "drivers/bus/scpi.h"
#include "drivers/bus/usbtmc-wire.h"
#include "drivers/device/passport.h"
#include "drivers/device/presentation.h"
#include "drivers/hearing/driver.h"
#include "drivers/hearing/wire.h"
#include "drivers/references/driver.h"
#include "drivers/references/wire.h"
#include "drivers/stature/driver.h"
#include "drivers/stature/wire.h"
#include "drivers/vision/driver.h"
#include "drivers/vision/wire.h"

#include <string.h>

#define PAGE MC_SOURCE_DIR "/docs/instrument-protocol.md"
#define SEEDS MC_SOURCE_DIR "/tests/fuzz/scpi"

/* ---- one parser a query and kind of instrument ---- */

static gboolean
read_answer(const char *text)
{
	McVisionReply reply;

	return mc_vision_parse_answer(text, &reply);
}

static gboolean
read_head(const char *text)
{
	McVisionConditions conditions;

	return mc_vision_parse_conditions(text, &conditions);
}

static gboolean
read_result(const char *text)
{
	McHearingResult result;

	return mc_hearing_parse_result(text, &result);
}

static gboolean
read_button(const char *text)
{
	gboolean pressed = FALSE;
	McEar key = MC_EAR_LEFT;

	return mc_hearing_parse_button(text, &pressed, &key);
}

static gboolean
read_room(const char *text)
{
	McHearingConditions conditions;

	return mc_hearing_parse_conditions(text, &conditions);
}

static gboolean
read_stature(const char *text)
{
	McStatureEnd end;
	McStatureReading reading;

	return mc_stature_parse_result(text, &end, &reading);
}

static gboolean
read_sound(const char *text)
{
	McReferenceReading reading;
	gboolean is_new = FALSE;

	return mc_sound_parse(text, &is_new, &reading);
}

static gboolean
read_luminance(const char *text)
{
	McReferenceReading reading;
	gboolean is_new = FALSE;

	return mc_luminance_parse(text, &is_new, &reading);
}

static gboolean
read_error(const char *text)
{
	gint number = 0;
	char message[MC_SCPI_ERROR_TEXT];

	return mc_scpi_parse_error(text, &number, message);
}

static gboolean
read_power(const char *text)
{
	guint missing = 0;

	return mc_scpi_parse_power(text, &missing);
}

static gboolean
read_vergence(const char *text)
{
	McScpiFields fields;
	gint32 value = 0;

	return mc_scpi_split(text, &fields) && mc_vision_take_vergence(&fields, &value);
}

static gboolean
read_lines(const char *text)
{
	McScpiFields fields;
	gint32 smallest = 0, largest = 0;

	return mc_scpi_split(text, &fields) && mc_vision_take_lines(&fields, &smallest, &largest);
}

static gboolean
read_shutters(const char *text)
{
	McScpiFields fields;
	gboolean value = FALSE;

	return mc_scpi_split(text, &fields) && mc_vision_take_shutters(&fields, &value);
}

static gboolean
read_ceiling(const char *text)
{
	McScpiFields fields;
	gint32 value = 0;

	return mc_scpi_split(text, &fields) && mc_hearing_take_ceiling(&fields, &value);
}

static gboolean
read_corrections(const char *text)
{
	McScpiFields fields;
	McCorrections corrections;

	return mc_scpi_split(text, &fields) && mc_hearing_take_corrections(&fields, &corrections) &&
	       mc_corrections_are_usable(&corrections);
}

static gboolean
read_body_range(const char *text)
{
	McScpiFields fields;
	gint32 heaviest_g = 0;

	return mc_scpi_split(text, &fields) && mc_stature_take_range(&fields, &heaviest_g);
}

static gboolean
read_scale(const char *text)
{
	McStatureConditions conditions;

	return mc_stature_parse_conditions(text, &conditions);
}

static gboolean
read_identity(const char *text)
{
	McScpiFields fields;
	McDeviceInfo info;

	return mc_scpi_split(text, &fields) && mc_scpi_take_identity(&fields, &info);
}

static gboolean
read_record(const char *text)
{
	McScpiFields fields;
	McDeviceInfo info;

	return mc_scpi_split(text, &fields) && mc_scpi_take_record(&fields, &info);
}

static gboolean
read_transducer(const char *text)
{
	McScpiFields fields;
	McDeviceInfo info;

	return mc_scpi_split(text, &fields) && mc_scpi_take_transducer(&fields, &info);
}

static gboolean
read_loudspeakers(const char *text)
{
	McScpiFields fields;
	char model[64], serial[64];

	return mc_scpi_split(text, &fields) &&
	       mc_hearing_take_loudspeaker(&fields, model, sizeof model, serial, sizeof serial);
}

static gboolean
read_time(const char *text)
{
	McScpiFields fields;
	gint64 time_us = 0;

	return mc_scpi_split(text, &fields) && mc_scpi_take_time(&fields, &time_us);
}

static gboolean
read_fault(const char *text)
{
	McScpiFields fields;
	gint64 fault = 0;

	return mc_scpi_split(text, &fields) && mc_scpi_take_fault(&fields, &fault);
}

static gboolean
read_state(const char *text)
{
	McScpiFields fields;
	gint64 on = 0;

	return mc_scpi_split(text, &fields) && fields.count == 1 && mc_scpi_int(&fields, 0, 0, 1, &on);
}

/* Of the commands that tools send and no driver does: a byte. */
static gboolean
read_byte(const char *text)
{
	McScpiFields fields;
	gint64 value = 0;

	return mc_scpi_split(text, &fields) && fields.count == 1 &&
	       mc_scpi_int(&fields, 0, 0, 255, &value);
}

static gboolean
read_light_range(const char *text)
{
	McScpiFields fields;

	return mc_scpi_split(text, &fields) && mc_luminance_take_range(&fields);
}

static gboolean
read_check(const char *text)
{
	McScpiFields fields;

	return mc_scpi_split(text, &fields) && mc_sound_take_check(&fields);
}

static const struct {
	const char *instrument, *query; /* NULL: of all */
	gboolean (*read)(const char *text);
} readers[] = {
    {"vision", "SENS:ANSW?", read_answer},
    {"vision", "SENS:COND?", read_head},
    {"vision", "CAL:VERG?", read_vergence},
    {"vision", "CAL:SHUT?", read_shutters},
    {"vision", "CAL:LINE?", read_lines},
    {"audiometer", "SENS:PRES?", read_result},
    {"audiometer", "SENS:BUTT?", read_button},
    {"audiometer", "SENS:COND?", read_room},
    {"audiometer", "CAL:CEIL?", read_ceiling},
    {"audiometer", "CAL:CORR?", read_corrections},
    {"audiometer", "CAL:SPE:CORR?", read_corrections},
    {"stature", "FETC?", read_stature},
    {"stature", "CAL:RANG?", read_body_range},
    {"sound-meter", "FETC?", read_sound},
    {"sound-meter", "CAL:CHEC?", read_check},
    {"luminance-meter", "FETC?", read_luminance},
    {"luminance-meter", "CAL:RANG?", read_light_range},
    {"vision", "STIM:STAT?", read_state},
    {"audiometer", "CAL:SPE?", read_loudspeakers},
    {"stature", "SENS:COND?", read_scale},
    {NULL, "SYST:ERR?", read_error},
    {NULL, "SYST:POW?", read_power},
    {NULL, "SYST:TIME?", read_time},
    {NULL, "CAL:REC?", read_record},
    {NULL, "CAL:TRAN?", read_transducer},
    {NULL, "*IDN?", read_identity},
    {NULL, "*TST?", read_fault},
    {NULL, "*SRE?", read_byte},
    {NULL, "*ESE?", read_byte},
    {NULL, "*ESR?", read_byte},
    {NULL, "*STB?", read_byte},
    {NULL, "*OPC?", read_byte},
};
static guint taken[G_N_ELEMENTS(readers)];

/* What the page says is what the fuzzer of these parsers begins with. */
static void
hold_seed(const char *instrument, const char *query, const char *answer)
{
	g_autofree char *letters = g_strdelimit(g_strdup(query), ":?*", '-');
	g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, answer, -1);
	g_autofree char *path =
	    g_strdup_printf("%s/said-%s-%s-%.6s", SEEDS, instrument, letters, digest);
	g_autofree char *have = NULL;

	if (g_getenv("MC_WRITE_CORPUS") != NULL)
		g_assert_true(g_file_set_contents(path, answer, -1, NULL));
	if (!g_file_get_contents(path, &have, NULL, NULL) || strcmp(have, answer) != 0)
		g_error("%s is not of today's page: run this test with MC_WRITE_CORPUS=1", path);
}

static void
hold_against(const char *instrument, const char *query, const char *answer)
{
	gboolean is_known = FALSE;

	for (guint i = 0; i < G_N_ELEMENTS(readers); i++) {
		if (strcmp(readers[i].query, query) != 0 ||
		    (readers[i].instrument != NULL && strcmp(readers[i].instrument, instrument) != 0))
			continue;
		taken[i]++;
		is_known = TRUE;
		if (!readers[i].read(answer))
			g_error("%s: the driver does not take %s for %s", instrument, answer, query);
	}
	hold_seed(instrument, query, answer);
	if (!is_known)
		g_error("%s: nothing reads the answer to %s", instrument, query);
}

static void
test_answers(gconstpointer page)
{
	g_auto(GStrv) blocks = g_strsplit(page, "\n```", -1);

	for (guint b = 0; blocks[b] != NULL; b++) {
		g_auto(GStrv) lines = g_strsplit(blocks[b], "\n", -1);

		for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
			if (g_str_has_prefix(lines[i], "< ") && g_str_has_prefix(lines[i - 1], "> "))
				hold_against(lines[0], lines[i - 1] + 2, lines[i] + 2);
	}
	for (guint i = 0; i < G_N_ELEMENTS(readers); i++)
		if (taken[i] == 0)
			g_error("the page has no answer to %s", readers[i].query);
}

/* ---- what the drivers compose ---- */

static void
test_lines(gconstpointer page)
{
	const McOptotypeStimulus optotype = {.eye = MC_EYE_RIGHT,
	    .optotype = MC_OPTOTYPE_TUMBLING_E,
	    .direction = MC_DIRECTION_LEFT,
	    .size_milli_log_mar = 300};
	const McStimulus tone = {.kind = MC_EXAM_HEARING,
	    .as.tone = {.ear = MC_EAR_LEFT,
	        .frequency_hz = 1000,
	        .level_deci_db_hl = 300,
	        .masking_deci_db = 150,
	        .gap_ms = 800,
	        .duration_ms = 1000,
	        .window_ms = 1000}};
	McHearingOrder order;
	char line[96];
	g_autofree char *shown = NULL, *played = NULL;

	mc_vision_encode_show(&optotype, line, sizeof line);
	shown = g_strdup_printf("\n> %s\n", line);
	g_assert_nonnull(strstr(page, shown));
	g_assert_true(mc_hearing_order_from_stimulus(&tone, 7, &order));
	mc_hearing_encode_present(&order, line, sizeof line);
	played = g_strdup_printf("\n> %s\n", line);
	g_assert_nonnull(strstr(page, played));
}

/* ---- how an instrument is found, and how long what it says may be ---- */

static char *
section_on_the_bus(const char *page)
{
	g_auto(GStrv) before = g_strsplit(page, "\n## On the bus\n", 2);
	g_auto(GStrv) parts = NULL;

	g_assert_nonnull(before[1]);
	parts = g_strsplit(before[1], "\n## ", 2);
	return g_strdup(parts[0]);
}

/* A row for each id that a driver has, and no other row; the udev rules are printed from the same
 * tables (drivers/registry). */
static void
test_ids(gconstpointer page)
{
	static const struct {
		const char *instrument;
		const McUsbId *ids;
	} tables[] = {
	    {"vision tester", mc_vision_usb_ids},
	    {"audiometer", mc_hearing_usb_ids},
	    {"height and weight unit", mc_stature_scpi_usb_ids},
	    {"sound level meter", mc_sound_meter_usb_ids},
	    {"luminance meter", mc_luminance_meter_usb_ids},
	};
	g_autofree char *section = section_on_the_bus(page);
	g_autoptr(GRegex) row =
	    g_regex_new("^\\| [^|]* \\| `[0-9A-F]{4}:[0-9A-F]{4}` \\|$", G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	guint ids = 0, rows = 0;

	for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
		for (const McUsbId *id = tables[i].ids; !mc_usb_id_is_end(id); id++, ids++) {
			g_autofree char *wanted = g_strdup_printf(
			    "\n| %s | `%04X:%04X` |\n", tables[i].instrument, id->vendor_id, id->product_id);

			if (strstr(section, wanted) == NULL)
				g_error("the page has no row%s", wanted);
			g_assert_cmpuint(id->interface_class, ==, 0xFE);
			g_assert_cmpuint(id->interface_subclass, ==, 0x03);
		}
	for (g_regex_match(row, section, 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL))
		rows++;
	g_assert_cmpuint(rows, ==, ids);
}

static void
hold_limit(const char *page, const char *what, gsize most, const char *unit)
{
	g_autofree char *row = g_strdup_printf("\n| %s | %zu%s |\n", what, most, unit);

	if (strstr(page, row) == NULL)
		g_error("the page has no row%s", row);
}

static void
test_limits(gconstpointer page)
{
	McDeviceInfo info;
	g_autofree char *times = g_strdup_printf("An answer comes within %d ms (`*TST?`: %d s)",
	    MC_SCPI_TIMEOUT_MS, MC_SCPI_SELF_TEST_TIMEOUT_MS / 1000);
	g_autofree char *alive = g_strdup_printf("READ_STATUS_BYTE every %d ms", MC_SCPI_KEEP_ALIVE_MS);

	/* the "\n" of the wire has the place of the zero */
	hold_limit(page, "a line of the host, its `\\n` included", MC_PRESENTATION_LINE, " bytes");
	hold_limit(page, "an answer, its `\\n` included", MC_USBTMC_MESSAGE_MAX, " bytes");
	hold_limit(page, "fields of an answer", MC_SCPI_FIELDS_MAX, "");
	hold_limit(page,
	    "maker, model, serial number; model and serial number of transducer and loudspeakers",
	    sizeof info.serial - 1, " characters");
	hold_limit(page, "firmware", sizeof info.firmware - 1, " characters");
	hold_limit(page, "laboratory, certificate", sizeof info.laboratory - 1, " bytes of UTF-8");
	hold_limit(page, "text of `SYST:ERR?`", MC_SCPI_ERROR_TEXT - 1, " characters");
	g_assert_nonnull(strstr(page, times));
	g_assert_nonnull(strstr(page, alive));
	G_STATIC_ASSERT(sizeof info.maker == sizeof info.serial);
	G_STATIC_ASSERT(sizeof info.model == sizeof info.serial);
	G_STATIC_ASSERT(sizeof info.transducer == sizeof info.serial);
	G_STATIC_ASSERT(sizeof info.transducer_serial == sizeof info.serial);
	G_STATIC_ASSERT(sizeof info.loudspeaker == sizeof info.serial);
	G_STATIC_ASSERT(sizeof info.loudspeaker_serial == sizeof info.serial);
	G_STATIC_ASSERT(sizeof info.certificate == sizeof info.laboratory);
}

int
main(int argc, char **argv)
{
	g_autofree char *page = NULL;
	g_autoptr(GError) error = NULL;

	g_test_init(&argc, &argv, NULL);
	g_file_get_contents(PAGE, &page, NULL, &error);
	g_assert_no_error(error);
	g_test_add_data_func("/protocol-forms/answers", page, test_answers);
	g_test_add_data_func("/protocol-forms/lines", page, test_lines);
	g_test_add_data_func("/protocol-forms/ids", page, test_ids);
	g_test_add_data_func("/protocol-forms/limits", page, test_limits);
	return g_test_run();
}
