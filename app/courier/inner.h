#ifndef MC_APP_COURIER_INNER_H
#define MC_APP_COURIER_INNER_H

/* The courier's one state, for the files that share it: courier.c sends records, beat.c shows
 * whether a gateway is reached and fetches packs, stock.c tells what is left at the kiosk, ask.c
 * asks about slips, evidence.c sends evidence when there is nothing else to do. One request at a
 * time, whoever makes it. */

#include "app/base/backoff.h"
#include "app/courier/courier.h"
#include "app/courier/parcel-key.h"

typedef enum McCourierState {
	MC_COURIER_IDLE,
	MC_COURIER_SENDING,
	MC_COURIER_WAITING,
	MC_COURIER_BEATING,
	MC_COURIER_EVIDENCE,
	MC_COURIER_ASKING
} McCourierState;

/* The file under way. */
typedef struct McCourierEvidence {
	char digest[MC_EVIDENCE_DIGEST_SIZE]; /* "" = none */
	gboolean is_known; /* how much of it the gateway has */
	guint64 have;
	gsize sent; /* from there on, by the request under way */
	McBackoff backoff;
	guint64 wait; /* timer; 0 = it may go on */
	char *complaint; /* last failure, told once */
} McCourierEvidence;

struct McCourier {
	McCourierParts parts;
	McCourierState state;
	McBackoff backoff;
	guint64 wait; /* timer of MC_COURIER_WAITING */
	guint gateway; /* the one in use */
	guint tried; /* gateways that failed since the last wait */
	GArray *queue; /* of guint64; NULL = read the spool */
	guint place; /* in the queue */
	/* the item under way */
	guint64 seq;
	char key[MC_PARCEL_KEY_SIZE];
	GBytes *parcel;
	guint64 marked_seq; /* last one that was marked as sent */
	char *complaint; /* last failure, told once */
	guint64 beat; /* timer */
	gboolean is_beat_due; /* as soon as the part under way is through */
	gboolean reached; /* as it was told last, at reported_us; 0 = never */
	gint64 reported_us;
	McCourierEvidence evidence;
	guint64 question; /* under way */
	GBytes *stock; /* as the gateway in use was told it last, or is just being told; NULL = not */
};

/* Begins what is to be done next when nothing is under way. */
void mc_courier_go_on(McCourier *self);

/* Whoever asks next asks the next one. */
void mc_courier_next_gateway(McCourier *self);

/* Nothing is done until the disk may take a write again. */
void mc_courier_wait_for_disk(McCourier *self, const GError *error);

/* TRUE: the gateway is being asked about a slip. Nothing else is under way. */
gboolean mc_courier_ask(McCourier *self, GError **error);
void mc_courier_watch_questions(McCourier *self);
void mc_courier_unwatch_questions(McCourier *self);

/* Tells the recorder whether a gateway is reached. */
void mc_courier_report(McCourier *self, gboolean reached);
void mc_courier_start_beating(McCourier *self, guint delay_ms);
void mc_courier_send_beat(McCourier *self);

/* TRUE: what is left at the kiosk is news to the gateway, which is being told. Nothing else is
 * under way. */
gboolean mc_courier_tell_stock(McCourier *self);

void mc_courier_watch_evidence(McCourier *self);
void mc_courier_clear_evidence(McCourier *self);
/* The next part, when there is one and it may. Nothing else is under way. */
void mc_courier_send_evidence(McCourier *self);
/* A record goes first. Harmless when none is under way. */
void mc_courier_stop_evidence(McCourier *self);

#endif
