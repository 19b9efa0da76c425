#ifndef MC_APP_GATEWAY_HTTP_CONNECTION_H
#define MC_APP_GATEWAY_HTTP_CONNECTION_H

/* The time limits of one connection, for its whole life. evhttp's own time-out begins anew with
 * every byte: who drips bytes holds a connection for ever. Here the first byte of a request starts
 * the one deadline for all of it. */

#include "app/gateway/http/tls.h"
#include <event2/bufferevent.h>
#include <glib.h>

typedef struct McHttpConnection McHttpConnection;

typedef struct McHttpLimits {
	guint request_timeout_ms, idle_timeout_ms;
} McHttpLimits;

/* The handshake counts as part of the first request. */
McHttpConnection *mc_http_connection_new(
    struct event_base *base, struct bufferevent *stream, const McHttpLimits *limits);
void mc_http_connection_free(McHttpConnection *connection);

/* Who is at its other end, see mc_http_tls_client(). */
McHttpTlsClient *mc_http_connection_client(McHttpConnection *connection);

/* Where there are too many one has to make room: who has been waiting long for a first request,
 * which a stranger without a certificate never makes; then whoever has been idle longest. NULL: all
 * are at work. Its end comes with the loop's next turns. */
McHttpConnection *mc_http_connection_to_end(const GPtrArray *connections);
void mc_http_connection_end(McHttpConnection *connection);

/* A whole request has arrived: no deadline while it is worked on. */
void mc_http_connection_arrived(McHttpConnection *connection);
/* Its reply is under way: the next one may come. */
void mc_http_connection_replied(McHttpConnection *connection);

#endif
