/* The slip: what stands on it and what must not (C2, C9, C15). */

#include "ui/slip/slip.h"
#include "app/base/error.h"
#include "slip-kit.h"
#include "tests/support/scenes/people.h"
#include "ui/words/cases.h"
#include "ui/words/language.h"
#include "ui/words/words.h"
#include <glib/gstdio.h>
#include <qrencode.h>
#include <string.h>

#define DPI 144
#define POINTS_PER_INCH 72.0

static void
test_words(McSlipDesk *desk, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *file = mc_slip_file(desk, ".pdf");
	g_autofree char *text = NULL;

	g_assert_true(mc_slip_keep(&desk->view, desk->folder, &error));
	g_assert_no_error(error);
	text = mc_slip_tool((const char *const[]){"pdftotext", "-layout", file, "-", NULL});
	g_assert_nonnull(strstr(text, desk->view.record.reference));
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
test_unsure_date(McSlipDesk *desk, gconstpointer data)
{
	McRecordState *record = &desk->view.record;
	g_autofree char *file = mc_slip_file(desk, ".pdf");
	g_autofree char *said = NULL;
	g_autofree char *text = NULL;
	g_autofree char *information = NULL;

	record->recorded_wall_us = 0;
	record->earliest_yyyymmdd = 20261120;
	record->latest_yyyymmdd = 20261203;
	said = mc_word_unsure_date(record);
	g_assert_nonnull(strstr(said, "2026-11-20"));
	g_assert_nonnull(strstr(said, "2026-12-03"));
	g_assert_true(mc_slip_keep(&desk->view, desk->folder, NULL));
	text = mc_slip_tool((const char *const[]){"pdftotext", file, "-", NULL});
	g_assert_nonnull(strstr(text, "2026-11-20"));
	g_assert_nonnull(strstr(text, "2026-12-03"));
	g_assert_null(strstr(text, "1970"));
	information = mc_slip_tool((const char *const[]){"pdfinfo", file, NULL});
	g_assert_null(strstr(information, "1970"));
	record->latest_yyyymmdd = 99991231;
	g_clear_pointer(&said, g_free);
	said = mc_word_unsure_date(record);
	g_assert_null(strstr(said, "9999"));
}

/* The code on the paper is the one that was asked for, module by module. */
static void
test_code(McSlipDesk *desk, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *file = mc_slip_file(desk, ".pdf");
	g_autofree char *stem = mc_slip_file(desk, "");
	g_autofree char *picture = mc_slip_file(desk, ".pgm");
	g_autofree char *dpi = g_strdup_printf("%d", DPI);
	g_autofree char *nothing = NULL;
	g_autofree char *bytes = NULL;
	QRcode *code = QRcode_encodeString(desk->view.record.qr, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	gint width, height, start = 0;
	gsize length;
	gdouble scale = DPI / POINTS_PER_INCH;
	gdouble module = MC_SLIP_QR_SIDE / (code->width + 8);

	g_assert_true(mc_slip_keep(&desk->view, desk->folder, &error));
	nothing = mc_slip_tool(
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
test_not_before_it_is_stored(McSlipDesk *desk, gconstpointer data)
{
	g_autoptr(GError) error = NULL;

	desk->view.record.state = MC_RECEIPT_NONE;
	g_assert_null(mc_slip_write_pdf(&desk->view, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_REFUSED);
}

static void
test_file_name(McSlipDesk *desk, gconstpointer data)
{
	g_autoptr(GError) error = NULL;

	g_strlcpy(desk->view.record.reference, "../etc", sizeof desk->view.record.reference);
	g_assert_false(mc_slip_keep(&desk->view, desk->folder, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
}

/* C18: what is left, until when; the code is read by a program of others. */
static void
test_case(McSlipDesk *desk, gconstpointer data)
{
	const McCaseNote *note = &desk->view.of_case;
	g_autoptr(GError) error = NULL;
	g_autofree char *file = mc_slip_file(desk, ".pdf");
	g_autofree char *stem = mc_slip_file(desk, "-case");
	g_autofree char *first = mc_slip_file(desk, "-case-1.png");
	g_autofree char *second = mc_slip_file(desk, "-case-2.png");
	g_autofree char *left = NULL;
	g_autofree char *text = NULL;
	g_autofree char *nothing = NULL;
	g_autofree char *codes = NULL;

	mc_people_case(&desk->view.of_case);
	left = mc_word_case_left(note);
	g_assert_true(mc_slip_keep(&desk->view, desk->folder, &error));
	g_assert_no_error(error);
	text = mc_slip_tool((const char *const[]){"pdftotext", "-layout", file, "-", NULL});
	g_assert_nonnull(strstr(text, left));
	g_assert_nonnull(strstr(text, "2026-12-24"));
	nothing =
	    mc_slip_tool((const char *const[]){"pdftoppm", "-png", "-r", "200", file, stem, NULL});
	codes = mc_slip_tool(
	    (const char *const[]){"zbarimg", "--nodbus", "--quiet", "--raw", first, second, NULL});
	g_assert_nonnull(strstr(codes, note->code));
	g_assert_nonnull(strstr(codes, desk->view.record.qr));
}

/* Seventeen classes do not fit on one page: none is lost. */
static void
test_many_classes(McSlipDesk *desk, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *file = mc_slip_file(desk, ".pdf");
	g_autofree char *text = NULL;

	for (guint i = 0; i < MC_CLASSES; i++)
		mc_people_verdict(&desk->view.verdict[i], (McLicenceClass)i, MC_OUTCOME_PASS);
	desk->view.verdicts = MC_CLASSES;
	g_assert_true(mc_slip_keep(&desk->view, desk->folder, &error));
	text = mc_slip_tool((const char *const[]){"pdftotext", "-layout", file, "-", NULL});
	for (guint i = 0; i < MC_CLASSES; i++)
		g_assert_nonnull(strstr(text, mc_licence_class_code((McLicenceClass)i)));
}

/* The slip follows the record: recorded here, then accepted. */
static void
test_follows(McSlipDesk *desk, gconstpointer data)
{
	McSlipKeeper keeper = {.folder = desk->folder};
	g_autofree char *file = mc_slip_file(desk, ".pdf");
	g_autofree char *before = NULL;
	g_autofree char *after = NULL;

	g_remove(file);
	mc_slip_follow(&keeper, &desk->view);
	g_assert_false(g_file_test(file, G_FILE_TEST_EXISTS));
	desk->view.page = MC_PAGE_END;
	mc_slip_follow(&keeper, &desk->view);
	before = mc_slip_tool((const char *const[]){"pdftotext", file, "-", NULL});
	g_assert_nonnull(strstr(before, _("Recorded here")));
	desk->view.record.state = MC_RECEIPT_ACCEPTED;
	mc_slip_follow(&keeper, &desk->view);
	after = mc_slip_tool((const char *const[]){"pdftotext", file, "-", NULL});
	g_assert_nonnull(strstr(after, _("Accepted")));
}

/* C15: the file says in words what is true of the record when it is written, and nothing more. */
static void
test_receipt(McSlipDesk *desk, gconstpointer data)
{
	g_autofree char *file = mc_slip_file(desk, ".pdf");

	for (McReceiptState state = MC_RECEIPT_RECORDED; state <= MC_RECEIPT_PARKED; state++) {
		g_autofree char *text = NULL;

		desk->view.record.state = state;
		g_assert_true(mc_slip_keep(&desk->view, desk->folder, NULL));
		text = mc_slip_tool((const char *const[]){"pdftotext", "-layout", file, "-", NULL});
		for (McReceiptState other = MC_RECEIPT_NONE; other <= MC_RECEIPT_PARKED; other++)
			g_assert_true((strstr(text, mc_word_receipt(other)) != NULL) == (other == state));
	}
}

#define ADD(path, language, test)                                                                  \
	g_test_add(path "/" language, McSlipDesk, language, mc_slip_set_up, test, mc_slip_tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	mc_language_start(MC_BINARY_DIR);
	ADD("/slip/many-classes", "zh_CN", test_many_classes);
	ADD("/slip/C18/case", "zh_CN", test_case);
	ADD("/slip/C18/case", "en", test_case);
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
	return g_test_run();
}
