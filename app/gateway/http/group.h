#ifndef MC_APP_GATEWAY_HTTP_GROUP_H
#define MC_APP_GATEWAY_HTTP_GROUP_H

#include "app/gateway/http/connection.h"
#include "app/gateway/http/server.h"
#include <event2/http.h>

/* Replies that wait for their common commit. */
typedef struct McHttpGroup McHttpGroup;

McHttpGroup *mc_http_group_new(
    struct event_base *base, int priority, const McHttpOps *ops, gpointer data);
void mc_http_group_free(McHttpGroup *group);

/* Takes the reply's body. Ends the group by itself in this turn of the loop, or when it is full. */
void mc_http_group_add(McHttpGroup *group, struct evhttp_request *request,
    McHttpConnection *connection, const McHttpReply *reply);
/* Something without a reply is to be committed with the group. */
void mc_http_group_note(McHttpGroup *group);
void mc_http_group_end(McHttpGroup *group);
/* Somebody waits for a place: the next reply that leaves takes its connection along. */
void mc_http_group_want_room(McHttpGroup *group, gboolean wanted);

#endif
