#ifndef MC_APP_BASE_CLOCK_H
#define MC_APP_BASE_CLOCK_H

/* Time is injected: nothing above asks the system for it. A system clock may run at a rate (the
 * demo at 10): then every delay is that much shorter and every difference that much longer, for
 * devices, people and kiosk alike, and the rate is stamped into the record. A manual clock stands
 * still until a test advances it. */

#include <glib.h>

typedef struct McClock McClock;

McClock *mc_clock_new_system(guint rate);
McClock *mc_clock_new_manual(gint64 wall_us);
void mc_clock_free(McClock *clock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McClock, mc_clock_free)

guint mc_clock_rate(const McClock *clock);

/* Monotonic, microseconds of the clock's own time. Only differences mean something, and they do so
 * from one program to the next within one boot of the machine. */
gint64 mc_clock_now_us(McClock *clock);

/* Civil time, microseconds since 1970 UTC. Never scaled: a record carries the true date. */
gint64 mc_clock_wall_us(McClock *clock);

/* Whether the kernel has civil time steered by a reference (adjtimex), and its own bound of the
 * error then: -1 where it knows none. */
gboolean mc_clock_is_synchronised(McClock *clock, gint64 *error_max_us);

/* Calls func(data), a void (*)(gpointer), once on the default main context after delay_ms of the
 * clock's own time. The id is never 0. */
typedef void (*McClockFunc)(gpointer data);
guint64 mc_clock_after_ms(McClock *clock, guint delay_ms, McClockFunc func, gpointer data);
/* Clears *id; harmless for 0 and for timers that have fired. */
void mc_clock_cancel(McClock *clock, guint64 *id);

/* Manual clock only: runs the timers that fall due on the way, in order, each at its own moment. */
void mc_clock_advance_ms(McClock *clock, guint ms);
/* Manual clock only: civil time jumps, monotonic time does not. */
void mc_clock_move_wall_us(McClock *clock, gint64 by_us);
/* Manual clock only; it is not at first. */
void mc_clock_set_synchronised(McClock *clock, gboolean is_synchronised);

#endif
