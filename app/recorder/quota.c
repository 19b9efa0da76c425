#include "app/recorder/quota.h"

gboolean
mc_quota_take(McQuota *quota, McClock *clock, guint most, gint64 span_us)
{
	gint64 now_us = mc_clock_now_us(clock);

	if (quota->taken == 0 || now_us - quota->since_us >= span_us)
		*quota = (McQuota){.since_us = now_us};
	if (quota->taken >= most)
		return FALSE;
	quota->taken++;
	return TRUE;
}
