/* A stock openssl of a later day: all it knows of the time is time(). MEDCHECK_LATER_S says how
 * many seconds later it is. */

#include <stdlib.h>
#include <time.h>

time_t
time(time_t *out)
{
	const char *later_s = getenv("MEDCHECK_LATER_S");
	struct timespec now = {0};
	time_t moment = 0;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	moment = now.tv_sec + (later_s != NULL ? strtol(later_s, NULL, 10) : 0);
	if (out != NULL)
		*out = moment;
	return moment;
}
