#ifndef MC_APP_GATEWAY_INTAKE_LISTS_H
#define MC_APP_GATEWAY_INTAKE_LISTS_H

/* Sealing certificates that were taken back: gateway/kiosk-crls.pem, which somebody else's
 * authority makes, and gateway/issued-crls.pem, which this gateway's makes; either may be absent.
 */

#include "app/record/seal.h"

/* Instead of those that the verifier had; on error these stay. */
gboolean mc_lists_read(McVerifier *kiosks, const char *gateway_folder, GError **error);

#endif
