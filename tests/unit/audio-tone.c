/* The sound of a presentation: frequency, level, rise and fall, pulses, masking (C9, T2). */
#include "drivers/audio/level.h"
#include "drivers/audio/tone.h"

#include <math.h>
#include <string.h>

#define RATE 48000
#define MS (RATE / 1000)

static const McToneOrder plain = {
    .rate_hz = RATE,
    .ear = MC_EAR_RIGHT,
    .frequency_hz = 1000,
    .tone_peak = 0.5,
    .gap_ms = 200,
    .duration_ms = 1000,
    .window_ms = 300,
};

typedef struct Sound {
	guint frames;
	gdouble sample[MC_SIDES][10 * RATE];
} Sound;

static Sound *
play(const McToneOrder *order)
{
	Sound *sound = g_new0(Sound, 1);
	gdouble sample[MC_SIDES];
	McTone tone;

	mc_tone_start(&tone, order);
	while (mc_tone_next(&tone, sample)) {
		for (guint ear = 0; ear < MC_SIDES; ear++)
			sound->sample[ear][sound->frames] = sample[ear];
		sound->frames++;
	}
	return sound;
}

static gdouble
rms(const gdouble *samples, guint count)
{
	gdouble sum = 0;

	for (guint i = 0; i < count; i++)
		sum += samples[i] * samples[i];
	return sqrt(sum / count);
}

static gdouble
peak(const gdouble *samples, guint count)
{
	gdouble most = 0;

	for (guint i = 0; i < count; i++)
		most = MAX(most, fabs(samples[i]));
	return most;
}

/* Upward crossings of zero, with the fraction of a sample: a frequency without a transform. */
static gdouble
frequency(const gdouble *samples, guint count)
{
	gdouble first = -1, last = -1;
	guint turns = 0;

	for (guint i = 1; i < count; i++) {
		gdouble at;

		if (samples[i - 1] >= 0 || samples[i] < 0)
			continue;
		at = i - samples[i] / (samples[i] - samples[i - 1]);
		if (first < 0)
			first = at;
		else
			turns++;
		last = at;
	}
	return turns * RATE / (last - first);
}

static void
assert_near(gdouble value, gdouble expected, gdouble tolerance)
{
	if (fabs(value - expected) > tolerance)
		g_error("%.9g is not %.9g ± %.3g", value, expected, tolerance);
}

static void
test_course(void)
{
	g_autofree Sound *sound = play(&plain);
	const gdouble *ear = sound->sample[MC_EAR_RIGHT];

	g_assert_cmpuint(sound->frames, ==, 1500 * MS);
	g_assert_cmpfloat(peak(sound->sample[MC_EAR_LEFT], sound->frames), <=, 0);
	g_assert_cmpfloat(peak(ear, 200 * MS), <=, 0);
	g_assert_cmpfloat(peak(ear + 1200 * MS, 300 * MS), <=, 0);
	assert_near(rms(ear + 400 * MS, 600 * MS), 0.5 / G_SQRT2, 1e-6);
	/* half-way up in the middle of the rise */
	assert_near(peak(ear + 217 * MS, MS), 0.25, 0.02);
	assert_near(peak(ear + 200 * MS, MS), 0, 0.005);
	assert_near(peak(ear + 235 * MS, 2 * MS), 0.5, 0.001);
	assert_near(peak(ear + 1182 * MS, MS), 0.25, 0.02);
}

static void
test_frequencies(void)
{
	static const guint frequencies[] = {
	    125, 250, 500, 750, 1000, 1500, 2000, 3000, 4000, 6000, 8000};

	for (guint i = 0; i < G_N_ELEMENTS(frequencies); i++) {
		McToneOrder order = plain;
		g_autofree Sound *sound = NULL;

		order.frequency_hz = frequencies[i];
		sound = play(&order);
		assert_near(frequency(sound->sample[MC_EAR_RIGHT] + 300 * MS, 800 * MS), frequencies[i],
		    frequencies[i] * 1e-4);
	}
}

static void
test_pulses(void)
{
	McToneOrder order = plain;
	g_autofree Sound *sound = NULL;
	const gdouble *ear;

	order.pulsed = TRUE;
	order.duration_ms = 1200;
	sound = play(&order);
	ear = sound->sample[MC_EAR_RIGHT] + 200 * MS;
	for (guint pulse = 0; pulse < 3; pulse++, ear += 450 * MS) {
		/* 225 ms between the half-amplitude points, 190 of them on the plateau */
		assert_near(peak(ear + 17 * MS, MS), 0.25, 0.02);
		assert_near(rms(ear + 35 * MS, 190 * MS), 0.5 / G_SQRT2, 1e-5);
		assert_near(peak(ear + 242 * MS, MS), 0.25, 0.02);
		if (pulse < 2) /* and nothing at all in between */
			g_assert_cmpfloat(peak(ear + 260 * MS, 190 * MS), <=, 0);
	}
	/* a pulse that would not end in time does not begin */
	g_clear_pointer(&sound, g_free);
	order.duration_ms = 1100;
	sound = play(&order);
	g_assert_cmpfloat(peak(sound->sample[MC_EAR_RIGHT] + (200 + 710) * MS, 390 * MS), <=, 0);
	/* shorter than a pulse: one, with its rise and fall */
	g_clear_pointer(&sound, g_free);
	order.duration_ms = 100;
	sound = play(&order);
	ear = sound->sample[MC_EAR_RIGHT] + 200 * MS;
	assert_near(peak(ear + 40 * MS, 20 * MS), 0.5, 0.001);
	assert_near(peak(ear + 99 * MS, MS), 0, 0.005);
}

/* A catch trial differs in nothing but the tone. */
static void
test_silent(void)
{
	McToneOrder order = plain;
	g_autofree Sound *loud = NULL, *silent = NULL;

	order.masking_rms = 0.05;
	order.seed = 7;
	loud = play(&order);
	order.tone_peak = 0;
	silent = play(&order);
	g_assert_cmpuint(loud->frames, ==, silent->frames);
	g_assert_cmpfloat(peak(silent->sample[MC_EAR_RIGHT], silent->frames), <=, 0);
	g_assert_cmpmem(loud->sample[MC_EAR_LEFT], sizeof loud->sample[0], silent->sample[MC_EAR_LEFT],
	    sizeof silent->sample[0]);
}

/* Power at one frequency (Goertzel), to see where the noise lies. */
static gdouble
power_at(const gdouble *samples, guint count, gdouble frequency_hz)
{
	gdouble c = 2 * cos(2 * G_PI * frequency_hz / RATE), s1 = 0, s2 = 0;

	for (guint i = 0; i < count; i++) {
		gdouble s0 = samples[i] + c * s1 - s2;

		s2 = s1;
		s1 = s0;
	}
	return s1 * s1 + s2 * s2 - c * s1 * s2;
}

static gdouble
band_power(const gdouble *samples, guint count, gdouble from_hz, gdouble to_hz)
{
	gdouble sum = 0;

	for (guint i = 0; i < 40; i++)
		sum += power_at(samples, count, from_hz + (to_hz - from_hz) * i / 39);
	return sum / 40;
}

static void
test_masking(void)
{
	static const guint frequencies[] = {500, 1000, 4000};

	for (guint i = 0; i < G_N_ELEMENTS(frequencies); i++) {
		McToneOrder order = plain;
		gdouble centre = frequencies[i], within;
		g_autofree Sound *sound = NULL;
		const gdouble *noise;

		order.frequency_hz = frequencies[i];
		order.masking_rms = 0.05;
		order.gap_ms = 8000;
		order.seed = 11;
		sound = play(&order);
		noise = sound->sample[MC_EAR_LEFT];
		/* from its first plateau to its last: the tone does not change it */
		assert_near(20 * log10(rms(noise + 50 * MS, 9200 * MS) / 0.05), 0, 0.4);
		within = band_power(noise, 8 * RATE, centre * 0.95, centre * 1.05);
		g_assert_cmpfloat(
		    10 * log10(band_power(noise, 8 * RATE, centre * 0.45, centre * 0.5) / within), <, -25);
		g_assert_cmpfloat(
		    10 * log10(band_power(noise, 8 * RATE, centre * 2.0, centre * 2.2) / within), <, -25);
	}
}

static void
test_encode(void)
{
	guint8 bytes[4];
	McTone tone;
	gint sum = 0;

	mc_tone_start(&tone, &plain);
	mc_tone_encode(&tone, 1.5, 16, 2, bytes);
	g_assert_cmphex(bytes[0] | bytes[1] << 8, ==, 0x7fff);
	mc_tone_encode(&tone, -1.5, 24, 3, bytes);
	g_assert_cmphex(bytes[0] | bytes[1] << 8 | bytes[2] << 16, ==, 0x800000);
	mc_tone_encode(&tone, -1.5, 24, 4, bytes);
	g_assert_cmphex(
	    (guint)bytes[0] | (guint)bytes[1] << 8 | (guint)bytes[2] << 16 | (guint)bytes[3] << 24, ==,
	    0x80000000u);
	/* a fifth of a step is there, in the mean */
	for (guint i = 0; i < 100000; i++) {
		mc_tone_encode(&tone, 0.2 / 32767, 16, 2, bytes);
		sum += (gint16)(bytes[0] | bytes[1] << 8);
	}
	assert_near(sum / 100000.0, 0.2, 0.01);
}

/* ---- levels ---- */

static const McAudioUnit unit = {
    .ceiling_deci_db_hl = 900,
    .full_scale_deci_db_spl = {1100, 1090},
    .masking_above_tone_deci_db = {40, 40, 40, 50, 60, 60, 60, 60, 50, 50, 50},
    .headphones = {.transducer = MC_TRANSDUCER_HDA200,
        .corrections = {2, {{1000, {0, 5}}, {4000, {80, 70}}}}},
};

static void
test_levels(void)
{
	gdouble value;

	g_assert_cmpint(mc_audio_tone_peak(&unit, MC_EAR_LEFT, 1000, 300, &value), ==, 0);
	assert_near(20 * log10(value), 30 + 5.5 - 110, 1e-9);
	g_assert_cmpint(mc_audio_tone_peak(&unit, MC_EAR_RIGHT, 1000, -100, &value), ==, 0);
	assert_near(20 * log10(value), -10 + 5.5 + 0.5 - 109, 1e-9);
	g_assert_cmpint(mc_audio_tone_peak(&unit, MC_EAR_LEFT, 1000, 800, &value), ==, 0);
	g_assert_cmpint(
	    mc_audio_tone_peak(&unit, MC_EAR_LEFT, 1000, 801, &value), ==, MC_AUDIO_LEVEL_CEILING);
	g_assert_cmpfloat(value, <=, 0);
	g_assert_cmpint(mc_audio_tone_peak(&unit, MC_EAR_LEFT, 1000, G_MININT32, &value), ==,
	    MC_AUDIO_LEVEL_CEILING);
	g_assert_cmpint(
	    mc_audio_tone_peak(&unit, MC_EAR_LEFT, 3000, 300, &value), ==, MC_AUDIO_LEVEL_FREQUENCY);
}

static void
test_masking_levels(void)
{
	McAudioUnit weak = unit;
	gdouble value;

	g_assert_cmpint(mc_audio_masking_rms(&unit, MC_EAR_LEFT, 1000, MC_NO_MASKING, &value), ==, 0);
	g_assert_cmpfloat(value, <=, 0);
	g_assert_cmpint(mc_audio_masking_rms(&unit, MC_EAR_LEFT, 1000, 400, &value), ==, 0);
	assert_near(20 * log10(value * G_SQRT2), 40 + 5.5 + 6 - 110, 1e-9);
	g_assert_cmpint(mc_audio_masking_rms(&unit, MC_EAR_RIGHT, 4000, 400, &value), ==, 0);
	assert_near(20 * log10(value * G_SQRT2), 40 + 9.5 + 7 + 5 - 109, 1e-9);
	/* By how much noise lies above a tone is the record's, at each frequency. */
	weak.masking_above_tone_deci_db[4] = 75;
	g_assert_cmpint(mc_audio_masking_rms(&weak, MC_EAR_LEFT, 1000, 400, &value), ==, 0);
	assert_near(20 * log10(value * G_SQRT2), 40 + 5.5 + 7.5 - 110, 1e-9);
	weak = unit;
	weak.full_scale_deci_db_spl[MC_EAR_LEFT] = 800;
	g_assert_cmpint(
	    mc_audio_masking_rms(&weak, MC_EAR_LEFT, 1000, 640, &value), ==, MC_AUDIO_LEVEL_FULL_SCALE);
	g_assert_cmpint(
	    mc_audio_tone_peak(&weak, MC_EAR_LEFT, 1000, 760, &value), ==, MC_AUDIO_LEVEL_FULL_SCALE);
	g_assert_cmpfloat(value, <=, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/audio/tone/course", test_course);
	g_test_add_func("/audio/tone/frequencies", test_frequencies);
	g_test_add_func("/audio/tone/pulses", test_pulses);
	g_test_add_func("/audio/tone/silent", test_silent);
	g_test_add_func("/audio/tone/masking", test_masking);
	g_test_add_func("/audio/tone/encode", test_encode);
	g_test_add_func("/audio/level/tone", test_levels);
	g_test_add_func("/audio/level/masking", test_masking_levels);
	return g_test_run();
}
