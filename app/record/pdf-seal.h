#ifndef MC_APP_RECORD_PDF_SEAL_H
#define MC_APP_RECORD_PDF_SEAL_H

/* A printed sheet's signature: PAdES-B-B (EN 319 142-1), one detached CMS over all of the file but
 * the place where it stands. P-256: what reads PDF knows no SM2. For a key of its own: whoever has
 * the key of records or receipts signs no document that somebody else has drawn. */

#include <glib.h>

typedef struct McPdfKey {
	const char *key, *certificate, *chain; /* PEM files; chain may be NULL */
} McPdfKey;

/* pdf: one whole file as cairo writes it, with a plain cross-reference table, unsigned. The
 * signature is added behind it; what was drawn stays as it is, byte for byte. */
GBytes *mc_pdf_seal(const McPdfKey *key, GBytes *pdf, gint64 at_wall_us, GError **error);

#endif
