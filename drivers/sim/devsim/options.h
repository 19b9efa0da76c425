#ifndef MC_DRIVERS_SIM_DEVSIM_OPTIONS_H
#define MC_DRIVERS_SIM_DEVSIM_OPTIONS_H

/* The command line of medcheck-devsim. */

#include "drivers/sim/rig.h"

typedef struct McDevsimOptions {
	McSimRigOptions rig;
	char *control; /* path of the socket; NULL = one of its own */
	char **program; /* NULL terminated, at least one */
	char *script; /* path, or NULL */
	/* owned storage of rig.person, .trace, .replay */
	char *person, *trace, *replay;
} McDevsimOptions;

/* argv stays as it is. Free with mc_devsim_options_clear(), also after FALSE. */
gboolean mc_devsim_options_parse(McDevsimOptions *options, char **argv, GError **error);
void mc_devsim_options_clear(McDevsimOptions *options);

#endif
