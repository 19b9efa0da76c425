#ifndef MC_DRIVERS_SIM_CORE_WORLD_H
#define MC_DRIVERS_SIM_CORE_WORLD_H

/* The simulated world: one clock, one lock, one thread that fires timers. Devices, instruments and
 * the person in front of them all live under this lock, so none of them needs one of its own:
 * whoever comes from outside (a transport, a control line) takes it, timers already hold it.
 *
 * World time runs at a rate (the demo at 10): durations are that much shorter on the wall, and time
 * stamps that much larger. What protects people, such as the 2 s of host silence, stays in wall
 * time. */

#include <glib.h>

typedef struct McSimWorld McSimWorld;

McSimWorld *mc_sim_world_new(guint rate);
/* Stops the thread; timers that have not fired never will. */
void mc_sim_world_free(McSimWorld *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McSimWorld, mc_sim_world_free)

/* For g_mutex_locker_new(). Not recursive. */
GMutex *mc_sim_world_mutex(McSimWorld *world);

guint mc_sim_world_rate(const McSimWorld *world);

/* Microseconds of world time since the world began. In a timer, the moment for which it was set. */
gint64 mc_sim_world_now_us(const McSimWorld *world);

/* func(data) is called once, on the world's thread, with the lock held. Both need the lock held.
 * The id is never 0. */
typedef void (*McSimTimerFunc)(gpointer data);
guint64 mc_sim_world_after_us(
    McSimWorld *world, gint64 world_delay_us, McSimTimerFunc func, gpointer data);
guint64 mc_sim_world_after_wall_ms(
    McSimWorld *world, guint delay_ms, McSimTimerFunc func, gpointer data);
/* Clears *id; harmless for 0 and for timers that have fired. Lock held. */
void mc_sim_world_cancel(McSimWorld *world, guint64 *id);

#endif
