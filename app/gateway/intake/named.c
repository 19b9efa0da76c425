#include "app/gateway/intake/named.h"

#include "app/gateway/store/evidence.h"
#include "app/record/parcel.h"
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

	for (guint i = 0; visit != NULL && i < visit->evidences; i++) {
		const McStoreEvidence evidence = {.digest = visit->evidence[i].digest,
		    .picture = visit->evidence[i].picture,
		    .kept_until_yyyymmdd = kept_until(examined, received_wall_us)};

		if (!mc_store_name_evidence(store, &record, &evidence, error))
			return FALSE;
	}
	return TRUE;
}

/* ---- a picture that was there before (S6) ---- */

static gboolean
note_again(McStore *store, const McExamined *examined, const char *first, gint64 received_wall_us,
    GError **error)
{
	char reference[48];
	g_autofree char *text = g_strdup_printf("a picture of it was handed in for %s before", first);
	McStoreRefusal row = {.at_wall_us = received_wall_us,
	    .kiosk = examined->head.kiosk,
	    .path = reference,
	    .digest = examined->digest,
	    .codes = "duplicate-picture",
	    .text = text};

	mc_reference_write(examined->head.kiosk, examined->head.seq, reference);
	g_message("kiosk %s: %s: duplicate-picture: %s", examined->head.kiosk, reference, text);
	return mc_store_refuse(store, &row, error);
}

gboolean
mc_named_mark(McStore *store, McExamined *examined, gint64 received_wall_us, GError **error)
{
	const McVisit *visit = examined->visit;
	char first[48] = "";
	char *outcomes = examined->outcomes;

	for (guint i = 0; visit != NULL && *first == '\0' && i < visit->evidences; i++)
		if (!mc_store_same_picture(store, visit->evidence[i].picture, first, error))
			return FALSE;
	if (*first == '\0')
		return TRUE;
	examined->outcomes =
	    g_strconcat(outcomes, *outcomes != '\0' ? " picture=" : "picture=", first, NULL);
	g_free(outcomes);
	return note_again(store, examined, first, received_wall_us, error);
}
