#include "app/record/opening.h"

#include "app/base/error.h"
#include "app/json/fields.h"
#include "app/record/attempt.h"
#include <string.h>

void
mc_opening_of(const char *visit_id, const McExamRun *run, McOpening *opening)
{
	json_auto_t *plan = mc_exam_run_plan_to_json(run);
	g_autoptr(GBytes) plan_bytes = mc_canonical_write(plan, NULL);
	g_autoptr(GBytes) seed = g_bytes_new(run->seed.bytes, sizeof run->seed.bytes);

	*opening = (McOpening){.seq = run->opened_seq, .exam = run->plan.kind};
	if (run->plan.kind == MC_EXAM_ACUITY)
		opening->correction = run->plan.as.acuity.correction;
	g_strlcpy(opening->visit_id, visit_id, sizeof opening->visit_id);
	g_strlcpy(opening->device_serial, run->device_serial, sizeof opening->device_serial);
	mc_digest_hex(seed, opening->seed_digest);
	mc_digest_hex(plan_bytes, opening->plan_digest);
}

json_t *
mc_opening_to_json(const McOpening *opening)
{
	return json_pack("{ss ss ss ss ss ss}", "visit_id", opening->visit_id, "exam",
	    mc_exam_kind_name(opening->exam), "correction", mc_correction_name(opening->correction),
	    "device_serial", opening->device_serial, "seed_sha256", opening->seed_digest, "plan_sha256",
	    opening->plan_digest);
}

gboolean
mc_opening_from_json(const json_t *body, McOpening *opening, GError **error)
{
	McFields fields;

	mc_fields_begin(&fields, body, "exam-opened");
	mc_fields_hex(&fields, "visit_id", opening->visit_id, sizeof opening->visit_id);
	opening->exam = (McExamKind)mc_fields_word(&fields, "exam", mc_exam_kind_from_name);
	opening->correction =
	    (McCorrection)mc_fields_word(&fields, "correction", mc_correction_from_name);
	mc_fields_text(&fields, "device_serial", opening->device_serial, sizeof opening->device_serial);
	mc_fields_hex(&fields, "seed_sha256", opening->seed_digest, sizeof opening->seed_digest);
	mc_fields_hex(&fields, "plan_sha256", opening->plan_digest, sizeof opening->plan_digest);
	mc_attempt_check(&fields);
	return mc_fields_end(&fields, error);
}

/* NULL: it is what was promised. */
static const char *
difference(const McOpening *promised, const McOpening *found)
{
	if (strcmp(promised->visit_id, found->visit_id) != 0)
		return "it is of another visit";
	if (promised->exam != found->exam || promised->correction != found->correction)
		return "it is of another exam";
	if (strcmp(promised->device_serial, found->device_serial) != 0)
		return "it is of another instrument";
	if (strcmp(promised->seed_digest, found->seed_digest) != 0)
		return "it promises another seed";
	if (strcmp(promised->plan_digest, found->plan_digest) != 0)
		return "it promises another plan";
	return NULL;
}

static const McOpening *
find(const GArray *openings, guint64 seq)
{
	for (guint i = 0; i < openings->len; i++) {
		const McOpening *opening = &g_array_index(openings, McOpening, i);

		if (opening->seq == seq)
			return opening;
	}
	return NULL;
}

static gboolean
is_named(const McVisit *visit, guint64 seq)
{
	for (guint i = 0; i < visit->exams; i++)
		if (visit->exam[i]->opened_seq == seq)
			return TRUE;
	return FALSE;
}

static gboolean
match_exam(const McVisit *visit, guint exam, const GArray *openings, guint *unseen, GError **error)
{
	const McExamRun *run = visit->exam[exam];
	const McOpening *promised = find(openings, run->opened_seq);
	McOpening found;
	const char *problem = NULL;

	if (promised == NULL) {
		(*unseen)++;
		return TRUE;
	}
	mc_opening_of(visit->visit_id, run, &found);
	problem = difference(promised, &found);
	for (guint i = 0; problem == NULL && i < exam; i++)
		if (visit->exam[i]->opened_seq == run->opened_seq)
			problem = "another exam names it too";
	if (problem == NULL)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "exam %u (%s) names link %" G_GUINT64_FORMAT " as its opening: %s", exam + 1,
	    mc_exam_kind_name(run->plan.kind), run->opened_seq, problem);
	return FALSE;
}

gboolean
mc_openings_match(const McVisit *visit, const GArray *openings, guint *unseen, GError **error)
{
	*unseen = 0;
	for (guint i = 0; i < visit->exams; i++)
		if (!match_exam(visit, i, openings, unseen, error))
			return FALSE;
	for (guint i = 0; i < openings->len; i++) {
		const McOpening *opening = &g_array_index(openings, McOpening, i);

		if (strcmp(opening->visit_id, visit->visit_id) != 0 || is_named(visit, opening->seq))
			continue;
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
		    "link %" G_GUINT64_FORMAT " opened an exam (%s) that the record leaves out",
		    opening->seq, mc_exam_kind_name(opening->exam));
		return FALSE;
	}
	return TRUE;
}
