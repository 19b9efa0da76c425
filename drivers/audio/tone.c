#include "drivers/audio/tone.h"

#include <math.h>
#include <string.h>

#define TURN 18446744073709551616.0 /* 2^64 */
#define HALF_BAND 1.122462048309373 /* 2^(1/6): a third octave reaches so far either way */

/* ---- chance: splitmix64 ---- */

static guint64
next_random(McTone *self)
{
	guint64 z = self->random += G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* Even between -1 and 1. */
static gdouble
next_even(McTone *self)
{
	return (gdouble)(next_random(self) >> 11) * (2.0 / 9007199254740992.0) - 1.0;
}

/* ---- masking noise ---- */

/* Second order, its edges (-3 dB) a third octave apart; two of them in a row. */
static void
filter_set(McToneFilter *filter, gdouble rate, gdouble centre)
{
	gdouble width = tan(G_PI * centre * (HALF_BAND - 1 / HALF_BAND) / rate);

	*filter = (McToneFilter){
	    .gain = width / (1 + width),
	    .a1 = -2 * cos(2 * G_PI * centre / rate) / (1 + width),
	    .a2 = (1 - width) / (1 + width),
	};
}

static gdouble
filter_next(McToneFilter *filter, gdouble x)
{
	gdouble y = filter->gain * (x - filter->x2) - filter->a1 * filter->y1 - filter->a2 * filter->y2;

	filter->x2 = filter->x1;
	filter->x1 = x;
	filter->y2 = filter->y1;
	filter->y1 = y;
	return y;
}

static gdouble
filters_next(McTone *self, gdouble x)
{
	return filter_next(&self->filter[1], filter_next(&self->filter[0], x));
}

static void
filters_set(McTone *self)
{
	for (guint i = 0; i < G_N_ELEMENTS(self->filter); i++)
		filter_set(&self->filter[i], self->order.rate_hz, self->order.frequency_hz);
}

/* What white noise of ±1 must be multiplied with: from the energy of the impulse response, which
 * has died away after half a second at 125 Hz. The filters are warm afterwards, so that the noise
 * has its level from its first sample. */
static void
masking_set(McTone *self)
{
	guint half_a_second = self->order.rate_hz / 2;
	gdouble energy = 0;

	self->noise_scale = 0;
	if (self->order.masking_rms <= 0)
		return;
	filters_set(self);
	for (guint i = 0; i < half_a_second; i++) {
		gdouble y = filters_next(self, i == 0 ? 1 : 0);

		energy += y * y;
	}
	self->noise_scale = self->order.masking_rms * sqrt(3.0 / energy);
	filters_set(self);
	for (guint i = 0; i < half_a_second; i++)
		filters_next(self, next_even(self));
}

/* ---- envelopes: times in frames ---- */

static guint64
frames_of_ms(const McTone *self, guint64 ms)
{
	return ms * self->order.rate_hz / 1000;
}

/* 0 to 1 over rise, up to the middle of length, and mirrored from there. */
static gdouble
envelope(guint64 at, guint64 length, guint64 rise)
{
	guint64 from_end = length - 1 - at, near = MIN(at, from_end);

	if (at >= length)
		return 0;
	if (near >= rise)
		return 1;
	return 0.5 - 0.5 * cos(G_PI * ((gdouble)near + 0.5) / (gdouble)rise);
}

static gdouble
tone_envelope(const McTone *self)
{
	guint64 at = self->frame - self->onset, length = self->offset - self->onset;
	guint64 rise = frames_of_ms(self, MC_TONE_RISE_MS);
	guint64 pulse = frames_of_ms(self, MC_TONE_PULSE_MS) + rise;
	guint64 period = frames_of_ms(self, MC_TONE_PERIOD_MS);

	rise = MIN(rise, length / 2);
	if (!self->order.pulsed || length <= pulse)
		return envelope(at, length, rise);
	/* a pulse that would not end in time does not begin */
	if (at / period * period + pulse > length)
		return 0;
	return envelope(at % period, pulse, rise);
}

/* ---- frames ---- */

void
mc_tone_start(McTone *self, const McToneOrder *order)
{
	g_return_if_fail(order->rate_hz > 0 && order->frequency_hz < order->rate_hz / 3);
	*self = (McTone){.order = *order, .random = order->seed};
	self->onset = frames_of_ms(self, order->gap_ms);
	self->offset = frames_of_ms(self, (guint64)order->gap_ms + order->duration_ms);
	self->frames =
	    frames_of_ms(self, (guint64)order->gap_ms + order->duration_ms + order->window_ms);
	self->phase_step = (guint64)((gdouble)order->frequency_hz / order->rate_hz * TURN);
	masking_set(self);
}

/* The phase starts at the onset, so that the tone is the same wherever it stands. */
static gdouble
next_tone(McTone *self)
{
	gdouble turn = (gdouble)self->phase / TURN;

	if (self->frame < self->onset || self->frame >= self->offset)
		return 0;
	self->phase += self->phase_step;
	return self->order.tone_peak * tone_envelope(self) * sin(2 * G_PI * turn);
}

static gdouble
next_masking(McTone *self)
{
	gdouble noise;

	if (self->order.masking_rms <= 0)
		return 0;
	noise = self->noise_scale * filters_next(self, next_even(self));
	return noise * envelope(self->frame, self->frames, frames_of_ms(self, MC_TONE_RISE_MS));
}

gboolean
mc_tone_next(McTone *self, gdouble sample[MC_SIDES])
{
	McEar other = self->order.ear == MC_EAR_LEFT ? MC_EAR_RIGHT : MC_EAR_LEFT;

	sample[MC_EAR_LEFT] = sample[MC_EAR_RIGHT] = 0;
	if (self->frame >= self->frames)
		return FALSE;
	sample[self->order.ear] = next_tone(self);
	sample[other] = next_masking(self);
	self->frame++;
	return TRUE;
}

void
mc_tone_encode(McTone *self, gdouble sample, guint bits, guint bytes, guint8 *to)
{
	gdouble top = (gdouble)(1u << (bits - 1)), dither = 0.5 * (next_even(self) + next_even(self));
	gdouble step = CLAMP(rint(sample * (top - 1) + dither), -top, top - 1);
	guint32 value = (guint32)((gint32)step * (1 << (8 * bytes - bits)));

	for (guint i = 0; i < bytes; i++)
		to[i] = (guint8)(value >> (8 * i));
}
