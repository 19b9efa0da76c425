#ifndef MC_DRIVERS_CAMERA_IDENTITY_H
#define MC_DRIVERS_CAMERA_IDENTITY_H

#include "app/ports/devices.h"

#define MC_CAMERA_TEST_SOURCE "test" /* raw, as from a camera that has it … */
#define MC_CAMERA_TEST_MJPEG "test-mjpeg" /* … and as from one that has JPEGs only */

gboolean mc_camera_is_test(const char *source);

/* Ids, maker, model and serial number of the USB device behind a V4L2 node, as sysfs has them; ""
 * where it has none. The test pattern has the serial number "test-pattern". */
void mc_camera_identify(const char *source, McDeviceInfo *info);

#endif
