#include "app/enrol/renew.h"

#include "app/base/error.h"
#include "app/enrol/est.h"
#include "app/enrol/folder.h"
#include "app/enrol/keep.h"
#include "app/enrol/key-card.h"
#include "app/json/fields.h"
#include "app/record/seal.h"
#include <glib/gstdio.h>
#include <string.h>

#define TLS_FOLDER "courier/next"
#define TLS_KEY TLS_FOLDER "/tls.key"
#define TLS_CERTIFICATE TLS_FOLDER "/tls.crt"
#define TLS_CONFIRMED "courier/confirmed"
#define SEAL_FOLDER "recorder/next"
#define SEAL_REQUEST SEAL_FOLDER "/request.p7m"
#define SEAL_CERTIFICATE SEAL_FOLDER "/signing.crt"
#define CSR_BYTES_MAX 4096

static gboolean
refuse(GError **error, const char *problem)
{
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "%s", problem);
	return FALSE;
}

static gboolean
read_name(const char *state, const char *file, char kiosk[33], GError **error)
{
	g_autofree char *path = g_build_filename(state, file, NULL);
	McKeyCard card;

	if (!mc_key_card_read(path, NULL, &card, error))
		return FALSE;
	g_strlcpy(kiosk, card.name, 33);
	return TRUE;
}

/* ---- the content of a sealed request ---- */

GBytes *
mc_renewal_write(const McRenewal *renewal, GError **error)
{
	json_auto_t *json =
	    json_pack("{so ss ss ss si}", "csr", mc_json_base64(renewal->csr), "kiosk", renewal->kiosk,
	        "protection", mc_protection_name(renewal->protection), "type", "renewal", "v", 1);

	return mc_canonical_write(json, error);
}

static int
renewal_from_name(const char *name)
{
	return strcmp(name, "renewal") == 0 ? 0 : -1;
}

gboolean
mc_renewal_read(GBytes *content, McRenewal *renewal, GError **error)
{
	json_auto_t *json = mc_canonical_read(content, error);
	McFields fields;

	memset(renewal, 0, sizeof *renewal);
	if (json == NULL)
		return FALSE;
	mc_fields_begin(&fields, json, "renewal");
	mc_fields_int32(&fields, "v", 1, 1);
	(void)mc_fields_word(&fields, "type", renewal_from_name);
	mc_fields_text(&fields, "kiosk", renewal->kiosk, sizeof renewal->kiosk);
	renewal->protection =
	    (McProtection)mc_fields_word(&fields, "protection", mc_protection_from_name);
	renewal->csr = mc_fields_base64(&fields, "csr", CSR_BYTES_MAX);
	if (mc_fields_end(&fields, error))
		return TRUE;
	mc_renewal_clear(renewal);
	return FALSE;
}

void
mc_renewal_clear(McRenewal *renewal)
{
	g_clear_pointer(&renewal->csr, g_bytes_unref);
}

/* ---- the connection's key ---- */

static EVP_PKEY *
next_tls_key(const char *state, GError **error)
{
	g_autofree char *path = g_build_filename(state, TLS_KEY, NULL);
	g_autoptr(EVP_PKEY) key = NULL;
	g_autoptr(GBytes) pem = NULL;

	if (mc_enrol_has(state, TLS_KEY))
		return mc_private_key_read(path, error);
	key = mc_key_new(MC_SUITE_P256, error);
	pem = key != NULL ? mc_key_pem(key, error) : NULL;
	return pem != NULL && mc_enrol_put(state, TLS_KEY, pem, error) ? g_steal_pointer(&key) : NULL;
}

GBytes *
mc_renew_tls_begin(const char *state, char kiosk[33], McKillPoint *kill, GError **error)
{
	g_autoptr(EVP_PKEY) key = NULL;
	g_autoptr(GBytes) csr = NULL;

	if (!read_name(state, "courier/tls.crt", kiosk, error))
		return NULL;
	key = next_tls_key(state, error);
	mc_kill_point_pass(kill, NULL, "tls-key");
	csr = key != NULL ? mc_csr_new(key, kiosk, error) : NULL;
	return csr != NULL ? mc_est_request_write(csr) : NULL;
}

gboolean
mc_renew_tls_take(const char *state, GBytes *answer, McKillPoint *kill, GError **error)
{
	g_autoptr(GBytes) pem = mc_est_certificates_read(answer, error);
	g_autofree char *path = g_build_filename(state, TLS_KEY, NULL);
	g_autoptr(EVP_PKEY) key = pem != NULL ? mc_private_key_read(path, error) : NULL;
	char fingerprint[MC_ENROL_FINGERPRINT_SIZE];
	char kiosk[33];
	McKeyCard card;

	if (key == NULL || !read_name(state, "courier/tls.crt", kiosk, error))
		return FALSE;
	mc_key_fingerprint(key, fingerprint);
	if (!mc_key_card_read_pem(pem, &card, error))
		return FALSE;
	if (strcmp(card.fingerprint, fingerprint) != 0 || strcmp(card.name, kiosk) != 0)
		return refuse(error, "the answer is about another key than asked for");
	if (!mc_enrol_put(state, TLS_CERTIFICATE, pem, error))
		return FALSE;
	mc_kill_point_pass(kill, NULL, "tls-certificate");
	return TRUE;
}

gboolean
mc_renew_tls_waits(const char *state)
{
	return mc_enrol_has(state, TLS_CERTIFICATE);
}

void
mc_renew_tls_forget(const char *state)
{
	g_autofree char *certificate = g_build_filename(state, TLS_CERTIFICATE, NULL);
	g_autofree char *key = g_build_filename(state, TLS_KEY, NULL);

	g_unlink(certificate);
	g_unlink(key);
}

/* One rename: before it the old pair is in force, after it the new one will be. */
gboolean
mc_renew_tls_confirm(const char *state, McKillPoint *kill, GError **error)
{
	if (!mc_enrol_rename(state, TLS_FOLDER, TLS_CONFIRMED, error))
		return FALSE;
	mc_kill_point_pass(kill, NULL, "tls-confirmed");
	return TRUE;
}

gboolean
mc_renew_tls_finish(const char *state, gboolean *finished, McKillPoint *kill, GError **error)
{
	static const char *const names[] = {"tls.key", "tls.crt"};
	g_autofree char *folder = g_build_filename(state, TLS_CONFIRMED, NULL);

	*finished = mc_enrol_has(state, TLS_CONFIRMED);
	if (!*finished)
		return TRUE;
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *from = g_build_filename(TLS_CONFIRMED, names[i], NULL);
		g_autofree char *to = g_build_filename("courier", names[i], NULL);

		if (!mc_enrol_move(state, from, to, error))
			return FALSE;
		mc_kill_point_pass(kill, NULL, "tls-moved");
	}
	g_rmdir(folder);
	return TRUE;
}

/* ---- the seal's key ---- */

static GBytes *
sealed_request(const McEnrolWish *wish, McSigner *old, McKillPoint *kill, GError **error)
{
	/* No name is sealed in: the file is "next-signing.key" to the rollover, "signing.key" after. */
	const McKeepWish kept = {wish->suite, wish->keep, "", wish->token};
	g_autoptr(EVP_PKEY) key = mc_keep_new(wish->state, SEAL_FOLDER, &kept, error);
	McRenewal renewal = {.protection = wish->keep};
	g_autoptr(GBytes) content = NULL;

	if (key == NULL)
		return NULL;
	mc_kill_point_pass(kill, NULL, "seal-key");
	g_strlcpy(renewal.kiosk, mc_signer_name(old), sizeof renewal.kiosk);
	renewal.csr = mc_csr_new(key, renewal.kiosk, error);
	content = renewal.csr != NULL ? mc_renewal_write(&renewal, error) : NULL;
	mc_renewal_clear(&renewal);
	return content != NULL ? mc_seal(old, content, error) : NULL;
}

/* What the request asks to have certified. FALSE: there is none, or it cannot be read. */
static gboolean
read_asked(const char *state, McCsr *csr)
{
	g_autoptr(GBytes) request = mc_enrol_get(state, SEAL_REQUEST, NULL);
	g_autoptr(GBytes) content = request != NULL ? mc_seal_peek(request, NULL) : NULL;
	McRenewal renewal;
	gboolean good = FALSE;

	if (content == NULL || !mc_renewal_read(content, &renewal, NULL))
		return FALSE;
	good = mc_csr_read(renewal.csr, csr, NULL);
	mc_renewal_clear(&renewal);
	return good;
}

static gboolean
is_asked_for(const char *state, const McKeyCard *card)
{
	McCsr csr;
	gboolean good = FALSE;

	if (!read_asked(state, &csr))
		return FALSE;
	good = strcmp(csr.fingerprint, card->fingerprint) == 0 && strcmp(csr.name, card->name) == 0;
	mc_csr_clear(&csr);
	return good;
}

static gboolean
read_begun_suite(const char *state, McSuite *suite)
{
	g_autofree char *path = g_build_filename(state, SEAL_CERTIFICATE, NULL);
	McKeyCard card;
	McCsr csr;

	if (mc_key_card_read(path, NULL, &card, NULL)) {
		*suite = card.suite;
		return TRUE;
	}
	if (!read_asked(state, &csr))
		return FALSE;
	*suite = csr.suite;
	mc_csr_clear(&csr);
	return TRUE;
}

/* The certificate first: without it the recorder finds nothing to take. */
void
mc_renew_seal_keep_only(const char *state, McSuite suite)
{
	static const char *const names[] = {
	    "signing.crt", "request.p7m", "signing-chain.pem", "signing.key", "signing.key.cred"};
	McSuite begun = suite;

	if (!read_begun_suite(state, &begun) || begun == suite)
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(state, SEAL_FOLDER, names[i], NULL);

		g_unlink(path);
	}
}

GBytes *
mc_renew_seal_begin(const McEnrolWish *wish, const char *key_path, char kiosk[33],
    McKillPoint *kill, GError **error)
{
	g_autofree char *certificate = g_build_filename(wish->state, "recorder", "signing.crt", NULL);
	g_autofree char *chain = g_build_filename(wish->state, "recorder", "signing-chain.pem", NULL);
	g_autoptr(McSigner) old = NULL;
	g_autoptr(GBytes) request = NULL;

	if (!read_name(wish->state, "recorder/signing.crt", kiosk, error))
		return NULL;
	if (mc_enrol_has(wish->state, SEAL_REQUEST))
		return mc_enrol_get(wish->state, SEAL_REQUEST, error);
	old = mc_signer_new_from_files(key_path, certificate, chain, error);
	request = old != NULL ? sealed_request(wish, old, kill, error) : NULL;
	if (request == NULL || !mc_enrol_put(wish->state, SEAL_REQUEST, request, error))
		return NULL;
	mc_kill_point_pass(kill, NULL, "seal-request");
	return g_steal_pointer(&request);
}

/* The leaf is first in what a gateway sends; the rest is its chain. */
static GBytes *
without_first(GBytes *pem)
{
	static const char end[] = "-----END CERTIFICATE-----\n";
	gsize size = 0;
	const char *text = g_bytes_get_data(pem, &size);
	const char *at = g_strstr_len(text, (gssize)size, end);
	gsize skipped = at != NULL ? (gsize)(at - text) + sizeof end - 1 : size;

	return g_bytes_new_from_bytes(pem, skipped, size - skipped);
}

gboolean
mc_renew_seal_take(const char *state, GBytes *answer, McKillPoint *kill, GError **error)
{
	g_autoptr(GBytes) pem = mc_est_certificates_read(answer, error);
	g_autoptr(GBytes) chain = pem != NULL ? without_first(pem) : NULL;
	g_autofree char *request = g_build_filename(state, SEAL_REQUEST, NULL);
	McKeyCard card;

	if (pem == NULL || !mc_key_card_read_pem(pem, &card, error))
		return FALSE;
	if (!is_asked_for(state, &card))
		return refuse(error, "the answer is about another key than asked for");
	if (!mc_enrol_put(state, SEAL_FOLDER "/signing-chain.pem", chain, error))
		return FALSE;
	mc_kill_point_pass(kill, NULL, "seal-chain");
	if (!mc_enrol_put(state, SEAL_CERTIFICATE, pem, error))
		return FALSE;
	mc_kill_point_pass(kill, NULL, "seal-certificate");
	g_unlink(request);
	return TRUE;
}

gboolean
mc_renew_seal_waits(const char *state)
{
	return mc_enrol_has(state, SEAL_CERTIFICATE);
}
