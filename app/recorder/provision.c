#include "app/recorder/provision.h"

#include "app/base/credential.h"
#include "app/base/error.h"
#include "app/base/file.h"
#include "app/json/hex.h"
#include "app/recorder/crypt.h"
#include "app/recorder/staff.h"
#include "app/recorder/store.h"
#include "app/recorder/values.h"
#include <glib/gstdio.h>
#include <string.h>

const char *const mc_software = "medcheck " MC_VERSION;

gboolean
mc_provision_config(const char *recorder_path, McRecorderConfig *config,
    char digest[MC_DIGEST_HEX_SIZE], GError **error)
{
	g_autofree char *path = g_build_filename(recorder_path, "recorder.json", NULL);
	g_autoptr(GBytes) bytes = mc_file_bytes(path, NULL);

	if (bytes == NULL) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT,
		    "recorder/recorder.json: cannot be read; make it at provisioning");
		return FALSE;
	}
	if (digest != NULL)
		mc_digest_hex(bytes, digest);
	return mc_recorder_config_read(bytes, config, error);
}

gboolean
mc_provision_configured_suite(const char *state_path, McSuite *suite, GError **error)
{
	g_autofree char *folder = g_build_filename(state_path, "recorder", NULL);
	McRecorderConfig config;

	if (!mc_provision_config(folder, &config, NULL, error))
		return FALSE;
	*suite = config.suite;
	return TRUE;
}

/* In service a key that would lie in the clear is a credential that systemd unseals for this unit
 * alone (LoadCredentialEncrypted=signing.key). NULL: there is none. */
static char *
credential_path(const char *folder)
{
	g_autofree char *place = g_path_get_basename(folder);

	/* The key that a rollover brings has a name of its own. */
	return mc_credential_path(strcmp(place, "next") == 0 ? "next-signing.key" : "signing.key");
}

static gboolean
refuse_plain(GError **error)
{
	g_set_error(error, MC_ERROR, MC_ERROR_REFUSED,
	    "the sealing key: a plain file is for a demonstration; give it to the unit as the "
	    "credential signing.key (systemd-creds encrypt), or keep it in a token or TPM");
	return FALSE;
}

/* And that the certificate says no more of it than is true. */
static gboolean
is_kept_well(
    const McSigner *signer, gboolean is_sealed, const McRecorderConfig *config, GError **error)
{
	McProtection kept = mc_signer_protection(signer);
	int stated = mc_signer_stated_protection(signer);

	if (kept == MC_PROTECTION_FILE && is_sealed)
		kept = MC_PROTECTION_SEALED;
	if (kept == MC_PROTECTION_FILE && !config->demonstration)
		return refuse_plain(error);
	if (stated < 0 || (McProtection)stated <= kept)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "recorder/signing.crt: it states that the key is kept as \"%s\", it is kept as \"%s\"; ask "
	    "for another one",
	    mc_protection_name((McProtection)stated), mc_protection_name(kept));
	return FALSE;
}

McSigner *
mc_provision_signer_of(const char *folder, const McRecorderConfig *config, GError **error)
{
	g_autofree char *sealed = credential_path(folder);
	g_autofree char *key = g_build_filename(folder, "signing.key", NULL);
	g_autofree char *certificate = g_build_filename(folder, "signing.crt", NULL);
	g_autofree char *chain = g_build_filename(folder, "signing-chain.pem", NULL);
	g_autoptr(McSigner) signer = NULL;

	if (sealed == NULL && !config->demonstration && !g_file_test(key, G_FILE_TEST_EXISTS)) {
		refuse_plain(error);
		return NULL;
	}
	signer = mc_signer_new_from_files(sealed != NULL ? sealed : key, certificate, chain, error);
	if (signer == NULL || !is_kept_well(signer, sealed != NULL, config, error))
		return NULL;
	if (strcmp(mc_signer_name(signer), config->kiosk) == 0)
		return g_steal_pointer(&signer);
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "recorder/signing.crt: it names another kiosk than recorder.json");
	return NULL;
}

McSigner *
mc_provision_signer(const char *recorder_path, const McRecorderConfig *config, GError **error)
{
	g_autoptr(McSigner) signer = mc_provision_signer_of(recorder_path, config, error);

	if (signer == NULL || mc_signer_suite(signer) == config->suite)
		return g_steal_pointer(&signer);
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "recorder/signing.crt: its key is of suite %s, recorder.json asks for %s",
	    mc_suite_name(mc_signer_suite(signer)), mc_suite_name(config->suite));
	return NULL;
}

static gboolean
random_hex(guint bytes_count, char *out, GError **error)
{
	guint8 bytes[32];

	if (!mc_random_bytes(bytes, bytes_count, error))
		return FALSE;
	mc_hex_write(bytes, bytes_count, out);
	explicit_bzero(bytes, sizeof bytes);
	return TRUE;
}

void
mc_provision_digest(const char *path, char digest[MC_DIGEST_HEX_SIZE])
{
	g_autoptr(GBytes) bytes = mc_file_bytes(path, NULL);

	if (bytes == NULL)
		bytes = g_bytes_new_static("", 0);
	mc_digest_hex(bytes, digest);
}

/* What the chain begins with: which key, which configuration, which program. */
static json_t *
genesis_body(const McSigner *signer, const char *folder)
{
	char certificate[MC_DIGEST_HEX_SIZE];
	char configuration[MC_DIGEST_HEX_SIZE];
	g_autofree char *path = g_build_filename(folder, "recorder.json", NULL);

	mc_signer_certificate_digest(signer, certificate);
	mc_provision_digest(path, configuration);
	return json_pack("{ss ss ss}", "certificate_sha256", certificate, "configuration_sha256",
	    configuration, "software", mc_software);
}

static gboolean
fill_journal(McStore *store, const char *folder, char *code, GError **error)
{
	g_autoptr(McBatch) batch = NULL;
	g_autofree char *code_value = mc_staff_new_code(code, error);
	char person_key[65];
	char certificate[MC_DIGEST_HEX_SIZE];

	if (code_value == NULL || !random_hex(16, store->journal_id, error) ||
	    !random_hex(32, person_key, error))
		return FALSE;
	mc_store_read_boot(store);
	mc_signer_certificate_digest(store->signer, certificate);
	batch = mc_batch_new(store);
	mc_batch_value(batch, MC_VALUE_SIGNER, certificate);
	mc_batch_value(batch, MC_VALUE_JOURNAL_ID, store->journal_id);
	mc_batch_value(batch, MC_VALUE_PERSON_KEY, person_key);
	mc_batch_value(batch, MC_VALUE_FIRST_CODE, code_value);
	mc_batch_content(batch, "genesis", "", genesis_body(store->signer, folder));
	return mc_batch_commit(batch, error);
}

gboolean
mc_provision(const char *state_path, McClock *clock, char *code, GError **error)
{
	g_autofree char *folder = g_build_filename(state_path, "recorder", NULL);
	g_autofree char *journal = g_build_filename(folder, "journal.db", NULL);
	McRecorderConfig config;
	McStore store = {.clock = clock, .scope = "provision"};
	gboolean is_done = FALSE;

	if (!mc_provision_config(folder, &config, NULL, error))
		return FALSE;
	g_strlcpy(store.kiosk, config.kiosk, sizeof store.kiosk);
	store.signer = mc_provision_signer(folder, &config, error);
	if (store.signer != NULL)
		store.journal = mc_journal_open(journal, TRUE, error);
	is_done = store.journal != NULL && fill_journal(&store, folder, code, error);
	/* A journal without its beginning would stand in the way of the next try. */
	if (!is_done && store.journal != NULL) {
		g_clear_pointer(&store.journal, mc_journal_close);
		g_unlink(journal);
	}
	mc_store_clear(&store);
	return is_done;
}
