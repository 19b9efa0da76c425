#ifndef MC_APP_GATEWAY_INTAKE_CASES_H
#define MC_APP_GATEWAY_INTAKE_CASES_H

#include "app/gateway/intake/examine.h"
#include "app/gateway/store/store.h"

/* A record that was just accepted, of a visit that is part of a case: joins all parts of it that
 * have come, in whatever order, and notes what they are together. A whole is judged again, and the
 * gateway seals what it states of it. All in the record's own group: both are there or none.
 *
 * A record is true by itself and stays accepted; what its case is refused for stands in the store.
 * FALSE: the store failed. */
gboolean mc_cases_take(McStore *store, const McPacks *packs, McSigner *signer,
    const McExamined *examined, gint64 now_wall_us, GError **error);

#endif
