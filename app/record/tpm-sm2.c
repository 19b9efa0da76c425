#include "app/record/tpm-sm2.h"

#include "app/base/error.h"
#include "app/record/tpm-key-file.h"
#include "app/record/tpm-way.h"
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <stdlib.h>
#include <string.h>
#include <tss2/tss2_rc.h>

#define COORDINATE_SIZE 32

#define KEY_ATTRIBUTES                                                                             \
	(TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_SENSITIVEDATAORIGIN |            \
	    TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_NODA)

typedef struct Tpm {
	McTpmWay way;
	ESYS_TR parent, key; /* ESYS_TR_NONE: not loaded */
} Tpm;

static void
tpm_free(Tpm *self)
{
	if (self == NULL)
		return;
	if (self->key != ESYS_TR_NONE)
		(void)Esys_FlushContext(self->way.esys, self->key);
	if (self->parent != ESYS_TR_NONE)
		(void)Esys_FlushContext(self->way.esys, self->parent);
	mc_tpm_way_close(&self->way);
	g_free(self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tpm, tpm_free)

/* ---- the key that wraps the others ---- */

/* As the draft has it for a parent that is a hierarchy: made anew by the TPM's own seed. */
static gboolean
make_parent(Tpm *self, GError **error)
{
	static const TPM2B_PUBLIC template = {
	    .publicArea = {.type = TPM2_ALG_ECC,
	        .nameAlg = TPM2_ALG_SHA256,
	        .objectAttributes = KEY_ATTRIBUTES | TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT,
	        .parameters.eccDetail = {.symmetric = {.algorithm = TPM2_ALG_AES,
	                                     .keyBits.aes = 128,
	                                     .mode.aes = TPM2_ALG_CFB},
	            .scheme.scheme = TPM2_ALG_NULL,
	            .curveID = TPM2_ECC_NIST_P256,
	            .kdf.scheme = TPM2_ALG_NULL}}};
	const TPM2B_SENSITIVE_CREATE no_password = {0};
	const TPM2B_DATA nothing = {0};
	const TPML_PCR_SELECTION none = {0};
	TSS2_RC code = Esys_CreatePrimary(self->way.esys, ESYS_TR_RH_OWNER, ESYS_TR_PASSWORD,
	    ESYS_TR_NONE, ESYS_TR_NONE, &no_password, &template, &nothing, &none, &self->parent, NULL,
	    NULL, NULL, NULL);

	return code == TSS2_RC_SUCCESS || mc_tpm_fail(code, "its storage key", error);
}

static Tpm *
tpm_new(GError **error)
{
	g_autoptr(Tpm) self = g_new0(Tpm, 1);

	self->parent = self->key = ESYS_TR_NONE;
	return mc_tpm_way_open(&self->way, error) && make_parent(self, error) ? g_steal_pointer(&self)
	                                                                      : NULL;
}

/* ---- the key ---- */

/* The host makes e with SM3; to the TPM it is a digest of 32 bytes, which SHA-256 has, too, and not
 * every TPM knows SM3. The provider names the scheme with each signature of P-256. */
static const TPMS_ECC_PARMS curves[] = {
    [MC_SUITE_P256] = {.symmetric.algorithm = TPM2_ALG_NULL,
        .scheme.scheme = TPM2_ALG_NULL,
        .curveID = TPM2_ECC_NIST_P256,
        .kdf.scheme = TPM2_ALG_NULL},
    [MC_SUITE_SM2] = {.symmetric.algorithm = TPM2_ALG_NULL,
        .scheme = {.scheme = TPM2_ALG_SM2, .details.sm2.hashAlg = TPM2_ALG_SHA256},
        .curveID = TPM2_ECC_SM2_P256,
        .kdf.scheme = TPM2_ALG_NULL},
};

static gboolean
make_key(Tpm *self, McSuite suite, McTpmKeyFile *file, GError **error)
{
	const TPM2B_PUBLIC template = {
	    .publicArea = {.type = TPM2_ALG_ECC,
	        .nameAlg = TPM2_ALG_SHA256,
	        .objectAttributes = KEY_ATTRIBUTES | TPMA_OBJECT_SIGN_ENCRYPT,
	        .parameters.eccDetail = curves[suite]}};
	const TPM2B_SENSITIVE_CREATE no_password = {0};
	const TPM2B_DATA nothing = {0};
	const TPML_PCR_SELECTION none = {0};
	TPM2B_PRIVATE *secret = NULL;
	TPM2B_PUBLIC *open = NULL;
	TSS2_RC code = Esys_Create(self->way.esys, self->parent, ESYS_TR_PASSWORD, ESYS_TR_NONE,
	    ESYS_TR_NONE, &no_password, &template, &nothing, &none, &secret, &open, NULL, NULL, NULL);

	if (code != TSS2_RC_SUCCESS)
		return mc_tpm_fail(code, "it makes no key (does it know the curve?)", error);
	file->private_part = *secret;
	file->public_part = *open;
	Esys_Free(secret);
	Esys_Free(open);
	return TRUE;
}

static gboolean
load_key(Tpm *self, const McTpmKeyFile *file, GError **error)
{
	TSS2_RC code = Esys_Load(self->way.esys, self->parent, ESYS_TR_PASSWORD, ESYS_TR_NONE,
	    ESYS_TR_NONE, &file->private_part, &file->public_part, &self->key);

	/* A TPM has room for three objects. */
	(void)Esys_FlushContext(self->way.esys, self->parent);
	self->parent = ESYS_TR_NONE;
	if (code == TSS2_RC_SUCCESS)
		return TRUE;
	self->key = ESYS_TR_NONE;
	return mc_tpm_fail(code, "it does not take the key (was it made by another machine's?)", error);
}

/* ---- its public half, with OpenSSL ---- */

static void
on_key_freed(void *key, void *value, CRYPTO_EX_DATA *all, int slot, long number, void *data)
{
	tpm_free(value);
}

/* Where an EVP_PKEY keeps its Tpm. */
static int
slot(void)
{
	static int number = -1;

	if (number < 0)
		number = EVP_PKEY_get_ex_new_index(0, NULL, NULL, NULL, on_key_freed);
	return number;
}

static gboolean
write_coordinate(guint8 to[COORDINATE_SIZE], const TPM2B_ECC_PARAMETER *from)
{
	if (from->size > COORDINATE_SIZE)
		return FALSE;
	memset(to, 0, COORDINATE_SIZE);
	memcpy(to + COORDINATE_SIZE - from->size, from->buffer, from->size);
	return TRUE;
}

static EVP_PKEY *
key_of_point(const guint8 *point, gsize size)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "SM2", NULL);
	char group[] = "SM2";
	OSSL_PARAM parts[] = {
	    OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
	    OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)point, size),
	    OSSL_PARAM_construct_end(),
	};
	EVP_PKEY *key = NULL;

	if (context == NULL || EVP_PKEY_fromdata_init(context) != 1 ||
	    EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parts) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(context);
	return key;
}

static EVP_PKEY *
hold(Tpm *tpm, const McTpmKeyFile *file, GError **error)
{
	const TPMS_ECC_POINT *at = &file->public_part.publicArea.unique.ecc;
	guint8 point[1 + 2 * COORDINATE_SIZE] = {POINT_CONVERSION_UNCOMPRESSED};
	g_autoptr(EVP_PKEY) key = NULL;

	if (write_coordinate(point + 1, &at->x) &&
	    write_coordinate(point + 1 + COORDINATE_SIZE, &at->y))
		key = key_of_point(point, sizeof point);
	if (key != NULL && EVP_PKEY_set_ex_data(key, slot(), tpm) == 1)
		return g_steal_pointer(&key);
	ERR_clear_error();
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "the TPM: its key is no point of the curve");
	tpm_free(tpm);
	return NULL;
}

EVP_PKEY *
mc_tpm_sm2_new(GBytes **file, GError **error)
{
	g_autoptr(Tpm) tpm = tpm_new(error);
	McTpmKeyFile made = {0};

	if (tpm == NULL || !make_key(tpm, MC_SUITE_SM2, &made, error) || !load_key(tpm, &made, error))
		return NULL;
	*file = mc_tpm_key_file_write(&made);
	g_assert(*file != NULL);
	return hold(g_steal_pointer(&tpm), &made, error);
}

GBytes *
mc_tpm_p256_new(GError **error)
{
	g_autoptr(Tpm) tpm = tpm_new(error);
	McTpmKeyFile made = {0};

	return tpm != NULL && make_key(tpm, MC_SUITE_P256, &made, error) ? mc_tpm_key_file_write(&made)
	                                                                 : NULL;
}

gboolean
mc_tpm_sm2_is(const char *pem)
{
	McTpmKeyFile file;

	return mc_tpm_key_file_read(pem, &file) && file.public_part.publicArea.type == TPM2_ALG_ECC &&
	       file.public_part.publicArea.parameters.eccDetail.curveID == TPM2_ECC_SM2_P256;
}

EVP_PKEY *
mc_tpm_sm2_open(const char *pem, const char *path, GError **error)
{
	g_autoptr(Tpm) tpm = NULL;
	EVP_PKEY *key = NULL;
	McTpmKeyFile file;

	if (!mc_tpm_key_file_read(pem, &file)) {
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "%s: no key of a TPM", path);
		return NULL;
	}
	tpm = tpm_new(error);
	if (tpm != NULL && load_key(tpm, &file, error))
		key = hold(g_steal_pointer(&tpm), &file, error);
	if (key == NULL)
		g_prefix_error(error, "%s: ", path);
	return key;
}

gboolean
mc_tpm_sm2_holds(const EVP_PKEY *key)
{
	return EVP_PKEY_get_ex_data(key, slot()) != NULL;
}

/* ---- a signature ---- */

static GBytes *
write_signature(const TPMS_SIGNATURE_ECC *made)
{
	ECDSA_SIG *signature = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(made->signatureR.buffer, made->signatureR.size, NULL);
	BIGNUM *s = BN_bin2bn(made->signatureS.buffer, made->signatureS.size, NULL);
	guchar *der = NULL;
	int size = 0;
	GBytes *bytes = NULL;

	if (signature != NULL && r != NULL && s != NULL && ECDSA_SIG_set0(signature, r, s) == 1) {
		size = i2d_ECDSA_SIG(signature, &der);
	} else {
		BN_free(r);
		BN_free(s);
	}
	if (size > 0)
		bytes = g_bytes_new(der, (gsize)size);
	OPENSSL_free(der);
	ECDSA_SIG_free(signature);
	return bytes;
}

GBytes *
mc_tpm_sm2_sign(const EVP_PKEY *key, const guint8 e[32])
{
	const Tpm *tpm = EVP_PKEY_get_ex_data(key, slot());
	static const TPMT_SIG_SCHEME of_the_key = {.scheme = TPM2_ALG_NULL};
	static const TPMT_TK_HASHCHECK no_ticket = {
	    .tag = TPM2_ST_HASHCHECK, .hierarchy = TPM2_RH_NULL};
	TPM2B_DIGEST digest = {.size = 32};
	TPMT_SIGNATURE *made = NULL;
	TSS2_RC code = TSS2_RC_SUCCESS;
	GBytes *signature = NULL;

	memcpy(digest.buffer, e, 32);
	code = Esys_Sign(tpm->way.esys, tpm->key, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, &digest,
	    &of_the_key, &no_ticket, &made);
	if (code != TSS2_RC_SUCCESS) {
		ERR_raise_data(ERR_LIB_USER, ERR_R_OPERATION_FAIL, "the TPM: %s", Tss2_RC_Decode(code));
		return NULL;
	}
	if (made->sigAlg == TPM2_ALG_SM2)
		signature = write_signature(&made->signature.sm2);
	Esys_Free(made);
	return signature;
}
