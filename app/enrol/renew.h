#ifndef MC_APP_ENROL_RENEW_H
#define MC_APP_ENROL_RENEW_H

/* The kiosk's side of a renewal, up to the network. The connection's next key lies in
 * STATE/courier/next until a connection was made with it; the seal's in STATE/recorder/next, where
 * the recorder takes it (docs/keys.md). Whatever is interrupted is gone on with by the next call;
 * until then the old keys are in force.
 *
 * kill: passes seal-key, seal-request, seal-chain, seal-certificate, tls-key, tls-certificate,
 * tls-confirmed, tls-moved, each after what it names. */

#include "app/base/kill-point.h"
#include "app/enrol/kiosk.h"

/* Where a request is posted, "…" being the kiosk's id. */
#define MC_RENEW_TLS_PATH "/.well-known/est/simplereenroll"
#define MC_RENEW_SEAL_PATH "/v1/kiosks/%s/sealing-key"

/* What to post; the kiosk's id is that of the certificate in force. */
GBytes *mc_renew_tls_begin(const char *state, char kiosk[33], McKillPoint *kill, GError **error);
/* Keeps the certificate beside its key. MC_ERROR_UNTRUSTED: of another key. */
gboolean mc_renew_tls_take(const char *state, GBytes *answer, McKillPoint *kill, GError **error);
/* Certified, and no connection was made with it yet: STATE/courier/next/tls.key, tls.crt. */
gboolean mc_renew_tls_waits(const char *state);
/* Nobody takes it any more: the next call makes another. */
void mc_renew_tls_forget(const char *state);
/* A connection was made with it: it takes the old one's place, also after a power cut. */
gboolean mc_renew_tls_confirm(const char *state, McKillPoint *kill, GError **error);
/* Puts in force what was confirmed; *finished tells whether anything was. */
gboolean mc_renew_tls_finish(
    const char *state, gboolean *finished, McKillPoint *kill, GError **error);

/* What was begun for another suite comes to nothing: the configuration asks for this one. */
void mc_renew_seal_keep_only(const char *state, McSuite suite);
/* The request inside a seal of the key in force: key_path names that key. Of the wish all but the
 * kiosk counts; another suite than that key's is how a kiosk changes it. */
GBytes *mc_renew_seal_begin(const McEnrolWish *wish, const char *key_path, char kiosk[33],
    McKillPoint *kill, GError **error);
gboolean mc_renew_seal_take(const char *state, GBytes *answer, McKillPoint *kill, GError **error);
/* Certified and waiting for the recorder. */
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
