#include "app/record/visit.h"

#include "app/base/error.h"
#include "app/exam/transducer.h"
#include "app/json/difference.h"
#include "app/record/case.h"
#include "app/record/pictures.h"
#include "app/record/time.h"
#include "app/record/verdict.h"
#include "app/record/visit-passports.h"
#include "app/transcript/plan-form.h"
#include <string.h>

void
mc_visit_take_exam(const McExamRun *run, McFacts *facts)
{
	switch (run->plan.kind) {
	case MC_EXAM_HEARING: facts->hearing = &run->result; return;
	case MC_EXAM_SIDE: facts->side = &run->result; return;
	case MC_EXAM_STATURE: facts->stature = &run->result; return;
	case MC_EXAM_LIMBS: facts->limbs = &run->result; return;
	case MC_EXAM_COLOUR: facts->colour = &run->result; return;
	case MC_EXAM_REACTION: return; /* a practice: no requirement asks for it */
	case MC_EXAM_ACUITY: break;
	}
	switch (run->plan.as.acuity.correction) {
	case MC_CORRECTION_NAKED: facts->acuity_naked = &run->result; return;
	case MC_CORRECTION_GLASSES: facts->acuity_glasses = &run->result; return;
	}
}

void
mc_visit_facts(const McVisit *visit, McFacts *facts)
{
	*facts = (McFacts){
	    .birth = visit->birth_for_age,
	    .birth_known = visit->birth_for_age.year != 0,
	    .today = visit->visit_date.year != 0 ? visit->visit_date : visit->earliest_date,
	    .today_at_latest = visit->latest_date,
	    .declared = visit->declared,
	    .declaration_made = visit->declaration_made,
	    .wears_hearing_aid = visit->wears_hearing_aid,
	};
	for (guint i = 0; i < visit->exams; i++)
		if (visit->exam[i]->finished)
			mc_visit_take_exam(visit->exam[i], facts);
}

void
mc_visit_judge(McVisit *visit, const McRulePack *pack)
{
	McFacts facts;

	mc_visit_facts(visit, &facts);
	visit->verdicts = 0;
	for (guint i = 0; i < MC_CLASSES; i++)
		if (visit->classes & 1u << i)
			mc_rules_judge(pack, (McLicenceClass)i, &facts, &visit->verdict[visit->verdicts++]);
}

static gboolean
refuse(GError **error, const char *problem)
{
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "visit: %s", problem);
	return FALSE;
}

static gboolean
verify_pack(const McVisit *visit, const McRulePack *pack, GError **error)
{
	if (g_strcmp0(visit->rule_pack_id, pack->id) == 0 && visit->rule_pack_version == pack->version)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "visit: judged by rule pack %s version %d, not by %s version %d", visit->rule_pack_id,
	    visit->rule_pack_version, pack->id, pack->version);
	return FALSE;
}

gboolean
mc_visit_rules_in_force(const McVisit *visit, const McRulePack *pack, GError **error)
{
	gboolean is_known = visit->visit_date.year != 0;
	McDate first = is_known ? visit->visit_date : visit->earliest_date;
	McDate last = is_known ? visit->visit_date : visit->latest_date;

	if (mc_rules_in_force(pack, first, last))
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "visit: rule pack %s version %d was not in force on its day (%d to %d)", pack->id,
	    pack->version, mc_date_to_yyyymmdd(first), mc_date_to_yyyymmdd(last));
	return FALSE;
}

static gboolean
verify_date(const McVisit *visit, GError **error)
{
	gint32 day = mc_date_to_yyyymmdd(visit->visit_date);
	gint32 began = mc_time_day_in_shanghai(visit->began_wall_us);
	gint32 ended = mc_time_day_in_shanghai(visit->ended_wall_us);

	if (visit->visit_date.year != 0 && day >= MIN(began, ended) && day <= MAX(began, ended))
		return TRUE;
	if (visit->visit_date.year == 0 && began >= mc_date_to_yyyymmdd(visit->earliest_date) &&
	    began <= mc_date_to_yyyymmdd(visit->latest_date))
		return TRUE;
	return refuse(error, "its date is not that of its times");
}

/* What belongs to the instrument and the person is the visit's own; the rest of a plan is the
 * pack's, or thresholds could be shopped for. */
static void
take_own_part(McExamPlan *plan, const McExamPlan *own)
{
	switch (plan->kind) {
	case MC_EXAM_ACUITY: {
		McAcuityPlan *acuity = &plan->as.acuity;
		const McAcuityPlan *from = &own->as.acuity;

		acuity->correction = from->correction;
		acuity->interleaved = from->interleaved;
		acuity->vergence_centi_dioptre = from->vergence_centi_dioptre;
		for (guint side = 0; side < MC_SIDES; side++)
			acuity->eyes[side] = from->eyes[side];
		return;
	}
	case MC_EXAM_HEARING:
		for (guint side = 0; side < MC_SIDES; side++)
			plan->as.hearing.ears[side] = own->as.hearing.ears[side];
		mc_exam_plan_play_by(plan, own->as.hearing.transducer);
		return;
	case MC_EXAM_REACTION: plan->as.reaction.latency_us = own->as.reaction.latency_us; return;
	case MC_EXAM_COLOUR: {
		McColourPlan *colour = &plan->as.colour;
		const McColourPlan *from = &own->as.colour;

		colour->panel = from->panel;
		memcpy(colour->calibration, from->calibration, sizeof colour->calibration);
		colour->calibrated_yyyymmdd = from->calibrated_yyyymmdd;
		colour->calibration_expires_yyyymmdd = from->calibration_expires_yyyymmdd;
		return;
	}
	case MC_EXAM_SIDE: mc_exam_plan_play_by(plan, own->as.side.transducer); return;
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS: return;
	}
}

McTransducer
mc_visit_transducer(gboolean wears_hearing_aid, const McDeviceInfo *device)
{
	if (wears_hearing_aid && device->loudspeaker[0] != '\0')
		return MC_TRANSDUCER_LOUDSPEAKER;
	return mc_transducer_of_model(device->transducer);
}

gboolean
mc_visit_show_by(McAcuityPlan *plan, const McDeviceInfo *device)
{
	return device->smallest_milli_log_mar == device->largest_milli_log_mar ||
	       mc_acuity_plan_show(plan, device->smallest_milli_log_mar, device->largest_milli_log_mar);
}

gboolean
mc_visit_is_corrected(
    gboolean wears_hearing_aid, const McDeviceInfo *device, const McExamPlan *plan)
{
	const McHearingPlan *hearing = &plan->as.hearing;
	const McCorrections *corrections =
	    mc_visit_transducer(wears_hearing_aid, device) == MC_TRANSDUCER_LOUDSPEAKER
	        ? &device->loudspeaker_corrections
	        : &device->corrections;

	if (plan->kind == MC_EXAM_SIDE)
		return mc_corrections_cover(corrections, plan->as.side.frequency_hz);
	if (plan->kind != MC_EXAM_HEARING)
		return TRUE;
	for (gint32 i = 0; i < hearing->frequencies; i++)
		if (!mc_corrections_cover(corrections, hearing->frequency_hz[i]))
			return FALSE;
	return TRUE;
}

/* By loudspeaker who wears an aid, and nobody else, on an instrument that has what played. */
static const char *
route_problem(const McVisit *visit, const McExamRun *run, McTransducer transducer)
{
	const McDeviceInfo *device = mc_visit_passport(visit, run);

	if (visit->wears_hearing_aid && transducer != MC_TRANSDUCER_LOUDSPEAKER)
		return "by headphones over a hearing aid";
	if (!visit->wears_hearing_aid && transducer == MC_TRANSDUCER_LOUDSPEAKER)
		return "by loudspeaker, but without a hearing aid";
	if (device != NULL && mc_visit_transducer(visit->wears_hearing_aid, device) != transducer)
		return "by a transducer that its instrument does not have";
	if (device != NULL && !mc_visit_is_corrected(visit->wears_hearing_aid, device, &run->plan))
		return "at a frequency for which its instrument was not calibrated";
	return NULL;
}

/* What never began may say anything. */
static gboolean
verify_route(const McVisit *visit, const McExamRun *run, GError **error)
{
	const McExamPlan *plan = &run->plan;
	McTransducer transducer =
	    plan->kind == MC_EXAM_SIDE ? plan->as.side.transducer : plan->as.hearing.transducer;
	const char *problem = NULL;

	if ((plan->kind != MC_EXAM_HEARING && plan->kind != MC_EXAM_SIDE) || run->events->len == 0 ||
	    run->result.presented == 0)
		return TRUE;
	problem = route_problem(visit, run, transducer);
	if (problem != NULL)
		g_set_error_literal(error, MC_ERROR, MC_ERROR_UNTRUSTED, problem);
	return problem == NULL;
}

/* Seen at the distance that stands in the instrument's passport. */
static gboolean
verify_distance(const McVisit *visit, const McExamRun *run, GError **error)
{
	const McDeviceInfo *device = mc_visit_passport(visit, run);

	if (run->plan.kind != MC_EXAM_ACUITY || device == NULL || run->result.presented == 0 ||
	    run->plan.as.acuity.vergence_centi_dioptre == device->vergence_centi_dioptre)
		return TRUE;
	g_set_error_literal(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "at an optical distance that its instrument does not have");
	return FALSE;
}

static gboolean
verify_passport(const McVisit *visit, const McExamRun *run, GError **error)
{
	const char *problem = mc_visit_passport_problem(visit, run);

	if (problem != NULL)
		g_set_error_literal(error, MC_ERROR, MC_ERROR_UNTRUSTED, problem);
	return problem == NULL;
}

/* Numbers that came into plans after this one was written stood in the program, whatever the pack:
 * it had none of them either. */
static char *
plan_problem(const McExamRun *run, const McExamPlan *expected, gint32 pack_form)
{
	json_auto_t *own = mc_exam_run_plan_to_json(run);
	json_auto_t *pack = mc_exam_plan_to_json(expected);
	g_autofree char *path = NULL;

	if (run->plan_form < pack_form)
		return g_strdup("its plan lacks numbers that the rule pack states");
	mc_plan_form_reduce(expected->kind, pack, run->plan_form);
	path = mc_json_difference(own, pack);
	return path == NULL ? NULL
	                    : g_strdup_printf("its plan is not the rule pack's: %s differs", path);
}

static gboolean
verify_plan(const McVisit *visit, const McExamRun *run, const McRulePack *pack, GError **error)
{
	const McExamPlan *own = &run->plan;
	const McDeviceInfo *device = mc_visit_passport(visit, run);
	McExamPlan expected = pack->plans[own->kind];
	g_autofree char *problem = NULL;

	take_own_part(&expected, own);
	if (expected.kind == MC_EXAM_ACUITY)
		mc_rules_set_vision_cuts(pack, visit->classes, &expected.as.acuity);
	if (expected.kind == MC_EXAM_ACUITY && device != NULL)
		(void)mc_visit_show_by(&expected.as.acuity, device);
	problem = plan_problem(run, &expected, pack->plan_form[own->kind]);
	if (problem != NULL)
		g_set_error_literal(error, MC_ERROR, MC_ERROR_UNTRUSTED, problem);
	return problem == NULL;
}

static gboolean
verify_exams(const McVisit *visit, const McRulePack *pack, GError **error)
{
	for (guint i = 0; i < visit->exams; i++) {
		const McExamRun *run = visit->exam[i];

		if (verify_passport(visit, run, error) && verify_plan(visit, run, pack, error) &&
		    verify_route(visit, run, error) && verify_distance(visit, run, error) &&
		    mc_exam_run_verify(run, error))
			continue;
		g_prefix_error(error, "visit: exam %u (%s): ", i + 1, mc_exam_kind_name(run->plan.kind));
		return FALSE;
	}
	return TRUE;
}

static json_t *
verdicts_to_json(const McVisit *visit)
{
	json_t *array = json_array();

	for (guint i = 0; i < visit->verdicts; i++)
		json_array_append_new(array, mc_class_verdict_to_json(&visit->verdict[i]));
	return array;
}

static gboolean
verify_verdicts(const McVisit *visit, const McRulePack *pack, GError **error)
{
	/* Borrows the exams; only the verdicts are judged anew. */
	McVisit again = *visit;
	json_auto_t *stated = verdicts_to_json(visit);
	json_auto_t *judged = NULL;
	g_autofree char *path = NULL;

	mc_visit_judge(&again, pack);
	judged = verdicts_to_json(&again);
	path = mc_json_difference(stated, judged);
	if (path == NULL)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "visit: the verdict does not come out of the rules: %s differs", path);
	return FALSE;
}

gboolean
mc_visit_verify(const McVisit *visit, const McRulePack *pack, GError **error)
{
	return verify_pack(visit, pack, error) && verify_date(visit, error) &&
	       mc_visit_rules_in_force(visit, pack, error) && verify_exams(visit, pack, error) &&
	       mc_pictures_verify(visit, error) && verify_verdicts(visit, pack, error) &&
	       mc_case_mark_verify(visit, pack, error);
}
