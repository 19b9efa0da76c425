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
attribute_value(const McSignerPart *part, int nid)
{
	X509_ATTRIBUTE *attribute =
	    X509at_get_attr(part->attributes, X509at_get_attr_by_NID(part->attributes, nid, -1));

	return attribute != NULL ? X509_ATTRIBUTE_get0_type(attribute, 0) : NULL;
}

static gboolean
content_type_fits(const McSignedPart *part, const McSignerPart *signer)
{
	const ASN1_TYPE *value = attribute_value(signer, NID_pkcs9_contentType);

	return value != NULL && ASN1_TYPE_get(value) == V_ASN1_OBJECT &&
	       OBJ_cmp(value->value.object, part->content->type) == 0;
}

static gboolean
digest_fits(const McSignedPart *part, const McSignerPart *signer, const EVP_MD *digest)
{
	const ASN1_TYPE *value = attribute_value(signer, NID_pkcs9_messageDigest);
	const ASN1_OCTET_STRING *content = part->content->octets;
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

/* Bytes under a signature that is being made or checked, and what it takes. */
typedef struct Signing {
	EVP_MD_CTX *context;
	EVP_PKEY_CTX *key_context;
	guchar *bytes;
	gsize size;
} Signing;

static gboolean
begin(Signing *self, const McSignerPart *part, EVP_PKEY *key, McSuite suite)
{
	int size = mc_envelope_signed_bytes(part, &self->bytes);

	self->size = size > 0 ? (gsize)size : 0;
	self->context = EVP_MD_CTX_new();
	/* A key that is kept elsewhere signs there. */
	self->key_context = EVP_PKEY_CTX_new_from_pkey(NULL, key, mc_private_key_query(key));
	if (self->context == NULL || self->key_context == NULL || self->size == 0 ||
	    !set_id(self->key_context, suite))
		return FALSE;
	EVP_MD_CTX_set_pkey_ctx(self->context, self->key_context);
	return TRUE;
}

static void
end(Signing *self)
{
	EVP_MD_CTX_free(self->context);
	EVP_PKEY_CTX_free(self->key_context);
	OPENSSL_free(self->bytes);
}

static gboolean
signature_fits(const McSignerPart *part, EVP_PKEY *key, McSuite suite)
{
	Signing signing = {0};
	gboolean good = begin(&signing, part, key, suite) &&
	                EVP_DigestVerifyInit(
	                    signing.context, NULL, mc_suite_parts(suite)->digest(), NULL, key) == 1 &&
	                EVP_DigestVerify(signing.context, ASN1_STRING_get0_data(part->octets),
	                    (gsize)ASN1_STRING_length(part->octets), signing.bytes, signing.size) == 1;

	end(&signing);
	return good;
}

const char *
mc_seal_signature_problem(const McEnvelope *envelope, EVP_PKEY *key, McSuite suite)
{
	const McSignedPart *part = envelope->signed_part;
	const McSignerPart *info = sk_McSignerPart_value(part->signers, 0);
	const char *problem = NULL;

	if (!content_type_fits(part, info))
		problem = "the signed content type is another one";
	else if (!digest_fits(part, info, mc_suite_parts(suite)->digest()))
		problem = "the signature does not fit the content (its signed digest is another)";
	else if (!signature_fits(info, key, suite))
		problem = "the signature does not fit (another key, or another distinguishing id)";
	ERR_clear_error();
	return problem;
}

/* ---- the same, made ---- */

static gboolean
set_digest(McSignedPart *part, McSignerPart *signer, const EVP_MD *digest)
{
	const ASN1_TYPE *value = attribute_value(signer, NID_pkcs9_messageDigest);
	const ASN1_OCTET_STRING *content = part->content->octets;
	guchar sum[EVP_MAX_MD_SIZE];
	guint size = 0;

	return value != NULL && ASN1_TYPE_get(value) == V_ASN1_OCTET_STRING &&
	       EVP_Digest(ASN1_STRING_get0_data(content), (gsize)ASN1_STRING_length(content), sum,
	           &size, digest, NULL) == 1 &&
	       ASN1_OCTET_STRING_set(value->value.octet_string, sum, (int)size) == 1;
}

static gboolean
set_time(McSignerPart *signer, gint64 at_wall_us)
{
	int at = X509at_get_attr_by_NID(signer->attributes, NID_pkcs9_signingTime, -1);
	ASN1_TYPE *value = X509_ATTRIBUTE_get0_type(X509at_get_attr(signer->attributes, at), 0);
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
	McSignedPart *part = envelope->signed_part;
	McSignerPart *signer = sk_McSignerPart_value(part->signers, 0);
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(content, &size);

	return ASN1_OCTET_STRING_set(part->content->octets, data != NULL ? data : "", (int)size) == 1 &&
	       set_digest(part, signer, mc_suite_parts(suite)->digest()) &&
	       set_time(signer, at_wall_us);
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

gboolean
mc_seal_sign(McEnvelope *envelope, EVP_PKEY *key, McSuite suite)
{
	McSignerPart *signer = sk_McSignerPart_value(envelope->signed_part->signers, 0);
	Signing signing = {0};
	guchar made[SIGNATURE_SIZE_MAX];
	gsize size = sizeof made;
	gboolean good =
	    begin(&signing, signer, key, suite) &&
	    EVP_DigestSignInit(signing.context, NULL, mc_suite_parts(suite)->digest(), NULL, key) ==
	        1 &&
	    EVP_DigestSign(signing.context, made, &size, signing.bytes, signing.size) == 1 &&
	    set_signature(signer, made, size, suite);

	end(&signing);
	return good;
}
