#include "app/courier/courier.h"

#include "app/base/error.h"
#include "app/courier/inner.h"
#include "app/courier/queue.h"
#include "app/courier/receipt.h"
#include "app/courier/refusal.h"

McCourier *
mc_courier_new(const McCourierParts *parts)
{
	McCourier *self = g_new0(McCourier, 1);

	self->parts = *parts;
	self->backoff.random = parts->random;
	self->backoff.base_ms = parts->settings->retry_base_ms;
	self->evidence.backoff = self->backoff;
	return self;
}

void
mc_courier_free(McCourier *self)
{
	if (self == NULL)
		return;
	mc_spool_watch(self->parts.spool, MC_SPOOL_OUTBOX, NULL, NULL);
	mc_courier_unwatch_questions(self);
	mc_clock_cancel(self->parts.clock, &self->wait);
	mc_clock_cancel(self->parts.clock, &self->beat);
	mc_courier_clear_evidence(self);
	self->parts.transport->ops->cancel(self->parts.transport);
	g_clear_pointer(&self->queue, g_array_unref);
	g_clear_pointer(&self->parcel, g_bytes_unref);
	g_clear_pointer(&self->stock, g_bytes_unref);
	g_free(self->complaint);
	g_free(self);
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
	self->state = MC_COURIER_IDLE;
	mc_courier_go_on(self);
}

static void
wait_a_while(McCourier *self, guint cap_ms, guint retry_after_s)
{
	guint retry_after_ms = (guint)MIN((guint64)retry_after_s * 1000, cap_ms);
	guint delay_ms = mc_backoff_next_ms(&self->backoff, cap_ms, retry_after_ms);

	self->tried = 0;
	self->state = MC_COURIER_WAITING;
	g_clear_pointer(&self->queue, g_array_unref);
	self->wait = mc_clock_after_ms(self->parts.clock, delay_ms, on_waited, self);
}

void
mc_courier_wait_for_disk(McCourier *self, const GError *error)
{
	complain(self, error->message);
	wait_a_while(self, self->parts.settings->retry_unreachable_max_ms, 0);
}

void
mc_courier_next_gateway(McCourier *self)
{
	guint next = (self->gateway + 1) % g_strv_length(self->parts.settings->gateways);

	if (next != self->gateway) /* that one has not been told */
		g_clear_pointer(&self->stock, g_bytes_unref);
	self->gateway = next;
}

/* ---- what came back ---- */

static void
on_sending(gpointer data)
{
	McCourier *self = data;

	mc_kill_point_pass(self->parts.kill, NULL, "while-sending");
}

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
		mc_courier_wait_for_disk(self, error);
		return;
	}
	mc_courier_report(self, TRUE);
	mc_backoff_reset(&self->backoff);
	g_clear_pointer(&self->complaint, g_free);
	self->tried = 0;
	self->place++;
	self->state = MC_COURIER_IDLE;
	mc_courier_go_on(self);
}

static void
try_elsewhere(McCourier *self, const McTransportReply *reply, const char *problem)
{
	const McCourierSettings *settings = self->parts.settings;
	guint gateways = g_strv_length(settings->gateways);

	complain(self, problem);
	mc_courier_next_gateway(self);
	self->tried++;
	/* Who was told to come later does not run to the neighbour: everybody else would, too. */
	if (self->tried < gateways && reply->retry_after_s == 0) {
		self->state = MC_COURIER_IDLE;
		mc_courier_go_on(self);
	} else if (reply->status == 0) {
		mc_courier_report(self, FALSE);
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
	} else if (mc_refusal_is_final(reply)) {
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
	static const McTransportCalls calls = {.sending = on_sending, .sent = on_sent, .done = on_done};
	const McCourierSettings *settings = self->parts.settings;
	g_autofree char *url = g_strdup_printf("%s/v1/kiosks/%s/records/%" G_GUINT64_FORMAT,
	    settings->gateways[self->gateway], settings->kiosk, self->seq);
	g_autofree char *key = g_strconcat("Idempotency-Key: ", self->key, NULL);

	self->state = MC_COURIER_SENDING;
	self->parts.transport->ops->put(self->parts.transport, url,
	    &(McTransportBody){"application/octet-stream", key, self->parcel}, &calls, self);
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
void
mc_courier_go_on(McCourier *self)
{
	g_autoptr(GError) error = NULL;

	while (self->state == MC_COURIER_IDLE) {
		if (mc_courier_ask(self, &error))
			return;
		if (error != NULL)
			break;
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
		mc_courier_wait_for_disk(self, error);
	else if (self->state == MC_COURIER_IDLE)
		mc_courier_send_evidence(self);
}

static void
on_new(McSpoolBox box, gpointer data)
{
	mc_courier_stop_evidence(data);
	mc_courier_go_on(data);
}

/* The power came back for a whole town at once: its kiosks do not come all in the same second. */
static guint
spread_ms(McCourier *self)
{
	guint spread_ms = self->parts.settings->start_spread_ms;

	return spread_ms > 0 ? (guint)g_rand_int_range(self->parts.random, 0, (gint32)spread_ms) : 0;
}

void
mc_courier_start(McCourier *self)
{
	guint delay_ms = spread_ms(self);

	mc_spool_watch(self->parts.spool, MC_SPOOL_OUTBOX, on_new, self);
	mc_courier_watch_questions(self);
	mc_courier_watch_evidence(self);
	if (delay_ms > 0) {
		self->state = MC_COURIER_WAITING;
		self->wait = mc_clock_after_ms(self->parts.clock, delay_ms, on_waited, self);
	} else {
		mc_courier_go_on(self);
	}
	mc_courier_start_beating(self, delay_ms + 1);
}

void
mc_courier_nudge(McCourier *self)
{
	if (self->state == MC_COURIER_SENDING || self->state == MC_COURIER_BEATING ||
	    self->state == MC_COURIER_ASKING)
		return;
	mc_courier_stop_evidence(self);
	mc_clock_cancel(self->parts.clock, &self->wait);
	mc_clock_cancel(self->parts.clock, &self->evidence.wait);
	mc_backoff_reset(&self->backoff);
	mc_backoff_reset(&self->evidence.backoff);
	g_clear_pointer(&self->queue, g_array_unref);
	self->state = MC_COURIER_IDLE;
	mc_courier_go_on(self);
}
