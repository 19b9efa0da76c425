#ifndef MC_DRIVERS_RESPONSE_PAD_WIRE_H
#define MC_DRIVERS_RESPONSE_PAD_WIRE_H

/* From reports to the keys of a pad; pure. */

#include "app/ports/response-pad.h"
#include "drivers/bus/hid-wire.h"

/* A bit a McPadKey. */
typedef guint McPadKeys;

/* Arrows, or the keypad's 1 to 9 around the 5; space, enter, or the keypad's 0 5 and enter for
 * "cannot". All other keys are none of ours. */
McPadKeys mc_pad_keys_of_keyboard(const guint8 *report, gsize length);

/* The hat in its eight directions, or else the stick beyond half of its way; any button for
 * "cannot". */
McPadKeys mc_pad_keys_of_gamepad(const McHidMap *map, const guint8 *report, gsize length);
/* Enough to answer with: a hat or a stick, and a button. */
gboolean mc_pad_is_gamepad(const McHidMap *map);

#endif
