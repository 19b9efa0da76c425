#ifndef MC_APP_COURIER_REFUSAL_H
#define MC_APP_COURIER_REFUSAL_H

#include "app/courier/transport.h"

/* Statuses that no repetition will change: 400, 409, 413, 422. */
gboolean mc_refusal_is_final(guint status);

/* The note for parked/ out of the gateway's {"problems":[{"code":…,"text":…},…],"v":1}, or of
 * whatever else it answered. Total; bounded. */
GBytes *mc_refusal_note(const McTransportReply *reply);

/* A note for an item that cannot even be sent. */
GBytes *mc_refusal_note_own(const char *code, const char *reason);

#endif
