#include "app/record/sm2-digest.h"

#include "app/record/suite-parts.h"
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <string.h>

#define NUMBER_SIZE 32

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_MD_CTX, EVP_MD_CTX_free)

static gboolean
add_number(EVP_MD_CTX *context, const EVP_PKEY *key, const char *name)
{
	BIGNUM *number = NULL;
	guint8 bytes[NUMBER_SIZE];
	gboolean good = EVP_PKEY_get_bn_param(key, name, &number) == 1 &&
	                BN_bn2binpad(number, bytes, sizeof bytes) == NUMBER_SIZE &&
	                EVP_DigestUpdate(context, bytes, sizeof bytes) == 1;

	BN_free(number);
	return good;
}

static gboolean
add_generator(EVP_MD_CTX *context, const EVP_PKEY *key)
{
	guint8 point[1 + 2 * NUMBER_SIZE];
	gsize size = 0;

	return EVP_PKEY_get_octet_string_param(
	           key, OSSL_PKEY_PARAM_EC_GENERATOR, point, sizeof point, &size) == 1 &&
	       size == sizeof point && point[0] == POINT_CONVERSION_UNCOMPRESSED &&
	       EVP_DigestUpdate(context, point + 1, size - 1) == 1;
}

static gboolean
make_z(EVP_MD_CTX *context, const EVP_PKEY *key, guint8 z[32])
{
	static const guint8 id_bits[2] = {0, 8 * (sizeof MC_SM2_ID - 1)};

	return EVP_DigestInit_ex(context, EVP_sm3(), NULL) == 1 &&
	       EVP_DigestUpdate(context, id_bits, sizeof id_bits) == 1 &&
	       EVP_DigestUpdate(context, MC_SM2_ID, strlen(MC_SM2_ID)) == 1 &&
	       add_number(context, key, OSSL_PKEY_PARAM_EC_A) &&
	       add_number(context, key, OSSL_PKEY_PARAM_EC_B) && add_generator(context, key) &&
	       add_number(context, key, OSSL_PKEY_PARAM_EC_PUB_X) &&
	       add_number(context, key, OSSL_PKEY_PARAM_EC_PUB_Y) &&
	       EVP_DigestFinal_ex(context, z, NULL) == 1;
}

gboolean
mc_sm2_digest(const EVP_PKEY *key, gconstpointer bytes, gsize size, guint8 e[32])
{
	g_autoptr(EVP_MD_CTX) context = EVP_MD_CTX_new();
	guint8 z[32];

	return context != NULL && make_z(context, key, z) &&
	       EVP_DigestInit_ex(context, EVP_sm3(), NULL) == 1 &&
	       EVP_DigestUpdate(context, z, sizeof z) == 1 &&
	       EVP_DigestUpdate(context, bytes, size) == 1 && EVP_DigestFinal_ex(context, e, NULL) == 1;
}
