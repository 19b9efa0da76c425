/* B7, B8, S5: what a visit states comes out of its trials and rules, or it is refused by name. */

#include "app/record/visit.h"
#include "app/base/error.h"
#include "app/json/shape.h"
#include "app/record/content.h"
#include "tests/kit/sample.h"
#include <string.h>

static void
test_returns(McSampled *sampled, gconstpointer data)
{
	json_auto_t *json = mc_visit_to_json(sampled->visit);
	g_autoptr(GError) error = NULL;
	g_autoptr(McVisit) again = mc_visit_from_json(json, &error);
	g_autoptr(GBytes) canonical = NULL;
	json_auto_t *json_again = NULL;

	g_assert_no_error(error);
	json_again = mc_visit_to_json(again);
	g_assert_true(json_equal(json, json_again));
	mc_visit_verify(again, &sampled->pack, &error);
	g_assert_no_error(error);
	canonical = mc_canonical_write(json, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(again->verdicts, ==, 1);
	g_assert_cmpint(again->verdict[0].licence_class, ==, MC_CLASS_C1);
}

/* The kinds of person that the demonstration knows. */
static void
test_outcomes_verify(McSampled *sampled, gconstpointer data)
{
	static const guint right[] = {1000, 700, 250, 0};

	for (gsize i = 0; i < G_N_ELEMENTS(right); i++) {
		g_autoptr(McVisit) visit =
		    mc_sample_visit(&sampled->pack, sampled->digest, 50 + (guint32)i, right[i]);
		g_autoptr(GError) error = NULL;

		mc_visit_verify(visit, &sampled->pack, &error);
		g_assert_no_error(error);
	}
}

static void
forge_verdict(McSampled *sampled)
{
	McClassVerdict *verdict = &sampled->visit->verdict[0];

	verdict->outcome = verdict->outcome == MC_OUTCOME_PASS ? MC_OUTCOME_FAIL : MC_OUTCOME_PASS;
}

static void
forge_rule_id(McSampled *sampled)
{
	g_strlcpy(sampled->visit->verdict[0].requirement[0].rule_id, "x", MC_RULE_ID_SIZE);
}

static void
drop_verdict(McSampled *sampled)
{
	sampled->visit->verdicts = 0;
}

static void
forge_result(McSampled *sampled)
{
	sampled->visit->exam[1]->result.part[MC_EAR_LEFT].trials++;
}

static void
forge_birth(McSampled *sampled)
{
	sampled->visit->birth_for_age.year = 2020;
}

static void
forge_date(McSampled *sampled)
{
	sampled->visit->visit_date.day = 23;
}

/* The last day is that of the beginning: over midnight it goes on. */
static void
outlive_rules(McSampled *sampled)
{
	sampled->pack.valid_to = (McDate){2026, 11, 23};
}

static void
forestall_rules(McSampled *sampled)
{
	sampled->pack.valid_from = (McDate){2026, 11, 25};
}

static void
outlive_rules_unsure(McSampled *sampled)
{
	McVisit *visit = sampled->visit;

	visit->earliest_date = visit->latest_date = visit->visit_date;
	visit->visit_date = (McDate){0};
	visit->latest_date.day = 30;
	outlive_rules(sampled);
}

static void
forge_declaration(McSampled *sampled)
{
	sampled->visit->declared = 1;
}

static void
forge_pack_name(McSampled *sampled)
{
	sampled->visit->rule_pack_version++;
}

static void
shop_for_thresholds(McSampled *sampled)
{
	McExamPlan plan = sampled->visit->exam[0]->plan;

	plan.as.acuity.pass_permille = 800;
	mc_exam_run_free(sampled->visit->exam[0]);
	sampled->visit->exam[0] = mc_sample_run(&plan, 3, 600);
	mc_visit_judge(sampled->visit, &sampled->pack);
}

static void
see_from_nearer(McSampled *sampled)
{
	McExamPlan plan = sampled->visit->exam[0]->plan;

	plan.as.acuity.vergence_centi_dioptre = -33;
	mc_exam_run_free(sampled->visit->exam[0]);
	sampled->visit->exam[0] = mc_sample_run(&plan, 3, 980);
	mc_visit_judge(sampled->visit, &sampled->pack);
}

/* Heard again by what this transducer plays. */
static void
hear_by(McSampled *sampled, McTransducer transducer)
{
	for (guint kind = MC_EXAM_HEARING; kind <= MC_EXAM_SIDE; kind++) {
		McExamPlan plan = sampled->pack.plans[kind];

		mc_exam_plan_play_by(&plan, transducer);
		mc_exam_run_free(sampled->visit->exam[kind]);
		sampled->visit->exam[kind] = mc_sample_run(&plan, 7 + kind, 1000);
	}
	mc_visit_judge(sampled->visit, &sampled->pack);
}

static void
hear_through_headphones_over_aid(McSampled *sampled)
{
	sampled->visit->wears_hearing_aid = TRUE;
	mc_visit_judge(sampled->visit, &sampled->pack);
}

static void
hear_by_loudspeakers_that_are_not_there(McSampled *sampled)
{
	sampled->visit->wears_hearing_aid = TRUE;
	hear_by(sampled, MC_TRANSDUCER_LOUDSPEAKER);
}

static void
hear_by_loudspeaker_without_aid(McSampled *sampled)
{
	hear_by(sampled, MC_TRANSDUCER_LOUDSPEAKER);
}

/* T5: 2 000 Hz were never measured, and nothing between 1 500 and 3 000. */
static void
hear_where_nobody_measured(McSampled *sampled)
{
	McCorrections *corrections = &sampled->visit->device[1].corrections;

	memmove(&corrections->at[6], &corrections->at[7], 4 * sizeof corrections->at[0]);
	corrections->count = 10;
}

/* C12: what plays is the instrument's and the aid's matter, not the pack's. */
static void
test_routes(McSampled *sampled, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	const McClassVerdict *verdict = &sampled->visit->verdict[0];

	g_strlcpy(sampled->visit->device[1].transducer, "HDA 200", 64);
	g_strlcpy(sampled->visit->device[1].loudspeaker, "L20", 64);
	sampled->visit->device[1].loudspeaker_corrections = sampled->visit->device[1].corrections;
	hear_by(sampled, MC_TRANSDUCER_HDA200);
	mc_visit_verify(sampled->visit, &sampled->pack, &error);
	g_assert_no_error(error);
	sampled->visit->wears_hearing_aid = TRUE;
	hear_by(sampled, MC_TRANSDUCER_LOUDSPEAKER);
	mc_visit_verify(sampled->visit, &sampled->pack, &error);
	g_assert_no_error(error);
	g_assert_true(sampled->visit->exam[MC_EXAM_HEARING]->result.reasons & MC_REASON_BY_LOUDSPEAKER);
	g_assert_cmpint(verdict->requirement[MC_REQUIREMENT_HEARING_LEFT].outcome, ==, MC_OUTCOME_PASS);
	g_assert_true(verdict->restriction_hearing_aid);
}

static void
name_packs(McVisit *visit, McPackKind first, McPackKind second)
{
	visit->packs = 2;
	visit->pack[0] = (McVisitPack){.kind = first, .version = 3};
	visit->pack[1] = (McVisitPack){.kind = second, .version = MC_JSON_INTEGER_MAX};
	memset(visit->pack[0].file_sha256, '1', 64);
	memset(visit->pack[1].file_sha256, '2', 64);
}

static void
assert_packs_refused(const json_t *json)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(McVisit) visit = mc_visit_from_json(json, &error);

	g_assert_null(visit);
	g_assert_nonnull(strstr(error->message, "packs"));
}

/* O5: the packs that a record names return as they went; each kind once, in their order. */
static void
test_packs(McSampled *sampled, gconstpointer data)
{
	static const McPackKind bad[][2] = {
	    {MC_PACK_STAFF, MC_PACK_STAFF}, {MC_PACK_DEVICES, MC_PACK_RULES}};
	json_auto_t *empty = mc_visit_to_json(sampled->visit);
	json_auto_t *json = NULL;
	g_autoptr(McVisit) again = NULL;

	name_packs(sampled->visit, MC_PACK_STAFF, MC_PACK_DEVICES);
	json = mc_visit_to_json(sampled->visit);
	again = mc_visit_from_json(json, NULL);
	g_assert_nonnull(again);
	g_assert_cmpuint(again->packs, ==, 2);
	g_assert_cmpmem(
	    again->pack, 2 * sizeof *again->pack, sampled->visit->pack, 2 * sizeof *again->pack);
	g_assert_true(mc_visit_verify(again, &sampled->pack, NULL));
	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
		json_auto_t *turned = NULL;

		name_packs(sampled->visit, bad[i][0], bad[i][1]);
		turned = mc_visit_to_json(sampled->visit);
		assert_packs_refused(turned);
	}
	g_assert_null(json_object_get(empty, "packs"));
	json_object_set_new(empty, "packs", json_array());
	assert_packs_refused(empty);
}

/* C17: pictures that were agreed to and fit their exam; they return as they went. */
static void
test_pictures(McSampled *sampled, gconstpointer data)
{
	mc_sample_pictures(sampled->visit);
	test_returns(sampled, data);
	sampled->visit->pictures.agreed = FALSE;
	sampled->visit->evidences = 0;
	sampled->visit->exam[MC_EXAM_LIMBS]->device_serial[0] = '\0';
	sampled->visit->exam[MC_EXAM_LIMBS]->passport = 0;
	sampled->visit->devices--;
	test_returns(sampled, data);
}

static void
take_pictures_without_asking(McSampled *sampled)
{
	mc_sample_pictures(sampled->visit);
	sampled->visit->pictures.asked = sampled->visit->pictures.agreed = FALSE;
}

static void
take_pictures_against_will(McSampled *sampled)
{
	mc_sample_pictures(sampled->visit);
	sampled->visit->pictures.agreed = FALSE;
}

static void
take_picture_with_another_camera(McSampled *sampled)
{
	mc_sample_pictures(sampled->visit);
	g_strlcpy(sampled->visit->evidence[1].device_serial, "CAM-SIM-0002", 64);
}

static void
take_picture_twice(McSampled *sampled)
{
	mc_sample_pictures(sampled->visit);
	sampled->visit->evidence[1].trial = sampled->visit->evidence[0].trial;
}

static void
take_one_picture_for_two(McSampled *sampled)
{
	mc_sample_pictures(sampled->visit);
	for (guint i = 0; i < 2; i++)
		memset(sampled->visit->evidence[i].picture, 'e', 64);
}

static void
take_picture_of_no_trial(McSampled *sampled)
{
	mc_sample_pictures(sampled->visit);
	sampled->visit->evidence[1].trial = 99;
}

static void
test_forgeries(McSampled *sampled, gconstpointer data)
{
	static const McForgery rows[] = {
	    {forge_verdict, "[0].outcome differs"},
	    {forge_rule_id, "[0].requirements[0].rule_id differs"},
	    {drop_verdict, "[0] differs"},
	    {forge_result, "exam 2 (hearing): the result does not come out"},
	    {forge_birth, "the verdict does not come out of the rules"},
	    {forge_date, "its date is not that of its times"},
	    {outlive_rules, "was not in force on its day (20261124 to 20261124)"},
	    {forestall_rules, "was not in force on its day (20261124 to 20261124)"},
	    {outlive_rules_unsure, "was not in force on its day (20261124 to 20261130)"},
	    {forge_declaration, "the verdict does not come out of the rules"},
	    {forge_pack_name, "judged by rule pack"},
	    {shop_for_thresholds, "exam 1 (acuity): its plan is not the rule pack's: pass_permille"},
	    {see_from_nearer,
	        "exam 1 (acuity): at an optical distance that its instrument does not have"},
	    {hear_through_headphones_over_aid, "exam 2 (hearing): by headphones over a hearing aid"},
	    {hear_by_loudspeakers_that_are_not_there,
	        "exam 2 (hearing): by a transducer that its instrument does not have"},
	    {hear_by_loudspeaker_without_aid,
	        "exam 2 (hearing): by loudspeaker, but without a hearing aid"},
	    {take_pictures_without_asking, "picture 1 was taken of a person who had not agreed"},
	    {take_pictures_against_will, "picture 1 was taken of a person who had not agreed"},
	    {take_picture_with_another_camera, "picture 2 is of no exam that its camera watched"},
	    {take_picture_twice, "picture 2 is the second one of its trial"},
	    {take_one_picture_for_two, "picture 2 is the very picture of another trial"},
	    {take_picture_of_no_trial, "picture 2 is of a trial that never was"},
	    {hear_where_nobody_measured,
	        "exam 2 (hearing): at a frequency for which its instrument was not calibrated"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		mc_sampled_refuse(sampled, &rows[i]);
}

static void
test_facts(McSampled *sampled, gconstpointer data)
{
	McVisit *visit = sampled->visit;
	McExamPlan plan = visit->exam[0]->plan;
	McExamRun *with_glasses = NULL;
	McFacts facts;

	mc_visit_facts(visit, &facts);
	g_assert_true(facts.stature == &visit->exam[MC_EXAM_STATURE]->result);
	g_assert_true(facts.limbs == &visit->exam[MC_EXAM_LIMBS]->result);
	g_assert_true(facts.acuity_naked == &visit->exam[0]->result);
	g_assert_true(facts.hearing == &visit->exam[1]->result);
	g_assert_true(facts.side == &visit->exam[2]->result);
	g_assert_null(facts.acuity_glasses);
	g_assert_cmpint(facts.acuity_naked->part[MC_EYE_LEFT].cuts, ==, 1);
	g_assert_cmpint(facts.acuity_naked->part[MC_EYE_LEFT].cut[0].cut_milli_log_mar, ==, 100);
	g_assert_true(facts.birth_known);
	/* A run with glasses stands beside the naked one; one that did not end does not count. */
	plan.as.acuity.correction = MC_CORRECTION_GLASSES;
	with_glasses = mc_sample_run(&plan, 5, 1000);
	visit->exam[visit->exams++] = with_glasses;
	mc_visit_facts(visit, &facts);
	g_assert_true(facts.acuity_glasses == &with_glasses->result);
	with_glasses->finished = FALSE;
	mc_visit_facts(visit, &facts);
	g_assert_null(facts.acuity_glasses);
	visit->birth_for_age.year = 0;
	mc_visit_facts(visit, &facts);
	g_assert_false(facts.birth_known);
}

static void
test_bad_json_is_named(McSampled *sampled, gconstpointer data)
{
	static const struct {
		const char *member, *value, *named;
	} rows[] = {
	    {"visit_id", "\"12\"", "visit.visit_id"},
	    {"classes", "[\"C1\",\"A1\"]", "visit.classes"},
	    {"classes", "[\"Q\"]", "visit.classes"},
	    {"declared", "[0]", "visit.declared"},
	    {"declared", "[11]", "visit.declared"},
	    {"declared", "[2,2]", "visit.declared"},
	    {"exams", "[{}]", "visit.exams"},
	    {"exams", "[1,2,3,4,5,6,7,8,9]", "visit.exams"},
	    {"devices", "[{}]", "visit.devices"},
	    {"devices", "[]", "visit.devices: an exam names a passport that is not there"},
	    {"verdicts", "[{}]", "visit.verdicts"},
	    {"clock_rate", "0", "visit.clock_rate"},
	    {"visit_date_yyyymmdd", "20260231", "visit.visit_date_yyyymmdd"},
	    {"visit_date_yyyymmdd", "0", "visit.visit_earliest_yyyymmdd"},
	    {"commitment", "\"\"", "visit.commitment"},
	    {"identity_source", "\"guessed\"", "visit.identity_source"},
	    {"name", "\"x\"", "visit.name: unknown"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		json_auto_t *json = mc_visit_to_json(sampled->visit);
		g_autoptr(GError) error = NULL;

		json_object_set_new(json, rows[i].member, json_loads(rows[i].value, JSON_DECODE_ANY, NULL));
		g_assert_null(mc_visit_from_json(json, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
		g_assert_nonnull(strstr(error->message, rows[i].named));
	}
}

/* An instrument may answer anything; it must not keep a visit from being sealed. */
static void
test_strange_instrument(McSampled *sampled, gconstpointer data)
{
	json_auto_t *json = NULL;
	g_autoptr(GBytes) canonical = NULL;
	g_autoptr(GError) error = NULL;

	g_strlcpy(sampled->visit->device[0].model,
	    "a\x01\xff\xfe"
	    "b",
	    64);
	json = mc_visit_to_json(sampled->visit);
	canonical = mc_canonical_write(json, &error);
	g_assert_no_error(error);
	g_assert_nonnull(g_strstr_len(
	    g_bytes_get_data(canonical, NULL), (gssize)g_bytes_get_size(canonical), "a???b"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
	g_test_add("/visit/" path, McSampled, NULL, mc_sampled_set_up, function, mc_sampled_tear_down)
	ADD("returns", test_returns);
	ADD("S5/outcomes-verify", test_outcomes_verify);
	ADD("C12/routes", test_routes);
	ADD("C12/pictures", test_pictures);
	ADD("O5/packs", test_packs);
	ADD("B7/forgeries", test_forgeries);
	ADD("facts", test_facts);
	ADD("bad-json-is-named", test_bad_json_is_named);
	ADD("strange-instrument", test_strange_instrument);
	return g_test_run();
}
