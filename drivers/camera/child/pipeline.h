#ifndef MC_DRIVERS_CAMERA_CHILD_PIPELINE_H
#define MC_DRIVERS_CAMERA_CHILD_PIPELINE_H

/* GStreamer between a V4L2 node, or its test pattern, and one JPEG. Nothing is written anywhere. */

#include "drivers/camera/identity.h"
#include "drivers/camera/wire.h"

typedef struct McCameraPipeline McCameraPipeline;

/* source: a V4L2 node, MC_CAMERA_TEST_SOURCE or MC_CAMERA_TEST_MJPEG. It is opened and sees
 * nothing. NULL with a cause that is not NONE. */
McCameraPipeline *mc_camera_pipeline_open(const char *source, McCameraCause *cause);

McCameraCause mc_camera_pipeline_start(McCameraPipeline *pipeline);
McCameraCause mc_camera_pipeline_stop(McCameraPipeline *pipeline);

/* A picture that comes after the call, within 3 s. NULL with a cause. */
GBytes *mc_camera_pipeline_still(
    McCameraPipeline *pipeline, guint *width, guint *height, McCameraCause *cause);

/* Readable when trouble() is worth a look. */
int mc_camera_pipeline_file(McCameraPipeline *pipeline);
/* What has gone wrong meanwhile; NONE as long as it works. */
McCameraCause mc_camera_pipeline_trouble(McCameraPipeline *pipeline);

#endif
