#ifndef MC_DRIVERS_CAMERA_PLACE_H
#define MC_DRIVERS_CAMERA_PLACE_H

/* The camera's place on the device board, as every other instrument has it: what is shown is
 * debounced (O10), and a camera that nobody enrolled takes no pictures. */

#include "app/base/clock.h"
#include "app/ports/camera.h"
#include "app/ports/devices.h"

typedef struct McCameraPlace McCameraPlace;

/* As mc_camera_new(). The clock outlives it. */
McCameraPlace *mc_camera_place_new(McClock *clock, const char *program, const char *source);
void mc_camera_place_free(McCameraPlace *place);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McCameraPlace, mc_camera_place_free)

/* Not ready, and refuses, as long as the camera is locked. */
McCameraPort *mc_camera_place_port(McCameraPlace *place);

const McDeviceInfo *mc_camera_place_shown(McCameraPlace *place);
void mc_camera_place_set_listener(McCameraPlace *place, McDeviceListener listener, gpointer data);
void mc_camera_place_set_enrolments(
    McCameraPlace *place, const McEnrolment *enrolments, guint count);
/* A picture is taken and thrown away. */
void mc_camera_place_self_test(McCameraPlace *place, McDeviceDone done, gpointer data);

#endif
