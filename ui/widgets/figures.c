#include "ui/widgets/figures.h"

#include "app/exam/optotype.h"

#include <qrencode.h>

/* ---- optotype ---- */

struct _McOptotypeFigure {
	GtkWidget parent_instance;
	McOptotype optotype;
	McDirection direction;
};

G_DEFINE_FINAL_TYPE(McOptotypeFigure, mc_optotype_figure, GTK_TYPE_WIDGET)

/* How much of each pixel is covered. NULL when there is no room. */
static cairo_surface_t *
cover(McOptotype optotype, McDirection direction, gint width, gint height)
{
	McOptotypePicture picture = {
	    .optotype = optotype,
	    .eighths = mc_optotype_eighths(direction),
	    .stroke_q16 = (gint64)(MIN(width, height) * 0.62 / 5 * 65536),
	    .centre_x_q16 = (gint64)width * 32768,
	    .centre_y_q16 = (gint64)height * 32768,
	    .width_px = width,
	    .height_px = height,
	    .ink = MC_LIGHT_FULL,
	};
	cairo_surface_t *surface;
	McLightCurve straight;

	mc_light_curve(&straight, 1000);
	surface = cairo_image_surface_create(CAIRO_FORMAT_A8, width, height);
	cairo_surface_flush(surface);
	if (cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS &&
	    mc_optotype_draw(&picture, &straight, cairo_image_surface_get_data(surface),
	        (gsize)cairo_image_surface_get_stride(surface))) {
		cairo_surface_mark_dirty(surface);
		return surface;
	}
	cairo_surface_destroy(surface);
	return NULL;
}

static void
mc_optotype_figure_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
	McOptotypeFigure *self = MC_OPTOTYPE_FIGURE(widget);
	gint width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
	cairo_surface_t *covered = cover(self->optotype, self->direction, width, height);
	GdkRGBA colour;
	cairo_t *cr;

	if (covered == NULL)
		return;
	cr = gtk_snapshot_append_cairo(
	    snapshot, &GRAPHENE_RECT_INIT(0, 0, (gfloat)width, (gfloat)height));
	gtk_style_context_get_color(gtk_widget_get_style_context(widget), &colour);
	gdk_cairo_set_source_rgba(cr, &colour);
	cairo_mask_surface(cr, covered, 0, 0);
	cairo_surface_destroy(covered);
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
mc_optotype_figure_new(McOptotype optotype, McDirection direction, const char *description)
{
	GtkWidget *figure = g_object_new(MC_TYPE_OPTOTYPE_FIGURE, NULL);

	mc_optotype_figure_set(figure, optotype, direction, description);
	return figure;
}

void
mc_optotype_figure_set(
    GtkWidget *figure, McOptotype optotype, McDirection direction, const char *description)
{
	McOptotypeFigure *self = MC_OPTOTYPE_FIGURE(figure);

	self->optotype = optotype;
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
