#include "ui/widgets/painted.h"

void
mc_painted_forget(McPainted *self)
{
	if (self->handler != 0)
		g_signal_handler_disconnect(self->clock, self->handler);
	self->handler = 0;
	g_clear_object(&self->clock);
}

static void
on_painted(GdkFrameClock *clock, gpointer data)
{
	McPainted *self = data;

	mc_painted_forget(self);
	self->func(self->data);
}

void
mc_painted_await(McPainted *self, GtkWidget *widget, void (*func)(gpointer data), gpointer data)
{
	if (self->handler != 0)
		return;
	self->func = func;
	self->data = data;
	self->clock = g_object_ref(gtk_widget_get_frame_clock(widget));
	self->handler = g_signal_connect(self->clock, "after-paint", G_CALLBACK(on_painted), self);
}
