/* Does the person hear from which side a sound comes? Left, right or nothing: with an unmarked
 * onset and silent presentations, someone deaf in one ear cannot answer "the other side" when
 * nothing is heard, for he does not hear that there was anything.
 *
 * The rule is sequential: after each answer the chance that the person hears both sides is computed
 * against people who do not, of every inclination to press all the same. */
#include "app/exam/fixed.h"
#include "app/exam/kind.h"
#include "app/exam/press.h"

#include <string.h>

#define SOUND_BLOCK 20
#define SOUND_BLOCKS 1

/* Chance, in permille, of the right answer to a sound on the left, on the right, to silence. */
typedef struct Person {
	int32_t right[MC_SIDE_SOUNDS];
} Person;

/* Two slips in a hundred of each kind, and some more for a hand that is slow to settle. */
static const Person able = {{960, 960, 970}};

/* Four kinds of people who are not able, of equal weight; those who do not hear press all the same
 * at some rate q: the deaf ear's key, or either key. */
#define KINDS 4
#define RATES 4
static const Person unable[KINDS][RATES] = {
    /* Deaf on the left: q = .02, .3, .6, .9. */
    {{{20, 960, 970}}, {{300, 960, 700}}, {{600, 960, 400}}, {{900, 960, 100}}},
    /* On the right. */
    {{{960, 20, 970}}, {{960, 300, 700}}, {{960, 600, 400}}, {{960, 900, 100}}},
    /* On both sides. */
    {{{20, 20, 970}}, {{150, 150, 700}}, {{300, 300, 400}}, {{450, 450, 100}}},
    /* Hears, but not from where: presses at silence seldom, or more often. */
    {{{500, 500, 970}}, {{500, 500, 970}}, {{500, 500, 900}}, {{500, 500, 700}}},
};

static int64_t
log_likelihood_q16(const McSideState *state, const Person *person)
{
	int64_t sum = 0;

	for (int s = 0; s < MC_SIDE_SOUNDS; s++) {
		int64_t right_q30 = MC_FIXED_ONE_Q30 * person->right[s] / 1000;

		sum += (int64_t)state->right[s] * mc_fixed_log2(right_q30) +
		       (int64_t)state->wrong[s] * mc_fixed_log2(MC_FIXED_ONE_Q30 - right_q30);
	}
	return sum;
}

/* Chance that the person hears both sides, even at the outset. */
static int64_t
chance_q30(const McSideState *state)
{
	int64_t logs[KINDS * RATES];
	int64_t able_log = log_likelihood_q16(state, &able);
	int64_t best = able_log, others = 0, it;

	for (int i = 0; i < KINDS * RATES; i++) {
		logs[i] = log_likelihood_q16(state, &unable[i / RATES][i % RATES]);
		best = logs[i] > best ? logs[i] : best;
	}
	for (int i = 0; i < KINDS * RATES; i++)
		others += mc_fixed_exp2(logs[i] - best);
	it = mc_fixed_exp2(able_log - best);
	return (it << 30) / (it + others / (KINDS * RATES));
}

static void
fill_in(McExam *exam, McSideSound sound)
{
	const McSidePlan *plan = &exam->plan.as.side;
	McSideStimulus *side = &exam->current.as.side;

	side->silent = sound == MC_SIDE_SOUND_NONE;
	side->side = sound == MC_SIDE_SOUND_RIGHT ? MC_EAR_RIGHT : MC_EAR_LEFT;
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
	int32_t block[MC_POOL_KINDS] = {sounded, sounded, SOUND_BLOCK - 2 * sounded, 0};

	memset(state, 0, sizeof *state);
	mc_pool_init(&state->sounds, block, SOUND_BLOCKS);
	present_next(exam);
}

static bool
accepts(const McAnswer *answer)
{
	return mc_press_is_valid(&answer->as.press);
}

static void
decide(McExam *exam, McOutcome outcome, uint32_t reasons)
{
	if (exam->result.attempts > 1)
		reasons |= MC_REASON_RE_INSTRUCTED;
	mc_exam_decide(exam, 0, outcome, reasons);
	mc_exam_finish(exam, MC_REASON_NONE);
}

/* Answers to silence alone make nobody deaf: they end as unreliable. */
static bool
has_missed_sounds(const McSideState *state)
{
	return state->wrong[MC_SIDE_SOUND_LEFT] + state->wrong[MC_SIDE_SOUND_RIGHT] >= 2;
}

static void
judge(McExam *exam)
{
	const McSidePlan *plan = &exam->plan.as.side;
	const McSideState *state = &exam->as.side;
	const McQuality *quality = mc_exam_quality(exam);
	int64_t chance = chance_q30(state) * 1000;

	if (state->wrong[MC_SIDE_SOUND_NONE] > plan->silent_answers_max ||
	    quality->stray_presses > plan->stray_presses_max) {
		if (exam->result.attempts < exam->plan.attempts_max)
			exam->step = MC_STEP_RE_INSTRUCT;
		else
			decide(exam, MC_OUTCOME_NOT_DETERMINED, MC_REASON_UNRELIABLE);
		return;
	}
	if (state->trials < plan->minimum_trials)
		present_next(exam);
	else if (chance >= plan->pass_permille * MC_FIXED_ONE_Q30)
		decide(exam, MC_OUTCOME_PASS, MC_REASON_NONE);
	else if (chance <= plan->fail_permille * MC_FIXED_ONE_Q30 && has_missed_sounds(state))
		decide(exam, MC_OUTCOME_FAIL, MC_REASON_NONE);
	else if (state->trials >= plan->maximum_trials)
		decide(exam, MC_OUTCOME_NOT_DETERMINED, MC_REASON_BORDERLINE);
	else
		present_next(exam);
}

static void
score(McExam *exam, const McAnswer *answer)
{
	McSideState *state = &exam->as.side;
	const McSideStimulus *side = &exam->current.as.side;
	McSideSound sound = sound_of(side);
	McPressReading press = mc_press_read(&answer->as.press, side->duration_ms, side->window_ms);
	McQuality *quality = mc_exam_quality(exam);
	bool right = side->silent ? !press.answered : press.answered && press.key == side->side;

	state->trials++;
	state->right[sound] += right;
	state->wrong[sound] += !right;
	exam->result.part[0].trials++;
	mc_quality_answer(quality, press.strays, press.impossible);
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
    .accepts = accepts,
    .score = score,
    .repeat = repeat,
    .acknowledge = acknowledge,
};
