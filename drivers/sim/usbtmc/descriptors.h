#ifndef MC_DRIVERS_SIM_USBTMC_DESCRIPTORS_H
#define MC_DRIVERS_SIM_USBTMC_DESCRIPTORS_H

/* Descriptors of a USBTMC/USB488 device with one interface and three endpoints. */

#include <glib.h>

#define MC_SIM_CONFIGURATION_BYTES 39

extern const guint8 mc_sim_descriptors_configuration[MC_SIM_CONFIGURATION_BYTES];

void mc_sim_descriptors_fill(guint8 device_descriptor[18], guint16 product_id);

#endif
