#include "app/record/seal-signature.h"

#include "app/record/suite-parts.h"
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_MD_CTX, EVP_MD_CTX_free)

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

static gboolean
signature_fits(const McSignerPart *part, EVP_PKEY *key, McSuite suite)
{
	g_autoptr(EVP_MD_CTX) context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *key_context = EVP_PKEY_CTX_new(key, NULL);
	guchar *bytes = NULL;
	int size = mc_envelope_signed_bytes(part, &bytes);
	gboolean good = FALSE;

	if (context != NULL && key_context != NULL && size > 0 && set_id(key_context, suite)) {
		EVP_MD_CTX_set_pkey_ctx(context, key_context);
		good =
		    EVP_DigestVerifyInit(context, NULL, mc_suite_parts(suite)->digest(), NULL, key) == 1 &&
		    EVP_DigestVerify(context, ASN1_STRING_get0_data(part->octets),
		        (gsize)ASN1_STRING_length(part->octets), bytes, (gsize)size) == 1;
	}
	EVP_PKEY_CTX_free(key_context);
	OPENSSL_free(bytes);
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
