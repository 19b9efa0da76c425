#include "app/base/backoff.h"

#define DOUBLINGS_MAX 20

guint
mc_backoff_next_ms(McBackoff *self, guint cap_ms, guint retry_after_ms)
{
	guint64 ceiling_ms = (guint64)self->base_ms << MIN(self->failures, DOUBLINGS_MAX);
	guint64 bounded_ms = MIN(ceiling_ms, cap_ms);

	self->failures++;
	return retry_after_ms + (guint)(g_rand_double(self->random) * (double)bounded_ms);
}

void
mc_backoff_reset(McBackoff *self)
{
	self->failures = 0;
}
