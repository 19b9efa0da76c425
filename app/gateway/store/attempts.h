#ifndef MC_APP_GATEWAY_STORE_ATTEMPTS_H
#define MC_APP_GATEWAY_STORE_ATTEMPTS_H

/* Which exams were opened for whom, across kiosks. All of it is derived from accepted records, in
 * the order of their acceptance, by a process beside the gateway; it can be thrown away and derived
 * again. A person is a pseudonym here (app/record/attempt.h). */

#include "app/gateway/store/store.h"

/* ---- what is to be counted ---- */

typedef struct McStoreLinkToCount {
	gint64 place; /* in the order of acceptance */
	const char *kiosk, *type;
	gint64 at_wall_us; /* never after the moment of its coming */
	GBytes *envelope;
} McStoreLinkToCount;
typedef void (*McStoreEachToCount)(const McStoreLinkToCount *link, gpointer data);
/* The next ones after what has been counted: openings, audit entries, visits. */
gboolean mc_store_uncounted(
    McStore *store, guint most, McStoreEachToCount each, gpointer data, GError **error);

/* *place: the last record that was counted, 0 = none. */
gboolean mc_store_counted(McStore *store, gint64 *place, GError **error);

/* ---- what was found; writes join one group, which mc_store_commit() ends ---- */

gboolean mc_store_begin_counting(McStore *store, GError **error);
/* Nothing of the group stays. */
void mc_store_stop_counting(McStore *store);
/* Under another secret the pseudonyms would be others: MC_ERROR_REFUSED when check is not that of
 * what has been counted. */
gboolean mc_store_counting_secret(McStore *store, const char *check, GError **error);
/* Nothing is counted any more, and all of it is to be. */
gboolean mc_store_forget_attempts(McStore *store, GError **error);
/* The same of what was opened before a moment: its pseudonyms are gone, and what was said of the
 * person's other visits beside its records. */
gboolean mc_store_forget_old_attempts(McStore *store, gint64 before_wall_us, GError **error);

typedef struct McStoreOpened {
	gint64 place;
	const char *kiosk, *visit, *exam, *person; /* "": not said, the visit's other openings may */
	gint64 at_wall_us;
} McStoreOpened;
gboolean mc_store_add_opened(McStore *store, const McStoreOpened *opened, GError **error);

typedef struct McStoreEnded {
	gint64 place; /* of the visit's record */
	const char *kiosk, *visit;
	const char *exam; /* "": of a visit that ended without a record, all of them */
	const char *outcome, *case_id;
	gint64 at_wall_us;
} McStoreEnded;
gboolean mc_store_add_ended(McStore *store, const McStoreEnded *ended, GError **error);
gboolean mc_store_counted_to(McStore *store, gint64 place, const char *check, GError **error);

/* ---- what has been found ---- */

typedef struct McStoreAttempt {
	const char *person, *exam;
	const char *visit; /* one for all parts of a case that is in order */
	const char *kiosk, *outcome; /* outcomes.h */
	const char *reference, *digest; /* of the visit's record; of the opening where there is none */
	gint64 record, at_wall_us;
} McStoreAttempt;
typedef void (*McStoreEachAttempt)(const McStoreAttempt *attempt, gpointer data);
/* Those of one person and exam come together, in the order of their moments. NULL: of all. What
 * never began (no trial was shown) is none. */
typedef struct McStoreAttemptsOf {
	const char *person, *exam;
} McStoreAttemptsOf;
gboolean mc_store_each_attempt(McStore *store, const McStoreAttemptsOf *of, McStoreEachAttempt each,
    gpointer data, GError **error);
/* Of whom and which exams a visit has openings; person "" too. */
typedef void (*McStoreEachOpened)(const char *person, const char *exam, gpointer data);
gboolean mc_store_each_opened(McStore *store, const char *kiosk, const char *visit,
    McStoreEachOpened each, gpointer data, GError **error);
/* Openings of nobody that is known. */
gboolean mc_store_count_unknown(McStore *store, gint64 *count, GError **error);

/* What stands beside the record in the listing; and away with that of one person's and exam's. */
gboolean mc_store_mark_attempt(
    McStore *store, gint64 record, const char *exam, const char *mark, GError **error);
gboolean mc_store_clear_marks(McStore *store, const McStoreAttemptsOf *of, GError **error);
/* *is_first: it had not been noted for this visit. Stays when everything is counted again. */
gboolean mc_store_note_over(
    McStore *store, const char *visit, const char *exam, gboolean *is_first, GError **error);

#endif
