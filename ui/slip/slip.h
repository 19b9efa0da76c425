#ifndef MC_UI_SLIP_SLIP_H
#define MC_UI_SLIP_SLIP_H

/* What the citizen takes home: how it ended, the reference number and its QR code, whether the
 * record is recorded here, sent or accepted. On the printer's roll, and as PDF for a kiosk that
 * keeps a file instead (demonstrations, tests). The PDF masks the name; the roll has none, and no
 * number stands on either. Of an unfinished check also the code with which it goes on (C18): no
 * datum of the person, but with it and a guessed number one could tell whose check it is, so the
 * file is as private as the paper. */

#include "app/flow/session.h"

/* Where the code stands on the first page, in points from the top left corner, quiet zone included.
 */
#define MC_SLIP_QR_X 296.0
#define MC_SLIP_QR_Y 100.0
#define MC_SLIP_QR_SIDE 96.0

/* Of a view whose record is at least recorded (MC_ERROR_REFUSED otherwise), in the language of the
 * moment (C2). */
GBytes *mc_slip_write_pdf(const McView *view, GError **error);

/* Of the recorder's answer, in the visit's language (C2), as dots for the printer's port. A copy
 * says which it is (K4). */
GBytes *mc_slip_draw_dots(
    const McHello *hello, const McRecorderReply *reply, guint width_dots, GError **error);

/* The same as PDF, for paper files, with the digest of the sealed record, which is the original. No
 * name; the reply's slip, verdicts, case and record are of the record alone. In the language of the
 * moment. */
GBytes *mc_slip_write_sheet(const McHello *hello, const McRecorderReply *reply, GError **error);

/* Keeps it as <folder>/<reference>.pdf, replacing an earlier one, and makes the folder. */
gboolean mc_slip_keep(const McView *view, const char *folder, GError **error);

/* Follows a view: keeps a slip on the end page and again whenever the record's state has changed.
 * Start with all but the folder zero. */
typedef struct McSlipKeeper {
	const char *folder; /* borrowed; NULL: no slips are kept */
	McReceiptState kept; /* what the kept slip says; NONE: none of this visit yet */
} McSlipKeeper;

void mc_slip_follow(McSlipKeeper *keeper, const McView *view);

#endif
