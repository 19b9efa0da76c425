#include "app/record/attempt.h"

#include "app/base/error.h"
#include "app/json/fields.h"
#include "app/json/hex.h"
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#define DIGEST_BYTES 32
#define MARK_BYTES_MAX 4096

static const char member[] = "person_sealed";
/* So that the digest fits nothing else that is made of a number. */
static const char purpose[] = "medcheck attempts 1 ";

static gboolean
digest_number(const char *number, guint8 digest[DIGEST_BYTES])
{
	gsize size = strlen(purpose) + strlen(number);
	char *text = g_strconcat(purpose, number, NULL);
	gboolean good = EVP_Digest(text, size, digest, NULL, EVP_sha256(), NULL) == 1;

	OPENSSL_cleanse(text, size);
	g_free(text);
	return good;
}

GBytes *
mc_attempt_seal(McSealedTo *counter, const char *number, GError **error)
{
	guint8 digest[DIGEST_BYTES] = {0};
	g_autoptr(GBytes) plain = g_bytes_new_static(digest, sizeof digest);
	GBytes *sealed = NULL;

	if (digest_number(number, digest))
		sealed = mc_seal_to(counter, plain, error);
	else
		g_set_error(error, MC_ERROR, MC_ERROR_INTERNAL, "attempt: SHA-256 is not available");
	OPENSSL_cleanse(digest, sizeof digest);
	return sealed;
}

void
mc_attempt_mark(json_t *opening, GBytes *sealed)
{
	json_object_set_new(opening, member, mc_json_base64(sealed));
}

static GBytes *
read_mark(McFields *opening)
{
	return mc_fields_has(opening, member) ? mc_fields_base64(opening, member, MARK_BYTES_MAX)
	                                      : NULL;
}

void
mc_attempt_check(McFields *opening)
{
	GBytes *sealed = read_mark(opening);

	g_clear_pointer(&sealed, g_bytes_unref);
}

GBytes *
mc_attempt_of(const json_t *opening)
{
	McFields fields;
	GBytes *sealed = NULL;

	mc_fields_begin(&fields, opening, "exam-opened");
	sealed = read_mark(&fields);
	/* the other members are another reader's */
	(void)mc_fields_end(&fields, NULL);
	return sealed;
}

static void
authenticate(const McAttemptKeys *keys, const guint8 *data, gsize size, char out[65])
{
	guint8 sum[EVP_MAX_MD_SIZE];
	guint length = 0;

	if (HMAC(EVP_sha256(), keys->secret, sizeof keys->secret, data, size, sum, &length) == NULL)
		g_error("HMAC-SHA-256 is not available");
	mc_hex_write(sum, length, out);
}

gboolean
mc_attempt_person(
    const McAttemptKeys *keys, GBytes *sealed, char person[MC_ATTEMPT_PERSON_SIZE], GError **error)
{
	g_autoptr(GBytes) plain = mc_open_sealed(keys->key_path, sealed, error);
	gsize size = 0;
	gconstpointer data = plain != NULL ? g_bytes_get_data(plain, &size) : NULL;

	if (plain == NULL)
		return FALSE;
	if (size != DIGEST_BYTES) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "attempt: it is no digest of a number");
		return FALSE;
	}
	authenticate(keys, data, size, person);
	OPENSSL_cleanse((gpointer)data, size);
	return TRUE;
}

void
mc_attempt_secret_check(const McAttemptKeys *keys, char check[MC_ATTEMPT_PERSON_SIZE])
{
	static const guint8 word[] = "check";

	authenticate(keys, word, sizeof word - 1, check);
}
