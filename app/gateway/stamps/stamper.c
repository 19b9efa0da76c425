#include "app/gateway/stamps/stamper.h"

#include "app/base/backoff.h"
#include "app/base/error.h"
#include "app/gateway/stamps/tsa.h"
#include "app/json/hex.h"

gboolean
mc_stamper_open(McStamper *self, const char *folder, GError **error)
{
	g_autofree char *settings = g_build_filename(folder, "stamps.json", NULL);
	g_autofree char *roots = g_build_filename(folder, "tsa-roots.pem", NULL);
	g_autofree char *store = g_build_filename(folder, "store.db", NULL);

	if (!mc_stamp_settings_read(settings, &self->settings, error))
		return FALSE;
	self->trust = mc_stamp_trust_new_from_file(roots, error);
	if (self->trust == NULL)
		return FALSE;
	self->clock = mc_clock_new_system(1);
	self->store = mc_store_open_beside(store, error);
	return self->store != NULL;
}

void
mc_stamper_clear(McStamper *self)
{
	g_clear_pointer(&self->trust, mc_stamp_trust_free);
	g_clear_pointer(&self->store, mc_store_close);
	g_clear_pointer(&self->clock, mc_clock_free);
}

/* ---- one stamp ---- */

typedef struct Batch {
	GArray *leaves; /* of McMerkleHash */
	gint64 first, last;
	gboolean is_spoilt; /* a digest in the store is none */
} Batch;

static void
take_leaf(const McStoreLeaf *leaf, gpointer data)
{
	Batch *batch = data;
	McMerkleHash hash;

	batch->is_spoilt = batch->is_spoilt || !mc_merkle_leaf(leaf->digest, &hash);
	if (batch->is_spoilt)
		return;
	if (batch->leaves->len == 0)
		batch->first = leaf->place;
	batch->last = leaf->place;
	g_array_append_val(batch->leaves, hash);
}

static gboolean
stamp_batch(McStamper *self, const Batch *batch, GError **error)
{
	g_autoptr(McMerkle) tree =
	    mc_merkle_new((const McMerkleHash *)(gconstpointer)batch->leaves->data, batch->leaves->len);
	McStampQuery query;
	g_autoptr(GBytes) question = mc_stamp_ask(&query, mc_merkle_root(tree), error);
	g_autoptr(GBytes) answer =
	    question == NULL ? NULL : mc_tsa_ask(&self->settings, question, error);
	char root[2 * sizeof(McMerkleHash) + 1];
	McStoreStamp stamp = {
	    .first = batch->first, .last = batch->last, .root = root, .response = answer};

	if (answer == NULL || !mc_stamp_answers(self->trust, &query, mc_clock_wall_us(self->clock),
	                          answer, &stamp.stamped_wall_us, error))
		return FALSE;
	mc_hex_write(query.root.byte, sizeof query.root.byte, root);
	return mc_store_add_stamp(self->store, &stamp, error);
}

gboolean
mc_stamper_step(McStamper *self, guint *count, GError **error)
{
	g_autoptr(GArray) leaves = g_array_new(FALSE, FALSE, sizeof(McMerkleHash));
	Batch batch = {.leaves = leaves};

	*count = 0;
	if (!mc_store_unstamped(self->store, self->settings.records_max, take_leaf, &batch, error))
		return FALSE;
	if (batch.is_spoilt) {
		g_set_error(error, MC_ERROR, MC_ERROR_STORAGE,
		    "store: after record %" G_GINT64_FORMAT " stands one without a digest (restore it)",
		    batch.last);
		return FALSE;
	}
	if (leaves->len > 0 && !stamp_batch(self, &batch, error))
		return FALSE;
	*count = leaves->len;
	return TRUE;
}

/* Once a day is enough for what lasts for years: it reads all stamps. */
static gboolean
renew_daily(McStamper *self, gint64 *next_mono_us, GError **error)
{
	gint64 now_us = g_get_monotonic_time();
	guint count = 0;

	if (now_us < *next_mono_us)
		return TRUE;
	if (!mc_stamper_renew(self, FALSE, &count, error))
		return FALSE;
	*next_mono_us = now_us + G_TIME_SPAN_DAY;
	if (count > 0)
		g_message("stamps: %u answers renewed", count);
	return TRUE;
}

void
mc_stamper_run(McStamper *self)
{
	g_autoptr(GRand) random = g_rand_new();
	McBackoff backoff = {.random = random, .base_ms = self->settings.retry_base_ms};
	gint64 renewal_mono_us = 0;

	for (;;) {
		g_autoptr(GError) error = NULL;
		guint wait_ms = self->settings.every_ms;
		guint count = 0;

		if (!mc_stamper_step(self, &count, &error) ||
		    !renew_daily(self, &renewal_mono_us, &error)) {
			wait_ms = mc_backoff_next_ms(&backoff, self->settings.retry_max_ms, 0);
			g_warning("stamps: %s; tried again in %u ms", error->message, wait_ms);
		} else {
			mc_backoff_reset(&backoff);
		}
		if (count > 0)
			g_message("stamps: %u records stamped", count);
		if (count < self->settings.records_max)
			g_usleep((gulong)wait_ms * 1000);
	}
}
