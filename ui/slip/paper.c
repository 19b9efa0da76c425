#include "ui/slip/paper.h"
#include "app/base/error.h"
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

#define QUIET_MODULES 4

static cairo_status_t
keep(void *data, const unsigned char *bytes, unsigned int length)
{
	g_byte_array_append(data, bytes, length);
	return CAIRO_STATUS_SUCCESS;
}

void
mc_paper_begin(McPaper *paper, const char *title, const char *at)
{
	paper->bytes = g_byte_array_new();
	paper->surface =
	    cairo_pdf_surface_create_for_stream(keep, paper->bytes, MC_PAPER_WIDTH, MC_PAPER_HEIGHT);
	cairo_pdf_surface_set_metadata(paper->surface, CAIRO_PDF_METADATA_TITLE, title);
	if (at != NULL)
		cairo_pdf_surface_set_metadata(paper->surface, CAIRO_PDF_METADATA_CREATE_DATE, at);
	paper->cr = cairo_create(paper->surface);
	paper->y = MC_PAPER_MARGIN;
}

GBytes *
mc_paper_end(McPaper *paper, GError **error)
{
	cairo_status_t status;
	GBytes *bytes;

	cairo_destroy(paper->cr);
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
	PangoLayout *layout = pango_cairo_create_layout(paper->cr);
	PangoFontDescription *font = pango_font_description_from_string("Noto Sans CJK SC");

	pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
	pango_font_description_set_weight(font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	/* Paper has no pixels to round to. */
	pango_context_set_round_glyph_positions(pango_layout_get_context(layout), FALSE);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_width(layout, (int)(style->width * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_text(layout, text, -1);
	return layout;
}

static gdouble
show(McPaper *paper, PangoLayout *layout, const McPaperText *style, gdouble y)
{
	gint height;
	gdouble grey = style->tone == MC_PAPER_INK ? 0.05 : 0.3;

	cairo_set_source_rgb(paper->cr, grey, grey, grey);
	cairo_move_to(paper->cr, style->x, y);
	pango_cairo_show_layout(paper->cr, layout);
	pango_layout_get_size(layout, NULL, &height);
	return (gdouble)height / PANGO_SCALE;
}

gdouble
mc_paper_write_at(McPaper *paper, const McPaperText *style, gdouble y, const char *text)
{
	g_autoptr(PangoLayout) layout = layout_new(paper, style, text);

	return show(paper, layout, style, y);
}

void
mc_paper_write(McPaper *paper, const McPaperText *style, const char *text)
{
	g_autoptr(PangoLayout) layout = layout_new(paper, style, text);
	gint height;

	pango_layout_get_size(layout, NULL, &height);
	if (paper->y + (gdouble)height / PANGO_SCALE > MC_PAPER_HEIGHT - MC_PAPER_MARGIN) {
		cairo_show_page(paper->cr);
		paper->y = MC_PAPER_MARGIN;
	}
	paper->y += show(paper, layout, style, paper->y) + style->size * 0.15;
}

void
mc_paper_rule(McPaper *paper)
{
	paper->y += 5;
	cairo_set_source_rgb(paper->cr, 0.7, 0.7, 0.7);
	cairo_set_line_width(paper->cr, 0.6);
	cairo_move_to(paper->cr, MC_PAPER_MARGIN, paper->y);
	cairo_line_to(paper->cr, MC_PAPER_WIDTH - MC_PAPER_MARGIN, paper->y);
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
