#ifndef MC_DRIVERS_AUDIO_LEVEL_H
#define MC_DRIVERS_AUDIO_LEVEL_H

/* From hearing levels to amplitudes, for one unit: a sound card and the headphones that it was
 * calibrated with. Pure.
 *
 *   amplitude = 10 ^ ((sound pressure of the level in this ear - that of full scale) / 20)
 *
 * app/exam/transducer.h turns hearing levels into sound pressures. Masking is in effective level:
 * narrow-band noise that just hides a tone of that hearing level. By how much its sound pressure
 * lies above the tone's, the record says, too. */

#include "app/exam/transducer.h"
#include <glib.h>

/* Of the unit's calibration record. */
typedef struct McAudioUnit {
	gint32 ceiling_deci_db_hl;
	gint32 full_scale_deci_db_spl[MC_SIDES]; /* of a sine of full scale */
	McTransducerUnit headphones; /* references and corrections of each frequency */
	gint32 masking_above_tone_deci_db[MC_TRANSDUCER_FREQUENCIES];
} McAudioUnit;

typedef enum McAudioLevelProblem {
	MC_AUDIO_LEVEL_OK,
	MC_AUDIO_LEVEL_FREQUENCY, /* not in the record */
	MC_AUDIO_LEVEL_CEILING, /* louder than anybody may hear here */
	MC_AUDIO_LEVEL_FULL_SCALE, /* louder than the unit can play it */
} McAudioLevelProblem;
const char *mc_audio_level_problem_text(McAudioLevelProblem problem);

/* peak: of full scale = 1. */
McAudioLevelProblem mc_audio_tone_peak(const McAudioUnit *unit, McEar ear, gint32 frequency_hz,
    gint32 level_deci_db_hl, gdouble *peak);
/* rms: of full scale = 1, at most a quarter, because noise has peaks. MC_NO_MASKING gives 0. */
McAudioLevelProblem mc_audio_masking_rms(
    const McAudioUnit *unit, McEar ear, gint32 frequency_hz, gint32 level_deci_db, gdouble *rms);

#endif
