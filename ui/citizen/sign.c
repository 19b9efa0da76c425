/* Phone number and signature; then it is sealed. */

#include "ui/citizen/pages.h"
#include "ui/widgets/build.h"
#include "ui/widgets/illustration.h"
#include "ui/widgets/keypad.h"
#include "ui/widgets/signature.h"
#include "ui/words/language.h"
#include <string.h>

#define PHONE_DIGITS_MAX 15 /* E.164 */

typedef struct Signature {
	GtkWidget *pad, *phone, *clear;
	char digits[PHONE_DIGITS_MAX + 1];
	const McStage *stage;
} Signature;

static void
signed_or_cleared(GBytes *strokes, gpointer data)
{
	Signature *own = data;

	mc_stage_act(own->stage, &(McAct){.kind = MC_ACT_SIGNATURE, .bytes = strokes});
}

static void
clear_clicked(GtkButton *button, gpointer data)
{
	Signature *own = data;

	mc_signature_pad_clear(own->pad);
}

static void
key_touched(char key, gpointer data)
{
	Signature *own = data;
	char digits[PHONE_DIGITS_MAX + 1];
	gsize length = strlen(own->digits);

	g_strlcpy(digits, own->digits, sizeof digits);
	if (key == MC_KEY_DELETE && length > 0)
		digits[length - 1] = '\0';
	else if (g_ascii_isdigit(key) && length < PHONE_DIGITS_MAX)
		digits[length] = key, digits[length + 1] = '\0';
	mc_stage_post_text(own->stage, MC_ACT_PHONE, digits);
	explicit_bzero(digits, sizeof digits);
}

static GtkWidget *
signing_new(Signature *own)
{
	GtkWidget *column = mc_column_new("g4");

	own->pad = mc_signature_pad_new(
	    _("Field for your signature"), own->stage->pixels_per_mm, signed_or_cleared, own);
	own->clear = mc_button_new(_("Clear and sign again"), "quit");
	gtk_widget_set_hexpand(own->pad, TRUE);
	gtk_widget_set_vexpand(own->pad, TRUE);
	gtk_widget_set_halign(own->clear, GTK_ALIGN_END);
	g_signal_connect(own->clear, "clicked", G_CALLBACK(clear_clicked), own);
	mc_append(column, own->pad);
	mc_append(column, own->clear);
	return column;
}

static GtkWidget *
phone_new(McSheet *sheet, Signature *own)
{
	GtkWidget *column = mc_column_new("g4");
	GtkWidget *keypad = mc_keypad_new(
	    mc_sheet_is_landscape(sheet) ? MC_KEYPAD_DIGITS_WIDE : MC_KEYPAD_DIGITS, key_touched, own);

	own->phone = mc_label_new("", "field");
	mc_append(column, mc_heading_new(_("Telephone number, if you like"), "strong big"));
	mc_append(column, mc_label_new(_("So that we can reach you about the result."), "soft"));
	mc_append(column, own->phone);
	mc_append(column, keypad);
	return column;
}

static void
build_signature(McSheet *sheet, const McView *view)
{
	Signature *own = mc_sheet_own(sheet);
	GtkWidget *both = mc_sheet_is_landscape(sheet) ? mc_row_new("g8") : mc_column_new("g8");

	own->stage = mc_sheet_stage(sheet);
	mc_sheet_set_title(sheet, _("Please sign with your finger"));
	mc_sheet_set_lead(
	    sheet, _("You confirm what you have declared and that you did the exams yourself."));
	gtk_box_set_homogeneous(GTK_BOX(both), mc_sheet_is_landscape(sheet));
	gtk_widget_set_vexpand(both, TRUE);
	mc_append(both, signing_new(own));
	mc_append(both, phone_new(sheet, own));
	mc_append(mc_sheet_body(sheet), both);
	mc_sheet_set_forward(sheet, _("Sign and finish"), MC_ACT_NEXT);
}

static void
update_signature(McSheet *sheet, const McView *view)
{
	Signature *own = mc_sheet_own(sheet);

	g_strlcpy(own->digits, view->phone, sizeof own->digits);
	mc_label_set(own->phone, view->phone[0] != '\0' ? view->phone : " ");
	gtk_widget_set_sensitive(own->clear, view->has_signature);
	mc_sheet_set_forward_ready(sheet, view->has_signature);
}

const McSheetKind mc_page_signature = {
    .page = MC_PAGE_SIGNATURE,
    .tools = MC_TOOLS_CITIZEN | MC_TOOL_BACK,
    .build = build_signature,
    .update = update_signature,
    .own_size = sizeof(Signature),
};

/* ---- sealing ---- */

static void
build_sealing(McSheet *sheet, const McView *view)
{
	mc_sheet_set_title(sheet, _("One moment"));
	mc_sheet_set_lead(sheet, _("Your record is being sealed and stored. Please stay here."));
	mc_sheet_set_figure(
	    sheet, mc_illustration_new("seal", _("A written record gets its seal."), NULL));
}

const McSheetKind mc_page_sealing = {
    .page = MC_PAGE_SEALING,
    .tools = MC_TOOL_HELP | MC_TOOL_STEPS,
    .build = build_sealing,
};
