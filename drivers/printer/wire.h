#ifndef MC_DRIVERS_PRINTER_WIRE_H
#define MC_DRIVERS_PRINTER_WIRE_H

/* The part of ESC/POS that slips need, and the device id of IEEE 1284; pure. What comes back is a
 * stream in which real-time status (DLE EOT, one byte), automatic status (GS a, four bytes) and the
 * answer of GS r (one byte) are told apart by bits that are fixed in each. */

#include "app/ports/devices.h"
#include "app/ports/printer.h"

#define MC_ESCPOS_BAND_ROWS 48 /* 3.5 KB at 576 dots: what every buffer has room for */

typedef enum McEscposQuery {
	MC_ESCPOS_PRINTER = 1, /* DLE EOT 1: on line? */
	MC_ESCPOS_OFFLINE = 2, /* why not: cover, paper end, error */
	MC_ESCPOS_ERROR = 3, /* which error: cutter, other */
	MC_ESCPOS_PAPER = 4, /* near end, end */
} McEscposQuery;

void mc_escpos_ask(GByteArray *to, McEscposQuery query);
/* Reset, and automatic status on (on cover, paper, error and on-line changes). */
void mc_escpos_begin(GByteArray *to);
/* Rows of dots of row_bytes each, as many as fit a band; from the first on. Returns how many. */
guint mc_escpos_band(GByteArray *to, const guint8 *dots, guint rows, guint row_bytes);
/* Feed to the cutter and cut. */
void mc_escpos_cut(GByteArray *to);
/* GS r 1: a status in its turn. When it is answered all that was sent before is done. */
void mc_escpos_ask_in_turn(GByteArray *to);
/* DLE ENQ 2: forget what waits and recover from an error, at once. */
void mc_escpos_clear(GByteArray *to);

typedef enum McEscposEvent {
	MC_ESCPOS_MORE, /* not yet a whole one, or no status at all */
	MC_ESCPOS_STATUS, /* real-time: value is its byte */
	MC_ESCPOS_AUTOMATIC, /* state is filled in */
	MC_ESCPOS_TURN, /* the answer of GS r */
} McEscposEvent;

typedef struct McEscposReader {
	guint8 automatic[4];
	guint held; /* bytes of it */
} McEscposReader;

McEscposEvent mc_escpos_take(
    McEscposReader *reader, guint8 byte, guint8 *value, McPrinterState *state);

/* What a real-time status byte says on top of the others. */
void mc_escpos_apply(McEscposQuery query, guint8 value, McPrinterState *state);

/* "MFG:…;MDL:…;SN:…;" with its length of two bytes in front (USB printer class 1.1, 4.2.1): maker,
 * model and serial of the info where the strings left them empty. FALSE when it is none, or when
 * the printer says which commands it understands and ESC/POS is not among them. */
gboolean mc_printer_take_device_id(const guint8 *bytes, gsize length, McDeviceInfo *info);
/* How many dots it prints across, by what its device id says of the roll ("58 mm", "POS-58"):
 * MC_PRINTER_WIDTH_DOTS_NARROW or, where it says nothing of the kind, MC_PRINTER_WIDTH_DOTS. */
guint mc_printer_width_of_device_id(const guint8 *bytes, gsize length);

#endif
