#include "app/gateway/intake/receipts.h"

#include "app/base/error.h"
#include "app/record/receipt.h"

struct McReceipts {
	McStore *store;
	McSigner *signer;
	gint64 first; /* of the group's records */
	GArray *leaves; /* of McMerkleHash */
	GPtrArray *statements; /* of GBytes */
	McMerkle *tree; /* NULL while the group is open */
	char *seal; /* in base64 */
};

McReceipts *
mc_receipts_new(McStore *store, McSigner *signer)
{
	McReceipts *self = g_new0(McReceipts, 1);

	self->store = store;
	self->signer = signer;
	self->leaves = g_array_new(FALSE, FALSE, sizeof(McMerkleHash));
	self->statements = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	return self;
}

static void
begin_anew(McReceipts *self)
{
	g_array_set_size(self->leaves, 0);
	g_ptr_array_set_size(self->statements, 0);
	g_clear_pointer(&self->tree, mc_merkle_free);
	g_clear_pointer(&self->seal, g_free);
}

void
mc_receipts_free(McReceipts *self)
{
	if (self == NULL)
		return;
	begin_anew(self);
	g_array_unref(self->leaves);
	g_ptr_array_unref(self->statements);
	g_free(self);
}

GBytes *
mc_receipts_state(
    const McExamined *examined, const char *reference, gint64 received_wall_us, GError **error)
{
	McReceipt receipt = {.seq = examined->head.seq, .received_wall_us = received_wall_us};

	g_strlcpy(receipt.kiosk, examined->head.kiosk, sizeof receipt.kiosk);
	g_strlcpy(receipt.journal, examined->head.journal, sizeof receipt.journal);
	g_strlcpy(receipt.digest, examined->digest, sizeof receipt.digest);
	g_strlcpy(receipt.reference, reference, sizeof receipt.reference);
	return mc_receipt_state(&receipt, error);
}

/* ---- the open group ---- */

guint
mc_receipts_add(McReceipts *self, gint64 id, GBytes *statement)
{
	McMerkleHash leaf;

	if (self->seal != NULL)
		begin_anew(self);
	if (self->leaves->len == 0)
		self->first = id;
	/* That is how the store finds the seal of a record again. */
	g_assert(id == self->first + self->leaves->len);
	mc_receipt_leaf(statement, &leaf);
	g_array_append_val(self->leaves, leaf);
	g_ptr_array_add(self->statements, g_bytes_ref(statement));
	return self->leaves->len;
}

static char *
base64(GBytes *bytes)
{
	return g_base64_encode(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
}

/* The seal of the records from the first one on, in base64; NULL with an error. */
static char *
seal_all(
    McReceipts *self, const McMerkle *tree, const McMerkleHash *leaf, gint64 first, GError **error)
{
	gsize count = mc_merkle_leaves(tree);
	g_autoptr(GBytes) leaves = g_bytes_new(leaf, count * sizeof *leaf);
	g_autoptr(GBytes) sealed = mc_receipt_seal(self->signer, tree, error);
	const McStoreReceipts receipts = {
	    .first = first, .last = first + (gint64)count - 1, .leaves = leaves, .seal = sealed};

	if (sealed == NULL || !mc_store_add_receipts(self->store, &receipts, error))
		return NULL;
	return base64(sealed);
}

gboolean
mc_receipts_seal(McReceipts *self, GError **error)
{
	const McMerkleHash *leaves = (const McMerkleHash *)(gpointer)self->leaves->data;

	if (self->leaves->len == 0 || self->seal != NULL)
		return TRUE;
	self->tree = mc_merkle_new(leaves, self->leaves->len);
	self->seal = seal_all(self, self->tree, leaves, self->first, error);
	if (self->seal != NULL)
		return TRUE;
	begin_anew(self);
	return FALSE;
}

static GBytes *
write_one(const McMerkle *tree, gsize index, GBytes *statement, const char *sealed)
{
	McMerkleWay way;

	mc_merkle_way(tree, index, &way);
	return mc_receipt_write(statement, &way, sealed);
}

GBytes *
mc_receipts_fetch(const McReceipts *self, guint ticket)
{
	return write_one(
	    self->tree, ticket - 1, g_ptr_array_index(self->statements, ticket - 1), self->seal);
}

/* ---- of before ---- */

/* A store of before receipts had a common seal: the record gets one by itself. */
static GBytes *
late(McReceipts *self, const McStoreReceipt *found, GBytes *statement, GError **error)
{
	g_autoptr(McMerkle) tree = NULL;
	g_autofree char *sealed = NULL;
	McMerkleHash leaf;

	mc_receipt_leaf(statement, &leaf);
	tree = mc_merkle_new(&leaf, 1);
	sealed = seal_all(self, tree, &leaf, found->id, error);
	return sealed != NULL ? write_one(tree, 0, statement, sealed) : NULL;
}

static GBytes *
as_given(const McStoreReceipt *found, GBytes *statement, GError **error)
{
	gsize size = g_bytes_get_size(found->under.leaves);
	gsize place = (gsize)(found->id - found->under.first);
	g_autoptr(McMerkle) tree = NULL;
	g_autofree char *sealed = base64(found->under.seal);

	if (place >= size / sizeof(McMerkleHash)) {
		g_set_error(error, MC_ERROR, MC_ERROR_STORAGE,
		    "store: the leaves of record %" G_GINT64_FORMAT " are damaged", found->id);
		return NULL;
	}
	tree = mc_merkle_new(g_bytes_get_data(found->under.leaves, NULL), size / sizeof(McMerkleHash));
	return write_one(tree, place, statement, sealed);
}

static gboolean
is_in_open_group(const McReceipts *self, gint64 id)
{
	return self->seal == NULL && self->leaves->len > 0 && id >= self->first;
}

GBytes *
mc_receipts_again(McReceipts *self, const McExamined *examined, guint *ticket, GError **error)
{
	const McStoreRecord record = {.kiosk = examined->head.kiosk,
	    .journal = examined->head.journal,
	    .seq = examined->head.seq};
	g_auto(McStoreReceipt) found = {0};
	g_autoptr(GBytes) statement = NULL;

	if (!mc_store_receipt(self->store, &record, &found, error))
		return NULL;
	if (is_in_open_group(self, found.id)) {
		*ticket = (guint)(found.id - self->first) + 1;
		return NULL;
	}
	statement = mc_receipts_state(examined, found.reference, found.received_wall_us, error);
	if (statement == NULL)
		return NULL;
	if (found.under.seal == NULL)
		return late(self, &found, statement, error);
	return as_given(&found, statement, error);
}
