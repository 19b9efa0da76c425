#ifndef MC_APP_GATEWAY_HTTP_SERVER_H
#define MC_APP_GATEWAY_HTTP_SERVER_H

/* HTTPS for machines: TLS 1.3, a client certificate from one authority (or none), bodies, headers,
 * time and connections bounded. Knows nothing of records.
 *
 * Replies leave in groups: every request that is readable in one turn of the loop is handled, then
 * commit() is called once, then the replies go out. So one flush to the disk covers all of them,
 * and none is confirmed before it is durable. */

#include <glib.h>

typedef struct McHttpServer McHttpServer;

typedef enum McHttpClients {
	MC_HTTP_CLIENTS_CERTIFIED, /* by client-ca.pem; every other handshake is refused */
	MC_HTTP_CLIENTS_ANY, /* for those who have no certificate yet; the server shows its root */
} McHttpClients;

typedef struct McHttpSettings {
	const char *folder; /* of tls.key, tls.crt, client-ca.pem and client-crls.pem; tls-root.pem */
	const char *address; /* numeric */
	guint16 port; /* 0 = any free one */
	guint body_max_bytes, header_max_bytes, connections_max;
	guint request_timeout_ms; /* handshake, header and body together */
	guint idle_timeout_ms; /* between requests */
	McHttpClients clients;
} McHttpSettings;

typedef enum McHttpMethod { MC_HTTP_GET, MC_HTTP_PUT, MC_HTTP_POST } McHttpMethod;

typedef struct McHttpRequest {
	McHttpMethod method;
	const char *path;
	const char *client; /* common name of the client's certificate; NULL = it has none */
	const char *client_key; /* SHA-256 of its public key, hexadecimal; NULL as well */
	const char *peer; /* numeric address */
	const char *idempotency_key, *content_range; /* or NULL */
	GBytes *body;
	gboolean is_too_large; /* the body: more than body_max_bytes; empty */
} McHttpRequest;

/* Why a peer was turned away before it could ask for anything. */
typedef enum McHttpPeerFault {
	MC_HTTP_PEER_FOREIGN,
	MC_HTTP_PEER_EXPIRED,
	MC_HTTP_PEER_NOT_YET_VALID,
	MC_HTTP_PEER_REVOKED,
	MC_HTTP_PEER_WITHOUT, /* a certificate */
} McHttpPeerFault;

typedef struct McHttpReply {
	guint status;
	const char *content_type; /* static */
	GBytes *body; /* owned by the server after handle() */
	guint ticket; /* not 0: there is no body before the commit; fetch() gives it */
	guint retry_after_s; /* 0 = none */
	gboolean lose; /* a demonstration's fault: commit, then close without a word */
} McHttpReply;

typedef struct McHttpOps {
	/* Fills in the reply; never waits. */
	void (*handle)(const McHttpRequest *request, McHttpReply *reply, gpointer data);
	/* reply: filled in by it when a request was made on a connection that counts no longer; NULL in
	 * the handshake, where there is nothing to answer. */
	void (*turned_away)(McHttpPeerFault fault, const char *text, McHttpReply *reply, gpointer data);
	/* Lists of revoked certificates have changed on the disk. FALSE: those in force stay. */
	gboolean (*reload)(gpointer data, GError **error);
	/* What was handled since the last call becomes durable. On FALSE all of it is answered with
	 * 503. */
	gboolean (*commit)(gpointer data);
	/* Of each reply with a ticket, when the commit was good, before anything else is handled. */
	GBytes *(*fetch)(guint ticket, gpointer data);
	/* The replies of a commit have been handed to their connections. */
	void (*replied)(gpointer data);
} McHttpOps;

/* MC_ERROR_BAD_INPUT or MC_ERROR_UNTRUSTED name the setting or file; MC_ERROR_BUSY the address. */
McHttpServer *mc_http_server_new(
    const McHttpSettings *settings, const McHttpOps *ops, gpointer data, GError **error);
void mc_http_server_free(McHttpServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McHttpServer, mc_http_server_free)

guint16 mc_http_server_port(const McHttpServer *server);
/* Until SIGTERM or SIGINT. When a list of revoked certificates (*-crls.pem) was put into the
 * folder, and on SIGHUP, all that TLS has from there is read again and reload() is called.
 * Connections stay; each is held against the new lists with its next request. What cannot be read
 * changes nothing. */
void mc_http_server_run(McHttpServer *server);

#endif
