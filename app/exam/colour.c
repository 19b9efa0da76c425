/* Colour: digits that one kind of dichromat does not see, four for each of the two kinds, scored by
 * kind; between them digits that everybody sees, and some for information. Two right of four are
 * neither: four more. Then signal lights by name.
 *
 * Whoever names digits without seeing them has one chance in 270 on each kind. */
#include "app/exam/kind.h"
#include "app/exam/plan-parts.h"

#include <string.h>

#define SIGNALS_OF_A_COLOUR 4 /* in a shuffled block */

static int
part_of(McColourShow show)
{
	return show == MC_COLOUR_PROTAN ? MC_AXIS_PROTAN : MC_AXIS_DEUTAN;
}

static bool
is_of_an_axis(McColourShow show)
{
	return show == MC_COLOUR_PROTAN || show == MC_COLOUR_DEUTAN;
}

/* ---- what is shown ---- */

static void
add_plates(McColourState *state, McColourShow show, bool faint, int32_t count)
{
	for (int32_t i = 0; i < count && state->items < MC_COLOUR_PLATES_MAX; i++)
		state->item[state->items++] = (McColourItem){show, faint};
}

static void
shuffle_from(McColourState *state, int32_t first, McRandom *random)
{
	for (int32_t i = state->items - 1; i > first; i--) {
		int32_t other = mc_random_between(random, first, i);
		McColourItem item = state->item[i];

		state->item[i] = state->item[other];
		state->item[other] = item;
	}
}

static void
fill_in_plate(McExam *exam, McColourItem item)
{
	const McColourPlan *plan = &exam->plan.as.colour;
	McColourStimulus *colour = &exam->current.as.colour;

	*colour = (McColourStimulus){
	    .show = item.show,
	    .figure = mc_random_between(&exam->random, 0, MC_DIGITS - 1),
	    .contrast_permille = item.faint
	                             ? plan->faint_contrast_permille
	                             : mc_random_between(&exam->random, plan->contrast_min_permille,
	                                   plan->contrast_max_permille),
	    .seed = mc_random_between(&exam->random, 0, INT32_MAX),
	    .exposure_ms = plan->exposure_ms,
	};
	if (item.show == MC_COLOUR_CONTROL)
		colour->contrast_permille = 0;
	mc_exam_present(exam);
}

static void
fill_in_signal(McExam *exam, McSignal signal)
{
	const McColourPlan *plan = &exam->plan.as.colour;

	exam->current.as.colour = (McColourStimulus){
	    .show = MC_COLOUR_SIGNAL,
	    .figure = (int32_t)signal,
	    .luminance_permille = mc_random_between(&exam->random, plan->signal_min_permille, 1000),
	    .exposure_ms = plan->exposure_ms,
	};
	mc_exam_present(exam);
}

/* ---- what is concluded ---- */

typedef enum Standing {
	STANDING_FAIL,
	STANDING_DOUBTFUL,
	STANDING_PASS,
} Standing;

static Standing
standing_of(const McExam *exam, int part)
{
	const McColourPlan *plan = &exam->plan.as.colour;
	const McColourState *state = &exam->as.colour;
	bool all = state->shown[part] > plan->axis_plates;
	int32_t pass = all ? plan->pass_of_all : plan->pass_of_axis;
	int32_t fail = all ? plan->fail_of_all : plan->fail_of_axis;

	if (state->right[part] >= pass)
		return STANDING_PASS;
	return state->right[part] <= fail ? STANDING_FAIL : STANDING_DOUBTFUL;
}

/* A screen that nobody measured may hide digits from people who would read them elsewhere: such a
 * FAIL is a doctor's case. */
static void
fail_part(McExam *exam, int part, uint32_t flags)
{
	if (exam->plan.as.colour.panel.measured)
		mc_exam_decide(exam, part, MC_OUTCOME_FAIL, flags);
	else
		mc_exam_decide(exam, part, MC_OUTCOME_NOT_DETERMINED, flags | MC_REASON_BORDERLINE);
}

static void
decide_part(McExam *exam, int part)
{
	const McColourPlan *plan = &exam->plan.as.colour;
	const McColourState *state = &exam->as.colour;
	Standing standing = standing_of(exam, part);
	bool named = plan->signals == 0 || state->named_right >= plan->signals_right;
	uint32_t flags = exam->result.attempts > 1 ? MC_REASON_RE_INSTRUCTED : MC_REASON_NONE;

	if (state->faint_shown[part] > 0 && state->faint_right[part] == 0 && standing == STANDING_PASS)
		flags |= MC_REASON_COLOUR_WEAK;
	if (state->shown[part] > plan->axis_plates)
		flags |= MC_REASON_CONTINUED;
	if (!plan->panel.measured)
		flags |= MC_REASON_PANEL_ASSUMED;
	if (standing == STANDING_FAIL)
		fail_part(exam, part, flags);
	else if (standing == STANDING_DOUBTFUL)
		mc_exam_decide(exam, part, MC_OUTCOME_NOT_DETERMINED, flags | MC_REASON_BORDERLINE);
	else if (!named)
		mc_exam_decide(exam, part, MC_OUTCOME_NOT_DETERMINED,
		    flags | MC_REASON_SIGNALS | MC_REASON_BORDERLINE);
	else
		mc_exam_decide(exam, part, MC_OUTCOME_PASS, flags);
}

static void
conclude(McExam *exam)
{
	for (int part = 0; part < MC_SIDES; part++)
		decide_part(exam, part);
	mc_exam_finish(exam, MC_REASON_NONE);
}

/* ---- the course ---- */

/* True when doubtful axes got their extra plates. */
static bool
extend(McExam *exam)
{
	McColourState *state = &exam->as.colour;
	int32_t first = state->items;

	if (state->extended)
		return false;
	state->extended = true;
	if (standing_of(exam, MC_AXIS_PROTAN) == STANDING_DOUBTFUL)
		add_plates(state, MC_COLOUR_PROTAN, false, exam->plan.as.colour.extra_plates);
	if (standing_of(exam, MC_AXIS_DEUTAN) == STANDING_DOUBTFUL)
		add_plates(state, MC_COLOUR_DEUTAN, false, exam->plan.as.colour.extra_plates);
	shuffle_from(state, first, &exam->random);
	return state->items > first;
}

static void
begin_round(McExam *exam)
{
	McColourState *state = &exam->as.colour;

	state->round++;
	state->named = 0;
	state->named_right = 0;
	exam->result.figures.colour.signals = exam->result.figures.colour.signals_right = 0;
}

static void
present_next(McExam *exam)
{
	const McColourPlan *plan = &exam->plan.as.colour;
	McColourState *state = &exam->as.colour;

	if (state->next < state->items || extend(exam)) {
		fill_in_plate(exam, state->item[state->next++]);
		return;
	}
	if (state->round == 0)
		begin_round(exam);
	else if (state->named >= plan->signals && state->named_right < plan->signals_right &&
	         state->round == 1)
		begin_round(exam);
	if (state->named >= plan->signals)
		conclude(exam);
	else
		fill_in_signal(exam, (McSignal)mc_pool_draw(&state->signals, &exam->random));
}

/* The first plate is one that everybody reads; where the others stand, chance decides. */
static void
start(McExam *exam)
{
	static const int32_t signals[MC_POOL_KINDS] = {
	    SIGNALS_OF_A_COLOUR, SIGNALS_OF_A_COLOUR, SIGNALS_OF_A_COLOUR, 0};
	const McColourPlan *plan = &exam->plan.as.colour;
	McColourState *state = &exam->as.colour;

	memset(state, 0, sizeof *state);
	for (int part = 0; part < MC_SIDES; part++)
		exam->result.part[part].trials = 0;
	memset(&exam->result.figures.colour, 0, sizeof exam->result.figures.colour);
	mc_pool_init(&state->signals, signals, 1);
	add_plates(state, MC_COLOUR_CONTROL, false, plan->control_plates);
	add_plates(state, MC_COLOUR_PROTAN, false, plan->axis_plates);
	add_plates(state, MC_COLOUR_DEUTAN, false, plan->axis_plates);
	add_plates(state, MC_COLOUR_PROTAN, true, plan->faint_plates);
	add_plates(state, MC_COLOUR_DEUTAN, true, plan->faint_plates);
	add_plates(state, MC_COLOUR_TRITAN, false, plan->blue_plates);
	shuffle_from(state, 1, &exam->random);
	present_next(exam);
}

static McAnswerProblem
problem(const McExam *exam, const McAnswer *answer)
{
	const McColourAnswer *colour = &answer->as.colour;
	int32_t figures = exam->current.as.colour.show == MC_COLOUR_SIGNAL ? MC_SIGNALS : MC_DIGITS;

	if (!mc_plan_are_bools(&colour->cannot_see, 1))
		return MC_ANSWER_IMPOSSIBLE;
	if (colour->cannot_see)
		return MC_ANSWER_GOOD;
	return mc_plan_within(colour->figure, 0, figures - 1) ? MC_ANSWER_GOOD : MC_ANSWER_NO_FIGURE;
}

static void
score_axis(McExam *exam, McColourItem item, bool right)
{
	McColourState *state = &exam->as.colour;
	int part = part_of(item.show);

	if (item.faint) {
		state->faint_shown[part]++;
		state->faint_right[part] += right;
		return;
	}
	state->shown[part]++;
	state->right[part] += right;
	exam->result.part[part].trials++;
	exam->result.figures.colour.right[part] += right;
}

static void
score_signal(McExam *exam, bool right)
{
	McColourState *state = &exam->as.colour;

	state->named++;
	state->named_right += right;
	exam->result.figures.colour.signals++;
	exam->result.figures.colour.signals_right += right;
	present_next(exam);
}

/* Whoever does not read what everybody reads did not understand, or does not want to. */
static void
miss_control(McExam *exam)
{
	if (exam->result.attempts < exam->plan.attempts_max)
		exam->step = MC_STEP_RE_INSTRUCT;
	else
		mc_exam_finish(
		    exam, MC_REASON_NOT_UNDERSTOOD |
		              (exam->result.attempts > 1 ? MC_REASON_RE_INSTRUCTED : MC_REASON_NONE));
}

static void
score(McExam *exam, const McAnswer *answer)
{
	const McColourStimulus *shown = &exam->current.as.colour;
	const McColourAnswer *colour = &answer->as.colour;
	McQuality *quality = mc_exam_quality(exam);
	bool right = !colour->cannot_see && colour->figure == shown->figure;

	mc_quality_answer(
	    quality, 0, mc_quality_is_impossible(&exam->plan.quality, colour->reaction_us));
	if (!colour->cannot_see)
		mc_quality_choice(quality, colour->figure, !right);
	if (shown->show == MC_COLOUR_SIGNAL) {
		score_signal(exam, right);
		return;
	}
	if (shown->show == MC_COLOUR_CONTROL) {
		mc_quality_easy(quality, !right);
		if (!right) {
			miss_control(exam);
			return;
		}
	}
	if (is_of_an_axis(shown->show))
		score_axis(exam, exam->as.colour.item[exam->as.colour.next - 1], right);
	present_next(exam);
}

/* Of the same kind, with another digit and other dots. */
static void
repeat(McExam *exam)
{
	McColourState *state = &exam->as.colour;

	if (exam->current.as.colour.show == MC_COLOUR_SIGNAL)
		fill_in_signal(exam, (McSignal)mc_random_between(&exam->random, 0, MC_SIGNALS - 1));
	else
		fill_in_plate(exam, state->item[state->next - 1]);
}

static void
acknowledge(McExam *exam)
{
	exam->result.attempts++;
	start(exam);
}

const McExamOps mc_colour_ops = {
    .start = start,
    .problem = problem,
    .score = score,
    .repeat = repeat,
    .acknowledge = acknowledge,
};
