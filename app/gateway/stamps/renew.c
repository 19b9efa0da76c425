/* Evidence renewal: a stamp over the stamps, before they can be proven no longer. */

#include "app/gateway/stamps/series.h"
#include "app/gateway/stamps/stamper.h"
#include "app/gateway/stamps/tsa.h"
#include "app/json/hex.h"

static gboolean
stamp_series(McStamper *self, McStoreRenewal *renewal, const GArray *leaves, GError **error)
{
	g_autoptr(McMerkle) tree =
	    mc_merkle_new((const McMerkleHash *)(gconstpointer)leaves->data, leaves->len);
	McStampQuery query;
	g_autoptr(GBytes) question = mc_stamp_ask(&query, mc_merkle_root(tree), error);
	g_autoptr(GBytes) answer =
	    question == NULL ? NULL : mc_tsa_ask(&self->settings, question, error);
	char root[2 * sizeof(McMerkleHash) + 1];
	gboolean is_stored;

	if (answer == NULL || !mc_stamp_answers(self->trust, &query, mc_clock_wall_us(self->clock),
	                          answer, &renewal->stamped_wall_us, error))
		return FALSE;
	mc_hex_write(query.root.byte, sizeof query.root.byte, root);
	renewal->root = root;
	renewal->response = answer;
	is_stored = mc_store_add_renewal(self->store, renewal, error);
	renewal->root = NULL;
	renewal->response = NULL;
	return is_stored;
}

static gboolean
is_due(const McStamper *self, const McSeries *series)
{
	gint64 until_us = mc_series_until(series);
	gint64 now_us = mc_clock_wall_us(self->clock);

	if (until_us <= now_us)
		g_warning("stamps: a certificate has run out before its stamp was renewed: that stamp is"
		          " proven by nothing but its own moment");
	return until_us != G_MAXINT64 &&
	       until_us - now_us < (gint64)self->settings.renew_before_days * G_TIME_SPAN_DAY;
}

gboolean
mc_stamper_renew(McStamper *self, gboolean even_if_not_due, guint *count, GError **error)
{
	g_autoptr(McSeries) series = mc_series_read(self->store, self->trust, error);
	g_autoptr(GArray) leaves = NULL;
	McStoreRenewal renewal = {0};

	*count = 0;
	if (series == NULL)
		return FALSE;
	leaves = mc_series_next_leaves(series, &renewal.first, &renewal.last);
	if (leaves->len == 0 || (!even_if_not_due && !is_due(self, series)))
		return TRUE;
	renewal.number = (gint64)series->renewals->len + 1;
	if (!stamp_series(self, &renewal, leaves, error))
		return FALSE;
	*count = leaves->len;
	return TRUE;
}
