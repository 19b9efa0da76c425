#ifndef MC_DRIVERS_ID_READER_DRIVER_H
#define MC_DRIVERS_ID_READER_DRIVER_H

#include "app/ports/id-reader.h"
#include "drivers/device/device.h"

typedef struct McIdReader McIdReader;

/* Ends with zeros; the udev rules come from it. */
extern const McUsbId mc_id_reader_usb_ids[];

/* bus: NULL on a machine without USB. */
McIdReader *mc_id_reader_new(McClock *clock, McBus *bus);
void mc_id_reader_free(McIdReader *reader);

McIdReaderPort *mc_id_reader_port(McIdReader *reader);
McDevice *mc_id_reader_device(McIdReader *reader);

#endif
