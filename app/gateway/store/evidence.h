#ifndef MC_APP_GATEWAY_STORE_EVIDENCE_H
#define MC_APP_GATEWAY_STORE_EVIDENCE_H

/* Which evidence files the accepted records name, and what was found of each when somebody compared
 * them last. A file that no record names has a line of its own once it was found. */

#include "app/gateway/store/store.h"

typedef struct McStoreEvidence {
	const char *kiosk, *digest;
	const char *picture; /* what is inside, to be named; "" = unstated. Not in a listing */
	gint32 kept_until_yyyymmdd; /* the last day; 0 of a file that no record names */
	/* of a listing: the record that names it; 0, "" and 0: none does */
	guint64 seq;
	const char *reference;
	gint64 received_wall_us;
	const char *state; /* "" = nobody has compared it yet */
	gint64 id;
} McStoreEvidence;

/* Writes join the open group, see store.h. Of a record that was added before, if only in this
 * group. */
gboolean mc_store_name_evidence(
    McStore *store, const McStoreRecord *record, const McStoreEvidence *evidence, GError **error);
/* The reference of the record that was the first to name this picture; "" = none does. */
gboolean mc_store_same_picture(
    McStore *store, const char *picture, char reference[48], GError **error);
/* Of one that a listing gave, or, with id 0, of a file that no record names. */
gboolean mc_store_note_evidence(
    McStore *store, const McStoreEvidence *evidence, const char *state, GError **error);

typedef void (*McStoreEachEvidence)(const McStoreEvidence *evidence, gpointer data);
/* By kiosk, then in the order of their records. Not while a group is open. */
gboolean mc_store_each_evidence(
    McStore *store, McStoreEachEvidence each, gpointer data, GError **error);

#endif
