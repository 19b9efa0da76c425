#include "app/gateway/http/connection.h"

#include <event2/buffer.h>
#include <event2/event.h>
#include <sys/socket.h>

#define HANDSHAKE_US (2 * G_TIME_SPAN_SECOND) /* a kiosk's first request is there by then */

typedef enum Phase { PHASE_IDLE, PHASE_READING, PHASE_WORKING, PHASE_ENDED } Phase;

struct McHttpConnection {
	struct bufferevent *stream; /* not owned */
	struct event *deadline;
	McHttpLimits limits;
	Phase phase;
	gint64 since_us; /* the phase */
	gboolean has_asked; /* a whole request, once */
	McHttpTlsClient client;
};

static void
arm(McHttpConnection *self, Phase phase, guint timeout_ms)
{
	struct timeval after = {timeout_ms / 1000, (timeout_ms % 1000) * 1000};

	self->phase = phase;
	self->since_us = g_get_monotonic_time();
	event_add(self->deadline, &after);
}

void
mc_http_connection_end(McHttpConnection *self)
{
	self->phase = PHASE_ENDED;
	(void)shutdown(bufferevent_getfd(self->stream), SHUT_RDWR);
}

/* The server then reads an end of file and cleans up by itself. */
static void
on_deadline(evutil_socket_t fd, short events, void *data)
{
	McHttpConnection *self = data;

	if (self->phase == PHASE_READING)
		g_message(
		    "connection closed: a request took longer than %u ms", self->limits.request_timeout_ms);
	mc_http_connection_end(self);
}

static void
on_input(struct evbuffer *input, const struct evbuffer_cb_info *change, void *data)
{
	McHttpConnection *self = data;

	if (change->n_added > 0 && self->phase == PHASE_IDLE)
		arm(self, PHASE_READING, self->limits.request_timeout_ms);
}

McHttpConnection *
mc_http_connection_new(
    struct event_base *base, struct bufferevent *stream, const McHttpLimits *limits)
{
	McHttpConnection *self = g_new0(McHttpConnection, 1);

	self->stream = stream;
	self->limits = *limits;
	self->deadline = evtimer_new(base, on_deadline, self);
	evbuffer_add_cb(bufferevent_get_input(stream), on_input, self);
	arm(self, PHASE_READING, limits->request_timeout_ms);
	return self;
}

void
mc_http_connection_free(McHttpConnection *self)
{
	event_free(self->deadline);
	g_free(self);
}

McHttpTlsClient *
mc_http_connection_client(McHttpConnection *self)
{
	return &self->client;
}

void
mc_http_connection_arrived(McHttpConnection *self)
{
	self->phase = PHASE_WORKING;
	self->has_asked = TRUE;
	event_del(self->deadline);
}

void
mc_http_connection_replied(McHttpConnection *self)
{
	/* What came behind the request before is the beginning of the next one. */
	if (evbuffer_get_length(bufferevent_get_input(self->stream)) > 0)
		arm(self, PHASE_READING, self->limits.request_timeout_ms);
	else
		arm(self, PHASE_IDLE, self->limits.idle_timeout_ms);
}

/* The less, the sooner it makes room; 0 = not at all. */
static guint
turn_of(const McHttpConnection *self, gint64 now_us)
{
	if (self->phase == PHASE_IDLE)
		return 2;
	if (self->phase != PHASE_READING || self->has_asked)
		return 0;
	return now_us - self->since_us > HANDSHAKE_US ? 1 : 3;
}

McHttpConnection *
mc_http_connection_to_end(const GPtrArray *connections)
{
	gint64 now_us = g_get_monotonic_time();
	McHttpConnection *best = NULL;
	guint best_turn = 0;

	for (guint i = 0; i < connections->len; i++) {
		McHttpConnection *one = connections->pdata[i];
		guint turn = turn_of(one, now_us);

		if (turn != 0 && (best == NULL || turn < best_turn ||
		                     (turn == best_turn && one->since_us < best->since_us))) {
			best = one;
			best_turn = turn;
		}
	}
	return best;
}
