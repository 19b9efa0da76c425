#ifndef MC_APP_GATEWAY_ADMISSION_RENEWAL_H
#define MC_APP_GATEWAY_ADMISSION_RENEWAL_H

/* New certificates for kiosks that hold good ones: no person decides. A connection's key is renewed
 * over a connection made with the old one (EST), a sealing key inside a seal of the old one. */

#include "app/base/clock.h"
#include "app/gateway/intake/intake.h"

typedef struct McRenewals McRenewals;

/* All of it is borrowed. */
typedef struct McRenewalParts {
	const char *gateway_folder; /* holds issue/ */
	guint days; /* of a certificate */
	guint per_day; /* how often a kiosk may ask */
	McVerifier *kiosks;
	McClock *clock;
	McKillPoint *kill; /* before-renewal, after-renewal: of the transaction; may be NULL */
} McRenewalParts;
McRenewals *mc_renewals_new(const McRenewalParts *parts, GError **error);
void mc_renewals_free(McRenewals *renewals);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McRenewals, mc_renewals_free)

/* With the renewals as data: McIntakeParts.renew. */
GBytes *mc_renewals_handle(
    McAddressKind kind, const McHttpRequest *request, McProblems *problems, gpointer data);

#endif
