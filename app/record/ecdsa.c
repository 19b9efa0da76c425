#include "app/record/ecdsa.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(BIGNUM, BN_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ECDSA_SIG, ECDSA_SIG_free)

/* n of P-256 (FIPS 186-4, D.1.2.3): a group of OpenSSL's costs as much to make as a signature. */
#define ORDER "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"
#define NUMBER_SIZE 32

/* n / 2, rounded down. */
static const guint8 half_order[NUMBER_SIZE] = {0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x7f,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xde, 0x73, 0x7d, 0x56, 0xd3, 0x8b, 0xcf, 0x42, 0x79,
    0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8};

static gboolean
is_smaller(const BIGNUM *s)
{
	guint8 bytes[NUMBER_SIZE];

	return !BN_is_zero(s) && !BN_is_negative(s) &&
	       BN_bn2binpad(s, bytes, NUMBER_SIZE) == NUMBER_SIZE &&
	       memcmp(bytes, half_order, NUMBER_SIZE) <= 0;
}

/* n - s; NULL when s is not in 1 … n - 1. */
static BIGNUM *
other_s(const BIGNUM *s)
{
	BIGNUM *order = NULL;
	g_autoptr(BIGNUM) bound = BN_hex2bn(&order, ORDER) > 0 ? order : NULL;
	g_autoptr(BIGNUM) other = BN_new();

	if (bound == NULL || other == NULL || BN_is_zero(s) || BN_is_negative(s) ||
	    BN_cmp(s, bound) >= 0 || BN_sub(other, bound, s) != 1)
		return NULL;
	return g_steal_pointer(&other);
}

/* NULL when the bytes are none, or r does not fit below: it is under n < 2^256 in what OpenSSL
 * makes. */
static ECDSA_SIG *
read_signature(const guint8 *der, int size)
{
	const guint8 *at = der;
	g_autoptr(ECDSA_SIG) given = d2i_ECDSA_SIG(NULL, &at, size);

	if (given == NULL || at != der + size || BN_num_bits(ECDSA_SIG_get0_r(given)) > 8 * NUMBER_SIZE)
		return NULL;
	return g_steal_pointer(&given);
}

static GBytes *
write_signature(const ECDSA_SIG *signature)
{
	guint8 out[80];
	guint8 *end = out;
	int size = i2d_ECDSA_SIG(signature, &end);

	return size > 0 ? g_bytes_new(out, (gsize)size) : NULL;
}

GBytes *
mc_ecdsa_p256_smaller(const guint8 *der, int size)
{
	g_autoptr(ECDSA_SIG) given = read_signature(der, size);
	g_autoptr(ECDSA_SIG) made = NULL;
	g_autoptr(BIGNUM) s = NULL;

	if (given == NULL)
		return NULL;
	if (is_smaller(ECDSA_SIG_get0_s(given)))
		return write_signature(given);
	made = ECDSA_SIG_new();
	s = other_s(ECDSA_SIG_get0_s(given));
	/* Takes both numbers. */
	if (s == NULL || made == NULL || ECDSA_SIG_set0(made, BN_dup(ECDSA_SIG_get0_r(given)), s) != 1)
		return NULL;
	s = NULL;
	return write_signature(made);
}

gboolean
mc_ecdsa_p256_is_smaller(const guint8 *der, int size)
{
	g_autoptr(ECDSA_SIG) given = read_signature(der, size);
	g_autoptr(GBytes) again = NULL;

	if (given == NULL || !is_smaller(ECDSA_SIG_get0_s(given)))
		return FALSE;
	again = write_signature(given);
	return again != NULL && g_bytes_get_size(again) == (gsize)size &&
	       memcmp(g_bytes_get_data(again, NULL), der, (gsize)size) == 0;
}
