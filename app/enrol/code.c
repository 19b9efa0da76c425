#include "app/enrol/code.h"

#include "app/base/error.h"
#include "app/json/hex.h"
#include "app/record/certificates.h"
#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <string.h>

#define CHECK_BYTES 2
#define BODY_BYTES (MC_ENROL_SECRET_BYTES + MC_ENROL_ROOT_BYTES)
#define CODE_BYTES (BODY_BYTES + CHECK_BYTES)
#define SYMBOLS 44 /* 220 bits for 216: the last four are zero */
#define GROUP 4

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void
sha256(const void *data, gsize size, guint8 sum[32])
{
	guint length = 0;

	if (EVP_Digest(data, size, sum, &length, EVP_sha256(), NULL) != 1)
		g_error("SHA-256 is not available");
}

/* Five bits a symbol, the highest first; groups are set apart by hyphens. */
static void
write_symbols(const guint8 *bytes, gsize size, guint symbols, char *text)
{
	for (guint i = 0; i < symbols; i++) {
		guint value = 0;

		for (guint bit = 5 * i; bit < 5 * i + 5; bit++)
			value = value << 1 | (bit / 8 < size ? bytes[bit / 8] >> (7 - bit % 8) & 1u : 0u);
		if (i > 0 && i % GROUP == 0)
			*text++ = '-';
		*text++ = alphabet[value];
	}
	*text = '\0';
}

static int
symbol_value(char letter)
{
	char upper = g_ascii_toupper(letter);
	const char *at = NULL;

	if (upper == 'O')
		return 0;
	if (upper == 'I' || upper == 'L')
		return 1;
	at = upper != '\0' ? strchr(alphabet, upper) : NULL;
	return at != NULL ? (int)(at - alphabet) : -1;
}

/* Returns how many symbols there are, -1 when one of them is none. */
static int
read_symbols(const char *text, guint8 bytes[CODE_BYTES + 1])
{
	int symbols = 0;

	for (; *text != '\0'; text++) {
		int value = symbol_value(*text);

		if (*text == '-' || g_ascii_isspace(*text))
			continue;
		if (value < 0 || symbols >= SYMBOLS)
			return -1;
		for (int bit = 0; bit < 5; bit++)
			if ((value >> (4 - bit) & 1) != 0)
				bytes[(symbols * 5 + bit) / 8] |= (guint8)(0x80u >> ((symbols * 5 + bit) % 8));
		symbols++;
	}
	return symbols;
}

gboolean
mc_enrol_code_new(const char *root_path, McEnrolCode *code, GError **error)
{
	g_autoptr(McCertificates) roots = mc_certificates_read(root_path, error);
	guint8 sum[EVP_MAX_MD_SIZE];
	guint size = 0;

	if (roots == NULL)
		return FALSE;
	if (X509_digest(sk_X509_value(roots, 0), EVP_sha256(), sum, &size) != 1 ||
	    RAND_bytes(code->secret, sizeof code->secret) != 1) {
		g_set_error(error, MC_ERROR, MC_ERROR_INTERNAL, "no randomness for a code");
		return FALSE;
	}
	memcpy(code->root, sum, sizeof code->root);
	return TRUE;
}

static void
put_bytes(const McEnrolCode *code, guint8 bytes[CODE_BYTES + 1])
{
	guint8 sum[32];

	memcpy(bytes, code->secret, MC_ENROL_SECRET_BYTES);
	memcpy(bytes + MC_ENROL_SECRET_BYTES, code->root, MC_ENROL_ROOT_BYTES);
	sha256(bytes, BODY_BYTES, sum);
	memcpy(bytes + BODY_BYTES, sum, CHECK_BYTES);
	bytes[CODE_BYTES] = 0;
}

void
mc_enrol_code_write(const McEnrolCode *code, char text[MC_ENROL_CODE_SIZE])
{
	guint8 bytes[CODE_BYTES + 1];

	put_bytes(code, bytes);
	write_symbols(bytes, CODE_BYTES, SYMBOLS, text);
	explicit_bzero(bytes, sizeof bytes);
}

gboolean
mc_enrol_code_read(const char *text, McEnrolCode *code, GError **error)
{
	guint8 bytes[CODE_BYTES + 1] = {0};
	guint8 again[CODE_BYTES + 1];
	int symbols = read_symbols(text, bytes);
	gboolean good = FALSE;

	memcpy(code->secret, bytes, MC_ENROL_SECRET_BYTES);
	memcpy(code->root, bytes + MC_ENROL_SECRET_BYTES, MC_ENROL_ROOT_BYTES);
	put_bytes(code, again);
	good = symbols == SYMBOLS && memcmp(bytes, again, sizeof bytes) == 0;
	explicit_bzero(bytes, sizeof bytes);
	explicit_bzero(again, sizeof again);
	if (good)
		return TRUE;
	explicit_bzero(code, sizeof *code);
	g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "%s",
	    symbols == SYMBOLS ? "the code: a letter is wrong; type it again"
	                       : "the code: it is eleven groups of four letters and digits");
	return FALSE;
}

static void
derive(const McEnrolCode *code, const char *use, guint8 *out, gsize size)
{
	static const char salt[] = "medcheck enrolment 1";
	char digest[] = "SHA256";
	McEnrolCode copy = *code;
	char *info = g_strdup(use);
	OSSL_PARAM parameters[] = {
	    OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
	    OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, copy.secret, sizeof copy.secret),
	    OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, sizeof salt - 1),
	    OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info, strlen(info)),
	    OSSL_PARAM_construct_end(),
	};
	EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
	EVP_KDF_CTX *context = EVP_KDF_CTX_new(kdf);

	if (context == NULL || EVP_KDF_derive(context, out, size, parameters) != 1)
		g_error("HKDF is not available");
	EVP_KDF_CTX_free(context);
	EVP_KDF_free(kdf);
	g_free(info);
	explicit_bzero(&copy, sizeof copy);
}

void
mc_enrol_code_keys(const McEnrolCode *code, McEnrolKeys *keys)
{
	guint8 id[(MC_ENROL_ID_SIZE - 1) / 2];

	derive(code, "id", id, sizeof id);
	derive(code, "request", keys->request, sizeof keys->request);
	derive(code, "answer", keys->answer, sizeof keys->answer);
	mc_hex_write(id, sizeof id, keys->id);
}

gboolean
mc_enrol_code_names_root(const McEnrolCode *code, GBytes *pem)
{
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(pem, &size);
	g_autoptr(BIO) bio = BIO_new_mem_buf(data, (int)size);
	g_autoptr(X509) root = bio != NULL ? PEM_read_bio_X509(bio, NULL, NULL, NULL) : NULL;
	guint8 sum[EVP_MAX_MD_SIZE];
	guint length = 0;

	return root != NULL && X509_digest(root, EVP_sha256(), sum, &length) == 1 &&
	       memcmp(sum, code->root, sizeof code->root) == 0;
}

void
mc_enrol_fingerprint(const guint8 digest[32], char text[MC_ENROL_FINGERPRINT_SIZE])
{
	write_symbols(digest, 32, 16, text);
}
