#include "app/recorder/state.h"
#include <sys/timex.h>

/* The kernel lets its bound grow to this and then says no more. */
#define ERROR_MAX_US (16 * (gint64)G_USEC_PER_SEC)

void
mc_recorder_clock_quality(gboolean *is_synchronised, gint64 *error_max_us)
{
	struct timex state = {0};
	int code = adjtimex(&state);

	*is_synchronised = code >= 0 && code != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
	*error_max_us = *is_synchronised && state.maxerror < ERROR_MAX_US ? state.maxerror : -1;
}
