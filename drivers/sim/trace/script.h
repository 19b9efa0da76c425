#ifndef MC_DRIVERS_SIM_TRACE_SCRIPT_H
#define MC_DRIVERS_SIM_TRACE_SCRIPT_H

/* A recorded conversation, in the order in which its transfers ended, for replay.h. The last one is
 * what it broke at. */

#include <gio/gio.h>

#define MC_SIM_STEPS_MAX 4096
#define MC_SIM_STEP_BYTES_MAX 16384

typedef struct McSimStep {
	gboolean is_control, is_in;
	guint8 endpoint; /* 0 for control */
	guint8 setup[8]; /* control */
	int status; /* 0 or a negative errno */
	guint asked; /* bytes that the host offered or had room for */
	guint length; /* bytes moved */
	guint8 *bytes; /* the first of them: sent for OUT, received for IN; kept many */
	guint kept;
} McSimStep;

typedef struct McSimScript {
	guint16 vendor_id, product_id;
	GArray *steps; /* McSimStep; at least one */
} McSimScript;

/* Any bytes. NULL with a sentence. */
McSimScript *mc_sim_script_parse(gconstpointer file, gsize size, GError **error);
McSimScript *mc_sim_script_load(const char *path, GError **error);
void mc_sim_script_free(McSimScript *script);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McSimScript, mc_sim_script_free)

#endif
