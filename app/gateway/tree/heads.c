#include "app/gateway/tree/heads.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/gateway/tree/log.h"
#include "app/json/hex.h"
#include "app/record/time.h"
#include <string.h>

static gboolean
write_file(const char *path, GBytes *bytes, GError **error)
{
	gsize size = 0;
	const char *data = g_bytes_get_data(bytes, &size);

	return g_file_set_contents_full(
	    path, data, (gssize)size, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/* ---- the newest ---- */

typedef struct Newest {
	gboolean of_witnessed;
	gint64 number; /* 0: there is none */
	GBytes *head, *witnessed;
} Newest;

static void
newest_clear(Newest *self)
{
	g_clear_pointer(&self->head, g_bytes_unref);
	g_clear_pointer(&self->witnessed, g_bytes_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Newest, newest_clear)

static gboolean
look_newest(const McStoreTreeHead *head, gpointer data, GError **error)
{
	Newest *self = data;

	if (self->of_witnessed && head->witnessed == NULL)
		return TRUE;
	newest_clear(self);
	self->number = head->number;
	self->head = g_bytes_ref(head->head);
	self->witnessed = head->witnessed != NULL ? g_bytes_ref(head->witnessed) : NULL;
	return TRUE;
}

static gboolean
find_newest(McStore *store, gboolean of_witnessed, Newest *newest, GError **error)
{
	newest->of_witnessed = of_witnessed;
	return mc_store_each_tree_head(store, look_newest, newest, error);
}

/* ---- sealed ---- */

static McSigner *
open_signer(const char *folder, GError **error)
{
	g_autofree char *key = g_build_filename(folder, "receipt.key", NULL);
	g_autofree char *certificate = g_build_filename(folder, "receipt.crt", NULL);
	g_autofree char *chain = g_build_filename(folder, "receipt-chain.pem", NULL);

	return mc_signer_new_from_files(key, certificate, chain, error);
}

gboolean
mc_tree_heads_seal(
    McStore *store, const char *folder, gint64 now_wall_us, guint64 *size, GError **error)
{
	McMerkleNodes nodes = mc_tree_log_nodes(store);
	g_autoptr(McSigner) signer = NULL;
	g_autoptr(GBytes) sealed = NULL;
	McTreeHead head = {.at_wall_us = now_wall_us};
	McMerkleLog log;

	if (!mc_store_tree_size(store, size, error))
		return FALSE;
	if (*size == 0)
		return TRUE;
	if (!mc_merkle_log_resume(&nodes, *size, &log, error))
		return FALSE;
	signer = open_signer(folder, error);
	if (signer == NULL)
		return FALSE;
	head.size = *size;
	mc_merkle_log_root(&log, &head.root);
	sealed = mc_tree_head_seal(signer, &head, error);
	return sealed != NULL && mc_store_add_tree_head(store, *size, sealed, error);
}

/* ---- offered ---- */

static gboolean
go_on_from(McStore *store, gint64 from, McMerkleGrowth *growth, GError **error)
{
	g_auto(Newest) witnessed = {0};
	McTreeHead head = {.size = (guint64)MAX(from, 0)};

	if (from < 0 &&
	    (!find_newest(store, TRUE, &witnessed, error) ||
	        (witnessed.number > 0 && !mc_tree_head_peek(witnessed.head, &head, NULL, error))))
		return FALSE;
	growth->from = head.size;
	return TRUE;
}

gboolean
mc_tree_heads_offer(McStore *store, gint64 from, const char *path, GError **error)
{
	McMerkleNodes nodes = mc_tree_log_nodes(store);
	g_auto(Newest) newest = {0};
	g_autoptr(GBytes) bytes = NULL;
	McTreeOffer offer = {0};
	McTreeHead head;

	if (!find_newest(store, FALSE, &newest, error) ||
	    !go_on_from(store, from, &offer.growth, error))
		return FALSE;
	if (newest.number == 0) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "there is no head yet (make one: --head)");
		return FALSE;
	}
	if (!mc_tree_head_peek(newest.head, &head, NULL, error))
		return FALSE;
	if (offer.growth.from > head.size) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT,
		    "the newest head is over %" G_GUINT64_FORMAT " records alone (make one: --head)",
		    head.size);
		return FALSE;
	}
	if (!mc_merkle_log_growth(&nodes, offer.growth.from, head.size, &offer.growth, error))
		return FALSE;
	offer.head = newest.head;
	bytes = mc_tree_offer_write(&offer, error);
	return bytes != NULL && write_file(path, bytes, error);
}

/* ---- taken back ---- */

typedef struct Search {
	const char *digest;
	gint64 number; /* 0: not found */
	GBytes *head;
} Search;

static gboolean
look_for_digest(const McStoreTreeHead *head, gpointer data, GError **error)
{
	Search *self = data;
	char digest[MC_DIGEST_HEX_SIZE];

	mc_digest_hex(head->head, digest);
	if (strcmp(digest, self->digest) != 0 || self->number != 0)
		return TRUE;
	self->number = head->number;
	self->head = g_bytes_ref(head->head);
	return TRUE;
}

/* The gateway cannot be its own second party. */
static gboolean
is_somebody_else(const char *folder, const McSealedBy *by, GError **error)
{
	g_autofree char *own = g_build_filename(folder, "receipt.crt", NULL);
	char digest[MC_DIGEST_HEX_SIZE];

	if (!mc_certificate_file_digest(own, digest, error))
		return FALSE;
	if (strcmp(digest, by->certificate_digest) != 0)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "the gateway's own key has witnessed (a second party is needed)");
	return FALSE;
}

static gboolean
keep_witnessed(McStore *store, const McTreeHead *signed_head, const char *of_digest,
    GBytes *witnessed, GError **error)
{
	Search search = {.digest = of_digest};
	g_autoptr(GBytes) sealed = NULL;
	McTreeHead head;
	gboolean good = mc_store_each_tree_head(store, look_for_digest, &search, error);

	sealed = search.head;
	if (good && search.number == 0) {
		g_set_error(
		    error, MC_ERROR, MC_ERROR_UNTRUSTED, "the witness has signed a head that is not here");
		return FALSE;
	}
	return good && mc_tree_head_peek(sealed, &head, NULL, error) &&
	       mc_tree_head_is_signed(signed_head, of_digest, &head, sealed, error) &&
	       mc_store_witness_tree_head(store, search.number, witnessed, error);
}

gboolean
mc_tree_heads_take(
    McStore *store, const char *folder, const char *path, guint64 *size, GError **error)
{
	g_autofree char *roots = g_build_filename(folder, "witness-roots.pem", NULL);
	g_autoptr(McVerifier) witness = mc_verifier_new_from_file(roots, error);
	g_autoptr(GBytes) witnessed = witness != NULL ? mc_file_bytes(path, error) : NULL;
	char of_digest[MC_DIGEST_HEX_SIZE];
	McTreeHead head;
	McSealedBy by;

	if (witnessed == NULL ||
	    !mc_tree_head_open_witnessed(witness, witnessed, &head, of_digest, &by, error) ||
	    !is_somebody_else(folder, &by, error) ||
	    !keep_witnessed(store, &head, of_digest, witnessed, error))
		return FALSE;
	*size = head.size;
	return TRUE;
}

/* ---- listed ---- */

static gboolean
print_head(const McStoreTreeHead *stored, gpointer data, GError **error)
{
	char at[MC_TIME_TEXT_SIZE];
	char root[MC_DIGEST_HEX_SIZE];
	McTreeHead head;

	if (!mc_tree_head_peek(stored->head, &head, NULL, error))
		return FALSE;
	mc_time_write(head.at_wall_us, at);
	mc_hex_write(head.root.byte, sizeof head.root.byte, root);
	g_print("%" G_GINT64_FORMAT " %" G_GUINT64_FORMAT " %s %s %s\n", stored->number, head.size, at,
	    root, stored->witnessed != NULL ? "witnessed" : "-");
	return TRUE;
}

gboolean
mc_tree_heads_list(McStore *store, GError **error)
{
	guint64 size = 0;

	if (!mc_store_each_tree_head(store, print_head, NULL, error) ||
	    !mc_store_tree_size(store, &size, error))
		return FALSE;
	g_print("%" G_GUINT64_FORMAT " records in the log\n", size);
	return TRUE;
}

/* ---- proofs ---- */

typedef struct Giving {
	McStore *store;
	const McTreeWish *wish;
	McTreeProof proof;
	McTreeHead head;
	guint count;
	GHashTable *wanted; /* number in the store -> number in the kiosk's chain */
} Giving;

static gboolean
look_wanted(const McStoreLogged *record, gpointer data, GError **error)
{
	Giving *self = data;

	if (record->is_current && record->seq > self->wish->after_seq &&
	    g_strcmp0(record->kiosk, self->wish->kiosk) == 0)
		g_hash_table_insert(self->wanted, g_memdup2(&record->id, sizeof record->id),
		    g_memdup2(&record->seq, sizeof record->seq));
	return TRUE;
}

static gboolean
give_one(Giving *self, guint64 index, guint64 seq, GError **error)
{
	McMerkleNodes nodes = mc_tree_log_nodes(self->store);
	g_autofree char *path =
	    g_strdup_printf("%s/%" G_GUINT64_FORMAT ".tree.json", self->wish->folder, seq);
	g_autoptr(GBytes) bytes = NULL;

	if (!mc_merkle_log_way(&nodes, index, self->head.size, &self->proof.way, error))
		return FALSE;
	bytes = mc_tree_proof_write(&self->proof, error);
	self->count++;
	return bytes != NULL && write_file(path, bytes, error);
}

static gboolean
give_of_row(const McStoreTreeRow *row, gpointer data, GError **error)
{
	Giving *self = data;
	guint64 first = row->size - row->added;
	gboolean good = TRUE;

	for (guint64 i = 0; good && i < row->added && first + i < self->head.size; i++) {
		gint64 id = row->first + (gint64)i;
		const guint64 *seq = g_hash_table_lookup(self->wanted, &id);

		good = seq == NULL || give_one(self, first + i, *seq, error);
	}
	return good;
}

gboolean
mc_tree_heads_give(McStore *store, const McTreeWish *wish, guint *count, GError **error)
{
	g_autoptr(GHashTable) wanted =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
	g_auto(Newest) newest = {0};
	Giving giving = {.store = store, .wish = wish, .wanted = wanted};

	if (!find_newest(store, TRUE, &newest, error) ||
	    (newest.number == 0 && !find_newest(store, FALSE, &newest, error)))
		return FALSE;
	if (newest.number == 0)
		return TRUE;
	giving.proof.head = newest.head;
	giving.proof.witnessed = newest.witnessed;
	if (!mc_tree_head_peek(newest.head, &giving.head, NULL, error) ||
	    !mc_store_each_logged(store, look_wanted, &giving, error) ||
	    !mc_store_each_tree_row(store, give_of_row, &giving, error))
		return FALSE;
	*count = giving.count;
	return TRUE;
}
