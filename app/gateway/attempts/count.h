#ifndef MC_APP_GATEWAY_ATTEMPTS_COUNT_H
#define MC_APP_GATEWAY_ATTEMPTS_COUNT_H

/* One person's attempts at one exam, counted. No I/O. */

#include "app/gateway/settings/attempts.h"
#include "app/gateway/store/attempts.h"

typedef struct McAttempt {
	char person[65], exam[24], visit[72], kiosk[33], outcome[64], reference[48], digest[65];
	gint64 record, at_wall_us;
	guint number; /* of the visits of its period this one is the … */
	gboolean is_first; /* of the rows of its visit (two runs, parts of a case) */
} McAttempt;

typedef struct McAttempts {
	GArray *row; /* of McAttempt, of one person and exam, in the order of their moments */
} McAttempts;

void mc_attempts_init(McAttempts *attempts);
void mc_attempts_clear(McAttempts *attempts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(McAttempts, mc_attempts_clear)

/* A McStoreEachAttempt. */
void mc_attempts_take(const McStoreAttempt *attempt, gpointer attempts);
/* Each visit's number is that of the visits which began within the limit's days up to its own
 * beginning, itself included. */
void mc_attempts_number(McAttempts *attempts, const McAttemptLimit *limit);
/* "hearing:3/30d(K-0001:fail,K-0002:no-end)": the third within 30 days, after these. Free it. */
char *mc_attempts_mark(
    const McAttempts *attempts, const McAttempt *at, const McAttemptLimit *limit);

#endif
