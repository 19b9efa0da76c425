#include "app/enrol/kiosk.h"

#include "app/base/error.h"
#include "app/enrol/folder.h"
#include "app/enrol/keep.h"
#include "app/enrol/key-card.h"
#include "app/enrol/message.h"
#include "app/json/fields.h"
#include "app/json/hex.h"
#include <glib/gstdio.h>
#include <openssl/pem.h>
#include <string.h>

#define FOLDER "recorder/enrol"
#define BEGUN FOLDER "/begun.json"
#define REQUEST FOLDER "/request.json"
#define ROOT "courier/enrol-root.pem" /* who carries the request there has to read it */
#define TLS_KEY FOLDER "/tls.key"

gboolean
mc_enrol_is_begun(const char *state)
{
	return mc_enrol_has(state, BEGUN);
}

static gboolean
refuse(GError **error, McErrorCode code, const char *problem)
{
	g_set_error(error, MC_ERROR, code, "%s", problem);
	return FALSE;
}

/* ---- beginning ---- */

static EVP_PKEY *
new_tls_key(const char *state, GError **error)
{
	g_autoptr(EVP_PKEY) key = mc_key_new(MC_SUITE_P256, error);
	g_autoptr(GBytes) pem = key != NULL ? mc_key_pem(key, error) : NULL;
	gboolean good = pem != NULL && mc_enrol_put(state, TLS_KEY, pem, error);

	if (pem != NULL)
		explicit_bzero((gpointer)g_bytes_get_data(pem, NULL), g_bytes_get_size(pem));
	return good ? g_steal_pointer(&key) : NULL;
}

static gboolean
ask_for(EVP_PKEY *key, const char *kiosk, GBytes **csr, char *fingerprint, GError **error)
{
	mc_key_fingerprint(key, fingerprint);
	*csr = mc_csr_new(key, kiosk, error);
	return *csr != NULL;
}

static gboolean
make_request(const McEnrolWish *wish, const McEnrolKeys *keys, McEnrolBegun *begun, GError **error)
{
	const McKeepWish kept = {wish->suite, wish->keep, "signing.key", wish->token};
	g_autoptr(EVP_PKEY) signing = mc_keep_new(wish->state, FOLDER, &kept, error);
	g_autoptr(EVP_PKEY) tls = signing != NULL ? new_tls_key(wish->state, error) : NULL;
	McEnrolRequest request = {.protection = wish->keep};

	if (tls == NULL)
		return FALSE;
	g_strlcpy(request.code, keys->id, sizeof request.code);
	g_strlcpy(request.kiosk, wish->kiosk, sizeof request.kiosk);
	if (ask_for(signing, wish->kiosk, &request.signing, begun->fingerprint, error) &&
	    ask_for(tls, wish->kiosk, &request.tls, begun->tls_fingerprint, error))
		begun->request = mc_enrol_request_write(&request, keys->request, error);
	mc_enrol_request_clear(&request);
	return begun->request != NULL;
}

/* Of the code only what is needed to know the answer. */
static GBytes *
begun_json(const McEnrolWish *wish, const McEnrolKeys *keys, const McEnrolCode *code,
    const McEnrolBegun *begun, GError **error)
{
	char answer[2 * MC_ENROL_KEY_BYTES + 1];
	char root[2 * MC_ENROL_ROOT_BYTES + 1];
	json_auto_t *json = NULL;

	mc_hex_write(keys->answer, sizeof keys->answer, answer);
	mc_hex_write(code->root, sizeof code->root, root);
	json = json_pack("{ss ss ss ss ss ss si}", "code", keys->id, "kiosk", wish->kiosk,
	    "fingerprint", begun->fingerprint, "tls_fingerprint", begun->tls_fingerprint, "answer",
	    answer, "root", root, "v", 1);
	explicit_bzero(answer, sizeof answer);
	return mc_canonical_write(json, error);
}

gboolean
mc_enrol_begin(const McEnrolWish *wish, const McEnrolCode *code, GError **error)
{
	McEnrolKeys keys;
	McEnrolBegun begun = {0};
	g_autoptr(GBytes) json = NULL;
	gboolean good = FALSE;

	if (mc_enrol_has(wish->state, "recorder/signing.crt"))
		return refuse(error, MC_ERROR_REFUSED,
		    "this kiosk has a sealing key; another one comes by renewal (docs/keys.md)");
	mc_enrol_code_keys(code, &keys);
	good = make_request(wish, &keys, &begun, error) &&
	       mc_enrol_put(wish->state, REQUEST, begun.request, error);
	json = good ? begun_json(wish, &keys, code, &begun, error) : NULL;
	explicit_bzero(&keys, sizeof keys);
	/* Last: without it nothing is begun. */
	good = json != NULL && mc_enrol_put(wish->state, BEGUN, json, error);
	mc_enrol_begun_clear(&begun);
	return good;
}

/* ---- going on ---- */

static gboolean
read_begun(GBytes *bytes, McEnrolBegun *begun, GError **error)
{
	json_auto_t *json = mc_canonical_read(bytes, error);
	char answer[2 * MC_ENROL_KEY_BYTES + 1] = "";
	char root[2 * MC_ENROL_ROOT_BYTES + 1] = "";
	McFields fields;

	if (json == NULL)
		return FALSE;
	mc_fields_begin(&fields, json, "begun");
	mc_fields_int32(&fields, "v", 1, 1);
	mc_fields_hex(&fields, "code", begun->code, sizeof begun->code);
	mc_fields_text(&fields, "kiosk", begun->kiosk, sizeof begun->kiosk);
	mc_fields_text(&fields, "fingerprint", begun->fingerprint, sizeof begun->fingerprint);
	mc_fields_text(
	    &fields, "tls_fingerprint", begun->tls_fingerprint, sizeof begun->tls_fingerprint);
	mc_fields_hex(&fields, "answer", answer, sizeof answer);
	mc_fields_hex(&fields, "root", root, sizeof root);
	if (!mc_fields_end(&fields, error))
		return FALSE;
	(void)mc_hex_read(answer, begun->answer, sizeof begun->answer);
	(void)mc_hex_read(root, begun->root.root, sizeof begun->root.root);
	explicit_bzero(answer, sizeof answer);
	return TRUE;
}

gboolean
mc_enrol_load(const char *state, McEnrolBegun *begun, GError **error)
{
	g_autoptr(GBytes) bytes = mc_enrol_get(state, BEGUN, error);

	memset(begun, 0, sizeof *begun);
	if (bytes == NULL || !read_begun(bytes, begun, error))
		return FALSE;
	begun->request = mc_enrol_get(state, REQUEST, error);
	return begun->request != NULL;
}

void
mc_enrol_begun_clear(McEnrolBegun *begun)
{
	g_clear_pointer(&begun->request, g_bytes_unref);
	explicit_bzero(begun, sizeof *begun);
}

char *
mc_enrol_take_root(const char *state, const McEnrolBegun *begun, GBytes *shown, GError **error)
{
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(shown, &size);
	g_autoptr(BIO) in = BIO_new_mem_buf(data, (int)size);
	X509 *certificate = NULL;

	while (in != NULL && (certificate = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL) {
		g_autoptr(BIO) out = BIO_new(BIO_s_mem());
		gboolean good = PEM_write_bio_X509(out, certificate) == 1;
		g_autoptr(GBytes) pem = mc_bio_bytes(out);

		X509_free(certificate);
		if (good && mc_enrol_code_names_root(&begun->root, pem))
			return mc_enrol_put(state, ROOT, pem, error) ? g_build_filename(state, ROOT, NULL)
			                                             : NULL;
	}
	refuse(error, MC_ERROR_UNTRUSTED,
	    "this is not the gateway that gave out the code: its root is another one");
	return NULL;
}

/* ---- the end ---- */

static gboolean
is_for(GBytes *pem, const char *kiosk, const char *fingerprint)
{
	McKeyCard card;

	return pem != NULL && mc_key_card_read_pem(pem, &card, NULL) && strcmp(card.name, kiosk) == 0 &&
	       strcmp(card.fingerprint, fingerprint) == 0;
}

static gboolean
check(const McEnrolBegun *begun, GBytes *bytes, McEnrolAnswer *answer, GError **error)
{
	char digest[MC_DIGEST_HEX_SIZE];

	if (!mc_enrol_is_genuine(bytes, begun->answer))
		return refuse(
		    error, MC_ERROR_UNTRUSTED, "the answer was not made by whoever gave out the code");
	if (!mc_enrol_answer_read(bytes, answer, error))
		return FALSE;
	mc_digest_hex(begun->request, digest);
	if (strcmp(answer->request, digest) != 0 || strcmp(answer->code, begun->code) != 0 ||
	    !is_for(answer->file[mc_enrol_file_find("recorder/signing.crt")], begun->kiosk,
	        begun->fingerprint) ||
	    !is_for(answer->file[mc_enrol_file_find("courier/tls.crt")], begun->kiosk,
	        begun->tls_fingerprint) ||
	    answer->file[mc_enrol_file_find("courier/ca.pem")] == NULL ||
	    !mc_enrol_code_names_root(&begun->root, answer->file[mc_enrol_file_find("courier/ca.pem")]))
		return refuse(error, MC_ERROR_UNTRUSTED, "the answer is about other keys than asked for");
	return TRUE;
}

static gboolean
install(const char *state, const McEnrolAnswer *answer, GError **error)
{
	static const McProtection kept[] = {MC_PROTECTION_SEALED, MC_PROTECTION_FILE};

	for (guint i = 0; i < MC_ENROL_FILES; i++)
		if (answer->file[i] != NULL &&
		    !mc_enrol_put(state, mc_enrol_file_names[i], answer->file[i], error))
			return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(kept); i++) {
		const char *name = mc_keep_file_name(kept[i]);
		g_autofree char *from = g_build_filename(FOLDER, name, NULL);
		g_autofree char *to = g_build_filename("recorder", name, NULL);

		if (mc_enrol_has(state, from) && !mc_enrol_move(state, from, to, error))
			return FALSE;
	}
	return mc_enrol_move(state, TLS_KEY, "courier/tls.key", error);
}

gboolean
mc_enrol_admit(const char *state, const McEnrolBegun *begun, GBytes *bytes, GError **error)
{
	McEnrolAnswer answer = {0};
	gboolean good = check(begun, bytes, &answer, error) && install(state, &answer, error);

	mc_enrol_answer_clear(&answer);
	if (good)
		mc_enrol_forget(state);
	return good;
}

void
mc_enrol_forget(const char *state)
{
	/* begun.json first: without it the rest is nobody's. */
	static const char *const names[] = {
	    BEGUN, REQUEST, ROOT, TLS_KEY, FOLDER "/signing.key", FOLDER "/signing.key.cred"};
	g_autofree char *folder = g_build_filename(state, FOLDER, NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(state, names[i], NULL);

		g_unlink(path);
	}
	g_rmdir(folder);
}
