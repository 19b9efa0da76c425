#ifndef MC_APP_GATEWAY_INTAKE_NAMED_H
#define MC_APP_GATEWAY_INTAKE_NAMED_H

#include "app/gateway/intake/examine.h"
#include "app/gateway/store/store.h"

/* A record that was just accepted: the evidence files that it names, and the last day that the
 * person was told they are kept. In the record's own group. FALSE: the store failed. */
gboolean mc_named_take(
    McStore *store, const McExamined *examined, gint64 received_wall_us, GError **error);
/* Before it is added: a picture that it names was named by an accepted record before, of whatever
 * kiosk. It is accepted all the same, marked in the listing with the reference of the first one,
 * and noted among the refusals for somebody to look at (S6). FALSE: the store failed. */
gboolean mc_named_mark(
    McStore *store, McExamined *examined, gint64 received_wall_us, GError **error);

#endif
