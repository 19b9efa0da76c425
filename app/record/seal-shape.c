#include "app/record/seal-shape.h"

#include "app/record/ecdsa.h"
#include <openssl/asn1t.h>
#include <openssl/err.h>
#include <string.h>

/* RFC 5652, as far as an envelope of ours uses it. What stands under a signature or in a
 * certificate is not looked into here. */
typedef struct McContentPart {
	ASN1_OBJECT *type;
	ASN1_OCTET_STRING *octets;
} McContentPart;

typedef struct McSignerId {
	X509_NAME *issuer;
	ASN1_INTEGER *serial;
} McSignerId;

typedef struct McSignerPart {
	ASN1_INTEGER *version;
	McSignerId *id;
	X509_ALGOR *digest;
	STACK_OF(X509_ATTRIBUTE) * attributes;
	X509_ALGOR *signature;
	ASN1_OCTET_STRING *octets;
} McSignerPart;
DEFINE_STACK_OF(McSignerPart)

typedef struct McSignedPart {
	ASN1_INTEGER *version;
	STACK_OF(X509_ALGOR) * digests;
	McContentPart *content;
	STACK_OF(ASN1_TYPE) * certificates;
	STACK_OF(McSignerPart) * signers;
} McSignedPart;

typedef struct McEnvelope {
	ASN1_OBJECT *type;
	McSignedPart *signed_part;
} McEnvelope;

/* The macros of asn1t.h are not written for our warnings. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#pragma GCC diagnostic ignored "-Wmissing-declarations"
#pragma GCC diagnostic ignored "-Wunused-function"
ASN1_SEQUENCE(McContentPart) =
    {
        ASN1_SIMPLE(McContentPart, type, ASN1_OBJECT),
        ASN1_EXP(McContentPart, octets, ASN1_OCTET_STRING, 0),
} static_ASN1_SEQUENCE_END(McContentPart)

        ASN1_SEQUENCE(McSignerId) =
            {
                ASN1_SIMPLE(McSignerId, issuer, X509_NAME),
                ASN1_SIMPLE(McSignerId, serial, ASN1_INTEGER),
} static_ASN1_SEQUENCE_END(McSignerId)

                ASN1_SEQUENCE(McSignerPart) =
                    {
                        ASN1_SIMPLE(McSignerPart, version, ASN1_INTEGER),
                        ASN1_SIMPLE(McSignerPart, id, McSignerId),
                        ASN1_SIMPLE(McSignerPart, digest, X509_ALGOR),
                        ASN1_IMP_SET_OF(McSignerPart, attributes, X509_ATTRIBUTE, 0),
                        ASN1_SIMPLE(McSignerPart, signature, X509_ALGOR),
                        ASN1_SIMPLE(McSignerPart, octets, ASN1_OCTET_STRING),
} static_ASN1_SEQUENCE_END(McSignerPart)

                        ASN1_SEQUENCE(McSignedPart) =
                            {
                                ASN1_SIMPLE(McSignedPart, version, ASN1_INTEGER),
                                ASN1_SET_OF(McSignedPart, digests, X509_ALGOR),
                                ASN1_SIMPLE(McSignedPart, content, McContentPart),
                                ASN1_IMP_SET_OF(McSignedPart, certificates, ASN1_ANY, 0),
                                ASN1_SET_OF(McSignedPart, signers, McSignerPart),
} static_ASN1_SEQUENCE_END(McSignedPart)

                                ASN1_SEQUENCE(McEnvelope) =
                                    {
                                        ASN1_SIMPLE(McEnvelope, type, ASN1_OBJECT),
                                        ASN1_EXP(McEnvelope, signed_part, McSignedPart, 0),
} static_ASN1_SEQUENCE_END(McEnvelope) IMPLEMENT_STATIC_ASN1_ENCODE_FUNCTIONS(McEnvelope)
                                        IMPLEMENT_STATIC_ASN1_ALLOC_FUNCTIONS(McEnvelope)
#pragma GCC diagnostic pop

                                            G_DEFINE_AUTOPTR_CLEANUP_FUNC(
                                                McEnvelope, McEnvelope_free)

                                                static gboolean
    is_algorithm(const X509_ALGOR *algorithm, int nid)
{
	const ASN1_OBJECT *object = NULL;
	int parameter_type = 0;

	X509_ALGOR_get0(&object, &parameter_type, NULL, algorithm);
	return OBJ_obj2nid(object) == nid && parameter_type == V_ASN1_UNDEF;
}

static gboolean
is_same_name(const X509_NAME *a, const X509_NAME *b)
{
	const guchar *a_der = NULL;
	const guchar *b_der = NULL;
	size_t a_size = 0;
	size_t b_size = 0;

	/* X509_NAME_cmp() takes spellings for the same; here the bytes count. */
	return X509_NAME_get0_der(a, &a_der, &a_size) == 1 &&
	       X509_NAME_get0_der(b, &b_der, &b_size) == 1 && a_size == b_size &&
	       memcmp(a_der, b_der, a_size) == 0;
}

static const char *
attributes_problem(const STACK_OF(X509_ATTRIBUTE) * attributes)
{
	static const int wanted[] = {NID_pkcs9_contentType, NID_pkcs9_messageDigest,
	    NID_pkcs9_signingTime, NID_id_smime_aa_signingCertificateV2};

	if (X509at_get_attr_count(attributes) != G_N_ELEMENTS(wanted))
		return "its signed attributes are not the four of CAdES-BES";
	for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
		int at = X509at_get_attr_by_NID(attributes, wanted[i], -1);

		if (at < 0 || X509_ATTRIBUTE_count(X509at_get_attr(attributes, at)) != 1)
			return "a signed attribute of CAdES-BES is missing";
	}
	return NULL;
}

static const char *
signer_problem(const McSignerPart *part, X509 *signer)
{
	if (ASN1_INTEGER_get(part->version) != 1)
		return "the signer's version is not 1";
	if (!is_same_name(part->id->issuer, X509_get_issuer_name(signer)) ||
	    ASN1_INTEGER_cmp(part->id->serial, X509_get0_serialNumber(signer)) != 0)
		return "the signer's id is not that of its certificate";
	if (!is_algorithm(part->digest, NID_sha256))
		return "the signer's digest is not SHA-256";
	if (!is_algorithm(part->signature, NID_ecdsa_with_SHA256))
		return "the signature is not ECDSA with SHA-256";
	if (!mc_ecdsa_p256_is_smaller(
	        ASN1_STRING_get0_data(part->octets), ASN1_STRING_length(part->octets)))
		return "the signature is not in its one form (the smaller s)";
	return attributes_problem(part->attributes);
}

/* Certificates are parsed once only, which is the dearest part of a check; here their bytes are
 * held against those that the parsed ones encode to. */
static gboolean
is_encoding_of(const ASN1_TYPE *any, X509 *certificate)
{
	guchar *der = NULL;
	int size = i2d_X509(certificate, &der);
	gboolean same = size > 0 && ASN1_TYPE_get(any) == V_ASN1_SEQUENCE &&
	                ASN1_STRING_length(any->value.sequence) == size &&
	                memcmp(ASN1_STRING_get0_data(any->value.sequence), der, (gsize)size) == 0;

	OPENSSL_free(der);
	return same;
}

static const char *
certificates_problem(const STACK_OF(ASN1_TYPE) * certificates, McCertificates *inside)
{
	if (sk_ASN1_TYPE_num(certificates) != sk_X509_num(inside))
		return "what lies in it is not certificates alone";
	for (int i = 0; i < sk_X509_num(inside); i++)
		if (!is_encoding_of(sk_ASN1_TYPE_value(certificates, i), sk_X509_value(inside, i)))
			return "a certificate inside is not in DER";
	return NULL;
}

static const char *
part_problem(const McSignedPart *part, X509 *signer, McCertificates *inside)
{
	const char *problem = certificates_problem(part->certificates, inside);

	if (problem != NULL)
		return problem;

	if (ASN1_INTEGER_get(part->version) != 1)
		return "the version of the signed data is not 1";
	if (sk_X509_ALGOR_num(part->digests) != 1 ||
	    !is_algorithm(sk_X509_ALGOR_value(part->digests, 0), NID_sha256))
		return "the digest is not SHA-256 alone";
	if (OBJ_obj2nid(part->content->type) != NID_pkcs7_data)
		return "the content is no plain data";
	if (sk_McSignerPart_num(part->signers) != 1)
		return "not exactly one signer";
	return signer_problem(sk_McSignerPart_value(part->signers, 0), signer);
}

static gboolean
encodes_to(McEnvelope *envelope, const guchar *data, gsize size)
{
	guchar *again = NULL;
	int again_size = i2d_McEnvelope(envelope, &again);
	gboolean same = again_size > 0 && (gsize)again_size == size && memcmp(again, data, size) == 0;

	OPENSSL_free(again);
	return same;
}

const char *
mc_seal_shape_problem(GBytes *bytes, X509 *signer, McCertificates *inside)
{
	gsize size = 0;
	const guchar *data = g_bytes_get_data(bytes, &size);
	const guchar *at = data;
	g_autoptr(McEnvelope) envelope = d2i_McEnvelope(NULL, &at, (long)size);

	ERR_clear_error();
	if (envelope == NULL || (gsize)(at - data) != size)
		return "it is not built as an envelope is (parts left out, added or of another kind)";
	if (OBJ_obj2nid(envelope->type) != NID_pkcs7_signed)
		return "it is no signed data";
	if (!encodes_to(envelope, data, size))
		return "it is not in DER";
	return part_problem(envelope->signed_part, signer, inside);
}
