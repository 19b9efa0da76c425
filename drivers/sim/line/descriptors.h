#ifndef MC_DRIVERS_SIM_LINE_DESCRIPTORS_H
#define MC_DRIVERS_SIM_LINE_DESCRIPTORS_H

/* What the three plugs say of themselves. Private to this room. */

#include "drivers/sim/line/line.h"

#define MC_SIM_LINE_CDC_MANAGEMENT 0 /* number of that interface */

extern const guint8 mc_sim_line_device_descriptors[MC_SIM_LINE_CHIPS][18];

/* The last endpoint descriptor is that of bulk-IN. */
const guint8 *mc_sim_line_configuration(McSimLineChip chip, guint *bytes);

#endif
