#include "app/enrol/message.h"

#include "app/base/error.h"
#include "app/json/fields.h"
#include "app/json/hex.h"
#include "app/record/content.h"
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#define FILE_BYTES_MAX (16u * 1024)

const char *const mc_enrol_file_names[MC_ENROL_FILES] = {
    "recorder/signing.crt",
    "recorder/signing-chain.pem",
    "recorder/gateway-roots.pem",
    "recorder/authority.crt",
    "recorder/counter.crt",
    "recorder/pack-roots.pem",
    "courier/tls.crt",
    "courier/ca.pem",
    "trust/roots.pem",
};

int
mc_enrol_file_find(const char *name)
{
	for (int i = 0; i < MC_ENROL_FILES; i++)
		if (strcmp(mc_enrol_file_names[i], name) == 0)
			return i;
	return -1;
}

/* ---- the MAC ---- */

/* Over the canonical form of everything but the member that carries it. */
static gboolean
make_mac(const json_t *json, const guint8 key[MC_ENROL_KEY_BYTES], char mac[65], GError **error)
{
	json_auto_t *bare = json_copy((json_t *)json);
	g_autoptr(GBytes) bytes = NULL;
	guint8 sum[EVP_MAX_MD_SIZE];
	guint length = 0;
	gsize size = 0;

	json_object_del(bare, "mac");
	bytes = mc_canonical_write(bare, error);
	if (bytes == NULL)
		return FALSE;
	if (HMAC(EVP_sha256(), key, MC_ENROL_KEY_BYTES, g_bytes_get_data(bytes, &size),
	        g_bytes_get_size(bytes), sum, &length) == NULL)
		g_error("HMAC-SHA-256 is not available");
	mc_hex_write(sum, length, mac);
	return TRUE;
}

static GBytes *
finish(json_t *json, const guint8 key[MC_ENROL_KEY_BYTES], GError **error)
{
	char mac[65];

	if (!make_mac(json, key, mac, error))
		return NULL;
	json_object_set_new(json, "mac", json_string(mac));
	return mc_canonical_write(json, error);
}

gboolean
mc_enrol_is_genuine(GBytes *message, const guint8 key[MC_ENROL_KEY_BYTES])
{
	json_auto_t *json = mc_canonical_read(message, NULL);
	const char *mac = json_string_value(json_object_get(json, "mac"));
	char wanted[65];

	return mac != NULL && strlen(mac) == sizeof wanted - 1 && make_mac(json, key, wanted, NULL) &&
	       CRYPTO_memcmp(mac, wanted, sizeof wanted - 1) == 0;
}

/* ---- parts ---- */

static json_t *
read_json(GBytes *bytes, GError **error)
{
	if (g_bytes_get_size(bytes) <= MC_ENROL_MESSAGE_BYTES_MAX)
		return mc_canonical_read(bytes, error);
	g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "the message is too long");
	return NULL;
}

/* ---- the request ---- */

void
mc_enrol_request_clear(McEnrolRequest *request)
{
	g_clear_pointer(&request->signing, g_bytes_unref);
	g_clear_pointer(&request->tls, g_bytes_unref);
}

GBytes *
mc_enrol_request_write(
    const McEnrolRequest *request, const guint8 key[MC_ENROL_KEY_BYTES], GError **error)
{
	json_auto_t *json = json_pack("{ss ss ss so so si}", "code", request->code, "kiosk",
	    request->kiosk, "protection", mc_protection_name(request->protection), "signing",
	    mc_json_base64(request->signing), "tls", mc_json_base64(request->tls), "v", 1);

	return finish(json, key, error);
}

static gboolean
read_request(const json_t *json, McEnrolRequest *request, GError **error)
{
	McFields fields;

	mc_fields_begin(&fields, json, "request");
	mc_fields_int32(&fields, "v", 1, 1);
	mc_fields_hex(&fields, "code", request->code, sizeof request->code);
	mc_fields_text(&fields, "kiosk", request->kiosk, sizeof request->kiosk);
	request->protection =
	    (McProtection)mc_fields_word(&fields, "protection", mc_protection_from_name);
	request->signing = mc_fields_base64(&fields, "signing", MC_ENROL_CSR_BYTES_MAX);
	request->tls = mc_fields_base64(&fields, "tls", MC_ENROL_CSR_BYTES_MAX);
	mc_fields_hex(&fields, "mac", request->mac, sizeof request->mac);
	return mc_fields_end(&fields, error);
}

gboolean
mc_enrol_request_read(GBytes *bytes, McEnrolRequest *request, GError **error)
{
	json_auto_t *json = read_json(bytes, error);

	memset(request, 0, sizeof *request);
	if (json == NULL)
		return FALSE;
	if (read_request(json, request, error))
		return TRUE;
	mc_enrol_request_clear(request);
	return FALSE;
}

/* ---- the answer ---- */

void
mc_enrol_answer_clear(McEnrolAnswer *answer)
{
	for (guint i = 0; i < MC_ENROL_FILES; i++)
		g_clear_pointer(&answer->file[i], g_bytes_unref);
}

GBytes *
mc_enrol_answer_write(
    const McEnrolAnswer *answer, const guint8 key[MC_ENROL_KEY_BYTES], GError **error)
{
	json_t *files = json_object();
	json_auto_t *json = json_pack(
	    "{ss ss so si}", "code", answer->code, "request", answer->request, "files", files, "v", 1);

	for (guint i = 0; i < MC_ENROL_FILES; i++)
		if (answer->file[i] != NULL)
			json_object_set_new(files, mc_enrol_file_names[i], mc_json_base64(answer->file[i]));
	return finish(json, key, error);
}

static void
read_files(McFields *fields, McEnrolAnswer *answer)
{
	McFields files;
	GError *nested = NULL;
	const json_t *json = mc_fields_object(fields, "files");

	if (json == NULL)
		return;
	mc_fields_begin(&files, json, "files");
	for (guint i = 0; i < MC_ENROL_FILES; i++)
		if (mc_fields_has(&files, mc_enrol_file_names[i]))
			answer->file[i] = mc_fields_base64(&files, mc_enrol_file_names[i], FILE_BYTES_MAX);
	if (!mc_fields_end(&files, &nested))
		mc_fields_take_error(fields, "files", nested);
}

gboolean
mc_enrol_answer_read(GBytes *bytes, McEnrolAnswer *answer, GError **error)
{
	json_auto_t *json = read_json(bytes, error);
	McFields fields;

	memset(answer, 0, sizeof *answer);
	if (json == NULL)
		return FALSE;
	mc_fields_begin(&fields, json, "answer");
	mc_fields_int32(&fields, "v", 1, 1);
	mc_fields_hex(&fields, "code", answer->code, sizeof answer->code);
	mc_fields_hex(&fields, "request", answer->request, sizeof answer->request);
	read_files(&fields, answer);
	mc_fields_hex(&fields, "mac", answer->mac, sizeof answer->mac);
	if (mc_fields_end(&fields, error))
		return TRUE;
	mc_enrol_answer_clear(answer);
	return FALSE;
}
