#include "app/courier/courier.h"

#include "app/base/error.h"
#include "app/courier/backoff.h"
#include "app/courier/packs.h"
#include "app/courier/parcel-key.h"
#include "app/courier/queue.h"
#include "app/courier/receipt.h"
#include "app/courier/refusal.h"

typedef enum State { STATE_IDLE, STATE_SENDING, STATE_WAITING, STATE_BEATING } State;

struct McCourier {
	McCourierParts parts;
	State state;
	McBackoff backoff;
	guint64 wait; /* timer of STATE_WAITING */
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

static void go_on(McCourier *self);

McCourier *
mc_courier_new(const McCourierParts *parts)
{
	McCourier *self = g_new0(McCourier, 1);

	self->parts = *parts;
	self->backoff.random = parts->random;
	self->backoff.base_ms = parts->settings->retry_base_ms;
	return self;
}

void
mc_courier_free(McCourier *self)
{
	if (self == NULL)
		return;
	mc_spool_watch(self->parts.spool, MC_SPOOL_OUTBOX, NULL, NULL);
	mc_clock_cancel(self->parts.clock, &self->wait);
	mc_clock_cancel(self->parts.clock, &self->beat);
	self->parts.transport->ops->cancel(self->parts.transport);
	g_clear_pointer(&self->queue, g_array_unref);
	g_clear_pointer(&self->parcel, g_bytes_unref);
	g_free(self->complaint);
	g_free(self);
}

/* ---- whether a gateway is reached (O2) ---- */

/* A word to the recorder, when it is news or the last one is getting old. */
static void
report(McCourier *self, gboolean reached)
{
	gint64 now_us = MAX(mc_clock_now_us(self->parts.clock), 1);
	gint64 fresh_us = (gint64)self->parts.settings->heartbeat_ms * 1000 / 2;
	g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);
	g_autoptr(GError) error = NULL;

	if (self->reported_us != 0 && reached == self->reached && now_us - self->reported_us < fresh_us)
		return;
	self->reached = reached;
	self->reported_us = now_us;
	if (!mc_spool_remove(self->parts.spool, MC_SPOOL_BEAT,
	        reached ? MC_BEAT_UNREACHED : MC_BEAT_REACHED, &error) ||
	    !mc_spool_put(self->parts.spool, MC_SPOOL_BEAT,
	        reached ? MC_BEAT_REACHED : MC_BEAT_UNREACHED, nothing, &error))
		g_warning("heartbeat: %s", error->message);
}

/* ---- waiting ---- */

/* A long outage is one line in the log, not one a minute. */
static void
complain(McCourier *self, const char *problem)
{
	if (g_strcmp0(problem, self->complaint) == 0)
		return;
	g_free(self->complaint);
	self->complaint = g_strdup(problem);
	g_warning("record %" G_GUINT64_FORMAT " waits: %s (tried again by itself)", self->seq, problem);
}

static void
on_waited(gpointer data)
{
	McCourier *self = data;

	self->wait = 0;
	self->state = STATE_IDLE;
	go_on(self);
}

static void
wait_a_while(McCourier *self, guint cap_ms, guint retry_after_s)
{
	guint retry_after_ms = (guint)MIN((guint64)retry_after_s * 1000, cap_ms);
	guint delay_ms = mc_backoff_next_ms(&self->backoff, cap_ms, retry_after_ms);

	self->tried = 0;
	self->state = STATE_WAITING;
	g_clear_pointer(&self->queue, g_array_unref);
	self->wait = mc_clock_after_ms(self->parts.clock, delay_ms, on_waited, self);
}

static void
wait_for_disk(McCourier *self, const GError *error)
{
	complain(self, error->message);
	wait_a_while(self, self->parts.settings->retry_unreachable_max_ms, 0);
}

/* ---- what came back ---- */

static void
on_sent(gpointer data)
{
	McCourier *self = data;
	g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);
	g_autoptr(GError) error = NULL;

	if (self->marked_seq == self->seq)
		return;
	/* The glass would say "recorded" for longer; nothing is lost by it. */
	if (!mc_spool_put(self->parts.spool, MC_SPOOL_SENT, self->seq, nothing, &error))
		complain(self, error->message);
	else
		self->marked_seq = self->seq;
	mc_kill_point_pass(self->parts.kill, NULL, "after-sent");
}

static gboolean
bring_home(McCourier *self, GBytes *receipt, GError **error)
{
	McSpool *spool = self->parts.spool;

	mc_kill_point_pass(self->parts.kill, NULL, "before-receipt");
	if (!mc_spool_put(spool, MC_SPOOL_RECEIPTS, self->seq, receipt, error))
		return FALSE;
	mc_kill_point_pass(self->parts.kill, NULL, "after-receipt");
	if (!mc_spool_remove(spool, MC_SPOOL_OUTBOX, self->seq, error))
		return FALSE;
	mc_kill_point_pass(self->parts.kill, NULL, "after-remove");
	return mc_spool_remove(spool, MC_SPOOL_SENT, self->seq, error);
}

static gboolean
park(McCourier *self, GBytes *note, GError **error)
{
	g_warning("record %" G_GUINT64_FORMAT " is parked, a person is needed: %.*s", self->seq,
	    (int)g_bytes_get_size(note), (const char *)g_bytes_get_data(note, NULL));
	return mc_spool_put(self->parts.spool, MC_SPOOL_PARKED, self->seq, note, error) &&
	       mc_spool_remove(self->parts.spool, MC_SPOOL_SENT, self->seq, error);
}

/* The item is done with, one way or the other. */
static void
settle(McCourier *self, gboolean good, const GError *error)
{
	if (!good) {
		wait_for_disk(self, error);
		return;
	}
	report(self, TRUE);
	mc_backoff_reset(&self->backoff);
	g_clear_pointer(&self->complaint, g_free);
	self->tried = 0;
	self->place++;
	self->state = STATE_IDLE;
	go_on(self);
}

static void
try_elsewhere(McCourier *self, const McTransportReply *reply, const char *problem)
{
	const McCourierSettings *settings = self->parts.settings;
	guint gateways = g_strv_length(settings->gateways);

	complain(self, problem);
	self->gateway = (self->gateway + 1) % gateways;
	self->tried++;
	/* Who was told to come later does not run to the neighbour: everybody else would, too. */
	if (self->tried < gateways && reply->retry_after_s == 0) {
		self->state = STATE_IDLE;
		go_on(self);
	} else if (reply->status == 0) {
		report(self, FALSE);
		wait_a_while(self, settings->retry_unreachable_max_ms, 0);
	} else {
		wait_a_while(self, settings->retry_refused_max_ms, reply->retry_after_s);
	}
}

static void
on_done(const McTransportReply *reply, gpointer data)
{
	McCourier *self = data;
	g_autoptr(GError) error = NULL;
	g_autofree char *answered = NULL;
	gboolean good = FALSE;

	g_clear_pointer(&self->parcel, g_bytes_unref);
	if (reply->status == 200 || reply->status == 201) {
		if (mc_courier_receipt_fits(
		        reply->body, self->parts.settings->kiosk, self->seq, self->key, &error)) {
			good = bring_home(self, reply->body, &error);
			settle(self, good, error);
		} else {
			try_elsewhere(self, reply, error->message);
		}
	} else if (mc_refusal_is_final(reply->status)) {
		g_autoptr(GBytes) note = mc_refusal_note(reply);

		good = park(self, note, &error);
		settle(self, good, error);
	} else {
		answered = g_strdup_printf("the gateway answers %u", reply->status);
		try_elsewhere(self, reply, reply->status == 0 ? reply->problem : answered);
	}
}

/* ---- what goes out ---- */

static void
send_item(McCourier *self)
{
	static const McTransportCalls calls = {.sent = on_sent, .done = on_done};
	const McCourierSettings *settings = self->parts.settings;
	g_autofree char *url = g_strdup_printf("%s/v1/kiosks/%s/records/%" G_GUINT64_FORMAT,
	    settings->gateways[self->gateway], settings->kiosk, self->seq);

	self->state = STATE_SENDING;
	self->parts.transport->ops->put(
	    self->parts.transport, url, self->key, self->parcel, &calls, self);
}

/* What cannot even be sent would block the others for ever. */
static void
park_unsent(McCourier *self, const GError *problem, GError **error)
{
	g_autoptr(GBytes) note = mc_refusal_note_own("bad-parcel", problem->message);

	g_clear_pointer(&self->parcel, g_bytes_unref);
	park(self, note, error);
}

/* Begins with the item at this place of the queue. FALSE when there is nothing to do with it: it
 * has gone, or it was parked; or with an error of the disk. */
static gboolean
begin_item(McCourier *self, GError **error)
{
	g_autoptr(GError) problem = NULL;

	self->seq = g_array_index(self->queue, guint64, self->place);
	self->parcel = mc_spool_get(self->parts.spool, MC_SPOOL_OUTBOX, self->seq, &problem);
	if (self->parcel != NULL && mc_parcel_key(self->parcel, self->key, &problem)) {
		send_item(self);
		return TRUE;
	}
	if (g_error_matches(problem, MC_ERROR, MC_ERROR_BAD_INPUT))
		park_unsent(self, problem, error);
	else if (problem != NULL)
		g_propagate_error(error, g_steal_pointer(&problem));
	return FALSE;
}

static gboolean
read_queue(McCourier *self, GError **error)
{
	g_clear_pointer(&self->queue, g_array_unref);
	self->place = 0;
	self->queue = mc_courier_queue_read(self->parts.spool, error);
	return self->queue != NULL;
}

/* The loop ends with something under way, or with an outbox in which nothing is left to do. */
static void
go_on(McCourier *self)
{
	g_autoptr(GError) error = NULL;

	while (self->state == STATE_IDLE) {
		if ((self->queue == NULL || self->place >= self->queue->len) && !read_queue(self, &error))
			break;
		if (self->queue->len == 0)
			break;
		if (begin_item(self, &error))
			return;
		if (error != NULL)
			break;
		self->place++;
	}
	if (error != NULL)
		wait_for_disk(self, error);
}

/* ---- with nothing to send ---- */

static void send_beat(McCourier *self);

static void
on_beat_sent(gpointer data)
{
}

static void
on_pack(const McTransportReply *reply, gpointer data)
{
	McCourier *self = data;

	self->state = STATE_IDLE;
	if (reply->status == 200 &&
	    mc_courier_packs_take(self->parts.spool, reply->body, self->parts.kill))
		send_beat(self);
	else
		go_on(self);
}

static void
ask_for_pack(McCourier *self, guint64 after)
{
	static const McTransportCalls calls = {.sent = on_beat_sent, .done = on_pack};
	const McCourierSettings *settings = self->parts.settings;
	g_autofree char *url = g_strdup_printf("%s/v1/kiosks/%s/packs/%" G_GUINT64_FORMAT,
	    settings->gateways[self->gateway], settings->kiosk, after);

	self->state = STATE_BEATING;
	self->parts.transport->ops->get(self->parts.transport, url, &calls, self);
}

static void
on_beat_done(const McTransportReply *reply, gpointer data)
{
	McCourier *self = data;
	guint gateways = g_strv_length(self->parts.settings->gateways);
	guint64 after = 0;

	self->state = STATE_IDLE;
	if (reply->status == 200) {
		self->tried = 0;
		report(self, TRUE);
		if (mc_courier_packs_wanted(self->parts.spool, reply->body, &after)) {
			ask_for_pack(self, after);
			return;
		}
	} else {
		self->gateway = (self->gateway + 1) % gateways;
		if (++self->tried < gateways) {
			send_beat(self);
			return;
		}
		self->tried = 0;
		report(self, FALSE);
	}
	go_on(self);
}

static void
send_beat(McCourier *self)
{
	static const McTransportCalls calls = {.sent = on_beat_sent, .done = on_beat_done};
	const McCourierSettings *settings = self->parts.settings;
	g_autofree char *url =
	    g_strdup_printf("%s/v1/kiosks/%s/head", settings->gateways[self->gateway], settings->kiosk);

	self->state = STATE_BEATING;
	self->parts.transport->ops->get(self->parts.transport, url, &calls, self);
}

/* What is being sent, or waits to be sent again, shows by itself how it is. */
static void
on_beat(gpointer data)
{
	McCourier *self = data;
	guint heartbeat_ms = self->parts.settings->heartbeat_ms;

	/* spread: many kiosks were switched on at the same hour */
	self->beat = mc_clock_after_ms(self->parts.clock,
	    heartbeat_ms - (guint)g_rand_int_range(self->parts.random, 0, (gint32)heartbeat_ms / 4 + 1),
	    on_beat, self);
	if (self->state == STATE_IDLE)
		send_beat(self);
}

static void
on_new(McSpoolBox box, gpointer data)
{
	go_on(data);
}

void
mc_courier_start(McCourier *self)
{
	mc_spool_watch(self->parts.spool, MC_SPOOL_OUTBOX, on_new, self);
	go_on(self);
	self->beat = mc_clock_after_ms(self->parts.clock, 1, on_beat, self);
}

void
mc_courier_nudge(McCourier *self)
{
	if (self->state == STATE_SENDING || self->state == STATE_BEATING)
		return;
	mc_clock_cancel(self->parts.clock, &self->wait);
	mc_backoff_reset(&self->backoff);
	g_clear_pointer(&self->queue, g_array_unref);
	self->state = STATE_IDLE;
	go_on(self);
}
