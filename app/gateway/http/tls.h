#ifndef MC_APP_GATEWAY_HTTP_TLS_H
#define MC_APP_GATEWAY_HTTP_TLS_H

#include <glib.h>
#include <openssl/ssl.h>

/* TLS 1.3 alone, the client's certificate demanded, no system roots, no resumption: a session taken
 * up again would outlive its certificate. Refused handshakes are logged with their cause. Reads
 * tls.key, tls.crt and client-ca.pem of the folder. */
SSL_CTX *mc_http_tls_new(const char *folder, GError **error);

/* The common name of the peer's certificate, if that is still valid now and names one machine
 * (letters, digits, ".-_", at most 32). FALSE otherwise. */
gboolean mc_http_tls_client(SSL *ssl, char *name, gsize size);

#endif
