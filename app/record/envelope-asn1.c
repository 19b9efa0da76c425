#include "app/record/envelope-asn1.h"

#include <openssl/asn1t.h>

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
	ASN1_SIMPLE(McSignerId, issuer, X509_NAME),
	ASN1_SIMPLE(McSignerId, serial, ASN1_INTEGER),
} static_ASN1_SEQUENCE_END(McSignerId)

ASN1_SEQUENCE(McSignerPart) = {
	ASN1_SIMPLE(McSignerPart, version, ASN1_INTEGER),
	ASN1_SIMPLE(McSignerPart, id, McSignerId),
	ASN1_SIMPLE(McSignerPart, digest, X509_ALGOR),
	ASN1_IMP_SET_OF(McSignerPart, attributes, X509_ATTRIBUTE, 0),
	ASN1_SIMPLE(McSignerPart, signature, X509_ALGOR),
	ASN1_SIMPLE(McSignerPart, octets, ASN1_OCTET_STRING),
} static_ASN1_SEQUENCE_END(McSignerPart)

ASN1_SEQUENCE(McSignedPart) = {
	ASN1_SIMPLE(McSignedPart, version, ASN1_INTEGER),
	ASN1_SET_OF(McSignedPart, digests, X509_ALGOR),
	ASN1_SIMPLE(McSignedPart, content, McContentPart),
	ASN1_IMP_SET_OF_OPT(McSignedPart, certificates, ASN1_ANY, 0),
	ASN1_SET_OF(McSignedPart, signers, McSignerPart),
} static_ASN1_SEQUENCE_END(McSignedPart)

ASN1_SEQUENCE(McEnvelope) = {
	ASN1_SIMPLE(McEnvelope, type, ASN1_OBJECT),
	ASN1_EXP(McEnvelope, signed_part, McSignedPart, 0),
} static_ASN1_SEQUENCE_END(McEnvelope)

IMPLEMENT_ASN1_ENCODE_FUNCTIONS_fname(McEnvelope, McEnvelope, McEnvelope)
IMPLEMENT_ASN1_ALLOC_FUNCTIONS_fname(McEnvelope, McEnvelope, McEnvelope)

/* RFC 5652, 5.4: for the signature the tag is SET OF instead of [0]. */
ASN1_ITEM_TEMPLATE(McSignedAttributes) =
	ASN1_EX_TEMPLATE_TYPE(ASN1_TFLG_SET_OF, 0, McSignedAttributes, X509_ATTRIBUTE)
static_ASN1_ITEM_TEMPLATE_END(McSignedAttributes)
#pragma GCC diagnostic pop
    /* clang-format on */

    int mc_envelope_signed_bytes(const McSignerPart *part, unsigned char **out)
{
	*out = NULL;
	return ASN1_item_i2d(
	    (const ASN1_VALUE *)part->attributes, out, ASN1_ITEM_rptr(McSignedAttributes));
}
