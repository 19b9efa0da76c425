#include "app/gateway/http/server.h"

#include "app/base/error.h"
#include "app/gateway/http/connection.h"
#include "app/gateway/http/group.h"
#include "app/gateway/http/tls.h"
#include "app/gateway/http/watch.h"
#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

/* The loop runs what is readable first and the end of the group when nothing else is left. */
#define PRIORITIES 3
#define PRIORITY_GROUP_END 2
#define BACKLOG 1024
#define OTHER_FILES 64 /* open beside the connections: store, evidence, lists of certificates */
#define SERVERS 2 /* of a gateway: for its kiosks, and for those who are not admitted yet */

struct McHttpServer {
	struct event_base *base;
	struct evhttp *http;
	struct evconnlistener *listener; /* owned by http */
	struct event *signals[2], *hang_up;
	McHttpWatch *lists;
	char *folder;
	SSL_CTX *tls;
	int ssl_slot; /* where an SSL keeps its McHttpConnection */
	McHttpGroup *group;
	McHttpLimits limits;
	const McHttpOps *ops;
	gpointer data;
	McHttpTlsWatch watch;
	GPtrArray *connections; /* of McHttpConnection, not owned */
	guint connections_max, body_max_bytes;
	McHttpClients clients;
	guint16 port;
};

/* ---- connections ---- */

/* OpenSSL's ex_data is what lives exactly as long as the connection. */
static void
on_ssl_freed(void *ssl, void *value, CRYPTO_EX_DATA *all, int slot, long number, void *data)
{
	McHttpServer *self = data;

	if (value == NULL)
		return;
	g_ptr_array_remove_fast(self->connections, value);
	mc_http_connection_free(value);
	if (self->listener == NULL)
		return;
	mc_http_group_want_room(self->group, FALSE);
	evconnlistener_enable(self->listener);
}

/* The rest waits in the kernel's queue until somebody has gone. Who connects and stays would keep
 * the others out for ever: kiosks ask again before they have been idle for too long. While all are
 * at work the first that is done goes. */
static void
wait_for_room(McHttpServer *self)
{
	McHttpConnection *one = mc_http_connection_to_end(self->connections);

	evconnlistener_disable(self->listener);
	if (one != NULL)
		mc_http_connection_end(one);
	else
		mc_http_group_want_room(self->group, TRUE);
}

static struct bufferevent *
on_connection(struct event_base *base, void *data)
{
	McHttpServer *self = data;
	SSL *ssl = SSL_new(self->tls);
	struct bufferevent *stream = bufferevent_openssl_socket_new(
	    base, -1, ssl, BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE);

	/* evhttp would fall back to a connection without TLS. */
	if (stream == NULL)
		g_error("out of memory for a TLS connection");
	bufferevent_openssl_set_allow_dirty_shutdown(stream, 1);
	if (self->connections->len + 1 >= self->connections_max)
		wait_for_room(self);
	g_ptr_array_add(self->connections, mc_http_connection_new(base, stream, &self->limits));
	SSL_set_ex_data(ssl, self->ssl_slot, self->connections->pdata[self->connections->len - 1]);
	return stream;
}

/* ---- requests ---- */

static GBytes *
take_body(struct evhttp_request *request)
{
	struct evbuffer *input = evhttp_request_get_input_buffer(request);
	gsize size = evbuffer_get_length(input);
	guint8 *bytes = g_malloc(size + 1);

	evbuffer_remove(input, bytes, size);
	return g_bytes_new_take(bytes, size);
}

static McHttpMethod
method_of(const struct evhttp_request *request)
{
	enum evhttp_cmd_type command = evhttp_request_get_command(request);

	if (command == EVHTTP_REQ_PUT)
		return MC_HTTP_PUT;
	return command == EVHTTP_REQ_POST ? MC_HTTP_POST : MC_HTTP_GET;
}

static void
handle(McHttpServer *self, struct evhttp_request *request, const McHttpTlsClient *client,
    McHttpReply *reply)
{
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(request);
	const char *path = uri != NULL ? evhttp_uri_get_path(uri) : NULL;
	const struct evkeyvalq *headers = evhttp_request_get_input_headers(request);
	g_autoptr(GBytes) body = take_body(request);
	McHttpRequest given = {
	    .method = method_of(request),
	    .path = path,
	    .client = client != NULL ? client->name : NULL,
	    .client_key = client != NULL ? client->key_digest : NULL,
	    .idempotency_key = evhttp_find_header(headers, "Idempotency-Key"),
	    .content_range = evhttp_find_header(headers, "Content-Range"),
	    .body = body,
	};
	char *peer = NULL;
	ev_uint16_t port = 0;

	evhttp_connection_get_peer(evhttp_request_get_connection(request), &peer, &port);
	given.peer = peer != NULL ? peer : "";
	if (path == NULL || evhttp_uri_get_query(uri) != NULL)
		given.path = "?"; /* no address here has one */
	if (g_bytes_get_size(body) > self->body_max_bytes) {
		given.is_too_large = TRUE;
		given.body = NULL;
	}
	self->ops->handle(&given, reply, self->data);
}

static void
on_fault(McHttpPeerFault fault, const char *text, gpointer data)
{
	McHttpServer *self = data;

	self->ops->turned_away(fault, text, NULL, self->data);
	mc_http_group_note(self->group);
}

static void
on_request(struct evhttp_request *request, void *data)
{
	McHttpServer *self = data;
	struct evhttp_connection *carrier = evhttp_request_get_connection(request);
	SSL *ssl = bufferevent_openssl_get_ssl(evhttp_connection_get_bufferevent(carrier));
	McHttpConnection *connection = SSL_get_ex_data(ssl, self->ssl_slot);
	McHttpTlsClient *client = mc_http_connection_client(connection);
	McHttpTlsRefusal refusal;
	McHttpReply reply = {0};

	mc_http_connection_arrived(connection);
	if (self->clients == MC_HTTP_CLIENTS_ANY)
		handle(self, request, NULL, &reply);
	else if (mc_http_tls_client(ssl, self->tls, client, &refusal))
		handle(self, request, client, &reply);
	else
		self->ops->turned_away(refusal.fault, refusal.text, &reply, self->data);
	mc_http_group_add(self->group, request, connection, &reply);
}

/* ---- setting up ---- */

typedef union Place {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
} Place;

static in_port_t *
port_of(Place *place)
{
	return place->any.sa_family == AF_INET6 ? &place->v6.sin6_port : &place->v4.sin_port;
}

static gboolean
listen_at(McHttpServer *self, const McHttpSettings *settings, GError **error)
{
	Place place = {0};
	int size = (int)sizeof place;
	int on = 1;

	if (evutil_parse_sockaddr_port(settings->address, &place.any, &size) != 0) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "address %s: a numeric address is needed",
		    settings->address);
		return FALSE;
	}
	*port_of(&place) = htons(settings->port);
	self->listener = evconnlistener_new_bind(self->base, NULL, NULL,
	    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_REUSEABLE | LEV_OPT_CLOSE_ON_EXEC, BACKLOG, &place.any,
	    size);
	if (self->listener == NULL || evhttp_bind_listener(self->http, self->listener) == NULL) {
		g_set_error(error, MC_ERROR, MC_ERROR_BUSY, "cannot listen at %s port %u: %s",
		    settings->address, settings->port, g_strerror(errno));
		return FALSE;
	}
	/* Accepted connections inherit it; without it the second segment of a reply waits for the
	 * acknowledgement of the first. */
	(void)setsockopt(
	    evconnlistener_get_fd(self->listener), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return TRUE;
}

static gboolean
find_port(McHttpServer *self, GError **error)
{
	Place place = {0};
	socklen_t size = sizeof place;

	if (getsockname(evconnlistener_get_fd(self->listener), &place.any, &size) != 0) {
		g_set_error(error, MC_ERROR, MC_ERROR_INTERNAL, "own port: %s", g_strerror(errno));
		return FALSE;
	}
	self->port = ntohs(*port_of(&place));
	return TRUE;
}

static void
on_signal(evutil_socket_t number, short events, void *data)
{
	event_base_loopexit(data, NULL);
}

/* All of it or nothing. */
static void
read_again(gpointer data)
{
	McHttpServer *self = data;
	g_autoptr(GError) error = NULL;
	SSL_CTX *tls = mc_http_tls_new(self->folder, self->clients, &self->watch, &error);

	if (tls == NULL || !self->ops->reload(self->data, &error)) {
		g_warning("certificates and revocation lists stay as they were: %s", error->message);
		SSL_CTX_free(tls);
		return;
	}
	/* The connections of before keep theirs until their next request. */
	SSL_CTX_free(self->tls);
	self->tls = tls;
	g_message("certificates and revocation lists read again");
}

static void
on_hang_up(evutil_socket_t number, short events, void *data)
{
	read_again(data);
}

static gboolean
watch_lists(McHttpServer *self, GError **error)
{
	self->hang_up = evsignal_new(self->base, SIGHUP, on_hang_up, self);
	event_add(self->hang_up, NULL);
	self->lists = mc_http_watch_new(self->base, self->folder, read_again, self, error);
	return self->lists != NULL;
}

/* Every connection is an open file, and where none more may be open the loop would do nothing but
 * try to take the next one. More files than select() could bear do no harm here. */
static void
fit_to_files(guint *connections_max)
{
	struct rlimit files;
	guint wanted = *connections_max;

	if (getrlimit(RLIMIT_NOFILE, &files) != 0)
		return;
	files.rlim_cur = files.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &files) != 0 && getrlimit(RLIMIT_NOFILE, &files) != 0)
		return;
	if (files.rlim_cur >= OTHER_FILES + (rlim_t)SERVERS * wanted)
		return;
	*connections_max = files.rlim_cur > OTHER_FILES + SERVERS
	                       ? (guint)(files.rlim_cur - OTHER_FILES) / SERVERS
	                       : 1;
	g_warning("no more than %lu files may be open here (LimitNOFILE): %u connections at a time "
	          "instead of %u",
	    (gulong)files.rlim_cur, *connections_max, wanted);
}

static void
set_limits(McHttpServer *self, const McHttpSettings *settings)
{
	guint longest_ms = MAX(settings->request_timeout_ms, settings->idle_timeout_ms);

	self->limits.request_timeout_ms = settings->request_timeout_ms;
	self->limits.idle_timeout_ms = settings->idle_timeout_ms;
	self->connections_max = settings->connections_max;
	fit_to_files(&self->connections_max);
	evhttp_set_allowed_methods(self->http, EVHTTP_REQ_GET | EVHTTP_REQ_PUT | EVHTTP_REQ_POST);
	evhttp_set_max_headers_size(self->http, (ev_ssize_t)settings->header_max_bytes);
	/* Up to twice as much is read, to refuse it by name; libevent ends what is larger still. */
	self->body_max_bytes = settings->body_max_bytes;
	evhttp_set_max_body_size(self->http, 2 * (ev_ssize_t)settings->body_max_bytes);
	/* A peer that takes no bytes of its reply. */
	evhttp_set_timeout(self->http, (int)(longest_ms / 1000) + 1);
	/* Otherwise the refusal of a long body is lost in a reset. */
	evhttp_set_flags(self->http, EVHTTP_SERVER_LINGERING_CLOSE);
	evhttp_set_default_content_type(self->http, NULL);
	evhttp_set_bevcb(self->http, on_connection, self);
	evhttp_set_gencb(self->http, on_request, self);
}

/* What a connection waits for changes several times within a request; the kernel is told of the
 * outcome only. No descriptor here is a duplicate of another one, which this would not bear. */
static struct event_base *
new_base(void)
{
	struct event_config *config = event_config_new();
	struct event_base *base = NULL;

	event_config_set_flag(config, EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
	base = event_base_new_with_config(config);
	event_config_free(config);
	return base;
}

McHttpServer *
mc_http_server_new(
    const McHttpSettings *settings, const McHttpOps *ops, gpointer data, GError **error)
{
	static const int signals[] = {SIGTERM, SIGINT};
	g_autoptr(McHttpServer) self = g_new0(McHttpServer, 1);

	/* A peer that has gone is an error of its write, not the end of the process. */
	(void)signal(SIGPIPE, SIG_IGN);
	self->ops = ops;
	self->data = data;
	self->clients = settings->clients;
	self->folder = g_strdup(settings->folder);
	self->watch = (McHttpTlsWatch){on_fault, self};
	self->tls = mc_http_tls_new(settings->folder, settings->clients, &self->watch, error);
	if (self->tls == NULL)
		return NULL;
	self->ssl_slot = SSL_get_ex_new_index(0, self, NULL, NULL, on_ssl_freed);
	self->base = new_base();
	self->connections = g_ptr_array_new();
	event_base_priority_init(self->base, PRIORITIES);
	self->http = evhttp_new(self->base);
	set_limits(self, settings);
	self->group = mc_http_group_new(self->base, PRIORITY_GROUP_END, ops, data);
	for (guint i = 0; i < G_N_ELEMENTS(signals); i++) {
		self->signals[i] = evsignal_new(self->base, signals[i], on_signal, self->base);
		event_add(self->signals[i], NULL);
	}
	if (!watch_lists(self, error) || !listen_at(self, settings, error) || !find_port(self, error))
		return NULL;
	return g_steal_pointer(&self);
}

void
mc_http_server_free(McHttpServer *self)
{
	if (self == NULL)
		return;
	self->listener = NULL;
	g_clear_pointer(&self->group, mc_http_group_free);
	for (guint i = 0; i < G_N_ELEMENTS(self->signals); i++)
		g_clear_pointer(&self->signals[i], event_free);
	g_clear_pointer(&self->hang_up, event_free);
	g_clear_pointer(&self->lists, mc_http_watch_free);
	g_clear_pointer(&self->http, evhttp_free);
	g_clear_pointer(&self->connections, g_ptr_array_unref);
	g_clear_pointer(&self->base, event_base_free);
	SSL_CTX_free(self->tls);
	g_free(self->folder);
	g_free(self);
}

guint16
mc_http_server_port(const McHttpServer *self)
{
	return self->port;
}

void
mc_http_server_run(McHttpServer *self)
{
	event_base_dispatch(self->base);
	mc_http_group_end(self->group);
}
