#ifndef MC_DRIVERS_CAMERA_CHILD_SANDBOX_H
#define MC_DRIVERS_CAMERA_CHILD_SANDBOX_H

/* What the child gives up. Whatever breaks it ends the process at once. */

#include <glib.h>

/* First of all: no files written, no memory image, little memory and time, gone with the kiosk. */
void mc_camera_limit(void);

/* While plug-ins are loaded and the camera is opened: no network, no other process, nothing made,
 * renamed or removed; where the kernel has Landlock, nothing opened but the system's libraries and
 * the camera, whose node it is. */
gboolean mc_camera_forbid_all_but_opening(const char *node);

/* From then on: no file opened, nothing that was loaded changed or added to, no signal to others.
 * It reads and writes what is open, waits, has threads of its own and asks the camera. */
gboolean mc_camera_forbid_all_but_looking(void);

#endif
