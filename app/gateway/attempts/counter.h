#ifndef MC_APP_GATEWAY_ATTEMPTS_COUNTER_H
#define MC_APP_GATEWAY_ATTEMPTS_COUNTER_H

/* Counts attempts per person across kiosks, from what the gateway has accepted. Works beside the
 * gateway, in a process of its own: it delays no answer, and the program that strangers can reach
 * has no key that opens anything of a person. */

#include "app/base/clock.h"
#include "app/base/kill-point.h"
#include "app/gateway/settings/attempts.h"
#include "app/gateway/store/attempts.h"
#include "app/record/attempt.h"

typedef struct McCounter {
	McAttemptSettings settings;
	McAttemptKeys keys;
	char *key_path; /* owned */
	char secret_check[MC_ATTEMPT_PERSON_SIZE];
	McStore *store;
	McClock *clock;
	McKillPoint kill; /* in a demonstration: before-commit, after-commit */
} McCounter;

/* STATE/gateway: attempts/attempts.json, attempts/counter.key, attempts/pseudonym.secret,
 * store.db. */
gboolean mc_counter_open(McCounter *counter, const char *folder, GError **error);
void mc_counter_clear(McCounter *counter); /* wipes */

/* Takes the next records. *count: how many were looked at; 0 = all have been. On an error nothing
 * is kept and the same records come next time; so it is when another counter was faster. */
gboolean mc_counter_step(McCounter *counter, guint *count, GError **error);
/* Forgets all that was counted; the steps after it derive it again. */
gboolean mc_counter_rebuild(McCounter *counter, GError **error);
/* Forgets whose the attempts of before kept_days were. */
gboolean mc_counter_forget(McCounter *counter, GError **error);

/* Every so often. Never returns; the process may be ended at any time. */
G_NORETURN void mc_counter_run(McCounter *counter);

#endif
