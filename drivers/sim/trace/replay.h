#ifndef MC_DRIVERS_SIM_TRACE_REPLAY_H
#define MC_DRIVERS_SIM_TRACE_REPLAY_H

/* Plays a recorded fault back. The simulated device works as always until the host has said what it
 * had last said in the recording (the same commands, up to four, whatever their numbers; of a
 * device whose bytes are never recorded the lengths of up to sixteen). From
 * there on it answers what was recorded, byte for byte but for the tags of USBTMC, which belong to
 * the host of today; the last transfer ends as it did; then there is silence until the host begins
 * anew, or the plug is out if it was. The next conversation breaks at the same place again. */

#include "drivers/sim/core/device.h"
#include "drivers/sim/trace/script.h"

typedef struct McSimReplay McSimReplay;

/* Takes the script. Lock held. */
McSimReplay *mc_sim_replay_new(McSimScript *script, McSimDevice *device);
/* Lock held; before the device is freed. */
void mc_sim_replay_free(McSimReplay *replay);

#endif
