#ifndef MC_APP_COURIER_PACKS_H
#define MC_APP_COURIER_PACKS_H

/* Signed packs on their way from the gateway into the spool's inbox, in the order of the gateway's
 * numbers. The last number that was fetched is kept in the spool; when a courier dies between the
 * two writes, the same pack comes again, which the recorder notices. */

#include "app/base/kill-point.h"
#include "app/spool/spool.h"

/* From the answer to a heartbeat: whether there is something after the last one; its number. */
gboolean mc_courier_packs_wanted(McSpool *spool, GBytes *head, guint64 *after);
/* What the gateway answers to the request for it: its number, and the pack if there is one. Total:
 * MC_ERROR_BAD_INPUT names the member. */
gboolean mc_courier_packs_read(GBytes *answer, guint64 *number, GBytes **pack, GError **error);
/* The answer to the request for it. FALSE: nothing more is to be asked for now (nothing there, or
 * an error that was logged). */
gboolean mc_courier_packs_take(McSpool *spool, GBytes *answer, McKillPoint *kill);

#endif
