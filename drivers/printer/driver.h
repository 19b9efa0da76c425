#ifndef MC_DRIVERS_PRINTER_DRIVER_H
#define MC_DRIVERS_PRINTER_DRIVER_H

#include "app/ports/printer.h"
#include "drivers/device/device.h"

typedef struct McPrinter McPrinter;

/* Ends with zeros; the udev rules come from it. */
extern const McUsbId mc_printer_usb_ids[];

/* bus: NULL on a machine without USB. */
McPrinter *mc_printer_new(McClock *clock, McBus *bus);
void mc_printer_free(McPrinter *printer);

/* For a printer whose device id does not say how wide it prints: dots, a multiple of 8 up to
 * MC_PRINTER_WIDTH_DOTS_MAX. 0 = as the id says. */
void mc_printer_set_width_dots(McPrinter *printer, guint dots);

McPrinterPort *mc_printer_port(McPrinter *printer);
McDevice *mc_printer_device(McPrinter *printer);

#endif
