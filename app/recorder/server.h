#ifndef MC_APP_RECORDER_SERVER_H
#define MC_APP_RECORDER_SERVER_H

/* The recorder's socket: one glass at a time, of the right user. A second one is told "busy" as
 * long as the first lives. */

#include "app/recorder/recorder.h"

typedef struct McServer McServer;

/* Replaces a socket that a killed recorder left behind. The recorder is borrowed; the server is its
 * listener. MC_ERROR_STORAGE when the socket cannot be made. */
McServer *mc_server_new(const char *socket_path, McRecorder *recorder, GError **error);
void mc_server_free(McServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McServer, mc_server_free)

#endif
