#ifndef MC_APP_SPOOL_DURABLE_H
#define MC_APP_SPOOL_DURABLE_H

/* One file made, replaced or removed so that it stays so after a power cut. GLib 2.74's
 * g_file_set_contents_full() returns TRUE when the folder's fsync fails; here each step counts. */

#include <glib.h>
#include <sys/types.h>

/* The system's calls, so that a test can let one of them fail. */
typedef struct McDurableCalls {
	ssize_t (*write)(int file, const void *data, size_t size);
	int (*fsync)(int file);
	int (*rename_at)(int from_folder, const char *from, int to_folder, const char *to);
} McDurableCalls;

extern const McDurableCalls mc_durable_system_calls;

#define MC_DURABLE_TEMPORARY ".new-"

typedef enum McDurableReaders {
	MC_DURABLE_OWNER,
	/* Also the folder's group, where that may read the folder: in the spool two users meet, each
	 * with a umask that would keep the other out. */
	MC_DURABLE_GROUP,
	MC_DURABLE_EVERYBODY, /* roots to trust: no secret, and each program has its own user */
} McDurableReaders;

/* TRUE: the file stands under its name with exactly these bytes, on the disk. FALSE (with
 * MC_ERROR_STORAGE): nothing stands under the name; when only the folder's fsync failed, an older
 * file of that name is gone too. */
gboolean mc_durable_put(const McDurableCalls *calls, int folder, const char *name, GBytes *bytes,
    McDurableReaders readers, GError **error);
/* TRUE also when it was not there. */
gboolean mc_durable_remove(
    const McDurableCalls *calls, int folder, const char *name, GError **error);
/* Removes what a killed process left half written; spares what another one is writing now. */
gboolean mc_durable_sweep(int folder, GError **error);

#endif
