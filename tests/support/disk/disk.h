#ifndef MC_TESTS_SUPPORT_DISK_DISK_H
#define MC_TESTS_SUPPORT_DISK_DISK_H

/* A disk under SQLite that remembers every write, flush, truncation and removal, so that a test can
 * ask what would lie on it had the power failed at any of them. It stands between SQLite and the
 * system as a VFS of its own (sqlite.org/vfs.html), below the product's own code; there is one, and
 * it is SQLite's default from mc_disk_new() to mc_disk_free().
 *
 * The model is that of SQLite's own crash tests: what was flushed is there; each write since then
 * may be there, be missing, be torn at a sector or be garbage, in any combination; a file that was
 * made and never flushed may be missing. */

#include <glib.h>

#define MC_DISK_SECTOR 512

typedef struct McDisk McDisk;

/* Files that are opened below the folder from now on are remembered; what lies in them now counts
 * as flushed. */
McDisk *mc_disk_new(const char *folder);
void mc_disk_free(McDisk *disk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McDisk, mc_disk_free)

/* How many operations have been made. The power can fail before operation 0 … after the last. */
guint mc_disk_operations(const McDisk *disk);

/* What becomes of the writes that were not flushed when the power failed. */
typedef enum McLoss {
	MC_LOSS_NONE, /* all of them are there */
	MC_LOSS_ALL, /* none is */
	MC_LOSS_AFTER_ONE, /* the earlier ones are, from a random one on none */
	MC_LOSS_SOME, /* each may be missing */
	MC_LOSS_TORN, /* each may be missing or be there up to a sector's end */
	MC_LOSS_GARBAGE, /* each may be missing, torn, or have nonsense in a sector */
} McLoss;
#define MC_LOSSES 6

/* Writes the files into another folder as they would be found after the power failed before the
 * operation `at`. Files that the disk does not know are not written. */
void mc_disk_crash(const McDisk *disk, guint at, McLoss loss, guint32 seed, const char *to_folder);

#endif
