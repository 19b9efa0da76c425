#include "drivers/sim/senses/senses.h"

static const char *const side_names[] = {
    [MC_SIM_LEFT] = "LEFT",
    [MC_SIM_RIGHT] = "RIGHT",
};

static const char *const key_names[] = {
    [MC_SIM_KEY_NONE] = "NONE",
    [MC_SIM_KEY_RIGHT] = "RIGHT",
    [MC_SIM_KEY_UP] = "UP",
    [MC_SIM_KEY_LEFT] = "LEFT",
    [MC_SIM_KEY_DOWN] = "DOWN",
    [MC_SIM_KEY_UPRIGHT] = "UPRIGHT",
    [MC_SIM_KEY_UPLEFT] = "UPLEFT",
    [MC_SIM_KEY_DOWNLEFT] = "DOWNLEFT",
    [MC_SIM_KEY_DOWNRIGHT] = "DOWNRIGHT",
    [MC_SIM_KEY_CANNOT] = "CANNOT",
};

gboolean
mc_sim_optotype_opens(McSimOptotype optotype, McSimKey key)
{
	int directions =
	    optotype == MC_SIM_OPTOTYPE_C ? MC_SIM_DIRECTIONS_OF_C : MC_SIM_DIRECTIONS_OF_E;

	return key >= MC_SIM_KEY_RIGHT && (int)key < (int)MC_SIM_KEY_RIGHT + directions;
}

const char *
mc_sim_side_name(McSimSide side)
{
	return side_names[side];
}

const char *
mc_sim_key_name(McSimKey key)
{
	return key_names[key];
}

gboolean
mc_sim_side_from_name(const char *name, McSimSide *side)
{
	for (guint i = 0; i < G_N_ELEMENTS(side_names); i++) {
		if (g_ascii_strcasecmp(name, side_names[i]) != 0)
			continue;
		*side = (McSimSide)i;
		return TRUE;
	}
	return FALSE;
}

gboolean
mc_sim_key_from_name(const char *name, McSimKey *key)
{
	for (guint i = 0; i < G_N_ELEMENTS(key_names); i++) {
		if (g_ascii_strcasecmp(name, key_names[i]) != 0)
			continue;
		*key = (McSimKey)i;
		return TRUE;
	}
	return FALSE;
}
