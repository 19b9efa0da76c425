#include "drivers/sim/rogue/storage.h"

#include <errno.h>

struct McSimStorage {
	McSimModel model;
	McSimDevice *device;
};

static const guint8 device_descriptor[18] = {
    18, 1, 0x00, 0x02, 0, 0, 0, 64, /* */
    0x81, 0x07, 0x67, 0x55, 0x00, 0x01, 0, 0, 0, 1, /* */
};
static const guint8 configuration[] = {
    9, 2, 32, 0, 1, 1, 0, 0x80, 100, /* */
    9, 4, 0, 0, 2, 8, 6, 0x50, 0, /* mass storage, SCSI, bulk only */
    7, 5, 0x01, 2, 0, 2, 0, /* */
    7, 5, 0x82, 2, 0, 2, 0, /* */
};

static void
model_reset(gpointer self)
{
}

McSimStorage *
mc_sim_storage_new(McSimWorld *world)
{
	McSimStorage *self = g_new0(McSimStorage, 1);

	self->model = (McSimModel){
	    .device_descriptor = device_descriptor,
	    .configuration = configuration,
	    .configuration_bytes = sizeof configuration,
	    .speed = MC_SIM_SPEED_HIGH,
	    .reset = model_reset,
	};
	self->device = mc_sim_device_new(world, &self->model, self);
	return self;
}

void
mc_sim_storage_free(McSimStorage *self)
{
	if (self == NULL)
		return;
	mc_sim_device_free(self->device);
	g_free(self);
}

McSimDevice *
mc_sim_storage_device(McSimStorage *self)
{
	return self->device;
}
