#include "app/record/seal-shape.h"

#include "app/record/ecdsa.h"
#include "app/record/envelope-asn1.h"
#include <string.h>

static gboolean
is_algorithm(const X509_ALGOR *algorithm, int nid, int parameter)
{
	const ASN1_OBJECT *object = NULL;
	int parameter_type = 0;

	X509_ALGOR_get0(&object, &parameter_type, NULL, algorithm);
	return OBJ_obj2nid(object) == nid && parameter_type == parameter;
}

static gboolean
is_name(const ASN1_TYPE *any, const X509_NAME *name)
{
	const guchar *der = NULL;
	size_t size = 0;

	/* X509_NAME_cmp() takes spellings for the same; here the bytes count. */
	return ASN1_TYPE_get(any) == V_ASN1_SEQUENCE && X509_NAME_get0_der(name, &der, &size) == 1 &&
	       (size_t)ASN1_STRING_length(any->value.sequence) == size &&
	       memcmp(ASN1_STRING_get0_data(any->value.sequence), der, size) == 0;
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
digest_problem(const X509_ALGOR *digest, const McSuiteParts *suite)
{
	if (is_algorithm(digest, suite->digest_nid, suite->digest_parameter))
		return NULL;
	return "the digest is not the one of its key's suite";
}

/* Of an SM2 signature there is one form only, once it is in DER. */
static const char *
octets_problem(const ASN1_OCTET_STRING *octets, McSuite suite)
{
	switch (suite) {
	case MC_SUITE_P256:
		return mc_ecdsa_p256_is_smaller(ASN1_STRING_get0_data(octets), ASN1_STRING_length(octets))
		           ? NULL
		           : "the signature is not in its one form (the smaller s)";
	case MC_SUITE_SM2: return NULL;
	}
	return "an unknown suite";
}

static gboolean
names(const McSignerPart *part, X509 *signer)
{
	return is_name(part->id->issuer, X509_get_issuer_name(signer)) &&
	       ASN1_INTEGER_cmp(part->id->serial, X509_get0_serialNumber(signer)) == 0;
}

static const char *
signer_problem(const McEnvelope *envelope, X509 *signer, McSuite suite)
{
	const McSignerPart *part = envelope->signer;
	const McSuiteParts *parts = mc_suite_parts(suite);
	const char *problem = digest_problem(part->digest, parts);

	if (ASN1_INTEGER_get(part->version) != 1)
		return "the signer's version is not 1";
	if (!names(part, signer))
		return "the signer's id is not that of its certificate";
	if (problem != NULL)
		return problem;
	if (!is_algorithm(part->signature, parts->signature_nid, V_ASN1_UNDEF))
		return "the signature's algorithm is not the one of its key's suite";
	problem = octets_problem(part->octets, suite);
	if (problem != NULL)
		return problem;
	return attributes_problem(envelope->attributes);
}

static const char *
part_problem(const McSignedPart *part, McSuite suite)
{

	if (ASN1_INTEGER_get(part->version) != 1)
		return "the version of the signed data is not 1";
	if (sk_X509_ALGOR_num(part->digests) != 1)
		return "not exactly one digest";
	if (OBJ_obj2nid(part->content->type) != NID_pkcs7_data)
		return "the content is no plain data";
	return digest_problem(sk_X509_ALGOR_value(part->digests, 0), mc_suite_parts(suite));
}

McEnvelope *
mc_seal_shape_read(GBytes *bytes, const char **problem)
{
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(bytes, &size);
	g_autoptr(McEnvelope) envelope = mc_envelope_read(data, size, problem);

	if (envelope == NULL)
		return NULL;
	if (OBJ_obj2nid(envelope->outer->type) == NID_pkcs7_signed)
		return g_steal_pointer(&envelope);
	*problem = "it is no signed data";
	return NULL;
}

gboolean
mc_seal_shape_names(const McEnvelope *envelope, X509 *signer)
{
	return names(envelope->signer, signer);
}

const char *
mc_seal_shape_problem(const McEnvelope *envelope, X509 *signer, McSuite suite)
{
	const char *problem = part_problem(envelope->outer->signed_part, suite);

	return problem != NULL ? problem : signer_problem(envelope, signer, suite);
}
