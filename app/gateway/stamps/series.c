#include "app/gateway/stamps/series.h"

#include "app/base/error.h"
#include "app/json/hex.h"
#include <string.h>

typedef struct Reading {
	McSeries *series;
	const McStampTrust *trust;
} Reading;

static void
free_renewal(gpointer data)
{
	McSeriesRenewal *renewal = data;

	g_clear_pointer(&renewal->response, g_bytes_unref);
	g_clear_pointer(&renewal->tree, mc_merkle_free);
	g_free(renewal);
}

void
mc_series_free(McSeries *self)
{
	g_array_unref(self->stamps);
	g_ptr_array_unref(self->renewals);
	g_free(self);
}

static gboolean
spoilt(GError **error, const char *what, gint64 number)
{
	g_prefix_error(error, "store: %s %" G_GINT64_FORMAT " (restore it): ", what, number);
	return FALSE;
}

/* What a stamp was over, and that it still is. */
static gboolean
take(const McStampTrust *trust, const char *root, GBytes *response, McSeriesStamp *stamp,
    GError **error)
{
	char digest[MC_DIGEST_HEX_SIZE];

	mc_digest_hex(response, digest);
	(void)mc_merkle_leaf(digest, &stamp->leaf);
	if (!mc_hex_read(root, stamp->root.byte, sizeof stamp->root.byte)) {
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "no root");
		return FALSE;
	}
	if (trust == NULL)
		return TRUE;
	stamp->until_wall_us = mc_stamp_until(trust, response);
	return mc_stamp_holds(trust, &stamp->root, response, 0, &stamp->stamped_wall_us, error);
}

static gboolean
take_stamp(const McStoreStamp *stored, gpointer data, GError **error)
{
	Reading *reading = data;
	McSeriesStamp stamp = {.last = stored->last};

	if (!take(reading->trust, stored->root, stored->response, &stamp, error))
		return spoilt(error, "the stamp up to record", stored->last);
	g_array_append_val(reading->series->stamps, stamp);
	return TRUE;
}

/* The answer of the renewal before it, then the stamps from first to last. */
static GArray *
leaves_of(const McSeries *self, guint renewals, gint64 first, gint64 last)
{
	GArray *leaves = g_array_new(FALSE, FALSE, sizeof(McMerkleHash));
	const McSeriesStamp *stamps = (const McSeriesStamp *)(gconstpointer)self->stamps->data;

	if (renewals > 0) {
		const McSeriesRenewal *before = g_ptr_array_index(self->renewals, renewals - 1);

		g_array_append_val(leaves, before->stamp.leaf);
	}
	for (guint i = 0; i < self->stamps->len; i++)
		if (stamps[i].last >= first && stamps[i].last <= last)
			g_array_append_val(leaves, stamps[i].leaf);
	return leaves;
}

static gboolean
build(const McSeries *self, guint number, McSeriesRenewal *renewal, GError **error)
{
	g_autoptr(GArray) leaves = leaves_of(self, number, renewal->first, renewal->stamp.last);

	if (leaves->len > 0)
		renewal->tree =
		    mc_merkle_new((const McMerkleHash *)(gconstpointer)leaves->data, leaves->len);
	if (renewal->tree != NULL && memcmp(mc_merkle_root(renewal->tree), &renewal->stamp.root,
	                                 sizeof renewal->stamp.root) == 0)
		return TRUE;
	g_set_error(
	    error, MC_ERROR, MC_ERROR_UNTRUSTED, "what it renewed is not what was renewed then");
	return FALSE;
}

static gboolean
take_renewal(const McStoreRenewal *stored, gpointer data, GError **error)
{
	Reading *reading = data;
	McSeriesRenewal *renewal = g_new0(McSeriesRenewal, 1);
	guint number = reading->series->renewals->len;

	renewal->first = stored->first;
	renewal->stamp.last = stored->last;
	renewal->response = g_bytes_ref(stored->response);
	if (take(reading->trust, stored->root, stored->response, &renewal->stamp, error) &&
	    build(reading->series, number, renewal, error)) {
		g_ptr_array_add(reading->series->renewals, renewal);
		return TRUE;
	}
	free_renewal(renewal);
	return spoilt(error, "renewal", stored->number);
}

McSeries *
mc_series_read(McStore *store, const McStampTrust *trust, GError **error)
{
	g_autoptr(McSeries) self = g_new0(McSeries, 1);
	Reading reading = {self, trust};

	self->stamps = g_array_new(FALSE, FALSE, sizeof(McSeriesStamp));
	self->renewals = g_ptr_array_new_with_free_func(free_renewal);
	if (!mc_store_each_stamp(store, TRUE, take_stamp, &reading, error) ||
	    !mc_store_each_renewal(store, take_renewal, &reading, error))
		return NULL;
	return g_steal_pointer(&self);
}

static const McSeriesRenewal *
newest(const McSeries *self)
{
	return self->renewals->len > 0 ? g_ptr_array_index(self->renewals, self->renewals->len - 1)
	                               : NULL;
}

static gint64
covered_up_to(const McSeries *self)
{
	return newest(self) != NULL ? newest(self)->stamp.last : 0;
}

GArray *
mc_series_next_leaves(const McSeries *self, gint64 *first, gint64 *last)
{
	guint count = self->stamps->len;

	*first = covered_up_to(self) + 1;
	*last = count > 0 ? g_array_index(self->stamps, McSeriesStamp, count - 1).last : 0;
	return leaves_of(self, self->renewals->len, *first, *last);
}

/* Where the stamp stands among the answers below the renewal. */
static gsize
place_of(const McSeries *self, const McSeriesRenewal *renewal, gboolean is_first, gint64 stamp_last)
{
	gsize place = is_first ? 0 : 1;

	for (guint i = 0; i < self->stamps->len; i++) {
		const McSeriesStamp *stamp = &g_array_index(self->stamps, McSeriesStamp, i);

		if (stamp->last >= renewal->first && stamp->last < stamp_last)
			place++;
	}
	return place;
}

gboolean
mc_series_add_links(const McSeries *self, gint64 stamp_last, McStampProof *proof)
{
	for (guint i = 0; i < self->renewals->len; i++) {
		const McSeriesRenewal *renewal = g_ptr_array_index(self->renewals, i);
		McStampLink *link = &proof->link[proof->links];
		gsize place = 0; /* of the renewal before it */

		if (renewal->stamp.last < stamp_last)
			continue;
		if (proof->links > MC_STAMP_RENEWALS_MAX)
			return FALSE;
		if (proof->links == 1)
			place = place_of(self, renewal, i == 0, stamp_last);
		mc_merkle_way(renewal->tree, place, &link->way);
		link->response = g_bytes_ref(renewal->response);
		proof->links++;
	}
	return TRUE;
}

gint64
mc_series_until(const McSeries *self)
{
	gint64 until_us = newest(self) != NULL ? newest(self)->stamp.until_wall_us : G_MAXINT64;

	for (guint i = 0; i < self->stamps->len; i++) {
		const McSeriesStamp *stamp = &g_array_index(self->stamps, McSeriesStamp, i);

		if (stamp->last > covered_up_to(self))
			until_us = MIN(until_us, stamp->until_wall_us);
	}
	return until_us;
}
