#ifndef MC_DRIVERS_CAMERA_CHILD_TROUBLE_H
#define MC_DRIVERS_CAMERA_CHILD_TROUBLE_H

#include "drivers/camera/wire.h"
#include <gst/gst.h>

/* Empties a pipeline's bus; NONE when no trouble was told on it. The first word is the cause: that
 * a picture could not be read. What follows from it, that the stream has ended, comes a moment
 * later and tells nothing. */
McCameraCause mc_camera_trouble_on(GstBus *bus);

#endif
