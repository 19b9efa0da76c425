/* B8: rules are dated data, and a pack that is not wholly understood is not used at all. */

#include "app/record/rule-pack.h"
#include "app/base/error.h"
#include "app/json/difference.h"
#include "app/record/content.h"
#include "app/transcript/transcript.h"
#include "tests/kit/sample.h"
#include <string.h>

static const char class_json[] =
    "{\"rule_id\":\"t-c1\",\"age_min\":18,\"age_max\":null,\"age_max_inclusive\":false,"
    "\"memory_test_from\":70,\"vision\":\"4.9\",\"stature_min_mm\":null,\"monocular\":true,"
    "\"hearing_aid\":true,\"special_institution\":false}";

static json_t *
sample(void)
{
	json_t *json = json_pack(
	    "{s:s, s:i, s:s, s:n, s:s, s:{s:o}, s:{s:{s:i}, s:{}, s:{}, s:{}, s:{}, s:{}, s:{}}}", "id",
	    "test", "version", 3, "valid_from", "2025-01-01", "valid_to", "leap_birthday",
	    "february-28", "classes", "C1", json_loads(class_json, 0, NULL), "exams", "acuity",
	    "pass_permille", 980, "hearing", "side", "stature", "limbs", "reaction", "colour");

	g_assert_nonnull(json);
	return json;
}

static gboolean
read_pack(const json_t *json, McRulePack *pack, GError **error)
{
	char *text = json_dumps(json, 0);
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
	char digest[MC_DIGEST_HEX_SIZE];
	gboolean good = mc_rule_pack_read(bytes, pack, digest, error);

	free(text);
	return good;
}

static void
test_reads(void)
{
	json_auto_t *json = sample();
	McRulePack pack;
	g_autoptr(GError) error = NULL;
	const McClassRule *rule = &pack.classes[MC_CLASS_C1];

	read_pack(json, &pack, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(pack.id, ==, "test");
	g_assert_cmpint(pack.version, ==, 3);
	g_assert_cmpint(mc_date_to_yyyymmdd(pack.valid_from), ==, 20250101);
	g_assert_cmpint(pack.valid_to.year, ==, 0);
	g_assert_false(pack.leap_birthday_on_march_1);
	g_assert_true(rule->present);
	g_assert_cmpstr(rule->rule_id, ==, "t-c1");
	g_assert_cmpint(rule->age_min_years, ==, 18);
	g_assert_cmpint(rule->age_max_years, ==, 0);
	g_assert_cmpint(rule->memory_test_from_years, ==, 70);
	g_assert_cmpint(rule->vision_cut_milli_log_mar, ==, 100);
	g_assert_cmpint(rule->stature_min_mm, ==, 0);
	g_assert_true(rule->monocular_allowed && rule->hearing_aid_allowed);
	g_assert_false(pack.classes[MC_CLASS_A1].present);
	/* The named number is the pack's, the others are the default's. */
	g_assert_cmpint(pack.plans[MC_EXAM_ACUITY].as.acuity.pass_permille, ==, 980);
	g_assert_cmpint(pack.plans[MC_EXAM_ACUITY].as.acuity.minimum_trials, ==, 8);
	g_assert_cmpint(pack.plans[MC_EXAM_SIDE].kind, ==, MC_EXAM_SIDE);
}

/* A dot stands between members. */
static void
set_member(json_t *json, const char *path, json_t *value)
{
	g_auto(GStrv) names = g_strsplit(path, ".", -1);
	guint last = g_strv_length(names) - 1;

	for (guint i = 0; i < last; i++)
		json = json_object_get(json, names[i]);
	if (value != NULL)
		json_object_set_new(json, names[last], value);
	else
		json_object_del(json, names[last]);
}

typedef struct Refusal {
	const char *path, *value, *named;
} Refusal;

static void
assert_refused(const Refusal *row)
{
	json_auto_t *json = sample();
	McRulePack pack;
	g_autoptr(GError) error = NULL;

	set_member(
	    json, row->path, row->value != NULL ? json_loads(row->value, JSON_DECODE_ANY, NULL) : NULL);
	g_assert_false(read_pack(json, &pack, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
	g_test_message("%s", error->message);
	g_assert_nonnull(strstr(error->message, row->named));
}

static void
test_refusals(void)
{
	static const Refusal rows[] = {
	    {"id", NULL, "rule pack.id: missing"},
	    {"version", "0", "rule pack.version"},
	    {"valid_from", "\"2025-13-01\"", "rule pack.valid_from"},
	    {"valid_from", "null", "rule pack.valid_from"},
	    {"valid_to", "\"2025-1-1\"", "rule pack.valid_to"},
	    {"leap_birthday", "\"june\"", "rule pack.leap_birthday"},
	    {"classes.Q9", "{}", "unknown licence class"},
	    {"classes.C1.vision", "\"49\"", "classes.C1: class.vision"},
	    {"classes.C1.vision", "4.9", "classes.C1: class.vision"},
	    {"classes.C1.age_min", "-1", "classes.C1: class.age_min"},
	    {"classes.C1.age_max", "\"63\"", "classes.C1: class.age_max"},
	    {"classes.C1.rule_id", "\"a-name-of-18-bytes\"", "classes.C1: class.rule_id"},
	    {"classes.C1.colour", "true", "classes.C1: class.colour: unknown"},
	    {"classes.C1.monocular", NULL, "classes.C1: class.monocular: missing"},
	    {"exams.acuity.pass_permill", "970", "plan.pass_permill: unknown"},
	    {"exams.acuity.minimum_trials", "1000", "exams.acuity"},
	    {"exams.acuity.kind", "\"side\"", "exams.acuity"},
	    {"exams.side", NULL, "exams.side: missing"},
	    {"exams.side.noise", "{\"margin_deci_db\": 50}", "noise.covered_deci_db_spl: missing"},
	    {"exams.acuity.nearest_centi_dioptre", "-100", "nearest_centi_dioptre: nearest that is"},
	    {"exams.hearing.mean_pass_deci_db_hl", "300", "level_deci_db_hl: screening level is above"},
	    {"exams.side.people", "{\"heard_permille\": 960}", "people.mistaken_permille: missing"},
	    {"exams.side.missed_sounds_min", "0", "missed_sounds_min"},
	    {"exams.hearing.listener", "[]", "exams.hearing: plan.listener"},
	    {"exams.hearing.false_alarms_per", "0", "false_alarms_per"},
	    {"exams.hearing.window_ms", "999", "exams.hearing: window_ms: time to answer"},
	    {"exams.hearing.catch_permille", "299", "exams.hearing: catch_permille: share of silent"},
	    {"exams.hearing.procedure", "\"iso\"", "threshold_trials_max: iso needs 100"},
	    {"exams.acuity.assumed_slopes", "[8, 14]", "assumed_slopes: numbers are missing"},
	    {"exams.acuity.assumed_slopes", "[8, 14, 14]", "assumed_slopes"},
	    {"exams.acuity.warm_up_milli", "[600, 400]", "warm_up_milli: numbers are missing"},
	    {"exams.acuity.easy_every", "3", "easy_every: an easy trial"},
	    {"exams.colour.quality", "{\"slips_min\": 2}", "quality.slip_against_q16: missing"},
	    {"exams.smell", "{}", "exams.smell: unknown"},
	    {"colour", "1", "rule pack.colour: unknown"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_refused(&rows[i]);
}

/* The screen is the kiosk's: no pack can say that it was measured. */
static void
test_screen(void)
{
	static const Refusal rows[] = {
	    {"exams.colour", "{\"calibrated_yyyymmdd\": 20260901}",
	        "calibration_expires_yyyymmdd: missing"},
	    {"exams.colour", "{\"calibrated_yyyymmdd\": 0, \"calibration_expires_yyyymmdd\": 0}",
	        "calibrated_yyyymmdd: two days are needed"},
	    {"exams.colour",
	        "{\"calibration\": \"SCR-1\", \"panel\": {\"measured\": true, \"gamma_milli\": 0,"
	        " \"x_e5\": [64000, 30000, 15000], \"y_e5\": [33000, 60000, 6000],"
	        " \"luminance_centi_cd_m2\": [3402, 11443, 1155]}}",
	        "panel: a screen is measured at its kiosk"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_refused(&rows[i]);
}

static void
test_not_even_json(void)
{
	static const char *const texts[] = {"", "[]", "{", "{\"id\":\"a\",\"id\":\"b\"}", "\xff"};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GBytes) bytes = g_bytes_new(texts[i], strlen(texts[i]));
		McRulePack pack;
		char digest[MC_DIGEST_HEX_SIZE];
		g_autoptr(GError) error = NULL;

		g_assert_false(mc_rule_pack_read(bytes, &pack, digest, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
	}
}

static void
test_shipped_pack(void)
{
	McRulePack pack;
	char digest[MC_DIGEST_HEX_SIZE];
	g_autofree char *text = NULL;
	g_autofree char *sum = NULL;
	gsize size = 0;

	mc_sample_pack(&pack, digest);
	g_assert_true(g_file_get_contents(MC_SOURCE_DIR "/data/rules-cn-172.json", &text, &size, NULL));
	sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)text, size);
	g_assert_cmpstr(digest, ==, sum);
	for (guint i = 0; i < MC_CLASSES; i++)
		g_assert_true(pack.classes[i].present);
	for (guint kind = 0; kind < MC_EXAM_KINDS; kind++)
		g_assert_null(mc_exam_plan_problem(&pack.plans[kind]).field);
}

/* The simulated people take the plans that are shipped, so that their figures are those of the
 * kiosk. */
static void
test_shipped_plans_are_the_defaults(void)
{
	McRulePack pack;
	char digest[MC_DIGEST_HEX_SIZE];

	mc_sample_pack(&pack, digest);
	for (guint kind = 0; kind < MC_EXAM_KINDS; kind++) {
		McExamPlan plan;
		json_auto_t *shipped = mc_exam_plan_to_json(&pack.plans[kind]);
		json_auto_t *by_default = NULL;
		g_autofree char *difference = NULL;

		mc_exam_plan_default(&plan, (McExamKind)kind);
		by_default = mc_exam_plan_to_json(&plan);
		difference = mc_json_difference(shipped, by_default);
		g_assert_cmpstr(difference, ==, NULL);
	}
}

/* C11: how loud a room may be is the pack's to say, of hearing and of side. */
static void
test_noise_is_data(void)
{
	static const char *const kinds[] = {"hearing", "side"};
	json_auto_t *json = sample();
	McRulePack pack;
	g_autoptr(GError) error = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
		json_t *noise = json_pack("{s:[iiii], s:[iiii], s:[iiii], s:[iiii], s:[iiii], s:i}",
		    "covered_deci_db_spl", 200, 201, 202, 203, "open_deci_db_spl", 100, 101, 102, 103,
		    "attenuation_tdh39_deci_db", 1, 2, 3, 4, "attenuation_hda200_deci_db", 5, 6, 7, 8,
		    "attenuation_er3a_deci_db", 9, 10, 11, 12, "margin_deci_db", 30);

		json_object_set_new(
		    json_object_get(json_object_get(json, "exams"), kinds[i]), "noise", noise);
	}
	g_assert_true(read_pack(json, &pack, &error));
	g_assert_cmpint(pack.plans[MC_EXAM_HEARING].as.hearing.noise.covered_deci_db_spl[3], ==, 203);
	g_assert_cmpint(
	    pack.plans[MC_EXAM_SIDE].as.side.noise.attenuation_deci_db[MC_COVER_ER3A][2], ==, 11);
	g_assert_cmpint(
	    mc_noise_limit(&pack.plans[MC_EXAM_SIDE].as.side.noise, MC_TRANSDUCER_LOUDSPEAKER, 500, 0),
	    ==, 70);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/rule-pack/B8/reads", test_reads);
	g_test_add_func("/rule-pack/B8/refusals", test_refusals);
	g_test_add_func("/rule-pack/B8/screen", test_screen);
	g_test_add_func("/rule-pack/B8/not-even-json", test_not_even_json);
	g_test_add_func("/rule-pack/B8/shipped-pack", test_shipped_pack);
	g_test_add_func("/rule-pack/B8/shipped-plans", test_shipped_plans_are_the_defaults);
	g_test_add_func("/rule-pack/B8/noise-C11", test_noise_is_data);
	return g_test_run();
}
