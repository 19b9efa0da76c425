#include "ui/sheet/sheet.h"
#include "ui/sheet/frame.h"
#include "ui/widgets/build.h"
#include "ui/widgets/steps.h"
#include <string.h>

struct _McSheet {
	GtkWidget parent_instance;
	const McSheetKind *kind;
	const McStage *stage;
	McSheetFrame frame;
	gpointer own;
	McActKind forward, second;
	void (*forward_func)(gpointer data);
	gpointer forward_data;
};

G_DEFINE_FINAL_TYPE(McSheet, mc_sheet, GTK_TYPE_WIDGET)

gpointer
mc_sheet_own(McSheet *sheet)
{
	return sheet->own;
}

const McStage *
mc_sheet_stage(const McSheet *sheet)
{
	return sheet->stage;
}

gboolean
mc_sheet_is_landscape(const McSheet *sheet)
{
	return sheet->stage->layout == MC_LAYOUT_LANDSCAPE;
}

GtkWidget *
mc_sheet_body(McSheet *sheet)
{
	return sheet->frame.body;
}

void
mc_sheet_set_title(McSheet *sheet, const char *title)
{
	mc_label_set(sheet->frame.title, title);
	gtk_widget_set_visible(sheet->frame.title, title[0] != '\0');
}

void
mc_sheet_set_lead(McSheet *sheet, const char *lead)
{
	mc_label_set(sheet->frame.lead, lead);
	gtk_widget_set_visible(sheet->frame.lead, lead[0] != '\0');
}

void
mc_sheet_set_figure(McSheet *sheet, GtkWidget *figure)
{
	gboolean portrait = !mc_sheet_is_landscape(sheet);

	mc_clear(sheet->frame.figure);
	gtk_widget_set_visible(sheet->frame.figure, figure != NULL);
	/* In portrait the picture has what the words leave; alone, the words have everything. */
	gtk_widget_set_vexpand(sheet->frame.body, figure == NULL || !portrait);
	if (figure == NULL)
		return;
	gtk_widget_set_vexpand(figure, TRUE);
	gtk_widget_set_hexpand(figure, TRUE);
	gtk_widget_set_hexpand(sheet->frame.figure, TRUE);
	mc_append(sheet->frame.figure, figure);
}

static void
set_button(GtkWidget *button, const char *text)
{
	gtk_widget_set_visible(button, text != NULL);
	if (text != NULL)
		mc_button_set(button, text);
}

void
mc_sheet_set_forward(McSheet *sheet, const char *text, McActKind kind)
{
	sheet->forward = kind;
	sheet->forward_func = NULL;
	set_button(sheet->frame.forward, text);
}

void
mc_sheet_set_forward_func(
    McSheet *sheet, const char *text, void (*func)(gpointer data), gpointer data)
{
	sheet->forward_func = func;
	sheet->forward_data = data;
	set_button(sheet->frame.forward, text);
}

void
mc_sheet_set_forward_ready(McSheet *sheet, gboolean ready)
{
	gtk_widget_set_sensitive(sheet->frame.forward, ready);
}

void
mc_sheet_set_second(McSheet *sheet, const char *text, McActKind kind)
{
	sheet->second = kind;
	set_button(sheet->frame.second, text);
}

typedef struct Click {
	const McStage *stage;
	McAct act;
} Click;

static void
clicked(GtkButton *button, gpointer data)
{
	const Click *click = data;

	mc_stage_act(click->stage, &click->act);
}

static void
free_click(gpointer data, GClosure *closure)
{
	g_free(data);
}

void
mc_sheet_post_on_click(McSheet *sheet, GtkWidget *button, const McAct *act)
{
	Click *click = g_new(Click, 1);

	*click = (Click){sheet->stage, *act};
	g_signal_connect_data(button, "clicked", G_CALLBACK(clicked), click, free_click, 0);
}

static void
forward_clicked(GtkButton *button, gpointer data)
{
	McSheet *sheet = data;

	if (sheet->forward_func != NULL)
		sheet->forward_func(sheet->forward_data);
	else
		mc_stage_post(sheet->stage, sheet->forward);
}

static void
second_clicked(GtkButton *button, gpointer data)
{
	McSheet *sheet = data;

	mc_stage_post(sheet->stage, sheet->second);
}

static gboolean
says_something(GtkWidget *body)
{
	for (GtkWidget *child = gtk_widget_get_first_child(body); child != NULL;
	     child = gtk_widget_get_next_sibling(child))
		if (gtk_widget_get_visible(child))
			return TRUE;
	return FALSE;
}

void
mc_sheet_update(McSheet *sheet, const McView *view)
{
	if (sheet->kind->tools & MC_TOOL_STEPS)
		mc_steps_set(sheet->frame.steps, view->exam.step, view->exam.steps);
	if (sheet->kind->update != NULL)
		sheet->kind->update(sheet, view);
	/* A picture with nothing beside it stands in the middle. */
	gtk_widget_set_visible(sheet->frame.body,
	    !gtk_widget_get_visible(sheet->frame.figure) || says_something(sheet->frame.body));
}

GtkWidget *
mc_sheet_new(const McSheetKind *kind, const McStage *stage, const McView *view)
{
	McSheet *sheet = g_object_new(MC_TYPE_SHEET, NULL);

	sheet->kind = kind;
	sheet->stage = stage;
	sheet->own = kind->own_size > 0 ? g_malloc0(kind->own_size) : NULL;
	mc_sheet_frame_build(&sheet->frame, sheet, kind->tools, view);
	g_signal_connect(sheet->frame.forward, "clicked", G_CALLBACK(forward_clicked), sheet);
	g_signal_connect(sheet->frame.second, "clicked", G_CALLBACK(second_clicked), sheet);
	mc_set_class(GTK_WIDGET(sheet), "landscape", mc_sheet_is_landscape(sheet));
	mc_set_class(GTK_WIDGET(sheet), "staff", (kind->tools & MC_TOOL_STAFF) != 0);
	kind->build(sheet, view);
	mc_sheet_update(sheet, view);
	return GTK_WIDGET(sheet);
}

static void
mc_sheet_dispose(GObject *object)
{
	McSheet *sheet = MC_SHEET(object);
	GtkWidget *child;

	while ((child = gtk_widget_get_first_child(GTK_WIDGET(sheet))) != NULL)
		gtk_widget_unparent(child);
	G_OBJECT_CLASS(mc_sheet_parent_class)->dispose(object);
}

static void
mc_sheet_finalize(GObject *object)
{
	McSheet *sheet = MC_SHEET(object);

	if (sheet->own != NULL) {
		if (sheet->kind->clear != NULL)
			sheet->kind->clear(sheet->own);
		explicit_bzero(sheet->own, sheet->kind->own_size);
		g_free(sheet->own);
	}
	G_OBJECT_CLASS(mc_sheet_parent_class)->finalize(object);
}

static void
mc_sheet_class_init(McSheetClass *class)
{
	GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

	G_OBJECT_CLASS(class)->dispose = mc_sheet_dispose;
	G_OBJECT_CLASS(class)->finalize = mc_sheet_finalize;
	gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BIN_LAYOUT);
	gtk_widget_class_set_css_name(widget_class, "sheet");
	gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
mc_sheet_init(McSheet *sheet)
{
}
