#ifndef MC_DRIVERS_REFERENCES_DRIVER_H
#define MC_DRIVERS_REFERENCES_DRIVER_H

#include "app/ports/reference.h"
#include "drivers/device/device.h"

typedef struct McReference McReference;

/* End with zeros; the udev rules come from them. */
extern const McUsbId mc_sound_meter_usb_ids[];
extern const McUsbId mc_luminance_meter_usb_ids[];

/* bus: NULL on a machine without USB. */
McReference *mc_sound_meter_new(McClock *clock, McBus *bus);
McReference *mc_luminance_meter_new(McClock *clock, McBus *bus);
void mc_reference_free(McReference *reference);

McReferencePort *mc_reference_port(McReference *reference);
McDevice *mc_reference_device(McReference *reference);

#endif
