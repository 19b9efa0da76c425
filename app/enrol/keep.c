#include "app/enrol/keep.h"

#include "app/base/error.h"
#include "app/enrol/folder.h"
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

EVP_PKEY *
mc_keep_new(const char *state, const char *folder, McSuite suite, McProtection keep,
    const char *credential, GError **error)
{
	g_autofree char *name = g_build_filename(folder, mc_keep_file_name(keep), NULL);
	g_autoptr(EVP_PKEY) key = NULL;

	switch (keep) {
	case MC_PROTECTION_FILE:
	case MC_PROTECTION_SEALED:
		key = mc_key_new(suite, error);
		if (key == NULL ||
		    !write_key(key, state, name, keep == MC_PROTECTION_SEALED ? credential : NULL, error))
			return NULL;
		return g_steal_pointer(&key);
	case MC_PROTECTION_TOKEN:
	case MC_PROTECTION_TPM:
		g_set_error(error, MC_ERROR, MC_ERROR_REFUSED, "keys cannot be kept in a %s yet",
		    mc_protection_name(keep));
		return NULL;
	}
	return NULL;
}
