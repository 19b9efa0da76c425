#ifndef MC_APP_RECORD_SEAL_H
#define MC_APP_RECORD_SEAL_H

/* The envelope: CMS SignedData, attached, DER, CAdES-BES, leaf and chain inside, in one of two
 * suites (suite.h). Stock OpenSSL verifies P-256: openssl cms -verify -cades -inform DER -in FILE
 * -CAfile root.pem -purpose any -binary. Stricter than that command: what no signature covers has
 * exactly one form (DER, one signer, four signed attributes, the chain without its root and nothing
 * else, the smaller s), so that one record has one digest. */

#include "app/record/content.h"
#include "app/record/protection.h"
#include "app/record/suite.h"
#include <glib.h>

typedef struct McSigner McSigner; /* a private key with its certificate and chain */
typedef struct McVerifier McVerifier; /* trusted roots; remembers certificates already validated */
typedef struct McSealedTo McSealedTo; /* a recipient's encryption certificate */

/* key_path as in private-key.h, the others PEM files; the chain leads from the leaf's issuer up to,
 * and without, the root. chain_path may hold several certificates or be NULL. MC_ERROR_UNTRUSTED /
 * BAD_INPUT name the file. */
McSigner *mc_signer_new_from_files(
    const char *key_path, const char *certificate_path, const char *chain_path, GError **error);
void mc_signer_free(McSigner *signer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McSigner, mc_signer_free)
/* Common name of the leaf: the kiosk's id, or the gateway's. */
const char *mc_signer_name(const McSigner *signer);

McSuite mc_signer_suite(const McSigner *signer); /* its key's */
/* How the key is kept (in the clear at key_path: MC_PROTECTION_FILE), and what its certificate
 * states of that: -1 = nothing. */
McProtection mc_signer_protection(const McSigner *signer);
int mc_signer_stated_protection(const McSigner *signer);
/* SHA-256 over the DER of the leaf: which key this is. */
void mc_signer_certificate_digest(const McSigner *signer, char out[MC_DIGEST_HEX_SIZE]);

/* The same for the first certificate of a PEM file. */
gboolean mc_certificate_file_digest(const char *path, char out[MC_DIGEST_HEX_SIZE], GError **error);

GBytes *mc_seal(McSigner *signer, GBytes *content, GError **error);
/* The same, stating another signing time than the machine's clock has. */
GBytes *mc_seal_at(McSigner *signer, GBytes *content, gint64 at_wall_us, GError **error);
/* From when to when what it seals can be verified: the leaf's certificate and those of the chain
 * count, all of them. */
void mc_signer_validity(const McSigner *signer, gint64 *from_wall_us, gint64 *to_wall_us);

McVerifier *mc_verifier_new_from_file(const char *roots_path, GError **error);
void mc_verifier_free(McVerifier *verifier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McVerifier, mc_verifier_free)

/* Bit i = McSuite i; all of them are taken when nobody says. */
void mc_verifier_set_suites(McVerifier *verifier, guint suites);

/* The revocation lists in these PEM files (NULL at the end) instead of those that it had, each
 * signed by an authority of a record's chain: a certificate on one of them seals nothing from then
 * on, whatever moment is asked for (stock OpenSSL sees it so as well); what was accepted before has
 * its receipt. MC_ERROR_UNTRUSTED: one cannot be read, and those that it had stay. */
gboolean mc_verifier_set_crls(McVerifier *verifier, const char *const *paths, GError **error);
/* The same of the bytes of one file. */
gboolean mc_verifier_set_crls_pem(McVerifier *verifier, GBytes *pem, GError **error);
/* Whether the lists of next may take the place of those of now (NULL = none): each that is in force
 * has one of its issuer's in next that is not older. Nobody's certificate comes back that way. */
gboolean mc_revocations_follow(GBytes *now, GBytes *next, GError **error);

/* Who sealed an envelope, by the certificate inside. */
typedef struct McSealedBy {
	char name[129]; /* common name */
	McSuite suite;
	int protection; /* of the key, as its certificate states it: McProtection, -1 = nothing */
	gboolean is_claimed; /* by its owner alone */
	gint64 signing_wall_us; /* of this envelope: the second that its seal states; -1: no moment */
	char certificate_digest[MC_DIGEST_HEX_SIZE]; /* as mc_signer_certificate_digest() */
	char key_digest[MC_DIGEST_HEX_SIZE]; /* SHA-256 of the public key (SubjectPublicKeyInfo) */
} McSealedBy;

/* Signature, chain of one suite to a trusted root at the time at_wall_us, exactly one signer,
 * contentType, CAdES signing certificate. Returns the content; *by (optional) tells who sealed it.
 * MC_ERROR_UNTRUSTED names the cause; bytes that are no such envelope are MC_ERROR_BAD_INPUT. Total
 * for any bytes. */
GBytes *mc_seal_verify(
    McVerifier *verifier, GBytes *envelope, gint64 at_wall_us, McSealedBy *by, GError **error);

/* A record has one moment: its seal states the second that its content does, or stock tools would
 * show another time than ours. MC_ERROR_UNTRUSTED. */
gboolean mc_seal_is_of_then(const McSealedBy *by, const McContentHead *head, GError **error);

/* The content without any check: only to learn which moment to verify at, or to explain what an
 * unverified file says. MC_ERROR_BAD_INPUT. */
GBytes *mc_seal_peek(GBytes *envelope, GError **error);

/* The personal part: CMS AuthEnvelopedData to the authority's certificate. P-256: ECDH and
 * AES-256-GCM, stock openssl cms -decrypt opens it. SM2: SM4-CTR and HMAC-SM3 as in RFC 6476. The
 * kiosk cannot open it. */
McSealedTo *mc_sealed_to_new_from_file(const char *certificate_path, GError **error);
void mc_sealed_to_free(McSealedTo *recipient);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McSealedTo, mc_sealed_to_free)
GBytes *mc_seal_to(McSealedTo *recipient, GBytes *plain, GError **error);
/* For the authority, with its private key (PEM). Total for any bytes: MC_ERROR_BAD_INPUT,
 * MC_ERROR_UNTRUSTED. Whoever calls wipes what comes back. */
GBytes *mc_open_sealed(const char *key_path, GBytes *sealed, GError **error);

#endif
