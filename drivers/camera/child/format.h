#ifndef MC_DRIVERS_CAMERA_CHILD_FORMAT_H
#define MC_DRIVERS_CAMERA_CHILD_FORMAT_H

#include <gst/gst.h>

/* What is taken of a camera, by all that it has: raw pictures where it has them, for they cost no
 * decoding; else the JPEGs that most webcams make. */
typedef enum McCameraFormat {
	MC_CAMERA_FORMAT_NONE,
	MC_CAMERA_FORMAT_RAW,
	MC_CAMERA_FORMAT_JPEG,
} McCameraFormat;
McCameraFormat mc_camera_format_of(const GstCaps *caps);

#endif
