#ifndef MC_APP_COURIER_LOOP_H
#define MC_APP_COURIER_LOOP_H

/* libcurl's sockets and timer as sources of the GLib main loop. */

#include <curl/curl.h>
#include <glib.h>

typedef struct McCurlLoop McCurlLoop;

/* A transfer has ended; its handle is already out of the multi handle. */
typedef void (*McCurlDone)(CURL *handle, CURLcode code, gpointer data);

McCurlLoop *mc_curl_loop_new(McCurlDone done, gpointer data);
/* No transfer is under way any more. */
void mc_curl_loop_free(McCurlLoop *loop);
void mc_curl_loop_start(McCurlLoop *loop, CURL *handle);
void mc_curl_loop_stop(McCurlLoop *loop, CURL *handle);

#endif
