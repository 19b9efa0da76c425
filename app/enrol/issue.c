#include "app/enrol/issue.h"

#include "app/json/hex.h"
#include "app/record/openssl-error.h"
#include "app/record/suite-parts.h"
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <string.h>

#define SERIAL_BYTES 16
/* A kiosk's clock may be behind. */
#define EARLIER_US (G_GINT64_CONSTANT(3600) * G_USEC_PER_SEC)

const char *
mc_key_use_name(McKeyUse use)
{
	switch (use) {
	case MC_KEY_USE_SEAL: return "seal";
	case MC_KEY_USE_TLS: return "tls";
	}
	return "?";
}

McIssuer *
mc_issuer_new_from_files(const char *key_path, const char *certificate_path, GError **error)
{
	g_autoptr(McIssuer) issuer = g_new0(McIssuer, 1);
	g_autoptr(McCertificates) certificates = NULL;

	issuer->key = mc_private_key_read(key_path, error);
	if (issuer->key == NULL)
		return NULL;
	certificates = mc_certificates_read(certificate_path, error);
	if (certificates == NULL)
		return NULL;
	issuer->certificate = sk_X509_shift(certificates);
	if (mc_suite_of_key(issuer->key, &issuer->suite) &&
	    X509_check_private_key(issuer->certificate, issuer->key) == 1 &&
	    X509_check_ca(issuer->certificate) == 1)
		return g_steal_pointer(&issuer);
	mc_openssl_fail(error, MC_ERROR_UNTRUSTED, certificate_path);
	g_prefix_error(error, "no authority, or its key is another one: ");
	return NULL;
}

void
mc_issuer_free(McIssuer *issuer)
{
	if (issuer == NULL)
		return;
	EVP_PKEY_free(issuer->key);
	X509_free(issuer->certificate);
	g_free(issuer);
}

void
mc_issued_clear(McIssued *issued)
{
	g_clear_pointer(&issued->pem, g_bytes_unref);
}

ASN1_TIME *
mc_time_of(ASN1_TIME *into, gint64 wall_us)
{
	return ASN1_TIME_set(into, (time_t)(wall_us / G_USEC_PER_SEC));
}

static gboolean
set_serial(X509 *certificate, char serial[41])
{
	guint8 bytes[SERIAL_BYTES];
	BIGNUM *number = NULL;
	gboolean good = FALSE;

	if (RAND_bytes(bytes, sizeof bytes) != 1)
		return FALSE;
	/* Positive, and always of the same length. */
	bytes[0] = (guint8)((bytes[0] & 0x7fu) | 0x40u);
	mc_hex_write(bytes, sizeof bytes, serial);
	number = BN_bin2bn(bytes, sizeof bytes, NULL);
	good = number != NULL && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != NULL;
	BN_free(number);
	return good;
}

static gboolean
set_life(const McIssuer *issuer, X509 *certificate, const McGrant *grant, McIssued *issued)
{
	gint64 from_us = MAX(grant->now_wall_us - EARLIER_US,
	    mc_certificate_moment(X509_get0_notBefore(issuer->certificate)));

	issued->until_wall_us = MIN(grant->now_wall_us + (gint64)grant->days * G_TIME_SPAN_DAY,
	    mc_certificate_moment(X509_get0_notAfter(issuer->certificate)));
	return issued->until_wall_us > grant->now_wall_us &&
	       mc_time_of(X509_getm_notBefore(certificate), from_us) != NULL &&
	       mc_time_of(X509_getm_notAfter(certificate), issued->until_wall_us) != NULL;
}

static gboolean
add_extension(const McIssuer *issuer, X509 *certificate, int nid, const char *value)
{
	X509V3_CTX context;
	X509_EXTENSION *extension = NULL;
	gboolean good = FALSE;

	X509V3_set_ctx(&context, issuer->certificate, certificate, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
	good = extension != NULL && X509_add_ext(certificate, extension, -1) == 1;
	X509_EXTENSION_free(extension);
	return good;
}

/* OpenSSL's text form of this one asks for a configuration file. */
static gboolean
add_policy(X509 *certificate, const char *policy)
{
	CERTIFICATEPOLICIES *policies = CERTIFICATEPOLICIES_new();
	POLICYINFO *information = POLICYINFO_new();
	gboolean good = FALSE;

	if (information != NULL)
		information->policyid = OBJ_txt2obj(policy, 1);
	good = information != NULL && information->policyid != NULL &&
	       sk_POLICYINFO_push(policies, information) > 0;
	if (!good)
		POLICYINFO_free(information);
	good = good && X509_add1_ext_i2d(certificate, NID_certificate_policies, policies, 0, 0) == 1;
	CERTIFICATEPOLICIES_free(policies);
	return good;
}

static gboolean
add_extensions(const McIssuer *issuer, X509 *certificate, const McGrant *grant)
{
	const char *policy = mc_protection_policy(grant->protection, grant->is_claimed);
	gboolean good =
	    add_extension(issuer, certificate, NID_basic_constraints, "critical,CA:FALSE") &&
	    add_extension(issuer, certificate, NID_key_usage, "critical,digitalSignature") &&
	    add_extension(issuer, certificate, NID_subject_key_identifier, "hash") &&
	    add_extension(issuer, certificate, NID_authority_key_identifier, "keyid:always");

	switch (grant->use) {
	case MC_KEY_USE_SEAL: return good && add_policy(certificate, policy);
	case MC_KEY_USE_TLS:
		return good && add_extension(issuer, certificate, NID_ext_key_usage, "clientAuth");
	}
	return FALSE;
}

static gboolean
fill(const McIssuer *issuer, const McCsr *csr, const McGrant *grant, X509 *certificate,
    McIssued *issued)
{
	return X509_set_version(certificate, X509_VERSION_3) == 1 &&
	       set_serial(certificate, issued->serial) &&
	       set_life(issuer, certificate, grant, issued) &&
	       X509_set_issuer_name(certificate, X509_get_subject_name(issuer->certificate)) == 1 &&
	       X509_set_subject_name(certificate, X509_REQ_get_subject_name(csr->request)) == 1 &&
	       X509_set_pubkey(certificate, X509_REQ_get0_pubkey(csr->request)) == 1 &&
	       add_extensions(issuer, certificate, grant);
}

gboolean
mc_issuer_issue(
    McIssuer *issuer, const McCsr *csr, const McGrant *grant, McIssued *issued, GError **error)
{
	g_autoptr(X509) certificate = X509_new();
	g_autoptr(BIO) out = BIO_new(BIO_s_mem());
	McSigning signing = {0};
	gboolean good = FALSE;

	memset(issued, 0, sizeof *issued);
	/* A connection's key is P-256 under any authority: stock TLS 1.3 knows no other of the two. */
	if (csr->suite != (grant->use == MC_KEY_USE_SEAL ? issuer->suite : MC_SUITE_P256)) {
		g_set_error(error, MC_ERROR, MC_ERROR_REFUSED,
		    "the %s key is of suite %s, which this authority does not certify",
		    mc_key_use_name(grant->use), mc_suite_name(csr->suite));
		return FALSE;
	}
	good = certificate != NULL && fill(issuer, csr, grant, certificate, issued) &&
	       mc_signing_begin(&signing, issuer->key, issuer->suite) &&
	       X509_sign_ctx(certificate, signing.context) > 0 &&
	       PEM_write_bio_X509(out, certificate) == 1;
	mc_signing_end(&signing);
	if (!good)
		return mc_openssl_fail(
		    error, MC_ERROR_INTERNAL, "issuing a certificate (has the authority ended?)");
	issued->pem = mc_bio_bytes(out);
	return TRUE;
}
