#ifndef MC_TESTS_SUPPORT_DISK_INNER_H
#define MC_TESTS_SUPPORT_DISK_INNER_H

/* Inside the room: what the disk remembers. */

#include "tests/support/disk/disk.h"

typedef enum McDiskKind {
	MC_DISK_MAKE, /* the file did not exist */
	MC_DISK_WRITE,
	MC_DISK_TRUNCATE,
	MC_DISK_FLUSH,
	MC_DISK_REMOVE, /* the folder was flushed with it or not, either may be lost */
} McDiskKind;

typedef struct McDiskOperation {
	McDiskKind kind;
	char *name; /* of the file, below the folder */
	gint64 offset; /* write; truncate: the new size */
	GBytes *bytes; /* write */
} McDiskOperation;

struct McDisk {
	char *folder;
	GHashTable *before; /* name -> GBytes: as it was found */
	GHashTable *known; /* names met so far */
	GArray *operations; /* of McDiskOperation */
};

#endif
