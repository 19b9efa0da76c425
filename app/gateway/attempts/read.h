#ifndef MC_APP_GATEWAY_ATTEMPTS_READ_H
#define MC_APP_GATEWAY_ATTEMPTS_READ_H

/* What accepted records say of attempts. Seal and form were proven when they were accepted. */

#include "app/gateway/store/attempts.h"
#include "app/record/attempt.h"

typedef struct McAttemptLink {
	gint64 place, at_wall_us;
	char kiosk[33], visit[33];
	char exam[24]; /* of an opening, or of a run; "" of a visit that ended without a record */
	char person[MC_ATTEMPT_PERSON_SIZE]; /* of an opening; "" = not said */
	char outcome[24]; /* "" = this is an opening */
	char case_id[33];
} McAttemptLink;

typedef struct McAttemptReader {
	const McAttemptKeys *keys;
	GArray *links; /* of McAttemptLink */
	gint64 from; /* place of the last record that had been counted when this began */
	gint64 last; /* place of the last record that was looked at */
	guint looked_at, unreadable; /* marks that the key does not open */
} McAttemptReader;

/* A McStoreEachToCount. */
void mc_attempt_read(const McStoreLinkToCount *link, gpointer reader);

#endif
