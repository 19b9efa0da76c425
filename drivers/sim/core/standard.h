#ifndef MC_DRIVERS_SIM_CORE_STANDARD_H
#define MC_DRIVERS_SIM_CORE_STANDARD_H

/* The requests that every USB device answers alike (USB 2.0, chapter 9). */

#include "drivers/sim/core/model.h"

typedef struct McSimStandard {
	guint8 configuration;
	guint16 halted_in, halted_out; /* a bit an endpoint number */
} McSimStandard;

gboolean mc_sim_standard_is_halted(const McSimStandard *state, guint8 endpoint);
void mc_sim_standard_set_halted(McSimStandard *state, guint8 endpoint, gboolean halted);

/* As McSimModel.control(); for requests whose type is "standard". self is the model's. */
int mc_sim_standard_control(McSimStandard *state, const McSimModel *model, gpointer self,
    const guint8 setup[8], guint8 *data, guint length);

#endif
