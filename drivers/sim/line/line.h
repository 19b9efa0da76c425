#ifndef MC_DRIVERS_SIM_LINE_LINE_H
#define MC_DRIVERS_SIM_LINE_LINE_H

/* The device side of a serial line behind USB: what a CDC-ACM, FTDI or CH340 plug does with its
 * requests, and what it puts around the bytes. The two ends of the line must run at one speed:
 * otherwise the bytes arrive as rubbish, as they would. Lock held throughout. */

#include "drivers/sim/core/device.h"

typedef enum McSimLineChip { MC_SIM_LINE_CDC, MC_SIM_LINE_FTDI, MC_SIM_LINE_CH340 } McSimLineChip;
#define MC_SIM_LINE_CHIPS 3

typedef struct McSimLine McSimLine;

/* baud: of the device behind the plug. */
McSimLine *mc_sim_line_new(McSimWorld *world, McSimLineChip chip, guint baud);
void mc_sim_line_free(McSimLine *line);

McSimDevice *mc_sim_line_device(McSimLine *line);
const char *mc_sim_line_chip_name(McSimLineChip chip);

/* What the device behind the plug says. Lost when the host has not opened the line. */
void mc_sim_line_say(McSimLine *line, const char *text);
/* FTDI: bits of its second status byte from now on (2 overrun, 4 parity, 8 framing, 16 break). */
void mc_sim_line_set_errors(McSimLine *line, guint8 errors);
/* The speed that the host asked for, 0 = not yet. */
guint mc_sim_line_host_baud(const McSimLine *line);
gboolean mc_sim_line_is_open(const McSimLine *line); /* DTR */

#endif
