#include "drivers/sim/core/device-inner.h"

#include <errno.h>

/* What a fault held back goes on: its reply reaches the host, or its bytes the model. */
static void
release(McSimDevice *self, McSimTransfer *transfer)
{
	transfer->held = FALSE;
	if (transfer->answered)
		mc_sim_device_finish(self, transfer, transfer->held_status);
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
		mc_sim_device_finish(self, transfer, -EPIPE);
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
		mc_sim_device_finish(self, transfer, -EOVERFLOW);
		return TRUE;
	case MC_SIM_FAULT_PROTOCOL:
		transfer->actual = 0;
		mc_sim_device_finish(self, transfer, -EPROTO);
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

gboolean
mc_sim_device_meet_faults(McSimDevice *self, McSimTransfer *transfer)
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
