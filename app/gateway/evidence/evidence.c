#include "app/gateway/evidence/evidence.h"

#include "app/base/error.h"
#include "app/record/seal.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Place {
	char *folder, *whole, *part;
} Place;

static void
place_init(Place *place, const McEvidenceLimits *limits, const char *kiosk, const char *digest)
{
	place->folder = g_build_filename(limits->folder, kiosk, NULL);
	place->whole = g_build_filename(place->folder, digest, NULL);
	place->part = g_strconcat(place->whole, ".part", NULL);
}

static void
place_clear(Place *place)
{
	g_free(place->folder);
	g_free(place->whole);
	g_free(place->part);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Place, place_clear)

static gboolean
fail(const char *doing, GError **error)
{
	g_set_error(
	    error, MC_ERROR, MC_ERROR_STORAGE, "evidence: cannot %s: %s", doing, g_strerror(errno));
	return FALSE;
}

static gboolean
size_of(const char *path, guint64 *size, gboolean *is_there, GError **error)
{
	struct stat about = {0};

	*is_there = stat(path, &about) == 0;
	*size = *is_there ? (guint64)about.st_size : 0;
	return *is_there || errno == ENOENT || fail("look at a file", error);
}

static gboolean
look(const Place *place, guint64 *have, gboolean *is_whole, GError **error)
{
	gboolean is_begun = FALSE;

	return size_of(place->whole, have, is_whole, error) &&
	       (*is_whole || size_of(place->part, have, &is_begun, error));
}

gboolean
mc_evidence_look(const McEvidenceLimits *limits, const char *kiosk, const char *digest,
    guint64 *have, gboolean *is_whole, GError **error)
{
	g_auto(Place) place = {0};

	place_init(&place, limits, kiosk, digest);
	return look(&place, have, is_whole, error);
}

/* A file of one byte takes a block of the disk, too. */
#define BLOCK_BYTES 4096u

/* What the kiosk has here, but for the file itself. */
static gboolean
used_besides(const Place *place, guint64 *used, GError **error)
{
	g_autoptr(GDir) names = g_dir_open(place->folder, 0, NULL);
	const char *name = NULL;

	*used = 0;
	while (names != NULL && (name = g_dir_read_name(names)) != NULL) {
		g_autofree char *path = g_build_filename(place->folder, name, NULL);
		guint64 size = 0;
		gboolean is_there = FALSE;

		if (!size_of(path, &size, &is_there, error))
			return FALSE;
		if (strcmp(path, place->part) != 0)
			*used += MAX(size, BLOCK_BYTES);
	}
	return TRUE;
}

static gboolean
write_all(int file, guint64 offset, GBytes *bytes)
{
	gsize size = 0;
	const guint8 *data = g_bytes_get_data(bytes, &size);

	while (size > 0) {
		gssize written = pwrite(file, data, size, (off_t)offset);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return FALSE;
		data += written;
		offset += (guint64)written;
		size -= (gsize)written;
	}
	return TRUE;
}

static gboolean
append(const Place *place, const McEvidencePart *part, GError **error)
{
	int file = -1;
	gboolean is_good = FALSE;

	if (g_mkdir_with_parents(place->folder, 0700) != 0)
		return fail("make a kiosk's folder", error);
	file = open(place->part, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	is_good = file >= 0 && write_all(file, part->offset, part->bytes);
	if (!is_good) {
		fail("write a part", error);
		/* What is not whole of this part would be taken for a piece of the next one. */
		if (file >= 0 && ftruncate(file, (off_t)part->offset) != 0)
			unlink(place->part);
	}
	if (file >= 0)
		close(file);
	return is_good;
}

static gboolean
flush(const char *path, int flags, GError **error)
{
	int file = open(path, flags | O_CLOEXEC);
	gboolean is_good = file >= 0 && fsync(file) == 0;

	if (!is_good)
		fail("flush", error);
	if (file >= 0)
		close(file);
	return is_good;
}

/* All bytes are here: whole, or nothing of it. */
static gboolean
complete(const Place *place, const McEvidencePart *part, McEvidenceFate *fate, GError **error)
{
	g_autoptr(GMappedFile) file = g_mapped_file_new(place->part, FALSE, NULL);
	g_autoptr(GBytes) bytes = file != NULL ? g_mapped_file_get_bytes(file) : NULL;
	char digest[MC_DIGEST_HEX_SIZE];

	if (bytes == NULL)
		return fail("read a part", error);
	mc_digest_hex(bytes, digest);
	if (strcmp(digest, part->digest) != 0) {
		*fate = MC_EVIDENCE_WRONG_DIGEST;
		return unlink(place->part) == 0 || fail("remove a part", error);
	}
	*fate = MC_EVIDENCE_WHOLE;
	if (!flush(place->part, O_RDWR, error))
		return FALSE;
	if (rename(place->part, place->whole) != 0)
		return fail("name a file", error);
	return flush(place->folder, O_RDONLY | O_DIRECTORY, error);
}

/* Asked for every part: what was begun while there was room, beside others, need not have it to its
 * end. FALSE: it is answered already. */
static gboolean
has_room(const McEvidenceLimits *limits, const Place *place, const McEvidencePart *part,
    McEvidenceFate *fate, GError **error)
{
	guint64 used = 0;

	if (!used_besides(place, &used, error))
		return FALSE;
	if (used + MAX(part->total, BLOCK_BYTES) > limits->kiosk_max_bytes)
		*fate = MC_EVIDENCE_FULL;
	return *fate == MC_EVIDENCE_PART;
}

gboolean
mc_evidence_add(const McEvidenceLimits *limits, const McEvidencePart *part, McEvidenceFate *fate,
    guint64 *have, GError **error)
{
	g_auto(Place) place = {0};
	gboolean is_whole = FALSE;
	GError *problem = NULL;

	*fate = MC_EVIDENCE_PART;
	place_init(&place, limits, part->kiosk, part->digest);
	if (!look(&place, have, &is_whole, error))
		return FALSE;
	if (is_whole) {
		*fate = MC_EVIDENCE_KNOWN;
		return TRUE;
	}
	if (part->total > limits->file_max_bytes) {
		*fate = MC_EVIDENCE_TOO_LARGE;
		return TRUE;
	}
	/* More than the file has can only be the rest of another trial. */
	if (*have > part->total && unlink(place.part) == 0)
		*have = 0;
	if (part->offset != *have && *have < part->total)
		return TRUE;
	if (*have < part->total && !has_room(limits, &place, part, fate, &problem)) {
		g_propagate_error(error, problem);
		return problem == NULL;
	}
	if (*have < part->total && !append(&place, part, error))
		return FALSE;
	*have = MAX(*have, part->offset + g_bytes_get_size(part->bytes));
	return *have < part->total || complete(&place, part, fate, error);
}
