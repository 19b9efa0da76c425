#ifndef MC_DRIVERS_AUDIO_ORDER_H
#define MC_DRIVERS_AUDIO_ORDER_H

/* From what an exam wants heard to what is played on one measured unit; pure. */

#include "drivers/audio/level.h"
#include "drivers/audio/tone.h"

/* FALSE with MC_ERROR_REFUSED when it cannot be heard on such a unit, or may not be: a catch trial
 * is refused as its tone would be. seed counts on: each order has noise of its own. */
gboolean mc_audio_order_of_stimulus(const McStimulus *stimulus, const McAudioUnit *unit,
    guint rate_hz, guint64 *seed, McToneOrder *order, GError **error);

#endif
