#ifndef MC_DRIVERS_RESPONSE_PAD_DRIVER_H
#define MC_DRIVERS_RESPONSE_PAD_DRIVER_H

#include "app/ports/response-pad.h"
#include "drivers/device/device.h"

typedef struct McResponsePad McResponsePad;

/* Ends with zeros; the udev rules come from it. A keyboard or gamepad that is not in it is never
 * opened; one that is in it and not enrolled is not listened to. */
extern const McUsbId mc_response_pad_usb_ids[];

/* bus: NULL on a machine without USB. ids: the table above, unless somebody tries one of another
 * make; they outlive the pad. */
McResponsePad *mc_response_pad_new(McClock *clock, McBus *bus, const McUsbId *ids);
void mc_response_pad_free(McResponsePad *pad);

McResponsePadPort *mc_response_pad_port(McResponsePad *pad);
McDevice *mc_response_pad_device(McResponsePad *pad);

#endif
