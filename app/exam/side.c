/* Does the person hear from which side a sound comes? Left, right or nothing: with an unmarked
 * onset and silent presentations, someone deaf in one ear cannot answer "the other side" when
 * nothing is heard, for he does not hear that there was anything.
 *
 * The rule is sequential: after each presentation the chance that the person hears both sides is
 * computed against the likeliest kind of person who does not, of every inclination to press all the
 * same. So no such person passes more often than the plan's pass probability leaves room for,
 * whatever their inclination. Quiet counts, too: someone who presses into it at some rate also
 * presses between the sounds, and the gaps between them are as good a trap as a silent
 * presentation. */
#include "app/exam/fixed.h"
#include "app/exam/kind.h"
#include "app/exam/press.h"

#include <string.h>

/* Three left, three right, three silent: short, so that few sounds go to the side that needs none
 * any more. */
#define SOUND_BLOCK 9
#define SOUND_BLOCKS 1

/* Chances, in permille: of the right and of the wrong key at a sound on the left and on the right,
 * of a press in one window of quiet. */
typedef struct Person {
	int32_t right[MC_SIDES], wrong[MC_SIDES];
	int32_t press;
} Person;

/* In the state's order: deaf on the left, on the right, on both sides; from UNSIDED on hearing, but
 * not from where; one ear in a room; able. */
#define DEAF_RIGHT MC_SIDE_ONE_DEAF
#define DEAF_BOTH (DEAF_RIGHT + MC_SIDE_ONE_DEAF)
#define UNSIDED (DEAF_BOTH + MC_SIDE_BOTH_DEAF)
#define ONE_EARED (UNSIDED + MC_SIDE_UNSIDED)
#define ABLE (ONE_EARED + 1)
_Static_assert(ABLE + 1 == MC_SIDE_PEOPLE, "the state holds a likelihood for each");

static Person
alike(int32_t right, int32_t wrong, int32_t press)
{
	return (Person){{right, right}, {wrong, wrong}, press};
}

static Person
one_deaf(const McSidePeoplePlan *plan, McEar deaf, int32_t press)
{
	McEar other = deaf == MC_EAR_LEFT ? MC_EAR_RIGHT : MC_EAR_LEFT;
	Person person = {.press = press};

	person.right[deaf] = press;
	person.right[other] = plan->heard_permille;
	person.wrong[deaf] = plan->one_deaf_mistaken_permille;
	person.wrong[other] = plan->one_hearing_mistaken_permille;
	return person;
}

static Person
person_of(const McSidePeoplePlan *plan, int i)
{
	if (i < DEAF_RIGHT)
		return one_deaf(plan, MC_EAR_LEFT, plan->one_deaf_press_permille[i]);
	if (i < DEAF_BOTH)
		return one_deaf(plan, MC_EAR_RIGHT, plan->one_deaf_press_permille[i - DEAF_RIGHT]);
	if (i < UNSIDED) {
		int32_t press = plan->both_deaf_press_permille[i - DEAF_BOTH];

		return alike(press / 2, press / 2, press);
	}
	if (i < ONE_EARED)
		return alike(plan->unsided_key_permille, plan->unsided_key_permille,
		    plan->unsided_press_permille[i - UNSIDED]);
	if (i < ABLE)
		return alike(
		    plan->one_eared_right_permille, plan->one_eared_wrong_permille, plan->press_permille);
	return alike(plan->heard_permille, plan->mistaken_permille, plan->press_permille);
}

static int64_t
log2_permille(int32_t permille)
{
	return mc_fixed_log2(MC_FIXED_ONE_Q30 * permille / 1000);
}

/* No press in a quiet time is as likely as none in so many windows of it; a press there is what
 * that leaves. */
static int64_t
log_quiet_q16(const Person *person, int64_t quiet_ms, int32_t window_ms, bool pressed)
{
	int64_t none_q16 = log2_permille(1000 - person->press) * quiet_ms / window_ms;

	if (!pressed)
		return none_q16;
	return mc_fixed_log2(MC_FIXED_ONE_Q30 - mc_fixed_exp2(none_q16));
}

static int32_t
chance_of(const Person *person, McEar side, const McPressReading *press)
{
	if (!press->answered)
		return 1000 - person->right[side] - person->wrong[side];
	return press->key == side ? person->right[side] : person->wrong[side];
}

/* Of one more presentation. */
static void
learn(McSideState *state, const McSidePeoplePlan *plan, const McSideStimulus *side,
    const McPressReading *press)
{
	int32_t window_ms = side->duration_ms + side->window_ms;

	for (int i = 0; i < MC_SIDE_PEOPLE; i++) {
		Person person = person_of(plan, i);
		int64_t sum_q16 = log_quiet_q16(&person, side->gap_ms, window_ms, press->strays > 0);

		if (side->silent)
			sum_q16 += log_quiet_q16(&person, window_ms, window_ms, press->answered);
		else
			sum_q16 += log2_permille(chance_of(&person, side->side, press));
		state->log_q16[i] += sum_q16;
	}
}

/* Chance that the person hears both sides, even at the outset: against the likeliest of those who
 * do not. */
static int64_t
chance_q30(const McExam *exam)
{
	const McSidePlan *plan = &exam->plan.as.side;
	const McSideState *state = &exam->as.side;
	int64_t able_log = state->log_q16[ABLE], best = INT64_MIN;
	int64_t able_q30, other_q30;

	for (int i = 0; i < ABLE; i++) {
		int32_t weight = i < UNSIDED ? plan->people.deaf_permille : plan->unsided_permille;
		int64_t log_q16 = state->log_q16[i] + log2_permille(weight);

		if (i == ONE_EARED && plan->transducer != MC_TRANSDUCER_LOUDSPEAKER)
			continue;
		best = log_q16 > best ? log_q16 : best;
	}
	able_q30 = mc_fixed_exp2(able_log - best);
	other_q30 = mc_fixed_exp2(best - able_log);
	return (able_q30 << 30) / (able_q30 + other_q30);
}

static void
fill_in(McExam *exam, McSideSound sound)
{
	const McSidePlan *plan = &exam->plan.as.side;
	McSideStimulus *side = &exam->current.as.side;

	side->silent = sound == MC_SIDE_SOUND_NONE;
	side->side = sound == MC_SIDE_SOUND_RIGHT ? MC_EAR_RIGHT : MC_EAR_LEFT;
	side->by_loudspeaker = plan->transducer == MC_TRANSDUCER_LOUDSPEAKER;
	side->frequency_hz = plan->frequency_hz;
	side->level_deci_db_hl = plan->level_deci_db_hl + mc_random_between(&exam->random,
	                                                      -plan->rove_deci_db, plan->rove_deci_db);
	side->masking_deci_db = plan->masking_deci_db;
	side->gap_ms = mc_random_between(&exam->random, plan->gap_min_ms, plan->gap_max_ms);
	side->duration_ms = plan->duration_ms;
	side->window_ms = plan->window_ms;
	mc_exam_present(exam);
}

static McSideSound
sound_of(const McSideStimulus *side)
{
	if (side->silent)
		return MC_SIDE_SOUND_NONE;
	return side->side == MC_EAR_LEFT ? MC_SIDE_SOUND_LEFT : MC_SIDE_SOUND_RIGHT;
}

static void
present_next(McExam *exam)
{
	fill_in(exam, (McSideSound)mc_pool_draw(&exam->as.side.sounds, &exam->random));
}

static void
start(McExam *exam)
{
	McSideState *state = &exam->as.side;
	int32_t sounded = SOUND_BLOCK / 2 - exam->plan.as.side.silent_permille * SOUND_BLOCK / 2000;
	int32_t silent = exam->plan.as.side.silent_permille == 0 ? 0 : SOUND_BLOCK - 2 * sounded;
	int32_t block[MC_POOL_KINDS] = {sounded, sounded, silent, 0};

	memset(state, 0, sizeof *state);
	mc_pool_init(&state->sounds, block, SOUND_BLOCKS);
	present_next(exam);
}

static McAnswerProblem
problem(const McExam *exam, const McAnswer *answer)
{
	return mc_press_is_valid(&answer->as.press) ? MC_ANSWER_GOOD : MC_ANSWER_IMPOSSIBLE;
}

static void
decide(McExam *exam, McOutcome outcome, uint32_t reasons)
{
	if (exam->result.attempts > 1)
		reasons |= MC_REASON_RE_INSTRUCTED;
	mc_exam_decide(exam, 0, outcome, reasons);
	mc_exam_finish(exam, MC_REASON_NONE);
}

static int32_t
sounded(const McSideState *state)
{
	return state->trials[MC_SIDE_SOUND_LEFT] + state->trials[MC_SIDE_SOUND_RIGHT];
}

/* Answers to silence alone make nobody deaf: they end as unreliable. */
static bool
has_missed_sounds(const McSideState *state, const McSidePlan *plan)
{
	return state->wrong[MC_SIDE_SOUND_LEFT] + state->wrong[MC_SIDE_SOUND_RIGHT] >=
	       plan->missed_sounds_min;
}

static bool
is_believable(McExam *exam)
{
	const McSidePlan *plan = &exam->plan.as.side;

	return exam->as.side.wrong[MC_SIDE_SOUND_NONE] <= plan->silent_answers_max &&
	       mc_exam_quality(exam)->stray_presses <= plan->stray_presses_max;
}

static void
judge(McExam *exam)
{
	const McSidePlan *plan = &exam->plan.as.side;
	const McSideState *state = &exam->as.side;
	int64_t chance = chance_q30(exam) * 1000;
	bool is_enough = sounded(state) >= plan->minimum_trials;
	bool is_silent_enough = state->trials[MC_SIDE_SOUND_NONE] >= plan->silent_trials_min;

	if (!is_believable(exam)) {
		if (exam->result.attempts < exam->plan.attempts_max)
			exam->step = MC_STEP_RE_INSTRUCT;
		else
			decide(exam, MC_OUTCOME_NOT_DETERMINED, MC_REASON_UNRELIABLE);
	} else if (is_enough && is_silent_enough && chance >= plan->pass_permille * MC_FIXED_ONE_Q30) {
		decide(exam, MC_OUTCOME_PASS, MC_REASON_NONE);
	} else if (is_enough && chance <= plan->fail_permille * MC_FIXED_ONE_Q30 &&
	           has_missed_sounds(state, plan)) {
		decide(exam, MC_OUTCOME_FAIL, MC_REASON_NONE);
	} else if (sounded(state) >= plan->maximum_trials) {
		decide(exam, MC_OUTCOME_NOT_DETERMINED, MC_REASON_BORDERLINE);
	} else {
		present_next(exam);
	}
}

static void
score(McExam *exam, const McAnswer *answer)
{
	McSideState *state = &exam->as.side;
	const McSideStimulus *side = &exam->current.as.side;
	const McSidePlan *plan = &exam->plan.as.side;
	const McPressTimes times = {plan->earliest_ms, side->duration_ms, side->window_ms};
	McPressReading press = mc_press_read(&answer->as.press, &times);
	McSideSound sound = sound_of(side);
	McQuality *quality = mc_exam_quality(exam);
	bool right = side->silent ? !press.answered : press.answered && press.key == side->side;

	state->trials[sound]++;
	state->wrong[sound] += !right;
	learn(state, &plan->people, side, &press);
	exam->result.part[0].trials += !side->silent;
	exam->result.part[0].pass_permille = (int32_t)(chance_q30(exam) * 1000 >> 30);
	mc_quality_answer(
	    quality, press.strays, mc_quality_is_impossible(&exam->plan.quality, press.first_us));
	if (press.answered)
		mc_quality_choice(quality, (int32_t)press.key, !right);
	if (side->silent)
		mc_quality_catch(quality, press.answered);
	judge(exam);
}

/* The same side, or silence, at a fresh level after a fresh gap. */
static void
repeat(McExam *exam)
{
	fill_in(exam, sound_of(&exam->current.as.side));
}

static void
acknowledge(McExam *exam)
{
	exam->result.attempts++;
	start(exam);
}

const McExamOps mc_side_ops = {
    .start = start,
    .problem = problem,
    .score = score,
    .repeat = repeat,
    .acknowledge = acknowledge,
};
