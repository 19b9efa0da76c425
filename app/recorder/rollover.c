#include "app/recorder/rollover.h"

#include "app/base/error.h"
#include "app/recorder/provision.h"
#include "app/recorder/taken.h"
#include "app/recorder/values.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* In this order: while the new certificate is not in its place, the rollover is not finished. */
static const char *const files[] = {
    "signing.key.cred", "signing.key", "signing-chain.pem", "signing.crt"};

static char *
next_path(const char *recorder_path)
{
	return g_build_filename(recorder_path, "next", NULL);
}

static gboolean
sync_folder(const char *path)
{
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	gboolean good = folder >= 0 && fsync(folder) == 0;

	if (folder >= 0)
		close(folder);
	return good;
}

static gboolean
fail(GError **error, const char *doing)
{
	g_set_error(error, MC_ERROR, MC_ERROR_STORAGE, "recorder/next: %s: %s (then start again)",
	    doing, g_strerror(errno));
	return FALSE;
}

static gboolean
has(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	return g_file_test(path, G_FILE_TEST_EXISTS);
}

/* Of a renewal whose key has gone to its place: its request would ask for the same key for ever.
 * One that has only begun has a key, and stays. */
static void
remove_rest(const char *next)
{
	g_autofree char *request = g_build_filename(next, "request.p7m", NULL);

	if (has(next, "signing.key") || has(next, "signing.key.cred"))
		return;
	g_unlink(request);
	g_rmdir(next);
}

/* systemd gives the unit what lies there sealed, and that comes before the file: so of the old key
 * nothing may stay where the new one is kept in another way. */
static void
remove_other_way(const char *recorder_path, const char *next)
{
	static const char *const ways[] = {"signing.key.cred", "signing.key"};

	for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
		g_autofree char *old = g_build_filename(recorder_path, ways[i], NULL);

		if (!has(next, ways[i]) && has(next, ways[1 - i]))
			g_unlink(old);
	}
}

static gboolean
install(const char *recorder_path, McKillPoint *kill, GError **error)
{
	g_autofree char *next = next_path(recorder_path);

	remove_other_way(recorder_path, next);
	for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *from = g_build_filename(next, files[i], NULL);
		g_autofree char *to = g_build_filename(recorder_path, files[i], NULL);

		if (g_rename(from, to) != 0 && errno != ENOENT)
			return fail(error, "moving a file to its place");
		if (!sync_folder(recorder_path))
			return fail(error, "flushing the folder");
		mc_kill_point_pass(kill, "rollover", "after-file");
	}
	remove_rest(next);
	return TRUE;
}

gboolean
mc_rollover_finish(McStore *store, const char *recorder_path, GError **error)
{
	g_autofree char *next = next_path(recorder_path);
	g_autofree char *path = g_build_filename(next, "signing.crt", NULL);
	GError *problem = NULL;
	g_autofree char *announced = mc_journal_get_value(store->journal, MC_VALUE_SIGNER, &problem);
	char digest[MC_DIGEST_HEX_SIZE] = "";

	if (problem != NULL) {
		g_propagate_error(error, problem);
		return FALSE;
	}
	remove_rest(next);
	/* Not announced: a technician has only put it there. */
	if (announced == NULL || !g_file_test(path, G_FILE_TEST_EXISTS) ||
	    !mc_certificate_file_digest(path, digest, NULL) || strcmp(digest, announced) != 0)
		return TRUE;
	return install(recorder_path, &store->kill, error);
}

gboolean
mc_rollover_is_known(McStore *store, gboolean *is_known, GError **error)
{
	GError *problem = NULL;
	g_autofree char *announced = mc_journal_get_value(store->journal, MC_VALUE_SIGNER, &problem);
	char digest[MC_DIGEST_HEX_SIZE];

	if (problem != NULL) {
		g_propagate_error(error, problem);
		return FALSE;
	}
	mc_signer_certificate_digest(store->signer, digest);
	*is_known = g_strcmp0(announced, digest) == 0;
	return TRUE;
}

gboolean
mc_rollover_check(McStore *store, GError **error)
{
	gboolean is_known = FALSE;

	if (!mc_rollover_is_known(store, &is_known, error))
		return FALSE;
	if (is_known)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "recorder/signing.crt: the chain does not know it; put the old files back, or this key "
	    "into "
	    "recorder/next and run --rollover");
	return FALSE;
}

gboolean
mc_rollover_may_wait(McStore *store, const McRecorderConfig *config,
    const char *configuration_sha256, GError **error)
{
	McSuite suite = mc_signer_suite(store->signer);
	McTaken taken;

	if (suite == config->suite)
		return TRUE;
	if (!mc_taken_read(store->journal, &taken, error))
		return FALSE;
	if (mc_taken_is_signed(&taken, configuration_sha256))
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "recorder/signing.crt: its key is of suite %s, recorder.json asks for %s, and the office "
	    "has not signed that: another suite comes with a pack of kind configuration",
	    mc_suite_name(suite), mc_suite_name(config->suite));
	return FALSE;
}

static gboolean
announce(McStore *store, const McSigner *next, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(store);
	char digest[MC_DIGEST_HEX_SIZE];

	mc_signer_certificate_digest(next, digest);
	mc_batch_audit(batch, MC_AUDIT_SIGNING_KEY_CHANGED,
	    &(McAuditFacts){
	        .suite = mc_suite_name(mc_signer_suite(next)), .certificate_sha256 = digest});
	mc_batch_value(batch, MC_VALUE_SIGNER, digest);
	return mc_batch_commit(batch, error);
}

/* Where whoever proves records finds the roots; a kiosk may have none. */
static gboolean
is_believed(McStore *store, const char *recorder_path, McSigner *next, GError **error)
{
	g_autofree char *state = g_path_get_dirname(recorder_path);
	g_autofree char *roots = g_build_filename(state, "trust", "roots.pem", NULL);
	gint64 now_us = mc_store_now_us(store);
	g_autoptr(GBytes) word = g_bytes_new_static("{}", 2);
	g_autoptr(McVerifier) anybody = NULL;
	g_autoptr(GBytes) sealed = NULL;
	g_autoptr(GBytes) content = NULL;

	if (!g_file_test(roots, G_FILE_TEST_EXISTS))
		return TRUE;
	anybody = mc_verifier_new_from_file(roots, error);
	sealed = anybody != NULL ? mc_seal_at(next, word, now_us, error) : NULL;
	content = sealed != NULL ? mc_seal_verify(anybody, sealed, now_us, NULL, error) : NULL;
	return content != NULL;
}

/* With every condition that the next start will put to it. */
static McSigner *
open_next(McStore *store, const char *recorder_path, const McRecorderConfig *config, GError **error)
{
	g_autofree char *folder = next_path(recorder_path);
	g_autoptr(McSigner) next = mc_provision_signer(folder, config, error);

	if (next != NULL && is_believed(store, recorder_path, next, error))
		return g_steal_pointer(&next);
	g_prefix_error(error, "recorder/next: ");
	return NULL;
}

gboolean
mc_rollover_waits(const char *recorder_path)
{
	g_autofree char *next = next_path(recorder_path);

	return has(next, "signing.crt");
}

gboolean
mc_rollover_now(McStore *store, const char *recorder_path, const McRecorderConfig *config,
    const char *configuration_sha256, GError **error)
{
	g_autoptr(McSigner) next = NULL;

	if (!mc_rollover_may_wait(store, config, configuration_sha256, error))
		return FALSE;
	next = open_next(store, recorder_path, config, error);
	store->scope = "rollover";
	if (next == NULL || !announce(store, next, error))
		return FALSE;
	mc_signer_free(store->signer);
	store->signer = g_steal_pointer(&next);
	mc_store_civil_certificate(store);
	return install(recorder_path, &store->kill, error);
}

static gboolean
roll_over(McStore *store, const char *recorder_path, const McRecorderConfig *config,
    const char *configuration_sha256, GError **error)
{
	if (!mc_store_init(store, error) || !mc_rollover_finish(store, recorder_path, error))
		return FALSE;
	store->signer = mc_provision_signer_of(recorder_path, config, error);
	return store->signer != NULL && mc_rollover_check(store, error) &&
	       mc_rollover_now(store, recorder_path, config, configuration_sha256, error);
}

gboolean
mc_rollover(const char *state_path, McClock *clock, GError **error)
{
	g_autofree char *folder = g_build_filename(state_path, "recorder", NULL);
	g_autofree char *journal = g_build_filename(folder, "journal.db", NULL);
	McRecorderConfig config;
	McStore store = {.clock = clock};
	char digest[MC_DIGEST_HEX_SIZE];
	gboolean is_done = FALSE;

	if (!mc_provision_config(folder, &config, digest, error))
		return FALSE;
	g_strlcpy(store.kiosk, config.kiosk, sizeof store.kiosk);
	if (!config.demonstration ||
	    mc_kill_point_arm(&store.kill, g_getenv("MEDCHECK_KILL_AT"), error))
		store.journal = mc_journal_open(journal, FALSE, error);
	is_done = store.journal != NULL && roll_over(&store, folder, &config, digest, error);
	mc_store_clear(&store);
	return is_done;
}
