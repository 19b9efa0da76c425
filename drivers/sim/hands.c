#include "drivers/sim/bench.h"

#include <gio/gio.h>

gboolean
mc_sim_rig_lean(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	McSimKey key;
	McSimSide side;

	if (g_str_equal(arguments[0], "pad") && mc_sim_key_from_name(arguments[1], &key) &&
	    key != MC_SIM_KEY_NONE) {
		mc_sim_pad_lean(rig->pad, key);
		return TRUE;
	}
	if (g_str_equal(arguments[0], "audiometer") && mc_sim_side_from_name(arguments[1], &side)) {
		mc_sim_audiometer_lean(rig->audiometer, side);
		return TRUE;
	}
	g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s has no key %s", arguments[0],
	    arguments[1]);
	return FALSE;
}

gboolean
mc_sim_rig_let_go(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	mc_sim_pad_let_go(rig->pad);
	mc_sim_audiometer_let_go(rig->audiometer);
	return TRUE;
}
