#ifndef MC_APP_ENROL_KEEP_H
#define MC_APP_ENROL_KEEP_H

/* Inside the room: a new sealing key, kept as is wished. */

#include "app/enrol/csr.h"
#include "app/record/protection.h"

/* How its file is called for a protection: "signing.key", sealed "signing.key.cred". */
const char *mc_keep_file_name(McProtection keep);

typedef struct McKeepWish {
	McSuite suite;
	McProtection keep;
	const char *credential; /* its name, when systemd-creds seals it */
	const char *token; /* "pkcs11:…" of a key that stands in a token already, made by its tools */
} McKeepWish;

/* Makes a key and writes its file (below state). folder: "recorder/enrol". The key stays usable
 * until it is freed. MC_ERROR_REFUSED: it cannot be kept so. */
EVP_PKEY *mc_keep_new(
    const char *state, const char *folder, const McKeepWish *wish, GError **error);

#endif
