#ifndef MC_APP_GATEWAY_ADMISSION_RENEWAL_H
#define MC_APP_GATEWAY_ADMISSION_RENEWAL_H

/* New certificates for kiosks that hold good ones: no person decides. A connection's key is renewed
 * over a connection made with the old one (EST), a sealing key inside a seal of the old one. */

#include "app/base/clock.h"
#include "app/gateway/intake/intake.h"

typedef struct McRenewals McRenewals;

/* gateway_folder holds issue/. kiosks and clock are borrowed. */
McRenewals *mc_renewals_new(
    const char *gateway_folder, guint days, McVerifier *kiosks, McClock *clock, GError **error);
void mc_renewals_free(McRenewals *renewals);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McRenewals, mc_renewals_free)

/* With the renewals as data: McIntakeParts.renew. */
GBytes *mc_renewals_handle(
    McAddressKind kind, const char *kiosk, GBytes *body, McProblems *problems, gpointer data);

#endif
