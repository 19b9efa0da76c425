#include "ui/companion/link.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <string.h>

/* One connection to the control socket, read line by line. */
typedef struct Wire {
	struct McCompanionLink *link;
	GSocketConnection *connection;
	GDataInputStream *input;
	void (*line)(struct McCompanionLink *link, const char *line);
} Wire;

struct McCompanionLink {
	const McCompanionListener *listener;
	gpointer data;
	GCancellable *cancellable;
	gboolean gone;
	Wire commands; /* answered at once */
	Wire watch; /* answered when something has changed */
};

static void read_line(Wire *wire);

static void
lose(McCompanionLink *self)
{
	if (self->gone)
		return;
	self->gone = TRUE;
	self->listener->gone(self->data);
}

static void
send_line(Wire *wire, const char *line)
{
	GOutputStream *output = g_io_stream_get_output_stream(G_IO_STREAM(wire->connection));
	g_autofree char *text = g_strconcat(line, "\n", NULL);

	if (!g_output_stream_write_all(output, text, strlen(text), NULL, NULL, NULL))
		lose(wire->link);
}

static void
on_line(GObject *source, GAsyncResult *result, gpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *line = g_data_input_stream_read_line_finish_utf8(
	    G_DATA_INPUT_STREAM(source), result, NULL, &error);
	Wire *wire = data;

	if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
		return; /* the link is freed */
	if (line == NULL) {
		lose(wire->link);
		return;
	}
	wire->line(wire->link, line);
	read_line(wire);
}

static void
read_line(Wire *wire)
{
	g_data_input_stream_read_line_async(
	    wire->input, G_PRIORITY_DEFAULT, wire->link->cancellable, on_line, wire);
}

static void
on_reply(McCompanionLink *self, const char *line)
{
	if (g_str_has_prefix(line, "error "))
		self->listener->refused(line + strlen("error "), self->data);
}

static void
watch_from(McCompanionLink *self, guint64 revision)
{
	g_autofree char *line = g_strdup_printf("watch %" G_GUINT64_FORMAT, revision);

	send_line(&self->watch, line);
}

static void
on_state(McCompanionLink *self, const char *line)
{
	McCompanionState state;

	if (!mc_companion_state_parse(&state, line)) {
		lose(self);
		return;
	}
	self->listener->state(&state, self->data);
	watch_from(self, state.revision);
}

static gboolean
open_wire(McCompanionLink *self, Wire *wire, const char *path,
    void (*line)(McCompanionLink *link, const char *line), GError **error)
{
	g_autoptr(GSocketClient) client = g_socket_client_new();
	g_autoptr(GSocketAddress) address = g_unix_socket_address_new(path);

	wire->link = self;
	wire->line = line;
	wire->connection = g_socket_client_connect(client, G_SOCKET_CONNECTABLE(address), NULL, error);
	if (wire->connection == NULL)
		return FALSE;
	wire->input =
	    g_data_input_stream_new(g_io_stream_get_input_stream(G_IO_STREAM(wire->connection)));
	return TRUE;
}

McCompanionLink *
mc_companion_link_new(
    const char *path, const McCompanionListener *listener, gpointer data, GError **error)
{
	McCompanionLink *self = g_new0(McCompanionLink, 1);

	self->listener = listener;
	self->data = data;
	self->cancellable = g_cancellable_new();
	if (!open_wire(self, &self->commands, path, on_reply, error) ||
	    !open_wire(self, &self->watch, path, on_state, error)) {
		mc_companion_link_free(self);
		return NULL;
	}
	read_line(&self->commands);
	read_line(&self->watch);
	watch_from(self, G_MAXUINT64); /* no bench has this one: answered at once */
	return self;
}

void
mc_companion_link_free(McCompanionLink *self)
{
	if (self == NULL)
		return;
	self->gone = TRUE;
	g_cancellable_cancel(self->cancellable);
	/* a cancelled read reports once more, and finds only what it needs to see that */
	while (g_main_context_iteration(NULL, FALSE))
		continue;
	g_clear_object(&self->commands.input);
	g_clear_object(&self->commands.connection);
	g_clear_object(&self->watch.input);
	g_clear_object(&self->watch.connection);
	g_object_unref(self->cancellable);
	g_free(self);
}

void
mc_companion_link_send(McCompanionLink *self, const char *line)
{
	if (!self->gone)
		send_line(&self->commands, line);
}
