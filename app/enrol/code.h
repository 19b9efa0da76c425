#ifndef MC_APP_ENROL_CODE_H
#define MC_APP_ENROL_CODE_H

/* The one-time code that lets a kiosk in: a secret that only gateway and technician know, and the
 * beginning of the SHA-256 of the gateway's root certificate, so that the kiosk knows whom it talks
 * to before it trusts anybody. 44 letters and digits in groups of four (base 32 without I, L, O and
 * U), the last ones a check against slips of the hand.
 *
 * 104 bits of secret: whoever carries the request sees the HMAC made with it and may try codes at
 * home for as long as he likes. */

#include <glib.h>

#define MC_ENROL_SECRET_BYTES 13
#define MC_ENROL_ROOT_BYTES 12
#define MC_ENROL_CODE_SIZE 55 /* of the text, with the zero */
#define MC_ENROL_ID_SIZE 17 /* hexadecimal, with the zero */
#define MC_ENROL_KEY_BYTES 32

typedef struct McEnrolCode {
	guint8 secret[MC_ENROL_SECRET_BYTES];
	guint8 root[MC_ENROL_ROOT_BYTES];
} McEnrolCode;

/* Draws the secret; root_path is a PEM file, its first certificate counts. */
gboolean mc_enrol_code_new(const char *root_path, McEnrolCode *code, GError **error);
void mc_enrol_code_write(const McEnrolCode *code, char text[MC_ENROL_CODE_SIZE]);
/* Spaces, hyphens and case do not count; O is 0, I and L are 1. MC_ERROR_BAD_INPUT. Total. */
gboolean mc_enrol_code_read(const char *text, McEnrolCode *code, GError **error);

/* What both ends make of the secret (HKDF-SHA-256): the code's name on the wire, and one key a
 * direction. None tells anything of another. */
typedef struct McEnrolKeys {
	char id[MC_ENROL_ID_SIZE];
	guint8 request[MC_ENROL_KEY_BYTES], answer[MC_ENROL_KEY_BYTES];
} McEnrolKeys;
void mc_enrol_code_keys(const McEnrolCode *code, McEnrolKeys *keys);

/* Whether a PEM file's first certificate is the root that the code names. */
gboolean mc_enrol_code_names_root(const McEnrolCode *code, GBytes *pem);

/* "ABCD-EFGH-JKMN-PQRS": the first 80 bits of a SHA-256 in the same letters, for people to
 * compare. */
#define MC_ENROL_FINGERPRINT_SIZE 20
void mc_enrol_fingerprint(const guint8 sha256[32], char text[MC_ENROL_FINGERPRINT_SIZE]);

#endif
