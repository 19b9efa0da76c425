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

/* Removes from the box what stands in the other list, or what does not. */
static gboolean
sweep(McSpool *spool, McSpoolBox box, const GArray *other, gboolean standing, GError **error)
{
	g_autoptr(GArray) list = mc_spool_list(spool, box, error);

	for (guint i = 0; list != NULL && i < list->len; i++) {
		guint64 seq = g_array_index(list, guint64, i);

		if (contains(other, seq) == standing && !mc_spool_remove(spool, box, seq, error))
			return FALSE;
	}
	return list != NULL;
}

/* The power may have gone between the steps by which an item comes home. */
static gboolean
tidy_up(McSpool *spool, GError **error)
{
	g_autoptr(GArray) receipts = mc_spool_list(spool, MC_SPOOL_RECEIPTS, error);
	g_autoptr(GArray) outbox = NULL;

	if (receipts == NULL || !sweep(spool, MC_SPOOL_OUTBOX, receipts, TRUE, error))
		return FALSE;
	outbox = mc_spool_list(spool, MC_SPOOL_OUTBOX, error);
	return outbox != NULL && sweep(spool, MC_SPOOL_SENT, outbox, FALSE, error);
}

GArray *
mc_courier_queue_read(McSpool *spool, GError **error)
{
	g_autoptr(GArray) outbox = NULL;
	g_autoptr(GArray) parked = NULL;
	g_autoptr(GArray) queue = g_array_new(FALSE, FALSE, sizeof(guint64));

	if (!tidy_up(spool, error))
		return NULL;
	outbox = mc_spool_list(spool, MC_SPOOL_OUTBOX, error);
	parked = outbox != NULL ? mc_spool_list(spool, MC_SPOOL_PARKED, error) : NULL;
	if (parked == NULL)
		return NULL;
	for (guint i = 0; i < outbox->len; i++) {
		guint64 seq = g_array_index(outbox, guint64, i);

		if (!contains(parked, seq))
			g_array_append_val(queue, seq);
	}
	return g_steal_pointer(&queue);
}
