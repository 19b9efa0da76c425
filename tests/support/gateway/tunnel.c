#include "tests/support/gateway/tunnel.h"

#include <gio/gio.h>
#include <string.h>

struct McTunnel {
	GSocketListener *listener;
	GCancellable *end;
	GThread *thread;
	GPtrArray *lines; /* of GThread; the listening thread's own until it has ended */
	const char *answer;
	guint16 port;
	gint asked;
};

typedef struct Line {
	McTunnel *tunnel;
	GSocketConnection *from, *to;
} Line;

static gpointer
carry_back(gpointer data)
{
	Line *line = data;

	g_output_stream_splice(g_io_stream_get_output_stream(G_IO_STREAM(line->from)),
	    g_io_stream_get_input_stream(G_IO_STREAM(line->to)), G_OUTPUT_STREAM_SPLICE_NONE,
	    line->tunnel->end, NULL);
	g_socket_shutdown(g_socket_connection_get_socket(line->from), TRUE, TRUE, NULL);
	return NULL;
}

static void
carry(Line *line)
{
	GThread *back = g_thread_new("back", carry_back, line);

	g_output_stream_splice(g_io_stream_get_output_stream(G_IO_STREAM(line->to)),
	    g_io_stream_get_input_stream(G_IO_STREAM(line->from)), G_OUTPUT_STREAM_SPLICE_NONE,
	    line->tunnel->end, NULL);
	g_socket_shutdown(g_socket_connection_get_socket(line->to), TRUE, TRUE, NULL);
	g_thread_join(back);
}

/* "HOST:PORT" of the request; NULL when it asks for something else. Byte by byte: what follows the
 * head belongs to the tunnel. */
static char *
read_head(Line *line)
{
	GInputStream *stream = g_io_stream_get_input_stream(G_IO_STREAM(line->from));
	g_autoptr(GString) head = g_string_new(NULL);
	g_auto(GStrv) words = NULL;
	char byte = 0;

	while (!g_str_has_suffix(head->str, "\r\n\r\n"))
		if (g_input_stream_read(stream, &byte, 1, line->tunnel->end, NULL) != 1)
			return NULL;
		else
			g_string_append_c(head, byte);
	words = g_strsplit(head->str, " ", 3);
	return strcmp(words[0], "CONNECT") == 0 ? g_strdup(words[1]) : NULL;
}

static void
say(Line *line, const char *text)
{
	g_output_stream_write_all(g_io_stream_get_output_stream(G_IO_STREAM(line->from)), text,
	    strlen(text), NULL, line->tunnel->end, NULL);
}

static gpointer
serve(gpointer data)
{
	Line *line = data;
	g_autoptr(GSocketClient) client = g_socket_client_new();
	g_autofree char *address = read_head(line);

	g_socket_client_set_enable_proxy(client, FALSE); /* this is the proxy */
	if (address != NULL)
		g_atomic_int_inc(&line->tunnel->asked);
	if (address != NULL && line->tunnel->answer != NULL)
		say(line, line->tunnel->answer);
	else if (address != NULL)
		line->to = g_socket_client_connect_to_host(client, address, 0, line->tunnel->end, NULL);
	if (line->to != NULL) {
		say(line, "HTTP/1.1 200 OK\r\n\r\n");
		carry(line);
	}
	g_clear_object(&line->to);
	g_object_unref(line->from);
	g_free(line);
	return NULL;
}

static gpointer
take_connections(gpointer data)
{
	McTunnel *self = data;
	GSocketConnection *from = NULL;

	while ((from = g_socket_listener_accept(self->listener, NULL, self->end, NULL)) != NULL) {
		Line *line = g_new0(Line, 1);

		line->tunnel = self;
		line->from = from;
		g_ptr_array_add(self->lines, g_thread_new("tunnel", serve, line));
	}
	return NULL;
}

McTunnel *
mc_tunnel_new(const char *answer)
{
	McTunnel *self = g_new0(McTunnel, 1);
	g_autoptr(GError) error = NULL;

	self->answer = answer;
	self->end = g_cancellable_new();
	self->lines = g_ptr_array_new();
	self->listener = g_socket_listener_new();
	self->port = g_socket_listener_add_any_inet_port(self->listener, NULL, &error);
	g_assert_no_error(error);
	self->thread = g_thread_new("tunnels", take_connections, self);
	return self;
}

void
mc_tunnel_free(McTunnel *self)
{
	g_cancellable_cancel(self->end);
	g_thread_join(self->thread);
	for (guint i = 0; i < self->lines->len; i++)
		g_thread_join(g_ptr_array_index(self->lines, i));
	g_ptr_array_unref(self->lines);
	g_socket_listener_close(self->listener);
	g_object_unref(self->listener);
	g_object_unref(self->end);
	g_free(self);
}

guint
mc_tunnel_port(const McTunnel *self)
{
	return self->port;
}

guint
mc_tunnel_asked(McTunnel *self)
{
	return (guint)g_atomic_int_get(&self->asked);
}
