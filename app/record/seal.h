#ifndef MC_APP_RECORD_SEAL_H
#define MC_APP_RECORD_SEAL_H

/* The envelope: CMS SignedData, attached, DER, CAdES-BES, ECDSA P-256 with SHA-256, leaf and chain
 * inside. Stock OpenSSL verifies it: openssl cms -verify -cades -inform DER -in FILE -CAfile
 * root.pem -purpose any -binary. Stricter than that command: what no signature covers has exactly
 * one form (DER, one signer, four signed attributes, the chain without its root and nothing else,
 * the smaller s), so that one record has one digest. */

#include <glib.h>

typedef struct McSigner McSigner; /* a private key with its certificate and chain */
typedef struct McVerifier McVerifier; /* trusted roots; remembers certificates already validated */
typedef struct McSealedTo McSealedTo; /* a recipient's encryption certificate */

/* PEM files; the chain leads from the leaf's issuer up to, and without, the root. chain_path may
 * hold several certificates or be NULL. MC_ERROR_UNTRUSTED / BAD_INPUT name the file. */
McSigner *mc_signer_new_from_files(
    const char *key_path, const char *certificate_path, const char *chain_path, GError **error);
void mc_signer_free(McSigner *signer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McSigner, mc_signer_free)
/* Common name of the leaf: the kiosk's id, or the gateway's. */
const char *mc_signer_name(const McSigner *signer);

GBytes *mc_seal(McSigner *signer, GBytes *content, GError **error);

McVerifier *mc_verifier_new_from_file(const char *roots_path, GError **error);
void mc_verifier_free(McVerifier *verifier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McVerifier, mc_verifier_free)

/* Signature, chain to a trusted root at the time at_wall_us, exactly one signer, contentType, CAdES
 * signing certificate. Returns the content; *signer_name (optional) gets the leaf's common name.
 * MC_ERROR_UNTRUSTED names the cause; bytes that are no such envelope are MC_ERROR_BAD_INPUT. Total
 * for any bytes. */
GBytes *mc_seal_verify(
    McVerifier *verifier, GBytes *envelope, gint64 at_wall_us, char **signer_name, GError **error);

/* The content without any check: only to learn which moment to verify at, or to explain what an
 * unverified file says. MC_ERROR_BAD_INPUT. */
GBytes *mc_seal_peek(GBytes *envelope, GError **error);

/* The personal part: CMS AuthEnvelopedData (AES-256-GCM, ECDH to the authority's P-256
 * certificate); stock openssl cms -decrypt opens it with the authority's key. The kiosk cannot. */
McSealedTo *mc_sealed_to_new_from_file(const char *certificate_path, GError **error);
void mc_sealed_to_free(McSealedTo *recipient);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McSealedTo, mc_sealed_to_free)
GBytes *mc_seal_to(McSealedTo *recipient, GBytes *plain, GError **error);

#endif
