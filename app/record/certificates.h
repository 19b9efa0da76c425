#ifndef MC_APP_RECORD_CERTIFICATES_H
#define MC_APP_RECORD_CERTIFICATES_H

/* Inside the room: certificates and keys from PEM files, and the clean-up of OpenSSL's objects. */

#include "app/record/content.h"
#include <glib.h>
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CMS_ContentInfo, CMS_ContentInfo_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509_STORE, X509_STORE_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509_STORE_CTX, X509_STORE_CTX_free)

typedef STACK_OF(X509) McCertificates;
static inline void
mc_certificates_free(McCertificates *certificates)
{
	sk_X509_pop_free(certificates, X509_free);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McCertificates, mc_certificates_free)

/* All certificates of a PEM file, at least one. MC_ERROR_UNTRUSTED names the file. */
McCertificates *mc_certificates_read(const char *path, GError **error);
EVP_PKEY *mc_private_key_read(const char *path, GError **error);
/* SHA-256 over its DER. */
void mc_certificate_digest(X509 *certificate, char out[MC_DIGEST_HEX_SIZE]);
/* SHA-256 over the public key (SubjectPublicKeyInfo, DER): the same for key, request, certificate.
 */
void mc_public_key_digest(EVP_PKEY *key, char out[MC_DIGEST_HEX_SIZE]);
/* Common name of the subject, "" when there is none. Free it. */
char *mc_certificate_name(X509 *certificate);
/* Microseconds since 1970; G_MAXINT64 for "no end" (RFC 5280) and what cannot be read. */
gint64 mc_certificate_moment(const ASN1_TIME *time);
/* What the certificate states of how its key is kept: an McProtection, -1 = nothing. *is_claimed
 * (optional): nobody but its owner says so. */
int mc_certificate_protection(X509 *certificate, gboolean *is_claimed);
/* The bytes that were written to a memory BIO. */
GBytes *mc_bio_bytes(BIO *bio);

#endif
