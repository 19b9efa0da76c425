#include "app/courier/queue.h"

static gboolean
contains(const GArray *sorted, guint64 seq)
{
	guint low = 0;
	guint high = sorted->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (g_array_index(sorted, guint64, middle) < seq)
			low = middle + 1;
		else
			high = middle;
	}
	return low < sorted->len && g_array_index(sorted, guint64, low) == seq;
}

GArray *
mc_courier_queue_read(McSpool *spool, GError **error)
{
	g_autoptr(GArray) receipts = NULL;
	g_autoptr(GArray) parked = NULL;
	g_autoptr(GArray) outbox = mc_spool_list(spool, MC_SPOOL_OUTBOX, error);
	g_autoptr(GArray) queue = g_array_new(FALSE, FALSE, sizeof(guint64));

	if (outbox == NULL)
		return NULL;
	receipts = mc_spool_list(spool, MC_SPOOL_RECEIPTS, error);
	parked = receipts != NULL ? mc_spool_list(spool, MC_SPOOL_PARKED, error) : NULL;
	if (parked == NULL)
		return NULL;
	for (guint i = 0; i < outbox->len; i++) {
		guint64 seq = g_array_index(outbox, guint64, i);

		if (contains(receipts, seq)) {
			if (!mc_spool_remove(spool, MC_SPOOL_OUTBOX, seq, error) ||
			    !mc_spool_remove(spool, MC_SPOOL_SENT, seq, error))
				return NULL;
		} else if (!contains(parked, seq)) {
			g_array_append_val(queue, seq);
		}
	}
	return g_steal_pointer(&queue);
}
