#ifndef MC_DRIVERS_STATURE_DRIVER_H
#define MC_DRIVERS_STATURE_DRIVER_H

#include "app/ports/stature.h"
#include "drivers/device/device.h"

typedef struct McStature McStature;

/* End with zeros; the udev rules come from them. Units that speak SCPI, and those on a serial line.
 */
extern const McUsbId mc_stature_scpi_usb_ids[];
extern const McUsbId mc_stature_line_usb_ids[];

/* bus: NULL on a machine without USB. */
McStature *mc_stature_new(McClock *clock, McBus *bus);
void mc_stature_free(McStature *stature);

McStaturePort *mc_stature_port(McStature *stature);
/* Two devices of one kind: whichever is plugged in is used, the first if both are. */
#define MC_STATURE_DEVICES 2
McDevice *mc_stature_device(McStature *stature, guint index);
/* No plate moves. For the end of the program. */
gboolean mc_stature_is_at_rest(const McStature *stature);

#endif
