/* The slip on the printer's roll: what stands in its dots (C2, C15, C18, K4). */

#include "app/base/error.h"
#include "slip-kit.h"
#include "tests/support/scenes/people.h"
#include "ui/slip/paper.h"
#include "ui/slip/slip.h"
#include "ui/words/language.h"
#include <string.h>

#define POINTS_PER_INCH 72.0
#define PARTS_OF_DOT 16

static void
fill_reply(const McSlipDesk *desk, guint copy, McRecorderReply *reply)
{
	const McView *view = &desk->view;

	*reply = (McRecorderReply){.record = view->record, .verdicts = view->verdicts};
	memcpy(reply->verdict, view->verdict, sizeof reply->verdict);
	reply->of_case = view->of_case;
	reply->slip.copy = copy;
	reply->slip.exam_lines = view->exam_lines;
	memcpy(reply->slip.exam_line, view->exam_line, sizeof view->exam_line);
	g_strlcpy(reply->slip.language, view->language, sizeof reply->slip.language);
}

static GBytes *
draw(const McSlipDesk *desk, guint copy, guint width_dots)
{
	McRecorderReply reply;
	g_autoptr(GError) error = NULL;
	GBytes *dots = NULL;

	fill_reply(desk, copy, &reply);
	dots = mc_slip_draw_dots(&desk->view.hello, &reply, width_dots, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(g_bytes_get_size(dots) % (width_dots / 8), ==, 0);
	g_assert_cmpuint(g_bytes_get_size(dots) / (width_dots / 8), <=, MC_PRINTER_HEIGHT_DOTS_MAX);
	return dots;
}

static char *
keep_picture(const McSlipDesk *desk, GBytes *dots, guint width_dots, const char *suffix)
{
	g_autoptr(GString) file = g_string_new(NULL);
	char *path = mc_slip_file(desk, suffix);
	gsize size = g_bytes_get_size(dots);

	g_string_printf(file, "P4\n%u %u\n", width_dots, (guint)(size / (width_dots / 8)));
	g_string_append_len(file, g_bytes_get_data(dots, NULL), (gssize)size);
	g_mkdir_with_parents(desk->folder, 0700);
	g_assert_true(g_file_set_contents(path, file->str, (gssize)file->len, NULL));
	return path;
}

/* A program of others reads the code from the dots, on every width of roll. */
static void
test_roll_code(McSlipDesk *desk, gconstpointer data)
{
	static const guint widths[] = {
	    MC_PRINTER_WIDTH_DOTS_NARROW, 512, MC_PRINTER_WIDTH_DOTS, MC_PRINTER_WIDTH_DOTS_MAX};

	for (guint i = 0; i < G_N_ELEMENTS(widths); i++) {
		g_autoptr(GBytes) dots = draw(desk, 1, widths[i]);
		g_autofree char *suffix = g_strdup_printf("-%u.pbm", widths[i]);
		g_autofree char *file = keep_picture(desk, dots, widths[i], suffix);
		g_autofree char *read = mc_slip_tool(
		    (const char *const[]){"zbarimg", "--nodbus", "--quiet", "--raw", file, NULL});

		g_assert_cmpstr(g_strchomp(read), ==, desk->view.record.qr);
	}
}

static char *
codes_on_roll(const McSlipDesk *desk, guint width_dots)
{
	g_autoptr(GBytes) dots = draw(desk, 1, width_dots);
	g_autofree char *suffix = g_strdup_printf("-case-%u.pbm", width_dots);
	g_autofree char *file = keep_picture(desk, dots, width_dots, suffix);

	return mc_slip_tool(
	    (const char *const[]){"zbarimg", "--nodbus", "--quiet", "--raw", file, NULL});
}

/* C18: the long code too, of as much as can be left, on every width; and none where there is none
 * (a copy, when the next person has begun). */
static void
test_roll_case(McSlipDesk *desk, gconstpointer data)
{
	static const guint widths[] = {
	    MC_PRINTER_WIDTH_DOTS_NARROW, 512, MC_PRINTER_WIDTH_DOTS, MC_PRINTER_WIDTH_DOTS_MAX};
	McCaseNote *note = &desk->view.of_case;
	g_autofree char *none = NULL;

	mc_people_case(note);
	for (guint i = 0; i < G_N_ELEMENTS(widths); i++) {
		g_autofree char *codes = codes_on_roll(desk, widths[i]);

		g_assert_nonnull(strstr(codes, note->code));
		g_assert_nonnull(strstr(codes, desk->view.record.qr));
	}
	note->code[0] = '\0';
	none = codes_on_roll(desk, MC_PRINTER_WIDTH_DOTS);
	g_assert_cmpstr(g_strchomp(none), ==, desk->view.record.qr);
}

/* K4: the first one does not say that it is one, the others say which they are. */
static void
test_roll_copy(McSlipDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) first = draw(desk, 1, MC_PRINTER_WIDTH_DOTS);
	g_autoptr(GBytes) again = draw(desk, 1, MC_PRINTER_WIDTH_DOTS);
	g_autoptr(GBytes) second = draw(desk, 2, MC_PRINTER_WIDTH_DOTS);
	g_autoptr(GBytes) third = draw(desk, 3, MC_PRINTER_WIDTH_DOTS);

	g_free(keep_picture(desk, second, MC_PRINTER_WIDTH_DOTS, "-copy.pbm")); /* for a look */
	g_assert_true(g_bytes_equal(first, again));
	g_assert_cmpuint(g_bytes_get_size(second), >, g_bytes_get_size(first));
	g_assert_cmpuint(g_bytes_get_size(second), ==, g_bytes_get_size(third));
	g_assert_false(g_bytes_equal(second, third));
}

/* What each state may promise, in the two languages, as a person reads it on the paper. */
static const struct {
	McReceiptState state;
	const char *word[2], *detail[2]; /* Chinese, English */
} promises[] = {
    {MC_RECEIPT_RECORDED, {"已在本机记录", "Recorded here"},
        {"已安全保存在本设备里，会自动发送，您可以放心离开。",
            "Stored safely in this kiosk. It is sent by itself, also after you leave."}},
    {MC_RECEIPT_SENT, {"已发送", "Sent"},
        {"正在途中，主管部门还没有确认。", "On its way. The office has not confirmed it yet."}},
    {MC_RECEIPT_ACCEPTED, {"已被接受", "Accepted"},
        {"主管部门已收到并核对了您的记录。", "The office has received and checked your record."}},
    {MC_RECEIPT_PARKED, {"需要人工处理", "Needs a person"},
        {"已保存，但主管部门没有接收，工作人员会处理。请保管好编号。",
            "Stored, but the office did not take it. A clerk sees to it. Please keep the number."}},
};

/* These words alone on a roll, begun so many parts of a dot lower, without the white around them.
 */
static GBytes *
draw_words(const McPaperText *style, const char *words, guint part)
{
	McPaper paper;
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) dots = NULL;
	const guint8 *data = NULL;
	gsize size = 0;
	gsize from = 0;

	mc_paper_begin_roll(&paper, MC_PRINTER_WIDTH_DOTS);
	paper.y += part * POINTS_PER_INCH / MC_PAPER_DOTS_PER_INCH / PARTS_OF_DOT;
	mc_paper_write(&paper, style, words);
	dots = mc_paper_end(&paper, &error);
	g_assert_no_error(error);
	data = g_bytes_get_data(dots, &size);
	while (size > 0 && data[size - 1] == 0)
		size--;
	while (from < size && data[from] == 0)
		from++;
	g_assert_cmpuint(from, <, size);
	return g_bytes_new_from_bytes(dots, from, size - from);
}

/* The roll is written from top to bottom, so that a line begins anywhere in a dot. */
static gboolean
roll_says(GBytes *roll, const McPaperText *style, const char *words)
{
	gsize size = 0;
	const guint8 *data = g_bytes_get_data(roll, &size);

	for (guint part = 0; part < PARTS_OF_DOT; part++) {
		g_autoptr(GBytes) wanted = draw_words(style, words, part);

		if (memmem(data, size, g_bytes_get_data(wanted, NULL), g_bytes_get_size(wanted)) != NULL)
			return TRUE;
	}
	return FALSE;
}

/* C15: the paper says in words what was true of the record when it was printed, and nothing more:
 * the words are looked for in the dots. */
static void
test_roll_state(McSlipDesk *desk, gconstpointer data)
{
	static const McPaperText word = {0, 13, TRUE, MC_PAPER_INK};
	static const McPaperText detail = {0, 10, FALSE, MC_PAPER_INK};
	guint language = g_str_equal(data, "en") ? 1 : 0;

	for (guint i = 0; i < G_N_ELEMENTS(promises); i++) {
		g_autoptr(GBytes) roll = NULL;

		desk->view.record.state = promises[i].state;
		roll = draw(desk, 1, MC_PRINTER_WIDTH_DOTS);
		for (guint j = 0; j < G_N_ELEMENTS(promises); j++) {
			g_assert_cmpint(roll_says(roll, &word, promises[j].word[language]), ==, j == i);
			g_assert_cmpint(roll_says(roll, &detail, promises[j].detail[language]), ==, j == i);
		}
		g_assert_false(roll_says(roll, &word, promises[i].word[1 - language]));
	}
}

/* C2: a copy is in the language of its visit, whatever the clerk's glass speaks; the glass goes on
 * in its own. */
static void
test_roll_language(McSlipDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) here = draw(desk, 1, MC_PRINTER_WIDTH_DOTS);
	const char *other = g_str_equal(data, "en") ? "zh_CN" : "en";
	g_autoptr(GBytes) there = NULL;
	g_autoptr(GBytes) foreign = NULL;

	mc_language_set(other);
	there = draw(desk, 1, MC_PRINTER_WIDTH_DOTS);
	g_assert_cmpstr(mc_language_get(), ==, other);
	g_assert_true(g_bytes_equal(here, there));
	desk->view.language = other;
	foreign = draw(desk, 1, MC_PRINTER_WIDTH_DOTS);
	g_assert_false(g_bytes_equal(here, foreign));
}

/* All classes on the narrowest roll: still short enough for a printer (draw() looks). */
static void
test_roll_longest(McSlipDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) usual = draw(desk, 2, MC_PRINTER_WIDTH_DOTS_NARROW);
	g_autoptr(GBytes) longest = NULL;

	for (guint i = 0; i < MC_CLASSES; i++)
		mc_people_verdict(&desk->view.verdict[i], (McLicenceClass)i, MC_OUTCOME_PASS);
	desk->view.verdicts = MC_CLASSES;
	mc_people_case(&desk->view.of_case);
	longest = draw(desk, 2, MC_PRINTER_WIDTH_DOTS_NARROW);
	g_assert_cmpuint(g_bytes_get_size(longest), >, g_bytes_get_size(usual));
}

static void
test_roll_not_before(McSlipDesk *desk, gconstpointer data)
{
	McRecorderReply reply;
	g_autoptr(GError) error = NULL;

	fill_reply(desk, 1, &reply);
	reply.record.state = MC_RECEIPT_NONE;
	g_assert_null(mc_slip_draw_dots(&desk->view.hello, &reply, MC_PRINTER_WIDTH_DOTS, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_REFUSED);
}

#define ADD(path, language, test)                                                                  \
	g_test_add(path "/" language, McSlipDesk, language, mc_slip_set_up, test, mc_slip_tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	mc_language_start(MC_BINARY_DIR);
	ADD("/slip/roll/case-C18", "zh_CN", test_roll_case);
	ADD("/slip/roll/case-C18", "en", test_roll_case);
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
