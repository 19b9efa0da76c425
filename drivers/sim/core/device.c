#include "drivers/sim/core/device.h"
#include "drivers/sim/core/standard.h"

#include <errno.h>

struct McSimDevice {
	McSimWorld *world;
	const McSimModel *model;
	gpointer self;
	const McSimPlugListener *listener;
	gpointer listener_data;
	const McSimWatch *watch;
	gpointer watch_data;
	McSimTurnFunc turn;
	gpointer turn_data;
	gboolean plugged;
	McSimStandard standard;
	McSimFaultTable faults;
	GPtrArray *kept; /* GBytes of the faults so far */
	GQueue pending; /* McSimTransfer, in the order of their submission */
	gboolean serving, serve_again;
	guint64 unplug_timer, replug_timer;
	guint replug_ms;
};

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

static void
finish(McSimDevice *self, McSimTransfer *transfer, int status)
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
		finish(self, transfer, status);
}

/* What a fault held back goes on: its reply reaches the host, or its bytes the model. */
static void
release(McSimDevice *self, McSimTransfer *transfer)
{
	transfer->held = FALSE;
	if (transfer->answered)
		finish(self, transfer, transfer->held_status);
}

static void
on_delay_over(gpointer data)
{
	McSimTransfer *transfer = data;
	McSimDevice *self = transfer->device;

	transfer->timer = 0;
	release(self, transfer);
	mc_sim_device_kick(self);
}

/* TRUE when the fault has dealt with the transfer: it is completed, or held back. */
static gboolean
strike(McSimDevice *self, McSimTransfer *transfer, const McSimFault *fault)
{
	switch (fault->kind) {
	case MC_SIM_FAULT_STALL:
		if (transfer->pipe != MC_SIM_PIPE_CONTROL)
			mc_sim_standard_set_halted(&self->standard, transfer->endpoint, TRUE);
		transfer->actual = 0;
		finish(self, transfer, -EPIPE);
		return TRUE;
	case MC_SIM_FAULT_HANG: transfer->held = TRUE; return TRUE;
	case MC_SIM_FAULT_DELAY:
		transfer->held = TRUE;
		transfer->timer =
		    mc_sim_world_after_wall_ms(self->world, fault->argument, on_delay_over, transfer);
		return TRUE;
	case MC_SIM_FAULT_SHORT:
		transfer->actual = MIN(transfer->actual, fault->argument);
		return FALSE;
	case MC_SIM_FAULT_ZLP: transfer->actual = 0; return FALSE;
	case MC_SIM_FAULT_GARBAGE:
		transfer->actual =
		    mc_sim_fault_spoil(fault, transfer->data, transfer->length, transfer->actual);
		return FALSE;
	case MC_SIM_FAULT_BABBLE:
		transfer->actual = transfer->length;
		finish(self, transfer, -EOVERFLOW);
		return TRUE;
	case MC_SIM_FAULT_PROTOCOL:
		transfer->actual = 0;
		finish(self, transfer, -EPROTO);
		return TRUE;
	case MC_SIM_FAULT_UNPLUG:
		transfer->held = TRUE;
		mc_sim_device_unplug(self, fault->argument, fault->replug_ms);
		return TRUE;
	case MC_SIM_FAULT_ENDLESS:
		mc_sim_fault_repeat(&self->faults, transfer->endpoint, transfer->data, transfer->actual);
		return FALSE;
	}
	return FALSE;
}

/* Each transfer meets the fault table once. */
static gboolean
meet_faults(McSimDevice *self, McSimTransfer *transfer)
{
	McSimFault fault;

	if (transfer->considered)
		return FALSE;
	transfer->considered = TRUE;
	if (transfer->pipe == MC_SIM_PIPE_CONTROL && mc_sim_setup_is_of_host(transfer->setup))
		return FALSE;
	if (!mc_sim_fault_table_next(&self->faults, transfer->endpoint, &fault))
		return FALSE;
	return strike(self, transfer, &fault);
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
	if (!in || result < 0 || !meet_faults(self, transfer))
		finish(self, transfer, transfer->held_status);
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
	if (!in && meet_faults(self, transfer))
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
	if (meet_faults(self, transfer))
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
	finish(self, transfer, transfer->status);
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
		finish(self, transfer, -EPIPE);
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
		finish(self, transfer, -ESHUTDOWN);
	else
		mc_sim_device_kick(self);
}

gboolean
mc_sim_device_cancel(McSimDevice *self, McSimTransfer *transfer, int status)
{
	if (g_queue_find(&self->pending, transfer) == NULL)
		return FALSE;
	transfer->actual = 0;
	finish(self, transfer, status);
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

/* ---- fault panel ---- */

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

gboolean
mc_sim_device_add_fault(McSimDevice *self, const McSimFault *fault)
{
	/* until the device goes: a transfer may be held with it when the fault is long over */
	if (fault->instead != NULL)
		g_ptr_array_add(self->kept, g_bytes_ref(fault->instead));
	if (fault->kind == MC_SIM_FAULT_ENDLESS && fault->instead != NULL) {
		gsize size = 0;
		const guint8 *bytes = g_bytes_get_data(fault->instead, &size);

		mc_sim_fault_repeat(&self->faults, fault->endpoint, bytes, (guint)size);
		mc_sim_device_kick(self);
		return TRUE;
	}
	return mc_sim_fault_table_add(&self->faults, fault);
}

void
mc_sim_device_clear_faults(McSimDevice *self)
{
	GList *next;

	mc_sim_fault_table_clear(&self->faults);
	for (GList *item = self->pending.head; item != NULL; item = next) {
		McSimTransfer *transfer = item->data;

		next = item->next;
		mc_sim_world_cancel(self->world, &transfer->timer);
		if (transfer->held)
			release(self, transfer);
	}
	mc_sim_device_kick(self);
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
