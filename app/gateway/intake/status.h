#ifndef MC_APP_GATEWAY_INTAKE_STATUS_H
#define MC_APP_GATEWAY_INTAKE_STATUS_H

/* What became of a slip that somebody shows to a kiosk (C16). Who has its code learns whether and
 * when the record was accepted, and nothing else; who guesses has 128 bits of digest to guess. */

#include "app/gateway/store/store.h"
#include "app/record/parcel.h"
#include "app/record/seal.h"

/* The sealed answer (record/status.h), or NULL with an error of the store. */
GBytes *mc_intake_status(
    McStore *store, McSigner *signer, const McAnchor *slip, gint64 now_wall_us, GError **error);

#endif
