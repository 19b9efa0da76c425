#ifndef MC_DRIVERS_SIM_SENSES_SENSES_H
#define MC_DRIVERS_SIM_SENSES_SENSES_H

/* What an instrument shows or plays, and what a person does to it: the words between the simulated
 * instruments and the simulated person. They are the simulator's own on purpose: if the product
 * confused left and right in its enums, the bench must not confuse them alike. */

#include <glib.h>

typedef enum McSimSide { MC_SIM_LEFT, MC_SIM_RIGHT } McSimSide;
#define MC_SIM_SIDES 2

typedef enum McSimKey {
	MC_SIM_KEY_NONE,
	MC_SIM_KEY_RIGHT,
	MC_SIM_KEY_UP,
	MC_SIM_KEY_LEFT,
	MC_SIM_KEY_DOWN,
	MC_SIM_KEY_UPRIGHT, /* with a C only */
	MC_SIM_KEY_UPLEFT,
	MC_SIM_KEY_DOWNLEFT,
	MC_SIM_KEY_DOWNRIGHT,
	MC_SIM_KEY_CANNOT,
} McSimKey;
#define MC_SIM_DIRECTIONS_OF_E 4 /* MC_SIM_KEY_RIGHT to MC_SIM_KEY_DOWN */
#define MC_SIM_DIRECTIONS_OF_C 8 /* MC_SIM_KEY_RIGHT to MC_SIM_KEY_DOWNRIGHT */

typedef enum McSimOptotype { MC_SIM_OPTOTYPE_E, MC_SIM_OPTOTYPE_C } McSimOptotype;

typedef struct McSimSight {
	McSimOptotype optotype;
	McSimKey direction;
	gint size_milli_log_mar; /* as it was asked for */
	McSimSide eye;
	/* what reaches the eye: the stroke's angle, and from how far away its light comes */
	gint angle_milli_log_mar, vergence_centi_dioptre;
} McSimSight;

typedef struct McSimSound {
	McSimSide ear;
	gboolean in_room; /* by the loudspeaker of that side, not in the headphones */
	gint frequency_hz;
	gint level_deci_db_hl;
	gboolean silent;
	gboolean masked;
	gint masking_deci_db; /* effective, on the other ear */
	gint gap_ms, duration_ms, window_ms;
} McSimSound;

/* Which cones somebody has for colours. */
typedef enum McSimCones {
	MC_SIM_CONES_ALL,
	MC_SIM_CONES_NO_LONG, /* protanope: red looks dark */
	MC_SIM_CONES_NO_MIDDLE, /* deuteranope */
} McSimCones;

/* What stands on a screen: three bytes a pixel, red first, sRGB; stride in bytes. At least one
 * pixel. */
typedef struct McSimPicture {
	const guint8 *rgb;
	guint width, height;
	gsize stride;
} McSimPicture;

/* Who stands on a platform. */
typedef struct McSimBody {
	gint height_mm, weight_g;
	gboolean sways; /* cannot stand still */
} McSimBody;

/* Does the optotype open this way? FALSE for keys that are no direction. */
gboolean mc_sim_optotype_opens(McSimOptotype optotype, McSimKey key);

/* "LEFT" …, "NONE" … as on the wire. The readers ignore case; FALSE when there is no such word. */
const char *mc_sim_side_name(McSimSide side);
const char *mc_sim_key_name(McSimKey key);
gboolean mc_sim_side_from_name(const char *name, McSimSide *side);
gboolean mc_sim_key_from_name(const char *name, McSimKey *key);

#endif
