#ifndef MC_APP_GATEWAY_TREE_LOG_H
#define MC_APP_GATEWAY_TREE_LOG_H

/* The transparency log as it grows: what one commit made durable is added with the same commit, as
 * one row (store/tree.h). */

#include "app/gateway/store/tree.h"
#include "app/record/merkle-log.h"

typedef struct McTreeLog McTreeLog;

/* The store is not owned. */
McTreeLog *mc_tree_log_new(McStore *store);
void mc_tree_log_free(McTreeLog *log);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McTreeLog, mc_tree_log_free)

/* A record that was added to the store's open group: its number there, its digest. */
void mc_tree_log_add(McTreeLog *log, gint64 id, const char *digest);
/* Just before the commit. FALSE: the group must not be committed. */
gboolean mc_tree_log_join_group(McTreeLog *log, GError **error);
/* The commit failed: nothing of the group is there. */
void mc_tree_log_forget(McTreeLog *log);

/* Takes up the records of a store of before there was a log, all of them or none. Of a log that has
 * begun nothing is made good: what is missing in it is for the audit to name. */
gboolean mc_tree_log_begin(McStore *store, GError **error);

/* Where its nodes are; data is the store. */
McMerkleNodes mc_tree_log_nodes(McStore *store);

/* Goes on with so many digests of 32 bytes; the nodes that their row has to have. */
GBytes *mc_tree_log_grow(McMerkleLog *log, const guint8 *digests, guint64 count);

#endif
