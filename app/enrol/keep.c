#include "app/enrol/keep.h"

#include "app/base/error.h"
#include "app/enrol/folder.h"
#include "app/record/private-key.h"
#include "app/record/suite-parts.h"
#include <gio/gio.h>
#include <string.h>

const char *
mc_keep_file_name(McProtection keep)
{
	return keep == MC_PROTECTION_SEALED ? "signing.key.cred" : "signing.key";
}

/* The credential's name is sealed with it: systemd unseals it under this name alone. */
static GBytes *
seal_credential(GBytes *pem, const char *credential, GError **error)
{
	g_autofree char *name = g_strconcat("--name=", credential, NULL);
	g_autoptr(GSubprocess) process = NULL;
	g_autoptr(GBytes) problem = NULL;
	GBytes *sealed = NULL;

	process = g_subprocess_new(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
	                               G_SUBPROCESS_FLAGS_STDERR_PIPE,
	    error, "systemd-creds", "encrypt", name, "-", "-", NULL);
	if (process == NULL || !g_subprocess_communicate(process, pem, NULL, &sealed, &problem, error))
		return NULL;
	if (g_subprocess_get_successful(process) && g_bytes_get_size(sealed) > 0)
		return sealed;
	g_set_error(error, MC_ERROR, MC_ERROR_REFUSED, "systemd-creds encrypt: %.*s",
	    (int)g_bytes_get_size(problem), (const char *)g_bytes_get_data(problem, NULL));
	g_bytes_unref(sealed);
	return NULL;
}

static void
wipe(GBytes *secret)
{
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(secret, &size);

	explicit_bzero((gpointer)data, size);
	g_bytes_unref(secret);
}

static gboolean
write_key(
    EVP_PKEY *key, const char *state, const char *name, const char *credential, GError **error)
{
	GBytes *pem = mc_key_pem(key, error);
	g_autoptr(GBytes) sealed = NULL;
	gboolean good = FALSE;

	if (pem == NULL)
		return FALSE;
	if (credential != NULL)
		sealed = seal_credential(pem, credential, error);
	good = credential == NULL || sealed != NULL;
	good = good && mc_enrol_put(state, name, sealed != NULL ? sealed : pem, error);
	wipe(pem);
	return good;
}

static EVP_PKEY *
new_in_file(const char *state, const char *name, const McKeepWish *wish, GError **error)
{
	g_autoptr(EVP_PKEY) key = mc_key_new(wish->suite, error);
	const char *credential = wish->keep == MC_PROTECTION_SEALED ? wish->credential : NULL;

	if (key == NULL || !write_key(key, state, name, credential, error))
		return NULL;
	return g_steal_pointer(&key);
}

static EVP_PKEY *
new_in_tpm(const char *state, const char *name, McSuite suite, GError **error)
{
	g_autoptr(GBytes) file = NULL;
	g_autoptr(EVP_PKEY) key = mc_tpm_key_new(suite, &file, error);

	return key != NULL && mc_enrol_put(state, name, file, error) ? g_steal_pointer(&key) : NULL;
}

static EVP_PKEY *
find_in_token(const char *state, const char *name, const char *token, GError **error)
{
	g_autofree char *path = g_build_filename(state, name, NULL);
	g_autoptr(GBytes) file = token != NULL ? g_bytes_new(token, strlen(token)) : NULL;
	McProtection keep = MC_PROTECTION_FILE;
	g_autoptr(EVP_PKEY) key = NULL;

	if (file == NULL || !mc_enrol_put(state, name, file, error))
		return NULL;
	key = mc_private_key_open(path, &keep, error);
	return keep == MC_PROTECTION_TOKEN ? g_steal_pointer(&key) : NULL;
}

EVP_PKEY *
mc_keep_new(const char *state, const char *folder, const McKeepWish *wish, GError **error)
{
	g_autofree char *name = g_build_filename(folder, mc_keep_file_name(wish->keep), NULL);
	McSuite suite = MC_SUITE_P256;
	EVP_PKEY *key = NULL;

	switch (wish->keep) {
	case MC_PROTECTION_FILE:
	case MC_PROTECTION_SEALED: key = new_in_file(state, name, wish, error); break;
	case MC_PROTECTION_TOKEN: key = find_in_token(state, name, wish->token, error); break;
	case MC_PROTECTION_TPM: key = new_in_tpm(state, name, wish->suite, error); break;
	}
	if (key == NULL && error != NULL && *error == NULL)
		g_set_error(error, MC_ERROR, MC_ERROR_REFUSED, "a token's key needs its name, pkcs11:…");
	if (key == NULL || (mc_suite_of_key(key, &suite) && suite == wish->suite))
		return key;
	EVP_PKEY_free(key);
	g_set_error(error, MC_ERROR, MC_ERROR_REFUSED, "no %s key of suite %s can be kept there",
	    mc_protection_name(wish->keep), mc_suite_name(wish->suite));
	return NULL;
}
