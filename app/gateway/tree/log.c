#include "app/gateway/tree/log.h"

#include "app/base/error.h"
#include "app/json/hex.h"
#include "app/record/content.h"
#include <string.h>

#define LEVELS (MC_MERKLE_STEPS_MAX + 1)

struct McTreeLog {
	McStore *store;
	McMerkleLog grown; /* as of the last row */
	gboolean is_known; /* it is */
	gint64 first; /* of the waiting */
	GByteArray *waiting; /* digests, 32 bytes each */
	GError *problem; /* why the group must not be committed */
};

McTreeLog *
mc_tree_log_new(McStore *store)
{
	McTreeLog *self = g_new0(McTreeLog, 1);

	self->store = store;
	self->waiting = g_byte_array_new();
	return self;
}

void
mc_tree_log_forget(McTreeLog *self)
{
	self->is_known = FALSE;
	g_byte_array_set_size(self->waiting, 0);
	g_clear_error(&self->problem);
}

void
mc_tree_log_free(McTreeLog *self)
{
	if (self == NULL)
		return;
	g_byte_array_unref(self->waiting);
	g_clear_error(&self->problem);
	g_free(self);
}

/* ---- nodes ---- */

/* Which of a row's hashes a node is. */
static gboolean
find_in_row(const McStoreTreeRow *row, guint level, guint64 place, McMerkleHash *node)
{
	guint64 before = row->size - row->added;
	GBytes *bytes = level == 0 ? row->digests : row->nodes;
	guint64 at = place - (before >> level);
	gsize size = 0;
	const guint8 *data = g_bytes_get_data(bytes, &size);

	for (guint below = 1; below < level; below++)
		at += (row->size >> below) - (before >> below);
	if (place < before >> level || at >= size / sizeof *node)
		return FALSE;
	if (level == 0)
		mc_merkle_leaf_of_bytes(data + at * sizeof *node, node);
	else
		memcpy(node, data + at * sizeof *node, sizeof *node);
	return TRUE;
}

static gboolean
get_node(guint level, guint64 place, McMerkleHash *node, gpointer data, GError **error)
{
	g_auto(McStoreTreeRow) row = {0};
	gboolean found = FALSE;

	if (!mc_store_tree_row(data, (place + 1) << level, &row, &found, error))
		return FALSE;
	if (found && find_in_row(&row, level, place, node))
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_STORAGE,
	    "store: the log has no node %" G_GUINT64_FORMAT " of level %u (restore it)", place, level);
	return FALSE;
}

McMerkleNodes
mc_tree_log_nodes(McStore *store)
{
	return (McMerkleNodes){get_node, store};
}

/* ---- growing ---- */

static void
take_node(guint level, const McMerkleHash *node, gpointer data)
{
	GByteArray **levels = data;

	if (levels[level] == NULL)
		levels[level] = g_byte_array_new();
	g_byte_array_append(levels[level], node->byte, sizeof *node);
}

GBytes *
mc_tree_log_grow(McMerkleLog *log, const guint8 *digests, guint64 count)
{
	GByteArray *levels[LEVELS] = {NULL};
	GByteArray *nodes = g_byte_array_new();

	for (guint64 i = 0; i < count; i++) {
		McMerkleHash leaf;

		mc_merkle_leaf_of_bytes(digests + i * sizeof leaf, &leaf);
		mc_merkle_log_add(log, &leaf, take_node, levels);
	}
	for (guint level = 1; level < LEVELS; level++) {
		if (levels[level] == NULL)
			continue;
		g_byte_array_append(nodes, levels[level]->data, levels[level]->len);
		g_byte_array_unref(levels[level]);
	}
	return g_byte_array_free_to_bytes(nodes);
}

/* Whoever else has written to it since, or a commit that failed: it is read again. */
static gboolean
resume(McTreeLog *self, GError **error)
{
	McMerkleNodes nodes = mc_tree_log_nodes(self->store);
	guint64 size = 0;

	if (!mc_store_tree_size(self->store, &size, error))
		return FALSE;
	self->is_known = (self->is_known && self->grown.size == size) ||
	                 mc_merkle_log_resume(&nodes, size, &self->grown, error);
	return self->is_known;
}

static gboolean
write_row(McTreeLog *self, GError **error)
{
	guint64 count = self->waiting->len / sizeof(McMerkleHash);
	g_autoptr(GBytes) digests = NULL;
	g_autoptr(GBytes) nodes = NULL;
	McStoreTreeRow row = {.added = count, .first = self->first};

	if (count == 0)
		return TRUE;
	if (!resume(self, error))
		return FALSE;
	digests = g_bytes_new(self->waiting->data, self->waiting->len);
	nodes = mc_tree_log_grow(&self->grown, self->waiting->data, count);
	row.size = self->grown.size;
	row.digests = digests;
	row.nodes = nodes;
	g_byte_array_set_size(self->waiting, 0);
	return mc_store_add_tree_row(self->store, &row, error);
}

void
mc_tree_log_add(McTreeLog *self, gint64 id, const char *digest)
{
	guint8 bytes[sizeof(McMerkleHash)];
	guint64 count = self->waiting->len / sizeof bytes;

	if (self->problem != NULL)
		return;
	/* A row's records follow each other; in an old store there may be a gap. */
	if (count > 0 && id != self->first + (gint64)count && !write_row(self, &self->problem))
		return;
	if (!mc_hex_read(digest, bytes, sizeof bytes)) {
		g_set_error(&self->problem, MC_ERROR, MC_ERROR_STORAGE,
		    "store: record %" G_GINT64_FORMAT " is without a digest (restore it)", id);
		return;
	}
	if (self->waiting->len == 0)
		self->first = id;
	g_byte_array_append(self->waiting, bytes, sizeof bytes);
}

gboolean
mc_tree_log_join_group(McTreeLog *self, GError **error)
{
	if (self->problem == NULL)
		return write_row(self, error);
	g_propagate_error(error, g_steal_pointer(&self->problem));
	return FALSE;
}

/* ---- a store of before ---- */

/* So many in a row: one node is then found without reading megabytes. */
#define ROW_MAX 1024

static gboolean
take_old(const McStoreLogged *record, gpointer data, GError **error)
{
	McTreeLog *self = data;

	mc_tree_log_add(self, record->id, record->digest);
	return self->waiting->len < ROW_MAX * sizeof(McMerkleHash) || write_row(self, error);
}

gboolean
mc_tree_log_begin(McStore *store, GError **error)
{
	g_autoptr(McTreeLog) self = mc_tree_log_new(store);
	guint64 size = 0;

	if (!mc_store_tree_size(store, &size, error))
		return FALSE;
	if (size > 0)
		return TRUE;
	if (!mc_store_each_logged(store, take_old, self, error) ||
	    !mc_tree_log_join_group(self, error)) {
		if (error != NULL)
			mc_store_give_up(store, *error);
		(void)mc_store_commit(store, NULL);
		return FALSE;
	}
	return mc_store_commit(store, error);
}
