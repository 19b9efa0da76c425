#ifndef MC_TESTS_SUPPORT_GATEWAY_TUNNEL_H
#define MC_TESTS_SUPPORT_GATEWAY_TUNNEL_H

/* A proxy as offices have them: it opens a tunnel by CONNECT (RFC 9110 9.3.6) and carries bytes. In
 * threads of its own, so that a test may wait in its own way. */

#include <glib.h>

typedef struct McTunnel McTunnel;

/* answer: what it says instead of opening a tunnel, "HTTP/1.1 409 …\r\n\r\n"; NULL: it opens them.
 */
McTunnel *mc_tunnel_new(const char *answer);
void mc_tunnel_free(McTunnel *tunnel);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McTunnel, mc_tunnel_free)

guint mc_tunnel_port(const McTunnel *tunnel);
/* How often it was asked for one. */
guint mc_tunnel_asked(McTunnel *tunnel);

#endif
