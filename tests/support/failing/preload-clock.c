/* What a program takes for civil time, and for the kernel's word on its clock. */

#include "tests/support/failing/preload.h"
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>

int
clock_gettime(clockid_t clock, struct timespec *moment)
{
	REAL(clock_gettime);
	int code = call(clock, moment);

	if (code == 0 && clock == CLOCK_REALTIME && mc_failing_ledger != NULL)
		moment->tv_sec += mc_failing_ledger->wall_shift_s;
	return code;
}

int
gettimeofday(struct timeval *restrict moment, void *restrict zone)
{
	REAL(gettimeofday);
	int code = call(moment, zone);

	if (code == 0 && mc_failing_ledger != NULL)
		moment->tv_sec += mc_failing_ledger->wall_shift_s;
	return code;
}

time_t
time(time_t *moment)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_REALTIME, &now);
	if (moment != NULL)
		*moment = now.tv_sec;
	return now.tv_sec;
}

int
adjtimex(struct timex *state)
{
	REAL(adjtimex);
	int code = call(state);

	if (code < 0 || mc_failing_ledger == NULL ||
	    mc_failing_ledger->steering == MC_STEERING_AS_IT_IS)
		return code;
	if (mc_failing_ledger->steering == MC_STEERING_NOBODY) {
		state->status |= STA_UNSYNC;
		return TIME_ERROR;
	}
	state->status &= ~STA_UNSYNC;
	return TIME_OK;
}
