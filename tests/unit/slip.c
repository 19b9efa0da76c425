/* The slip: what stands on it and what must not (C2, C9, C15). */

#include "ui/slip/slip.h"
#include "app/base/error.h"
#include "tests/support/scenes/people.h"
#include "ui/words/cases.h"
#include "ui/words/language.h"
#include "ui/words/words.h"
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <qrencode.h>
#include <string.h>

#define DPI 144
#define POINTS_PER_INCH 72.0

typedef struct Fixture {
	char *folder;
	McView view;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
	McView *view = &fixture->view;
	const char *build = g_getenv("MC_BUILD");

	fixture->folder = g_build_filename(build, "slips", NULL);
	view->language = data;
	mc_language_set(data);
	mc_people_identity(&view->identity);
	mc_people_results(view, MC_OUTCOME_FAIL, MC_OUTCOME_PASS, 0);
	view->verdicts = 1;
	mc_people_verdict(&view->verdict[0], MC_CLASS_C1, MC_OUTCOME_PASS);
	view->record.state = MC_RECEIPT_RECORDED;
	view->record.recorded_wall_us = G_GINT64_CONSTANT(1795486500) * G_USEC_PER_SEC;
	g_strlcpy(view->hello.institution, "城关镇卫生院", sizeof view->hello.institution);
	g_strlcpy(view->hello.site, "一楼大厅", sizeof view->hello.site);
	g_strlcpy(view->hello.kiosk, "K-0001", sizeof view->hello.kiosk);
	g_snprintf(view->record.reference, sizeof view->record.reference, "K0001-000052-%s",
	    g_str_has_prefix(data, "zh") ? "D02B" : "D02C");
	g_strlcpy(view->record.qr, "MC1:K0001-000052-D02B:0123456789abcdef", sizeof view->record.qr);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	g_free(fixture->folder);
}

static char *
run_tool(const char *const *argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process =
	    g_subprocess_newv(argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
	g_autoptr(GBytes) out = NULL;

	g_assert_no_error(error);
	g_assert_true(g_subprocess_communicate(process, NULL, NULL, &out, NULL, &error));
	g_assert_true(g_subprocess_get_successful(process));
	return g_strndup(g_bytes_get_data(out, NULL), g_bytes_get_size(out));
}

static char *
kept_file(const Fixture *fixture, const char *suffix)
{
	g_autofree char *name = g_strconcat(fixture->view.record.reference, suffix, NULL);

	return g_build_filename(fixture->folder, name, NULL);
}

static void
test_words(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *file = kept_file(fixture, ".pdf");
	g_autofree char *text = NULL;

	g_assert_true(mc_slip_keep(&fixture->view, fixture->folder, &error));
	g_assert_no_error(error);
	text = run_tool((const char *const[]){"pdftotext", "-layout", file, "-", NULL});
	g_assert_nonnull(strstr(text, fixture->view.record.reference));
	g_assert_nonnull(strstr(text, _("Recorded here")));
	g_assert_null(strstr(text, _("Accepted")));
	g_assert_nonnull(strstr(text, "C1"));
	/* C9: neither the name nor the number of the person. */
	g_assert_nonnull(strstr(text, "张"));
	g_assert_null(strstr(text, "张晓明"));
	g_assert_null(strstr(text, "110101199003070011"));
	g_assert_null(strstr(text, "0011"));
}

/* T13: a check without a sure date states none, and says between which days it was. */
static void
test_unsure_date(Fixture *fixture, gconstpointer data)
{
	McRecordState *record = &fixture->view.record;
	g_autofree char *file = kept_file(fixture, ".pdf");
	g_autofree char *said = NULL;
	g_autofree char *text = NULL;
	g_autofree char *information = NULL;

	record->recorded_wall_us = 0;
	record->earliest_yyyymmdd = 20261120;
	record->latest_yyyymmdd = 20261203;
	said = mc_word_unsure_date(record);
	g_assert_nonnull(strstr(said, "2026-11-20"));
	g_assert_nonnull(strstr(said, "2026-12-03"));
	g_assert_true(mc_slip_keep(&fixture->view, fixture->folder, NULL));
	text = run_tool((const char *const[]){"pdftotext", file, "-", NULL});
	g_assert_nonnull(strstr(text, "2026-11-20"));
	g_assert_nonnull(strstr(text, "2026-12-03"));
	g_assert_null(strstr(text, "1970"));
	information = run_tool((const char *const[]){"pdfinfo", file, NULL});
	g_assert_null(strstr(information, "1970"));
	record->latest_yyyymmdd = 99991231;
	g_clear_pointer(&said, g_free);
	said = mc_word_unsure_date(record);
	g_assert_null(strstr(said, "9999"));
}

/* The code on the paper is the one that was asked for, module by module. */
static void
test_code(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *file = kept_file(fixture, ".pdf");
	g_autofree char *stem = kept_file(fixture, "");
	g_autofree char *picture = kept_file(fixture, ".pgm");
	g_autofree char *dpi = g_strdup_printf("%d", DPI);
	g_autofree char *nothing = NULL;
	g_autofree char *bytes = NULL;
	QRcode *code = QRcode_encodeString(fixture->view.record.qr, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	gint width, height, start = 0;
	gsize length;
	gdouble scale = DPI / POINTS_PER_INCH;
	gdouble module = MC_SLIP_QR_SIDE / (code->width + 8);

	g_assert_true(mc_slip_keep(&fixture->view, fixture->folder, &error));
	nothing = run_tool(
	    (const char *const[]){"pdftoppm", "-gray", "-singlefile", "-r", dpi, file, stem, NULL});
	g_assert_true(g_file_get_contents(picture, &bytes, &length, &error));
	g_assert_cmpint(sscanf(bytes, "P5 %d %d 255%n", &width, &height, &start), ==, 2);
	for (gint row = 0; row < code->width; row++)
		for (gint column = 0; column < code->width; column++) {
			gdouble x = (MC_SLIP_QR_X + (column + 4.5) * module) * scale;
			gdouble y = (MC_SLIP_QR_Y + (row + 4.5) * module) * scale;
			gint pixel = (gint)y * width + (gint)x;
			gboolean dark = (guchar)bytes[start + 1 + pixel] < 128;

			g_assert_cmpint(dark, ==, code->data[row * code->width + column] & 1);
		}
	QRcode_free(code);
}

/* C15: nothing is promised before the record is stored. */
static void
test_not_before_it_is_stored(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;

	fixture->view.record.state = MC_RECEIPT_NONE;
	g_assert_null(mc_slip_write_pdf(&fixture->view, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_REFUSED);
}

static void
test_file_name(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;

	g_strlcpy(fixture->view.record.reference, "../etc", sizeof fixture->view.record.reference);
	g_assert_false(mc_slip_keep(&fixture->view, fixture->folder, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
}

/* C18: what is left, until when; the code is read by a program of others. */
static void
test_case(Fixture *fixture, gconstpointer data)
{
	const McCaseNote *note = &fixture->view.of_case;
	g_autoptr(GError) error = NULL;
	g_autofree char *file = kept_file(fixture, ".pdf");
	g_autofree char *stem = kept_file(fixture, "-case");
	g_autofree char *first = kept_file(fixture, "-case-1.png");
	g_autofree char *second = kept_file(fixture, "-case-2.png");
	g_autofree char *left = NULL;
	g_autofree char *text = NULL;
	g_autofree char *nothing = NULL;
	g_autofree char *codes = NULL;

	mc_people_case(&fixture->view.of_case);
	left = mc_word_case_left(note);
	g_assert_true(mc_slip_keep(&fixture->view, fixture->folder, &error));
	g_assert_no_error(error);
	text = run_tool((const char *const[]){"pdftotext", "-layout", file, "-", NULL});
	g_assert_nonnull(strstr(text, left));
	g_assert_nonnull(strstr(text, "2026-12-24"));
	nothing = run_tool((const char *const[]){"pdftoppm", "-png", "-r", "200", file, stem, NULL});
	codes = run_tool(
	    (const char *const[]){"zbarimg", "--nodbus", "--quiet", "--raw", first, second, NULL});
	g_assert_nonnull(strstr(codes, note->code));
	g_assert_nonnull(strstr(codes, fixture->view.record.qr));
}

/* Seventeen classes do not fit on one page: none is lost. */
static void
test_many_classes(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *file = kept_file(fixture, ".pdf");
	g_autofree char *text = NULL;

	for (guint i = 0; i < MC_CLASSES; i++)
		mc_people_verdict(&fixture->view.verdict[i], (McLicenceClass)i, MC_OUTCOME_PASS);
	fixture->view.verdicts = MC_CLASSES;
	g_assert_true(mc_slip_keep(&fixture->view, fixture->folder, &error));
	text = run_tool((const char *const[]){"pdftotext", "-layout", file, "-", NULL});
	for (guint i = 0; i < MC_CLASSES; i++)
		g_assert_nonnull(strstr(text, mc_licence_class_code((McLicenceClass)i)));
}

/* The slip follows the record: recorded here, then accepted. */
static void
test_follows(Fixture *fixture, gconstpointer data)
{
	McSlipKeeper keeper = {.folder = fixture->folder};
	g_autofree char *file = kept_file(fixture, ".pdf");
	g_autofree char *before = NULL;
	g_autofree char *after = NULL;

	g_remove(file);
	mc_slip_follow(&keeper, &fixture->view);
	g_assert_false(g_file_test(file, G_FILE_TEST_EXISTS));
	fixture->view.page = MC_PAGE_END;
	mc_slip_follow(&keeper, &fixture->view);
	before = run_tool((const char *const[]){"pdftotext", file, "-", NULL});
	g_assert_nonnull(strstr(before, _("Recorded here")));
	fixture->view.record.state = MC_RECEIPT_ACCEPTED;
	mc_slip_follow(&keeper, &fixture->view);
	after = run_tool((const char *const[]){"pdftotext", file, "-", NULL});
	g_assert_nonnull(strstr(after, _("Accepted")));
}

/* C15: the file says in words what is true of the record when it is written, and nothing more. */
static void
test_receipt(Fixture *fixture, gconstpointer data)
{
	g_autofree char *file = kept_file(fixture, ".pdf");

	for (McReceiptState state = MC_RECEIPT_RECORDED; state <= MC_RECEIPT_PARKED; state++) {
		g_autofree char *text = NULL;

		fixture->view.record.state = state;
		g_assert_true(mc_slip_keep(&fixture->view, fixture->folder, NULL));
		text = run_tool((const char *const[]){"pdftotext", "-layout", file, "-", NULL});
		for (McReceiptState other = MC_RECEIPT_NONE; other <= MC_RECEIPT_PARKED; other++)
			g_assert_true((strstr(text, mc_word_receipt(other)) != NULL) == (other == state));
	}
}

/* ---- on the roll ---- */

static void
fill_reply(const Fixture *fixture, guint copy, McRecorderReply *reply)
{
	const McView *view = &fixture->view;

	*reply = (McRecorderReply){.record = view->record, .verdicts = view->verdicts};
	memcpy(reply->verdict, view->verdict, sizeof reply->verdict);
	reply->of_case = view->of_case;
	reply->slip.copy = copy;
	reply->slip.exam_lines = view->exam_lines;
	memcpy(reply->slip.exam_line, view->exam_line, sizeof view->exam_line);
	g_strlcpy(reply->slip.language, view->language, sizeof reply->slip.language);
}

static GBytes *
draw(const Fixture *fixture, guint copy, guint width_dots)
{
	McRecorderReply reply;
	g_autoptr(GError) error = NULL;
	GBytes *dots = NULL;

	fill_reply(fixture, copy, &reply);
	dots = mc_slip_draw_dots(&fixture->view.hello, &reply, width_dots, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(g_bytes_get_size(dots) % (width_dots / 8), ==, 0);
	g_assert_cmpuint(g_bytes_get_size(dots) / (width_dots / 8), <=, MC_PRINTER_HEIGHT_DOTS_MAX);
	return dots;
}

static char *
keep_picture(const Fixture *fixture, GBytes *dots, guint width_dots, const char *suffix)
{
	g_autoptr(GString) file = g_string_new(NULL);
	char *path = kept_file(fixture, suffix);
	gsize size = g_bytes_get_size(dots);

	g_string_printf(file, "P4\n%u %u\n", width_dots, (guint)(size / (width_dots / 8)));
	g_string_append_len(file, g_bytes_get_data(dots, NULL), (gssize)size);
	g_mkdir_with_parents(fixture->folder, 0700);
	g_assert_true(g_file_set_contents(path, file->str, (gssize)file->len, NULL));
	return path;
}

/* A program of others reads the code from the dots, on every width of roll. */
static void
test_roll_code(Fixture *fixture, gconstpointer data)
{
	static const guint widths[] = {
	    MC_PRINTER_WIDTH_DOTS_NARROW, 512, MC_PRINTER_WIDTH_DOTS, MC_PRINTER_WIDTH_DOTS_MAX};

	for (guint i = 0; i < G_N_ELEMENTS(widths); i++) {
		g_autoptr(GBytes) dots = draw(fixture, 1, widths[i]);
		g_autofree char *suffix = g_strdup_printf("-%u.pbm", widths[i]);
		g_autofree char *file = keep_picture(fixture, dots, widths[i], suffix);
		g_autofree char *read =
		    run_tool((const char *const[]){"zbarimg", "--nodbus", "--quiet", "--raw", file, NULL});

		g_assert_cmpstr(g_strchomp(read), ==, fixture->view.record.qr);
	}
}

static char *
codes_on_roll(const Fixture *fixture, guint width_dots)
{
	g_autoptr(GBytes) dots = draw(fixture, 1, width_dots);
	g_autofree char *suffix = g_strdup_printf("-case-%u.pbm", width_dots);
	g_autofree char *file = keep_picture(fixture, dots, width_dots, suffix);

	return run_tool((const char *const[]){"zbarimg", "--nodbus", "--quiet", "--raw", file, NULL});
}

/* C18: the long code too, of as much as can be left, on every width; and none where there is none
 * (a copy, when the next person has begun). */
static void
test_roll_case(Fixture *fixture, gconstpointer data)
{
	static const guint widths[] = {
	    MC_PRINTER_WIDTH_DOTS_NARROW, 512, MC_PRINTER_WIDTH_DOTS, MC_PRINTER_WIDTH_DOTS_MAX};
	McCaseNote *note = &fixture->view.of_case;
	g_autofree char *none = NULL;

	mc_people_case(note);
	for (guint i = 0; i < G_N_ELEMENTS(widths); i++) {
		g_autofree char *codes = codes_on_roll(fixture, widths[i]);

		g_assert_nonnull(strstr(codes, note->code));
		g_assert_nonnull(strstr(codes, fixture->view.record.qr));
	}
	note->code[0] = '\0';
	none = codes_on_roll(fixture, MC_PRINTER_WIDTH_DOTS);
	g_assert_cmpstr(g_strchomp(none), ==, fixture->view.record.qr);
}

/* K4: the first one does not say that it is one, the others say which they are. */
static void
test_roll_copy(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GBytes) first = draw(fixture, 1, MC_PRINTER_WIDTH_DOTS);
	g_autoptr(GBytes) again = draw(fixture, 1, MC_PRINTER_WIDTH_DOTS);
	g_autoptr(GBytes) second = draw(fixture, 2, MC_PRINTER_WIDTH_DOTS);
	g_autoptr(GBytes) third = draw(fixture, 3, MC_PRINTER_WIDTH_DOTS);

	g_free(keep_picture(fixture, second, MC_PRINTER_WIDTH_DOTS, "-copy.pbm")); /* for a look */
	g_assert_true(g_bytes_equal(first, again));
	g_assert_cmpuint(g_bytes_get_size(second), >, g_bytes_get_size(first));
	g_assert_cmpuint(g_bytes_get_size(second), ==, g_bytes_get_size(third));
	g_assert_false(g_bytes_equal(second, third));
}

/* C15: what the paper says of the record's state is what it was when it was printed. */
static void
test_roll_state(Fixture *fixture, gconstpointer data)
{
	static const McReceiptState states[] = {
	    MC_RECEIPT_RECORDED, MC_RECEIPT_SENT, MC_RECEIPT_ACCEPTED, MC_RECEIPT_PARKED};
	g_autoptr(GPtrArray) seen = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);

	for (guint i = 0; i < G_N_ELEMENTS(states); i++) {
		fixture->view.record.state = states[i];
		g_ptr_array_add(seen, draw(fixture, 1, MC_PRINTER_WIDTH_DOTS));
		for (guint j = 0; j < i; j++)
			g_assert_false(g_bytes_equal(seen->pdata[i], seen->pdata[j]));
	}
}

/* C2: a copy is in the language of its visit, whatever the clerk's glass speaks; the glass goes on
 * in its own. */
static void
test_roll_language(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GBytes) here = draw(fixture, 1, MC_PRINTER_WIDTH_DOTS);
	const char *other = g_str_equal(data, "en") ? "zh_CN" : "en";
	g_autoptr(GBytes) there = NULL;
	g_autoptr(GBytes) foreign = NULL;

	mc_language_set(other);
	there = draw(fixture, 1, MC_PRINTER_WIDTH_DOTS);
	g_assert_cmpstr(mc_language_get(), ==, other);
	g_assert_true(g_bytes_equal(here, there));
	fixture->view.language = other;
	foreign = draw(fixture, 1, MC_PRINTER_WIDTH_DOTS);
	g_assert_false(g_bytes_equal(here, foreign));
}

/* All classes on the narrowest roll: still short enough for a printer (draw() looks). */
static void
test_roll_longest(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GBytes) usual = draw(fixture, 2, MC_PRINTER_WIDTH_DOTS_NARROW);
	g_autoptr(GBytes) longest = NULL;

	for (guint i = 0; i < MC_CLASSES; i++)
		mc_people_verdict(&fixture->view.verdict[i], (McLicenceClass)i, MC_OUTCOME_PASS);
	fixture->view.verdicts = MC_CLASSES;
	mc_people_case(&fixture->view.of_case);
	longest = draw(fixture, 2, MC_PRINTER_WIDTH_DOTS_NARROW);
	g_assert_cmpuint(g_bytes_get_size(longest), >, g_bytes_get_size(usual));
}

static void
test_roll_not_before(Fixture *fixture, gconstpointer data)
{
	McRecorderReply reply;
	g_autoptr(GError) error = NULL;

	fill_reply(fixture, 1, &reply);
	reply.record.state = MC_RECEIPT_NONE;
	g_assert_null(mc_slip_draw_dots(&fixture->view.hello, &reply, MC_PRINTER_WIDTH_DOTS, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_REFUSED);
}

#define ADD(path, language, test)                                                                  \
	g_test_add(path "/" language, Fixture, language, set_up, test, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	mc_language_start(MC_BINARY_DIR);
	ADD("/slip/many-classes", "zh_CN", test_many_classes);
	ADD("/slip/C18/case", "zh_CN", test_case);
	ADD("/slip/C18/case", "en", test_case);
	ADD("/slip/roll/case-C18", "zh_CN", test_roll_case);
	ADD("/slip/roll/case-C18", "en", test_roll_case);
	ADD("/slip/words", "zh_CN", test_words);
	ADD("/slip/words", "en", test_words);
	ADD("/slip/T13/unsure-date", "zh_CN", test_unsure_date);
	ADD("/slip/T13/unsure-date", "en", test_unsure_date);
	ADD("/slip/code", "zh_CN", test_code);
	ADD("/slip/code", "en", test_code);
	ADD("/slip/not-before-it-is-stored", "en", test_not_before_it_is_stored);
	ADD("/slip/follows", "en", test_follows);
	ADD("/slip/C15/receipt", "zh_CN", test_receipt);
	ADD("/slip/C15/receipt", "en", test_receipt);
	ADD("/slip/file-name", "en", test_file_name);
	ADD("/slip/roll/code", "zh_CN", test_roll_code);
	ADD("/slip/roll/code", "en", test_roll_code);
	ADD("/slip/roll/copy-K4", "zh_CN", test_roll_copy);
	ADD("/slip/roll/copy-K4", "en", test_roll_copy);
	ADD("/slip/roll/state-C15", "zh_CN", test_roll_state);
	ADD("/slip/roll/state-C15", "en", test_roll_state);
	ADD("/slip/roll/language-C2", "zh_CN", test_roll_language);
	ADD("/slip/roll/language-C2", "en", test_roll_language);
	ADD("/slip/roll/longest", "zh_CN", test_roll_longest);
	ADD("/slip/roll/longest", "en", test_roll_longest);
	ADD("/slip/roll/not-before-it-is-stored", "en", test_roll_not_before);
	return g_test_run();
}
