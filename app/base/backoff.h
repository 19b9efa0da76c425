#ifndef MC_APP_BASE_BACKOFF_H
#define MC_APP_BASE_BACKOFF_H

/* How long to wait after a failure: full jitter, that is uniform between nothing and a ceiling that
 * doubles with every failure in a row. So kiosks that lost the gateway together come back spread
 * out. */

#include <glib.h>

typedef struct McBackoff {
	GRand *random; /* not owned */
	guint base_ms;
	guint failures;
} McBackoff;

/* Counts the failure and draws the wait, ceiling at cap_ms. A gateway's Retry-After is waited out
 * in full and the jitter comes on top: everybody was told the same. */
guint mc_backoff_next_ms(McBackoff *backoff, guint cap_ms, guint retry_after_ms);
void mc_backoff_reset(McBackoff *backoff);

#endif
