#include "app/base/error.h"
#include "app/courier/inner.h"
#include "app/courier/receipt.h"
#include "app/courier/refusal.h"
#include <string.h>

#define PART_BYTES (128u * 1024)
#define PART_BYTES_MIN (4u * 1024)
#define PART_S 4 /* at a bandwidth that is held down, one part takes about so long */

static void
on_waited(gpointer data)
{
	McCourier *self = data;

	self->evidence.wait = 0;
	mc_courier_go_on(self);
}

/* Only evidence waits; records go when they come. */
static void
wait_a_while(McCourier *self, guint retry_after_s, const char *problem)
{
	guint cap_ms = self->parts.settings->retry_refused_max_ms;
	guint retry_after_ms = (guint)MIN((guint64)retry_after_s * 1000, cap_ms);

	if (g_strcmp0(problem, self->evidence.complaint) != 0)
		g_warning("evidence %s waits: %s (tried again by itself)", self->evidence.digest, problem);
	g_free(self->evidence.complaint);
	self->evidence.complaint = g_strdup(problem);
	self->evidence.is_known = FALSE;
	self->evidence.wait = mc_clock_after_ms(self->parts.clock,
	    mc_backoff_next_ms(&self->evidence.backoff, cap_ms, retry_after_ms), on_waited, self);
}

/* ---- what came back ---- */

static void
bring_home(McCourier *self)
{
	g_autoptr(GError) error = NULL;

	mc_kill_point_pass(self->parts.kill, NULL, "before-evidence-remove");
	if (!mc_evidence_remove(self->parts.evidence, self->evidence.digest, &error)) {
		wait_a_while(self, 0, error->message);
		return;
	}
	self->evidence.is_known = FALSE;
	self->evidence.digest[0] = '\0';
}

static void
take_state(McCourier *self, const McTransportReply *reply)
{
	guint64 expected = self->evidence.have + self->evidence.sent;
	guint64 have = 0;
	gboolean is_whole = FALSE;

	if (!mc_courier_evidence_read(reply->body, self->evidence.digest, &have, &is_whole)) {
		wait_a_while(self, 0, "the answer is not about this file");
		return;
	}
	if (is_whole) {
		bring_home(self);
		mc_backoff_reset(&self->evidence.backoff);
		return;
	}
	/* It has lost what it had, or takes nothing: it begins there anew, and not at once. */
	if (self->evidence.sent > 0 && have < expected) {
		wait_a_while(self, 0, "the gateway has less of it than was sent");
		return;
	}
	self->evidence.is_known = TRUE;
	self->evidence.have = have;
	mc_backoff_reset(&self->evidence.backoff);
	g_clear_pointer(&self->evidence.complaint, g_free);
}

/* Its bytes may have been spoilt at the gateway's, or here: only the latter is for ever. */
static void
refuse(McCourier *self, const McTransportReply *reply)
{
	g_autoptr(GBytes) note = mc_refusal_note(reply);
	g_autoptr(GError) error = NULL;
	gboolean fits = FALSE;

	if (!mc_evidence_check(self->parts.evidence, self->evidence.digest, &fits, &error)) {
		wait_a_while(self, 0, error->message);
		return;
	}
	if (fits && reply->status == 422) {
		wait_a_while(self, 0, "the gateway got other bytes: sent again from the beginning");
		return;
	}
	g_warning("evidence %s is put aside, a person is needed: %.*s", self->evidence.digest,
	    (int)g_bytes_get_size(note), (const char *)g_bytes_get_data(note, NULL));
	if (!mc_evidence_refuse(self->parts.evidence, self->evidence.digest, &error))
		wait_a_while(self, 0, error->message);
	self->evidence.is_known = FALSE;
}

static void
on_done(const McTransportReply *reply, gpointer data)
{
	McCourier *self = data;
	g_autofree char *answered = g_strdup_printf("the gateway answers %u", reply->status);

	self->state = MC_COURIER_IDLE;
	if (reply->status != 0)
		mc_courier_report(self, TRUE);
	if (reply->status >= 200 && reply->status <= 202) {
		take_state(self, reply);
	} else if (mc_refusal_is_final(reply)) {
		refuse(self, reply);
	} else {
		if (reply->status == 0)
			mc_courier_next_gateway(self);
		wait_a_while(self, reply->retry_after_s, reply->status == 0 ? reply->problem : answered);
	}
	mc_kill_point_pass(self->parts.kill, NULL, "after-evidence-answer");
	mc_courier_go_on(self);
}

/* ---- what goes out ---- */

static void
on_sent(gpointer data)
{
}

static const McTransportCalls calls = {.sent = on_sent, .done = on_done};

static char *
address_of(McCourier *self)
{
	const McCourierSettings *settings = self->parts.settings;

	return g_strdup_printf("%s/v1/kiosks/%s/evidence/%s", settings->gateways[self->gateway],
	    settings->kiosk, self->evidence.digest);
}

static gsize
part_size(const McCourierSettings *settings)
{
	guint64 slow = (guint64)settings->bandwidth_max_bytes_per_s * PART_S;

	return slow == 0 ? PART_BYTES : CLAMP(slow, PART_BYTES_MIN, PART_BYTES);
}

static void
send_part(McCourier *self, GBytes *part, guint64 total)
{
	g_autofree char *url = address_of(self);
	g_autofree char *range = NULL;

	self->evidence.sent = g_bytes_get_size(part);
	range = g_strdup_printf("Content-Range: bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT
	                        "/%" G_GUINT64_FORMAT,
	    self->evidence.have, self->evidence.have + self->evidence.sent - 1, total);
	self->state = MC_COURIER_EVIDENCE;
	self->parts.transport->ops->put(self->parts.transport, url,
	    &(McTransportBody){"application/octet-stream", range, part}, &calls, self);
}

static void
ask_for_state(McCourier *self)
{
	g_autofree char *url = address_of(self);

	self->evidence.have = self->evidence.sent = 0;
	self->state = MC_COURIER_EVIDENCE;
	self->parts.transport->ops->get(self->parts.transport, url, &calls, self);
}

/* An empty file is nothing to keep; the gateway would have no range for it. */
static void
go_on_with_file(McCourier *self, GError **error)
{
	guint64 total = 0;
	g_autoptr(GBytes) part = NULL;

	if (!self->evidence.is_known) {
		ask_for_state(self);
		return;
	}
	part = mc_evidence_read(self->parts.evidence, self->evidence.digest, self->evidence.have,
	    part_size(self->parts.settings), &total, error);
	if (part == NULL)
		return;
	if (g_bytes_get_size(part) > 0) {
		send_part(self, part, total);
	} else if (total == 0) {
		if (mc_evidence_refuse(self->parts.evidence, self->evidence.digest, error))
			mc_courier_go_on(self);
	} else {
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "the gateway says it has more than all");
	}
}

/* The one under way as long as it is there, else the first. */
static gboolean
choose(McCourier *self, GError **error)
{
	g_autoptr(GPtrArray) list = mc_evidence_list(self->parts.evidence, error);

	if (list == NULL || list->len == 0)
		return FALSE;
	if (g_ptr_array_find_with_equal_func(list, self->evidence.digest, g_str_equal, NULL))
		return TRUE;
	g_strlcpy(self->evidence.digest, g_ptr_array_index(list, 0), sizeof self->evidence.digest);
	self->evidence.is_known = FALSE;
	return TRUE;
}

void
mc_courier_send_evidence(McCourier *self)
{
	g_autoptr(GError) error = NULL;

	if (self->is_beat_due) {
		mc_courier_send_beat(self);
		return;
	}
	if (self->parts.evidence == NULL || self->evidence.wait != 0)
		return;
	if (choose(self, &error))
		go_on_with_file(self, &error);
	if (error != NULL)
		wait_a_while(self, 0, error->message);
}

void
mc_courier_stop_evidence(McCourier *self)
{
	if (self->state != MC_COURIER_EVIDENCE)
		return;
	self->parts.transport->ops->cancel(self->parts.transport);
	self->evidence.is_known = FALSE;
	self->state = MC_COURIER_IDLE;
}

static void
on_new(gpointer data)
{
	mc_courier_go_on(data);
}

void
mc_courier_watch_evidence(McCourier *self)
{
	if (self->parts.evidence != NULL)
		mc_evidence_watch(self->parts.evidence, on_new, self);
}

void
mc_courier_clear_evidence(McCourier *self)
{
	if (self->parts.evidence != NULL)
		mc_evidence_watch(self->parts.evidence, NULL, NULL);
	mc_clock_cancel(self->parts.clock, &self->evidence.wait);
	g_free(self->evidence.complaint);
}
