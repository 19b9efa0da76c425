#ifndef MC_APP_RECORDER_QUOTA_H
#define MC_APP_RECORDER_QUOTA_H

/* How often something is put into the chain that others can bring about at will: a loose plug, or
 * whoever may write into the spool. Without a bound they would fill the disk with it. */

#include "app/base/clock.h"

typedef struct McQuota {
	guint taken;
	gint64 since_us; /* monotonic: begin of the span */
} McQuota;

/* FALSE when there were so many in this span already; spans begin with the first after the last one
 * ended. All zero is a fresh one. */
gboolean mc_quota_take(McQuota *quota, McClock *clock, guint most, gint64 span_us);

#endif
