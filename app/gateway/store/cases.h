#ifndef MC_APP_GATEWAY_STORE_CASES_H
#define MC_APP_GATEWAY_STORE_CASES_H

/* Checks in parts (app/record/case.h): which accepted records are parts of which case, and what the
 * gateway found of each case as a whole. */

#include "app/gateway/store/store.h"

/* Writes join the open group, see store.h. The record was added before, if only in this group. */
gboolean mc_store_add_part(McStore *store, const char *case_id, gint32 part, const char *kiosk,
    const char *journal, guint64 seq, GError **error);

typedef struct McStorePart {
	gint32 part;
	guint64 seq;
	const char *kiosk, *digest, *reference;
	gint64 received_wall_us;
	GBytes *envelope;
} McStorePart;
typedef void (*McStoreEachPart)(const McStorePart *part, gpointer data);
/* At most so many as a whole may have and a few more: no case is so large. By number, then in the
 * order in which they came. */
gboolean mc_store_each_part(
    McStore *store, const char *case_id, McStoreEachPart each, gpointer data, GError **error);

typedef struct McStoreCase {
	const char *case_id;
	const char *state; /* "good", or the name of what the parts are no whole for */
	const char *missing; /* kinds of exam, with dots between; "" = none, or not known yet */
	const char *outcomes; /* of a whole, as of a visit; else "" */
	gint32 lapses_yyyymmdd;
	gint64 settled_wall_us;
	GBytes *statement; /* of a whole, sealed by the gateway; NULL: what was there stays */
} McStoreCase;
gboolean mc_store_settle_case(McStore *store, const McStoreCase *found, GError **error);

typedef void (*McStoreEachCase)(const McStoreCase *found, gpointer data);
/* name NULL: all, in the order in which they were settled last. Else the case with this id, or of
 * which this reference number is a part. */
gboolean mc_store_each_case(
    McStore *store, const char *name, McStoreEachCase each, gpointer data, GError **error);

#endif
