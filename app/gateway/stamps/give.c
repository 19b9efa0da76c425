/* What was stamped, for the operator. */

#include "app/base/error.h"
#include "app/gateway/stamps/series.h"
#include "app/gateway/stamps/stamper.h"
#include "app/json/hex.h"
#include "app/record/time.h"
#include <string.h>

static gboolean
print_stamp(const McStoreStamp *stamp, gpointer data, GError **error)
{
	char at[MC_TIME_TEXT_SIZE];

	mc_time_write(stamp->stamped_wall_us, at);
	g_print("%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT " %s %s\n", stamp->first, stamp->last, at,
	    stamp->root);
	return TRUE;
}

static gboolean
print_renewal(const McStoreRenewal *renewal, gpointer data, GError **error)
{
	char at[MC_TIME_TEXT_SIZE];

	mc_time_write(renewal->stamped_wall_us, at);
	g_print("renewal %" G_GINT64_FORMAT " %s %s\n", renewal->number, at, renewal->root);
	return TRUE;
}

static void
count_leaf(const McStoreLeaf *leaf, gpointer data)
{
	guint64 *waiting = data;

	(*waiting)++;
}

gboolean
mc_stamper_list(McStore *store, GError **error)
{
	guint64 waiting = 0;

	if (!mc_store_each_stamp(store, FALSE, print_stamp, NULL, error) ||
	    !mc_store_each_renewal(store, print_renewal, NULL, error) ||
	    !mc_store_unstamped(store, G_MAXUINT, count_leaf, &waiting, error))
		return FALSE;
	g_print("%" G_GUINT64_FORMAT " without a stamp\n", waiting);
	return TRUE;
}

/* ---- proofs ---- */

typedef struct Giving {
	McStore *store;
	const McStampWish *wish;
	guint count;
	/* of the stamp at work */
	GArray *leaves; /* of McMerkleHash */
	GArray *wanted; /* of Wanted */
	const McSeries *series;
} Giving;

typedef struct Wanted {
	guint index;
	guint64 seq;
} Wanted;

static void
look_at_leaf(const McStoreLeaf *leaf, gpointer data)
{
	Giving *giving = data;
	Wanted wanted = {giving->leaves->len, leaf->seq};
	McMerkleHash hash = {{0}};

	/* One that is spoilt makes another root, and no proof of this stamp holds then. */
	(void)mc_merkle_leaf(leaf->digest, &hash);
	g_array_append_val(giving->leaves, hash);
	if (leaf->is_current && leaf->seq > giving->wish->after_seq &&
	    g_strcmp0(leaf->kiosk, giving->wish->kiosk) == 0)
		g_array_append_val(giving->wanted, wanted);
}

static gboolean
write_proof(Giving *giving, const McMerkle *tree, const Wanted *wanted, const McStoreStamp *stamp,
    GError **error)
{
	g_autofree char *path =
	    g_strdup_printf("%s/%" G_GUINT64_FORMAT ".stamp.json", giving->wish->folder, wanted->seq);
	McStampProof proof = {.links = 1};
	g_autoptr(GBytes) bytes = NULL;

	proof.link[0].response = g_bytes_ref(stamp->response);
	mc_merkle_way(tree, wanted->index, &proof.link[0].way);
	if (mc_series_add_links(giving->series, stamp->last, &proof))
		bytes = mc_stamp_proof_write(&proof);
	mc_stamp_proof_clear(&proof);
	if (bytes == NULL) {
		g_set_error(error, MC_ERROR, MC_ERROR_INTERNAL, "more renewals than a proof can hold");
		return FALSE;
	}
	giving->count++;
	return g_file_set_contents_full(path, g_bytes_get_data(bytes, NULL),
	    (gssize)g_bytes_get_size(bytes), G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static gboolean
give_of_stamp(const McStoreStamp *stamp, gpointer data, GError **error)
{
	Giving *giving = data;
	g_autoptr(McMerkle) tree = NULL;
	char root[2 * sizeof(McMerkleHash) + 1];
	gboolean good = TRUE;

	g_array_set_size(giving->leaves, 0);
	g_array_set_size(giving->wanted, 0);
	if (!mc_store_stamped(giving->store, stamp, look_at_leaf, giving, error))
		return FALSE;
	if (giving->wanted->len == 0)
		return TRUE;
	tree = mc_merkle_new(
	    (const McMerkleHash *)(gconstpointer)giving->leaves->data, giving->leaves->len);
	mc_hex_write(mc_merkle_root(tree)->byte, sizeof(McMerkleHash), root);
	if (strcmp(root, stamp->root) != 0) {
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
		    "store: records %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
		    " are not those that were stamped (restore them)",
		    stamp->first, stamp->last);
		return FALSE;
	}
	for (guint i = 0; good && i < giving->wanted->len; i++)
		good = write_proof(giving, tree, &g_array_index(giving->wanted, Wanted, i), stamp, error);
	return good;
}

gboolean
mc_stamper_give(McStore *store, const McStampWish *wish, guint *count, GError **error)
{
	g_autoptr(GArray) leaves = g_array_new(FALSE, FALSE, sizeof(McMerkleHash));
	g_autoptr(GArray) wanted = g_array_new(FALSE, FALSE, sizeof(Wanted));
	g_autoptr(McSeries) series = mc_series_read(store, NULL, error);
	Giving giving = {
	    .store = store, .wish = wish, .leaves = leaves, .wanted = wanted, .series = series};
	gboolean good =
	    series != NULL && mc_store_each_stamp(store, TRUE, give_of_stamp, &giving, error);

	*count = giving.count;
	return good;
}
