#ifndef MC_DRIVERS_SIM_PRINTER_PARSER_H
#define MC_DRIVERS_SIM_PRINTER_PARSER_H

/* ESC/POS as it arrives, byte by byte. Pure. Private to this room. */

#include <glib.h>

#define MC_SIM_PRINTER_ROW_BYTES 72

typedef enum McSimPrinterOp {
	MC_SIM_PRINTER_NOTHING, /* more bytes are needed */
	MC_SIM_PRINTER_ROW, /* row[] is one line of dots */
	MC_SIM_PRINTER_FEED, /* argument dots */
	MC_SIM_PRINTER_CUT,
	MC_SIM_PRINTER_RESET, /* ESC @ */
	MC_SIM_PRINTER_REAL_TIME, /* DLE EOT argument: at once, past all that waits */
	MC_SIM_PRINTER_CLEAR, /* DLE ENQ 2: forget what waits, recover */
	MC_SIM_PRINTER_STATUS, /* GS r argument, in its turn */
	MC_SIM_PRINTER_AUTOMATIC, /* GS a argument */
	MC_SIM_PRINTER_JUNK, /* printed as letters, or no command of ours */
} McSimPrinterOp;

typedef struct McSimPrinterParser {
	guint8 head[8];
	guint held; /* bytes of head */
	guint row_bytes_max; /* what the roll has room for */
	guint row_bytes, rows_left, at; /* of the raster that arrives */
	guint8 row[MC_SIM_PRINTER_ROW_BYTES];
	guint argument;
} McSimPrinterParser;

McSimPrinterOp mc_sim_printer_take(McSimPrinterParser *parser, guint8 byte);

#endif
