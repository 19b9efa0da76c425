#include "ui/slip/paper.h"
#include "app/base/error.h"
#include "app/flow/session.h"
#include <cairo-pdf.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

#define QUIET_MODULES 4
#define PAGE_WIDTH 419.53
#define PAGE_HEIGHT 595.28
#define PAGE_MARGIN 30.0
#define ROLL_MARGIN 4.0
#define ROLL_ZOOM 0.9
#define DOT (72.0 / MC_PAPER_DOTS_PER_INCH)
#define DARK 96 /* of 255: a dot that is covered so far is burnt; thin strokes stay whole */

static cairo_status_t
keep(void *data, const unsigned char *bytes, unsigned int length)
{
	g_byte_array_append(data, bytes, length);
	return CAIRO_STATUS_SUCCESS;
}

void
mc_paper_begin_pages(McPaper *paper, const char *title, const char *at)
{
	*paper = (McPaper){.bytes = g_byte_array_new(),
	    .width = PAGE_WIDTH,
	    .height = PAGE_HEIGHT,
	    .margin = PAGE_MARGIN,
	    .zoom = 1,
	    .y = PAGE_MARGIN};
	paper->surface =
	    cairo_pdf_surface_create_for_stream(keep, paper->bytes, PAGE_WIDTH, PAGE_HEIGHT);
	cairo_pdf_surface_set_metadata(paper->surface, CAIRO_PDF_METADATA_TITLE, title);
	if (at != NULL)
		cairo_pdf_surface_set_metadata(paper->surface, CAIRO_PDF_METADATA_CREATE_DATE, at);
	paper->cr = cairo_create(paper->surface);
}

void
mc_paper_begin_roll(McPaper *paper, guint width_dots)
{
	*paper = (McPaper){.width = width_dots * DOT,
	    .height = MC_PRINTER_HEIGHT_DOTS_MAX * DOT,
	    .margin = ROLL_MARGIN,
	    .zoom = ROLL_ZOOM,
	    .y = ROLL_MARGIN};
	/* as long as it may become: what is not written on is not printed */
	paper->surface =
	    cairo_image_surface_create(CAIRO_FORMAT_A8, (int)width_dots, MC_PRINTER_HEIGHT_DOTS_MAX);
	paper->cr = cairo_create(paper->surface);
	cairo_scale(paper->cr, 1 / DOT, 1 / DOT);
}

/* ---- the end ---- */

static void
pack_row(const guchar *grey, guint width_dots, guint8 *dots)
{
	for (guint x = 0; x < width_dots; x++)
		if (grey[x] >= DARK)
			dots[x / 8] |= (guint8)(0x80 >> x % 8);
}

static GBytes *
pack(McPaper *paper)
{
	guint width_dots = (guint)cairo_image_surface_get_width(paper->surface);
	guint rows = (guint)ceil((paper->y + paper->margin) / DOT);
	gsize row_bytes = width_dots / 8, stride = 0;
	guint8 *dots = g_malloc0(rows * row_bytes);
	const guchar *grey = NULL;

	cairo_surface_flush(paper->surface);
	grey = cairo_image_surface_get_data(paper->surface);
	stride = (gsize)cairo_image_surface_get_stride(paper->surface);
	for (guint row = 0; row < rows; row++)
		pack_row(grey + row * stride, width_dots, dots + row * row_bytes);
	return g_bytes_new_take(dots, rows * row_bytes);
}

static GBytes *
end_roll(McPaper *paper, GError **error)
{
	cairo_status_t status = cairo_surface_status(paper->surface);
	GBytes *bytes = NULL;

	if (status != CAIRO_STATUS_SUCCESS)
		g_set_error(error, MC_ERROR, MC_ERROR_INTERNAL, "the slip could not be drawn: %s",
		    cairo_status_to_string(status));
	else if (paper->y + paper->margin > paper->height)
		g_set_error(error, MC_ERROR, MC_ERROR_REFUSED, "the slip is longer than a printer takes");
	else
		bytes = pack(paper);
	cairo_surface_destroy(paper->surface);
	return bytes;
}

GBytes *
mc_paper_end(McPaper *paper, GError **error)
{
	cairo_status_t status;
	GBytes *bytes;

	cairo_destroy(paper->cr);
	if (paper->bytes == NULL)
		return end_roll(paper, error);
	cairo_surface_finish(paper->surface);
	status = cairo_surface_status(paper->surface);
	cairo_surface_destroy(paper->surface);
	bytes = g_byte_array_free_to_bytes(paper->bytes);
	if (status == CAIRO_STATUS_SUCCESS)
		return bytes;
	g_bytes_unref(bytes);
	g_set_error(error, MC_ERROR, MC_ERROR_INTERNAL, "the slip could not be drawn: %s",
	    cairo_status_to_string(status));
	return NULL;
}

static PangoLayout *
layout_new(McPaper *paper, const McPaperText *style, const char *text)
{
	gdouble x = paper->margin + style->indent;
	PangoLayout *layout = pango_cairo_create_layout(paper->cr);
	PangoFontDescription *font = pango_font_description_from_string("Noto Sans CJK SC");

	pango_font_description_set_absolute_size(font, style->size * paper->zoom * PANGO_SCALE);
	pango_font_description_set_weight(font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	/* Paper has no pixels to round to. */
	pango_context_set_round_glyph_positions(pango_layout_get_context(layout), FALSE);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_width(
	    layout, (int)((paper->width - paper->margin - x - paper->beside) * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_text(layout, text, -1);
	return layout;
}

void
mc_paper_keep_together(McPaper *paper, gdouble height)
{
	if (paper->bytes == NULL || paper->y + height <= paper->height - paper->margin)
		return;
	cairo_show_page(paper->cr);
	paper->y = paper->margin;
}

void
mc_paper_write(McPaper *paper, const McPaperText *style, const char *text)
{
	g_autoptr(PangoLayout) layout = layout_new(paper, style, text);
	gint units;
	gdouble height, grey = style->tone == MC_PAPER_INK ? 0.05 : 0.3;

	/* An empty box on paper looks like a defect of the printer's. */
	if (pango_layout_get_unknown_glyphs_count(layout) > 0)
		g_warning_once("paper: characters that no font here has: install fonts-noto-cjk");
	pango_layout_get_size(layout, NULL, &units);
	height = (gdouble)units / PANGO_SCALE;
	mc_paper_keep_together(paper, height);
	cairo_set_source_rgb(paper->cr, grey, grey, grey);
	cairo_move_to(paper->cr, paper->margin + style->indent, paper->y);
	pango_cairo_show_layout(paper->cr, layout);
	paper->y += height + style->size * paper->zoom * 0.15;
}

void
mc_paper_rule(McPaper *paper)
{
	paper->y += 5;
	cairo_set_source_rgb(paper->cr, 0.7, 0.7, 0.7);
	cairo_set_line_width(paper->cr, 0.6);
	cairo_move_to(paper->cr, paper->margin, paper->y);
	cairo_line_to(paper->cr, paper->width - paper->margin, paper->y);
	cairo_stroke(paper->cr);
	paper->y += 6;
}

gboolean
mc_paper_qr(McPaper *paper, gdouble x, gdouble y, gdouble side, const char *text, GError **error)
{
	QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	gdouble module;

	if (code == NULL) {
		g_set_error(error, MC_ERROR, MC_ERROR_INTERNAL, "the slip's code could not be made");
		return FALSE;
	}
	module = side / (code->width + 2 * QUIET_MODULES);
	if (paper->bytes == NULL) { /* a scanner wants every module as wide as the next */
		module = floor(module / DOT) * DOT;
		x = round((x + (side - module * (code->width + 2 * QUIET_MODULES)) / 2) / DOT) * DOT;
		y = round(y / DOT) * DOT;
		cairo_set_antialias(paper->cr, CAIRO_ANTIALIAS_NONE);
	}
	cairo_set_source_rgb(paper->cr, 0, 0, 0);
	for (gint row = 0; row < code->width; row++)
		for (gint column = 0; column < code->width; column++)
			if (code->data[row * code->width + column] & 1)
				cairo_rectangle(paper->cr, x + (column + QUIET_MODULES) * module,
				    y + (row + QUIET_MODULES) * module, module, module);
	cairo_fill(paper->cr);
	QRcode_free(code);
	return TRUE;
}

gboolean
mc_paper_qr_below(McPaper *paper, gdouble side, const char *text, GError **error)
{
	gboolean fine;

	mc_paper_keep_together(paper, side);
	fine = mc_paper_qr(paper, (paper->width - side) / 2, paper->y, side, text, error);
	paper->y += side;
	return fine;
}
