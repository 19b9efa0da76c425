#include "tests/support/chaos/chaos.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/socket.h>

/* A handshake is about 3 KiB there and 2 KiB back; a record 2 to 12 KiB there. */
#define THERE_MAX 12000
#define BACK_MAX 4000
#define CHUNK 4096

typedef struct Flow {
	struct Line *line;
	GSocketConnection *from, *to;
	gsize left; /* bytes until the mischief */
	guint8 chunk[CHUNK];
} Flow;

typedef struct Line {
	McChaos *chaos;
	McMischief mischief;
	GSocketConnection *kiosk, *gateway;
	GCancellable *cancellable;
	Flow there, back;
	guint pending; /* asynchronous calls under way */
	gboolean is_cut;
} Line;

struct McChaos {
	GSocketService *service;
	guint port, to_port;
	guint calm_after;
	guint count[MC_MISCHIEFS];
	guint connections;
	GRand *random;
	GPtrArray *lines; /* of Line, borrowed */
};

static void pump(Flow *flow);

static void
line_free(Line *line)
{
	g_ptr_array_remove_fast(line->chaos->lines, line);
	g_object_unref(line->cancellable);
	g_clear_object(&line->kiosk);
	g_clear_object(&line->gateway);
	g_free(line);
}

/* Nothing lingers: the peer sees a reset. */
static void
reset(GSocketConnection *connection)
{
	const struct linger now = {.l_onoff = 1};
	GSocket *socket = connection != NULL ? g_socket_connection_get_socket(connection) : NULL;

	if (socket != NULL)
		setsockopt(g_socket_get_fd(socket), SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

static void
cut(Line *line)
{
	if (line->is_cut)
		return;
	line->is_cut = TRUE;
	if (line->mischief == MC_MISCHIEF_RESET)
		reset(line->kiosk);
	g_cancellable_cancel(line->cancellable);
	if (line->kiosk != NULL)
		g_io_stream_close(G_IO_STREAM(line->kiosk), NULL, NULL);
	if (line->gateway != NULL)
		g_io_stream_close(G_IO_STREAM(line->gateway), NULL, NULL);
}

static void
done(Line *line)
{
	if (--line->pending == 0 && line->is_cut)
		line_free(line);
}

static void
on_written(GObject *source, GAsyncResult *result, gpointer data)
{
	Flow *flow = data;
	Line *line = flow->line;

	if (!g_output_stream_write_all_finish(G_OUTPUT_STREAM(source), result, NULL, NULL) ||
	    flow->left == 0)
		cut(line);
	if (!line->is_cut)
		pump(flow);
	done(line);
}

static void
carry(Flow *flow, gsize size)
{
	Line *line = flow->line;
	gsize some = MIN(size, flow->left);

	/* Held: nothing is read or written any more until an end gives up. */
	if (size >= flow->left && line->mischief == MC_MISCHIEF_STALL)
		return;
	flow->left -= some;
	line->pending++;
	g_output_stream_write_all_async(g_io_stream_get_output_stream(G_IO_STREAM(flow->to)),
	    flow->chunk, some, G_PRIORITY_DEFAULT, line->cancellable, on_written, flow);
}

static void
on_read(GObject *source, GAsyncResult *result, gpointer data)
{
	Flow *flow = data;
	Line *line = flow->line;
	gssize size = g_input_stream_read_finish(G_INPUT_STREAM(source), result, NULL);

	if (size <= 0)
		cut(line);
	if (!line->is_cut)
		carry(flow, (gsize)size);
	done(line);
}

static void
pump(Flow *flow)
{
	Line *line = flow->line;

	line->pending++;
	g_input_stream_read_async(g_io_stream_get_input_stream(G_IO_STREAM(flow->from)), flow->chunk,
	    CHUNK, G_PRIORITY_DEFAULT, line->cancellable, on_read, flow);
}

static void
on_connected(GObject *source, GAsyncResult *result, gpointer data)
{
	Line *line = data;

	line->gateway = g_socket_client_connect_finish(G_SOCKET_CLIENT(source), result, NULL);
	g_object_unref(source);
	if (line->gateway == NULL)
		cut(line);
	if (!line->is_cut) {
		line->there.from = line->back.to = line->kiosk;
		line->there.to = line->back.from = line->gateway;
		pump(&line->there);
		pump(&line->back);
	}
	done(line);
}

static void
draw(McChaos *self, Line *line)
{
	line->there.left = line->back.left = G_MAXSIZE;
	if (self->connections <= self->calm_after)
		line->mischief = (McMischief)g_rand_int_range(self->random, 0, MC_MISCHIEFS);
	if (line->mischief == MC_MISCHIEF_CUT_REQUEST || line->mischief == MC_MISCHIEF_STALL)
		line->there.left = (gsize)g_rand_int_range(self->random, 1, THERE_MAX);
	if (line->mischief == MC_MISCHIEF_LOSE_REPLY || line->mischief == MC_MISCHIEF_RESET)
		line->back.left = (gsize)g_rand_int_range(self->random, 1, BACK_MAX);
	self->count[line->mischief]++;
}

static gboolean
on_incoming(GSocketService *service, GSocketConnection *kiosk, GObject *source, gpointer data)
{
	McChaos *self = data;
	Line *line = g_new0(Line, 1);
	GSocketClient *client = g_socket_client_new();

	line->chaos = self;
	line->kiosk = g_object_ref(kiosk);
	line->cancellable = g_cancellable_new();
	line->there.line = line->back.line = line;
	line->pending = 1;
	self->connections++;
	draw(self, line);
	g_ptr_array_add(self->lines, line);
	/* The loopback is behind no proxy of the machine's: libproxy is not asked. */
	g_socket_client_set_enable_proxy(client, FALSE);
	g_socket_client_connect_to_host_async(
	    client, "127.0.0.1", (guint16)self->to_port, line->cancellable, on_connected, line);
	return TRUE;
}

McChaos *
mc_chaos_new(guint to_port, guint32 seed, guint calm_after)
{
	McChaos *self = g_new0(McChaos, 1);
	g_autoptr(GError) error = NULL;
	g_autoptr(GSocketAddress) address = g_inet_socket_address_new_from_string("127.0.0.1", 0);
	g_autoptr(GSocketAddress) bound = NULL;

	self->to_port = to_port;
	self->calm_after = calm_after;
	self->random = g_rand_new_with_seed(seed);
	self->lines = g_ptr_array_new();
	self->service = g_socket_service_new();
	g_socket_listener_add_address(G_SOCKET_LISTENER(self->service), address, G_SOCKET_TYPE_STREAM,
	    G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
	g_assert_no_error(error);
	self->port = g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(bound));
	g_signal_connect(self->service, "incoming", G_CALLBACK(on_incoming), self);
	g_socket_service_start(self->service);
	return self;
}

void
mc_chaos_free(McChaos *self)
{
	g_socket_service_stop(self->service);
	g_socket_listener_close(G_SOCKET_LISTENER(self->service));
	g_object_unref(self->service);
	for (guint i = self->lines->len; i > 0; i--) {
		Line *line = g_ptr_array_index(self->lines, i - 1);

		line->pending++;
		cut(line);
		done(line);
	}
	while (self->lines->len > 0)
		g_main_context_iteration(NULL, TRUE);
	g_ptr_array_unref(self->lines);
	g_rand_free(self->random);
	g_free(self);
}

guint
mc_chaos_port(const McChaos *self)
{
	return self->port;
}

guint
mc_chaos_count(const McChaos *self, McMischief mischief)
{
	return self->count[mischief];
}
