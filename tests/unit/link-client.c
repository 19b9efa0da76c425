/* The glass's end of the socket against a recorder of the test's own: connects by itself, comes
 * back after a loss, leaves nobody without an answer. */

#include "app/base/error.h"
#include "app/link/channel.h"
#include "app/link/client.h"
#include "app/link/codec.h"
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct World {
	char *folder, *path;
	McClock *clock;
	McLink *link;
	McRecorderPort *port;
	GSocket *server;
	McChannel *peer;
	guint lines; /* seen by the recorder */
	gint64 last_id;
	guint connected, disconnected, changed;
	guint answers;
	McErrorCode error;
	guint wait_seconds;
	gboolean is_good;
} World;

static void
on_server_line(const char *line, gsize length, gpointer data)
{
	World *world = data;
	McLinkRequest request;

	g_assert_true(mc_link_request_read(line, length, &request, NULL));
	world->lines++;
	world->last_id = request.id;
	mc_link_request_clear(&request);
}

static void
on_server_closed(const GError *cause, gpointer data)
{
}

static void
say(World *world, McLinkMessage *message)
{
	g_autofree char *text = mc_link_message_write(message, NULL);

	mc_channel_send(world->peer, text);
	mc_link_message_free(message);
}

static void
listen_here(World *world)
{
	g_autoptr(GSocketAddress) address = g_unix_socket_address_new(world->path);
	g_autoptr(GError) error = NULL;

	g_unlink(world->path);
	world->server =
	    g_socket_new(G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, &error);
	g_socket_bind(world->server, address, FALSE, &error);
	g_socket_listen(world->server, &error);
	g_assert_no_error(error);
	g_socket_set_blocking(world->server, FALSE);
}

static void
accept_one(World *world)
{
	static const McChannelListener listener = {.line = on_server_line, .closed = on_server_closed};
	g_autoptr(GSocket) socket = NULL;

	while ((socket = g_socket_accept(world->server, NULL, NULL)) == NULL) {
		mc_clock_advance_ms(world->clock, 100);
		g_main_context_iteration(NULL, FALSE);
	}
	world->peer = mc_channel_new(socket, &listener, world);
	say(world, mc_link_message_new(MC_LINK_READY));
}

static void
lose_peer(World *world)
{
	g_clear_pointer(&world->peer, mc_channel_free);
}

static void
wait_for(const guint *counter, guint value)
{
	while (*counter < value)
		g_main_context_iteration(NULL, TRUE);
}

static void
on_connected(gboolean is_connected, gpointer data)
{
	World *world = data;

	if (is_connected)
		world->connected++;
	else
		world->disconnected++;
}

static void
on_changed(const McHello *hello, gpointer data)
{
	((World *)data)->changed++;
}

static void
on_reply(const McRecorderReply *reply, const GError *error, gpointer data)
{
	World *world = data;

	world->answers++;
	world->is_good = error == NULL;
	if (error != NULL)
		world->error = (McErrorCode)error->code;
	world->wait_seconds = reply->wait_seconds;
}

static void
set_up(World *world, gconstpointer unused)
{
	static const McRecorderListener listener = {.connected = on_connected, .changed = on_changed};

	world->folder = g_dir_make_tmp("mc-link-XXXXXX", NULL);
	world->path = g_build_filename(world->folder, "recorder.sock", NULL);
	world->clock = mc_clock_new_manual(0);
	world->link = mc_link_new(world->path, world->clock);
	world->port = mc_link_port(world->link);
	world->port->set_listener(world->port->self, &listener, world);
}

static void
tear_down(World *world, gconstpointer unused)
{
	mc_link_free(world->link);
	lose_peer(world);
	g_clear_object(&world->server);
	mc_clock_free(world->clock);
	g_unlink(world->path);
	g_rmdir(world->folder);
	g_free(world->path);
	g_free(world->folder);
}

static void
ask(World *world)
{
	McRecorderRequest request = {.op = MC_RECORDER_HELP};

	world->port->request(world->port->self, &request, on_reply, world);
}

/* Without a recorder an answer comes all the same, and never from inside the call. */
static void
test_away(World *world, gconstpointer unused)
{
	ask(world);
	g_assert_cmpuint(world->answers, ==, 0);
	wait_for(&world->answers, 1);
	g_assert_cmpint(world->error, ==, MC_ERROR_UNREACHABLE);
	g_assert_false(world->port->is_connected(world->port->self));
}

static void
test_ask_and_answer(World *world, gconstpointer unused)
{
	McLinkMessage *message = mc_link_message_new(MC_LINK_REPLY);

	listen_here(world);
	accept_one(world);
	wait_for(&world->connected, 1);
	ask(world);
	wait_for(&world->lines, 1);
	message->id = world->last_id;
	message->reply.op = MC_RECORDER_HELP;
	say(world, message);
	wait_for(&world->answers, 1);
	g_assert_true(world->is_good);
	say(world, mc_link_message_new(MC_LINK_CHANGED));
	wait_for(&world->changed, 1);
}

static void
test_error_with_wait(World *world, gconstpointer unused)
{
	McLinkMessage *message = mc_link_message_new(MC_LINK_ERROR);

	listen_here(world);
	accept_one(world);
	wait_for(&world->connected, 1);
	ask(world);
	wait_for(&world->lines, 1);
	message->id = world->last_id;
	message->error = g_error_new_literal(MC_ERROR, MC_ERROR_REFUSED, "wait");
	message->reply.wait_seconds = 30;
	say(world, message);
	wait_for(&world->answers, 1);
	g_assert_cmpint(world->error, ==, MC_ERROR_REFUSED);
	g_assert_cmpuint(world->wait_seconds, ==, 30);
}

/* O9, C17: the recorder dies with a question open, and comes back. */
static void
test_lost_and_back(World *world, gconstpointer unused)
{
	listen_here(world);
	accept_one(world);
	wait_for(&world->connected, 1);
	ask(world);
	wait_for(&world->lines, 1);
	lose_peer(world);
	g_clear_object(&world->server);
	wait_for(&world->answers, 1);
	g_assert_cmpint(world->error, ==, MC_ERROR_UNREACHABLE);
	g_assert_cmpuint(world->disconnected, ==, 1);
	mc_clock_advance_ms(world->clock, 5000);
	listen_here(world);
	accept_one(world);
	wait_for(&world->connected, 2);
	ask(world);
	wait_for(&world->lines, 2);
}

/* A recorder that hangs is taken for lost. */
static void
test_silent(World *world, gconstpointer unused)
{
	listen_here(world);
	accept_one(world);
	wait_for(&world->connected, 1);
	ask(world);
	wait_for(&world->lines, 1);
	mc_clock_advance_ms(world->clock, 30000);
	wait_for(&world->answers, 1);
	g_assert_cmpint(world->error, ==, MC_ERROR_UNREACHABLE);
}

static void
test_nonsense(World *world, gconstpointer unused)
{
	listen_here(world);
	accept_one(world);
	wait_for(&world->connected, 1);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*no message*");
	mc_channel_send(world->peer, "{\"event\":\"surprise\"}");
	wait_for(&world->disconnected, 1);
	g_test_assert_expected_messages();
}

/* A line that never ends costs no memory: the connection is given up. */
static void
test_endless_line(World *world, gconstpointer unused)
{
	g_autofree char *line = g_strnfill(MC_LINK_LINE_MAX + 65536, 'x');

	listen_here(world);
	accept_one(world);
	wait_for(&world->connected, 1);
	mc_channel_send(world->peer, line);
	wait_for(&world->disconnected, 1);
}

static void
test_forget(World *world, gconstpointer unused)
{
	World other = {0};
	McRecorderRequest request = {.op = MC_RECORDER_HELP};

	world->port->request(world->port->self, &request, on_reply, &other);
	ask(world);
	world->port->forget(world->port->self, &other);
	wait_for(&world->answers, 1);
	g_assert_cmpuint(other.answers, ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(name, func) g_test_add("/link/client/" name, World, NULL, set_up, func, tear_down)
	ADD("away", test_away);
	ADD("ask-and-answer", test_ask_and_answer);
	ADD("error-with-wait", test_error_with_wait);
	ADD("lost-and-back", test_lost_and_back);
	ADD("silent", test_silent);
	ADD("nonsense", test_nonsense);
	ADD("endless-line", test_endless_line);
	ADD("forget", test_forget);
#undef ADD
	return g_test_run();
}
