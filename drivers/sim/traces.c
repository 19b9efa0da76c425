/* What the rig writes down of its bus, and what it plays back. */
#include "drivers/sim/bench.h"

#define DESCRIPTOR_VENDOR 8

/* NULL: there is none with these ids. */
static McSimDevice *
device_of(McSimRig *self, const McSimScript *script)
{
	for (guint i = 0; i < MC_SIM_RIG_DEVICES; i++) {
		McSimDevice *device = mc_sim_rig_device(self, (McSimRigDevice)i);
		const guint8 *ids = mc_sim_device_model(device)->device_descriptor + DESCRIPTOR_VENDOR;

		if ((ids[0] | ids[1] << 8) == script->vendor_id &&
		    (ids[2] | ids[3] << 8) == script->product_id)
			return device;
	}
	return NULL;
}

static gboolean
open_replay(McSimRig *self, const char *path, GError **error)
{
	g_autoptr(McSimScript) script = mc_sim_script_load(path, error);
	McSimDevice *device = script == NULL ? NULL : device_of(self, script);

	if (script == NULL) {
		g_prefix_error(error, "%s: ", path);
		return FALSE;
	}
	if (device == NULL) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
		    "%s: no simulated device %04x:%04x; --scale-plug and --gamepad choose some", path,
		    script->vendor_id, script->product_id);
		return FALSE;
	}
	self->replay = mc_sim_replay_new(g_steal_pointer(&script), device);
	mc_sim_device_plug(device);
	return TRUE;
}

gboolean
mc_sim_rig_open_traces(McSimRig *self, const McSimRigOptions *options, GError **error)
{
	if (options->trace != NULL) {
		self->trace = mc_sim_trace_new(options->trace, error);
		if (self->trace == NULL)
			return FALSE;
		for (guint i = 0; i < MC_SIM_RIG_DEVICES; i++)
			mc_sim_trace_follow(
			    self->trace, mc_sim_rig_device(self, (McSimRigDevice)i), (guint8)(i + 1));
	}
	return options->replay == NULL || open_replay(self, options->replay, error);
}
