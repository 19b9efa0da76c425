#include "app/gateway/http/group.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

/* Under a storm the loop might never be without something readable. */
#define GROUP_MAX 256
#define STORAGE_RETRY_AFTER_S 30
#define TLS_RECORD_MAX 16384

typedef struct Pending {
	struct evhttp_request *request;
	McHttpConnection *connection;
	McHttpReply reply;
} Pending;

struct McHttpGroup {
	struct event *end;
	const McHttpOps *ops;
	gpointer data;
	GArray *pending; /* of Pending */
	gboolean has_note; /* something else is to be committed */
	gboolean wants_room;
};

static void
clear_pending(gpointer item)
{
	Pending *pending = item;

	g_clear_pointer(&pending->reply.body, g_bytes_unref);
}

static void
on_end(evutil_socket_t fd, short events, void *data)
{
	mc_http_group_end(data);
}

McHttpGroup *
mc_http_group_new(struct event_base *base, int priority, const McHttpOps *ops, gpointer data)
{
	McHttpGroup *self = g_new0(McHttpGroup, 1);

	self->ops = ops;
	self->data = data;
	self->end = event_new(base, -1, 0, on_end, self);
	event_priority_set(self->end, priority);
	self->pending = g_array_new(FALSE, FALSE, sizeof(Pending));
	g_array_set_clear_func(self->pending, clear_pending);
	return self;
}

void
mc_http_group_free(McHttpGroup *self)
{
	event_free(self->end);
	g_array_unref(self->pending);
	g_free(self);
}

void
mc_http_group_add(McHttpGroup *self, struct evhttp_request *request, McHttpConnection *connection,
    const McHttpReply *reply)
{
	Pending pending = {request, connection, *reply};

	g_array_append_val(self->pending, pending);
	if (self->pending->len >= GROUP_MAX)
		mc_http_group_end(self);
	else
		event_active(self->end, EV_TIMEOUT, 1);
}

void
mc_http_group_note(McHttpGroup *self)
{
	self->has_note = TRUE;
	event_active(self->end, EV_TIMEOUT, 1);
}

void
mc_http_group_want_room(McHttpGroup *self, gboolean wanted)
{
	self->wants_room = wanted;
}

static void
send_reply(const Pending *pending)
{
	struct evkeyvalq *headers = evhttp_request_get_output_headers(pending->request);
	struct evbuffer *body = evbuffer_new();
	char number[16];

	if (pending->reply.body != NULL) {
		gsize size = 0;
		gconstpointer bytes = g_bytes_get_data(pending->reply.body, &size);

		evhttp_add_header(headers, "Content-Type", pending->reply.content_type);
		evbuffer_add(body, bytes, size);
	}
	if (pending->reply.retry_after_s > 0) {
		g_snprintf(number, sizeof number, "%u", pending->reply.retry_after_s);
		evhttp_add_header(headers, "Retry-After", number);
	}
	evhttp_send_reply(pending->request, (int)pending->reply.status, NULL, body);
	evbuffer_free(body);
}

/* Each piece of the buffer would be a TLS record, a system call and a segment of its own. */
static void
join_pieces(struct evhttp_connection *carrier)
{
	struct evbuffer *output = bufferevent_get_output(evhttp_connection_get_bufferevent(carrier));

	if (evbuffer_get_length(output) <= TLS_RECORD_MAX)
		evbuffer_pullup(output, -1);
}

static void
fetch(const McHttpGroup *self, GArray *group)
{
	for (guint i = 0; i < group->len; i++) {
		McHttpReply *reply = &g_array_index(group, Pending, i).reply;

		if (reply->ticket != 0)
			reply->body = self->ops->fetch(reply->ticket, self->data);
	}
}

/* Its end is said in the reply, so that the peer comes again with its next request. */
static void
make_room(McHttpGroup *self, struct evhttp_request *request)
{
	if (self->wants_room)
		evhttp_add_header(evhttp_request_get_output_headers(request), "Connection", "close");
	self->wants_room = FALSE;
}

static void
finish(McHttpGroup *self, Pending *pending, gboolean durable)
{
	struct evhttp_connection *carrier = evhttp_request_get_connection(pending->request);

	if (!durable) {
		g_clear_pointer(&pending->reply.body, g_bytes_unref);
		pending->reply.status = HTTP_SERVUNAVAIL;
		pending->reply.retry_after_s = STORAGE_RETRY_AFTER_S;
	}
	/* The peer may have gone meanwhile; sending then only releases the request. */
	if (carrier != NULL && pending->reply.lose) {
		evhttp_connection_free(carrier);
		return;
	}
	if (carrier != NULL) {
		mc_http_connection_replied(pending->connection);
		make_room(self, pending->request);
	}
	send_reply(pending);
	if (carrier != NULL)
		join_pieces(carrier);
}

void
mc_http_group_end(McHttpGroup *self)
{
	g_autoptr(GArray) group = NULL;
	gboolean durable = FALSE;

	if (self->pending->len == 0 && !self->has_note)
		return;
	self->has_note = FALSE;
	durable = self->ops->commit(self->data);
	if (durable)
		fetch(self, self->pending);
	/* Sending may run into a dead connection and so back into the loop's callbacks. */
	group = g_steal_pointer(&self->pending);
	self->pending = g_array_new(FALSE, FALSE, sizeof(Pending));
	g_array_set_clear_func(self->pending, clear_pending);
	for (guint i = 0; i < group->len; i++)
		finish(self, &g_array_index(group, Pending, i), durable);
	self->ops->replied(self->data);
}
