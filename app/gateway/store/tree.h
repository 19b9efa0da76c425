#ifndef MC_APP_GATEWAY_STORE_TREE_H
#define MC_APP_GATEWAY_STORE_TREE_H

/* The transparency log (record/merkle-log.h) as it stands in the store: a row for each commit, with
 * the digests of the records that it added and the nodes of the tree that became whole with them;
 * nothing is ever written again. And its heads, with what a witness has signed. Errors are
 * MC_ERROR_STORAGE. */

#include "app/gateway/store/store.h"

typedef struct McStoreTreeRow {
	guint64 size; /* of the log from this row on */
	guint64 added; /* records */
	gint64 first; /* number in the store of the first one; the others follow it */
	GBytes *digests; /* 32 bytes of each */
	GBytes *nodes; /* 32 bytes of each: those of level 1 in their order, then of level 2, … */
} McStoreTreeRow;
void mc_store_tree_row_clear(McStoreTreeRow *row);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(McStoreTreeRow, mc_store_tree_row_clear)

/* Sees the open group's. */
gboolean mc_store_tree_size(McStore *store, guint64 *size, GError **error);
/* Joins the group. */
gboolean mc_store_add_tree_row(McStore *store, const McStoreTreeRow *row, GError **error);
/* The row that the tree reached this size with. *found: there is one. */
gboolean mc_store_tree_row(
    McStore *store, guint64 size, McStoreTreeRow *row, gboolean *found, GError **error);
typedef gboolean (*McStoreEachTreeRow)(const McStoreTreeRow *row, gpointer data, GError **error);
gboolean mc_store_each_tree_row(
    McStore *store, McStoreEachTreeRow each, gpointer data, GError **error);

/* ---- what the log is over ---- */

typedef struct McStoreLogged {
	gint64 id; /* number in the store */
	const char *kiosk, *digest;
	guint64 seq;
	gboolean is_current; /* of the journal that the kiosk has under way */
	GBytes *envelope; /* NULL in a list */
} McStoreLogged;
typedef gboolean (*McStoreEachLogged)(const McStoreLogged *record, gpointer data, GError **error);
/* In the order of their numbers. Other questions may be asked of the store in it. */
gboolean mc_store_each_logged(
    McStore *store, McStoreEachLogged each, gpointer data, GError **error);
/* The one with this number, without is_current; NULL when there is none. */
gboolean mc_store_logged(
    McStore *store, gint64 id, McStoreEachLogged take, gpointer data, GError **error);
/* Where a record with this digest is, in words ("record 7 of K-0001"); or which one the record
 * after it names. NULL: nowhere. */
char *mc_store_find_digest(McStore *store, const char *digest);
char *mc_store_find_follower(McStore *store, const char *digest);

/* ---- heads ---- */

typedef struct McStoreTreeHead {
	gint64 number; /* from 1 */
	guint64 size;
	GBytes *head; /* sealed */
	GBytes *witnessed; /* or NULL */
} McStoreTreeHead;
typedef gboolean (*McStoreEachTreeHead)(const McStoreTreeHead *head, gpointer data, GError **error);
gboolean mc_store_each_tree_head(
    McStore *store, McStoreEachTreeHead each, gpointer data, GError **error);
/* Both durable when they return. */
gboolean mc_store_add_tree_head(McStore *store, guint64 size, GBytes *head, GError **error);
gboolean mc_store_witness_tree_head(
    McStore *store, gint64 number, GBytes *witnessed, GError **error);

#endif
