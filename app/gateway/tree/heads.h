#ifndef MC_APP_GATEWAY_TREE_HEADS_H
#define MC_APP_GATEWAY_TREE_HEADS_H

/* The log's heads (record/tree-head.h): sealed by the gateway, handed to a witness, taken back with
 * his signature. Beside a running gateway. */

#include "app/gateway/store/tree.h"
#include "app/record/tree-head.h"

/* STATE/gateway: receipt.key, receipt.crt, receipt-chain.pem. Seals a head over all that is
 * accepted now, and keeps it. *size: the records under it; 0: nothing
 * is accepted yet, and there is no head. */
gboolean mc_tree_heads_seal(
    McStore *store, const char *folder, gint64 now_wall_us, guint64 *size, GError **error);

/* Writes what the witness is asked to sign: the newest head, and that it goes on from one with so
 * many records; from -1: from the newest head that is witnessed here. */
gboolean mc_tree_heads_offer(McStore *store, gint64 from, const char *path, GError **error);

/* Takes what the witness signed. STATE/gateway/witness-roots.pem says who he is. */
gboolean mc_tree_heads_take(
    McStore *store, const char *folder, const char *path, guint64 *size, GError **error);

/* A line for each head: number, records, moment, root, "witnessed" and when, or "-". */
gboolean mc_tree_heads_list(McStore *store, GError **error);

/* Of a kiosk's records of the journal under way, after a number, into a folder that exists:
 * NUMBER.tree.json each, for `medcheck archive --log`; under the newest witnessed head, or the
 * newest one when none is. */
typedef struct McTreeWish {
	const char *kiosk, *folder;
	guint64 after_seq;
} McTreeWish;
gboolean mc_tree_heads_give(McStore *store, const McTreeWish *wish, guint *count, GError **error);

#endif
