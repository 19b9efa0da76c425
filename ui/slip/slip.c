#include "ui/slip/slip.h"
#include "app/base/error.h"
#include "ui/slip/paper.h"
#include "ui/words/cases.h"
#include "ui/words/language.h"
#include "ui/words/moments.h"
#include "ui/words/verdicts.h"
#include "ui/words/words.h"
#include <string.h>

#define BESIDE_QR (MC_SLIP_QR_SIDE + 37)
#define QR_OF_ROLL 0.62 /* of its width */
#define CASE_QR_SIDE 136.0 /* of a page: its code is long */
#define CASE_QR_OF_ROLL 0.8
#define CASE_TEXT_HEIGHT 70.0

static const McPaperText title_style = {0, 19, TRUE, MC_PAPER_INK};
static const McPaperText soft_style = {0, 9, FALSE, MC_PAPER_SOFT};
static const McPaperText value_style = {0, 13, TRUE, MC_PAPER_INK};
static const McPaperText section_style = {0, 10, TRUE, MC_PAPER_SOFT};
static const McPaperText line_style = {0, 11, TRUE, MC_PAPER_INK};
static const McPaperText detail_style = {12, 10, FALSE, MC_PAPER_INK};
static const McPaperText note_style = {0, 10, FALSE, MC_PAPER_INK};

/* What stands on it, wherever that comes from. */
typedef struct Says {
	const McHello *hello;
	const McRecordState *record;
	gboolean demonstration;
	gboolean is_sheet; /* of a record, wherever that is by now */
	guint copy; /* 1: the first one */
	const McIdentity *identity; /* NULL: nobody here knows any more whose it is */
	guint exam_lines;
	const McExamLine *exam_line;
	guint verdicts;
	const McClassVerdict *verdict;
	const McCaseNote *of_case;
} Says;

static char *
format_time(gint64 wall_us, const char *format)
{
	g_autoptr(GDateTime) local = mc_moment_local(wall_us);

	return local != NULL ? g_date_time_format(local, format) : g_strdup("");
}

static void
write_field(McPaper *paper, const char *name, const char *value)
{
	if (value[0] == '\0')
		return;
	mc_paper_write(paper, &soft_style, name);
	mc_paper_write(paper, &value_style, value);
	paper->y += 3;
}

static void
write_head(McPaper *paper, const Says *says)
{
	const McHello *hello = says->hello;
	g_autofree char *where = g_strjoin("   ", hello->institution, hello->site, hello->kiosk, NULL);
	g_autofree char *copy = g_strdup_printf(_("Copy %u"), says->copy);

	mc_paper_write(paper, &title_style, _("Driver medical check"));
	mc_paper_write(paper, &soft_style, where);
	if (says->copy > 1)
		mc_paper_write(paper, &value_style, copy);
	if (says->demonstration)
		mc_paper_write(paper, &line_style, _("Demonstration. This is not a real check."));
	mc_paper_rule(paper);
}

/* Beside the text on a page, above it on a roll. */
static gboolean
write_code(McPaper *paper, const Says *says, GError **error)
{
	if (paper->bytes != NULL) {
		paper->y = MAX(paper->y, MC_SLIP_QR_Y);
		paper->beside = BESIDE_QR;
		return mc_paper_qr(
		    paper, MC_SLIP_QR_X, MC_SLIP_QR_Y, MC_SLIP_QR_SIDE, says->record->qr, error);
	}
	return mc_paper_qr_below(paper, paper->width * QR_OF_ROLL, says->record->qr, error);
}

static void
write_fields(McPaper *paper, const Says *says)
{
	const McRecordState *record = says->record;
	g_autofree char *masked =
	    says->identity == NULL ? NULL : mc_identity_masked_name(says->identity);
	g_autofree char *time = format_time(record->recorded_wall_us, "%Y-%m-%d %H:%M");

	write_field(paper, _("Reference number"), record->reference);
	write_field(paper, _("Name"), masked == NULL ? "" : masked);
	write_field(paper, _("Recorded"), record->recorded_wall_us > 0 ? time : "");
	if (says->is_sheet)
		write_field(paper, _("Digest of the record (SHA-256)"), record->digest);
	else
		write_field(paper, _("State when this was printed"), mc_word_receipt(record->state));
}

static gboolean
write_reference(McPaper *paper, const Says *says, GError **error)
{
	g_autofree char *unsure = mc_word_unsure_date(says->record);

	if (!write_code(paper, says, error))
		return FALSE;
	write_fields(paper, says);
	if (paper->beside > 0)
		paper->y = MAX(paper->y, MC_SLIP_QR_Y + MC_SLIP_QR_SIDE);
	paper->beside = 0;
	mc_paper_write(paper, &note_style,
	    says->is_sheet ? _("The sealed record is the original. This sheet was drawn from it.")
	                   : mc_word_receipt_detail(says->record->state));
	if (unsure[0] != '\0')
		mc_paper_write(paper, &note_style, unsure);
	mc_paper_rule(paper);
	return TRUE;
}

static void
write_exam(McPaper *paper, const McExamLine *line)
{
	g_autofree char *parts = mc_verdict_parts(line);
	g_autofree char *reasons = mc_verdict_reasons(line->result.reasons);
	g_autofree char *text = NULL;

	text = g_strdup_printf(
	    _("%s: %s"), mc_word_exam_run(line->kind, line->correction), mc_verdict_word(line));
	mc_paper_write(paper, &line_style, text);
	if (parts[0] != '\0')
		mc_paper_write(paper, &detail_style, parts);
	if (reasons[0] != '\0')
		mc_paper_write(paper, &detail_style, reasons);
}

static void
write_class(McPaper *paper, const McClassVerdict *verdict)
{
	g_autofree char *name = g_strdup_printf("%s %s", mc_licence_class_code(verdict->licence_class),
	    mc_word_licence_class(verdict->licence_class));
	g_autofree char *text = g_strdup_printf(_("%s: %s"), name, mc_word_class_outcome(verdict));
	g_auto(GStrv) lines = mc_verdict_lines(verdict);

	mc_paper_write(paper, &line_style, text);
	for (guint i = 0; lines[i] != NULL; i++)
		mc_paper_write(paper, &detail_style, lines[i]);
}

/* C18: what an instrument left is taken at another kiosk, which reads this code. */
static gboolean
write_case(McPaper *paper, const McCaseNote *note, GError **error)
{
	g_autofree char *left = mc_word_case_left(note);
	g_autofree char *until = mc_word_case_until(note);
	gdouble side = paper->bytes != NULL ? CASE_QR_SIDE : paper->width * CASE_QR_OF_ROLL;
	gboolean fine = TRUE;

	if (note->part == 0)
		return TRUE;
	if (!mc_case_is_open(note)) {
		mc_paper_write(paper, &line_style, mc_word_case_whole());
	} else {
		mc_paper_keep_together(paper, CASE_TEXT_HEIGHT + (note->code[0] != '\0' ? side : 0));
		mc_paper_write(paper, &section_style, _("Your check is not finished"));
		mc_paper_write(paper, &line_style, left);
		mc_paper_write(paper, &note_style, until);
		fine = note->code[0] == '\0' || mc_paper_qr_below(paper, side, note->code, error);
	}
	mc_paper_rule(paper);
	return fine;
}

static GBytes *
write_all(McPaper *paper, const Says *says, GError **error)
{
	gboolean fine;

	write_head(paper, says);
	fine = write_reference(paper, says, error);
	mc_paper_write(paper, &section_style, _("What was measured"));
	for (guint i = 0; i < says->exam_lines; i++)
		write_exam(paper, &says->exam_line[i]);
	mc_paper_rule(paper);
	mc_paper_write(paper, &section_style, mc_word_case_verdicts(says->of_case));
	for (guint i = 0; i < says->verdicts; i++)
		write_class(paper, &says->verdict[i]);
	mc_paper_rule(paper);
	fine = fine && write_case(paper, says->of_case, error);
	mc_paper_write(paper, &note_style,
	    _("A doctor looks at your record. What was not measured here is examined elsewhere."));
	mc_paper_write(paper, &note_style,
	    _("These are measurements of a machine and not a certificate of any kind."));
	if (fine)
		return mc_paper_end(paper, error);
	g_bytes_unref(mc_paper_end(paper, NULL));
	return NULL;
}

static gboolean
is_stored(const McRecordState *record, GError **error)
{
	if (record->state != MC_RECEIPT_NONE && record->reference[0] != '\0')
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_REFUSED, "there is no slip before the record is stored");
	return FALSE;
}

GBytes *
mc_slip_write_pdf(const McView *view, GError **error)
{
	const Says says = {.hello = &view->hello,
	    .record = &view->record,
	    .demonstration = view->demonstration,
	    .copy = 1,
	    .identity = &view->identity,
	    .exam_lines = view->exam_lines,
	    .exam_line = view->exam_line,
	    .verdicts = view->verdicts,
	    .verdict = view->verdict,
	    .of_case = &view->of_case};
	McPaper paper;
	g_autofree char *at = format_time(view->record.recorded_wall_us, "%Y-%m-%dT%H:%M:%S+08:00");

	if (!is_stored(&view->record, error))
		return NULL;
	mc_paper_begin_pages(
	    &paper, view->record.reference, view->record.recorded_wall_us > 0 ? at : NULL);
	return write_all(&paper, &says, error);
}

GBytes *
mc_slip_write_sheet(const McHello *hello, const McRecorderReply *reply, GError **error)
{
	const McRecordState *record = &reply->record;
	const McSlip *slip = &reply->slip;
	const Says says = {.hello = hello,
	    .record = record,
	    .demonstration = slip->demonstration,
	    .is_sheet = TRUE,
	    .copy = 1,
	    .exam_lines = slip->exam_lines,
	    .exam_line = slip->exam_line,
	    .verdicts = reply->verdicts,
	    .verdict = reply->verdict,
	    .of_case = &reply->of_case};
	McPaper paper;
	g_autofree char *at = format_time(record->recorded_wall_us, "%Y-%m-%dT%H:%M:%S+08:00");

	if (!is_stored(record, error))
		return NULL;
	mc_paper_begin_pages(&paper, record->reference, record->recorded_wall_us > 0 ? at : NULL);
	return write_all(&paper, &says, error);
}

GBytes *
mc_slip_draw_dots(
    const McHello *hello, const McRecorderReply *reply, guint width_dots, GError **error)
{
	const McSlip *slip = &reply->slip;
	const Says says = {.hello = hello,
	    .record = &reply->record,
	    .demonstration = slip->demonstration,
	    .copy = slip->copy,
	    .exam_lines = slip->exam_lines,
	    .exam_line = slip->exam_line,
	    .verdicts = reply->verdicts,
	    .verdict = reply->verdict,
	    .of_case = &reply->of_case};
	g_autofree char *of_the_glass = g_strdup(mc_language_get());
	McPaper paper;
	GBytes *dots = NULL;

	if (!is_stored(&reply->record, error))
		return NULL;
	mc_language_set(slip->language);
	mc_paper_begin_roll(&paper, width_dots);
	dots = write_all(&paper, &says, error);
	mc_language_set(of_the_glass);
	return dots;
}

/* A reference is letters, digits and hyphens; anything else does not become a file name. */
static gboolean
is_file_name(const char *reference)
{
	for (const char *c = reference; *c != '\0'; c++)
		if (!g_ascii_isalnum(*c) && *c != '-')
			return FALSE;
	return reference[0] != '\0';
}

gboolean
mc_slip_keep(const McView *view, const char *folder, GError **error)
{
	g_autoptr(GBytes) pdf = mc_slip_write_pdf(view, error);
	g_autofree char *name = NULL;
	g_autofree char *file = NULL;

	if (pdf == NULL)
		return FALSE;
	if (!is_file_name(view->record.reference)) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "the reference number is no file name");
		return FALSE;
	}
	g_mkdir_with_parents(folder, 0700);
	name = g_strconcat(view->record.reference, ".pdf", NULL);
	file = g_build_filename(folder, name, NULL);
	return g_file_set_contents_full(file, g_bytes_get_data(pdf, NULL),
	    (gssize)g_bytes_get_size(pdf), G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

void
mc_slip_follow(McSlipKeeper *keeper, const McView *view)
{
	McReceiptState state = view->page == MC_PAGE_END ? view->record.state : MC_RECEIPT_NONE;
	g_autoptr(GError) error = NULL;

	if (keeper->folder == NULL || state == keeper->kept)
		return;
	keeper->kept = state;
	if (state != MC_RECEIPT_NONE && !mc_slip_keep(view, keeper->folder, &error))
		g_warning("no slip: %s", error->message);
}
