/* Reference levels, corrections and the room's limits, for every transducer. C11. */
#include "app/exam/transducer.h"

#include <glib.h>

static gint32
reference(McTransducer transducer, gint32 hz)
{
	gint32 deci_db = -9999;

	g_assert_true(mc_transducer_reference(transducer, hz, &deci_db));
	return deci_db;
}

/* One figure of each column and both ends of the table, as ISO 389 prints them. */
static void
test_references(void)
{
	gint32 unused = 0;

	g_assert_cmpint(reference(MC_TRANSDUCER_TDH39, 1000), ==, 70);
	g_assert_cmpint(reference(MC_TRANSDUCER_TDH39, 125), ==, 450);
	g_assert_cmpint(reference(MC_TRANSDUCER_TDH39, 8000), ==, 130);
	g_assert_cmpint(reference(MC_TRANSDUCER_DT48, 3000), ==, 60);
	g_assert_cmpint(reference(MC_TRANSDUCER_SUPRA_AURAL, 500), ==, 135);
	g_assert_cmpint(reference(MC_TRANSDUCER_HDA200, 500), ==, 110);
	g_assert_cmpint(reference(MC_TRANSDUCER_HDA200, 2000), ==, 45);
	g_assert_cmpint(reference(MC_TRANSDUCER_ER3A_EAR, 1500), ==, 95);
	g_assert_cmpint(reference(MC_TRANSDUCER_ER3A_2CC, 1000), ==, 0);
	g_assert_cmpint(reference(MC_TRANSDUCER_DD65V2, 4000), ==, 93);
	g_assert_false(mc_transducer_reference(MC_TRANSDUCER_DD65V2, 750, &unused));
	g_assert_false(mc_transducer_reference(MC_TRANSDUCER_TDH39, 1001, &unused));
	/* Those of the free field are the plan's. */
	g_assert_false(mc_transducer_reference(MC_TRANSDUCER_LOUDSPEAKER, 2000, &unused));
	g_assert_true(mc_field_reference(&mc_field_plan_default, 2000, &unused));
	g_assert_cmpint(unused, ==, -13);
	g_assert_false(mc_field_reference(&mc_field_plan_default, 1001, &unused));
}

/* C11: what ISO 389-4 prints for third octaves, from 125 Hz to 8 kHz. */
static void
test_masking(void)
{
	static const gint32 hz[] = {125, 500, 750, 1000, 3000, 4000, 8000};
	static const gint32 deci_db[] = {40, 40, 50, 60, 60, 50, 50};
	gint32 above = -1;

	for (gsize i = 0; i < G_N_ELEMENTS(hz); i++) {
		g_assert_true(mc_transducer_at(mc_masking_above_tone_deci_db, hz[i], &above));
		g_assert_cmpint(above, ==, deci_db[i]);
	}
	g_assert_false(mc_transducer_at(mc_masking_above_tone_deci_db, 1001, &above));
}

static void
test_sound_pressure(void)
{
	static const McTransducerUnit unit = {
	    .transducer = MC_TRANSDUCER_HDA200,
	    .corrections = {2, {{1000, {4, -6}}, {2000, {0, 11}}}},
	};
	gint32 deci_db = 0;

	g_assert_true(mc_transducer_sound_pressure(&unit, MC_EAR_LEFT, 1000, 400, &deci_db));
	g_assert_cmpint(deci_db, ==, 400 + 55 + 4);
	g_assert_true(mc_transducer_sound_pressure(&unit, MC_EAR_RIGHT, 1000, 400, &deci_db));
	g_assert_cmpint(deci_db, ==, 400 + 55 - 6);
	g_assert_true(mc_transducer_sound_pressure(&unit, MC_EAR_RIGHT, 2000, 800, &deci_db));
	g_assert_cmpint(deci_db, ==, 800 + 45 + 11);
	/* The ceiling; and what was not calibrated is not played. */
	g_assert_false(mc_transducer_sound_pressure(&unit, MC_EAR_RIGHT, 2000, 801, &deci_db));
	g_assert_false(mc_transducer_sound_pressure(&unit, MC_EAR_RIGHT, 500, 400, &deci_db));
}

/* T5: a list that a laboratory cannot have meant is none. */
static void
test_corrections(void)
{
	static const struct {
		McCorrections corrections;
		bool usable;
		gint32 largest;
	} rows[] = {
	    {{2, {{500, {-3, 2}}, {1000, {1, -150}}}}, true, 150},
	    {{1, {{8000, {0, 0}}}}, true, 0},
	    {{0}, false, 0},
	    {{12, {{500, {0, 0}}}}, false, 0},
	    {{-1, {{500, {0, 0}}}}, false, 0},
	    {{2, {{500, {-3, 2}}, {1000, {1, -151}}}}, false, 151},
	    {{2, {{500, {-3, 2}}, {1000, {900, 0}}}}, false, 900},
	    {{2, {{1000, {0, 0}}, {500, {0, 0}}}}, false, 0},
	    {{2, {{1000, {0, 0}}, {1000, {0, 0}}}}, false, 0},
	    {{1, {{1001, {0, 0}}}}, false, 0},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_assert_cmpint(mc_corrections_are_usable(&rows[i].corrections), ==, rows[i].usable);
		if (rows[i].corrections.count <= MC_TRANSDUCER_FREQUENCIES)
			g_assert_cmpint(
			    mc_corrections_largest_deci_db(&rows[i].corrections), ==, rows[i].largest);
	}
	g_assert_true(mc_corrections_cover(&rows[0].corrections, 1000));
	g_assert_false(mc_corrections_cover(&rows[0].corrections, 2000));
	g_assert_false(mc_corrections_cover(&rows[2].corrections, 500));
}

static gint32
limit_of(McTransducer transducer, gint32 frequency_hz, gint32 level_deci_db_hl)
{
	return mc_noise_limit(&mc_noise_plan_default, transducer, frequency_hz, level_deci_db_hl);
}

/* The values of the table in the literature for a lowest level of 20 dB HL: TDH-39 41, 46, 54, 57;
 * DD450 56, 59, 60, 70; less the 5 dB for a peak. */
static void
test_noise_limits(void)
{
	static const gint32 hz[] = {500, 1000, 2000, 4000};
	static const gint32 tdh39[] = {360, 410, 490, 520};
	static const gint32 dd450[] = {515, 545, 550, 655};

	for (gsize i = 0; i < G_N_ELEMENTS(hz); i++) {
		g_assert_cmpint(limit_of(MC_TRANSDUCER_TDH39, hz[i], 200), ==, tdh39[i]);
		g_assert_cmpint(limit_of(MC_TRANSDUCER_HDA200, hz[i], 200), ==, dd450[i]);
		/* A louder tone bears a louder room, decibel by decibel. */
		g_assert_cmpint(limit_of(MC_TRANSDUCER_TDH39, hz[i], 400), ==, tdh39[i] + 200);
		/* Nothing over the ears, nothing kept out; and no unknown model is trusted further than
		 * the strictest. */
		for (int t = 0; t < MC_TRANSDUCERS; t++) {
			gint32 limit = limit_of((McTransducer)t, hz[i], 200);

			g_assert_cmpint(limit, >=, limit_of(MC_TRANSDUCER_LOUDSPEAKER, hz[i], 200));
			if (t != MC_TRANSDUCER_LOUDSPEAKER)
				g_assert_cmpint(limit, >=, limit_of(MC_TRANSDUCER_SUPRA_AURAL, hz[i], 200));
		}
	}
}

/* C11: each of these figures is the plan's. */
static void
test_noise_limits_are_data(void)
{
	McNoisePlan plan = mc_noise_plan_default;

	plan.covered_deci_db_spl[1] += 30;
	g_assert_cmpint(mc_noise_limit(&plan, MC_TRANSDUCER_TDH39, 1000, 200), ==, 440);
	g_assert_cmpint(mc_noise_limit(&plan, MC_TRANSDUCER_TDH39, 2000, 200), ==, 490);
	plan.attenuation_deci_db[MC_COVER_HDA200][1] -= 20;
	g_assert_cmpint(mc_noise_limit(&plan, MC_TRANSDUCER_HDA200, 1000, 200), ==, 555);
	plan.attenuation_deci_db[MC_COVER_ER3A][1] -= 10;
	g_assert_cmpint(mc_noise_limit(&plan, MC_TRANSDUCER_ER3A_2CC, 1000, 200), ==, 630);
	plan.open_deci_db_spl[1] += 7;
	g_assert_cmpint(mc_noise_limit(&plan, MC_TRANSDUCER_LOUDSPEAKER, 1000, 200), ==, 287);
	plan.margin_deci_db = 0;
	g_assert_cmpint(mc_noise_limit(&plan, MC_TRANSDUCER_TDH39, 1000, 200), ==, 490);
}

static void
test_octaves(void)
{
	g_assert_cmpint(mc_transducer_octave(125), ==, 0);
	g_assert_cmpint(mc_transducer_octave(707), ==, 0);
	g_assert_cmpint(mc_transducer_octave(750), ==, 1);
	g_assert_cmpint(mc_transducer_octave(1400), ==, 1);
	g_assert_cmpint(mc_transducer_octave(1500), ==, 2);
	g_assert_cmpint(mc_transducer_octave(3000), ==, 3);
	g_assert_cmpint(mc_transducer_octave(20000), ==, 3);
}

static void
test_models(void)
{
	g_assert_cmpint(mc_transducer_of_model("TDH-39P"), ==, MC_TRANSDUCER_TDH39);
	g_assert_cmpint(mc_transducer_of_model("RadioEar DD450"), ==, MC_TRANSDUCER_SUPRA_AURAL);
	g_assert_cmpint(mc_transducer_of_model("DD450"), ==, MC_TRANSDUCER_HDA200);
	g_assert_cmpint(mc_transducer_of_model("dd45"), ==, MC_TRANSDUCER_TDH39);
	g_assert_cmpint(mc_transducer_of_model("DD65 v2"), ==, MC_TRANSDUCER_DD65V2);
	g_assert_cmpint(mc_transducer_of_model("hda 200"), ==, MC_TRANSDUCER_HDA200);
	g_assert_cmpint(mc_transducer_of_model("ER-3A"), ==, MC_TRANSDUCER_ER3A_EAR);
	g_assert_cmpint(mc_transducer_of_model("E-A-RTONE 5A"), ==, MC_TRANSDUCER_ER3A_2CC);
	g_assert_cmpint(mc_transducer_of_model("DT 48"), ==, MC_TRANSDUCER_DT48);
	g_assert_cmpint(mc_transducer_of_model("HDA 300"), ==, MC_TRANSDUCER_SUPRA_AURAL);
	g_assert_cmpint(mc_transducer_of_model(""), ==, MC_TRANSDUCER_SUPRA_AURAL);
	g_assert_cmpint(mc_transducer_of_model("H"), ==, MC_TRANSDUCER_SUPRA_AURAL);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/transducer/references", test_references);
	g_test_add_func("/transducer/masking-C11", test_masking);
	g_test_add_func("/transducer/sound-pressure", test_sound_pressure);
	g_test_add_func("/transducer/corrections-T5", test_corrections);
	g_test_add_func("/transducer/noise-limits", test_noise_limits);
	g_test_add_func("/transducer/noise-limits-are-data-C11", test_noise_limits_are_data);
	g_test_add_func("/transducer/octaves", test_octaves);
	g_test_add_func("/transducer/models", test_models);
	return g_test_run();
}
