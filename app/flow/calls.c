#include "app/flow/calls.h"

#include "app/base/error.h"
#include "app/flow/delays.h"

#include <string.h>

static void greet(McCalls *self);
static void resume(McCalls *self);
static void send_pending(McCalls *self);

void
mc_calls_init(
    McCalls *self, McRecorderPort *port, McClock *clock, const McCallsEvents *events, gpointer data)
{
	*self = (McCalls){.port = port, .clock = clock, .events = events, .data = data};
}

static void
drop_before(McCalls *self)
{
	if (self->has_before)
		g_bytes_unref(self->before.picture);
	self->before = (McRecorderRequest){0};
	self->has_before = FALSE;
}

static void
drop_pending(McCalls *self)
{
	drop_before(self);
	if (self->pending && self->request.signature_strokes != NULL)
		g_bytes_unref(self->request.signature_strokes);
	explicit_bzero(&self->request, sizeof self->request);
	self->pending = FALSE;
	self->sent = FALSE;
}

void
mc_calls_clear(McCalls *self)
{
	mc_calls_end(self);
	mc_clock_cancel(self->clock, &self->retry);
	self->port->forget(self->port->self, &self->abort);
	self->port->forget(self->port->self, &self->events);
}

void
mc_calls_end(McCalls *self)
{
	self->port->forget(self->port->self, self);
	mc_clock_cancel(self->clock, &self->wait);
	drop_pending(self);
	mc_identity_wipe(&self->identity);
	explicit_bzero(self->case_code, sizeof self->case_code);
	self->known = MC_KNOWN_NOTHING;
	self->must_identify = FALSE;
	self->reopening = FALSE;
	self->away = FALSE;
}

static void
on_told(const McRecorderReply *reply, const GError *error, gpointer data)
{
	if (error != NULL)
		g_info("recorder: told and not taken: %s", error->message);
}

void
mc_calls_tell(McCalls *self, const McRecorderRequest *request)
{
	self->port->request(self->port->self, request, on_told, &self->events);
}

void
mc_calls_tell_before(McCalls *self, const McRecorderRequest *request)
{
	g_return_if_fail(!self->pending);
	drop_before(self);
	self->before = *request;
	g_bytes_ref(self->before.picture);
	self->has_before = TRUE;
}

/* ---- away and back ---- */

static gboolean
visit_needs_it(const McCalls *self)
{
	return self->pending || self->known != MC_KNOWN_NOTHING;
}

static void
on_wait_over(gpointer data)
{
	McCalls *self = data;
	g_autoptr(GError) error = NULL;

	self->wait = 0;
	error = g_error_new_literal(
	    MC_ERROR, MC_ERROR_UNREACHABLE, "the recorder did not come back in time");
	self->events->failed(error, self->data);
}

static void
set_away(McCalls *self, gboolean is_away)
{
	if (self->away == is_away || (is_away && !visit_needs_it(self)))
		return;
	self->away = is_away;
	mc_clock_cancel(self->clock, &self->wait);
	if (is_away)
		self->wait =
		    mc_clock_after_ms(self->clock, mc_delay_ms(MC_DELAY_RECORDER_AWAY), on_wait_over, self);
	self->events->away(is_away, self->data);
}

static void
on_retry(gpointer data)
{
	McCalls *self = data;

	self->retry = 0;
	if (self->connected && !self->greeted)
		greet(self);
	else if (self->connected)
		resume(self);
}

/* The port keeps trying by itself and says connected(); this covers a recorder that is there and
 * answers nothing. */
static void
try_again_later(McCalls *self)
{
	set_away(self, TRUE);
	if (self->retry == 0)
		self->retry =
		    mc_clock_after_ms(self->clock, mc_delay_ms(MC_DELAY_RECORDER_RETRY), on_retry, self);
}

static void
reopened(McCalls *self)
{
	self->reopening = FALSE;
	self->must_identify = FALSE;
	set_away(self, FALSE);
	send_pending(self);
}

static void
not_reopened(McCalls *self, const GError *error)
{
	self->reopening = FALSE;
	if (g_error_matches(error, MC_ERROR, MC_ERROR_UNREACHABLE))
		try_again_later(self);
	else
		self->events->failed(error, self->data);
}

static void
on_case_again(const McRecorderReply *reply, const GError *error, gpointer data)
{
	g_autoptr(GError) trouble = NULL;

	if (error == NULL && reply->case_trouble == MC_CASE_TROUBLE_NONE) {
		reopened(data);
		return;
	}
	if (error == NULL)
		trouble = g_error_new_literal(
		    MC_ERROR, MC_ERROR_REFUSED, "the recorder does not know the case of the visit");
	not_reopened(data, error != NULL ? error : trouble);
}

static void
on_reopened(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McCalls *self = data;
	McRecorderRequest request = {.op = MC_RECORDER_CASE_CONTINUE};

	if (error != NULL) {
		not_reopened(self, error);
	} else if (reply->of_case.is_code_wanted && self->case_code[0] != '\0') {
		memcpy(request.case_code, self->case_code, sizeof request.case_code);
		self->port->request(self->port->self, &request, on_case_again, self);
		explicit_bzero(&request, sizeof request);
	} else {
		reopened(self);
	}
}

static void
reopen(McCalls *self)
{
	McRecorderRequest request = {.op = MC_RECORDER_VISIT_IDENTIFY,
	    .identity = &self->identity,
	    .identity_source = self->identity_source};

	g_strlcpy(request.language, self->language, sizeof request.language);
	self->reopening = TRUE;
	self->port->request(self->port->self, &request, on_reopened, self);
}

static void
resume(McCalls *self)
{
	if (!self->away || self->reopening || self->held)
		return;
	if (self->must_identify) {
		reopen(self);
		return;
	}
	set_away(self, FALSE);
	send_pending(self);
}

static void
on_abort_taken(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McCalls *self = (gpointer)((char *)data - offsetof(McCalls, abort));

	if (!g_error_matches(error, MC_ERROR, MC_ERROR_UNREACHABLE))
		self->abort_owed = FALSE;
}

static void
send_abort(McCalls *self)
{
	McRecorderRequest request = {.op = MC_RECORDER_VISIT_ABORT, .abort = self->abort};

	self->port->request(self->port->self, &request, on_abort_taken, &self->abort);
}

static void
on_hello(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McCalls *self = (gpointer)((char *)data - offsetof(McCalls, events));

	if (!self->connected || self->greeted)
		return;
	if (error != NULL) {
		g_message("recorder: no hello: %s", error->message);
		try_again_later(self);
		return;
	}
	self->greeted = TRUE;
	/* a visit that is no more there was ended or sealed: its last request will tell */
	self->must_identify = self->known == MC_KNOWN_PERSON && reply->hello.visit_id[0] != '\0' &&
	                      !reply->hello.identified;
	self->events->hello(&reply->hello, self->data);
	if (self->abort_owed)
		send_abort(self);
	resume(self);
}

static void
greet(McCalls *self)
{
	McRecorderRequest request = {.op = MC_RECORDER_HELLO};

	self->port->request(self->port->self, &request, on_hello, &self->events);
}

void
mc_calls_connected(McCalls *self, gboolean is_connected)
{
	self->connected = is_connected;
	self->greeted = FALSE;
	if (is_connected) {
		greet(self);
		return;
	}
	self->reopening = FALSE;
	set_away(self, TRUE);
}

/* ---- asking ---- */

gboolean
mc_calls_busy(const McCalls *self)
{
	return self->pending;
}

static void
on_reply(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McCalls *self = data;
	McRecorderReplyFunc done = self->done;

	self->sent = FALSE;
	if (g_error_matches(error, MC_ERROR, MC_ERROR_UNREACHABLE)) {
		try_again_later(self);
		return;
	}
	if (error == NULL && self->request.op == MC_RECORDER_CASE_CONTINUE &&
	    reply->case_trouble == MC_CASE_TROUBLE_NONE)
		memcpy(self->case_code, self->request.case_code, sizeof self->case_code);
	drop_pending(self);
	done(reply, error, self->done_data);
}

static void
send_pending(McCalls *self)
{
	/* IDENTIFY and CASE_CONTINUE */
	gboolean by_clerk = self->request.identity_source != 0;

	if (!self->pending || self->sent || self->away || (self->held && !by_clerk))
		return;
	self->sent = TRUE;
	if (self->has_before)
		mc_calls_tell(self, &self->before);
	self->port->request(self->port->self, &self->request, on_reply, self);
}

void
mc_calls_ask(
    McCalls *self, const McRecorderRequest *request, McRecorderReplyFunc done, gpointer data)
{
	g_return_if_fail(!self->pending);
	self->request = *request;
	if (request->signature_strokes != NULL)
		g_bytes_ref(request->signature_strokes);
	if (request->identity != NULL) {
		self->identity = *request->identity;
		self->request.identity = &self->identity;
	}
	g_strlcpy(self->language, request->language, sizeof self->language);
	self->pending = TRUE;
	self->done = done;
	self->done_data = data;
	if (!self->connected)
		set_away(self, TRUE);
	send_pending(self);
}

void
mc_calls_hold(McCalls *self, gboolean is_held)
{
	self->held = is_held;
	if (is_held)
		return;
	if (self->connected && self->greeted)
		resume(self);
	send_pending(self);
}

void
mc_calls_begun(McCalls *self)
{
	self->known = MC_KNOWN_BEGUN;
}

void
mc_calls_identified(McCalls *self, const McIdentity *identity, gint32 source)
{
	if (identity != &self->identity)
		self->identity = *identity;
	self->identity_source = source;
	self->known = MC_KNOWN_PERSON;
}

void
mc_calls_abort(McCalls *self, McAbortReason reason)
{
	gboolean begun = self->known != MC_KNOWN_NOTHING ||
	                 (self->pending && self->request.op == MC_RECORDER_VISIT_BEGIN);

	mc_calls_end(self);
	if (!begun)
		return;
	self->abort = reason;
	self->abort_owed = TRUE;
	send_abort(self);
}
