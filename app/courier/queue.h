#ifndef MC_APP_COURIER_QUEUE_H
#define MC_APP_COURIER_QUEUE_H

/* What is to be carried, as the spool has it. */

#include "app/spool/spool.h"

/* Sequence numbers in order (of guint64): in the outbox, not parked. An item whose receipt is there
 * already (the power went between the two steps) is taken out of the outbox on the way. */
GArray *mc_courier_queue_read(McSpool *spool, GError **error);

#endif
