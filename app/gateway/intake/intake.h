#ifndef MC_APP_GATEWAY_INTAKE_INTAKE_H
#define MC_APP_GATEWAY_INTAKE_INTAKE_H

/* What the gateway does with a request: the addresses of its machine interface, and the acceptance
 * of a record into the store's open group.
 *
 *   PUT /v1/kiosks/{id}/records/{seq}   201 and a receipt; 200 and the same receipt when it is here
 *                                       already; else the problems
 *   PUT, GET /v1/kiosks/{id}/evidence/{digest}   see evidence.h
 *   GET /v1/kiosks/{id}/head            how far this kiosk's chain has come, as JSON
 *   PUT /v1/kiosks/{id}/stock           see stock.h
 *   GET /v1/kiosks/{id}/packs/{after}   the next signed pack for the kiosk after a number, as JSON
 *   GET /v1/kiosks/{id}/status/{kiosk}/{seq}/{digest}   see status.h
 *   POST /.well-known/est/simplereenroll, /v1/kiosks/{id}/sealing-key
 *                                       new certificates, see admission/renewal.h
 *   GET /healthz                        the process serves */

#include "app/base/clock.h"
#include "app/base/kill-point.h"
#include "app/gateway/evidence/evidence.h"
#include "app/gateway/http/server.h"
#include "app/gateway/intake/address.h"
#include "app/gateway/intake/examine.h"
#include "app/gateway/store/store.h"

typedef struct McIntake McIntake;

/* Nothing is owned; all of it outlives the intake. */
typedef struct McIntakeParts {
	const char *folder; /* STATE/gateway, of the lists of revoked certificates (lists.h) */
	McVerifier *kiosks;
	guint key_level_min; /* of the keys that seal; 0 = whatever the certificate states */
	McSigner *receipts;
	const McPacks *packs;
	const char *offers; /* folder of signed packs for the kiosks, see offers.h; NULL = none */
	McEvidenceLimits evidence;
	/* NULL: this gateway issues no certificates. NULL back with problems, else the answer. */
	GBytes *(*renew)(
	    McAddressKind kind, const McHttpRequest *request, McProblems *problems, gpointer renewals);
	gpointer renewals;
	McStore *store;
	McClock *clock;
	gboolean demonstration; /* takes demonstration visits */
	McKillPoint *kill; /* before-commit, after-commit, after-reply; of groups with a new record;
	                      and those of evidence.h */
	guint lose_reply; /* demonstration: the n-th accepted record's reply is lost; 0 = none */
} McIntakeParts;

McIntake *mc_intake_new(const McIntakeParts *parts);
void mc_intake_free(McIntake *intake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McIntake, mc_intake_free)

/* With the intake as data. */
extern const McHttpOps mc_intake_http_ops;

#endif
