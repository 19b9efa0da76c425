#ifndef MC_DRIVERS_HEARING_DRIVER_H
#define MC_DRIVERS_HEARING_DRIVER_H

#include "app/ports/hearing.h"
#include "drivers/device/device.h"

typedef struct McHearing McHearing;

/* Ends with zeros; the udev rules come from it. */
extern const McUsbId mc_hearing_usb_ids[];

/* bus: NULL on a machine without USB. */
McHearing *mc_hearing_new(McClock *clock, McBus *bus);
void mc_hearing_free(McHearing *hearing);

McHearingPort *mc_hearing_port(McHearing *hearing);
McDevice *mc_hearing_device(McHearing *hearing);
/* Nothing plays. For the end of the program. */
gboolean mc_hearing_is_mute(const McHearing *hearing);

#endif
