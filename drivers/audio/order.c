#include "drivers/audio/order.h"

#include "app/base/error.h"

/* FALSE for a stimulus that is not heard. */
static gboolean
tone_of(const McStimulus *stimulus, McToneStimulus *tone)
{
	const McSideStimulus *side = &stimulus->as.side;

	if (stimulus->kind == MC_EXAM_HEARING)
		*tone = stimulus->as.tone;
	if (stimulus->kind == MC_EXAM_SIDE)
		*tone = (McToneStimulus){
		    .ear = side->side,
		    .frequency_hz = side->frequency_hz,
		    .level_deci_db_hl = side->level_deci_db_hl,
		    .masking_deci_db = side->masking_deci_db,
		    .silent = side->silent,
		    .gap_ms = side->gap_ms,
		    .duration_ms = side->duration_ms,
		    .window_ms = side->window_ms,
		    .by_loudspeaker = side->by_loudspeaker,
		};
	return stimulus->kind == MC_EXAM_HEARING || stimulus->kind == MC_EXAM_SIDE;
}

gboolean
mc_audio_order_of_stimulus(const McStimulus *stimulus, const McAudioUnit *unit, guint rate_hz,
    guint64 *seed, McToneOrder *order, GError **error)
{
	McAudioLevelProblem problem;
	McToneStimulus tone;
	McEar other;

	if (!tone_of(stimulus, &tone) || tone.by_loudspeaker || tone.gap_ms < 0 ||
	    tone.duration_ms <= 0 || tone.window_ms < 0) {
		g_set_error_literal(
		    error, MC_ERROR, MC_ERROR_REFUSED, "sound card: nothing to hear in this stimulus");
		return FALSE;
	}
	other = tone.ear == MC_EAR_LEFT ? MC_EAR_RIGHT : MC_EAR_LEFT;
	*order = (McToneOrder){
	    .rate_hz = rate_hz,
	    .ear = tone.ear,
	    .frequency_hz = (guint)tone.frequency_hz,
	    .pulsed = TRUE,
	    .gap_ms = (guint)tone.gap_ms,
	    .duration_ms = (guint)tone.duration_ms,
	    .window_ms = (guint)tone.window_ms,
	    .seed = ++*seed,
	};
	/* a level that may not be played is refused in a catch trial, too */
	problem = mc_audio_tone_peak(
	    unit, tone.ear, tone.frequency_hz, tone.level_deci_db_hl, &order->tone_peak);
	if (problem == MC_AUDIO_LEVEL_OK)
		problem = mc_audio_masking_rms(
		    unit, other, tone.frequency_hz, tone.masking_deci_db, &order->masking_rms);
	if (tone.silent)
		order->tone_peak = 0;
	if (problem == MC_AUDIO_LEVEL_OK)
		return TRUE;
	g_set_error(
	    error, MC_ERROR, MC_ERROR_REFUSED, "sound card: %s", mc_audio_level_problem_text(problem));
	return FALSE;
}
