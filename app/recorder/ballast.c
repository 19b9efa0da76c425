#include "app/recorder/ballast.h"

#include "app/base/error.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

void
mc_ballast_init(McBallast *self, char *path, gint64 bytes)
{
	struct stat state;

	*self = (McBallast){.path = path, .bytes = bytes};
	self->is_there =
	    path != NULL && stat(path, &state) == 0 && (gint64)state.st_size == bytes && bytes > 0;
}

void
mc_ballast_clear(McBallast *self)
{
	g_clear_pointer(&self->path, g_free);
}

gboolean
mc_ballast_drop(McBallast *self)
{
	if (self->path == NULL || !self->is_there || unlink(self->path) != 0)
		return FALSE;
	self->is_there = FALSE;
	return TRUE;
}

/* Blocks are given to it, not only a length. */
static int
fill(const McBallast *self)
{
	int file = open(self->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int problem = file < 0 ? errno : posix_fallocate(file, 0, (off_t)self->bytes);

	if (problem == 0 && fsync(file) != 0)
		problem = errno;
	if (file >= 0)
		close(file);
	return problem;
}

gboolean
mc_ballast_take_in(McBallast *self, GError **error)
{
	int problem = fill(self);

	self->is_there = problem == 0;
	if (self->is_there)
		return TRUE;
	unlink(self->path);
	g_set_error(error, MC_ERROR, MC_ERROR_STORAGE, "recorder/ballast: cannot be made: %s",
	    g_strerror(problem));
	return FALSE;
}
