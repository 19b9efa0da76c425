#include "drivers/sim/audiometer/calibration.h"

#include "drivers/sim/usbtmc/instrument.h"

#include <string.h>

static const gint certified_hz[MC_SIM_CERTIFIED] = {
    125, 250, 500, 750, 1000, 1500, 2000, 3000, 4000, 6000, 8000};

/* Of this unit, as a certificate would list it: with its headphones, and in front of its
 * loudspeakers at the place of the head. */
static const gint needed_by_headphones[MC_SIM_CERTIFIED][MC_SIM_SIDES] = {{12, 9}, {6, 8}, {-3, 2},
    {0, -2}, {1, -4}, {4, 3}, {-7, -5}, {5, 10}, {11, 6}, {-14, -9}, {18, 21}};
static const gint needed_by_loudspeakers[MC_SIM_CERTIFIED][MC_SIM_SIDES] = {{21, 18}, {9, 12},
    {4, 7}, {-6, -3}, {8, 5}, {-11, -9}, {3, 6}, {14, 12}, {-8, -13}, {17, 22}, {-19, -16}};

void
mc_sim_calibration_init(McSimCalibration *self)
{
	g_free(self->said);
	self->said = NULL;
	self->in_memory = TRUE;
	memcpy(self->headphones, needed_by_headphones, sizeof self->headphones);
	memcpy(self->loudspeakers, needed_by_loudspeakers, sizeof self->loudspeakers);
}

void
mc_sim_calibration_clear(McSimCalibration *self)
{
	g_clear_pointer(&self->said, g_free);
}

/* -1: none */
static gint
index_of(gint frequency_hz)
{
	for (gint i = 0; i < MC_SIM_CERTIFIED; i++)
		if (certified_hz[i] == frequency_hz)
			return i;
	return -1;
}

void
mc_sim_calibration_print(const McSimCalibration *self, gboolean of_loudspeakers, GString *reply)
{
	const gint(*list)[MC_SIM_SIDES] = of_loudspeakers ? self->loudspeakers : self->headphones;

	if (self->said != NULL && !of_loudspeakers) {
		g_string_assign(reply, self->said);
		return;
	}
	g_string_printf(reply, "%d", self->in_memory ? MC_SIM_CERTIFIED : 0);
	for (guint i = 0; self->in_memory && i < MC_SIM_CERTIFIED; i++)
		g_string_append_printf(
		    reply, ",%d,%d,%d", certified_hz[i], list[i][MC_SIM_LEFT], list[i][MC_SIM_RIGHT]);
}

gboolean
mc_sim_calibration_covers(const McSimCalibration *self, gint frequency_hz)
{
	return self->in_memory && index_of(frequency_hz) >= 0;
}

gint
mc_sim_calibration_error(
    const McSimCalibration *self, gboolean of_loudspeakers, McSimSide side, gint frequency_hz)
{
	gint at = index_of(frequency_hz);

	if (at < 0)
		return 0;
	return of_loudspeakers ? self->loudspeakers[at][side] - needed_by_loudspeakers[at][side]
	                       : self->headphones[at][side] - needed_by_headphones[at][side];
}

static gboolean
set_one(McSimCalibration *self, gint at, const char *key, const char *value, GError **error)
{
	g_auto(GStrv) sides = g_strsplit(value, ",", -1);

	if (at < 0 || g_strv_length(sides) != MC_SIM_SIDES)
		return FALSE;
	for (guint side = 0; side < MC_SIM_SIDES; side++)
		if (!mc_sim_setting_integer(
		        key, sides[side], -1000, 1000, &self->headphones[at][side], error))
			return FALSE;
	return TRUE;
}

gboolean
mc_sim_calibration_set(McSimCalibration *self, const char *key, const char *value, GError **error)
{
	if (g_str_has_prefix(key, "correction-"))
		return set_one(self, index_of((gint)g_ascii_strtoll(key + strlen("correction-"), NULL, 10)),
		    key, value, error);
	if (!g_str_equal(key, "corrections"))
		return FALSE;
	mc_sim_calibration_init(self);
	self->in_memory = !g_str_equal(value, "none");
	if (self->in_memory && !g_str_equal(value, "own"))
		self->said = g_strdup(value);
	return TRUE;
}
