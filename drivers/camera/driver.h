#ifndef MC_DRIVERS_CAMERA_DRIVER_H
#define MC_DRIVERS_CAMERA_DRIVER_H

/* Runs medcheck-camera, without environment and with nothing but a socket, and gives each answer
 * 5 s: what the child reads comes from a stranger's camera. A child that hangs, crashes or talks
 * nonsense is ended and started again after 2, 4, 8 … 30 s; one whose camera is not there when its
 * node comes. */

#include "app/ports/camera.h"
#include "app/ports/devices.h"

typedef struct McCamera McCamera;

/* program: medcheck-camera. source: a V4L2 node (or a link to one), or a test pattern (identity.h).
 */
McCamera *mc_camera_new(const char *program, const char *source);
/* Ends the child; no callback comes any more. */
void mc_camera_free(McCamera *camera);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McCamera, mc_camera_free)

McCameraPort *mc_camera_port(McCamera *camera);

/* State and cause, and who made it, as the system knows it. */
const McDeviceInfo *mc_camera_info(McCamera *camera);
/* After every change of these, from the main loop. */
void mc_camera_set_listener(McCamera *camera, void (*changed)(gpointer data), gpointer data);

#endif
