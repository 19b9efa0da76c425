#include "drivers/bus/unasked.h"

#define ONE_US (G_USEC_PER_SEC / 20)
#define AT_ONCE 300

gboolean
mc_unasked_is_without_end(McUnasked *self)
{
	gint64 now_us = g_get_monotonic_time();

	self->until_us = MAX(self->until_us, now_us) + ONE_US;
	return self->until_us - now_us > AT_ONCE * ONE_US;
}
