/* What is left of what the kiosk uses up goes with a heartbeat (O3), when it is another than the
 * gateway in use was told last. The recorder's words, which are read no more than a record is. */

#include "app/courier/inner.h"

static void
on_sent(gpointer data)
{
}

/* A gateway that does not take it is not told again before it is news; one that cannot now, with
 * the next heartbeat. */
static void
on_told(const McTransportReply *reply, gpointer data)
{
	McCourier *self = data;
	gboolean is_refused = reply->status >= 400 && reply->status < 500 && reply->status != 429;

	self->state = MC_COURIER_IDLE;
	if (is_refused)
		g_warning("stock: the gateway does not take it (status %u)", reply->status);
	else if (reply->status != 200)
		g_clear_pointer(&self->stock, g_bytes_unref);
	mc_courier_go_on(self);
}

gboolean
mc_courier_tell_stock(McCourier *self)
{
	static const McTransportCalls calls = {.sent = on_sent, .done = on_told};
	const McCourierSettings *settings = self->parts.settings;
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) stock =
	    mc_spool_get(self->parts.spool, MC_SPOOL_STOCK, MC_STOCK_MESSAGE, &error);
	g_autofree char *url = NULL;
	McTransportBody body = {.type = "application/json"};

	if (error != NULL)
		g_warning("stock: %s", error->message);
	if (stock == NULL || (self->stock != NULL && g_bytes_equal(stock, self->stock)))
		return FALSE;
	g_clear_pointer(&self->stock, g_bytes_unref);
	body.bytes = self->stock = g_steal_pointer(&stock);
	url = g_strdup_printf(
	    "%s/v1/kiosks/%s/stock", settings->gateways[self->gateway], settings->kiosk);
	self->state = MC_COURIER_BEATING;
	self->parts.transport->ops->put(self->parts.transport, url, &body, &calls, self);
	return TRUE;
}
