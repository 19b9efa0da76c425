#ifndef MC_APP_SUPPORT_SUPPORT_H
#define MC_APP_SUPPORT_SUPPORT_H

/* Runs `medcheck support-bundle` for the glass, which reads no journal itself. Bundles lie in
 * STATE/kiosk/support/YYYYMMDDTHHMMSSZ; the oldest goes when there are more than
 * MC_SUPPORT_BUNDLES_MAX. */

#include "app/base/clock.h"
#include "app/ports/support.h"

#define MC_SUPPORT_BUNDLES_MAX 4

typedef struct McSupport McSupport;

/* program: medcheck; state: folder of the provisioning. */
McSupport *mc_support_new(const char *program, const char *state, McClock *clock);
/* Who waits for a bundle waits in vain. */
void mc_support_free(McSupport *support);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McSupport, mc_support_free)

McSupportPort *mc_support_port(McSupport *support);

#endif
