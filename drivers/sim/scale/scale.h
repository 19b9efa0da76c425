#ifndef MC_DRIVERS_SIM_SCALE_SCALE_H
#define MC_DRIVERS_SIM_SCALE_SCALE_H

/* A height and weight unit that speaks text on a serial line of 9600 baud: "W:065.3 H:172.5" once a
 * second while somebody stands still on it. Lock held throughout. */

#include "drivers/sim/line/line.h"
#include "drivers/sim/senses/senses.h"

typedef struct McSimScale McSimScale;

McSimScale *mc_sim_scale_new(McSimWorld *world, McSimLineChip chip);
void mc_sim_scale_free(McSimScale *scale);

McSimDevice *mc_sim_scale_device(McSimScale *scale);
/* Somebody steps on, or off with NULL. Copied. */
void mc_sim_scale_stand(McSimScale *scale, const McSimBody *body);

/* "text" (said instead of a measurement; "" = the measurement). */
gboolean mc_sim_scale_set(McSimScale *scale, const char *key, const char *value, GError **error);
void mc_sim_scale_describe(McSimScale *scale, GString *line);

#endif
