#include "app/link/client.h"

#include "app/base/error.h"
#include "app/link/channel.h"
#include "app/link/codec.h"
#include "app/link/words.h"
#include <gio/gunixsocketaddress.h>
#include <string.h>

#define RETRY_FIRST_MS 100
#define RETRY_LAST_MS 2000
#define REPLY_TIMEOUT_MS 30000

/* One request on its way. done is NULL after forget(). */
typedef struct McWaiting {
	gint64 id;
	McRecorderOp op;
	McRecorderReplyFunc done;
	gpointer data;
	GError *refused; /* found wrong before it was sent: told from the main loop */
} McWaiting;

struct McLink {
	McRecorderPort port;
	McClock *clock;
	char *path;
	McChannel *channel; /* NULL while there is no connection */
	gboolean is_ready; /* the recorder has greeted this connection */
	guint64 retry_timer, reply_timer;
	guint retry_ms;
	gint64 last_id;
	GQueue waiting; /* McWaiting, oldest first; replies come in order */
	guint refuse_source; /* tells what was refused here */
	char visit_id[MC_VISIT_ID_SIZE];
	McRecorderListener listener;
	gpointer listener_data;
};

static void link_connect(gpointer data);

static void
waiting_free(McWaiting *waiting)
{
	g_clear_error(&waiting->refused);
	g_free(waiting);
}

static void
answer(McWaiting *waiting, const McRecorderReply *reply, const GError *error)
{
	if (waiting->done != NULL)
		waiting->done(reply, error, waiting->data);
	waiting_free(waiting);
}

static void
answer_error(McWaiting *waiting, const GError *error, guint wait_seconds)
{
	g_autofree McRecorderReply *reply = g_new0(McRecorderReply, 1);

	reply->op = waiting->op;
	reply->wait_seconds = wait_seconds;
	answer(waiting, reply, error);
}

static void
retry_later(McLink *self)
{
	mc_clock_cancel(self->clock, &self->retry_timer);
	self->retry_timer = mc_clock_after_ms(self->clock, self->retry_ms, link_connect, self);
	self->retry_ms = MIN(self->retry_ms * 2, RETRY_LAST_MS);
}

static gboolean tell_refused(gpointer data);

/* Told from an idle source: never from inside a call, and a page may forget or ask meanwhile. */
static void
refuse_later(McLink *self, McWaiting *waiting, const GError *error)
{
	waiting->refused = g_error_copy(error);
	if (self->refuse_source == 0)
		self->refuse_source = g_idle_add(tell_refused, self);
}

static void
drop_connection(McLink *self, const char *cause)
{
	g_autoptr(GError) error = g_error_new(MC_ERROR, MC_ERROR_UNREACHABLE, "%s", cause);
	gboolean was_ready = self->is_ready;

	self->is_ready = FALSE;
	g_clear_pointer(&self->channel, mc_channel_free);
	mc_clock_cancel(self->clock, &self->reply_timer);
	for (GList *at = self->waiting.head; at != NULL; at = at->next)
		if (((McWaiting *)at->data)->refused == NULL)
			refuse_later(self, at->data, error);
	retry_later(self);
	if (was_ready && self->listener.connected != NULL)
		self->listener.connected(FALSE, self->listener_data);
}

static void
on_reply_timeout(gpointer data)
{
	McLink *self = data;

	self->reply_timer = 0;
	drop_connection(self, "link: the recorder does not answer; connecting anew");
}

static void
watch_replies(McLink *self)
{
	mc_clock_cancel(self->clock, &self->reply_timer);
	if (!g_queue_is_empty(&self->waiting))
		self->reply_timer =
		    mc_clock_after_ms(self->clock, REPLY_TIMEOUT_MS, on_reply_timeout, self);
}

static McWaiting *
take_waiting(McLink *self, gint64 id)
{
	for (GList *at = self->waiting.head; at != NULL; at = at->next) {
		McWaiting *waiting = at->data;

		if (waiting->id != id)
			continue;
		g_queue_delete_link(&self->waiting, at);
		return waiting;
	}
	return NULL;
}

static void
on_message(McLink *self, McLinkMessage *message)
{
	McWaiting *waiting = NULL;

	switch (message->kind) {
	case MC_LINK_READY:
		self->is_ready = TRUE;
		self->retry_ms = RETRY_FIRST_MS;
		if (self->listener.connected != NULL)
			self->listener.connected(TRUE, self->listener_data);
		return;
	case MC_LINK_BUSY: return; /* closes by itself; tried again like any lost connection */
	case MC_LINK_REPLY:
	case MC_LINK_ERROR:
		waiting = take_waiting(self, message->id);
		watch_replies(self);
		if (waiting == NULL)
			return;
		if (message->reply.visit_id[0] != '\0')
			g_strlcpy(self->visit_id, message->reply.visit_id, sizeof self->visit_id);
		if (message->kind == MC_LINK_ERROR)
			answer_error(waiting, message->error, message->reply.wait_seconds);
		else
			answer(waiting, &message->reply, NULL);
		return;
	case MC_LINK_CHANGED:
		if (self->listener.changed != NULL)
			self->listener.changed(&message->reply.hello, self->listener_data);
		return;
	case MC_LINK_RECORD_STATE:
		if (self->listener.record_state != NULL)
			self->listener.record_state(&message->reply.record, self->listener_data);
		return;
	}
}

static void
on_line(const char *line, gsize length, gpointer data)
{
	McLink *self = data;
	g_autoptr(GError) error = NULL;
	g_autoptr(McLinkMessage) message = mc_link_message_read(line, length, &error);

	if (message != NULL) {
		on_message(self, message);
		return;
	}
	g_warning("link: the recorder sent what is no message: %s", error->message);
	drop_connection(self, "link: the recorder sent what is no message; connecting anew");
}

static void
on_closed(const GError *cause, gpointer data)
{
	drop_connection(data, cause->message);
}

static void
link_connect(gpointer data)
{
	static const McChannelListener listener = {.line = on_line, .closed = on_closed};
	McLink *self = data;
	g_autoptr(GSocket) socket =
	    g_socket_new(G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
	g_autoptr(GSocketAddress) address = g_unix_socket_address_new(self->path);

	self->retry_timer = 0;
	if (socket == NULL || !g_socket_connect(socket, address, NULL, NULL)) {
		retry_later(self);
		return;
	}
	self->channel = mc_channel_new(socket, &listener, self);
}

static gboolean
is_connected(gpointer data)
{
	return ((McLink *)data)->is_ready;
}

static void
set_listener(gpointer data, const McRecorderListener *listener, gpointer listener_data)
{
	McLink *self = data;

	self->listener = listener == NULL ? (McRecorderListener){0} : *listener;
	self->listener_data = listener_data;
}

static McWaiting *
take_refused(McLink *self, gint64 last_id)
{
	for (GList *at = self->waiting.head; at != NULL; at = at->next) {
		McWaiting *waiting = at->data;

		if (waiting->refused == NULL || waiting->id > last_id)
			continue;
		g_queue_delete_link(&self->waiting, at);
		return waiting;
	}
	return NULL;
}

/* What is asked from inside these answers waits for the next turn of the loop. */
static gboolean
tell_refused(gpointer data)
{
	McLink *self = data;
	gint64 last_id = self->last_id;
	McWaiting *waiting = NULL;

	self->refuse_source = 0;
	while ((waiting = take_refused(self, last_id)) != NULL)
		answer_error(waiting, waiting->refused, 0);
	watch_replies(self);
	return G_SOURCE_REMOVE;
}

static char *
write_request(McLink *self, gint64 id, const McRecorderRequest *request, GError **error)
{
	McRecorderRequest filled = *request;
	char *line = NULL;

	if (!self->is_ready) {
		g_set_error(error, MC_ERROR, MC_ERROR_UNREACHABLE, "link: no connection to the recorder");
		return NULL;
	}
	if (filled.visit_id[0] == '\0')
		g_strlcpy(filled.visit_id, self->visit_id, sizeof filled.visit_id);
	line = mc_link_request_write(id, &filled, error);
	explicit_bzero(&filled, sizeof filled);
	return line;
}

static void
request(gpointer data, const McRecorderRequest *request, McRecorderReplyFunc done, gpointer user)
{
	McLink *self = data;
	McWaiting *waiting = g_new0(McWaiting, 1);
	g_autoptr(GError) error = NULL;
	g_autofree char *line = NULL;

	*waiting = (McWaiting){.id = ++self->last_id, .op = request->op, .done = done, .data = user};
	g_queue_push_tail(&self->waiting, waiting);
	line = write_request(self, waiting->id, request, &error);
	if (line == NULL) {
		refuse_later(self, waiting, error);
		return;
	}
	mc_channel_send(self->channel, line);
	explicit_bzero(line, strlen(line));
	if (self->reply_timer == 0)
		watch_replies(self);
}

static void
forget(gpointer data, gpointer user)
{
	McLink *self = data;

	for (GList *at = self->waiting.head; at != NULL; at = at->next) {
		McWaiting *waiting = at->data;

		if (waiting->data == user)
			waiting->done = NULL;
	}
}

McLink *
mc_link_new(const char *socket_path, McClock *clock)
{
	McLink *self = g_new0(McLink, 1);

	self->port = (McRecorderPort){.self = self,
	    .is_connected = is_connected,
	    .set_listener = set_listener,
	    .request = request,
	    .forget = forget};
	self->clock = clock;
	self->path = g_strdup(socket_path);
	self->retry_ms = RETRY_FIRST_MS;
	g_queue_init(&self->waiting);
	self->retry_timer = mc_clock_after_ms(clock, 0, link_connect, self);
	return self;
}

void
mc_link_free(McLink *self)
{
	if (self == NULL)
		return;
	mc_clock_cancel(self->clock, &self->retry_timer);
	mc_clock_cancel(self->clock, &self->reply_timer);
	if (self->refuse_source != 0)
		g_source_remove(self->refuse_source);
	g_clear_pointer(&self->channel, mc_channel_free);
	g_queue_clear_full(&self->waiting, (GDestroyNotify)waiting_free);
	g_free(self->path);
	g_free(self);
}

McRecorderPort *
mc_link_port(McLink *self)
{
	return &self->port;
}
