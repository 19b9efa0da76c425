#include "app/flow/idle.h"

#include "app/flow/delays.h"

void
mc_idle_init(McIdle *self, McClock *clock, const McIdleEvents *events, gpointer data)
{
	*self = (McIdle){.clock = clock, .events = events, .data = data};
}

void
mc_idle_clear(McIdle *self)
{
	mc_clock_cancel(self->clock, &self->timer);
	self->seconds_left = 0;
	self->quiet_ms = 0;
}

static void
on_quiet(gpointer data)
{
	McIdle *self = data;

	self->timer = 0;
	self->events->quiet(self->data);
}

void
mc_idle_arm(McIdle *self, guint quiet_ms)
{
	mc_idle_clear(self);
	self->quiet_ms = quiet_ms;
	if (quiet_ms != 0)
		self->timer = mc_clock_after_ms(self->clock, quiet_ms, on_quiet, self);
}

static void
on_second(gpointer data)
{
	McIdle *self = data;

	self->timer = 0;
	if (--self->seconds_left <= 0) {
		self->events->expired(self->data);
		return;
	}
	self->timer = mc_clock_after_ms(self->clock, mc_delay_ms(MC_DELAY_SECOND), on_second, self);
	self->events->counting(self->seconds_left, self->data);
}

void
mc_idle_warn(McIdle *self, guint react_ms)
{
	mc_clock_cancel(self->clock, &self->timer);
	self->seconds_left = (gint)(react_ms / mc_delay_ms(MC_DELAY_SECOND));
	self->timer = mc_clock_after_ms(self->clock, mc_delay_ms(MC_DELAY_SECOND), on_second, self);
}
