#ifndef MC_APP_ENROL_ISSUE_H
#define MC_APP_ENROL_ISSUE_H

/* The gateway's certificate authorities: what they sign, and what they take back. */

#include "app/enrol/csr.h"
#include "app/record/protection.h"

typedef struct McIssuer McIssuer;

/* PEM. MC_ERROR_UNTRUSTED names the file. */
McIssuer *mc_issuer_new_from_files(
    const char *key_path, const char *certificate_path, GError **error);
void mc_issuer_free(McIssuer *issuer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McIssuer, mc_issuer_free)

typedef enum McKeyUse {
	MC_KEY_USE_SEAL, /* records */
	MC_KEY_USE_TLS, /* connections, as a client */
} McKeyUse;
const char *mc_key_use_name(McKeyUse use); /* "seal", "tls" */

typedef struct McGrant {
	McKeyUse use;
	guint days; /* never beyond the authority's own end */
	McProtection protection; /* of a sealing key */
	gboolean is_claimed; /* nobody but the kiosk says so */
	gint64 now_wall_us;
} McGrant;

typedef struct McIssued {
	GBytes *pem;
	char serial[41]; /* hexadecimal */
	gint64 until_wall_us;
} McIssued;
void mc_issued_clear(McIssued *issued);

/* The subject is the request's. A sealing key has to be of the authority's suite: MC_ERROR_REFUSED.
 */
gboolean mc_issuer_issue(
    McIssuer *issuer, const McCsr *csr, const McGrant *grant, McIssued *issued, GError **error);

/* A revocation list (PEM) over serials (hexadecimal); it holds until the authority ends. */
typedef struct McRevoked {
	char serial[41];
	gint64 wall_us;
} McRevoked;
GBytes *mc_issuer_revoke(
    McIssuer *issuer, const GArray *revoked, gint64 now_wall_us, GError **error);

/* Inside the room. */
struct McIssuer {
	EVP_PKEY *key;
	X509 *certificate;
	McSuite suite;
};
ASN1_TIME *mc_time_of(ASN1_TIME *into, gint64 wall_us);

#endif
