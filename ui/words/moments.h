#ifndef MC_UI_WORDS_MOMENTS_H
#define MC_UI_WORDS_MOMENTS_H

#include <glib.h>

/* In the time of Asia/Shanghai; NULL outside the years that a date can have. */
GDateTime *mc_moment_local(gint64 wall_us);
gint32 mc_moment_yyyymmdd(GDateTime *local);
/* The moment of a day and time, 20261124 and 1405, there; 0: there is none. */
gint64 mc_moment_from_local(gint32 yyyymmdd, gint32 hhmm);
/* "2026-11-24 14:05:10"; "–" of no moment. Free it. */
char *mc_moment_text(gint64 wall_us);
/* How old an answer is, to somebody who stands there on that day: "As of 14:05", "As of 14:05
 * yesterday", "As of 2026-11-20, 14:05"; "" of no moment. Free it. */
char *mc_word_as_of(gint64 wall_us, gint32 today_yyyymmdd);

#endif
