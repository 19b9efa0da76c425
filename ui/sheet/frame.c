#include "ui/sheet/frame.h"
#include "ui/widgets/build.h"
#include "ui/widgets/steps.h"
#include "ui/widgets/symbol.h"
#include "ui/words/language.h"
#include <string.h>

/* A sign and a word. */
static GtkWidget *
tool_new(McSheet *sheet, McSign sign, const char *text, const McAct *act)
{
	GtkWidget *button = gtk_button_new();
	GtkWidget *row = mc_row_new("g3");

	mc_append(row, mc_symbol_new(sign, "s8"));
	mc_append(row, mc_label_new(text, NULL));
	gtk_widget_set_halign(row, GTK_ALIGN_CENTER);
	gtk_button_set_child(GTK_BUTTON(button), row);
	gtk_widget_add_css_class(button, "tool");
	gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
	mc_sheet_post_on_click(sheet, button, act);
	return button;
}

/* The language is offered in its own words: who needs it cannot read the other one. */
static GtkWidget *
language_new(McSheet *sheet, const McView *view)
{
	const char *other = mc_language_at(strcmp(view->language, mc_language_at(0)) == 0 ? 1 : 0);

	return tool_new(sheet, MC_SIGN_GLOBE, mc_language_own_name(other),
	    &(McAct){.kind = MC_ACT_LANGUAGE, .text = other});
}

static GtkWidget *
text_size_new(McSheet *sheet, const McView *view)
{
	gboolean large = view->text_size == MC_TEXT_LARGE;

	return tool_new(sheet, MC_SIGN_LETTERS, large ? _("Normal text") : _("Large text"),
	    &(McAct){.kind = MC_ACT_TEXT_SIZE, .number = large ? MC_TEXT_NORMAL : MC_TEXT_LARGE});
}

static GtkWidget *
bar_new(McSheet *sheet, guint tools, const McView *view)
{
	GtkWidget *bar = mc_row_new("bar g4");
	GtkWidget *place = mc_label_new(
	    (tools & MC_TOOL_STAFF) && view->staff_name[0] ? view->staff_name : view->hello.site,
	    "place");

	gtk_widget_set_hexpand(place, TRUE);
	gtk_widget_set_valign(place, GTK_ALIGN_CENTER);
	mc_append(bar, place);
	if (tools & MC_TOOL_APPEARANCE) {
		mc_append(bar, text_size_new(sheet, view));
		mc_append(bar, language_new(sheet, view));
	}
	return bar;
}

/* Each tool has a place of its own, also while it is not offered. */
static void
add_tool(GtkWidget *row, GtkWidget *tool)
{
	GtkWidget *place = mc_row_new(NULL);

	if (tool != NULL) {
		gtk_widget_set_hexpand(tool, TRUE);
		mc_append(place, tool);
	}
	gtk_widget_set_hexpand(place, TRUE);
	mc_append(row, place);
}

static GtkWidget *
tools_new(McSheet *sheet, guint tools)
{
	GtkWidget *row = mc_row_new("tools g4");
	gboolean staff = (tools & MC_TOOL_STAFF) != 0;
	GtkWidget *back = NULL, *help = NULL, *stop = NULL;

	if (tools & MC_TOOL_BACK)
		back = tool_new(sheet, MC_SIGN_BACK, _("Back"), &(McAct){.kind = MC_ACT_BACK});
	if (tools & MC_TOOL_HELP)
		help = tool_new(sheet, MC_SIGN_BELL, _("Help"), &(McAct){.kind = MC_ACT_HELP});
	if (tools & MC_TOOL_STOP)
		stop = tool_new(sheet, MC_SIGN_STOP, staff ? _("Leave") : _("Stop"),
		    &(McAct){.kind = staff ? MC_ACT_SIGN_OUT : MC_ACT_STOP});
	if (tools & MC_TOOL_COMPLAIN)
		stop = tool_new(sheet, MC_SIGN_PEN, _("Feedback"), &(McAct){.kind = MC_ACT_COMPLAIN});
	gtk_box_set_homogeneous(GTK_BOX(row), TRUE);
	add_tool(row, back);
	add_tool(row, help);
	add_tool(row, stop);
	return row;
}

/* Grids, also for one row: GTK 4.8's box adds up the baselines of labels of different sizes. */
static GtkWidget *
foot_new(McSheetFrame *frame, McSheet *sheet, guint tools)
{
	gboolean landscape = mc_sheet_is_landscape(sheet);
	GtkWidget *row = tools_new(sheet, tools);
	GtkWidget *foot = gtk_grid_new(), *answers = gtk_grid_new();

	frame->second = mc_button_new("", "second");
	frame->forward = mc_button_new("", "forward");
	gtk_widget_set_visible(frame->second, FALSE);
	gtk_widget_set_visible(frame->forward, FALSE);
	gtk_widget_set_hexpand(frame->forward, TRUE);
	gtk_widget_set_hexpand(frame->second, TRUE);
	gtk_widget_set_hexpand(row, TRUE);
	gtk_widget_set_valign(row, GTK_ALIGN_CENTER);
	mc_add_classes(answers, "g4");
	mc_add_classes(foot, "foot g4");
	/* In landscape the tools keep the left half, whatever stands in the right one. */
	gtk_grid_set_column_homogeneous(GTK_GRID(foot), landscape);
	gtk_grid_attach(GTK_GRID(answers), frame->second, 0, 0, 1, 1);
	gtk_grid_attach(GTK_GRID(answers), frame->forward, landscape ? 1 : 0, landscape ? 0 : 1, 1, 1);
	gtk_grid_attach(GTK_GRID(foot), answers, landscape ? 1 : 0, 0, 1, 1);
	gtk_grid_attach(GTK_GRID(foot), row, 0, landscape ? 0 : 1, 1, 1);
	return foot;
}

/* ---- more than the glass shows at once: a button, because nobody should have to drag ---- */

typedef struct More {
	GtkWidget *button; /* borrowed: both die with the sheet */
	GtkAdjustment *down;
	guint later;
} More;

static gboolean
at_end(GtkAdjustment *down)
{
	return gtk_adjustment_get_value(down) + gtk_adjustment_get_page_size(down) + 1 >=
	       gtk_adjustment_get_upper(down);
}

static gboolean
look_for_more(gpointer data)
{
	More *more = data;
	gdouble over = gtk_adjustment_get_upper(more->down) - gtk_adjustment_get_page_size(more->down);
	gboolean shown = gtk_widget_get_visible(more->button);

	more->later = 0;
	/* The button itself takes room: once it shows it goes only when there is room for all. */
	gtk_widget_set_visible(more->button, over > (shown ? -gtk_widget_get_height(more->button) : 1));
	mc_button_set(
	    more->button, at_end(more->down) ? _("Back to the top") : _("There is more below"));
	return G_SOURCE_REMOVE;
}

/* Not now: the adjustment changes while everything is being laid out. */
static void
adjusted(GtkAdjustment *down, gpointer data)
{
	More *more = data;

	if (more->later == 0)
		more->later = g_idle_add(look_for_more, more);
}

static void
more_clicked(GtkButton *button, gpointer data)
{
	More *more = data;
	gdouble page = gtk_adjustment_get_page_size(more->down) * 0.85;

	gtk_adjustment_set_value(
	    more->down, at_end(more->down) ? 0 : gtk_adjustment_get_value(more->down) + page);
}

static void
free_more(gpointer data)
{
	More *more = data;

	g_clear_handle_id(&more->later, g_source_remove);
	g_signal_handlers_disconnect_by_data(more->down, more);
	g_object_unref(more->down);
	g_free(more);
}

static GtkWidget *
more_new(GtkWidget *scroll)
{
	GtkWidget *button = mc_button_new("", "more");
	More *more = g_new0(More, 1);

	more->button = button;
	more->down = g_object_ref(gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(scroll)));
	gtk_widget_set_visible(button, FALSE);
	g_signal_connect(more->down, "changed", G_CALLBACK(adjusted), more);
	g_signal_connect(more->down, "value-changed", G_CALLBACK(adjusted), more);
	g_signal_connect(button, "clicked", G_CALLBACK(more_clicked), more);
	g_object_set_data_full(G_OBJECT(button), "mc-more", more, free_more);
	return button;
}

static GtkWidget *
content_new(McSheetFrame *frame, McSheet *sheet)
{
	gboolean landscape = mc_sheet_is_landscape(sheet);
	GtkWidget *content = landscape ? mc_row_new("content g12") : mc_column_new("content g6");
	GtkWidget *scroll = gtk_scrolled_window_new();

	frame->figure = mc_column_new("picture");
	frame->body = mc_column_new("main g6");
	gtk_widget_set_visible(frame->figure, FALSE);
	gtk_widget_set_hexpand(frame->body, TRUE);
	gtk_widget_set_vexpand(frame->body, TRUE);
	mc_append(content, frame->figure);
	mc_append(content, frame->body);
	/* Everything fits on the glass that we design for; on a smaller one it can still be reached. */
	gtk_scrolled_window_set_policy(
	    GTK_SCROLLED_WINDOW(scroll), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
	gtk_scrolled_window_set_overlay_scrolling(GTK_SCROLLED_WINDOW(scroll), FALSE);
	gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroll), content);
	gtk_widget_set_vexpand(scroll, TRUE);
	return scroll;
}

void
mc_sheet_frame_build(McSheetFrame *frame, McSheet *sheet, guint tools, const McView *view)
{
	GtkWidget *column = mc_column_new(NULL);
	GtkWidget *heading = mc_column_new("head");
	GtkWidget *scroll;

	frame->steps = mc_steps_new();
	frame->title = mc_heading_new("", "title");
	frame->lead = mc_label_new("", "lead");
	gtk_widget_set_visible(frame->title, FALSE);
	gtk_widget_set_visible(frame->lead, FALSE);
	mc_append(heading, frame->title);
	mc_append(heading, frame->lead);
	mc_append(column, bar_new(sheet, tools, view));
	mc_append(column, frame->steps);
	mc_append(column, heading);
	scroll = content_new(frame, sheet);
	mc_append(column, scroll);
	mc_append(column, more_new(scroll));
	mc_append(column, foot_new(frame, sheet, tools));
	gtk_widget_set_parent(column, GTK_WIDGET(sheet));
}
