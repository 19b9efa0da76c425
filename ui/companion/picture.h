#ifndef MC_UI_COMPANION_PICTURE_H
#define MC_UI_COMPANION_PICTURE_H

/* What the person sees in the vision tester and hears in the headphones, drawn for a visitor. */

#include "ui/companion/state.h"

#include <cairo.h>

/* The optotype at a fixed number of pixels an arc minute, so that sizes compare. */
void mc_companion_draw_sight(cairo_t *cairo, int width, int height, const McCompanionState *state);

/* A head from behind with its two ears: tone and masking noise where they play. */
void mc_companion_draw_sound(cairo_t *cairo, int width, int height, const McCompanionState *state);

#endif
