#ifndef MC_APP_ENROL_RENEW_H
#define MC_APP_ENROL_RENEW_H

/* The kiosk's side of a renewal, up to the network. The connection's next key lies in
 * STATE/courier/next until it is certified; the seal's in STATE/recorder/next, where --rollover
 * takes it (docs/keys.md). Whatever is interrupted is gone on with by the next call. */

#include "app/enrol/kiosk.h"

/* Where a request is posted, "…" being the kiosk's id. */
#define MC_RENEW_TLS_PATH "/.well-known/est/simplereenroll"
#define MC_RENEW_SEAL_PATH "/v1/kiosks/%s/sealing-key"

/* What to post; the kiosk's id is that of the certificate in force. */
GBytes *mc_renew_tls_begin(const char *state, char kiosk[33], GError **error);
/* Puts key and certificate in force. MC_ERROR_UNTRUSTED: of another key. */
gboolean mc_renew_tls_take(const char *state, GBytes *answer, GError **error);
/* Finishes what was interrupted between the two files. */
gboolean mc_renew_tls_finish(const char *state, GError **error);

/* The request inside a seal of the key in force: key_path names that key. Of the wish keep, token
 * and state count. */
GBytes *mc_renew_seal_begin(
    const McEnrolWish *wish, const char *key_path, char kiosk[33], GError **error);
gboolean mc_renew_seal_take(const char *state, GBytes *answer, GError **error);
/* Certified and waiting for --rollover. */
gboolean mc_renew_seal_waits(const char *state);

/* The content of that seal. Total for any bytes: MC_ERROR_BAD_INPUT. */
typedef struct McRenewal {
	char kiosk[33];
	McProtection protection;
	GBytes *csr;
} McRenewal;
GBytes *mc_renewal_write(const McRenewal *renewal, GError **error);
gboolean mc_renewal_read(GBytes *content, McRenewal *renewal, GError **error);
void mc_renewal_clear(McRenewal *renewal);

#endif
