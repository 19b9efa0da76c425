#ifndef MC_APP_GATEWAY_ATTEMPTS_LIST_H
#define MC_APP_GATEWAY_ATTEMPTS_LIST_H

#include "app/gateway/settings/attempts.h"
#include "app/gateway/store/attempts.h"

typedef struct McAttemptQuestion {
	const char *exam; /* NULL = all */
	const char *reference; /* the person alone of whom this is an attempt; NULL = all */
	gboolean even_within; /* who had no more than the limit, too */
} McAttemptQuestion;

/* A line for each attempt of who had more than the limit: pseudonym (its first digits), exam,
 * number within the days, "over" or "within", moment, kiosk, reference, outcome. Then how many
 * openings are of nobody that is known. */
gboolean mc_attempts_list(McStore *store, const McAttemptSettings *settings,
    const McAttemptQuestion *question, GError **error);

#endif
