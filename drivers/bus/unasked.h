#ifndef MC_DRIVERS_BUS_UNASKED_H
#define MC_DRIVERS_BUS_UNASKED_H

/* What a device says that nobody asked it: at the pace of the bus it would keep the program busy
 * for ever, and nothing that it says would be wrong. So many a second, and so many at once besides;
 * time, not a count, because a device is in use for months. */

#include <glib.h>

typedef struct McUnasked {
	gint64 until_us; /* monotonic: the time that what it said so far stands for; 0 at first */
} McUnasked;

/* One more. TRUE: it talks without end. */
gboolean mc_unasked_is_without_end(McUnasked *unasked);

#endif
