#ifndef MC_TESTS_UNIT_COURIER_KIT_H
#define MC_TESTS_UNIT_COURIER_KIT_H

/* A courier between a spool of its own and a transport that answers as told; the clock is moved by
 * hand. */

#include "app/courier/courier.h"
#include "tests/support/gateway/chain.h"

typedef struct McFakeTransport {
	McTransport transport;
	McTransportCalls calls;
	gpointer data;
	char *url; /* of the request under way, or NULL */
	char *key; /* value of its one header more */
	GBytes *body; /* of a PUT */
	guint puts, gets, cancels; /* every end of a request counts as a cancel */
} McFakeTransport;

typedef struct McCourierKit {
	McProvision *provision;
	McTestChain chain;
	McSigner *gateway;
	McCourierSettings settings;
	McClock *clock;
	McSpool *spool;
	McEvidenceBox *evidence;
	GRand *random;
	McKillPoint kill;
	McFakeTransport fake;
	McCourier *courier;
} McCourierKit;

void mc_courier_kit_set_up(McCourierKit *kit, gconstpointer data);
void mc_courier_kit_tear_down(McCourierKit *kit, gconstpointer data);
/* The courier begins. */
void mc_courier_kit_start(McCourierKit *kit);
void mc_courier_kit_put_bytes(McCourierKit *kit, guint64 seq, GBytes *bytes);
void mc_courier_kit_fill_outbox(McCourierKit *kit, guint count);
/* How many files lie in the box. */
guint mc_courier_kit_boxed(McCourierKit *kit, McSpoolBox box);
/* A receipt of the gateway for the record. */
GBytes *mc_courier_kit_receipt(McCourierKit *kit, guint64 seq, const char *digest);
/* Ends the request under way. */
void mc_courier_kit_answer(McCourierKit *kit, guint status, guint retry_after_s, GBytes *body);

#endif
