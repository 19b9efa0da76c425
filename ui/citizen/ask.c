/* What the person comes for, wears, and declares. */

#include "ui/citizen/pages.h"
#include "ui/widgets/build.h"
#include "ui/widgets/illustration.h"
#include "ui/widgets/tile.h"
#include "ui/words/language.h"
#include "ui/words/words.h"
#include <string.h>

/* ---- business, then licence class ---- */

typedef struct Business {
	GtkWidget *businesses, *classes;
	GtkWidget *business[MC_BUSINESSES], *class[MC_CLASSES];
	const McStage *stage;
	guint32 chosen;
} Business;

static void
class_clicked(GtkButton *button, gpointer data)
{
	Business *own = data;

	for (guint i = 0; i < MC_CLASSES; i++)
		if (own->class[i] == GTK_WIDGET(button))
			mc_stage_post_number(own->stage, MC_ACT_CLASSES, own->chosen ^ (1u << i));
}

static void
change_clicked(GtkButton *button, gpointer data)
{
	Business *own = data;

	mc_stage_post_text(own->stage, MC_ACT_BUSINESS, "");
}

static void
add_classes(McSheet *sheet, Business *own, const McView *view)
{
	GtkWidget *grid = mc_grid_new(mc_sheet_is_landscape(sheet) ? 6 : 3, "g4");
	GtkWidget *change = mc_button_new(_("Change what I am here for"), "quit");

	for (guint i = 0; i < MC_CLASSES; i++) {
		if (!(view->classes_offered & (1u << i)))
			continue;
		own->class[i] = mc_tile_code_new(
		    mc_licence_class_code((McLicenceClass)i), mc_word_licence_class((McLicenceClass)i));
		g_signal_connect(own->class[i], "clicked", G_CALLBACK(class_clicked), own);
		mc_grid_add(grid, own->class[i]);
	}
	g_signal_connect(change, "clicked", G_CALLBACK(change_clicked), own);
	gtk_widget_set_halign(change, GTK_ALIGN_START);
	own->classes = mc_column_new("g6");
	mc_append(own->classes, grid);
	mc_append(own->classes, change);
}

static void
build_business(McSheet *sheet, const McView *view)
{
	Business *own = mc_sheet_own(sheet);
	GtkWidget *body = mc_sheet_body(sheet), *go_on;

	own->stage = mc_sheet_stage(sheet);
	own->businesses = mc_grid_new(mc_sheet_is_landscape(sheet) ? 2 : 1, "g4");
	for (guint i = 0; i < MC_BUSINESSES; i++) {
		const char *code = mc_business_code(i);

		own->business[i] = mc_tile_new(mc_word_business(code), mc_word_business_detail(code), NULL);
		mc_sheet_post_on_click(
		    sheet, own->business[i], &(McAct){.kind = MC_ACT_BUSINESS, .text = code});
		mc_grid_add(own->businesses, own->business[i]);
	}
	go_on = mc_tile_new(
	    _("Continue an unfinished check"), _("With the code on the slip of its first part."), NULL);
	mc_sheet_post_on_click(sheet, go_on, &(McAct){.kind = MC_ACT_CASE});
	mc_grid_add(own->businesses, go_on);
	add_classes(sheet, own, view);
	mc_append(body, own->businesses);
	mc_append(body, own->classes);
}

static void
update_business(McSheet *sheet, const McView *view)
{
	Business *own = mc_sheet_own(sheet);
	gboolean choosing_class = view->business[0] != '\0';

	own->chosen = view->classes_chosen;
	gtk_widget_set_visible(own->businesses, !choosing_class);
	gtk_widget_set_visible(own->classes, choosing_class);
	mc_sheet_set_title(
	    sheet, choosing_class ? _("Which licence class?") : _("What are you here for?"));
	mc_sheet_set_lead(sheet, choosing_class ? _("Choose one or more.") : _("Choose one."));
	for (guint i = 0; i < MC_BUSINESSES; i++)
		mc_tile_select(own->business[i], strcmp(mc_business_code(i), view->business) == 0);
	for (guint i = 0; i < MC_CLASSES; i++)
		if (own->class[i] != NULL)
			mc_tile_select(own->class[i], (view->classes_chosen & (1u << i)) != 0);
	mc_sheet_set_forward(sheet, choosing_class ? _("Continue") : NULL, MC_ACT_NEXT);
	mc_sheet_set_forward_ready(sheet, view->classes_chosen != 0);
}

const McSheetKind mc_page_business = {
    .page = MC_PAGE_BUSINESS,
    .tools = MC_TOOLS_CITIZEN,
    .build = build_business,
    .update = update_business,
    .own_size = sizeof(Business),
};

/* ---- glasses and hearing aid ---- */

typedef struct Aids {
	GtkWidget *glasses[2], *hearing_aid[2]; /* no, yes */
} Aids;

static GtkWidget *
question_new(McSheet *sheet, const char *question, const char *const answers[2], McActKind kind,
    GtkWidget *tiles[2])
{
	GtkWidget *column = mc_column_new("g4");
	GtkWidget *grid = mc_grid_new(2, "g6");

	mc_append(column, mc_heading_new(question, "huge"));
	for (gint i = 1; i >= 0; i--) {
		tiles[i] = mc_tile_new(answers[i], NULL, "choice");
		mc_sheet_post_on_click(sheet, tiles[i], &(McAct){.kind = kind, .number = i});
		mc_grid_add(grid, tiles[i]);
	}
	mc_append(column, grid);
	return column;
}

static void
build_aids(McSheet *sheet, const McView *view)
{
	Aids *own = mc_sheet_own(sheet);
	GtkWidget *body = mc_sheet_body(sheet), *question;
	gboolean is_part = view->of_case.part > 0;
	const char *const glasses[] = {_("No, none here"), _("Yes, with me")};
	const char *const aid[] = {_("No, I do not"), _("Yes, I wear one")};

	mc_sheet_set_title(sheet, is_part ? _("Glasses") : _("Glasses and hearing aid"));
	mc_sheet_set_lead(sheet, is_part ? "" : _("You may use both. We only need to know."));
	mc_sheet_set_figure(sheet, mc_illustration_new("glasses", _("A person with glasses."), NULL));
	mc_append(body, question_new(sheet, _("Do you have distance glasses with you?"), glasses,
	                    MC_ACT_GLASSES, own->glasses));
	question = question_new(
	    sheet, _("Do you wear a hearing aid?"), aid, MC_ACT_HEARING_AID, own->hearing_aid);
	/* of a later part it was asked before, and stands */
	gtk_widget_set_visible(question, !is_part);
	mc_append(body, question);
	mc_sheet_set_forward(sheet, _("Continue"), MC_ACT_NEXT);
}

static void
update_aids(McSheet *sheet, const McView *view)
{
	Aids *own = mc_sheet_own(sheet);

	for (gint i = 0; i < 2; i++) {
		mc_tile_select(own->glasses[i], view->glasses_answered && view->has_glasses == i);
		mc_tile_select(
		    own->hearing_aid[i], view->hearing_aid_answered && view->wears_hearing_aid == i);
	}
	mc_sheet_set_forward_ready(sheet, view->aids_answered);
}

const McSheetKind mc_page_aids = {
    .page = MC_PAGE_AIDS,
    .tools = MC_TOOLS_CITIZEN | MC_TOOL_BACK,
    .build = build_aids,
    .update = update_aids,
    .own_size = sizeof(Aids),
};

/* ---- declaration ---- */

typedef struct Declaration {
	GtkWidget *condition[MC_CONDITIONS], *none;
	const McStage *stage;
	guint32 declared;
} Declaration;

static void
condition_clicked(GtkButton *button, gpointer data)
{
	Declaration *own = data;

	for (guint i = 0; i < MC_CONDITIONS; i++)
		if (own->condition[i] == GTK_WIDGET(button))
			mc_stage_post_number(own->stage, MC_ACT_DECLARE, own->declared ^ (1u << i));
}

static void
build_declaration(McSheet *sheet, const McView *view)
{
	Declaration *own = mc_sheet_own(sheet);
	gboolean landscape = mc_sheet_is_landscape(sheet);
	GtkWidget *grid = mc_grid_new(landscape ? 3 : 2, "g3");

	own->stage = mc_sheet_stage(sheet);
	mc_sheet_set_title(sheet, _("Do you have any of these?"));
	mc_sheet_set_lead(sheet, _("Touch each one that is true. A doctor then sees you."));
	for (guint i = 0; i < MC_CONDITIONS; i++) {
		own->condition[i] = mc_tile_new(mc_word_condition(i), NULL, "small");
		g_signal_connect(own->condition[i], "clicked", G_CALLBACK(condition_clicked), own);
		mc_grid_add(grid, own->condition[i]);
	}
	own->none = mc_tile_new(_("None of these"), NULL, "none");
	mc_sheet_post_on_click(
	    sheet, own->none, &(McAct){.kind = MC_ACT_DECLARE, .number = 0, .flag = TRUE});
	mc_append(mc_sheet_body(sheet), grid);
	if (landscape)
		mc_grid_add(grid, own->none);
	else
		mc_append(mc_sheet_body(sheet), own->none);
	mc_sheet_set_forward(sheet, _("I declare that this is true"), MC_ACT_NEXT);
}

static void
update_declaration(McSheet *sheet, const McView *view)
{
	Declaration *own = mc_sheet_own(sheet);

	own->declared = view->declared;
	for (guint i = 0; i < MC_CONDITIONS; i++)
		mc_tile_select(own->condition[i], (view->declared & (1u << i)) != 0);
	mc_tile_select(own->none, view->declaration_none);
	mc_sheet_set_forward_ready(sheet, view->declaration_none || view->declared != 0);
}

const McSheetKind mc_page_declaration = {
    .page = MC_PAGE_DECLARATION,
    .tools = MC_TOOLS_CITIZEN | MC_TOOL_BACK,
    .build = build_declaration,
    .update = update_declaration,
    .own_size = sizeof(Declaration),
};
