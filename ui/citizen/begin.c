/* Language and text size; what will happen. */

#include "ui/citizen/pages.h"
#include "ui/widgets/build.h"
#include "ui/widgets/tile.h"
#include "ui/words/language.h"
#include <string.h>

/* ---- language ---- */

typedef struct Language {
	GtkWidget *language[MC_LANGUAGES], *size[2];
} Language;

static void
build_language(McSheet *sheet, const McView *view)
{
	Language *own = mc_sheet_own(sheet);
	GtkWidget *body = mc_sheet_body(sheet);
	GtkWidget *languages = mc_grid_new(2, "g6"), *sizes = mc_grid_new(2, "g6");

	mc_sheet_set_title(sheet, _("Which language do you read?"));
	mc_sheet_set_lead(sheet, _("You can change language and text size at any time, at the top."));
	for (guint i = 0; i < MC_LANGUAGES; i++) {
		const char *language = mc_language_at(i);

		own->language[i] = mc_tile_new(mc_language_own_name(language), NULL, "choice");
		mc_sheet_post_on_click(
		    sheet, own->language[i], &(McAct){.kind = MC_ACT_LANGUAGE, .text = language});
		mc_grid_add(languages, own->language[i]);
	}
	own->size[MC_TEXT_NORMAL] = mc_tile_new(_("Normal text"), NULL, "choice fixed-normal");
	own->size[MC_TEXT_LARGE] = mc_tile_new(_("Large text"), NULL, "choice fixed-large");
	for (guint i = 0; i < G_N_ELEMENTS(own->size); i++) {
		mc_sheet_post_on_click(
		    sheet, own->size[i], &(McAct){.kind = MC_ACT_TEXT_SIZE, .number = i});
		mc_grid_add(sizes, own->size[i]);
	}
	mc_append(body, languages);
	mc_append(body, mc_heading_new(_("How large should the text be?"), "huge gap-above"));
	mc_append(body, sizes);
	mc_sheet_set_forward(sheet, _("Continue"), MC_ACT_NEXT);
}

static void
update_language(McSheet *sheet, const McView *view)
{
	Language *own = mc_sheet_own(sheet);

	for (guint i = 0; i < MC_LANGUAGES; i++)
		mc_tile_select(own->language[i], strcmp(mc_language_at(i), view->language) == 0);
	for (guint i = 0; i < G_N_ELEMENTS(own->size); i++)
		mc_tile_select(own->size[i], i == view->text_size);
}

const McSheetKind mc_page_language = {
    .page = MC_PAGE_LANGUAGE,
    .tools = MC_TOOLS_CITIZEN | MC_TOOL_BACK,
    .build = build_language,
    .update = update_language,
    .own_size = sizeof(Language),
};

/* ---- privacy ---- */

static GtkWidget *
point_new(const char *number, const char *title, const char *text)
{
	GtkWidget *row = mc_row_new("g6 card");
	GtkWidget *words = mc_column_new("g1");
	GtkWidget *mark = mc_label_centred_new(number, "number");

	gtk_widget_set_valign(mark, GTK_ALIGN_START);
	gtk_widget_set_hexpand(words, TRUE);
	gtk_widget_set_valign(words, GTK_ALIGN_START);
	mc_append(words, mc_label_new(title, "strong big"));
	mc_append(words, mc_label_new(text, NULL));
	mc_append(row, mark);
	mc_append(row, words);
	return row;
}

/* Where a camera takes pictures: that it does, who sees them, how long, and that it asks before. */
static void
add_what_happens(GtkWidget *points, const McHello *hello)
{
	g_autofree char *kept = g_strdup_printf(
	    _("Measurements, answers, signature; if you agree then, a picture of each movement, for %d "
	      "days. Only the authority and its doctors can open what is personal."),
	    hello->picture_kept_days);

	if (hello->picture_kept_days > 0) {
		mc_append(
		    points, point_new("1", _("About ten minutes"),
		                _("Card, questions, eyesight, hearing, movements. You practise before.")));
		mc_append(points, point_new("2", _("What is kept"), kept));
		return;
	}
	mc_append(points, point_new("1", _("About ten minutes"),
	                      _("Your identity card is read, a few questions are asked, then eyesight "
	                        "and hearing are "
	                        "measured. You practise each first.")));
	mc_append(points,
	    point_new("2", _("What is kept"),
	        _("Measurements, answers and signature. Your personal data are locked so that only the "
	          "authority can open them; this kiosk cannot.")));
}

static void
build_privacy(McSheet *sheet, const McView *view)
{
	gboolean landscape = mc_sheet_is_landscape(sheet);
	GtkWidget *points = landscape ? mc_row_new("g6") : mc_column_new("g6");

	mc_sheet_set_title(sheet, _("What happens now"));
	gtk_box_set_homogeneous(GTK_BOX(points), landscape);
	mc_append(mc_sheet_body(sheet), points);
	mc_sheet_set_lead(
	    sheet, _("The kiosk measures. It does not declare anybody fit to drive: a doctor does."));
	add_what_happens(points, &view->hello);
	mc_append(
	    points, point_new("3", _("You decide"),
	                _("You can stop at any time. Then only a note without your name is kept.")));
	mc_sheet_set_second(sheet, _("I do not agree"), MC_ACT_STOP);
	mc_sheet_set_forward(sheet, _("I agree"), MC_ACT_NEXT);
}

const McSheetKind mc_page_privacy = {
    .page = MC_PAGE_PRIVACY,
    .tools = MC_TOOLS_CITIZEN | MC_TOOL_BACK,
    .build = build_privacy,
};
