#ifndef MC_UI_WIDGETS_SIGNATURE_H
#define MC_UI_WIDGETS_SIGNATURE_H

/* The glass as paper: strokes of one finger or pen. A signature is personal: it is wiped with the
 * widget. */

#include <gtk/gtk.h>

#define MC_TYPE_SIGNATURE_PAD (mc_signature_pad_get_type())
G_DECLARE_FINAL_TYPE(McSignaturePad, mc_signature_pad, MC, SIGNATURE_PAD, GtkWidget)

/* Called after each stroke with all of them, as app/record/personal.h has them: JSON array of
 * strokes [[x,y,t_ms],…] in tenths of a millimetre from the top left corner; NULL when cleared. */
typedef void (*McSignatureFunc)(GBytes *strokes, gpointer data);

GtkWidget *mc_signature_pad_new(
    const char *description, gdouble pixels_per_mm, McSignatureFunc func, gpointer data);
void mc_signature_pad_clear(GtkWidget *pad);

#endif
