#ifndef MC_APP_COURIER_QUEUE_H
#define MC_APP_COURIER_QUEUE_H

/* What is to be carried, as the spool has it. */

#include "app/spool/spool.h"

/* Sequence numbers in order (of guint64): in the outbox, not parked. Finishes on the way what a
 * power cut left undone: an item whose receipt is there leaves the outbox, a mark "sent" without an
 * item goes. Only while nothing is under way. */
GArray *mc_courier_queue_read(McSpool *spool, GError **error);

#endif
