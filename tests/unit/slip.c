/* The slip: what stands on it and what must not (C2, C9, C15). */

#include "ui/slip/slip.h"
#include "app/base/error.h"
#include "tests/support/scenes/people.h"
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

#define ADD(path, language, test)                                                                  \
	g_test_add(path "/" language, Fixture, language, set_up, test, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	mc_language_start(MC_BINARY_DIR);
	ADD("/slip/many-classes", "zh_CN", test_many_classes);
	ADD("/slip/words", "zh_CN", test_words);
	ADD("/slip/words", "en", test_words);
	ADD("/slip/T13/unsure-date", "zh_CN", test_unsure_date);
	ADD("/slip/T13/unsure-date", "en", test_unsure_date);
	ADD("/slip/code", "zh_CN", test_code);
	ADD("/slip/code", "en", test_code);
	ADD("/slip/not-before-it-is-stored", "en", test_not_before_it_is_stored);
	ADD("/slip/follows", "en", test_follows);
	ADD("/slip/file-name", "en", test_file_name);
	return g_test_run();
}
