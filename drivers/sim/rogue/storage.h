#ifndef MC_DRIVERS_SIM_ROGUE_STORAGE_H
#define MC_DRIVERS_SIM_ROGUE_STORAGE_H

/* A memory stick that somebody plugs into a kiosk (USB 0781:5567, bulk-only). It answers nothing
 * but its descriptors: nobody is meant to ask. Lock held throughout. */

#include "drivers/sim/core/device.h"

typedef struct McSimStorage McSimStorage;

McSimStorage *mc_sim_storage_new(McSimWorld *world);
void mc_sim_storage_free(McSimStorage *storage);
McSimDevice *mc_sim_storage_device(McSimStorage *storage);

#endif
