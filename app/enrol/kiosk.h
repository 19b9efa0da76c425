#ifndef MC_APP_ENROL_KIOSK_H
#define MC_APP_ENROL_KIOSK_H

/* The kiosk's side of an enrolment, up to the network: it makes both keys and the request bound by
 * the code, and takes the answer when that is genuine. What is begun lies in STATE/recorder/enrol
 * and goes on after a restart: a code is good for one request alone. */

#include "app/enrol/code.h"
#include "app/record/protection.h"
#include "app/record/suite.h"

typedef struct McEnrolWish {
	const char *state, *kiosk;
	McSuite suite; /* of seals; connections are P-256 */
	McProtection keep;
	const char *token; /* "pkcs11:…" of a key in a token, made by the token's own tools */
} McEnrolWish;

gboolean mc_enrol_is_begun(const char *state);
/* MC_ERROR_REFUSED: this kiosk has a sealing key already. */
gboolean mc_enrol_begin(const McEnrolWish *wish, const McEnrolCode *code, GError **error);

typedef struct McEnrolBegun {
	char code[MC_ENROL_ID_SIZE], kiosk[33];
	char fingerprint[MC_ENROL_FINGERPRINT_SIZE], tls_fingerprint[MC_ENROL_FINGERPRINT_SIZE];
	guint8 answer[MC_ENROL_KEY_BYTES];
	McEnrolCode root; /* without the secret */
	GBytes *request;
} McEnrolBegun;
gboolean mc_enrol_load(const char *state, McEnrolBegun *begun, GError **error);
void mc_enrol_begun_clear(McEnrolBegun *begun);

/* Of the certificates that a gateway shows (PEM, several) the root that the code names, written
 * where it returns; NULL: it is another gateway. Free it. */
char *mc_enrol_take_root(
    const char *state, const McEnrolBegun *begun, GBytes *shown, GError **error);

/* MC_ERROR_UNTRUSTED: not this gateway's word, or of other keys. Then nothing has changed. Killed
 * in between it is done again by the next call with the same answer. */
gboolean mc_enrol_admit(
    const char *state, const McEnrolBegun *begun, GBytes *answer, GError **error);
/* Forgets what was begun. */
void mc_enrol_forget(const char *state);

#endif
