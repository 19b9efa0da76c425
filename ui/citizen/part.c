/* A check in parts (C18). */

#include "ui/citizen/part.h"
#include "ui/citizen/pages.h"
#include "ui/widgets/build.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/scan.h"
#include "ui/widgets/symbol.h"
#include "ui/words/cases.h"
#include "ui/words/language.h"

GtkWidget *
mc_part_left_new(const McCaseNote *note)
{
	GtkWidget *card = mc_row_new("note g6");
	GtkWidget *words = mc_column_new("g2");
	g_autofree char *left = mc_word_case_left(note);
	g_autofree char *until = mc_word_case_until(note);

	gtk_widget_set_hexpand(words, TRUE);
	gtk_widget_set_valign(words, GTK_ALIGN_CENTER);
	mc_append(words, mc_heading_new(left, "strong"));
	mc_append(words, mc_label_new(until, NULL));
	mc_append(words, mc_label_new(_("Please do not forget your identity card."), "strong"));
	mc_append(card, words);
	if (note->code[0] != '\0')
		mc_append(card,
		    mc_qr_figure_new(note->code, _("QR code with which your check goes on elsewhere")));
	return card;
}

/* ---- going on with the code of an earlier part ---- */

typedef struct Part {
	McScan scan;
	GtkWidget *ask, *trouble, *trouble_text, *goes_on, *left;
	const McStage *stage;
} Part;

static void
scanned(const char *text, gpointer data)
{
	Part *own = data;

	mc_stage_post_text(own->stage, MC_ACT_CASE_CODE, text);
}

static GtkWidget *
trouble_new(Part *own)
{
	own->trouble = mc_row_new("note g6");
	own->trouble_text = mc_label_new("", NULL);
	gtk_widget_set_hexpand(own->trouble_text, TRUE);
	mc_append(own->trouble, mc_symbol_new(MC_SIGN_CARE, NULL));
	mc_append(own->trouble, own->trouble_text);
	return own->trouble;
}

static void
build_case(McSheet *sheet, const McView *view)
{
	Part *own = mc_sheet_own(sheet);
	GtkWidget *body = mc_sheet_body(sheet);

	own->stage = mc_sheet_stage(sheet);
	own->ask = mc_column_new("g4");
	mc_append(own->ask, mc_label_new(_("Your code"), "strong"));
	mc_append(own->ask, mc_scan_new(&own->scan, scanned, own));
	mc_append(
	    own->ask, mc_label_new(_("The scanner enters it here. A clerk can help you."), "soft"));
	mc_append(own->ask, trouble_new(own));
	own->goes_on = mc_column_new("card g3");
	own->left = mc_heading_new("", "strong");
	mc_append(own->goes_on, own->left);
	mc_append(own->goes_on,
	    mc_label_new(_("What was measured before is not measured again. All parts are judged "
	                   "together."),
	        NULL));
	mc_append(body, own->ask);
	mc_append(body, own->goes_on);
}

static const char *
lead(const McView *view)
{
	if (!view->may_give_code)
		return "";
	return view->of_case.part > 0
	           ? _("The kiosk was interrupted. Show it the code on your slip once more.")
	           : _("Hold the code on your slip in front of the scanner.");
}

static void
update_case(McSheet *sheet, const McView *view)
{
	Part *own = mc_sheet_own(sheet);
	gboolean asks = view->may_give_code;
	g_autofree char *left = mc_word_case_left(&view->of_case);

	mc_sheet_set_title(
	    sheet, asks ? _("Continue an unfinished check") : _("Your check goes on here"));
	mc_sheet_set_lead(sheet, lead(view));
	gtk_widget_set_visible(own->ask, asks);
	gtk_widget_set_visible(own->goes_on, !asks);
	mc_label_set(own->trouble_text, mc_word_case_trouble(view->case_trouble));
	gtk_widget_set_visible(own->trouble, view->case_trouble != MC_CASE_TROUBLE_NONE);
	mc_label_set(own->left, left);
	mc_sheet_set_forward(sheet, asks ? NULL : _("Continue"), MC_ACT_NEXT);
	mc_sheet_set_second(sheet,
	    asks && view->of_case.part == 0 ? _("Begin a new check instead") : NULL, MC_ACT_BACK);
}

const McSheetKind mc_page_case = {
    .page = MC_PAGE_CASE,
    .tools = MC_TOOLS_CITIZEN,
    .build = build_case,
    .update = update_case,
    .own_size = sizeof(Part),
};
