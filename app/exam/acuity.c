/* Does each eye meet the cut? Sizes, stop rule and bars: see the plan and acuity-model.h. */
#include "app/exam/acuity-model.h"
#include "app/exam/fixed.h"
#include "app/exam/kind.h"
#include "app/exam/press.h"

#include <string.h>

#define LINE_FIRST_DECI 40
#define LINE_LAST_DECI 53

/* Big to small, so that the first answers show that the task is understood. Scored. */
static const int32_t warm_up[] = {18, 14, 10}; /* cut + 600, + 400, + 200 */
#define WARM_UPS ((int32_t)(sizeof warm_up / sizeof warm_up[0]))

/* The 9th, 17th, … trial of an eye is easy: it keeps the morale and shows lapses. */
#define EASY_EVERY 8

static void
fill_in(McExam *exam, bool easy)
{
	McAcuityState *state = &exam->as.acuity;
	const McAcuityPlan *plan = &exam->plan.as.acuity;
	McOptotypeStimulus *stimulus = &exam->current.as.optotype;

	stimulus->eye = state->current;
	stimulus->optotype = plan->optotype;
	stimulus->direction =
	    (McDirection)mc_pool_draw(&state->eye[state->current].directions, &exam->random);
	stimulus->size_milli_log_mar = plan->cut_milli_log_mar + mc_acuity_size_milli(state->size);
	stimulus->easy = easy;
	mc_exam_present(exam);
}

static int32_t
trials_allowed(const McExam *exam)
{
	const McAcuityPlan *plan = &exam->plan.as.acuity;

	return exam->as.acuity.longer ? plan->continuation_trials : plan->maximum_trials;
}

static bool
may_go_on(const McExam *exam, McEye eye)
{
	return mc_exam_part_is_open(exam, (int)eye) &&
	       exam->as.acuity.eye[eye].trials < trials_allowed(exam);
}

/* False when no eye goes on before the citizen is told that it takes longer, or at all. */
static bool
choose_eye(McExam *exam, McEye *eye)
{
	bool left = may_go_on(exam, MC_EYE_LEFT), right = may_go_on(exam, MC_EYE_RIGHT);

	if (!exam->plan.as.acuity.interleaved) {
		/* An occluder is moved once: the right eye is finished before the left one begins. */
		*eye = mc_exam_part_is_open(exam, MC_EYE_RIGHT) ? MC_EYE_RIGHT : MC_EYE_LEFT;
		return *eye == MC_EYE_RIGHT ? right : left;
	}
	*eye = right ? MC_EYE_RIGHT : MC_EYE_LEFT;
	if (left && right)
		*eye = mc_random_below(&exam->random, 2) == 0 ? MC_EYE_LEFT : MC_EYE_RIGHT;
	return left || right;
}

static bool
reaches(int64_t chance_q30, int32_t permille)
{
	return chance_q30 * 1000 >= permille * MC_FIXED_ONE_Q30;
}

static int32_t
choose_size(const McExam *exam, const McAcuityEye *eye, bool easy)
{
	if (eye->trials < WARM_UPS)
		return warm_up[eye->trials];
	if (easy)
		return mc_acuity_easy_size(eye);
	/* Nobody passes a line that was not shown. */
	if (eye->smallest > MC_ACUITY_SIZE_AT_CUT &&
	    reaches(mc_acuity_chance_q30(eye, 0), exam->plan.as.acuity.pass_permille))
		return MC_ACUITY_SIZE_AT_CUT;
	return mc_acuity_best_size(eye, &exam->as.acuity.model);
}

static void
advance(McExam *exam)
{
	McAcuityState *state = &exam->as.acuity;
	McAcuityEye *eye;
	bool easy;

	if (!choose_eye(exam, &state->current)) {
		if (mc_exam_part_is_open(exam, MC_EYE_LEFT) || mc_exam_part_is_open(exam, MC_EYE_RIGHT))
			exam->step = MC_STEP_LONGER;
		else
			mc_exam_finish(exam, MC_REASON_NONE);
		return;
	}
	eye = &state->eye[state->current];
	easy = eye->trials >= WARM_UPS && eye->trials % EASY_EVERY == 0;
	state->size = choose_size(exam, eye, easy);
	fill_in(exam, easy);
}

static void
start(McExam *exam)
{
	McAcuityState *state = &exam->as.acuity;
	const McAcuityPlan *plan = &exam->plan.as.acuity;

	mc_acuity_model_init(&state->model, plan->assumed_lapse_permille);
	for (int eye = 0; eye < MC_SIDES; eye++)
		mc_acuity_eye_init(&state->eye[eye], plan->prior_pass_permille);
	advance(exam);
}

static bool
accepts(const McAnswer *answer)
{
	unsigned char cannot_see;

	memcpy(&cannot_see, &answer->as.optotype.cannot_see, 1);
	return cannot_see == 1 ||
	       (cannot_see == 0 && (unsigned)answer->as.optotype.direction < MC_DIRECTIONS);
}

/* Only lines whose size was presented: nothing is said of what was not shown. */
static void
read_lines(const McExam *exam, McPartResult *part)
{
	const McAcuityPlan *plan = &exam->plan.as.acuity;
	const McAcuityEye *eye = &exam->as.acuity.eye[exam->as.acuity.current];
	bool is_first = true;

	for (int32_t line = LINE_LAST_DECI; line >= LINE_FIRST_DECI; line--) {
		int32_t milli = 100 * (50 - line) - plan->cut_milli_log_mar;
		int64_t chance;

		if (milli < mc_acuity_size_milli(eye->smallest) ||
		    milli > mc_acuity_size_milli(eye->largest))
			continue;
		chance = mc_acuity_chance_q30(eye, milli);
		if (part->line_deci == 0 && reaches(chance, 500)) {
			part->line_deci = line;
			part->line_is_at_least = is_first;
		}
		if (part->surely_met_deci == 0 && reaches(chance, plan->pass_permille))
			part->surely_met_deci = line;
		if (chance * 1000 <= plan->fail_permille * MC_FIXED_ONE_Q30)
			part->surely_missed_deci = line;
		is_first = false;
	}
}

static void
judge_eye(McExam *exam)
{
	McAcuityState *state = &exam->as.acuity;
	const McAcuityPlan *plan = &exam->plan.as.acuity;
	McAcuityEye *eye = &state->eye[state->current];
	McPartResult *part = &exam->result.part[state->current];
	uint32_t flags = eye->trials > plan->maximum_trials ? MC_REASON_CONTINUED : MC_REASON_NONE;
	int64_t chance;

	chance = mc_acuity_chance_q30(eye, 0);
	part->trials = eye->trials;
	part->pass_permille = (int32_t)(chance * 1000 >> 30);
	part->reasons |= flags;
	if (eye->trials < plan->minimum_trials)
		return;
	if (reaches(chance, plan->pass_permille) && eye->smallest <= MC_ACUITY_SIZE_AT_CUT)
		mc_exam_decide(exam, (int)state->current, MC_OUTCOME_PASS, flags);
	else if (chance * 1000 <= plan->fail_permille * MC_FIXED_ONE_Q30)
		mc_exam_decide(exam, (int)state->current, MC_OUTCOME_FAIL, flags);
	else if (eye->trials >= plan->continuation_trials)
		mc_exam_decide(
		    exam, (int)state->current, MC_OUTCOME_NOT_DETERMINED, flags | MC_REASON_BORDERLINE);
	else
		return;
	read_lines(exam, part);
}

static void
score(McExam *exam, const McAnswer *answer)
{
	McAcuityState *state = &exam->as.acuity;
	const McOptotypeAnswer *given = &answer->as.optotype;
	const McOptotypeStimulus *stimulus = &exam->current.as.optotype;
	McQuality *quality = mc_exam_quality(exam);
	bool right = !given->cannot_see && given->direction == stimulus->direction;

	mc_quality_answer(quality, 0,
	    !given->cannot_see && given->reaction_us < MC_REACTION_IMPOSSIBLE_MS * INT64_C(1000));
	if (!given->cannot_see)
		mc_quality_choice(quality, (int32_t)given->direction, !right);
	if (stimulus->easy)
		mc_quality_easy(quality, !right);
	mc_acuity_eye_learn(&state->eye[state->current], &state->model, state->size, right);
	judge_eye(exam);
	advance(exam);
}

/* The same eye and size; a fresh direction, since the lost one may have been seen. */
static void
repeat(McExam *exam)
{
	fill_in(exam, exam->current.as.optotype.easy);
}

static void
acknowledge(McExam *exam)
{
	exam->as.acuity.longer = true;
	advance(exam);
}

const McExamOps mc_acuity_ops = {
    .start = start,
    .accepts = accepts,
    .score = score,
    .repeat = repeat,
    .acknowledge = acknowledge,
};
