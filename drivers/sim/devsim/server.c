#include "drivers/sim/devsim/server.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct Client {
	struct McDevsimServer *server;
	GSocketConnection *connection;
	GDataInputStream *input;
	gboolean watching;
	guint64 watched_revision;
} Client;

struct McDevsimServer {
	McSimRig *rig;
	GSocketService *service;
	char *path;
	GCancellable *cancellable; /* of every pending read */
	GPtrArray *clients; /* Client, owned */
	gint change_pending; /* atomic: an idle is on its way */
};

static void
client_free(gpointer data)
{
	Client *client = data;

	g_object_unref(client->input);
	g_object_unref(client->connection);
	g_free(client);
}

static void read_line(Client *client);

/* FALSE when the client is gone, and freed. */
static gboolean
answer(Client *client, const char *line)
{
	GOutputStream *output = g_io_stream_get_output_stream(G_IO_STREAM(client->connection));
	g_autofree char *text = g_strconcat(line, "\n", NULL);

	if (g_output_stream_write_all(output, text, strlen(text), NULL, NULL, NULL))
		return TRUE;
	g_ptr_array_remove_fast(client->server->clients, client);
	return FALSE;
}

/* ---- watching ---- */

static void
serve_watch(Client *client)
{
	McSimRig *rig = client->server->rig;
	g_autofree char *state = NULL;

	if (!client->watching || mc_sim_rig_revision(rig) == client->watched_revision)
		return;
	client->watching = FALSE;
	state = mc_sim_rig_command(rig, "state");
	if (answer(client, state))
		read_line(client);
}

static gboolean
on_change_idle(gpointer data)
{
	McDevsimServer *self = data;

	g_atomic_int_set(&self->change_pending, 0);
	/* backwards: a client that is gone leaves its place to the last one */
	for (guint i = self->clients->len; i > 0; i--)
		serve_watch(g_ptr_array_index(self->clients, i - 1));
	return G_SOURCE_REMOVE;
}

/* From any thread, under the rig's lock. */
static void
on_changed(gpointer data)
{
	McDevsimServer *self = data;

	if (g_atomic_int_compare_and_exchange(&self->change_pending, 0, 1))
		g_idle_add(on_change_idle, self);
}

static void
watch(Client *client, const char *revision)
{
	client->watching =
	    g_ascii_string_to_unsigned(revision, 10, 0, G_MAXUINT64, &client->watched_revision, NULL);
	if (client->watching)
		serve_watch(client);
	else if (answer(client, "error watch wants a revision"))
		read_line(client);
}

/* ---- lines ---- */

static void
handle(Client *client, const char *line)
{
	g_autofree char *reply = NULL;

	if (g_str_has_prefix(line, "watch ")) {
		watch(client, line + strlen("watch "));
		return;
	}
	reply = mc_sim_rig_command(client->server->rig, line);
	if (answer(client, reply))
		read_line(client);
}

static void
on_line(GObject *source, GAsyncResult *result, gpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *line = g_data_input_stream_read_line_finish_utf8(
	    G_DATA_INPUT_STREAM(source), result, NULL, &error);
	Client *client = data;

	if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
		return; /* the server is gone, and the client with it */
	if (line == NULL)
		g_ptr_array_remove_fast(client->server->clients, client);
	else
		handle(client, line);
}

static void
read_line(Client *client)
{
	g_data_input_stream_read_line_async(
	    client->input, G_PRIORITY_DEFAULT, client->server->cancellable, on_line, client);
}

static gboolean
on_incoming(GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
	McDevsimServer *self = data;
	Client *client = g_new0(Client, 1);

	client->server = self;
	client->connection = g_object_ref(connection);
	client->input = g_data_input_stream_new(g_io_stream_get_input_stream(G_IO_STREAM(connection)));
	g_ptr_array_add(self->clients, client);
	read_line(client);
	return TRUE;
}

/* ---- the socket ---- */

static void
remove_socket(const char *path)
{
	struct stat info;

	if (lstat(path, &info) == 0 && S_ISSOCK(info.st_mode))
		g_unlink(path);
}

McDevsimServer *
mc_devsim_server_new(McSimRig *rig, const char *path, GError **error)
{
	g_autoptr(GSocketAddress) address = g_unix_socket_address_new(path);
	McDevsimServer *self = g_new0(McDevsimServer, 1);
	mode_t mask;
	gboolean bound;

	self->rig = rig;
	self->path = g_strdup(path);
	self->cancellable = g_cancellable_new();
	self->clients = g_ptr_array_new_with_free_func(client_free);
	self->service = g_socket_service_new();
	remove_socket(path); /* left by one that was killed */
	mask = umask(077);
	bound = g_socket_listener_add_address(G_SOCKET_LISTENER(self->service), address,
	    G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, error);
	umask(mask);
	if (!bound) {
		g_clear_pointer(&self->path, g_free); /* not ours to take away */
		mc_devsim_server_free(self);
		return NULL;
	}
	g_signal_connect(self->service, "incoming", G_CALLBACK(on_incoming), self);
	g_socket_service_start(self->service);
	mc_sim_rig_set_listener(rig, on_changed, self);
	return self;
}

void
mc_devsim_server_free(McDevsimServer *self)
{
	if (self == NULL)
		return;
	mc_sim_rig_set_listener(self->rig, NULL, NULL);
	g_idle_remove_by_data(self);
	g_cancellable_cancel(self->cancellable);
	g_socket_service_stop(self->service);
	g_socket_listener_close(G_SOCKET_LISTENER(self->service));
	/* the cancelled reads report before their clients go */
	while (g_main_context_iteration(NULL, FALSE))
		continue;
	g_ptr_array_unref(self->clients);
	g_object_unref(self->service);
	g_object_unref(self->cancellable);
	if (self->path != NULL)
		g_unlink(self->path);
	g_free(self->path);
	g_free(self);
}
