#ifndef MC_DRIVERS_AUDIO_TONE_H
#define MC_DRIVERS_AUDIO_TONE_H

/* The sound of one presentation, sample by sample; pure: no clock, no allocation, the same order
 * gives the same samples. Silence, then the tone on one channel, then the window; masking noise on
 * the other channel all the while.
 *
 * Tones rise and fall in 35 ms (raised cosine) and, when pulsed, are on and off for 225 ms between
 * half-amplitude points (IEC 60645-1: 20 to 50 ms, 225 ± 40 ms, at least 150 ms of plateau). The
 * phase is a 64-bit integer, so the frequency is exact to 2^-64 of the sampling rate; sines and
 * envelopes are computed in double precision. */

#include "app/exam/types.h"
#include <glib.h>

#define MC_TONE_RISE_MS 35
#define MC_TONE_PULSE_MS 225
#define MC_TONE_PERIOD_MS 450

typedef struct McToneOrder {
	guint rate_hz; /* of sampling */
	McEar ear; /* of the tone; left is channel 0 */
	guint frequency_hz; /* below a third of the rate */
	gdouble tone_peak; /* amplitude, full scale = 1; 0 = silent */
	gdouble masking_rms; /* third octave round the frequency, other channel; 0 = off */
	gboolean pulsed;
	guint gap_ms, duration_ms, window_ms;
	guint64 seed; /* of the noise and of the dither */
} McToneOrder;

typedef struct McToneFilter {
	gdouble gain, a1, a2; /* band pass: gain (1 - z^-2) / (1 + a1 z^-1 + a2 z^-2) */
	gdouble x1, x2, y1, y2;
} McToneFilter;

typedef struct McTone {
	McToneOrder order;
	guint64 frame, frames; /* the next one, and how many there are */
	guint64 onset, offset; /* frames */
	guint64 phase, phase_step; /* 2^64 = one turn */
	guint64 random;
	gdouble noise_scale;
	McToneFilter filter[2];
} McTone;

void mc_tone_start(McTone *tone, const McToneOrder *order);
/* The next frame, one sample a channel; FALSE: it is over and both are 0. */
gboolean mc_tone_next(McTone *tone, gdouble sample[MC_SIDES]);

/* As the sink takes it: little-endian, bits (16 or 24) left-justified in bytes (2 to 4). With
 * triangular dither of one step, so that a tone below a step is still heard, undistorted. */
void mc_tone_encode(McTone *tone, gdouble sample, guint bits, guint bytes, guint8 *to);

#endif
