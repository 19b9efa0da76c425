/* Lists of revoked certificates: recorder/crls.pem, from a pack or from an operator's hand. */

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/recorder/state.h"

static char *
path_of(const McRecorder *self, const char *name)
{
	return g_build_filename(self->recorder_path, name, NULL);
}

/* NULL without error: there is none. */
static GBytes *
read_lists(const McRecorder *self, GError **error)
{
	g_autofree char *path = path_of(self, "crls.pem");
	g_autoptr(GError) problem = NULL;
	GBytes *bytes = mc_file_bytes(path, &problem);

	if (bytes == NULL && !g_error_matches(problem, G_FILE_ERROR, G_FILE_ERROR_NOENT))
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "recorder/crls.pem cannot be read");
	return bytes;
}

static gboolean
put_in_force(McRecorder *self, GBytes *lists, GError **error)
{
	return mc_verifier_set_crls_pem(self->gateway, lists, error) &&
	       (self->office == NULL || mc_verifier_set_crls_pem(self->office, lists, error));
}

/* TRUE: it is another one than was read last. */
static gboolean
has_changed(McRecorder *self)
{
	g_autofree char *path = path_of(self, "crls.pem");
	struct stat now = {0};
	const struct stat *then = &self->lists;

	/* One that was taken away takes nothing back while the recorder runs. */
	if (stat(path, &now) != 0 || (now.st_ino == then->st_ino && now.st_size == then->st_size &&
	                                 now.st_mtim.tv_sec == then->st_mtim.tv_sec &&
	                                 now.st_mtim.tv_nsec == then->st_mtim.tv_nsec))
		return FALSE;
	self->lists = now;
	return TRUE;
}

gboolean
mc_recorder_load_lists(McRecorder *self, GError **error)
{
	GError *problem = NULL;
	g_autoptr(GBytes) lists = has_changed(self) ? read_lists(self, &problem) : NULL;

	if (problem != NULL) {
		g_propagate_error(error, problem);
		return FALSE;
	}
	return lists == NULL || put_in_force(self, lists, error);
}

/* Each change is read once, whatever comes of it. */
void
mc_recorder_refresh_lists(McRecorder *self)
{
	g_autoptr(GError) error = NULL;

	if (!mc_recorder_load_lists(self, &error))
		g_warning("%s; the lists that were read before stay in force", error->message);
}

static gboolean
allow(McRecorder *self, GBytes *lists, GBytes *envelope, gint64 at_wall_us, GError **error)
{
	g_autofree char *roots = path_of(self, "pack-roots.pem");
	g_autoptr(McVerifier) office = mc_verifier_new_from_file(roots, error);
	g_autoptr(GBytes) content = NULL;

	if (office == NULL || !mc_verifier_set_crls_pem(office, lists, error))
		return FALSE;
	content = mc_seal_verify(office, envelope, at_wall_us, NULL, error);
	return content != NULL;
}

gboolean
mc_recorder_lists_are_good(
    McRecorder *self, GBytes *lists, GBytes *envelope, gint64 at_wall_us, GError **error)
{
	GError *problem = NULL;
	g_autoptr(GBytes) now = read_lists(self, &problem);

	if (problem != NULL) {
		g_propagate_error(error, problem);
		return FALSE;
	}
	return mc_revocations_follow(now, lists, error) &&
	       allow(self, lists, envelope, at_wall_us, error);
}
