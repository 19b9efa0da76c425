#ifndef MC_APP_COURIER_REFUSAL_H
#define MC_APP_COURIER_REFUSAL_H

#include "app/courier/transport.h"

/* A refusal that no repetition will change: 400, 409, 413, 422, with the gateway's own words for
 * it. Without them it may come from whatever stands between, or be an answer to a request that was
 * spoilt on its way; then the item is tried again. */
gboolean mc_refusal_is_final(const McTransportReply *reply);

/* The note for parked/ out of the gateway's {"problems":[{"code":…,"text":…},…],"v":1}, or of
 * whatever else it answered. Total; bounded. */
GBytes *mc_refusal_note(const McTransportReply *reply);

/* A note for an item that cannot even be sent. */
GBytes *mc_refusal_note_own(const char *code, const char *reason);

#endif
