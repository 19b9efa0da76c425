#ifndef MC_UI_SLIP_PAPER_H
#define MC_UI_SLIP_PAPER_H

/* Paper that is written from top to bottom: A5 pages of a PDF, or the roll of a slip printer, one
 * bit a dot. Private to this room. Lengths in points. */

#include <cairo.h>
#include <glib.h>

#define MC_PAPER_DOTS_PER_INCH 203.2 /* 8 dots a mm, what slip printers have */

typedef enum McPaperTone { MC_PAPER_INK, MC_PAPER_SOFT } McPaperTone; /* a roll knows ink only */

typedef struct McPaper {
	cairo_t *cr;
	cairo_surface_t *surface;
	GByteArray *bytes; /* of the PDF; NULL: a roll */
	gdouble width, height, margin;
	gdouble beside; /* kept free at the right edge */
	gdouble zoom; /* of the letters' sizes */
	gdouble y; /* where the next line begins */
} McPaper;

/* at: ISO 8601, of the document, or NULL; the paper says no other time. */
void mc_paper_begin_pages(McPaper *paper, const char *title, const char *at);
/* width_dots: a multiple of 8. */
void mc_paper_begin_roll(McPaper *paper, guint width_dots);
/* The PDF, or rows of dots as the printer's port takes them; the bytes are the caller's. A roll
 * that was written beyond MC_PRINTER_HEIGHT_DOTS_MAX is refused. */
GBytes *mc_paper_end(McPaper *paper, GError **error);

typedef struct McPaperText {
	gdouble indent, size;
	gboolean bold;
	McPaperTone tone;
} McPaperText;

/* Writes at y, wraps, moves y below it; begins a new page first where it would not fit. */
void mc_paper_write(McPaper *paper, const McPaperText *style, const char *text);
/* Begins a new page first where so much more would not fit. */
void mc_paper_keep_together(McPaper *paper, gdouble height);
void mc_paper_rule(McPaper *paper);
/* A code with its quiet zone, in a square; on a roll as wide as whole dots allow. */
gboolean mc_paper_qr(
    McPaper *paper, gdouble x, gdouble y, gdouble side, const char *text, GError **error);
/* The same as a line of its own, in the middle. */
gboolean mc_paper_qr_below(McPaper *paper, gdouble side, const char *text, GError **error);

#endif
