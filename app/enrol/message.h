#ifndef MC_APP_ENROL_MESSAGE_H
#define MC_APP_ENROL_MESSAGE_H

/* What a kiosk without any certificate and its gateway say to each other. Both messages are
 * canonical JSON (RFC 8785) with an HMAC-SHA-256 over all the rest of it: the courier, which
 * carries them, can change neither. docs/keys.md lists the members. */

#include "app/enrol/code.h"
#include "app/record/protection.h"

#define MC_ENROL_MESSAGE_BYTES_MAX (64u * 1024)
#define MC_ENROL_CSR_BYTES_MAX 4096u

typedef struct McEnrolRequest {
	char code[MC_ENROL_ID_SIZE]; /* which code: McEnrolKeys.id */
	char kiosk[33];
	McProtection protection; /* of the signing key, as the kiosk claims */
	GBytes *signing, *tls; /* PKCS#10, DER */
	char mac[65];
} McEnrolRequest;
void mc_enrol_request_clear(McEnrolRequest *request);

GBytes *mc_enrol_request_write(
    const McEnrolRequest *request, const guint8 key[MC_ENROL_KEY_BYTES], GError **error);
/* Form alone. MC_ERROR_BAD_INPUT. Total for any bytes. */
gboolean mc_enrol_request_read(GBytes *bytes, McEnrolRequest *request, GError **error);

/* The files that a kiosk needs to begin, by their names below STATE. */
#define MC_ENROL_FILES 9
extern const char *const mc_enrol_file_names[MC_ENROL_FILES];
/* The place in that list; -1 when it is not there. */
int mc_enrol_file_find(const char *name);

typedef struct McEnrolAnswer {
	char code[MC_ENROL_ID_SIZE];
	char request[65]; /* SHA-256 of the request that it answers */
	GBytes *file[MC_ENROL_FILES]; /* PEM; NULL = there is none */
	char mac[65];
} McEnrolAnswer;
void mc_enrol_answer_clear(McEnrolAnswer *answer);

GBytes *mc_enrol_answer_write(
    const McEnrolAnswer *answer, const guint8 key[MC_ENROL_KEY_BYTES], GError **error);
gboolean mc_enrol_answer_read(GBytes *bytes, McEnrolAnswer *answer, GError **error);

/* Of either message. FALSE: somebody without the code made or changed it. */
gboolean mc_enrol_is_genuine(GBytes *message, const guint8 key[MC_ENROL_KEY_BYTES]);

#endif
