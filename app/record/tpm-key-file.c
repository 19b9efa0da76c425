#include "app/record/tpm-key-file.h"

#include "app/record/certificates.h"
#include <openssl/asn1t.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>
#include <tss2/tss2_mu.h>

#define PEM_NAME "TSS2 PRIVATE KEY"
#define LOADABLE_KEY "2.23.133.10.1.3" /* TCG: a key that TPM2_Load takes */

typedef struct McTpmKey {
	ASN1_OBJECT *type;
	ASN1_BOOLEAN has_no_password;
	ASN1_INTEGER *parent;
	ASN1_OCTET_STRING *public_part, *private_part;
} McTpmKey;

/* The macros of asn1t.h are not written for our warnings, nor for the formatter. */
/* clang-format off */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#pragma GCC diagnostic ignored "-Wmissing-declarations"
#pragma GCC diagnostic ignored "-Wunused-function"
ASN1_SEQUENCE(McTpmKey) = {
	ASN1_SIMPLE(McTpmKey, type, ASN1_OBJECT),
	ASN1_EXP_OPT(McTpmKey, has_no_password, ASN1_BOOLEAN, 0),
	ASN1_SIMPLE(McTpmKey, parent, ASN1_INTEGER),
	ASN1_SIMPLE(McTpmKey, public_part, ASN1_OCTET_STRING),
	ASN1_SIMPLE(McTpmKey, private_part, ASN1_OCTET_STRING),
} static_ASN1_SEQUENCE_END(McTpmKey)
#pragma GCC diagnostic pop
    /* clang-format on */

    static void key_free(McTpmKey * key)
{
	ASN1_item_free((ASN1_VALUE *)key, ASN1_ITEM_rptr(McTpmKey));
}

static gboolean
is_ours(const McTpmKey *key)
{
	char type[64] = "";
	guint64 parent = 0;

	return OBJ_obj2txt(type, sizeof type, key->type, 1) > 0 && strcmp(type, LOADABLE_KEY) == 0 &&
	       key->has_no_password > 0 && ASN1_INTEGER_get_uint64(&parent, key->parent) == 1 &&
	       parent == TPM2_RH_OWNER;
}

static gboolean
take(const McTpmKey *key, McTpmKeyFile *file)
{
	const ASN1_OCTET_STRING *open = key->public_part;
	const ASN1_OCTET_STRING *secret = key->private_part;
	size_t open_size = 0, secret_size = 0;

	memset(file, 0, sizeof *file);
	return is_ours(key) &&
	       Tss2_MU_TPM2B_PUBLIC_Unmarshal(ASN1_STRING_get0_data(open),
	           (size_t)ASN1_STRING_length(open), &open_size, &file->public_part) == 0 &&
	       Tss2_MU_TPM2B_PRIVATE_Unmarshal(ASN1_STRING_get0_data(secret),
	           (size_t)ASN1_STRING_length(secret), &secret_size, &file->private_part) == 0;
}

gboolean
mc_tpm_key_file_read(const char *pem, McTpmKeyFile *file)
{
	g_autoptr(BIO) in = BIO_new_mem_buf(pem, -1);
	guchar *der = NULL;
	const guchar *at = NULL;
	long size = 0;
	McTpmKey *key = NULL;
	gboolean good = FALSE;

	if (in != NULL && PEM_bytes_read_bio(&der, &size, NULL, PEM_NAME, in, NULL, NULL) == 1) {
		at = der;
		key = (McTpmKey *)ASN1_item_d2i(NULL, &at, size, ASN1_ITEM_rptr(McTpmKey));
	}
	good = key != NULL && take(key, file);
	key_free(key);
	OPENSSL_free(der);
	ERR_clear_error();
	return good;
}

static gboolean
fill(McTpmKey *key, const McTpmKeyFile *file)
{
	guint8 open[sizeof file->public_part], secret[sizeof file->private_part];
	size_t open_size = 0, secret_size = 0;

	key->type = OBJ_txt2obj(LOADABLE_KEY, 1);
	key->has_no_password = 0xff;
	return key->type != NULL && ASN1_INTEGER_set_uint64(key->parent, TPM2_RH_OWNER) == 1 &&
	       Tss2_MU_TPM2B_PUBLIC_Marshal(&file->public_part, open, sizeof open, &open_size) == 0 &&
	       Tss2_MU_TPM2B_PRIVATE_Marshal(
	           &file->private_part, secret, sizeof secret, &secret_size) == 0 &&
	       ASN1_OCTET_STRING_set(key->public_part, open, (int)open_size) == 1 &&
	       ASN1_OCTET_STRING_set(key->private_part, secret, (int)secret_size) == 1;
}

GBytes *
mc_tpm_key_file_write(const McTpmKeyFile *file)
{
	g_autoptr(BIO) out = BIO_new(BIO_s_mem());
	McTpmKey *key = (McTpmKey *)ASN1_item_new(ASN1_ITEM_rptr(McTpmKey));
	guchar *der = NULL;
	int size = key != NULL && fill(key, file)
	               ? ASN1_item_i2d((const ASN1_VALUE *)key, &der, ASN1_ITEM_rptr(McTpmKey))
	               : 0;
	gboolean good = size > 0 && out != NULL && PEM_write_bio(out, PEM_NAME, "", der, size) > 0;

	OPENSSL_free(der);
	key_free(key);
	return good ? mc_bio_bytes(out) : NULL;
}
