#include "ui/widgets/signature.h"
#include <jansson.h>
#include <math.h>
#include <string.h>

typedef struct Sample {
	gfloat x, y; /* pixels */
	guint32 at_ms; /* since the first touch */
	gboolean first; /* of its stroke */
} Sample;

/* A signature of a minute at 120 samples a second; what follows is not drawn. */
#define SAMPLES_MAX 7200

struct _McSignaturePad {
	GtkWidget parent_instance;
	GArray *samples;
	guint32 began_ms; /* event time of the first touch */
	gdouble start_x, start_y, pixels_per_mm;
	McSignatureFunc func;
	gpointer data;
};

G_DEFINE_FINAL_TYPE(McSignaturePad, mc_signature_pad, GTK_TYPE_WIDGET)

static void
wipe(GArray *samples)
{
	explicit_bzero(samples->data, samples->len * sizeof(Sample));
	g_array_set_size(samples, 0);
}

static void
add_sample(McSignaturePad *self, GtkGestureDrag *drag, gdouble x, gdouble y, gboolean first)
{
	guint32 now = gtk_event_controller_get_current_event_time(GTK_EVENT_CONTROLLER(drag));
	Sample sample = {(gfloat)CLAMP(x, 0, gtk_widget_get_width(GTK_WIDGET(self))),
	    (gfloat)CLAMP(y, 0, gtk_widget_get_height(GTK_WIDGET(self))), 0, first};

	if (self->samples->len >= SAMPLES_MAX)
		return;
	if (self->samples->len == 0)
		self->began_ms = now;
	sample.at_ms = now - self->began_ms;
	g_array_append_val(self->samples, sample);
	gtk_widget_queue_draw(GTK_WIDGET(self));
}

static json_t *
sample_to_json(const McSignaturePad *self, const Sample *sample)
{
	gdouble tenths = 10 / self->pixels_per_mm;
	gdouble x = (gdouble)sample->x * tenths, y = (gdouble)sample->y * tenths;

	return json_pack("[i, i, i]", (int)lround(x), (int)lround(y), (int)sample->at_ms);
}

static GBytes *
strokes(const McSignaturePad *self)
{
	json_t *all = json_array();
	json_t *stroke = NULL; /* borrowed from all */
	char *text;

	for (guint i = 0; i < self->samples->len; i++) {
		const Sample *sample = &g_array_index(self->samples, Sample, i);

		if (sample->first || stroke == NULL) {
			stroke = json_array();
			json_array_append_new(all, stroke);
		}
		json_array_append_new(stroke, sample_to_json(self, sample));
	}
	text = json_dumps(all, JSON_COMPACT);
	json_decref(all);
	/* jansson allocates with malloc(); GBytes hands it back the same way. */
	return g_bytes_new_with_free_func(text, strlen(text), free, text);
}

static void
begun(GtkGestureDrag *drag, gdouble x, gdouble y, gpointer data)
{
	McSignaturePad *self = data;

	gtk_gesture_set_state(GTK_GESTURE(drag), GTK_EVENT_SEQUENCE_CLAIMED);
	self->start_x = x;
	self->start_y = y;
	add_sample(self, drag, x, y, TRUE);
}

static void
moved(GtkGestureDrag *drag, gdouble dx, gdouble dy, gpointer data)
{
	McSignaturePad *self = data;

	add_sample(self, drag, self->start_x + dx, self->start_y + dy, FALSE);
}

static void
ended(GtkGestureDrag *drag, gdouble dx, gdouble dy, gpointer data)
{
	McSignaturePad *self = data;
	g_autoptr(GBytes) bytes = strokes(self);

	self->func(bytes, self->data);
}

static void
mc_signature_pad_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
	McSignaturePad *self = MC_SIGNATURE_PAD(widget);
	gdouble width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
	gdouble mm = self->pixels_per_mm;
	GdkRGBA colour;
	cairo_t *cr = gtk_snapshot_append_cairo(
	    snapshot, &GRAPHENE_RECT_INIT(0, 0, (gfloat)width, (gfloat)height));

	gtk_style_context_get_color(gtk_widget_get_style_context(widget), &colour);
	gdk_cairo_set_source_rgba(cr, &colour);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
	/* the line to sign on */
	cairo_set_line_width(cr, 0.4 * mm);
	cairo_set_dash(cr, (const double[]){2 * mm, 2 * mm}, 2, 0);
	cairo_move_to(cr, 10 * mm, height * 0.78);
	cairo_line_to(cr, width - 10 * mm, height * 0.78);
	cairo_stroke(cr);
	cairo_set_dash(cr, NULL, 0, 0);
	cairo_set_line_width(cr, 1.2 * mm);
	for (guint i = 0; i < self->samples->len; i++) {
		const Sample *sample = &g_array_index(self->samples, Sample, i);

		if (sample->first)
			cairo_move_to(cr, (gdouble)sample->x, (gdouble)sample->y);
		cairo_line_to(cr, (gdouble)sample->x, (gdouble)sample->y);
	}
	cairo_stroke(cr);
	cairo_destroy(cr);
}

static void
mc_signature_pad_finalize(GObject *object)
{
	McSignaturePad *self = MC_SIGNATURE_PAD(object);

	wipe(self->samples);
	g_array_unref(self->samples);
	G_OBJECT_CLASS(mc_signature_pad_parent_class)->finalize(object);
}

static void
mc_signature_pad_class_init(McSignaturePadClass *class)
{
	GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

	G_OBJECT_CLASS(class)->finalize = mc_signature_pad_finalize;
	widget_class->snapshot = mc_signature_pad_snapshot;
	gtk_widget_class_set_css_name(widget_class, "pad");
	gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
mc_signature_pad_init(McSignaturePad *self)
{
	GtkGesture *drag = gtk_gesture_drag_new();

	self->samples = g_array_sized_new(FALSE, FALSE, sizeof(Sample), SAMPLES_MAX);
	gtk_widget_set_overflow(GTK_WIDGET(self), GTK_OVERFLOW_HIDDEN);
	g_signal_connect(drag, "drag-begin", G_CALLBACK(begun), self);
	g_signal_connect(drag, "drag-update", G_CALLBACK(moved), self);
	g_signal_connect(drag, "drag-end", G_CALLBACK(ended), self);
	gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(drag));
}

GtkWidget *
mc_signature_pad_new(
    const char *description, gdouble pixels_per_mm, McSignatureFunc func, gpointer data)
{
	McSignaturePad *self = g_object_new(MC_TYPE_SIGNATURE_PAD, NULL);

	self->pixels_per_mm = pixels_per_mm;
	self->func = func;
	self->data = data;
	gtk_accessible_update_property(
	    GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
	return GTK_WIDGET(self);
}

void
mc_signature_pad_clear(GtkWidget *pad)
{
	McSignaturePad *self = MC_SIGNATURE_PAD(pad);

	wipe(self->samples);
	gtk_widget_queue_draw(pad);
	self->func(NULL, self->data);
}
