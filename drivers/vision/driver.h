#ifndef MC_DRIVERS_VISION_DRIVER_H
#define MC_DRIVERS_VISION_DRIVER_H

#include "app/ports/vision.h"
#include "drivers/device/device.h"

typedef struct McVision McVision;

/* Ends with zeros; the udev rules come from it. */
extern const McUsbId mc_vision_usb_ids[];

/* bus: NULL on a machine without USB. */
McVision *mc_vision_new(McClock *clock, McBus *bus);
void mc_vision_free(McVision *vision);

McVisionPort *mc_vision_port(McVision *vision);
McDevice *mc_vision_device(McVision *vision);
/* Nothing is on or being shown. For the end of the program. */
gboolean mc_vision_is_dark(const McVision *vision);

#endif
