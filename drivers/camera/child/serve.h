#ifndef MC_DRIVERS_CAMERA_CHILD_SERVE_H
#define MC_DRIVERS_CAMERA_CHILD_SERVE_H

#include "drivers/camera/child/pipeline.h"

/* Answers commands from the socket until the kiosk closes it or something fails. */
void mc_camera_serve(McCameraPipeline *pipeline, int socket);

void mc_camera_say(int socket, McCameraState state, McCameraCause cause);

#endif
