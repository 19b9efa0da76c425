#include "app/record/ecdsa.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(BIGNUM, BN_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ECDSA_SIG, ECDSA_SIG_free)

/* n of P-256 (FIPS 186-4, D.1.2.3): a group of OpenSSL's costs as much to make as a signature. */
#define ORDER "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"

/* n - s when that is smaller, else s itself; NULL when s is not in 1 … n - 1. */
static BIGNUM *
smaller_s(const BIGNUM *s)
{
	BIGNUM *order = NULL;
	g_autoptr(BIGNUM) bound = BN_hex2bn(&order, ORDER) > 0 ? order : NULL;
	g_autoptr(BIGNUM) other = BN_new();

	if (bound == NULL || other == NULL || BN_is_zero(s) || BN_is_negative(s) ||
	    BN_cmp(s, bound) >= 0 || BN_sub(other, bound, s) != 1)
		return NULL;
	return BN_cmp(other, s) < 0 ? g_steal_pointer(&other) : BN_dup(s);
}

GBytes *
mc_ecdsa_p256_smaller(const guint8 *der, int size)
{
	const guint8 *at = der;
	g_autoptr(ECDSA_SIG) given = d2i_ECDSA_SIG(NULL, &at, size);
	g_autoptr(ECDSA_SIG) made = ECDSA_SIG_new();
	g_autoptr(BIGNUM) s = given != NULL ? smaller_s(ECDSA_SIG_get0_s(given)) : NULL;
	guint8 out[80];
	guint8 *end = out;

	if (s == NULL || made == NULL || at != der + size)
		return NULL;
	/* Takes both numbers. r is below n < 2^256 in what OpenSSL makes; more would not fit below. */
	if (BN_num_bits(ECDSA_SIG_get0_r(given)) > 256 ||
	    ECDSA_SIG_set0(made, BN_dup(ECDSA_SIG_get0_r(given)), s) != 1)
		return NULL;
	s = NULL;
	size = i2d_ECDSA_SIG(made, &end);
	return size > 0 ? g_bytes_new(out, (gsize)size) : NULL;
}

gboolean
mc_ecdsa_p256_is_smaller(const guint8 *der, int size)
{
	g_autoptr(GBytes) unique = mc_ecdsa_p256_smaller(der, size);

	return unique != NULL && g_bytes_get_size(unique) == (gsize)size &&
	       memcmp(g_bytes_get_data(unique, NULL), der, (gsize)size) == 0;
}
