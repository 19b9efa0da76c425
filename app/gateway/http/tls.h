#ifndef MC_APP_GATEWAY_HTTP_TLS_H
#define MC_APP_GATEWAY_HTTP_TLS_H

#include "app/gateway/http/server.h"
#include <openssl/ssl.h>

/* Hears of clients that are turned away in the handshake. */
typedef struct McHttpTlsWatch {
	void (*fault)(McHttpPeerFault fault, const char *text, gpointer data);
	gpointer data;
} McHttpTlsWatch;

/* TLS 1.3 alone, the client's certificate demanded, no system roots, no resumption: a session taken
 * up again would outlive its certificate. Refused handshakes are logged with their cause. Reads
 * tls.key, tls.crt and client-ca.pem of the folder, and client-crls.pem where there is one: a
 * client on one of these lists is refused. For any client: the root, tls-root.pem, is shown with
 * the chain (whoever knows its fingerprint needs no more), and nothing is asked of the client.
 * watch: borrowed. */
SSL_CTX *mc_http_tls_new(
    const char *folder, McHttpClients clients, McHttpTlsWatch *watch, GError **error);

/* Name and key of the peer's certificate, if that is valid now, too, and names one machine
 * (letters, digits, ".-_", at most 32). FALSE otherwise, and why. in_force: what new connections
 * are made with; one that was made before it is judged by it, once. *client is empty before a
 * connection's first request and read then only: over TLS 1.3 its certificate stays the same, and
 * writing down a public key costs several times what a signature does. text is static. */
typedef struct McHttpTlsClient {
	char name[33];
	char key_digest[65]; /* SHA-256 of the public key (SubjectPublicKeyInfo), hexadecimal */
} McHttpTlsClient;
typedef struct McHttpTlsRefusal {
	McHttpPeerFault fault;
	const char *text;
} McHttpTlsRefusal;
gboolean mc_http_tls_client(
    SSL *ssl, SSL_CTX *in_force, McHttpTlsClient *client, McHttpTlsRefusal *refusal);

#endif
