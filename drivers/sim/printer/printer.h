#ifndef MC_DRIVERS_SIM_PRINTER_PRINTER_H
#define MC_DRIVERS_SIM_PRINTER_PRINTER_H

/* A slip printer of 576 dots (USB 1209:4D52, printer class) that understands the part of ESC/POS
 * that slips need: raster lines, feed, cut, real-time and automatic status. It has a roll of paper,
 * a cover and a cutter, each of which may be in the wrong state. Lock held throughout. */

#include "drivers/sim/core/device.h"

typedef struct McSimPrinter McSimPrinter;

/* changed(data) when a slip was cut off, or it stops or goes on. */
McSimPrinter *mc_sim_printer_new(McSimWorld *world, void (*changed)(gpointer data), gpointer data);
void mc_sim_printer_free(McSimPrinter *printer);
McSimDevice *mc_sim_printer_device(McSimPrinter *printer);

/* "paper" (mm on the roll), "roll" (80, 58: its width in mm), "cover" (open, closed), "cutter"
 * (jammed, free), "serial" */
gboolean mc_sim_printer_set(
    McSimPrinter *printer, const char *key, const char *value, GError **error);
void mc_sim_printer_describe(McSimPrinter *printer, GString *line);

/* The last slip that was cut off, as a portable bitmap (P4); FALSE when there is none yet. */
gboolean mc_sim_printer_save(McSimPrinter *printer, const char *path, GError **error);

#endif
