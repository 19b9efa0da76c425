#include "app/gateway/intake/named.h"

#include "app/gateway/store/evidence.h"
#include "app/record/time.h"

/* From the visit, by the kiosk's clock as far as ours lets it: one that runs ahead keeps nothing
 * for longer. */
static gint32
kept_until(const McExamined *examined, gint64 received_wall_us)
{
	gint64 from_us = MIN(examined->head.at_wall_us, received_wall_us);

	return mc_time_day_in_shanghai(
	    from_us + examined->visit->pictures.kept_days * (gint64)G_TIME_SPAN_DAY);
}

gboolean
mc_named_take(McStore *store, const McExamined *examined, gint64 received_wall_us, GError **error)
{
	const McVisit *visit = examined->visit;
	const McStoreRecord record = {.kiosk = examined->head.kiosk,
	    .journal = examined->head.journal,
	    .seq = examined->head.seq};

	for (guint i = 0; visit != NULL && i < visit->evidences; i++)
		if (!mc_store_name_evidence(store, &record, visit->evidence[i].digest,
		        kept_until(examined, received_wall_us), error))
			return FALSE;
	return TRUE;
}
