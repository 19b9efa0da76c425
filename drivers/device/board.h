#ifndef MC_DRIVERS_DEVICE_BOARD_H
#define MC_DRIVERS_DEVICE_BOARD_H

/* What is shown of one instrument, which is not always the latest: short absences and stumbles are
 * held back (O10). */

#include "app/base/clock.h"
#include "app/ports/devices.h"

typedef struct McBoard McBoard;

/* truth is read whenever something is shown, and outlives the board. */
McBoard *mc_board_new(const McDeviceInfo *truth, McClock *clock);
void mc_board_free(McBoard *board);

/* With these counts, which are never held back. */
const McDeviceInfo *mc_board_shown(McBoard *board, guint64 transfers, guint64 faults);
void mc_board_set_listener(McBoard *board, McDeviceListener listener, gpointer data);

/* The truth changed: shown and told from the main loop, unless the board is held. */
void mc_board_publish(McBoard *board);
/* What is shown stays for so long, if it is something settled: ready or locked. Already held: no
 * longer than before. */
void mc_board_hold(McBoard *board, guint ms);
/* What is shown has left and is missed: it stays so long, counted from now and not from a fault
 * that its leaving caused first, whatever is found out meanwhile about others of its kind, unless
 * it was itself nobody's. Missed already: no longer than before. */
void mc_board_miss(McBoard *board, guint ms);
/* Ends a hold and publishes, changed or not. */
void mc_board_release(McBoard *board);
/* The same, while nothing is missed. */
void mc_board_release_unless_missed(McBoard *board);

#endif
