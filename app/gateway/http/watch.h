#ifndef MC_APP_GATEWAY_HTTP_WATCH_H
#define MC_APP_GATEWAY_HTTP_WATCH_H

/* Hears that a list of revoked certificates was put into a folder: a file whose name ends in
 * "-crls.pem" and that was written to its end, or renamed into its place. */

#include <event2/event.h>
#include <glib.h>

typedef struct McHttpWatch McHttpWatch;

/* changed: once for all that came together, from the loop. MC_ERROR_INTERNAL. */
McHttpWatch *mc_http_watch_new(struct event_base *base, const char *folder,
    void (*changed)(gpointer data), gpointer data, GError **error);
void mc_http_watch_free(McHttpWatch *watch);

#endif
