#include "ui/widgets/signal-figure.h"
#include "ui/widgets/painted.h"

struct _McSignalFigure {
	GtkWidget parent_instance;
	gint lamps, side, lit;
	gboolean announced; /* this lamp's frame was painted, or is awaited */
	void (*drawn)(gpointer data);
	gpointer drawn_data;
	McPainted painted;
};

G_DEFINE_FINAL_TYPE(McSignalFigure, mc_signal_figure, GTK_TYPE_WIDGET)

/* Told apart by luminance alone, for eyes that do not see colours. */
static const GdkRGBA dark = {0.19F, 0.26F, 0.35F, 1}, lit_up = {1.0F, 0.85F, 0.25F, 1},
                     rim = {0.07F, 0.13F, 0.11F, 1};

static void
disc(GtkSnapshot *snapshot, gfloat left, gfloat side, const GdkRGBA *colour)
{
	graphene_rect_t square = GRAPHENE_RECT_INIT(left, 0, side, side);
	GskRoundedRect round;

	gsk_rounded_rect_init_from_rect(&round, &square, side / 2);
	gtk_snapshot_push_rounded_clip(snapshot, &round);
	gtk_snapshot_append_color(snapshot, colour, &square);
	gtk_snapshot_pop(snapshot);
	gtk_snapshot_append_border(snapshot, &round,
	    (gfloat[4]){side / 24, side / 24, side / 24, side / 24}, (GdkRGBA[4]){rim, rim, rim, rim});
}

static gint
width_of(const McSignalFigure *self)
{
	return self->side * self->lamps + self->side / 2 * (self->lamps - 1);
}

static void
mc_signal_figure_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
	McSignalFigure *self = MC_SIGNAL_FIGURE(widget);
	gint step = self->side + self->side / 2;

	for (gint i = 0; i < self->lamps; i++)
		disc(snapshot, (gfloat)(i * step), (gfloat)self->side, i == self->lit ? &lit_up : &dark);
	if (self->lit == MC_LAMP_NONE || self->announced || self->drawn == NULL)
		return;
	self->announced = TRUE;
	mc_painted_await(&self->painted, widget, self->drawn, self->drawn_data);
}

static void
mc_signal_figure_measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
    int *natural, int *minimum_baseline, int *natural_baseline)
{
	const McSignalFigure *self = MC_SIGNAL_FIGURE(widget);

	*minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? width_of(self) : self->side;
}

static void
mc_signal_figure_dispose(GObject *object)
{
	mc_painted_forget(&MC_SIGNAL_FIGURE(object)->painted);
	G_OBJECT_CLASS(mc_signal_figure_parent_class)->dispose(object);
}

static void
mc_signal_figure_class_init(McSignalFigureClass *class)
{
	GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

	G_OBJECT_CLASS(class)->dispose = mc_signal_figure_dispose;
	widget_class->snapshot = mc_signal_figure_snapshot;
	widget_class->measure = mc_signal_figure_measure;
	gtk_widget_class_set_css_name(widget_class, "signal");
	gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
mc_signal_figure_init(McSignalFigure *self)
{
	self->lit = MC_LAMP_NONE;
	gtk_widget_set_halign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
	gtk_widget_set_valign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
}

GtkWidget *
mc_signal_figure_new(guint lamps, gint side, void (*drawn)(gpointer data), gpointer data)
{
	McSignalFigure *self = g_object_new(MC_TYPE_SIGNAL_FIGURE, NULL);

	self->lamps = (gint)lamps;
	self->side = side;
	self->drawn = drawn;
	self->drawn_data = data;
	return GTK_WIDGET(self);
}

void
mc_signal_figure_set(GtkWidget *figure, gint lit, const char *description)
{
	McSignalFigure *self = MC_SIGNAL_FIGURE(figure);

	gtk_accessible_update_property(
	    GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
	if (self->lit == lit)
		return;
	self->lit = lit;
	self->announced = FALSE;
	mc_painted_forget(&self->painted);
	gtk_widget_queue_draw(figure);
}
