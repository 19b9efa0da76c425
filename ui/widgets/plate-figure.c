#include "ui/widgets/plate-figure.h"
#include "ui/widgets/painted.h"

#define NO_TRIAL (-1)
#define BYTES_PER_PIXEL 3

struct _McPlateFigure {
	GtkWidget parent_instance;
	gint side;
	McColourPlan plan;
	McColourStimulus stimulus;
	gint32 trial; /* NO_TRIAL: blank */
	GdkTexture *texture; /* of the trial, once it was drawn */
	gint pixels; /* its side */
	GdkRGBA ground; /* while blank */
	void (*drawn)(gint32 trial, gpointer data);
	gpointer drawn_data;
	McPainted painted;
};

G_DEFINE_FINAL_TYPE(McPlateFigure, mc_plate_figure, GTK_TYPE_WIDGET)

static void
draw(const McPlateFigure *self, guint8 *rgb, gint pixels)
{
	const McColourStimulus *shown = &self->stimulus;
	const gsize stride = (gsize)pixels * BYTES_PER_PIXEL;
	McPlateDescription description = {
	    shown->show, shown->figure, shown->contrast_permille, (guint32)shown->seed};
	g_autofree McPlate *plate = NULL;
	guint8 code[MC_PANEL_CHANNELS];
	McLightCurve curve;

	if (shown->show == MC_COLOUR_SIGNAL) {
		mc_signal_codes(code, &self->plan.panel, &self->plan.style, (McSignal)shown->figure,
		    shown->luminance_permille);
		mc_signal_draw(code, rgb, pixels, stride);
		return;
	}
	plate = g_new0(McPlate, 1);
	mc_plate_make(plate, &self->plan.panel, &self->plan.style, &description);
	mc_light_curve(&curve, self->plan.panel.gamma_milli);
	mc_plate_draw(plate, &curve, rgb, pixels, stride);
}

static void
make_texture(McPlateFigure *self, gint pixels)
{
	gsize size = (gsize)pixels * (gsize)pixels * BYTES_PER_PIXEL;
	guint8 *rgb = g_malloc(size);
	g_autoptr(GBytes) bytes = g_bytes_new_take(rgb, size);

	draw(self, rgb, pixels);
	g_clear_object(&self->texture);
	self->texture = gdk_memory_texture_new(
	    pixels, pixels, GDK_MEMORY_R8G8B8, bytes, (gsize)pixels * BYTES_PER_PIXEL);
	self->pixels = pixels;
}

/* ---- when it stands on the screen ---- */

static void
on_painted(gpointer data)
{
	McPlateFigure *self = data;

	if (self->trial != NO_TRIAL && self->drawn != NULL)
		self->drawn(self->trial, self->drawn_data);
}

static void
mc_plate_figure_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
	McPlateFigure *self = MC_PLATE_FIGURE(widget);
	graphene_rect_t field = GRAPHENE_RECT_INIT(
	    0, 0, (gfloat)gtk_widget_get_width(widget), (gfloat)gtk_widget_get_height(widget));
	gint pixels = self->side * gtk_widget_get_scale_factor(widget);

	if (self->trial == NO_TRIAL) {
		gtk_snapshot_append_color(snapshot, &self->ground, &field);
		return;
	}
	if (self->texture == NULL || self->pixels != pixels) {
		make_texture(self, pixels);
		mc_painted_await(&self->painted, widget, on_painted, self);
	}
	gtk_snapshot_append_texture(snapshot, self->texture, &field);
}

static void
mc_plate_figure_measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
    int *natural, int *minimum_baseline, int *natural_baseline)
{
	*minimum = *natural = MC_PLATE_FIGURE(widget)->side;
}

static void
mc_plate_figure_dispose(GObject *object)
{
	McPlateFigure *self = MC_PLATE_FIGURE(object);

	mc_painted_forget(&self->painted);
	g_clear_object(&self->texture);
	G_OBJECT_CLASS(mc_plate_figure_parent_class)->dispose(object);
}

static void
mc_plate_figure_class_init(McPlateFigureClass *class)
{
	GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

	G_OBJECT_CLASS(class)->dispose = mc_plate_figure_dispose;
	widget_class->snapshot = mc_plate_figure_snapshot;
	widget_class->measure = mc_plate_figure_measure;
	gtk_widget_class_set_css_name(widget_class, "plate");
	gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
mc_plate_figure_init(McPlateFigure *self)
{
	self->trial = NO_TRIAL;
	self->ground = (GdkRGBA){0.6F, 0.6F, 0.6F, 1};
	gtk_widget_set_halign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
	gtk_widget_set_valign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
}

GtkWidget *
mc_plate_figure_new(
    gint side, const char *description, void (*drawn)(gint32 trial, gpointer data), gpointer data)
{
	McPlateFigure *self = g_object_new(MC_TYPE_PLATE_FIGURE, NULL);

	self->side = side;
	self->drawn = drawn;
	self->drawn_data = data;
	gtk_accessible_update_property(
	    GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
	return GTK_WIDGET(self);
}

void
mc_plate_figure_show(
    GtkWidget *figure, const McColourPlan *plan, const McColourStimulus *stimulus, gint32 trial)
{
	McPlateFigure *self = MC_PLATE_FIGURE(figure);

	if (self->trial == trial)
		return;
	self->plan = *plan;
	self->stimulus = *stimulus;
	self->trial = trial;
	g_clear_object(&self->texture);
	gtk_widget_queue_draw(figure);
}

void
mc_plate_figure_blank(GtkWidget *figure)
{
	McPlateFigure *self = MC_PLATE_FIGURE(figure);

	if (self->trial == NO_TRIAL)
		return;
	if (self->stimulus.show == MC_COLOUR_SIGNAL)
		self->ground = (GdkRGBA){0, 0, 0, 1};
	self->trial = NO_TRIAL;
	g_clear_object(&self->texture);
	gtk_widget_queue_draw(figure);
}
