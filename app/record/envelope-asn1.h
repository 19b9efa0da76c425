#ifndef MC_APP_RECORD_ENVELOPE_ASN1_H
#define MC_APP_RECORD_ENVELOPE_ASN1_H

/* Inside the room: the ASN.1 of an envelope, more narrowly than CMS has it. */

#include "app/record/certificates.h"

/* RFC 5652, as far as an envelope of ours uses it. What stands in a certificate is not looked into
 * here. */
typedef struct McContentPart {
	ASN1_OBJECT *type;
	ASN1_OCTET_STRING *octets;
} McContentPart;

typedef struct McSignerId {
	ASN1_TYPE *issuer; /* a name, of which only the bytes count */
	ASN1_INTEGER *serial;
} McSignerId;

typedef struct McSignerPart {
	ASN1_INTEGER *version;
	McSignerId *id;
	X509_ALGOR *digest;
	STACK_OF(ASN1_TYPE) * attributes; /* each an X509_ATTRIBUTE */
	X509_ALGOR *signature;
	ASN1_OCTET_STRING *octets;
} McSignerPart;

typedef struct McSignedPart {
	ASN1_INTEGER *version;
	STACK_OF(X509_ALGOR) * digests;
	McContentPart *content;
	STACK_OF(ASN1_TYPE) * certificates;
	STACK_OF(ASN1_TYPE) * signers; /* each a McSignerPart */
} McSignedPart;

typedef struct McOuterPart {
	ASN1_OBJECT *type;
	McSignedPart *signed_part;
} McOuterPart;

/* The signer's part and its signed attributes are taken apart and put together by themselves:
 * OpenSSL encodes what lies deep once more for each level above it. */
typedef struct McEnvelope {
	McOuterPart *outer;
	McSignerPart *signer;
	STACK_OF(X509_ATTRIBUTE) * attributes; /* in the order of the signer's */
} McEnvelope;

/* NULL and what is wrong: bytes that are not built like an envelope, or no DER. */
McEnvelope *mc_envelope_read(gconstpointer bytes, gsize size, const char **problem);
/* For attributes that were changed. FALSE with OpenSSL's words in its queue. */
gboolean mc_envelope_put_attributes(McEnvelope *envelope);
/* Its DER, NULL with OpenSSL's words in its queue. */
GBytes *mc_envelope_write(McEnvelope *envelope);
void mc_envelope_free(McEnvelope *envelope);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McEnvelope, mc_envelope_free)

/* What the signature covers: the signed attributes in DER as a SET OF. OPENSSL_free() it. */
int mc_envelope_signed_bytes(const McSignerPart *part, unsigned char **out);

#endif
