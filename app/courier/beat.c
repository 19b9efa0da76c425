#include "app/courier/inner.h"
#include "app/courier/packs.h"

/* ---- whether a gateway is reached (O2) ---- */

/* The gateway's word of how far it has the chain goes on to the recorder as it came, which alone
 * knows the journal; more than it ever is does not. */
#define HEAD_SIZE_MAX 4096

/* A word to the recorder, when it is news or the last one is getting old; head (NULL = none) goes
 * every time. */
static void
report(McCourier *self, gboolean reached, GBytes *head)
{
	gint64 now_us = MAX(mc_clock_now_us(self->parts.clock), 1);
	gint64 fresh_us = (gint64)self->parts.settings->heartbeat_ms * 1000 / 2;
	g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);
	g_autoptr(GError) error = NULL;

	if (head == NULL && self->reported_us != 0 && reached == self->reached &&
	    now_us - self->reported_us < fresh_us)
		return;
	self->reached = reached;
	self->reported_us = now_us;
	if (!mc_spool_remove(self->parts.spool, MC_SPOOL_BEAT,
	        reached ? MC_BEAT_UNREACHED : MC_BEAT_REACHED, &error) ||
	    !mc_spool_put(self->parts.spool, MC_SPOOL_BEAT,
	        reached ? MC_BEAT_REACHED : MC_BEAT_UNREACHED, head != NULL ? head : nothing, &error))
		g_warning("heartbeat: %s", error->message);
}

void
mc_courier_report(McCourier *self, gboolean reached)
{
	report(self, reached, NULL);
}

/* ---- with nothing to send ---- */

static void
on_beat_sent(gpointer data)
{
}

static void
on_pack(const McTransportReply *reply, gpointer data)
{
	McCourier *self = data;

	self->state = MC_COURIER_IDLE;
	if (reply->status == 200 &&
	    mc_courier_packs_take(self->parts.spool, reply->body, self->parts.kill))
		mc_courier_send_beat(self);
	else
		mc_courier_go_on(self);
}

static void
ask_for_pack(McCourier *self, guint64 after)
{
	static const McTransportCalls calls = {.sent = on_beat_sent, .done = on_pack};
	const McCourierSettings *settings = self->parts.settings;
	g_autofree char *url = g_strdup_printf("%s/v1/kiosks/%s/packs/%" G_GUINT64_FORMAT,
	    settings->gateways[self->gateway], settings->kiosk, after);

	self->state = MC_COURIER_BEATING;
	self->parts.transport->ops->get(self->parts.transport, url, &calls, self);
}

static void
on_beat_done(const McTransportReply *reply, gpointer data)
{
	McCourier *self = data;
	guint gateways = g_strv_length(self->parts.settings->gateways);
	guint64 after = 0;

	self->state = MC_COURIER_IDLE;
	if (reply->status == 200) {
		self->tried = 0;
		report(self, TRUE, g_bytes_get_size(reply->body) <= HEAD_SIZE_MAX ? reply->body : NULL);
		if (mc_courier_packs_wanted(self->parts.spool, reply->body, &after)) {
			ask_for_pack(self, after);
			return;
		}
		if (mc_courier_tell_stock(self))
			return;
	} else {
		mc_courier_next_gateway(self);
		if (++self->tried < gateways) {
			mc_courier_send_beat(self);
			return;
		}
		self->tried = 0;
		mc_courier_report(self, FALSE);
	}
	mc_courier_go_on(self);
}

void
mc_courier_send_beat(McCourier *self)
{
	static const McTransportCalls calls = {.sent = on_beat_sent, .done = on_beat_done};
	const McCourierSettings *settings = self->parts.settings;
	g_autofree char *url =
	    g_strdup_printf("%s/v1/kiosks/%s/head", settings->gateways[self->gateway], settings->kiosk);

	self->is_beat_due = FALSE;
	self->state = MC_COURIER_BEATING;
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
	if (self->state == MC_COURIER_IDLE)
		mc_courier_send_beat(self);
	else
		self->is_beat_due = self->state == MC_COURIER_EVIDENCE;
}

void
mc_courier_start_beating(McCourier *self, guint delay_ms)
{
	self->beat = mc_clock_after_ms(self->parts.clock, MAX(delay_ms, 1), on_beat, self);
}
