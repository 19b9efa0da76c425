#ifndef MC_UI_WIDGETS_BREAKS_H
#define MC_UI_WIDGETS_BREAKS_H

/* Where a line of words must not be broken. Pango may break Chinese between any two characters, and
 * would leave a single one on the last line, or part a number from its unit and a button's name in
 * two. */

#include <pango/pango.h>

/* NULL: anywhere that Pango likes. */
PangoAttrList *mc_breaks_forbidden(const char *text);

#endif
