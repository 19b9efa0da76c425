#ifndef MC_DRIVERS_SIM_DEVSIM_SCRIPT_H
#define MC_DRIVERS_SIM_DEVSIM_SCRIPT_H

/* Faults and everything else by script: the lines of the control socket in a file, with "wait MS"
 * (wall time) between them. Empty lines and those that begin with # say nothing. What stands before
 * the first wait has happened when the program starts. */

#include "drivers/sim/rig.h"

typedef struct McDevsimScript McDevsimScript;

/* Runs the first lines; the others from the default main context. NULL with an error that names the
 * line when one of the first is refused or a wait is none; a later one that is refused is told on
 * stderr and ends the script. */
McDevsimScript *mc_devsim_script_new(McSimRig *rig, const char *path, GError **error);
void mc_devsim_script_free(McDevsimScript *script);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McDevsimScript, mc_devsim_script_free)

#endif
