#ifndef MC_APP_COURIER_SECURE_H
#define MC_APP_COURIER_SECURE_H

#include <curl/curl.h>

/* TLS 1.3 to one authority's servers (PEM file), over HTTPS 1.1. Nothing from the environment or
 * the system counts: no other proxy, root or protocol. A proxy (NULL = none) is asked for a tunnel;
 * what it says itself is never taken for the gateway's answer. */
void mc_curl_secure(CURL *handle, const char *ca_path, const char *proxy);

#endif
