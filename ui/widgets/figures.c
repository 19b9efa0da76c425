#include "ui/widgets/figures.h"
#include <math.h>
#include <qrencode.h>

/* ---- optotype ---- */

struct _McOptotypeFigure {
	GtkWidget parent_instance;
	McDirection direction;
};

G_DEFINE_FINAL_TYPE(McOptotypeFigure, mc_optotype_figure, GTK_TYPE_WIDGET)

static void
mc_optotype_figure_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
	McOptotypeFigure *self = MC_OPTOTYPE_FIGURE(widget);
	gdouble width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
	gdouble side = MIN(width, height) * 0.62;
	/* Eighths of a turn clockwise from the E that opens to the right. */
	static const gint turns[MC_DIRECTIONS] = {[MC_DIRECTION_RIGHT] = 0,
	    [MC_DIRECTION_DOWN_RIGHT] = 1,
	    [MC_DIRECTION_DOWN] = 2,
	    [MC_DIRECTION_DOWN_LEFT] = 3,
	    [MC_DIRECTION_LEFT] = 4,
	    [MC_DIRECTION_UP_LEFT] = 5,
	    [MC_DIRECTION_UP] = 6,
	    [MC_DIRECTION_UP_RIGHT] = 7};
	GdkRGBA colour;
	cairo_t *cr = gtk_snapshot_append_cairo(
	    snapshot, &GRAPHENE_RECT_INIT(0, 0, (gfloat)width, (gfloat)height));

	gtk_style_context_get_color(gtk_widget_get_style_context(widget), &colour);
	gdk_cairo_set_source_rgba(cr, &colour);
	cairo_translate(cr, width / 2, height / 2);
	cairo_rotate(cr, turns[self->direction] * G_PI / 4);
	cairo_scale(cr, side / 5, side / 5);
	cairo_rectangle(cr, -2.5, -2.5, 1, 5);
	cairo_rectangle(cr, -1.5, -2.5, 4, 1);
	cairo_rectangle(cr, -1.5, -0.5, 4, 1);
	cairo_rectangle(cr, -1.5, 1.5, 4, 1);
	cairo_fill(cr);
	cairo_destroy(cr);
}

static void
mc_optotype_figure_class_init(McOptotypeFigureClass *class)
{
	GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

	widget_class->snapshot = mc_optotype_figure_snapshot;
	gtk_widget_class_set_css_name(widget_class, "optotype");
	gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
mc_optotype_figure_init(McOptotypeFigure *self)
{
	gtk_widget_set_halign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
	gtk_widget_set_valign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
}

GtkWidget *
mc_optotype_figure_new(McDirection direction, const char *description)
{
	GtkWidget *figure = g_object_new(MC_TYPE_OPTOTYPE_FIGURE, NULL);

	mc_optotype_figure_set(figure, direction, description);
	return figure;
}

void
mc_optotype_figure_set(GtkWidget *figure, McDirection direction, const char *description)
{
	McOptotypeFigure *self = MC_OPTOTYPE_FIGURE(figure);

	self->direction = direction;
	gtk_accessible_update_property(
	    GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
	gtk_widget_queue_draw(figure);
}

/* ---- QR ---- */

struct _McQrFigure {
	GtkWidget parent_instance;
	char *text;
	QRcode *code;
};

G_DEFINE_FINAL_TYPE(McQrFigure, mc_qr_figure, GTK_TYPE_WIDGET)

#define QUIET_MODULES 4

static void
mc_qr_figure_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
	McQrFigure *self = MC_QR_FIGURE(widget);
	gint width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
	gint module, origin_x, origin_y;
	cairo_t *cr;

	if (self->code == NULL)
		return;
	/* Whole pixels: every module has sharp edges and the same size. */
	module = MAX(1, MIN(width, height) / (self->code->width + 2 * QUIET_MODULES));
	origin_x = (width - module * self->code->width) / 2;
	origin_y = (height - module * self->code->width) / 2;
	cr = gtk_snapshot_append_cairo(
	    snapshot, &GRAPHENE_RECT_INIT(0, 0, (gfloat)width, (gfloat)height));
	cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
	for (gint y = 0; y < self->code->width; y++)
		for (gint x = 0; x < self->code->width; x++)
			if (self->code->data[y * self->code->width + x] & 1)
				cairo_rectangle(cr, origin_x + x * module, origin_y + y * module, module, module);
	cairo_fill(cr);
	cairo_destroy(cr);
}

static void
mc_qr_figure_finalize(GObject *object)
{
	McQrFigure *self = MC_QR_FIGURE(object);

	g_clear_pointer(&self->code, QRcode_free);
	g_free(self->text);
	G_OBJECT_CLASS(mc_qr_figure_parent_class)->finalize(object);
}

static void
mc_qr_figure_class_init(McQrFigureClass *class)
{
	GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

	G_OBJECT_CLASS(class)->finalize = mc_qr_figure_finalize;
	widget_class->snapshot = mc_qr_figure_snapshot;
	gtk_widget_class_set_css_name(widget_class, "qr");
	gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
mc_qr_figure_init(McQrFigure *self)
{
	gtk_widget_set_halign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
	gtk_widget_set_valign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
}

GtkWidget *
mc_qr_figure_new(const char *text, const char *description)
{
	GtkWidget *figure = g_object_new(MC_TYPE_QR_FIGURE, NULL);

	gtk_accessible_update_property(
	    GTK_ACCESSIBLE(figure), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
	mc_qr_figure_set(figure, text);
	return figure;
}

void
mc_qr_figure_set(GtkWidget *figure, const char *text)
{
	McQrFigure *self = MC_QR_FIGURE(figure);

	if (g_strcmp0(self->text, text) == 0)
		return;
	g_free(self->text);
	self->text = g_strdup(text);
	g_clear_pointer(&self->code, QRcode_free);
	if (text[0] != '\0')
		self->code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	gtk_widget_queue_draw(figure);
}
