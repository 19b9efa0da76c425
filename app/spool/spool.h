#ifndef MC_APP_SPOOL_SPOOL_H
#define MC_APP_SPOOL_SPOOL_H

/* The folders that recorder and courier share: outbox/ (recorder writes parcels, courier reads and
 * removes), receipts/ (courier writes, recorder reads and removes), parked/ (courier: why an item
 * was refused), inbox/ (signed packs for the
 * recorder, which removes them), sent/ (courier: empty, the whole item has left and no receipt has
 * come yet), beat/ (courier: one file, whether it reaches a gateway, and when it has just asked,
 * how far the gateway says that it has the chain), fetched/ (courier: one empty file, the number of
 * the last pack that it put into inbox/), asked/ (recorder: a slip's code that the gateway is to be
 * asked about), answers/ (courier: what it said; empty: it could not be asked), known/ (recorder:
 * what was answered before), stock/ (recorder: one file, what is left of what the kiosk uses up, as
 * the gateway is to be told). File names are numbers only: sequence numbers; in beat/ and stock/
 * see below, in asked/, answers/ and known/ a number that is made of the code. A write is durable
 * when it returns: file fsync, rename, folder fsync, each checked. The spool can always be rebuilt
 * from the journal. */

#include <glib.h>

typedef struct McSpool McSpool;

typedef enum McSpoolBox {
	MC_SPOOL_OUTBOX,
	MC_SPOOL_RECEIPTS,
	MC_SPOOL_PARKED,
	MC_SPOOL_SENT,
	MC_SPOOL_INBOX,
	MC_SPOOL_BEAT,
	MC_SPOOL_FETCHED,
	MC_SPOOL_ASKED,
	MC_SPOOL_ANSWERS,
	MC_SPOOL_KNOWN,
	MC_SPOOL_STOCK,
} McSpoolBox;

/* The file in beat/, written anew with every beat. */
#define MC_BEAT_UNREACHED 1
#define MC_BEAT_REACHED 2
/* The file in stock/, written anew with every change. */
#define MC_STOCK_MESSAGE 1

/* Makes the folders (0700) when they are missing; removes half-written temporary files. */
McSpool *mc_spool_open(const char *path, GError **error);
void mc_spool_close(McSpool *spool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McSpool, mc_spool_close)

gboolean mc_spool_put(McSpool *spool, McSpoolBox box, guint64 seq, GBytes *bytes, GError **error);
/* NULL without error when there is none. Refuses files over 4 MiB. */
GBytes *mc_spool_get(McSpool *spool, McSpoolBox box, guint64 seq, GError **error);
gboolean mc_spool_remove(McSpool *spool, McSpoolBox box, guint64 seq, GError **error);
/* Sequence numbers in ascending order, of guint64. Foreign names are ignored. */
GArray *mc_spool_list(McSpool *spool, McSpoolBox box, GError **error);

/* Calls back from the main loop after something new was renamed into the box (inotify through
 * GFileMonitor). func NULL ends it; so does closing the spool. */
typedef void (*McSpoolFunc)(McSpoolBox box, gpointer data);
void mc_spool_watch(McSpool *spool, McSpoolBox box, McSpoolFunc func, gpointer data);

#endif
