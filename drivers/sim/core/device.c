#include "drivers/sim/core/device.h"

#include "drivers/sim/core/device-inner.h"

#include <errno.h>

McSimDevice *
mc_sim_device_new(McSimWorld *world, const McSimModel *model, gpointer self)
{
	McSimDevice *device = g_new0(McSimDevice, 1);

	device->world = world;
	device->model = model;
	device->self = self;
	device->standard.configuration = 1;
	g_queue_init(&device->pending);
	device->kept = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	return device;
}

McSimWorld *
mc_sim_device_world(McSimDevice *self)
{
	return self->world;
}

const McSimModel *
mc_sim_device_model(const McSimDevice *self)
{
	return self->model;
}

void
mc_sim_device_set_model(McSimDevice *self, const McSimModel *model)
{
	self->model = model;
}

void
mc_sim_device_set_plug_listener(McSimDevice *self, const McSimPlugListener *listener, gpointer data)
{
	self->listener = listener;
	self->listener_data = data;
}

void
mc_sim_device_set_watch(McSimDevice *self, const McSimWatch *watch, gpointer data)
{
	self->watch = watch;
	self->watch_data = data;
	if (watch != NULL && self->plugged)
		watch->plugged(data);
}

void
mc_sim_device_set_turn(McSimDevice *self, McSimTurnFunc turn, gpointer data)
{
	self->turn = turn;
	self->turn_data = data;
}

/* ---- completing ---- */

void
mc_sim_device_finish(McSimDevice *self, McSimTransfer *transfer, int status)
{
	mc_sim_world_cancel(self->world, &transfer->timer);
	g_queue_remove(&self->pending, transfer);
	transfer->status = status;
	if (self->watch != NULL)
		self->watch->completed(transfer, self->watch_data);
	transfer->complete(transfer);
}

static void
finish_all(McSimDevice *self, int status)
{
	McSimTransfer *transfer;

	while ((transfer = g_queue_peek_head(&self->pending)) != NULL)
		mc_sim_device_finish(self, transfer, status);
}

/* The model has answered: bytes or an errno. A reply to the host meets the faults on its way. */
static void
finish_or_hold(McSimDevice *self, McSimTransfer *transfer, int result, gboolean in)
{
	if (result == -EPIPE && transfer->pipe != MC_SIM_PIPE_CONTROL)
		mc_sim_standard_set_halted(&self->standard, transfer->endpoint, TRUE);
	transfer->answered = TRUE;
	transfer->actual = MIN((guint)MAX(result, 0), transfer->most);
	transfer->held_status = MIN(result, 0);
	if (!in || result < 0 || !mc_sim_device_meet_faults(self, transfer))
		mc_sim_device_finish(self, transfer, transfer->held_status);
}

/* ---- serving: TRUE when the transfer is no longer in the way of the next one ---- */

static int
call_control(McSimDevice *self, McSimTransfer *transfer)
{
	const McSimModel *model = self->model;

	/* descriptors of a class (21 and above) are the model's own: a HID device's report */
	gboolean is_class_descriptor =
	    transfer->setup[0] == 0x81 && transfer->setup[1] == 6 && transfer->setup[3] >= 0x21;

	if ((transfer->setup[0] & 0x60) == 0 && !is_class_descriptor)
		return mc_sim_standard_control(
		    &self->standard, model, self->self, transfer->setup, transfer->data, transfer->length);
	if (model->control == NULL)
		return -EPIPE;
	return model->control(self->self, transfer->setup, transfer->data, transfer->length);
}

/* The reply is made first and then met by the faults, as for any IN transfer; a request without
 * one is met before the device acts on it. */
static gboolean
serve_control(McSimDevice *self, McSimTransfer *transfer)
{
	gboolean in = (transfer->setup[0] & 0x80) != 0;
	int result;

	transfer->actual = transfer->length;
	if (!in && mc_sim_device_meet_faults(self, transfer))
		return TRUE;
	result = call_control(self, transfer);
	if (result == -EAGAIN)
		return FALSE;
	finish_or_hold(self, transfer, result, in);
	return TRUE;
}

static gboolean
serve_out(McSimDevice *self, McSimTransfer *transfer)
{
	int result;

	if (!transfer->considered)
		transfer->actual = transfer->length;
	if (mc_sim_device_meet_faults(self, transfer))
		return TRUE;
	result = self->model->out == NULL ? -EPIPE
	                                  : self->model->out(self->self, transfer->endpoint,
	                                        transfer->data, transfer->actual);
	if (result == -EAGAIN)
		return FALSE;
	finish_or_hold(self, transfer, result, FALSE);
	return TRUE;
}

static gboolean
serve_in(McSimDevice *self, McSimTransfer *transfer)
{
	int result = self->model->in == NULL ? -EPIPE
	                                     : self->model->in(self->self, transfer->endpoint,
	                                           transfer->data, transfer->length);

	if (result == -EAGAIN)
		result = mc_sim_fault_repeated(
		    &self->faults, transfer->endpoint, transfer->data, transfer->length);
	if (result == -EAGAIN)
		return FALSE;
	finish_or_hold(self, transfer, result, TRUE);
	return TRUE;
}

/* TRUE when it is not the model's turn; *over: the transfer has ended. */
static gboolean
take_turn(McSimDevice *self, McSimTransfer *transfer, gboolean *over)
{
	gboolean is_first = !transfer->turned;

	*over = FALSE;
	if (self->turn == NULL)
		return FALSE;
	transfer->turned = TRUE;
	switch (self->turn(transfer, is_first, self->turn_data)) {
	case MC_SIM_TURN_MODEL: return FALSE;
	case MC_SIM_TURN_WAIT: return TRUE;
	case MC_SIM_TURN_DONE: break;
	}
	if (transfer->status == -EPIPE && transfer->pipe != MC_SIM_PIPE_CONTROL)
		mc_sim_standard_set_halted(&self->standard, transfer->endpoint, TRUE);
	mc_sim_device_finish(self, transfer, transfer->status);
	*over = TRUE;
	return TRUE;
}

static gboolean
serve(McSimDevice *self, McSimTransfer *transfer)
{
	gboolean over;

	if (!mc_sim_standard_is_halted(&self->standard, transfer->endpoint) &&
	    take_turn(self, transfer, &over))
		return over;
	if (transfer->pipe == MC_SIM_PIPE_CONTROL)
		return serve_control(self, transfer);
	if (mc_sim_standard_is_halted(&self->standard, transfer->endpoint)) {
		transfer->actual = 0;
		mc_sim_device_finish(self, transfer, -EPIPE);
		return TRUE;
	}
	if ((transfer->endpoint & 0x80) != 0)
		return serve_in(self, transfer);
	return serve_out(self, transfer);
}

static guint32
endpoint_bit(const McSimTransfer *transfer)
{
	return 1u << ((transfer->endpoint & 15) + ((transfer->endpoint & 0x80) != 0 ? 16 : 0));
}

/* One pass over the queue. A transfer that has to wait makes the later ones of its endpoint wait
 * too. The queue may change under the pass, so it starts again after each completion. */
static gboolean
serve_one(McSimDevice *self)
{
	guint32 waiting = 0;

	for (GList *item = self->pending.head; item != NULL; item = item->next) {
		McSimTransfer *transfer = item->data;
		guint32 bit = endpoint_bit(transfer);

		if ((waiting & bit) != 0)
			continue;
		if (!transfer->held && serve(self, transfer))
			return TRUE;
		/* a control request that hangs must not block the ones that reset it */
		if (transfer->pipe != MC_SIM_PIPE_CONTROL)
			waiting |= bit;
	}
	return FALSE;
}

void
mc_sim_device_kick(McSimDevice *self)
{
	self->serve_again = TRUE;
	if (self->serving)
		return;
	self->serving = TRUE;
	while (self->serve_again && self->plugged) {
		self->serve_again = FALSE;
		while (self->plugged && serve_one(self))
			continue;
	}
	self->serving = FALSE;
}

/* ---- transport side ---- */

void
mc_sim_device_submit(McSimDevice *self, McSimTransfer *transfer)
{
	transfer->device = self;
	transfer->considered = transfer->held = transfer->answered = transfer->turned = FALSE;
	transfer->timer = 0;
	transfer->actual = 0;
	transfer->most = G_MAXUINT;
	g_queue_push_tail(&self->pending, transfer);
	if (self->watch != NULL)
		self->watch->submitted(transfer, self->watch_data);
	if (!self->plugged)
		mc_sim_device_finish(self, transfer, -ESHUTDOWN);
	else
		mc_sim_device_kick(self);
}

gboolean
mc_sim_device_cancel(McSimDevice *self, McSimTransfer *transfer, int status)
{
	if (g_queue_find(&self->pending, transfer) == NULL)
		return FALSE;
	transfer->actual = 0;
	mc_sim_device_finish(self, transfer, status);
	mc_sim_device_kick(self);
	return TRUE;
}

void
mc_sim_device_clear_halt(McSimDevice *self, guint8 endpoint)
{
	mc_sim_standard_set_halted(&self->standard, endpoint, FALSE);
	mc_sim_device_kick(self);
}

void
mc_sim_device_halt(McSimDevice *self, guint8 endpoint)
{
	mc_sim_standard_set_halted(&self->standard, endpoint, TRUE);
	mc_sim_device_kick(self);
}

void
mc_sim_device_reset(McSimDevice *self)
{
	self->standard = (McSimStandard){.configuration = 1};
	self->model->reset(self->self);
	mc_sim_device_kick(self);
}

/* ---- plugging ---- */

gboolean
mc_sim_device_is_plugged(const McSimDevice *self)
{
	return self->plugged;
}

void
mc_sim_device_plug(McSimDevice *self)
{
	mc_sim_world_cancel(self->world, &self->replug_timer);
	if (self->plugged)
		return;
	self->standard = (McSimStandard){.configuration = 1};
	mc_sim_fault_table_clear(&self->faults);
	self->model->reset(self->self);
	self->plugged = TRUE;
	if (self->watch != NULL)
		self->watch->plugged(self->watch_data);
	if (self->listener != NULL)
		self->listener->plugged(self->listener_data);
}

static void
on_replug(gpointer data)
{
	mc_sim_device_plug(data);
}

static void
on_unplug(gpointer data)
{
	McSimDevice *self = data;

	self->unplug_timer = 0;
	if (!self->plugged)
		return;
	self->plugged = FALSE;
	finish_all(self, -ESHUTDOWN);
	self->model->reset(self->self);
	if (self->listener != NULL)
		self->listener->unplugged(self->listener_data);
	if (self->replug_ms > 0)
		self->replug_timer =
		    mc_sim_world_after_wall_ms(self->world, self->replug_ms, on_replug, self);
}

void
mc_sim_device_unplug(McSimDevice *self, guint after_ms, guint replug_ms)
{
	mc_sim_world_cancel(self->world, &self->unplug_timer);
	mc_sim_world_cancel(self->world, &self->replug_timer);
	self->replug_ms = replug_ms;
	if (after_ms == 0 && !self->serving)
		on_unplug(self);
	else /* a fault strikes in the middle of serving, which is to end first */
		self->unplug_timer = mc_sim_world_after_wall_ms(self->world, after_ms, on_unplug, self);
}

void
mc_sim_device_free(McSimDevice *self)
{
	if (self == NULL)
		return;
	mc_sim_world_cancel(self->world, &self->unplug_timer);
	mc_sim_world_cancel(self->world, &self->replug_timer);
	self->plugged = FALSE;
	finish_all(self, -ESHUTDOWN);
	g_ptr_array_unref(self->kept);
	g_free(self);
}
