#ifndef MC_APP_GATEWAY_STORE_STAMPS_H
#define MC_APP_GATEWAY_STORE_STAMPS_H

/* Time stamps over accepted records: each over the records of one stretch, in the order in which
 * they were accepted, from the first that had none. Written beside a running gateway. Errors are
 * MC_ERROR_STORAGE. */

#include "app/gateway/store/store.h"

typedef struct McStoreStamp {
	gint64 first, last; /* places in the order of acceptance */
	gint64 stamped_wall_us; /* as the TSA states it */
	const char *root; /* of the Merkle tree, hexadecimal */
	GBytes *response; /* the TSA's answer; NULL in a list */
} McStoreStamp;

typedef struct McStoreLeaf {
	gint64 place; /* in the order of acceptance */
	const char *kiosk, *digest;
	guint64 seq;
	gboolean is_current; /* of the journal that the kiosk has under way */
} McStoreLeaf;

typedef void (*McStoreEachLeaf)(const McStoreLeaf *leaf, gpointer data);
typedef gboolean (*McStoreEachStamp)(const McStoreStamp *stamp, gpointer data, GError **error);

/* The oldest records without a stamp, so many of them at most. */
gboolean mc_store_unstamped(
    McStore *store, guint most, McStoreEachLeaf each, gpointer data, GError **error);
/* Those under one stamp, in the order of its tree. */
gboolean mc_store_stamped(
    McStore *store, const McStoreStamp *stamp, McStoreEachLeaf each, gpointer data, GError **error);
/* Durable when it returns. */
gboolean mc_store_add_stamp(McStore *store, const McStoreStamp *stamp, GError **error);
/* From the oldest on; ends with the first FALSE. with_response: what the TSA answered, too. Other
 * questions may be asked of the store in it. */
gboolean mc_store_each_stamp(
    McStore *store, gboolean with_response, McStoreEachStamp each, gpointer data, GError **error);

#endif
