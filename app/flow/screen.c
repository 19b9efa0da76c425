#include "app/flow/screen.h"

void
mc_screen_init(McScreen *self, McClock *clock, void (*vanished)(gpointer data), gpointer data)
{
	*self = (McScreen){.clock = clock, .vanished = vanished, .data = data};
}

void
mc_screen_show(McScreen *self, guint exposure_ms)
{
	mc_screen_dark(self);
	self->is_on = TRUE;
	self->exposure_ms = exposure_ms;
	self->onset_us = 0;
}

static void
on_exposed(gpointer data)
{
	McScreen *self = data;

	self->vanish = 0;
	self->is_on = FALSE;
	self->vanished(self->data);
}

gboolean
mc_screen_drawn(McScreen *self)
{
	if (!self->is_on || self->onset_us != 0)
		return FALSE;
	self->onset_us = mc_clock_now_us(self->clock);
	self->vanish = mc_clock_after_ms(self->clock, self->exposure_ms, on_exposed, self);
	return TRUE;
}

void
mc_screen_dark(McScreen *self)
{
	mc_clock_cancel(self->clock, &self->vanish);
	self->is_on = FALSE;
}

gint64
mc_screen_reaction_us(const McScreen *self)
{
	return self->onset_us == 0 ? 0 : mc_clock_now_us(self->clock) - self->onset_us;
}
