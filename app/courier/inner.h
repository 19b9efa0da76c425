#ifndef MC_APP_COURIER_INNER_H
#define MC_APP_COURIER_INNER_H

/* The courier's one state, for the files that share it: courier.c sends records, beat.c shows
 * whether a gateway is reached and fetches packs. One request at a time, whoever makes it. */

#include "app/base/backoff.h"
#include "app/courier/courier.h"
#include "app/courier/parcel-key.h"

typedef enum McCourierState {
	MC_COURIER_IDLE,
	MC_COURIER_SENDING,
	MC_COURIER_WAITING,
	MC_COURIER_BEATING
} McCourierState;

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
	gboolean reached; /* as it was told last, at reported_us; 0 = never */
	gint64 reported_us;
};

/* Begins what is to be done next when nothing is under way. */
void mc_courier_go_on(McCourier *self);

/* Tells the recorder whether a gateway is reached. */
void mc_courier_report(McCourier *self, gboolean reached);
void mc_courier_start_beating(McCourier *self, guint delay_ms);

#endif
