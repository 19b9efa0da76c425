#include "drivers/audio/level.h"

#include <math.h>

#define LOUDEST_NOISE_RMS 0.25

const char *
mc_audio_level_problem_text(McAudioLevelProblem problem)
{
	switch (problem) {
	case MC_AUDIO_LEVEL_OK: return "within what may be played";
	case MC_AUDIO_LEVEL_FREQUENCY: return "a frequency for which it is not calibrated";
	case MC_AUDIO_LEVEL_CEILING: return "louder than its ceiling";
	case MC_AUDIO_LEVEL_FULL_SCALE: return "louder than it can play undistorted";
	}
	g_return_val_if_reached("");
}

static McAudioLevelProblem
amplitude(const McAudioUnit *unit, McEar ear, gint32 frequency_hz, gint32 level_deci_db,
    gint32 above_deci_db, gdouble *peak)
{
	gint32 pressure, below_full_scale;

	*peak = 0;
	/* 0 dB HL is within every ceiling: it can only be the frequency */
	if (!mc_transducer_sound_pressure(&unit->headphones, ear, frequency_hz, 0, &pressure))
		return MC_AUDIO_LEVEL_FREQUENCY;
	/* the floor is against overflow */
	if (level_deci_db > unit->ceiling_deci_db_hl || level_deci_db < -10000 ||
	    !mc_transducer_sound_pressure(
	        &unit->headphones, ear, frequency_hz, level_deci_db, &pressure))
		return MC_AUDIO_LEVEL_CEILING;
	below_full_scale = unit->full_scale_deci_db_spl[ear] - pressure - above_deci_db;
	if (below_full_scale < 0)
		return MC_AUDIO_LEVEL_FULL_SCALE;
	*peak = pow(10, -below_full_scale / 200.0);
	return MC_AUDIO_LEVEL_OK;
}

McAudioLevelProblem
mc_audio_tone_peak(
    const McAudioUnit *unit, McEar ear, gint32 frequency_hz, gint32 level_deci_db_hl, gdouble *peak)
{
	return amplitude(unit, ear, frequency_hz, level_deci_db_hl, 0, peak);
}

McAudioLevelProblem
mc_audio_masking_rms(
    const McAudioUnit *unit, McEar ear, gint32 frequency_hz, gint32 level_deci_db, gdouble *rms)
{
	McAudioLevelProblem problem;
	gint32 above_deci_db;
	gdouble peak;

	*rms = 0;
	if (level_deci_db == MC_NO_MASKING)
		return MC_AUDIO_LEVEL_OK;
	if (!mc_transducer_at(unit->masking_above_tone_deci_db, frequency_hz, &above_deci_db))
		return MC_AUDIO_LEVEL_FREQUENCY;
	problem = amplitude(unit, ear, frequency_hz, level_deci_db, above_deci_db, &peak);
	if (problem != MC_AUDIO_LEVEL_OK)
		return problem;
	/* sound pressures are effective values, and full scale was measured with a sine */
	if (peak * G_SQRT2 / 2 > LOUDEST_NOISE_RMS)
		return MC_AUDIO_LEVEL_FULL_SCALE;
	*rms = peak * G_SQRT2 / 2;
	return MC_AUDIO_LEVEL_OK;
}
