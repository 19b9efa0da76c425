#ifndef MC_UI_SLIP_PAPER_H
#define MC_UI_SLIP_PAPER_H

/* A5 pages that are written from top to bottom; private to this room. Lengths in points. */

#include <cairo.h>
#include <glib.h>

#define MC_PAPER_WIDTH 419.53
#define MC_PAPER_HEIGHT 595.28
#define MC_PAPER_MARGIN 30.0

typedef enum McPaperTone { MC_PAPER_INK, MC_PAPER_SOFT } McPaperTone;

typedef struct McPaper {
	cairo_t *cr;
	cairo_surface_t *surface;
	GByteArray *bytes;
	gdouble y; /* where the next line begins */
} McPaper;

/* at: ISO 8601, of the document, or NULL; the paper says no other time. */
void mc_paper_begin(McPaper *paper, const char *title, const char *at);
/* Ends the last page; the bytes are the caller's. */
GBytes *mc_paper_end(McPaper *paper, GError **error);

typedef struct McPaperText {
	gdouble x, width, size;
	gboolean bold;
	McPaperTone tone;
} McPaperText;

/* Writes at y, wraps, moves y below it; begins a new page first where it would not fit. */
void mc_paper_write(McPaper *paper, const McPaperText *style, const char *text);
/* Writes without moving on: returns the height. */
gdouble mc_paper_write_at(McPaper *paper, const McPaperText *style, gdouble y, const char *text);
void mc_paper_rule(McPaper *paper);
/* A code with its quiet zone. */
gboolean mc_paper_qr(
    McPaper *paper, gdouble x, gdouble y, gdouble side, const char *text, GError **error);

#endif
