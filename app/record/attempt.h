#ifndef MC_APP_RECORD_ATTEMPT_H
#define MC_APP_RECORD_ATTEMPT_H

/* Whose exam was opened, for whoever counts attempts across kiosks and for nobody else. An opening
 * bears a mark: a digest of the person's number, sealed to the counter. Two marks of one person
 * have nothing in common to see. The counter makes a pseudonym of it: HMAC-SHA-256 under a secret
 * of its own, since whoever had a plain digest could try all numbers. */

#include "app/json/fields.h"
#include "app/record/seal.h"

#define MC_ATTEMPT_SECRET_BYTES 32
#define MC_ATTEMPT_PERSON_SIZE 65

/* The number is wiped from everything that was made on the way. Put it into the body of an
 * "exam-opened" with mc_attempt_mark(). */
GBytes *mc_attempt_seal(McSealedTo *counter, const char *number, GError **error);
void mc_attempt_mark(json_t *opening, GBytes *sealed);
/* NULL: this opening bears none. */
GBytes *mc_attempt_of(const json_t *opening);
/* For the opening's own reader: the mark is in its form, or there is none. */
void mc_attempt_check(McFields *opening);

/* What the counter has. */
typedef struct McAttemptKeys {
	const char *key_path; /* private key (PEM) of the certificate that marks are sealed to */
	guint8 secret[MC_ATTEMPT_SECRET_BYTES];
} McAttemptKeys;

/* The pseudonym, in hexadecimal. Total for any bytes: MC_ERROR_BAD_INPUT, MC_ERROR_UNTRUSTED. */
gboolean mc_attempt_person(
    const McAttemptKeys *keys, GBytes *sealed, char person[MC_ATTEMPT_PERSON_SIZE], GError **error);
/* Tells one secret from another without giving it away. */
void mc_attempt_secret_check(const McAttemptKeys *keys, char check[MC_ATTEMPT_PERSON_SIZE]);

#endif
