#ifndef MC_APP_GATEWAY_INTAKE_NAMED_H
#define MC_APP_GATEWAY_INTAKE_NAMED_H

#include "app/gateway/intake/examine.h"
#include "app/gateway/store/store.h"

/* A record that was just accepted: the evidence files that it names, and the last day that the
 * person was told they are kept. In the record's own group. FALSE: the store failed. */
gboolean mc_named_take(
    McStore *store, const McExamined *examined, gint64 received_wall_us, GError **error);

#endif
