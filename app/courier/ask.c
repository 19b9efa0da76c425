/* Somebody at the glass holds up a slip of another kiosk: the gateway is asked what became of it
 * (C16). He stands there and waits, so his question goes before the records, and is answered at
 * once also when nobody can be asked: with an empty file. */

#include "app/courier/inner.h"
#include <string.h>

static const char prefix[] = "MC1/";

static gboolean
give(McCourier *self, guint64 number, GBytes *answer, GError **error)
{
	return mc_spool_put(self->parts.spool, MC_SPOOL_ANSWERS, number, answer, error) &&
	       mc_spool_remove(self->parts.spool, MC_SPOOL_ASKED, number, error);
}

static gboolean
give_none(McCourier *self, guint64 number, GError **error)
{
	g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);

	return give(self, number, nothing, error);
}

static void
on_asked(gpointer data)
{
}

static void
on_answer(const McTransportReply *reply, gpointer data)
{
	McCourier *self = data;
	guint gateways = g_strv_length(self->parts.settings->gateways);
	g_autoptr(GError) error = NULL;

	self->state = MC_COURIER_IDLE;
	if (reply->status == 0) {
		mc_courier_next_gateway(self);
		if (++self->tried < gateways) {
			mc_courier_go_on(self);
			return;
		}
		mc_courier_report(self, FALSE);
	}
	self->tried = 0;
	if (reply->status == 200)
		give(self, self->question, reply->body, &error);
	else
		give_none(self, self->question, &error);
	if (error != NULL)
		mc_courier_wait_for_disk(self, error);
	else
		mc_courier_go_on(self);
}

/* What the address may not hold is no question of ours. */
static char *
address_of(McCourier *self, GBytes *question)
{
	static const char allowed[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_./";
	const McCourierSettings *settings = self->parts.settings;
	gsize size = 0;
	const char *bytes = g_bytes_get_data(question, &size);
	g_autofree char *code = g_strndup(bytes != NULL ? bytes : "", size);

	if (!g_str_has_prefix(code, prefix) || strspn(code, allowed) != size)
		return NULL;
	return g_strdup_printf("%s/v1/kiosks/%s/status/%s", settings->gateways[self->gateway],
	    settings->kiosk, code + strlen(prefix));
}

static gboolean
send_question(McCourier *self, guint64 number, GError **error)
{
	static const McTransportCalls calls = {.sent = on_asked, .done = on_answer};
	GError *problem = NULL;
	g_autoptr(GBytes) question = mc_spool_get(self->parts.spool, MC_SPOOL_ASKED, number, &problem);
	g_autofree char *url = question != NULL ? address_of(self, question) : NULL;

	if (url == NULL) {
		g_clear_error(&problem);
		mc_spool_remove(self->parts.spool, MC_SPOOL_ASKED, number, error);
		return FALSE;
	}
	self->question = number;
	self->state = MC_COURIER_ASKING;
	self->parts.transport->ops->get(self->parts.transport, url, &calls, self);
	return TRUE;
}

gboolean
mc_courier_ask(McCourier *self, GError **error)
{
	g_autoptr(GArray) list = mc_spool_list(self->parts.spool, MC_SPOOL_ASKED, error);

	for (guint i = 0; list != NULL && i < list->len && *error == NULL; i++)
		if (send_question(self, g_array_index(list, guint64, i), error))
			return TRUE;
	return FALSE;
}

/* While the courier waits it was told to come later, or nobody is reached. */
static void
answer_none(McCourier *self)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) list = mc_spool_list(self->parts.spool, MC_SPOOL_ASKED, &error);

	for (guint i = 0; list != NULL && i < list->len; i++)
		if (!give_none(self, g_array_index(list, guint64, i), &error))
			break;
	if (error != NULL)
		g_warning("a question about a slip: %s", error->message);
}

static void
on_question(McSpoolBox box, gpointer data)
{
	McCourier *self = data;

	if (self->state == MC_COURIER_WAITING) {
		answer_none(self);
		return;
	}
	mc_courier_stop_evidence(self);
	mc_courier_go_on(self);
}

void
mc_courier_watch_questions(McCourier *self)
{
	mc_spool_watch(self->parts.spool, MC_SPOOL_ASKED, on_question, self);
}

void
mc_courier_unwatch_questions(McCourier *self)
{
	mc_spool_watch(self->parts.spool, MC_SPOOL_ASKED, NULL, NULL);
}
