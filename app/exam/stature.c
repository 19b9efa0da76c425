/* Height of the body: two readings, the person stepping off and on between them; a third when they
 * do not agree. The instrument measures, the rules judge; here only agreement is decided. */
#include "app/exam/kind.h"

#include <string.h>

static void
present_next(McExam *exam)
{
	exam->current.as.stature.reading = exam->as.stature.readings;
	mc_exam_present(exam);
}

static void
start(McExam *exam)
{
	memset(&exam->as.stature, 0, sizeof exam->as.stature);
	present_next(exam);
}

static bool
accepts(const McAnswer *answer)
{
	return answer->as.stature.height_mm >= 1 && answer->as.stature.height_mm <= 9999;
}

static McAnswerProblem
problem(const McExam *exam, const McAnswer *answer)
{
	return accepts(answer) ? MC_ANSWER_GOOD : MC_ANSWER_IMPOSSIBLE;
}

static int32_t
apart(int32_t a, int32_t b)
{
	return a > b ? a - b : b - a;
}

static uint32_t
attempt_flag(const McExam *exam)
{
	return exam->result.attempts > 1 ? (uint32_t)MC_REASON_RE_INSTRUCTED : 0;
}

static void
determine(McExam *exam, int32_t height_mm, int32_t spread_mm)
{
	McStatureFigures *figures = &exam->result.figures.stature;

	figures->height_mm = height_mm;
	figures->spread_mm = spread_mm;
	figures->uncertainty_mm = exam->plan.as.stature.uncertainty_mm;
	mc_exam_decide(exam, 0, MC_OUTCOME_PASS, attempt_flag(exam));
	mc_exam_finish(exam, MC_REASON_NONE);
}

/* Halves to the even side: always down would make everybody a quarter of a millimetre shorter. */
static int32_t
mean_of_two(int32_t a, int32_t b)
{
	int32_t half = (a + b) / 2;

	return (a + b) % 2 != 0 && half % 2 != 0 ? half + 1 : half;
}

static void
fall_apart(McExam *exam)
{
	if (exam->result.attempts < exam->plan.attempts_max) {
		exam->step = MC_STEP_RE_INSTRUCT;
		return;
	}
	mc_exam_decide(exam, 0, MC_OUTCOME_NOT_DETERMINED, MC_REASON_NO_AGREEMENT | attempt_flag(exam));
	mc_exam_finish(exam, MC_REASON_NONE);
}

static void
order(int32_t *a, int32_t *b)
{
	int32_t keep = *a;

	if (*a <= *b)
		return;
	*a = *b;
	*b = keep;
}

/* The middle one, when it has a neighbour that agrees. */
static void
judge_three(McExam *exam)
{
	int32_t *mm = exam->as.stature.height_mm;
	int32_t nearer;

	order(&mm[0], &mm[1]);
	order(&mm[1], &mm[2]);
	order(&mm[0], &mm[1]);
	nearer = mm[1] - mm[0] < mm[2] - mm[1] ? mm[1] - mm[0] : mm[2] - mm[1];
	if (nearer <= exam->plan.as.stature.agree_mm)
		determine(exam, mm[1], nearer);
	else
		fall_apart(exam);
}

static void
score(McExam *exam, const McAnswer *answer)
{
	McStatureState *state = &exam->as.stature;
	const McStaturePlan *plan = &exam->plan.as.stature;
	const int32_t *mm = state->height_mm;

	mc_quality_answer(mc_exam_quality(exam), 0, false);
	if (state->readings > 0)
		mc_quality_repeat(mc_exam_quality(exam),
		    apart(mm[state->readings - 1], answer->as.stature.height_mm) > plan->agree_mm);
	state->height_mm[state->readings++] = answer->as.stature.height_mm;
	exam->result.part[0].trials++;
	if (mm[state->readings - 1] < plan->lowest_mm || mm[state->readings - 1] > plan->highest_mm)
		fall_apart(exam); /* a bag, a child, an empty plate: explained again, not averaged */
	else if (state->readings == 1)
		present_next(exam);
	else if (state->readings == MC_STATURE_READINGS)
		judge_three(exam);
	else if (apart(mm[0], mm[1]) <= plan->agree_mm)
		determine(exam, mean_of_two(mm[0], mm[1]), apart(mm[0], mm[1]));
	else
		present_next(exam);
}

static void
acknowledge(McExam *exam)
{
	exam->result.attempts++;
	start(exam);
}

const McExamOps mc_stature_ops = {
    .start = start,
    .problem = problem,
    .score = score,
    .repeat = present_next,
    .acknowledge = acknowledge,
};
