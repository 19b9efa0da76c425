/* The three ways out: done, ended early, cannot go on. */

#include "ui/citizen/pages.h"
#include "ui/citizen/part.h"
#include "ui/widgets/build.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/illustration.h"
#include "ui/widgets/symbol.h"
#include "ui/words/cases.h"
#include "ui/words/causes.h"
#include "ui/words/language.h"
#include "ui/words/printing.h"
#include "ui/words/storage.h"
#include "ui/words/words.h"

/* ---- end ---- */

#define STATIONS 3

typedef struct End {
	GtkWidget *sign[STATIONS], *word[STATIONS];
	GtkWidget *detail, *unsure, *reference, *how, *qr;
} End;

static const McReceiptState stations[STATIONS] = {
    MC_RECEIPT_RECORDED, MC_RECEIPT_SENT, MC_RECEIPT_ACCEPTED};

/* C15: recorded here, sent, accepted. What is not yet true is not ticked. */
static GtkWidget *
stations_new(End *own)
{
	GtkWidget *row = mc_row_new("g4");

	gtk_box_set_homogeneous(GTK_BOX(row), TRUE);
	for (guint i = 0; i < STATIONS; i++) {
		GtkWidget *station = mc_column_new("g2");

		own->sign[i] = mc_symbol_new(MC_SIGN_DOT, "s16");
		own->word[i] = mc_label_centred_new("", NULL);
		mc_append(station, own->sign[i]);
		mc_append(station, own->word[i]);
		mc_append(row, station);
	}
	return row;
}

static GtkWidget *
receipt_new(End *own)
{
	GtkWidget *card = mc_column_new("card g6");

	own->detail = mc_label_new("", NULL);
	mc_append(card, stations_new(own));
	mc_append(card, mc_column_new("rule"));
	mc_append(card, own->detail);
	own->unsure = mc_label_new("", NULL);
	mc_append(card, own->unsure);
	return card;
}

static GtkWidget *
reference_new(End *own, const McView *view)
{
	GtkWidget *card = mc_row_new("card g8");
	GtkWidget *words = mc_column_new("g2");

	own->reference = mc_label_new("", "reference");
	own->qr = mc_qr_figure_new("", _("QR code of the reference number"));
	gtk_widget_set_hexpand(words, TRUE);
	gtk_widget_set_valign(words, GTK_ALIGN_CENTER);
	mc_append(words, mc_label_new(_("Reference number"), "soft"));
	mc_append(words, own->reference);
	own->how = mc_label_new("", NULL);
	mc_append(words, own->how);
	mc_append(card, words);
	mc_append(card, own->qr);
	/* one code to photograph, not two to choose from */
	gtk_widget_set_visible(own->qr, view->of_case.code[0] == '\0');
	return card;
}

static GtkWidget *
next_new(const McView *view)
{
	GtkWidget *card = mc_column_new("card g3");
	const char *next =
	    view->of_case.part > 0
	        ? mc_word_case_whole()
	        : _("A doctor looks at your record. What was not measured here is examined elsewhere.");

	mc_append(card, mc_label_new(next, NULL));
	mc_append(card, mc_label_new(_("Please do not forget your identity card."), "strong"));
	return card;
}

static void
build_end(McSheet *sheet, const McView *view)
{
	End *own = mc_sheet_own(sheet);
	gboolean is_landscape = mc_sheet_is_landscape(sheet);
	gboolean is_open = mc_case_is_open(&view->of_case);
	GtkWidget *row = is_landscape ? mc_row_new("g6") : mc_column_new("g6");
	GtkWidget *left = mc_column_new("g6"), *right = mc_column_new("g6");

	mc_sheet_set_title(
	    sheet, is_open ? _("Thank you. There is more to do.") : _("Done. Thank you."));
	gtk_box_set_homogeneous(GTK_BOX(row), is_landscape);
	mc_append(left, receipt_new(own));
	mc_append(is_open ? left : right, reference_new(own, view));
	mc_append(right, is_open ? mc_part_left_new(&view->of_case) : next_new(view));
	mc_append(row, left);
	mc_append(row, right);
	mc_append(mc_sheet_body(sheet), row);
	mc_sheet_set_forward(sheet, _("Finish"), MC_ACT_NEXT);
}

/* How to take the number along: on paper, or by oneself. */
static void
show_how(End *own, const McView *view)
{
	const char *slip =
	    mc_word_slip(view->slip, view->devices[MC_DEVICE_PRINTER].cause, MC_AUDIENCE_CITIZEN);
	gboolean has_slip = slip[0] != '\0';

	if (!has_slip && mc_case_is_open(&view->of_case))
		slip = _("Please photograph the code.");
	else if (!has_slip)
		slip = _("Photograph the code or note the number: the counter finds your record with it.");
	mc_label_set(own->how, slip);
	mc_set_class(own->how, "strong", has_slip);
}

static void
update_end(McSheet *sheet, const McView *view)
{
	End *own = mc_sheet_own(sheet);
	McReceiptState state = view->record.state;
	gboolean parked = state == MC_RECEIPT_PARKED;
	g_autofree char *unsure = mc_word_unsure_date(&view->record);

	for (guint i = 0; i < STATIONS; i++) {
		/* Refused: the last station is a person. What could not even be sent was not. */
		gboolean reached =
		    parked ? i == 0 || (i == 1 && view->record.was_sent) : state >= stations[i];
		gboolean trouble = parked && i == STATIONS - 1;

		mc_symbol_set(own->sign[i], trouble   ? MC_SIGN_PERSON
		                            : reached ? MC_SIGN_CHECK
		                                      : MC_SIGN_WAIT);
		mc_set_class(own->sign[i], "good", reached);
		mc_set_class(own->sign[i], "care", trouble);
		mc_set_class(own->sign[i], "faint", !reached && !trouble);
		mc_set_class(own->word[i], "strong", reached || trouble);
		mc_label_set(own->word[i], mc_word_receipt(trouble ? state : stations[i]));
	}
	mc_label_set(own->detail, mc_word_receipt_detail(state));
	mc_label_set(own->unsure, unsure);
	gtk_widget_set_visible(own->unsure, unsure[0] != '\0');
	show_how(own, view);
	mc_label_set(own->reference, view->record.reference);
	mc_qr_figure_set(own->qr, view->record.qr);
}

const McSheetKind mc_page_end = {
    .page = MC_PAGE_END,
    .tools = MC_TOOL_COMPLAIN | MC_TOOL_HELP | MC_TOOL_APPEARANCE,
    .build = build_end,
    .update = update_end,
    .own_size = sizeof(End),
};

/* ---- ended early ---- */

static void
build_aborted(McSheet *sheet, const McView *view)
{
	GtkWidget *note = mc_column_new("card g3");

	mc_sheet_set_title(sheet, _("The check was ended"));
	mc_sheet_set_lead(sheet, mc_word_abort(view->abort));
	mc_sheet_set_figure(
	    sheet, mc_illustration_new("take-card", _("The identity card is taken back."), NULL));
	mc_append(note, mc_label_new(_("Nothing was kept but a note, without your name, that a check "
	                               "was begun and ended."),
	                    NULL));
	mc_append(note, mc_label_new(_("You can begin again at any time."), NULL));
	mc_append(note, mc_label_new(_("Please do not forget your identity card."), "strong"));
	gtk_widget_set_valign(note, GTK_ALIGN_CENTER);
	mc_append(mc_sheet_body(sheet), note);
	mc_sheet_set_forward(sheet, _("To the first page"), MC_ACT_NEXT);
}

const McSheetKind mc_page_aborted = {
    .page = MC_PAGE_ABORTED,
    .tools = MC_TOOL_HELP | MC_TOOL_APPEARANCE,
    .build = build_aborted,
};

/* ---- cannot go on ---- */

static const char *
fault_words(const McView *view)
{
	if (g_str_equal(view->fault, "storage") && view->hello.storage != MC_STORAGE_OK)
		return mc_word_storage(view->hello.storage, MC_AUDIENCE_CITIZEN);
	return view->fault[0] != '\0' ? mc_word_error(view->fault, MC_AUDIENCE_CITIZEN) : "";
}

static void
build_fault(McSheet *sheet, const McView *view)
{
	GtkWidget *note = mc_column_new("card g3");

	mc_sheet_set_title(sheet, _("The kiosk cannot go on"));
	mc_sheet_set_lead(sheet, fault_words(view));
	mc_sheet_set_figure(sheet, mc_illustration_new("counter", _("A clerk at the counter."), NULL));
	mc_append(note,
	    mc_label_new(_("Please ask at the counter. They can see what is the matter."), "strong"));
	mc_append(
	    note, mc_label_new(_("It was not your fault, and it does not count against you."), NULL));
	mc_append(note, mc_label_new(_("Please do not forget your identity card."), NULL));
	gtk_widget_set_valign(note, GTK_ALIGN_CENTER);
	mc_append(mc_sheet_body(sheet), note);
	mc_sheet_set_forward(sheet, _("To the first page"), MC_ACT_NEXT);
}

const McSheetKind mc_page_fault = {
    .page = MC_PAGE_FAULT,
    .tools = MC_TOOL_HELP | MC_TOOL_APPEARANCE,
    .build = build_fault,
};
