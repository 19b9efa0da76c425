#include "app/record/envelope-asn1.h"

#include <openssl/asn1t.h>
#include <openssl/err.h>
#include <string.h>

/* The macros of asn1t.h are not written for our warnings, nor for the formatter. */
/* clang-format off */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#pragma GCC diagnostic ignored "-Wmissing-declarations"
#pragma GCC diagnostic ignored "-Wunused-function"
ASN1_SEQUENCE(McContentPart) = {
	ASN1_SIMPLE(McContentPart, type, ASN1_OBJECT),
	ASN1_EXP(McContentPart, octets, ASN1_OCTET_STRING, 0),
} static_ASN1_SEQUENCE_END(McContentPart)

ASN1_SEQUENCE(McSignerId) = {
	ASN1_SIMPLE(McSignerId, issuer, ASN1_ANY),
	ASN1_SIMPLE(McSignerId, serial, ASN1_INTEGER),
} static_ASN1_SEQUENCE_END(McSignerId)

ASN1_SEQUENCE(McSignerPart) = {
	ASN1_SIMPLE(McSignerPart, version, ASN1_INTEGER),
	ASN1_SIMPLE(McSignerPart, id, McSignerId),
	ASN1_SIMPLE(McSignerPart, digest, X509_ALGOR),
	ASN1_IMP_SET_OF(McSignerPart, attributes, ASN1_ANY, 0),
	ASN1_SIMPLE(McSignerPart, signature, X509_ALGOR),
	ASN1_SIMPLE(McSignerPart, octets, ASN1_OCTET_STRING),
} static_ASN1_SEQUENCE_END(McSignerPart)

ASN1_SEQUENCE(McSignedPart) = {
	ASN1_SIMPLE(McSignedPart, version, ASN1_INTEGER),
	ASN1_SET_OF(McSignedPart, digests, X509_ALGOR),
	ASN1_SIMPLE(McSignedPart, content, McContentPart),
	ASN1_IMP_SET_OF_OPT(McSignedPart, certificates, ASN1_ANY, 0),
	ASN1_SET_OF(McSignedPart, signers, ASN1_ANY),
} static_ASN1_SEQUENCE_END(McSignedPart)

ASN1_SEQUENCE(McOuterPart) = {
	ASN1_SIMPLE(McOuterPart, type, ASN1_OBJECT),
	ASN1_EXP(McOuterPart, signed_part, McSignedPart, 0),
} static_ASN1_SEQUENCE_END(McOuterPart)

/* RFC 5652, 5.4: for the signature the tag is SET OF instead of [0]. */
ASN1_ITEM_TEMPLATE(McSignedAttributes) =
	ASN1_EX_TEMPLATE_TYPE(ASN1_TFLG_SET_OF, 0, McSignedAttributes, ASN1_ANY)
static_ASN1_ITEM_TEMPLATE_END(McSignedAttributes)
#pragma GCC diagnostic pop
    /* clang-format on */

    int mc_envelope_signed_bytes(const McSignerPart *part, unsigned char **out)
{
	*out = NULL;
	return ASN1_item_i2d(
	    (const ASN1_VALUE *)part->attributes, out, ASN1_ITEM_rptr(McSignedAttributes));
}

static const char not_built[] =
    "it is not built as an envelope is (parts left out, added or of another kind)";

void
mc_envelope_free(McEnvelope *envelope)
{
	if (envelope == NULL)
		return;
	ASN1_item_free((ASN1_VALUE *)envelope->outer, ASN1_ITEM_rptr(McOuterPart));
	ASN1_item_free((ASN1_VALUE *)envelope->signer, ASN1_ITEM_rptr(McSignerPart));
	sk_X509_ATTRIBUTE_pop_free(envelope->attributes, X509_ATTRIBUTE_free);
	g_free(envelope);
}

static gboolean
encodes_to(const ASN1_VALUE *value, const ASN1_ITEM *item, const guchar *data, gsize size)
{
	guchar *again = NULL;
	int again_size = ASN1_item_i2d(value, &again, item);
	gboolean same = again_size > 0 && (gsize)again_size == size && memcmp(again, data, size) == 0;

	OPENSSL_free(again);
	return same;
}

static gpointer
take_apart(const guchar *data, gsize size, const ASN1_ITEM *item, const char **problem)
{
	const guchar *at = data;
	ASN1_VALUE *value = size <= G_MAXINT / 2 ? ASN1_item_d2i(NULL, &at, (long)size, item) : NULL;

	if (value == NULL || at != data + size)
		*problem = not_built;
	else if (!encodes_to(value, item, data, size))
		*problem = "it is not in DER";
	else
		return value;
	ASN1_item_free(value, item);
	return NULL;
}

static gpointer
take_inner(const ASN1_TYPE *any, const ASN1_ITEM *item, const char **problem)
{
	if (ASN1_TYPE_get(any) == V_ASN1_SEQUENCE)
		return take_apart(ASN1_STRING_get0_data(any->value.sequence),
		    (gsize)ASN1_STRING_length(any->value.sequence), item, problem);
	*problem = not_built;
	return NULL;
}

static McSignerPart *
take_signer(const McSignedPart *part, const char **problem)
{
	if (sk_ASN1_TYPE_num(part->signers) == 1)
		return take_inner(
		    sk_ASN1_TYPE_value(part->signers, 0), ASN1_ITEM_rptr(McSignerPart), problem);
	*problem = "not exactly one signer";
	return NULL;
}

static gboolean
take_attributes(McEnvelope *envelope, const char **problem)
{
	const STACK_OF(ASN1_TYPE) *rows = envelope->signer->attributes;

	envelope->attributes = sk_X509_ATTRIBUTE_new_reserve(NULL, sk_ASN1_TYPE_num(rows));
	for (int i = 0; i < sk_ASN1_TYPE_num(rows); i++) {
		X509_ATTRIBUTE *attribute =
		    take_inner(sk_ASN1_TYPE_value(rows, i), ASN1_ITEM_rptr(X509_ATTRIBUTE), problem);

		if (attribute == NULL)
			return FALSE;
		sk_X509_ATTRIBUTE_push(envelope->attributes, attribute);
	}
	return TRUE;
}

McEnvelope *
mc_envelope_read(gconstpointer bytes, gsize size, const char **problem)
{
	g_autoptr(McEnvelope) envelope = g_new0(McEnvelope, 1);

	*problem = NULL;
	envelope->outer = take_apart(bytes, size, ASN1_ITEM_rptr(McOuterPart), problem);
	if (envelope->outer != NULL)
		envelope->signer = take_signer(envelope->outer->signed_part, problem);
	if (envelope->signer != NULL && take_attributes(envelope, problem))
		return g_steal_pointer(&envelope);
	ERR_clear_error();
	return NULL;
}

static gboolean
put_inner(ASN1_TYPE *any, const ASN1_VALUE *value, const ASN1_ITEM *item)
{
	guchar *der = NULL;
	int size = ASN1_item_i2d(value, &der, item);

	if (size <= 0)
		return FALSE;
	ASN1_STRING_set0(any->value.sequence, der, size);
	return TRUE;
}

gboolean
mc_envelope_put_attributes(McEnvelope *envelope)
{
	gboolean good = TRUE;

	for (int i = 0; i < sk_X509_ATTRIBUTE_num(envelope->attributes) && good; i++)
		good = put_inner(sk_ASN1_TYPE_value(envelope->signer->attributes, i),
		    (const ASN1_VALUE *)sk_X509_ATTRIBUTE_value(envelope->attributes, i),
		    ASN1_ITEM_rptr(X509_ATTRIBUTE));
	return good;
}

GBytes *
mc_envelope_write(McEnvelope *envelope)
{
	guchar *der = NULL;
	GBytes *bytes = NULL;
	int size = 0;

	if (!put_inner(sk_ASN1_TYPE_value(envelope->outer->signed_part->signers, 0),
	        (const ASN1_VALUE *)envelope->signer, ASN1_ITEM_rptr(McSignerPart)))
		return NULL;
	size = ASN1_item_i2d((const ASN1_VALUE *)envelope->outer, &der, ASN1_ITEM_rptr(McOuterPart));
	if (size > 0)
		bytes = g_bytes_new(der, (gsize)size);
	OPENSSL_free(der);
	return bytes;
}
