/* Does each eye meet each cut? Sizes, stop rule and bars: see the plan and acuity-model.h. */
#include "app/exam/acuity-model.h"
#include "app/exam/acuity-read.h"
#include "app/exam/acuity-repeat.h"
#include "app/exam/fixed.h"
#include "app/exam/kind.h"

#include <string.h>

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
	stimulus->size_milli_log_mar = plan->cut_milli_log_mar[0] + mc_acuity_size_milli(state->size);
	stimulus->easy = easy;
	mc_exam_present(exam);
}

static int32_t
trials_allowed(const McExam *exam)
{
	const McAcuityPlan *plan = &exam->plan.as.acuity;

	return exam->as.acuity.longer ? plan->continuation_trials : plan->maximum_trials;
}

/* Decided, and a number is wanted beside the decision. */
static bool
is_estimating(const McExam *exam, McEye eye)
{
	return exam->result.part[eye].examined && !mc_exam_part_is_open(exam, (int)eye) &&
	       exam->as.acuity.eye[eye].trials < exam->plan.as.acuity.estimate_trials;
}

static bool
may_go_on(const McExam *exam, McEye eye)
{
	if (mc_exam_part_is_open(exam, (int)eye))
		return exam->as.acuity.eye[eye].trials < trials_allowed(exam);
	return is_estimating(exam, eye);
}

/* False when no eye goes on before the citizen is told that it takes longer, or at all. */
static bool
choose_eye(McExam *exam, McEye *eye)
{
	bool left = may_go_on(exam, MC_EYE_LEFT), right = may_go_on(exam, MC_EYE_RIGHT);

	if (!exam->plan.as.acuity.interleaved) {
		/* An occluder is moved once: the right eye is finished before the left one begins. */
		*eye = mc_exam_part_is_open(exam, MC_EYE_RIGHT) || right ? MC_EYE_RIGHT : MC_EYE_LEFT;
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

/* A cut relative to the strictest one. */
static int32_t
relative(const McAcuityPlan *plan, int32_t cut)
{
	return plan->cut_milli_log_mar[cut] - plan->cut_milli_log_mar[0];
}

static int64_t
chance_of_cut(const McExam *exam, McEye eye, int32_t cut)
{
	const McAcuityPlan *plan = &exam->plan.as.acuity;

	return mc_acuity_chance_q30(
	    &exam->as.acuity.eye[eye], relative(plan, cut), plan->prior_pass_permille);
}

/* The sizes that the display shows, of those that the exam knows. */
static int32_t
smallest_size(const McAcuityPlan *plan)
{
	int32_t milli = plan->smallest_milli_log_mar - plan->cut_milli_log_mar[0];

	return milli < mc_acuity_size_milli(0) ? 0 : mc_acuity_size_of_milli(milli + 49);
}

static int32_t
largest_size(const McAcuityPlan *plan)
{
	int32_t milli = plan->largest_milli_log_mar - plan->cut_milli_log_mar[0];

	return milli > mc_acuity_size_milli(MC_ACUITY_SIZE_EASIEST) ? MC_ACUITY_SIZE_EASIEST
	                                                            : mc_acuity_size_of_milli(milli);
}

static int32_t
shown_at_most(const McAcuityPlan *plan, int32_t size)
{
	int32_t largest = largest_size(plan);

	return size > largest ? largest : size;
}

/* A size that this eye sees well: three lines above its mean threshold or the easiest cut,
 * whichever is larger; at most six above that cut. */
static int32_t
easy_size(const McAcuityPlan *plan, const McAcuityEye *eye)
{
	int32_t easiest = MC_ACUITY_SIZE_AT_CUT + relative(plan, plan->cuts - 1) / 50;
	int32_t size = mc_acuity_size_of_milli(mc_acuity_mean_milli(eye) + 325);

	if (size < easiest + 6)
		size = easiest + 6;
	return shown_at_most(plan, size > easiest + 12 ? easiest + 12 : size);
}

#define LIKELY_PERMILLE 750

/* The open cut to ask about. Meeting the strictest or missing the easiest settles all; for an eye
 * between them the one that is nearer to being decided, since one question after the other is
 * answered sooner than both at once. */
static int32_t
cut_in_question(const McExam *exam, McEye eye)
{
	const McPartResult *part = &exam->result.part[eye];
	int32_t first = 0, last = part->cuts - 1;
	int64_t first_met, last_met;

	while (part->cut[first].outcome != MC_OUTCOME_NOT_DETERMINED)
		first++;
	while (part->cut[last].outcome != MC_OUTCOME_NOT_DETERMINED)
		last--;
	first_met = chance_of_cut(exam, eye, first);
	last_met = chance_of_cut(exam, eye, last);
	if (reaches(first_met, LIKELY_PERMILLE))
		return first;
	return last_met < MC_FIXED_ONE_Q30 / 2 || last_met > MC_FIXED_ONE_Q30 - first_met ? last
	                                                                                  : first;
}

/* The size, from three lines below that cut to three above, whose answer leaves the least doubt
 * about it. */
static int32_t
telling_size(const McExam *exam, McEye eye)
{
	const McAcuityPlan *plan = &exam->plan.as.acuity;
	int32_t cut = relative(plan, cut_in_question(exam, eye));
	int32_t first = MC_ACUITY_SIZE_AT_CUT + cut / 50 - 6;
	int32_t last = shown_at_most(plan, first + 12);

	if (first < smallest_size(plan))
		first = smallest_size(plan);
	return mc_acuity_best_size(&exam->as.acuity.eye[eye], &exam->as.acuity.model, cut,
	    plan->prior_pass_permille, first, last);
}

/* Nobody passes a line that was not shown. */
static bool
is_shown(const McExam *exam, McEye eye, int32_t cut)
{
	return exam->as.acuity.eye[eye].smallest <=
	       MC_ACUITY_SIZE_AT_CUT + relative(&exam->plan.as.acuity, cut) / 50;
}

/* Every cut is decided, or would be but for the minimum of trials. */
static bool
is_clear(const McExam *exam, McEye eye)
{
	const McAcuityPlan *plan = &exam->plan.as.acuity;

	for (int32_t cut = 0; cut < plan->cuts; cut++) {
		int64_t chance = chance_of_cut(exam, eye, cut);

		if (exam->result.part[eye].cut[cut].outcome == MC_OUTCOME_NOT_DETERMINED &&
		    mc_exam_part_is_open(exam, (int)eye) &&
		    chance * 1000 > plan->fail_permille * MC_FIXED_ONE_Q30 &&
		    !(reaches(chance, plan->pass_permille) && is_shown(exam, eye, cut)))
			return false;
	}
	return true;
}

static int32_t
choose_size(const McExam *exam, McEye which, bool easy)
{
	const McAcuityPlan *plan = &exam->plan.as.acuity;
	const McAcuityEye *eye = &exam->as.acuity.eye[which];

	if (eye->trials < MC_ACUITY_WARM_UPS)
		return shown_at_most(plan, mc_acuity_size_of_milli(plan->warm_up_milli[eye->trials]));
	if (easy)
		return easy_size(plan, eye);
	if (plan->estimate_trials > 0 && is_clear(exam, which))
		return mc_acuity_estimating_size(
		    eye, &exam->as.acuity.model, smallest_size(plan), largest_size(plan));
	for (int32_t cut = 0; cut < plan->cuts; cut++)
		if (!is_shown(exam, which, cut) &&
		    reaches(chance_of_cut(exam, which, cut), plan->pass_permille))
			return MC_ACUITY_SIZE_AT_CUT + relative(plan, cut) / 50;
	return telling_size(exam, which);
}

/* An easy one keeps the morale and shows lapses. No size is easy for an eye that hardly sees the
 * largest one: its misses are no lapses. */
static bool
is_easy_due(const McAcuityPlan *plan, const McAcuityEye *eye)
{
	int32_t mean = mc_acuity_mean_milli(eye);

	return eye->trials >= MC_ACUITY_WARM_UPS && eye->trials % plan->easy_every == 0 &&
	       mean + 300 <= mc_acuity_size_milli(easy_size(plan, eye)) + 25;
}

/* Of each eye by itself: an unsteady person shows twice as many easy ones with two eyes, and slips
 * at twice as many, without looking away any more often. */
static bool
believes_misses(const McExam *exam)
{
	int32_t limit = exam->plan.as.acuity.easy_wrong_max;

	return exam->as.acuity.eye[MC_EYE_LEFT].easy_wrong <= limit &&
	       exam->as.acuity.eye[MC_EYE_RIGHT].easy_wrong <= limit;
}

/* Else keys were pressed without looking: faster than anybody sees, one again and again, or wrong
 * where it was easy. */
static bool
is_believable(McExam *exam)
{
	McQuality *quality = mc_exam_quality(exam);

	mc_quality_judge(quality, &exam->plan.quality);
	return (quality->concerns & (MC_CONCERN_IMPOSSIBLE_TIMES | MC_CONCERN_ONE_SIDED)) == 0 &&
	       believes_misses(exam);
}

/* Said of the answers, and no more: who tires or learns is no liar. */
static void
compare_repeats(McExam *exam)
{
	const McAcuityPlan *plan = &exam->plan.as.acuity;
	const McAcuityState *state = &exam->as.acuity;

	if (mc_acuity_is_repeated(state, plan))
		mc_quality_repeat(mc_exam_quality(exam), mc_acuity_is_apart(state, plan));
}

/* Answers that cannot be believed decide nothing, for or against: explained once more, then given
 * up. */
static void
end_attempt(McExam *exam)
{
	bool believable = is_believable(exam);

	compare_repeats(exam);
	if (!believable && exam->result.attempts < exam->plan.attempts_max) {
		exam->step = MC_STEP_RE_INSTRUCT;
		return;
	}
	for (int eye = 0; eye < MC_SIDES && !believable; eye++) {
		McPartResult *part = &exam->result.part[eye];

		part->outcome = MC_OUTCOME_NOT_DETERMINED;
		for (int32_t cut = 0; cut < part->cuts; cut++)
			part->cut[cut].outcome = MC_OUTCOME_NOT_DETERMINED;
		if (part->examined)
			part->reasons |= MC_REASON_UNRELIABLE;
	}
	mc_exam_finish(exam, MC_REASON_NONE);
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
			end_attempt(exam);
		return;
	}
	eye = &state->eye[state->current];
	easy = is_easy_due(&exam->plan.as.acuity, eye);
	state->size = choose_size(exam, state->current, easy);
	fill_in(exam, easy);
}

static void
start(McExam *exam)
{
	McAcuityState *state = &exam->as.acuity;
	const McAcuityPlan *plan = &exam->plan.as.acuity;

	state->longer = false;
	state->answers = 0;
	mc_acuity_model_init(&state->model, plan);
	for (int eye = 0; eye < MC_SIDES; eye++) {
		McPartResult *part = &exam->result.part[eye];

		mc_acuity_eye_init(&state->eye[eye], plan->optotype);
		*part = (McPartResult){.examined = part->examined};
		if (part->examined && exam->result.attempts > 1)
			part->reasons = MC_REASON_RE_INSTRUCTED;
		part->cuts = part->examined ? plan->cuts : 0;
		for (int32_t cut = 0; cut < part->cuts; cut++)
			part->cut[cut].cut_milli_log_mar = plan->cut_milli_log_mar[cut];
	}
	advance(exam);
}

static McAnswerProblem
problem(const McExam *exam, const McAnswer *answer)
{
	unsigned directions = (unsigned)mc_optotype_directions(exam->plan.as.acuity.optotype);
	unsigned char cannot_see;

	memcpy(&cannot_see, &answer->as.optotype.cannot_see, 1);
	if (cannot_see == 1 ||
	    (cannot_see == 0 && (unsigned)answer->as.optotype.direction < directions))
		return MC_ANSWER_GOOD;
	return MC_ANSWER_NO_DIRECTION;
}

/* What passes a cut passes the easier ones; what fails a cut fails the stricter ones. */
static void
judge_cuts(McExam *exam, McEye eye)
{
	const McAcuityPlan *plan = &exam->plan.as.acuity;
	McPartResult *part = &exam->result.part[eye];
	bool met = false, missed = false;

	for (int32_t i = 0; i < part->cuts; i++) {
		McCutResult *cut = &part->cut[i];

		met |= reaches(chance_of_cut(exam, eye, i), plan->pass_permille) && is_shown(exam, eye, i);
		if (met && cut->outcome == MC_OUTCOME_NOT_DETERMINED)
			cut->outcome = MC_OUTCOME_PASS;
	}
	for (int32_t i = part->cuts - 1; i >= 0; i--) {
		McCutResult *cut = &part->cut[i];

		missed |= chance_of_cut(exam, eye, i) * 1000 <= plan->fail_permille * MC_FIXED_ONE_Q30;
		if (missed && cut->outcome == MC_OUTCOME_NOT_DETERMINED)
			cut->outcome = MC_OUTCOME_FAIL;
	}
}

static void
end_eye(McExam *exam, McEye which)
{
	mc_acuity_read_lines(exam, which);
	if (exam->plan.as.acuity.estimate_trials > 0 && !is_estimating(exam, which))
		mc_acuity_read_estimate(exam, which);
}

static void
judge_eye(McExam *exam, McEye which)
{
	const McAcuityPlan *plan = &exam->plan.as.acuity;
	McAcuityEye *eye = &exam->as.acuity.eye[which];
	McPartResult *part = &exam->result.part[which];

	part->trials = eye->trials;
	if (!mc_exam_part_is_open(exam, (int)which)) {
		end_eye(exam, which);
		return;
	}
	if (eye->trials > plan->maximum_trials)
		part->reasons |= MC_REASON_CONTINUED;
	for (int32_t i = 0; i < part->cuts; i++)
		if (part->cut[i].outcome == MC_OUTCOME_NOT_DETERMINED)
			part->cut[i].pass_permille = (int32_t)(chance_of_cut(exam, which, i) * 1000 >> 30);
	if (eye->trials < plan->minimum_trials)
		return;
	judge_cuts(exam, which);
	part->outcome = part->cut[0].outcome;
	if (mc_exam_part_is_open(exam, (int)which) && eye->trials >= plan->continuation_trials)
		part->reasons |= MC_REASON_BORDERLINE;
	if (!mc_exam_part_is_open(exam, (int)which))
		end_eye(exam, which);
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
	    !given->cannot_see && mc_quality_is_impossible(&exam->plan.quality, given->reaction_us));
	if (!given->cannot_see) {
		mc_quality_forced_choice(
		    quality, mc_optotype_directions(stimulus->optotype), (int32_t)given->direction, !right);
		mc_quality_time(quality, &exam->plan.quality, given->reaction_us);
	}
	if (stimulus->easy) {
		mc_quality_easy(quality, !right);
		state->eye[state->current].easy_wrong += !right;
	}
	state->answered[state->answers++] = (McAcuityAnswered){
	    .eye = (uint8_t)state->current, .size = (uint8_t)state->size, .right = right};
	mc_acuity_eye_learn(&state->eye[state->current], &state->model, state->size, right);
	judge_eye(exam, state->current);
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
	if (exam->step == MC_STEP_RE_INSTRUCT) {
		exam->result.attempts++;
		start(exam);
		return;
	}
	exam->as.acuity.longer = true;
	advance(exam);
}

const McExamOps mc_acuity_ops = {
    .start = start,
    .problem = problem,
    .score = score,
    .repeat = repeat,
    .acknowledge = acknowledge,
    .believes_misses = believes_misses,
};
