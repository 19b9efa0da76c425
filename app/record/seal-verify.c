#include "app/record/seal.h"

#include "app/record/certificates.h"
#include "app/record/openssl-error.h"
#include "app/record/seal-shape.h"
#include "app/record/seal-signature.h"
#include "app/record/trust.h"
#include <openssl/err.h>

static gboolean
refuse(GError **error, const char *problem)
{
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "the envelope: %s", problem);
	return FALSE;
}

/* Signed data of some other form than ours is refused; anything else is no envelope at all. */
static gboolean
refuse_shape(GBytes *bytes, const char *problem, GError **error)
{
	gsize size = 0;
	const guchar *data = g_bytes_get_data(bytes, &size);
	const guchar *at = data;
	g_autoptr(CMS_ContentInfo) cms = NULL;

	if (size > 0 && size <= G_MAXINT / 2)
		cms = d2i_CMS_ContentInfo(NULL, &at, (long)size);
	if (cms == NULL || (gsize)(at - data) != size ||
	    OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed)
		return mc_openssl_fail(error, MC_ERROR_BAD_INPUT, "the bytes are no CMS signed data");
	ERR_clear_error();
	return refuse(error, problem);
}

static McEnvelope *
read_envelope(GBytes *bytes, GError **error)
{
	const char *problem = NULL;
	McEnvelope *envelope = mc_seal_shape_read(bytes, &problem);

	if (envelope == NULL)
		refuse_shape(bytes, problem, error);
	return envelope;
}

static void
free_octets(gpointer octets)
{
	ASN1_OCTET_STRING_free(octets);
}

/* Leaves the envelope without it: a visit's is too long to be copied for nothing. */
static GBytes *
take_content(McEnvelope *envelope)
{
	ASN1_OCTET_STRING *content = g_steal_pointer(&envelope->outer->signed_part->content->octets);

	return g_bytes_new_with_free_func(
	    ASN1_STRING_get0_data(content), (gsize)ASN1_STRING_length(content), free_octets, content);
}

GBytes *
mc_seal_peek(GBytes *bytes, GError **error)
{
	g_autoptr(McEnvelope) envelope = read_envelope(bytes, error);

	return envelope != NULL ? take_content(envelope) : NULL;
}

static gboolean
check_signing_certificate(const McEnvelope *envelope, const McChain *chain, GError **error)
{
	int at = X509at_get_attr_by_NID(envelope->attributes, NID_id_smime_aa_signingCertificateV2, -1);
	const ASN1_TYPE *value = X509_ATTRIBUTE_get0_type(X509at_get_attr(envelope->attributes, at), 0);

	if (value != NULL && ASN1_TYPE_get(value) == V_ASN1_SEQUENCE &&
	    ASN1_STRING_cmp(value->value.sequence, chain->signing_certificate) == 0)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "the certificates inside are not those that were signed along");
	return FALSE;
}

static gint64
signing_moment(const McEnvelope *envelope)
{
	int at = X509at_get_attr_by_NID(envelope->attributes, NID_pkcs9_signingTime, -1);
	const ASN1_TYPE *value = X509_ATTRIBUTE_get0_type(X509at_get_attr(envelope->attributes, at), 0);
	int type = value == NULL ? V_ASN1_UNDEF : ASN1_TYPE_get(value);

	if (type != V_ASN1_UTCTIME && type != V_ASN1_GENERALIZEDTIME)
		return -1;
	return mc_certificate_moment(value->value.asn1_string);
}

gboolean
mc_seal_is_of_then(const McSealedBy *by, const McContentHead *head, GError **error)
{
	if (by->signing_wall_us / G_USEC_PER_SEC == head->at_wall_us / G_USEC_PER_SEC)
		return TRUE;
	return refuse(error, "its signing time is not the moment that the content states");
}

GBytes *
mc_seal_verify(
    McVerifier *verifier, GBytes *bytes, gint64 at_wall_us, McSealedBy *by, GError **error)
{
	g_autoptr(McEnvelope) envelope = read_envelope(bytes, error);
	const McChain *chain = NULL;
	const char *problem = NULL;

	if (envelope != NULL)
		chain = mc_trust_chain(verifier, envelope, at_wall_us, error);
	if (chain == NULL)
		return NULL;
	problem = mc_seal_shape_problem(envelope, chain->leaf, chain->suite);
	if (problem == NULL)
		problem = mc_seal_signature_problem(envelope, chain->verifying, chain->suite);
	if (problem != NULL) {
		refuse(error, problem);
		return NULL;
	}
	if (!check_signing_certificate(envelope, chain, error))
		return NULL;
	if (by != NULL) {
		*by = chain->by;
		by->signing_wall_us = signing_moment(envelope);
	}
	return take_content(envelope);
}
