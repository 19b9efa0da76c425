#ifndef MC_APP_COURIER_COURIER_H
#define MC_APP_COURIER_COURIER_H

/* Carries what the recorder puts into the outbox to the gateway, in the order of the sequence
 * numbers, one at a time, and brings the receipts back. An item leaves the outbox only after its
 * receipt is durable in receipts/. What the gateway refuses for good gets a note in parked/ that
 * says why; it stays in the outbox and the others flow. Everything else is tried again by itself
 * for as long as it takes.
 *
 * Evidence files (spool/evidence.h) go when no record is to be sent, in parts, from where the
 * gateway has them on; a record that comes meanwhile ends the part under way. A file leaves its
 * folder when the gateway has said that it is whole.
 *
 * Questions about slips of other kiosks (ask.c) go first: somebody waits for the answer.
 *
 * A note is {"codes":[…],"reason":text,"status":n,"v":1}. When a person has removed the note, the
 * item is tried again at the next restart or mc_courier_nudge(). */

#include "app/base/clock.h"
#include "app/base/kill-point.h"
#include "app/courier/settings.h"
#include "app/courier/transport.h"
#include "app/spool/evidence.h"
#include "app/spool/spool.h"

typedef struct McCourier McCourier;

/* Nothing is owned; all of it outlives the courier. */
typedef struct McCourierParts {
	const McCourierSettings *settings;
	McClock *clock;
	McSpool *spool;
	McEvidenceBox *evidence; /* or NULL: none is sent */
	McTransport *transport;
	GRand *random; /* spreads the retries */
	McKillPoint *kill; /* after-sent, before-receipt, after-receipt, after-remove, after-pack,
	                      after-evidence-answer, before-evidence-remove */
} McCourierParts;

McCourier *mc_courier_new(const McCourierParts *parts);
void mc_courier_free(McCourier *courier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McCourier, mc_courier_free)

/* Watches the outbox, and begins with what lies there within start_spread_ms. */
void mc_courier_start(McCourier *courier);
/* Forgets the waiting and looks again, now. */
void mc_courier_nudge(McCourier *courier);

#endif
