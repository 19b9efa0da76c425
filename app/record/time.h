#ifndef MC_APP_RECORD_TIME_H
#define MC_APP_RECORD_TIME_H

/* Moments in signed content: UTC with microseconds, "2026-11-24T02:15:00.123456Z"; years 1970 to
 * 9999. */

#include <glib.h>

#define MC_TIME_TEXT_SIZE 28

/* Outside the years above the text is "". */
void mc_time_write(gint64 wall_us, char out[MC_TIME_TEXT_SIZE]);
/* Only the exact form that mc_time_write() gives. */
gboolean mc_time_read(const char *text, gint64 *wall_us);

/* The civil day at the kiosk, 20261124 (China has one time zone and no summer time); 0 outside the
 * years above. And the moment at which that day began. */
gint32 mc_time_day_in_shanghai(gint64 wall_us);
gint64 mc_time_midnight_in_shanghai(gint64 wall_us);

#endif
