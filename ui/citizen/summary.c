/* Exam by exam and class by class: the honest outcome and its reason, in plain words. */

#include "ui/citizen/pages.h"
#include "ui/widgets/build.h"
#include "ui/widgets/symbol.h"
#include "ui/words/cases.h"
#include "ui/words/language.h"
#include "ui/words/verdicts.h"
#include "ui/words/words.h"

static McSign
outcome_sign(McOutcome outcome)
{
	switch (outcome) {
	case MC_OUTCOME_NOT_DETERMINED: return MC_SIGN_QUESTION;
	case MC_OUTCOME_PASS: return MC_SIGN_CHECK;
	case MC_OUTCOME_FAIL: return MC_SIGN_CROSS;
	case MC_OUTCOME_REFER: return MC_SIGN_PERSON;
	}
	return MC_SIGN_QUESTION;
}

static const char *
outcome_class(McOutcome outcome)
{
	switch (outcome) {
	case MC_OUTCOME_NOT_DETERMINED:
	case MC_OUTCOME_REFER: return "care";
	case MC_OUTCOME_PASS: return "good";
	case MC_OUTCOME_FAIL: return "bad";
	}
	return "care";
}

static GtkWidget *
card_new(McSign mark, const char *css_class, const char *title, const char *word, GtkWidget **words)
{
	GtkWidget *card = gtk_grid_new();
	g_autofree char *sign_classes = g_strconcat("s16 ", css_class, NULL);
	g_autofree char *word_classes = g_strconcat("strong ", css_class, NULL);
	GtkWidget *sign = mc_symbol_new(mark, sign_classes);
	GtkWidget *head = mc_row_new("g4"), *name = mc_label_new(title, "strong big");
	GtkWidget *says = mc_label_new(word, word_classes);

	*words = mc_column_new("g1");
	mc_add_classes(card, "card tight marked");
	gtk_widget_set_hexpand(*words, TRUE);
	gtk_widget_set_hexpand(name, TRUE);
	mc_append(head, name);
	gtk_label_set_xalign(GTK_LABEL(says), 1);
	gtk_label_set_justify(GTK_LABEL(says), GTK_JUSTIFY_RIGHT);
	mc_append(head, says);
	/* The sign stands level with the title, whatever follows below. */
	gtk_grid_attach(GTK_GRID(card), sign, 0, 0, 1, 1);
	gtk_grid_attach(GTK_GRID(card), head, 1, 0, 1, 1);
	gtk_grid_attach(GTK_GRID(card), *words, 1, 1, 1, 1);
	return card;
}

static GtkWidget *
exam_card_new(const McExamLine *line)
{
	g_autofree char *parts = mc_verdict_parts(line);
	g_autofree char *reasons = mc_verdict_reasons(line->result.reasons);
	McOutcome outcome = mc_verdict_outcome(line);
	/* nothing was asked of her there that could be missing */
	gboolean practice = line->kind == MC_EXAM_REACTION;
	GtkWidget *words;
	GtkWidget *card = card_new(practice ? MC_SIGN_DOT : outcome_sign(outcome),
	    practice ? "still" : outcome_class(outcome), mc_word_exam_run(line->kind, line->correction),
	    mc_verdict_word(line), &words);

	if (parts[0] != '\0')
		mc_append(words, mc_label_new(parts, NULL));
	if (reasons[0] != '\0')
		mc_append(words, mc_label_new(reasons, "soft"));
	return card;
}

static GtkWidget *
class_card_new(const McClassVerdict *verdict)
{
	gboolean fine_so_far =
	    verdict->outcome == MC_OUTCOME_NOT_DETERMINED && verdict->outcome_here == MC_OUTCOME_PASS;
	g_autofree char *title =
	    g_strdup_printf("%s  %s", mc_licence_class_code(verdict->licence_class),
	        mc_word_licence_class(verdict->licence_class));
	g_auto(GStrv) lines = mc_verdict_lines(verdict);
	McOutcome outcome = fine_so_far ? MC_OUTCOME_PASS : verdict->outcome;
	GtkWidget *words;
	GtkWidget *card = card_new(outcome_sign(outcome), outcome_class(outcome), title,
	    mc_word_class_outcome(verdict), &words);

	for (guint i = 0; lines[i] != NULL; i++)
		mc_append(words, mc_label_new(lines[i], NULL));
	return card;
}

static void
build(McSheet *sheet, const McView *view)
{
	GtkWidget *body = mc_sheet_body(sheet);
	GtkWidget *both = mc_sheet_is_landscape(sheet) ? mc_row_new("g8") : mc_column_new("g8");
	GtkWidget *exams = mc_column_new("g3"), *classes = mc_column_new("g3");

	mc_sheet_set_title(sheet, _("Your results"));
	mc_sheet_set_lead(sheet, view->of_case.part > 1
	                             ? _("All parts are judged together. A doctor has the last word.")
	                             : _("These are measurements. A doctor has the last word."));
	mc_append(exams, mc_heading_new(_("What was measured"), "strong soft"));
	for (guint i = 0; i < view->exam_lines; i++)
		mc_append(exams, exam_card_new(&view->exam_line[i]));
	mc_append(classes, mc_heading_new(mc_word_case_verdicts(&view->of_case), "strong soft"));
	for (guint i = 0; i < view->verdicts; i++)
		mc_append(classes, class_card_new(&view->verdict[i]));
	gtk_box_set_homogeneous(GTK_BOX(both), mc_sheet_is_landscape(sheet));
	mc_append(both, exams);
	mc_append(both, classes);
	mc_append(body, both);
	mc_sheet_set_forward(sheet, _("Continue to signature"), MC_ACT_NEXT);
}

/* The verdicts arrive after the page: everything is written again. */
static void
update(McSheet *sheet, const McView *view)
{
	mc_clear(mc_sheet_body(sheet));
	build(sheet, view);
	mc_sheet_set_forward_ready(sheet, view->verdicts > 0);
}

static void
build_nothing(McSheet *sheet, const McView *view)
{
}

const McSheetKind mc_page_summary = {
    .page = MC_PAGE_SUMMARY,
    .tools = MC_TOOLS_CITIZEN,
    .build = build_nothing,
    .update = update,
};
