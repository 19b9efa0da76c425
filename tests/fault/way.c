/* C17: ways to the gateway that offices have: through a proxy, by a second address, held down to a
 * part of the line. */

#include "app/courier/transport.h"
#include "app/spool/spool.h"
#include "tests/support/gateway/desk.h"
#include "tests/support/gateway/tunnel.h"
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

typedef struct Fixture {
	McDesk desk;
	McSpool *spool;
} Fixture;

#define CLOCK_RATE 200

static void
set_up(Fixture *fixture, gconstpointer data)
{
	g_autofree char *path = NULL;
	g_autoptr(GBytes) parcel = NULL;
	g_autoptr(GError) error = NULL;

	mc_desk_set_up(&fixture->desk, data);
	path = mc_world_path(fixture->desk.world, "spool");
	fixture->spool = mc_spool_open(path, &error);
	g_assert_no_error(error);
	mc_world_start_gateway(fixture->desk.world, NULL);
	parcel = mc_test_chain_next(&fixture->desk.chain);
	mc_spool_put(fixture->spool, MC_SPOOL_OUTBOX, 1, parcel, &error);
	g_assert_no_error(error);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	mc_spool_close(fixture->spool);
	mc_desk_tear_down(&fixture->desk, data);
}

static guint
boxed(Fixture *fixture, McSpoolBox box)
{
	g_autoptr(GArray) list = mc_spool_list(fixture->spool, box, NULL);

	return list->len;
}

static gboolean
is_delivered(McWorld *world, gpointer data)
{
	return boxed(data, MC_SPOOL_RECEIPTS) == 1 && boxed(data, MC_SPOOL_OUTBOX) == 0;
}

static gboolean
says_waits(McWorld *world, gpointer data)
{
	g_autofree char *log = mc_world_log(world, "medcheck-courier");

	return strstr(log, "record 1 waits") != NULL;
}

/* The record arrives through the proxy and on no other way. */
static void
test_proxy(Fixture *fixture, gconstpointer data)
{
	McWorld *world = fixture->desk.world;
	g_autoptr(McTunnel) tunnel = mc_tunnel_new(NULL);

	world->proxy_port = mc_tunnel_port(tunnel);
	mc_world_start_courier(world, NULL, CLOCK_RATE);
	mc_world_await(world, "delivery", is_delivered, fixture);
	mc_desk_assert_records(&fixture->desk, 1);
	g_assert_cmpuint(mc_tunnel_asked(tunnel), >=, 1);
	mc_world_stop_courier(world);
}

/* A proxy that says 409 or even 200 with a page is no gateway that refuses or accepts: the record
 * waits, and goes when the proxy opens its tunnels. */
static void
test_proxy_refuses(Fixture *fixture, gconstpointer answer)
{
	McWorld *world = fixture->desk.world;
	McTunnel *tunnel = mc_tunnel_new(answer);

	world->proxy_port = mc_tunnel_port(tunnel);
	mc_world_start_courier(world, NULL, CLOCK_RATE);
	mc_world_await(world, "a wait", says_waits, NULL);
	mc_world_stop_courier(world);
	mc_tunnel_free(tunnel);
	g_assert_cmpuint(boxed(fixture, MC_SPOOL_PARKED), ==, 0);
	g_assert_cmpuint(boxed(fixture, MC_SPOOL_SENT), ==, 0);
	g_assert_cmpuint(boxed(fixture, MC_SPOOL_OUTBOX), ==, 1);
	mc_desk_assert_records(&fixture->desk, 0);
}

/* What the environment says of proxies is not looked at. */
static void
test_environment(Fixture *fixture, gconstpointer data)
{
	McWorld *world = fixture->desk.world;
	g_autoptr(McTunnel) wanted = mc_tunnel_new(NULL);
	g_autoptr(McTunnel) foreign = mc_tunnel_new(NULL);
	g_autofree char *variable =
	    g_strdup_printf("https_proxy=http://127.0.0.1:%u", mc_tunnel_port(foreign));
	char none[] = "no_proxy=127.0.0.1";
	char *environment[] = {variable, none, NULL};

	world->proxy_port = mc_tunnel_port(wanted);
	world->courier_environment = environment;
	mc_world_start_courier(world, NULL, CLOCK_RATE);
	mc_world_await(world, "delivery", is_delivered, fixture);
	g_assert_cmpuint(mc_tunnel_asked(wanted), >=, 1);
	g_assert_cmpuint(mc_tunnel_asked(foreign), ==, 0);
	mc_world_stop_courier(world);
}

/* Nobody listens at the first address. */
static void
test_second_gateway(Fixture *fixture, gconstpointer data)
{
	McWorld *world = fixture->desk.world;

	world->gateway_before = "https://127.0.0.1:1";
	mc_world_start_courier(world, NULL, CLOCK_RATE);
	mc_world_await(world, "delivery", is_delivered, fixture);
	mc_desk_assert_records(&fixture->desk, 1);
}

/* ---- the transport alone ---- */

typedef struct Reply {
	guint status;
	gboolean is_done, is_sent;
	char *problem;
	GBytes *body;
} Reply;

static void
on_sent(gpointer data)
{
	((Reply *)data)->is_sent = TRUE;
}

static void
on_done(const McTransportReply *reply, gpointer data)
{
	Reply *mine = data;

	mine->status = reply->status;
	mine->problem = g_strdup(reply->problem);
	mine->body = g_bytes_ref(reply->body);
	mine->is_done = TRUE;
}

static void
await(Reply *reply)
{
	while (!reply->is_done)
		g_main_context_iteration(NULL, TRUE);
}

static void
forget(Reply *reply)
{
	g_free(reply->problem);
	g_clear_pointer(&reply->body, g_bytes_unref);
	*reply = (Reply){0};
}

static const McTransportCalls calls = {.sent = on_sent, .done = on_done};

static McTransport *
new_transport(McWorld *world, McTransportSettings *settings)
{
	g_autofree char *key = mc_world_path(world, "courier/tls.key");
	g_autofree char *certificate = mc_world_path(world, "courier/tls.crt");
	g_autofree char *ca = mc_world_path(world, "courier/ca.pem");
	g_autoptr(GError) error = NULL;
	McTransport *transport = NULL;

	settings->key_path = key;
	settings->certificate_path = certificate;
	settings->ca_path = ca;
	transport = mc_transport_new(settings, &error);
	g_assert_no_error(error);
	return transport;
}

/* ---- a connection that breaks ---- */

static guint fails_in; /* the how manieth send from now on; 0 = none */
static struct stat broken; /* the connection on which it failed */

/* Stands before the C library's, for what libcurl sends from this process. */
ssize_t
send(int file, const void *bytes, size_t size, int flags)
{
	if (fails_in == 0 || --fails_in > 0)
		return sendto(file, bytes, size, flags, NULL, 0);
	g_assert_cmpint(fstat(file, &broken), ==, 0);
	errno = ECONNRESET;
	return -1;
}

static gboolean
is_kept(const struct stat *connection)
{
	struct stat about;

	for (int file = 0; file < 1024; file++)
		if (fstat(file, &about) == 0 && about.st_dev == connection->st_dev &&
		    about.st_ino == connection->st_ino)
			return TRUE;
	return FALSE;
}

/* FALSE when nothing answered. */
static gboolean
ask(Fixture *fixture, McTransport *transport, const char *path, const char *wanted)
{
	g_autofree char *url =
	    g_strdup_printf("https://127.0.0.1:%u%s", fixture->desk.world->port, path);
	Reply reply = {0};
	gboolean is_answered = FALSE;

	transport->ops->get(transport, url, &calls, &reply);
	await(&reply);
	is_answered = reply.status != 0;
	if (is_answered) {
		g_autofree char *text =
		    g_strndup(g_bytes_get_data(reply.body, NULL), g_bytes_get_size(reply.body));

		g_assert_cmpuint(reply.status, ==, 200);
		g_assert_nonnull(strstr(text, wanted));
	}
	forget(&reply);
	return is_answered;
}

/* What could not be sent lies in OpenSSL's buffer, and libcurl keeps the connection: whoever took
 * it again would send the old request before his own, and take the old one's answer for his. */
static void
test_broken_send(Fixture *fixture, gconstpointer data)
{
	McTransportSettings settings = {.request_timeout_ms = 10000};
	McTransport *transport = new_transport(fixture->desk.world, &settings);

	/* the third: after both of the handshake the first request */
	fails_in = 3;
	g_assert_false(ask(fixture, transport, "/healthz", "\"status\""));
	g_assert_cmpuint(fails_in, ==, 0);
	g_assert_true(is_kept(&broken));
	g_assert_true(ask(fixture, transport, "/v1/kiosks/K-0001/head", "\"records\""));
	g_assert_false(is_kept(&broken));
	g_assert_true(ask(fixture, transport, "/healthz", "\"status\""));
	transport->ops->free(transport);
}

/* ---- bandwidth ---- */

/* 96 KiB at 64 KiB a second, though a request may else take 0.6 s only: the limit grows with what
 * the bytes need, and they do take their time (a slow machine takes longer still). */
static void
test_bandwidth(Fixture *fixture, gconstpointer data)
{
	McWorld *world = fixture->desk.world;
	McTransportSettings settings = {.request_timeout_ms = 600, .bandwidth_max = 64 << 10};
	g_autofree char *url =
	    g_strdup_printf("https://127.0.0.1:%u/v1/kiosks/K-0001/records/1", world->port);
	g_autoptr(GBytes) body = g_bytes_new_take(g_malloc0(96 << 10), 96 << 10);
	McTransport *transport = new_transport(world, &settings);
	Reply reply = {0};
	gint64 from_us = g_get_monotonic_time();

	g_assert_cmpuint(mc_transport_limit_ms(&settings, 0), ==, 600);
	g_assert_cmpuint(mc_transport_limit_ms(&settings, 96 << 10), ==, 600 + 3000);
	transport->ops->put(transport, url,
	    &(McTransportBody){"application/json", "Idempotency-Key: 00", body}, &calls, &reply);
	await(&reply);
	g_assert_cmpstr(reply.problem, ==, NULL);
	g_assert_cmpuint(reply.status, ==, 400);
	g_assert_true(reply.is_sent);
	g_assert_cmpint(g_get_monotonic_time() - from_us, >, 700 * 1000);
	forget(&reply);
	transport->ops->free(transport);
}

#define CASE(path, function) g_test_add(path, Fixture, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	CASE("/way/proxy", test_proxy);
	g_test_add("/way/proxy-refuses", Fixture, "HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n",
	    set_up, test_proxy_refuses, tear_down);
	g_test_add("/way/proxy-answers-itself", Fixture,
	    "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>", set_up, test_proxy_refuses,
	    tear_down);
	CASE("/way/environment", test_environment);
	CASE("/way/second-gateway", test_second_gateway);
	CASE("/way/broken-send", test_broken_send);
	CASE("/way/bandwidth", test_bandwidth);
	return g_test_run();
}
