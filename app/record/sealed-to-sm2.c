#include "app/record/sealed-to-sm2.h"

#include "app/record/openssl-error.h"
#include <openssl/asn1t.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <string.h>

#define MASTER_SIZE 16
#define IV_SIZE 16
#define MAC_KEY_SIZE 32
#define MAC_SIZE 32

#define OID_SM2_ENCRYPT "1.2.156.10197.1.301.3"
#define OID_AUTH_ENC_128 "1.2.840.113549.1.9.16.3.15"
#define OID_HMAC_SM3 "1.2.156.10197.1.401.2"

typedef struct McIssuerSerial {
	X509_NAME *issuer;
	ASN1_INTEGER *serial;
} McIssuerSerial;

typedef struct McKeyFor {
	ASN1_INTEGER *version;
	McIssuerSerial *id;
	X509_ALGOR *algorithm;
	ASN1_OCTET_STRING *key;
} McKeyFor;
DEFINE_STACK_OF(McKeyFor)

typedef struct McCiphered {
	ASN1_OBJECT *type;
	X509_ALGOR *algorithm;
	ASN1_OCTET_STRING *octets;
} McCiphered;

typedef struct McSealedPart {
	ASN1_INTEGER *version;
	STACK_OF(McKeyFor) * recipients;
	McCiphered *content;
	ASN1_OCTET_STRING *mac;
} McSealedPart;

typedef struct McSealed {
	ASN1_OBJECT *type;
	McSealedPart *part;
} McSealed;

typedef struct McCipherParameters {
	X509_ALGOR *derivation, *cipher, *mac;
} McCipherParameters;

/* The macros of asn1t.h are not written for our warnings, nor for the formatter. */
/* clang-format off */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#pragma GCC diagnostic ignored "-Wmissing-declarations"
#pragma GCC diagnostic ignored "-Wunused-function"
ASN1_SEQUENCE(McIssuerSerial) = {
	ASN1_SIMPLE(McIssuerSerial, issuer, X509_NAME),
	ASN1_SIMPLE(McIssuerSerial, serial, ASN1_INTEGER),
} static_ASN1_SEQUENCE_END(McIssuerSerial)

ASN1_SEQUENCE(McKeyFor) = {
	ASN1_SIMPLE(McKeyFor, version, ASN1_INTEGER),
	ASN1_SIMPLE(McKeyFor, id, McIssuerSerial),
	ASN1_SIMPLE(McKeyFor, algorithm, X509_ALGOR),
	ASN1_SIMPLE(McKeyFor, key, ASN1_OCTET_STRING),
} static_ASN1_SEQUENCE_END(McKeyFor)
IMPLEMENT_STATIC_ASN1_ALLOC_FUNCTIONS(McKeyFor)

ASN1_SEQUENCE(McCiphered) = {
	ASN1_SIMPLE(McCiphered, type, ASN1_OBJECT),
	ASN1_SIMPLE(McCiphered, algorithm, X509_ALGOR),
	ASN1_IMP(McCiphered, octets, ASN1_OCTET_STRING, 0),
} static_ASN1_SEQUENCE_END(McCiphered)

ASN1_SEQUENCE(McSealedPart) = {
	ASN1_SIMPLE(McSealedPart, version, ASN1_INTEGER),
	ASN1_SET_OF(McSealedPart, recipients, McKeyFor),
	ASN1_SIMPLE(McSealedPart, content, McCiphered),
	ASN1_SIMPLE(McSealedPart, mac, ASN1_OCTET_STRING),
} static_ASN1_SEQUENCE_END(McSealedPart)

ASN1_SEQUENCE(McSealed) = {
	ASN1_SIMPLE(McSealed, type, ASN1_OBJECT),
	ASN1_EXP(McSealed, part, McSealedPart, 0),
} static_ASN1_SEQUENCE_END(McSealed)
IMPLEMENT_STATIC_ASN1_ENCODE_FUNCTIONS(McSealed)
IMPLEMENT_STATIC_ASN1_ALLOC_FUNCTIONS(McSealed)

/* RFC 6476, AuthEncParams. */
ASN1_SEQUENCE(McCipherParameters) = {
	ASN1_IMP(McCipherParameters, derivation, X509_ALGOR, 0),
	ASN1_SIMPLE(McCipherParameters, cipher, X509_ALGOR),
	ASN1_SIMPLE(McCipherParameters, mac, X509_ALGOR),
} static_ASN1_SEQUENCE_END(McCipherParameters)
IMPLEMENT_STATIC_ASN1_ENCODE_FUNCTIONS(McCipherParameters)
IMPLEMENT_STATIC_ASN1_ALLOC_FUNCTIONS(McCipherParameters)
#pragma GCC diagnostic pop
    /* clang-format on */

    G_DEFINE_AUTOPTR_CLEANUP_FUNC(McSealed, McSealed_free)
        G_DEFINE_AUTOPTR_CLEANUP_FUNC(McCipherParameters, McCipherParameters_free)
            G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_PKEY_CTX, EVP_PKEY_CTX_free)
                G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_CIPHER_CTX, EVP_CIPHER_CTX_free)

    /* ---- keys ---- */

    typedef struct McSealKeys {
	guchar master[MASTER_SIZE], cipher[MASTER_SIZE], mac[MAC_KEY_SIZE];
} McSealKeys;

static gboolean
derive_one(McSealKeys *keys, const char *use, guchar *out, int size)
{
	return PKCS5_PBKDF2_HMAC((const char *)keys->master, MASTER_SIZE, (const guchar *)use,
	           (int)strlen(use), 1, EVP_sm3(), size, out) == 1;
}

static gboolean
derive(McSealKeys *keys)
{
	return derive_one(keys, "encryption", keys->cipher, MASTER_SIZE) &&
	       derive_one(keys, "authentication", keys->mac, MAC_KEY_SIZE);
}

/* In counter mode both ways are the same. */
static gboolean
apply_cipher(
    const McSealKeys *keys, const guchar iv[IV_SIZE], const guchar *in, int size, guchar *out)
{
	g_autoptr(EVP_CIPHER_CTX) context = EVP_CIPHER_CTX_new();
	int done = 0;

	return context != NULL &&
	       EVP_EncryptInit_ex2(context, EVP_sm4_ctr(), keys->cipher, iv, NULL) == 1 &&
	       EVP_EncryptUpdate(context, out, &done, in, size) == 1 && done == size;
}

/* The algorithms are authenticated with the content: nobody can swap a weaker one in. */
static gboolean
compute_mac(const McSealKeys *keys, const McCiphered *content, guchar mac[MAC_SIZE])
{
	guchar *algorithm = NULL;
	int size = i2d_X509_ALGOR(content->algorithm, &algorithm);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	guint mac_size = 0;

	if (size <= 0)
		return FALSE;
	g_byte_array_append(bytes, algorithm, (guint)size);
	OPENSSL_free(algorithm);
	g_byte_array_append(
	    bytes, ASN1_STRING_get0_data(content->octets), (guint)ASN1_STRING_length(content->octets));
	return HMAC(EVP_sm3(), keys->mac, MAC_KEY_SIZE, bytes->data, bytes->len, mac, &mac_size) !=
	           NULL &&
	       mac_size == MAC_SIZE;
}

/* ---- sealing ---- */

static gboolean
set_algorithm(X509_ALGOR *algorithm, const char *oid, int type, void *value)
{
	ASN1_OBJECT *object = OBJ_txt2obj(oid, 1);

	return object != NULL && X509_ALGOR_set0(algorithm, object, type, value) == 1;
}

static ASN1_STRING *
octets_of(const guchar *bytes, gsize size, int type)
{
	ASN1_STRING *string = ASN1_STRING_type_new(type);

	if (string == NULL || ASN1_STRING_set(string, bytes, (int)size) != 1)
		g_error("out of memory");
	return string;
}

/* PBKDF2 with HMAC-SM3, once over: the master secret is random, nothing has to be slowed down. Its
 * salt is the use of the key, which RFC 6476 fixes; here it is empty. */
static X509_ALGOR *
derivation_new(void)
{
	PBKDF2PARAM *parameters = PBKDF2PARAM_new();
	X509_ALGOR *algorithm = X509_ALGOR_new();
	guchar *der = NULL;
	int size = 0;

	ASN1_TYPE_set(parameters->salt, V_ASN1_OCTET_STRING,
	    octets_of((const guchar *)"", 0, V_ASN1_OCTET_STRING));
	ASN1_INTEGER_set(parameters->iter, 1);
	parameters->prf = X509_ALGOR_new();
	if (set_algorithm(parameters->prf, OID_HMAC_SM3, V_ASN1_UNDEF, NULL))
		size = i2d_PBKDF2PARAM(parameters, &der);
	PBKDF2PARAM_free(parameters);
	X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_id_pbkdf2), V_ASN1_SEQUENCE,
	    octets_of(der, (gsize)MAX(size, 0), V_ASN1_SEQUENCE));
	OPENSSL_free(der);
	return algorithm;
}

static gboolean
describe_cipher(X509_ALGOR *algorithm, const guchar iv[IV_SIZE])
{
	g_autoptr(McCipherParameters) parameters = McCipherParameters_new();
	guchar *der = NULL;
	int size = 0;
	gboolean good = FALSE;

	if (parameters == NULL)
		return FALSE;
	X509_ALGOR_free(parameters->derivation);
	parameters->derivation = derivation_new();
	X509_ALGOR_set0(parameters->cipher, OBJ_nid2obj(NID_sm4_ctr), V_ASN1_OCTET_STRING,
	    octets_of(iv, IV_SIZE, V_ASN1_OCTET_STRING));
	if (set_algorithm(parameters->mac, OID_HMAC_SM3, V_ASN1_UNDEF, NULL))
		size = i2d_McCipherParameters(parameters, &der);
	good = size > 0 && set_algorithm(algorithm, OID_AUTH_ENC_128, V_ASN1_SEQUENCE,
	                       octets_of(der, (gsize)size, V_ASN1_SEQUENCE));
	OPENSSL_free(der);
	return good;
}

/* The master secret, encrypted to the recipient: SM2 ciphertext in the ASN.1 of GM/T 0009. */
static gboolean
wrap_master(X509 *recipient, const McSealKeys *keys, ASN1_OCTET_STRING *out)
{
	g_autoptr(EVP_PKEY_CTX) context = EVP_PKEY_CTX_new(X509_get0_pubkey(recipient), NULL);
	guchar wrapped[256];
	gsize size = sizeof wrapped;

	return context != NULL && EVP_PKEY_encrypt_init(context) == 1 &&
	       EVP_PKEY_encrypt(context, wrapped, &size, keys->master, MASTER_SIZE) == 1 &&
	       ASN1_OCTET_STRING_set(out, wrapped, (int)size) == 1;
}

static gboolean
address(McSealed *sealed, X509 *recipient, const McSealKeys *keys)
{
	McKeyFor *key = McKeyFor_new();

	if (key == NULL || sk_McKeyFor_push(sealed->part->recipients, key) == 0)
		return FALSE;
	ASN1_INTEGER_set(key->version, 0);
	return X509_NAME_set(&key->id->issuer, X509_get_issuer_name(recipient)) == 1 &&
	       ASN1_STRING_copy(key->id->serial, X509_get0_serialNumber(recipient)) == 1 &&
	       set_algorithm(key->algorithm, OID_SM2_ENCRYPT, V_ASN1_UNDEF, NULL) &&
	       wrap_master(recipient, keys, key->key);
}

static gboolean
encrypt(McCiphered *content, const McSealKeys *keys, GBytes *plain)
{
	gsize size = 0;
	const guchar *data = g_bytes_get_data(plain, &size);
	g_autofree guchar *out = g_malloc(size + 1);
	guchar iv[IV_SIZE];

	content->type = OBJ_nid2obj(NID_pkcs7_data);
	return RAND_bytes(iv, sizeof iv) == 1 && describe_cipher(content->algorithm, iv) &&
	       apply_cipher(keys, iv, data, (int)size, out) &&
	       ASN1_OCTET_STRING_set(content->octets, out, (int)size) == 1;
}

static gboolean
fill(McSealed *sealed, X509 *recipient, McSealKeys *keys, GBytes *plain)
{
	guchar mac[MAC_SIZE];

	sealed->type = OBJ_nid2obj(NID_id_smime_ct_authEnvelopedData);
	ASN1_INTEGER_set(sealed->part->version, 0);
	return RAND_priv_bytes(keys->master, MASTER_SIZE) == 1 && derive(keys) &&
	       address(sealed, recipient, keys) && encrypt(sealed->part->content, keys, plain) &&
	       compute_mac(keys, sealed->part->content, mac) &&
	       ASN1_OCTET_STRING_set(sealed->part->mac, mac, MAC_SIZE) == 1;
}

GBytes *
mc_sm2_seal_to(X509 *recipient, GBytes *plain, GError **error)
{
	g_autoptr(McSealed) sealed = McSealed_new();
	McSealKeys keys;
	guchar *der = NULL;
	int size = 0;
	GBytes *bytes = NULL;

	if (sealed != NULL && fill(sealed, recipient, &keys, plain))
		size = i2d_McSealed(sealed, &der);
	OPENSSL_cleanse(&keys, sizeof keys);
	if (size > 0)
		bytes = g_bytes_new(der, (gsize)size);
	else
		mc_openssl_fail(error, MC_ERROR_INTERNAL, "sealing the personal part failed");
	OPENSSL_free(der);
	return bytes;
}

/* ---- opening ---- */

static McSealed *
parse(GBytes *bytes)
{
	gsize size = 0;
	const guchar *data = g_bytes_get_data(bytes, &size);
	const guchar *at = data;
	g_autoptr(McSealed) sealed = NULL;

	if (size > 0 && size < G_MAXINT / 2)
		sealed = d2i_McSealed(NULL, &at, (long)size);
	ERR_clear_error();
	if (sealed == NULL || (gsize)(at - data) != size ||
	    OBJ_obj2nid(sealed->type) != NID_id_smime_ct_authEnvelopedData ||
	    sk_McKeyFor_num(sealed->part->recipients) != 1)
		return NULL;
	return g_steal_pointer(&sealed);
}

/* There is one set of algorithms; what is free in it is the IV. */
static gboolean
read_iv(const McCiphered *content, guchar iv[IV_SIZE])
{
	g_autoptr(McCipherParameters) parameters = NULL;
	const ASN1_TYPE *given = content->algorithm->parameter;
	const guchar *at = NULL;
	X509_ALGOR *expected = X509_ALGOR_new();
	gboolean same = FALSE;

	if (given != NULL && ASN1_TYPE_get(given) == V_ASN1_SEQUENCE) {
		at = ASN1_STRING_get0_data(given->value.sequence);
		parameters = d2i_McCipherParameters(NULL, &at, ASN1_STRING_length(given->value.sequence));
	}
	if (parameters != NULL && parameters->cipher->parameter != NULL &&
	    ASN1_TYPE_get(parameters->cipher->parameter) == V_ASN1_OCTET_STRING &&
	    ASN1_STRING_length(parameters->cipher->parameter->value.octet_string) == IV_SIZE) {
		memcpy(
		    iv, ASN1_STRING_get0_data(parameters->cipher->parameter->value.octet_string), IV_SIZE);
		same = describe_cipher(expected, iv) && X509_ALGOR_cmp(expected, content->algorithm) == 0;
	}
	X509_ALGOR_free(expected);
	return same;
}

static gboolean
unwrap_master(EVP_PKEY *key, const McKeyFor *recipient, McSealKeys *keys)
{
	g_autoptr(EVP_PKEY_CTX) context = EVP_PKEY_CTX_new(key, NULL);
	guchar master[256];
	gsize size = sizeof master;
	gboolean good = context != NULL && EVP_PKEY_decrypt_init(context) == 1 &&
	                EVP_PKEY_decrypt(context, master, &size, ASN1_STRING_get0_data(recipient->key),
	                    (gsize)ASN1_STRING_length(recipient->key)) == 1 &&
	                size == MASTER_SIZE;

	if (good)
		memcpy(keys->master, master, MASTER_SIZE);
	OPENSSL_cleanse(master, sizeof master);
	return good;
}

static GBytes *
decrypt(const McCiphered *content, const McSealKeys *keys, const guchar iv[IV_SIZE])
{
	int size = ASN1_STRING_length(content->octets);
	g_autofree guchar *plain = g_malloc((gsize)size + 1);

	if (!apply_cipher(keys, iv, ASN1_STRING_get0_data(content->octets), size, plain))
		return NULL;
	return g_bytes_new_take(g_steal_pointer(&plain), (gsize)size);
}

static gboolean
is_authentic(const McSealKeys *keys, const McSealedPart *part)
{
	guchar mac[MAC_SIZE];

	return compute_mac(keys, part->content, mac) && ASN1_STRING_length(part->mac) == MAC_SIZE &&
	       CRYPTO_memcmp(ASN1_STRING_get0_data(part->mac), mac, MAC_SIZE) == 0;
}

GBytes *
mc_sm2_open_sealed(EVP_PKEY *key, GBytes *bytes, GError **error)
{
	g_autoptr(McSealed) sealed = parse(bytes);
	McSealKeys keys = {{0}};
	guchar iv[IV_SIZE];
	GBytes *plain = NULL;

	if (sealed == NULL || !read_iv(sealed->part->content, iv)) {
		mc_openssl_fail(error, MC_ERROR_BAD_INPUT, "the bytes are no part sealed with SM2");
		return NULL;
	}
	if (unwrap_master(key, sk_McKeyFor_value(sealed->part->recipients, 0), &keys) &&
	    derive(&keys) && is_authentic(&keys, sealed->part))
		plain = decrypt(sealed->part->content, &keys, iv);
	OPENSSL_cleanse(&keys, sizeof keys);
	if (plain == NULL)
		mc_openssl_fail(error, MC_ERROR_UNTRUSTED, "the key does not fit, or the part was changed");
	return plain;
}
