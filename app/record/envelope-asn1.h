#ifndef MC_APP_RECORD_ENVELOPE_ASN1_H
#define MC_APP_RECORD_ENVELOPE_ASN1_H

/* Inside the room: the ASN.1 of an envelope, more narrowly than CMS has it. */

#include "app/record/certificates.h"

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

McEnvelope *d2i_McEnvelope(McEnvelope **out, const unsigned char **in, long size);
int i2d_McEnvelope(const McEnvelope *envelope, unsigned char **out);
void McEnvelope_free(McEnvelope *envelope);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McEnvelope, McEnvelope_free)

/* What the signature covers: the signed attributes in DER as a SET OF. OPENSSL_free() it. */
int mc_envelope_signed_bytes(const McSignerPart *part, unsigned char **out);

#endif
