/* B12: plans of earlier days mean by the numbers that they could not state what the program did
 * then; a record of those days is run again, and is never re-written for it. */

#include "app/transcript/plan-form.h"
#include "app/base/error.h"
#include "app/json/difference.h"
#include "app/record/content.h"
#include "app/record/opening.h"
#include "tests/kit/sample.h"
#include <string.h>

#define FROZEN MC_SOURCE_DIR "/tests/fuzz/record/transcript/"

static json_t *
plan_of(json_t *run)
{
	return json_object_get(run, "plan");
}

/* Run by what a plan of that form means, every number of it stated. */
static json_t *
stated_in_full(McExamKind kind, gint32 form, guint32 seed, guint right_permille)
{
	McExamPlan plan;
	g_autoptr(McExamRun) run = NULL;
	g_autoptr(GError) error = NULL;
	json_auto_t *json = NULL;

	mc_exam_plan_default(&plan, kind);
	json = mc_exam_plan_to_json(&plan);
	mc_plan_form_complete(kind, json, form);
	g_assert_true(mc_exam_plan_from_json(json, &plan, &error));
	run = mc_sample_run(&plan, seed, right_permille);
	return mc_exam_run_to_json(run);
}

static void
test_means_the_same(McExamKind kind, gint32 form, guint right_permille)
{
	json_auto_t *full = stated_in_full(kind, form, 100 + right_permille, right_permille);
	json_auto_t *earlier = json_deep_copy(full);
	g_autoptr(GError) error = NULL;
	g_autoptr(McExamRun) whole = mc_exam_run_from_json(full, &error);
	g_autoptr(McExamRun) read = NULL;
	json_auto_t *again = NULL;
	json_auto_t *plan = NULL;
	g_autofree char *difference = NULL;

	g_assert_no_error(error);
	mc_plan_form_reduce(kind, plan_of(earlier), form);
	read = mc_exam_run_from_json(earlier, &error);
	g_assert_no_error(error);
	g_assert_cmpmem(&read->plan, sizeof read->plan, &whole->plan, sizeof whole->plan);
	mc_exam_run_verify(read, &error);
	g_assert_no_error(error);
	mc_exam_run_verify(whole, &error);
	g_assert_no_error(error);
	again = mc_exam_run_to_json(read);
	difference = mc_json_difference(again, earlier);
	g_assert_cmpstr(difference, ==, NULL);
	plan = mc_exam_run_plan_to_json(read);
	g_assert_true(json_equal(plan, plan_of(earlier)));
}

static void
test_earlier_texts(void)
{
	for (guint kind = 0; kind < MC_EXAM_KINDS; kind++)
		for (gint32 form = 1; form <= MC_PLAN_FORM_TODAY; form++) {
			test_means_the_same((McExamKind)kind, form, 980);
			test_means_the_same((McExamKind)kind, form, 600);
		}
}

/* What the program did then does not change any more, whatever defaults do. */
static void
test_meanings_stay(void)
{
	static const char *const digests[MC_EXAM_KINDS] = {
	    "0efa53f95f198e03c7cb9b5246ee4a86f19b1e275ca44f31b6d3f56479db115e",
	    "92494e78e0669460a06e441176a58211323db78da9c0ad3215a775f68986b705",
	    "db1aa0d810e4e5cb2a8b9566558328fb80969bb5bd78b8ead55ad2b0fd7259fb",
	    "5039d7b3fcbf1bb6cac7c88a43daa37fa49a0e3681ebae6e193003ae412379c9",
	    "5039d7b3fcbf1bb6cac7c88a43daa37fa49a0e3681ebae6e193003ae412379c9",
	    "5039d7b3fcbf1bb6cac7c88a43daa37fa49a0e3681ebae6e193003ae412379c9",
	    "637e8b5c3ba9487c1b9808402e344189117b95160b147c3e669bd896fb9c638a",
	};

	for (guint kind = 0; kind < MC_EXAM_KINDS; kind++) {
		json_auto_t *meant = json_object();
		g_autoptr(GBytes) bytes = NULL;
		char digest[MC_DIGEST_HEX_SIZE];

		mc_plan_form_complete((McExamKind)kind, meant, 1);
		bytes = mc_canonical_write(meant, NULL);
		mc_digest_hex(bytes, digest);
		g_assert_cmpstr(digest, ==, digests[kind]);
	}
}

/* What was written before the numbers came into the plan, as it was frozen then. */
static void
test_frozen_runs(void)
{
	static const struct {
		const char *name, *lacks;
	} rows[] = {{"acuity-earlier", "easy_every"}, {"hearing-earlier", "ceiling_deci_db_hl"},
	    {"side-earlier", "field_reference_deci_db_spl"}, {"colour-earlier", "cones_e5"}};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *path = g_strconcat(FROZEN, rows[i].name, NULL);
		json_auto_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
		g_autoptr(GError) error = NULL;
		g_autoptr(McExamRun) run = mc_exam_run_from_json(json, &error);

		g_assert_no_error(error);
		g_assert_null(json_object_get(plan_of(json), rows[i].lacks));
		mc_exam_run_verify(run, &error);
		g_assert_no_error(error);
	}
}

/* A plan lacks whole groups, the latest first. */
static void
test_no_number_is_left_out_by_itself(void)
{
	static const struct {
		McExamKind kind;
		const char *left_out, *problem;
	} rows[] = {
	    {MC_EXAM_ACUITY, "easy_every", "plan.easy_every: missing"},
	    {MC_EXAM_ACUITY, "warm_up_milli", "plan.warm_up_milli: missing"},
	    {MC_EXAM_ACUITY, "quality", "plan.quality: missing"},
	    {MC_EXAM_ACUITY, "luminance_max_cd_m2", "plan.luminance_max_cd_m2: missing"},
	    {MC_EXAM_ACUITY, "minimum_trials", "plan.minimum_trials: missing"},
	    {MC_EXAM_HEARING, "listener", "plan.listener: missing"},
	    {MC_EXAM_SIDE, "ceiling_deci_db_hl", "plan.ceiling_deci_db_hl: missing"},
	    {MC_EXAM_COLOUR, "cones_e5", "plan.cones_e5: missing"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		json_auto_t *json = stated_in_full(rows[i].kind, MC_PLAN_FORM_TODAY, 7, 980);
		g_autoptr(GError) error = NULL;

		json_object_del(plan_of(json), rows[i].left_out);
		g_assert_null(mc_exam_run_from_json(json, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
		if (strstr(error->message, rows[i].problem) == NULL)
			g_error("%s: %s is needed", error->message, rows[i].problem);
	}
}

/* The chain promised the plan as it is stated. */
static void
test_openings_promise_what_is_stated(void)
{
	json_auto_t *json = stated_in_full(MC_EXAM_ACUITY, 1, 7, 980);
	g_autoptr(McExamRun) run = NULL;
	g_autoptr(GBytes) stated = NULL;
	char digest[MC_DIGEST_HEX_SIZE];
	McOpening opening;

	mc_plan_form_reduce(MC_EXAM_ACUITY, plan_of(json), 1);
	run = mc_exam_run_from_json(json, NULL);
	stated = mc_canonical_write(plan_of(json), NULL);
	mc_digest_hex(stated, digest);
	mc_opening_of("00112233445566778899aabbccddeeff", run, &opening);
	g_assert_cmpstr(opening.plan_digest, ==, digest);
}

/* ---- packs ---- */

/* Each version that is shipped is one content, and one meaning: whoever changes a pack gives it
 * another version and keeps the content of the one before. */
static const struct {
	const char *file, *digest, *plans;
} kept[] = {
    {"rules-cn-172-1.json", "b1765d4237eb21783e6dca4f2cc130ecb0d2d549d85cc6260ca9d1989c437283",
        "4312efb658c307520234efce9337f6422602fb0435d6486d799be48c55cd1d34"},
    {"rules-cn-172-2.json", "50f45defc41922fe6cc560b65a7d74962aefb2366d1239fdf48790529356030c",
        "dddc1fbb9fba83206ced7c542f25323f6ec9393e3528ab89bed62444567e4125"},
    {"rules-cn-172-3.json", "162f9d04a3d55506cc3dfe1823d9907ba774cda4f592b1b7ee12adc508016db0",
        "d8cf72949a8a8517f5808bce0bbfe9baf9b3006f7fa58c0b19fec51c3d6d873b"},
    {"rules-cn-172-4.json", "3a3595bba027866561f654e72e3e9501555cc681991e8f9314562506f0e7b56a",
        "d8d3f78ff24723eb6b87e1651d82632d2dab422d4c80a4575f3ea0ff424d1697"},
    {"rules-cn-172.json", "0b14fb1c8133b75dd8f32e7e82e085c5eafa5e27d414106370c3c1e06891d14b",
        "e83899d6348c9426e2956629983f71af16452a45bd7563c4004349b09936f250"},
};

static void
read_kept(gsize i, McRulePack *pack, char *digest)
{
	g_autofree char *path = g_build_filename(MC_SOURCE_DIR, "data", kept[i].file, NULL);
	g_autoptr(GError) error = NULL;

	mc_rule_pack_read_file(path, pack, digest, &error);
	g_assert_no_error(error);
	g_assert_cmpint(pack->version, ==, (gint32)i + 1);
}

static void
test_kept_packs_mean_what_they_meant(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(kept); i++) {
		g_autofree McRulePack *pack = g_new0(McRulePack, 1);
		json_auto_t *plans = json_array();
		g_autoptr(GBytes) bytes = NULL;
		char digest[MC_DIGEST_HEX_SIZE], means[MC_DIGEST_HEX_SIZE];

		read_kept(i, pack, digest);
		for (guint kind = 0; kind < MC_EXAM_KINDS; kind++)
			json_array_append_new(plans, mc_exam_plan_to_json(&pack->plans[kind]));
		bytes = mc_canonical_write(plans, NULL);
		mc_digest_hex(bytes, means);
		g_assert_cmpstr(digest, ==, kept[i].digest);
		g_assert_cmpstr(means, ==, kept[i].plans);
	}
}

/* As a recorder of that form wrote it down. */
static McVisit *
visit_of(const McRulePack *pack, const char *digest, const gint32 form[MC_EXAM_KINDS])
{
	g_autoptr(McVisit) visit = mc_sample_visit(pack, digest, 11, 980);
	g_autoptr(GError) error = NULL;
	json_auto_t *json = NULL;
	McVisit *read = NULL;

	for (guint i = 0; i < visit->exams; i++)
		visit->exam[i]->plan_form = form[visit->exam[i]->plan.kind];
	json = mc_visit_to_json(visit);
	read = mc_visit_from_json(json, &error);
	g_assert_no_error(error);
	return read;
}

static void
test_kept_packs_judge(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(kept); i++) {
		g_autofree McRulePack *pack = g_new0(McRulePack, 1);
		g_autoptr(McVisit) visit = NULL;
		g_autoptr(GError) error = NULL;
		char digest[MC_DIGEST_HEX_SIZE];

		read_kept(i, pack, digest);
		visit = visit_of(pack, digest, pack->plan_form);
		mc_visit_verify(visit, pack, &error);
		g_assert_no_error(error);
	}
}

/* Nobody evades a number that the pack states by a plan of before. */
static void
test_no_plan_is_older_than_its_pack(void)
{
	static const gint32 first[MC_EXAM_KINDS] = {1, 1, 1, 1, 1, 1, 1};
	g_autofree McRulePack *pack = g_new0(McRulePack, 1);
	g_autoptr(McVisit) visit = NULL;
	g_autoptr(GError) error = NULL;
	char digest[MC_DIGEST_HEX_SIZE];

	G_STATIC_ASSERT(MC_EXAM_KINDS == 7);
	mc_sample_pack(pack, digest);
	visit = visit_of(pack, digest, first);
	g_assert_false(mc_visit_verify(visit, pack, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
	g_assert_nonnull(strstr(error->message, "(acuity): its plan lacks numbers"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/plan-form/B12/earlier-texts", test_earlier_texts);
	g_test_add_func("/plan-form/B12/meanings-stay", test_meanings_stay);
	g_test_add_func("/plan-form/B12/frozen-runs", test_frozen_runs);
	g_test_add_func("/plan-form/whole-groups", test_no_number_is_left_out_by_itself);
	g_test_add_func("/plan-form/B12/openings", test_openings_promise_what_is_stated);
	g_test_add_func("/plan-form/B8/kept-packs", test_kept_packs_mean_what_they_meant);
	g_test_add_func("/plan-form/B12/kept-packs-judge", test_kept_packs_judge);
	g_test_add_func("/plan-form/B12/no-plan-older", test_no_plan_is_older_than_its_pack);
	return g_test_run();
}
