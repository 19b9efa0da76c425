#include "ui/glass/touch.h"

#define STAFF_TAPS 7
#define STAFF_TAPS_MS 8000 /* all of them within this */
#define CORNER_MM 20

typedef struct Touch {
	const McGlassSource *source;
	const McStage *stage;
	guint taps;
	guint32 first_tap_ms;
	guint held_key; /* its code; 0 = none, or another one has gone down since */
} Touch;

static gboolean
is_press(GdkEvent *event)
{
	GdkEventType type = gdk_event_get_event_type(event);

	return type == GDK_BUTTON_PRESS || type == GDK_TOUCH_BEGIN;
}

static void
count_corner_tap(Touch *touch, GdkEvent *event)
{
	gdouble x, y, corner = CORNER_MM * touch->stage->pixels_per_mm;
	guint32 now_ms = gdk_event_get_time(event);

	if (!gdk_event_get_position(event, &x, &y) || x > corner || y > corner) {
		touch->taps = 0;
		return;
	}
	if (touch->taps == 0 || now_ms - touch->first_tap_ms > STAFF_TAPS_MS) {
		touch->taps = 0;
		touch->first_tap_ms = now_ms;
	}
	if (++touch->taps < STAFF_TAPS)
		return;
	touch->taps = 0;
	mc_stage_post(touch->stage, MC_ACT_STAFF);
}

static gboolean
heard(GtkEventControllerLegacy *controller, GdkEvent *event, gpointer data)
{
	Touch *touch = data;

	if (is_press(event))
		count_corner_tap(touch, event);
	if (is_press(event) || gdk_event_get_event_type(event) == GDK_KEY_PRESS)
		mc_stage_post(touch->stage, MC_ACT_TOUCH);
	return GDK_EVENT_PROPAGATE;
}

/* A key that is held says nothing more: it would answer one optotype after the other. */
static gboolean
is_repeated(Touch *touch, guint code)
{
	gboolean is_held = touch->held_key == code;

	touch->held_key = code;
	return is_held;
}

static void
key_released(
    GtkEventControllerKey *keys, guint value, guint code, GdkModifierType state, gpointer data)
{
	Touch *touch = data;

	if (touch->held_key == code)
		touch->held_key = 0;
}

/* Its release goes to another window. */
static void
left(GtkWindow *window, GParamSpec *property, gpointer data)
{
	if (!gtk_window_is_active(window))
		((Touch *)data)->held_key = 0;
}

static gboolean
key_pressed(
    GtkEventControllerKey *keys, guint value, guint code, GdkModifierType state, gpointer data)
{
	Touch *touch = data;
	const McView *view = touch->source->view(touch->source->data);
	gboolean is_repeat = is_repeated(touch, code);
	McDirection direction;

	if (!view->demonstration || view->overlay != MC_OVERLAY_NONE ||
	    view->exam.kind != MC_EXAM_ACUITY ||
	    (view->page != MC_PAGE_PRACTICE && view->page != MC_PAGE_EXAM))
		return GDK_EVENT_PROPAGATE;
	switch (value) {
	case GDK_KEY_Right: direction = MC_DIRECTION_RIGHT; break;
	case GDK_KEY_Up: direction = MC_DIRECTION_UP; break;
	case GDK_KEY_Left: direction = MC_DIRECTION_LEFT; break;
	case GDK_KEY_Down: direction = MC_DIRECTION_DOWN; break;
	/* where they lie on the number pad; an E has no such answer */
	case GDK_KEY_Page_Up: direction = MC_DIRECTION_UP_RIGHT; break;
	case GDK_KEY_Home: direction = MC_DIRECTION_UP_LEFT; break;
	case GDK_KEY_End: direction = MC_DIRECTION_DOWN_LEFT; break;
	case GDK_KEY_Page_Down: direction = MC_DIRECTION_DOWN_RIGHT; break;
	default: return GDK_EVENT_PROPAGATE;
	}
	if (!is_repeat)
		mc_stage_post_number(touch->stage, MC_ACT_ANSWER_DIRECTION, direction);
	return GDK_EVENT_STOP;
}

static void
free_touch(gpointer data, GClosure *closure)
{
	g_free(data);
}

void
mc_touch_listen(GtkWindow *window, const McGlassSource *source, const McStage *stage)
{
	Touch *touch = g_new0(Touch, 1);
	GtkEventController *all = gtk_event_controller_legacy_new();
	GtkEventController *keys = gtk_event_controller_key_new();

	touch->source = source;
	touch->stage = stage;
	gtk_event_controller_set_propagation_phase(all, GTK_PHASE_CAPTURE);
	gtk_event_controller_set_propagation_phase(keys, GTK_PHASE_CAPTURE);
	g_signal_connect_data(all, "event", G_CALLBACK(heard), touch, free_touch, 0);
	g_signal_connect(keys, "key-pressed", G_CALLBACK(key_pressed), touch);
	g_signal_connect(keys, "key-released", G_CALLBACK(key_released), touch);
	g_signal_connect(window, "notify::is-active", G_CALLBACK(left), touch);
	gtk_widget_add_controller(GTK_WIDGET(window), all);
	gtk_widget_add_controller(GTK_WIDGET(window), keys);
}
