#include "app/recorder/server.h"

#include "app/base/error.h"
#include "app/link/channel.h"
#include "app/link/codec.h"
#include <gio/gunixcredentialsmessage.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BACKLOG 4

struct McServer {
	McRecorder *recorder;
	char *path;
	GSocket *socket;
	GSource *source;
	McChannel *glass; /* NULL: none is connected */
};

static void
send_line(McServer *self, char *line)
{
	if (line == NULL || self->glass == NULL)
		return;
	mc_channel_send(self->glass, line);
}

static void
send_message(McServer *self, const McLinkMessage *message)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *line = mc_link_message_write(message, &error);

	if (line == NULL)
		g_warning("socket: an event was not sent: %s", error->message);
	send_line(self, line);
}

/* ---- requests ---- */

static char *
reply_to(McServer *self, const McLinkRequest *request)
{
	g_autofree McRecorderReply *reply = g_new0(McRecorderReply, 1);
	g_autoptr(GError) error = NULL;
	char *line = NULL;

	if (mc_recorder_handle(self->recorder, &request->request, reply, &error))
		line = mc_link_reply_write(request->id, reply, &error);
	if (line == NULL && error->code != MC_ERROR_REFUSED)
		g_warning("%s", error->message);
	return line != NULL ? line : mc_link_error_write(request->id, error, reply->wait_seconds);
}

static void
on_line(const char *text, gsize length, gpointer data)
{
	McServer *self = data;
	McLinkRequest request;
	g_autoptr(GError) error = NULL;
	g_autofree char *line = NULL;

	if (mc_link_request_read(text, length, &request, &error))
		line = reply_to(self, &request);
	else
		line = mc_link_error_write(request.id, error, 0);
	mc_link_request_clear(&request);
	mc_recorder_before_reply(self->recorder);
	send_line(self, line);
}

static void
drop_glass(McServer *self)
{
	if (self->glass == NULL)
		return;
	g_clear_pointer(&self->glass, mc_channel_free);
	mc_recorder_glass_left(self->recorder);
}

static void
on_closed(const GError *cause, gpointer data)
{
	g_message("socket: the glass is gone");
	drop_glass(data);
}

/* ---- pushes ---- */

static void
on_record_state(const McRecordState *state, gpointer data)
{
	g_autoptr(McLinkMessage) message = mc_link_message_new(MC_LINK_RECORD_STATE);

	message->reply.record = *state;
	send_message(data, message);
}

static void
on_changed(const McHello *hello, gpointer data)
{
	g_autoptr(McLinkMessage) message = mc_link_message_new(MC_LINK_CHANGED);

	message->reply.hello = *hello;
	send_message(data, message);
}

/* ---- connections ---- */

static gboolean
is_right_user(McServer *self, GSocket *socket)
{
	g_autoptr(GCredentials) credentials = g_socket_get_credentials(socket, NULL);
	gint64 expected = mc_recorder_glass_uid(self->recorder);
	uid_t uid = credentials == NULL ? (uid_t)-1 : g_credentials_get_unix_user(credentials, NULL);

	return uid != (uid_t)-1 && uid == (expected < 0 ? getuid() : (uid_t)expected);
}

/* Not a glass of ours; said and closed. */
static void
send_away(GSocket *socket)
{
	static const char line[] = "{\"event\":\"busy\"}\n";

	g_socket_set_blocking(socket, FALSE);
	g_socket_send(socket, line, sizeof line - 1, NULL, NULL);
	g_socket_close(socket, NULL);
}

static void
welcome(McServer *self, GSocket *socket)
{
	static const McChannelListener listener = {.line = on_line, .closed = on_closed};
	g_autoptr(McLinkMessage) ready = mc_link_message_new(MC_LINK_READY);

	self->glass = mc_channel_new(socket, &listener, self);
	send_message(self, ready);
}

static gboolean
on_connection(GSocket *listening, GIOCondition condition, gpointer data)
{
	McServer *self = data;
	g_autoptr(GSocket) socket = g_socket_accept(listening, NULL, NULL);

	if (socket == NULL)
		return G_SOURCE_CONTINUE;
	if (!is_right_user(self, socket)) {
		g_warning("socket: another user tried to connect");
		send_away(socket);
		return G_SOURCE_CONTINUE;
	}
	if (self->glass != NULL && mc_channel_peer_is_gone(self->glass))
		drop_glass(self);
	if (self->glass == NULL)
		welcome(self, socket);
	else
		send_away(socket);
	return G_SOURCE_CONTINUE;
}

/* Another user's glass reaches the socket by the folder's group. */
static gboolean
bind_here(McServer *self, GError **error)
{
	g_autoptr(GSocketAddress) address = g_unix_socket_address_new(self->path);
	mode_t mode = mc_recorder_glass_uid(self->recorder) < 0 ? 0600 : 0660;

	g_unlink(self->path);
	self->socket =
	    g_socket_new(G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
	if (self->socket == NULL)
		return FALSE;
	g_socket_set_blocking(self->socket, FALSE);
	g_socket_set_listen_backlog(self->socket, BACKLOG);
	return g_socket_bind(self->socket, address, FALSE, error) &&
	       g_socket_listen(self->socket, error) && chmod(self->path, mode) == 0;
}

McServer *
mc_server_new(const char *socket_path, McRecorder *recorder, GError **error)
{
	static const McRecorderListener listener = {
	    .record_state = on_record_state, .changed = on_changed};
	g_autoptr(McServer) self = g_new0(McServer, 1);
	g_autoptr(GError) problem = NULL;

	self->recorder = recorder;
	self->path = g_strdup(socket_path);
	if (!bind_here(self, &problem)) {
		g_set_error(error, MC_ERROR, MC_ERROR_STORAGE, "recorder/recorder.sock: cannot be made: %s",
		    problem == NULL ? "its mode cannot be set" : problem->message);
		return NULL;
	}
	self->source = g_socket_create_source(self->socket, G_IO_IN, NULL);
	g_source_set_callback(self->source, G_SOURCE_FUNC(on_connection), self, NULL);
	g_source_attach(self->source, NULL);
	mc_recorder_set_listener(recorder, &listener, self);
	return g_steal_pointer(&self);
}

void
mc_server_free(McServer *self)
{
	if (self == NULL)
		return;
	mc_recorder_set_listener(self->recorder, NULL, NULL);
	if (self->source != NULL) {
		g_source_destroy(self->source);
		g_source_unref(self->source);
		g_unlink(self->path);
	}
	drop_glass(self);
	g_clear_object(&self->socket);
	g_free(self->path);
	g_free(self);
}
