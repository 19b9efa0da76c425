#include "app/record/seal-signature.h"

#include "app/record/ecdsa.h"
#include "app/record/private-key.h"
#include "app/record/suite-parts.h"
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <string.h>

/* Two numbers of 32 bytes in DER. */
#define SIGNATURE_SIZE_MAX 80

static const ASN1_TYPE *
attribute_value(const McEnvelope *envelope, int nid)
{
	X509_ATTRIBUTE *attribute = X509at_get_attr(
	    envelope->attributes, X509at_get_attr_by_NID(envelope->attributes, nid, -1));

	return attribute != NULL ? X509_ATTRIBUTE_get0_type(attribute, 0) : NULL;
}

static gboolean
content_type_fits(const McEnvelope *envelope)
{
	const ASN1_TYPE *value = attribute_value(envelope, NID_pkcs9_contentType);

	return value != NULL && ASN1_TYPE_get(value) == V_ASN1_OBJECT &&
	       OBJ_cmp(value->value.object, envelope->outer->signed_part->content->type) == 0;
}

static gboolean
digest_fits(const McEnvelope *envelope, const EVP_MD *digest)
{
	const ASN1_TYPE *value = attribute_value(envelope, NID_pkcs9_messageDigest);
	const ASN1_OCTET_STRING *content = envelope->outer->signed_part->content->octets;
	guchar sum[EVP_MAX_MD_SIZE];
	guint size = 0;

	if (value == NULL || ASN1_TYPE_get(value) != V_ASN1_OCTET_STRING ||
	    EVP_Digest(ASN1_STRING_get0_data(content), (gsize)ASN1_STRING_length(content), sum, &size,
	        digest, NULL) != 1)
		return FALSE;
	return ASN1_STRING_length(value->value.octet_string) == (int)size &&
	       CRYPTO_memcmp(ASN1_STRING_get0_data(value->value.octet_string), sum, size) == 0;
}

/* The id goes into the digest that is signed: it has to be set before the first byte. */
static gboolean
set_id(EVP_PKEY_CTX *key_context, McSuite suite)
{
	switch (suite) {
	case MC_SUITE_P256: return TRUE;
	case MC_SUITE_SM2: return EVP_PKEY_CTX_set1_id(key_context, MC_SM2_ID, strlen(MC_SM2_ID)) == 1;
	}
	return FALSE;
}

typedef int (*Init)(EVP_MD_CTX *, EVP_PKEY_CTX **, const EVP_MD *, ENGINE *, EVP_PKEY *);

static EVP_MD_CTX *
ready_for(Init init, EVP_PKEY *key, McSuite suite)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *key_context = NULL;

	if (context != NULL &&
	    init(context, &key_context, mc_suite_parts(suite)->digest(), NULL, key) == 1 &&
	    set_id(key_context, suite))
		return context;
	EVP_MD_CTX_free(context);
	return NULL;
}

EVP_MD_CTX *
mc_seal_verifying_new(EVP_PKEY *key, McSuite suite)
{
	return ready_for(EVP_DigestVerifyInit, key, suite);
}

EVP_MD_CTX *
mc_seal_signing_new(EVP_PKEY *key, McSuite suite)
{
	return ready_for(EVP_DigestSignInit, key, suite);
}

static gboolean
signature_fits(const McSignerPart *part, const EVP_MD_CTX *verifying)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	guchar *bytes = NULL;
	int size = mc_envelope_signed_bytes(part, &bytes);
	gboolean good = context != NULL && size > 0 && EVP_MD_CTX_copy_ex(context, verifying) == 1 &&
	                EVP_DigestVerify(context, ASN1_STRING_get0_data(part->octets),
	                    (gsize)ASN1_STRING_length(part->octets), bytes, (gsize)size) == 1;

	EVP_MD_CTX_free(context);
	OPENSSL_free(bytes);
	return good;
}

const char *
mc_seal_signature_problem(const McEnvelope *envelope, const EVP_MD_CTX *verifying, McSuite suite)
{
	const char *problem = NULL;

	if (!content_type_fits(envelope))
		problem = "the signed content type is another one";
	else if (!digest_fits(envelope, mc_suite_parts(suite)->digest()))
		problem = "the signature does not fit the content (its signed digest is another)";
	else if (!signature_fits(envelope->signer, verifying))
		problem = "the signature does not fit (another key, or another distinguishing id)";
	ERR_clear_error();
	return problem;
}

/* ---- the same, made ---- */

static gboolean
set_digest(McEnvelope *envelope, const EVP_MD *digest)
{
	const ASN1_TYPE *value = attribute_value(envelope, NID_pkcs9_messageDigest);
	const ASN1_OCTET_STRING *content = envelope->outer->signed_part->content->octets;
	guchar sum[EVP_MAX_MD_SIZE];
	guint size = 0;

	return value != NULL && ASN1_TYPE_get(value) == V_ASN1_OCTET_STRING &&
	       EVP_Digest(ASN1_STRING_get0_data(content), (gsize)ASN1_STRING_length(content), sum,
	           &size, digest, NULL) == 1 &&
	       ASN1_OCTET_STRING_set(value->value.octet_string, sum, (int)size) == 1;
}

static gboolean
set_time(McEnvelope *envelope, gint64 at_wall_us)
{
	int at = X509at_get_attr_by_NID(envelope->attributes, NID_pkcs9_signingTime, -1);
	ASN1_TYPE *value = X509_ATTRIBUTE_get0_type(X509at_get_attr(envelope->attributes, at), 0);
	ASN1_TIME *time = ASN1_TIME_adj(NULL, (time_t)(at_wall_us / G_USEC_PER_SEC), 0, 0);

	if (value == NULL || time == NULL) {
		ASN1_TIME_free(time);
		return FALSE;
	}
	ASN1_TYPE_set(value, time->type, time);
	return TRUE;
}

gboolean
mc_seal_fill(McEnvelope *envelope, GBytes *content, gint64 at_wall_us, McSuite suite)
{
	ASN1_OCTET_STRING *octets = envelope->outer->signed_part->content->octets;
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(content, &size);

	return ASN1_OCTET_STRING_set(octets, data != NULL ? data : "", (int)size) == 1 &&
	       set_digest(envelope, mc_suite_parts(suite)->digest()) &&
	       set_time(envelope, at_wall_us) && mc_envelope_put_attributes(envelope);
}

/* Of the two ECDSA signatures (r, s) and (r, n - s), which are both valid and can be turned into
 * each other without the key, only the one with the smaller s is ours: one record has one digest.
 */
static gboolean
set_signature(McSignerPart *signer, const guchar *made, gsize size, McSuite suite)
{
	g_autoptr(GBytes) unique = NULL;

	switch (suite) {
	case MC_SUITE_P256: unique = mc_ecdsa_p256_smaller(made, (int)size); break;
	case MC_SUITE_SM2: unique = g_bytes_new(made, size); break;
	}
	return unique != NULL && ASN1_OCTET_STRING_set(signer->octets, g_bytes_get_data(unique, NULL),
	                             (int)g_bytes_get_size(unique)) == 1;
}

/* Bytes under a signature that is being made, and what it takes. */
typedef struct Signing {
	EVP_MD_CTX *context;
	EVP_PKEY_CTX *key_context;
	guchar *bytes;
	gsize size;
} Signing;

static gboolean
begin_elsewhere(Signing *self, EVP_PKEY *key, McSuite suite)
{
	self->key_context = EVP_PKEY_CTX_new_from_pkey(NULL, key, mc_private_key_query(key));
	if (self->key_context == NULL || !set_id(self->key_context, suite))
		return FALSE;
	EVP_MD_CTX_set_pkey_ctx(self->context, self->key_context);
	return EVP_DigestSignInit(self->context, NULL, mc_suite_parts(suite)->digest(), NULL, key) == 1;
}

static gboolean
begin(
    Signing *self, const McSignerPart *part, EVP_PKEY *key, const EVP_MD_CTX *ready, McSuite suite)
{
	int size = mc_envelope_signed_bytes(part, &self->bytes);

	self->size = size > 0 ? (gsize)size : 0;
	self->context = EVP_MD_CTX_new();
	if (self->context == NULL || self->size == 0)
		return FALSE;
	return ready != NULL ? EVP_MD_CTX_copy_ex(self->context, ready) == 1
	                     : begin_elsewhere(self, key, suite);
}

static void
end(Signing *self)
{
	EVP_MD_CTX_free(self->context);
	EVP_PKEY_CTX_free(self->key_context);
	OPENSSL_free(self->bytes);
}

static gboolean
sign_alone(McSignerPart *signer, const EVP_PKEY *key, McSuite suite)
{
	guchar *bytes = NULL;
	int size = mc_envelope_signed_bytes(signer, &bytes);
	g_autoptr(GBytes) made = size > 0 ? mc_private_key_sign(key, bytes, (gsize)size) : NULL;
	gboolean good = made != NULL && set_signature(signer, g_bytes_get_data(made, NULL),
	                                    g_bytes_get_size(made), suite);

	OPENSSL_free(bytes);
	return good;
}

gboolean
mc_seal_sign(McEnvelope *envelope, EVP_PKEY *key, const EVP_MD_CTX *ready, McSuite suite)
{
	McSignerPart *signer = envelope->signer;
	Signing signing = {0};
	guchar made[SIGNATURE_SIZE_MAX];
	gsize size = sizeof made;
	gboolean good = FALSE;

	if (mc_private_key_signs_alone(key))
		return sign_alone(signer, key, suite);
	good = begin(&signing, signer, key, ready, suite) &&
	       EVP_DigestSign(signing.context, made, &size, signing.bytes, signing.size) == 1 &&
	       set_signature(signer, made, size, suite);

	end(&signing);
	return good;
}
