#define G_LOG_DOMAIN "medcheck-device"
#include "drivers/device/board.h"

struct McBoard {
	const McDeviceInfo *truth;
	McClock *clock;
	McDeviceInfo shown;
	guint64 hold;
	gboolean misses; /* … for what is shown, which has left */
	guint publish_source;
	McDeviceListener listener;
	gpointer listener_data;
};

McBoard *
mc_board_new(const McDeviceInfo *truth, McClock *clock)
{
	McBoard *self = g_new0(McBoard, 1);

	self->truth = truth;
	self->clock = clock;
	self->shown = *truth;
	return self;
}

static void
forget_hold(McBoard *self)
{
	mc_clock_cancel(self->clock, &self->hold);
	self->misses = FALSE;
}

void
mc_board_free(McBoard *self)
{
	if (self == NULL)
		return;
	forget_hold(self);
	if (self->publish_source != 0)
		g_source_remove(self->publish_source);
	g_free(self);
}

const McDeviceInfo *
mc_board_shown(McBoard *self, guint64 transfers, guint64 faults)
{
	self->shown.transfers = transfers;
	self->shown.faults = faults;
	return &self->shown;
}

void
mc_board_set_listener(McBoard *self, McDeviceListener listener, gpointer data)
{
	self->listener = listener;
	self->listener_data = data;
}

static gboolean
on_publish(gpointer data)
{
	McBoard *self = data;

	self->publish_source = 0;
	if (self->shown.state != self->truth->state || self->shown.cause != self->truth->cause)
		g_message("%s: %s, %s", mc_device_kind_name(self->truth->kind),
		    mc_device_state_name(self->truth->state), mc_device_cause_name(self->truth->cause));
	self->shown = *self->truth;
	if (self->listener != NULL)
		self->listener(self->shown.kind, &self->shown, self->listener_data);
	return G_SOURCE_REMOVE;
}

void
mc_board_publish(McBoard *self)
{
	if (self->hold == 0 && self->publish_source == 0)
		self->publish_source = g_idle_add(on_publish, self);
}

static void
on_hold_over(gpointer data)
{
	McBoard *self = data;

	self->hold = 0;
	self->misses = FALSE;
	mc_board_publish(self);
}

void
mc_board_hold(McBoard *self, guint ms)
{
	if (self->hold != 0)
		return;
	if (self->shown.state == MC_DEVICE_READY || self->shown.state == MC_DEVICE_LOCKED)
		self->hold = mc_clock_after_ms(self->clock, ms, on_hold_over, self);
}

void
mc_board_miss(McBoard *self, guint ms)
{
	if (self->misses)
		return;
	forget_hold(self);
	mc_board_hold(self, ms);
	self->misses = self->hold != 0 && self->shown.cause != MC_CAUSE_NOT_ENROLLED;
}

void
mc_board_release(McBoard *self)
{
	forget_hold(self);
	mc_board_publish(self);
}

void
mc_board_release_unless_missed(McBoard *self)
{
	if (!self->misses)
		mc_board_release(self);
}
