/* The card, and whose it is. */

#include "ui/citizen/pages.h"
#include "ui/widgets/build.h"
#include "ui/widgets/illustration.h"
#include "ui/widgets/symbol.h"
#include "ui/words/language.h"
#include <string.h>

/* ---- card ---- */

typedef struct Card {
	GtkWidget *note, *sign, *text;
} Card;

static void
build_card(McSheet *sheet, const McView *view)
{
	Card *own = mc_sheet_own(sheet);

	mc_sheet_set_title(sheet, _("Put your identity card on the reader"));
	mc_sheet_set_lead(sheet, _("Lay it flat on the marked place and leave it there."));
	mc_sheet_set_figure(
	    sheet, mc_illustration_new("card", _("An identity card is put down on the reader."), NULL));
	own->note = mc_row_new("note g6");
	own->sign = mc_symbol_new(MC_SIGN_CARE, "s16");
	own->text = mc_label_new("", "big");
	gtk_widget_set_hexpand(own->text, TRUE);
	gtk_widget_set_valign(own->note, GTK_ALIGN_START);
	mc_append(own->note, own->sign);
	mc_append(own->note, own->text);
	mc_append(mc_sheet_body(sheet), own->note);
}

static const char *
problem_words(McCardProblem problem)
{
	switch (problem) {
	case MC_CARD_FINE: return "";
	case MC_CARD_READING: return _("Reading. Please leave the card where it is.");
	case MC_CARD_LIFTED: return _("The card was lifted too early. Please put it down once more.");
	case MC_CARD_UNREADABLE:
		return _("This card could not be read. Turn it over, or put it down once more.");
	case MC_CARD_CHECKSUM:
		return _("The reader did not answer properly. Please put the card down once more.");
	case MC_CARD_EXPIRED:
		return _("This card is out of date. Please go to the counter; the check cannot be done "
		         "with it here.");
	case MC_CARD_READER_AWAY:
		return _("The card reader does not work at the moment. A clerk can help you.");
	case MC_CARD_UNDER_AGE:
		return _("There is no licence class yet that you could apply for at your age.");
	}
	return "";
}

static void
update_card(McSheet *sheet, const McView *view)
{
	Card *own = mc_sheet_own(sheet);
	gboolean reading = view->card_problem == MC_CARD_READING;

	gtk_widget_set_visible(own->note, view->card_problem != MC_CARD_FINE);
	mc_symbol_set(own->sign, reading ? MC_SIGN_WAIT : MC_SIGN_CARE);
	mc_set_class(own->note, "still", reading);
	mc_label_set(own->text, problem_words(view->card_problem));
	mc_sheet_set_second(
	    sheet, view->may_ask_clerk ? _("Go on with a clerk") : NULL, MC_ACT_ASK_CLERK);
}

const McSheetKind mc_page_card = {
    .page = MC_PAGE_CARD,
    .tools = MC_TOOLS_CITIZEN | MC_TOOL_BACK,
    .build = build_card,
    .update = update_card,
    .own_size = sizeof(Card),
};

/* ---- confirm ---- */

/* At least; a little more than the card's pixels. */
#define PHOTO_WIDTH 120
#define PHOTO_HEIGHT 148

typedef struct Confirm {
	GtkWidget *name, *number, *photo, *show;
	gboolean in_full;
	const McStage *stage;
} Confirm;

static void
show_clicked(GtkButton *button, gpointer data)
{
	Confirm *own = data;

	mc_stage_post_number(own->stage, MC_ACT_SHOW_IDENTITY, own->in_full ? 0 : 1);
}

static GtkWidget *
field_new(const char *name, GtkWidget *value)
{
	GtkWidget *column = mc_column_new("g1");

	mc_append(column, mc_label_new(name, "soft"));
	mc_append(column, value);
	return column;
}

static void
build_confirm(McSheet *sheet, const McView *view)
{
	Confirm *own = mc_sheet_own(sheet);
	GtkWidget *card = mc_column_new("card g8");
	GtkWidget *row = mc_row_new("g8");
	GtkWidget *fields = mc_column_new("g8");

	own->stage = mc_sheet_stage(sheet);
	mc_sheet_set_title(sheet, _("Is this you?"));
	mc_sheet_set_lead(sheet, _("This was read from the card."));
	own->name = mc_label_new("", "huge");
	own->number = mc_label_new("", "huge mono");
	gtk_label_set_wrap(GTK_LABEL(own->number), FALSE); /* a number in two pieces is misread */
	own->photo = gtk_picture_new();
	gtk_widget_set_size_request(own->photo, PHOTO_WIDTH, PHOTO_HEIGHT);
	gtk_widget_set_valign(own->photo, GTK_ALIGN_START);
	gtk_accessible_update_property(
	    GTK_ACCESSIBLE(own->photo), GTK_ACCESSIBLE_PROPERTY_LABEL, _("The photo of the card"), -1);
	own->show = mc_button_new("", "quit");
	g_signal_connect(own->show, "clicked", G_CALLBACK(show_clicked), own);
	gtk_widget_set_halign(own->show, GTK_ALIGN_START);
	mc_append(fields, field_new(_("Name"), own->name));
	mc_append(fields, field_new(_("Number"), own->number));
	gtk_widget_set_hexpand(fields, TRUE);
	mc_append(row, fields);
	mc_append(row, own->photo);
	mc_append(card, row);
	mc_append(card, own->show);
	mc_append(mc_sheet_body(sheet), card);
	mc_sheet_set_second(sheet, _("No, that is not me"), MC_ACT_NO);
	mc_sheet_set_forward(sheet, _("Yes, that is me"), MC_ACT_YES);
}

static void
show_photo(Confirm *own, const McView *view)
{
	g_autoptr(GdkTexture) texture = NULL;

	gtk_widget_set_visible(own->photo, own->in_full && view->photo != NULL);
	if (own->in_full && view->photo != NULL)
		texture = gdk_memory_texture_new((int)view->photo_width, (int)view->photo_height,
		    GDK_MEMORY_R8G8B8, view->photo, (gsize)view->photo_width * 3);
	gtk_picture_set_paintable(GTK_PICTURE(own->photo), GDK_PAINTABLE(texture));
}

/* C9: in full only while it is asked for. */
static void
update_confirm(McSheet *sheet, const McView *view)
{
	Confirm *own = mc_sheet_own(sheet);
	g_autofree char *name = mc_identity_masked_name(&view->identity);
	g_autofree char *number = mc_identity_masked_number(&view->identity);

	own->in_full = view->identity_shown_in_full;
	mc_label_set(own->name, own->in_full ? view->identity.name : name);
	mc_label_set(own->number, own->in_full ? view->identity.number : number);
	show_photo(own, view);
	mc_button_set(own->show, own->in_full ? _("Hide again") : _("Show in full"));
}

const McSheetKind mc_page_confirm = {
    .page = MC_PAGE_CONFIRM,
    .tools = MC_TOOLS_CITIZEN | MC_TOOL_BACK,
    .build = build_confirm,
    .update = update_confirm,
    .own_size = sizeof(Confirm),
};
