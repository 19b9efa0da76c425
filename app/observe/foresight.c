#include "app/observe/foresight.h"

#define BLOCKS 10 /* shuffled together */

typedef struct Counter {
	int directions;
	int left[MC_SIDES][MC_DIRECTIONS];
	int total[MC_SIDES];
} Counter;

/* A block holds each direction twice (E) or once (ring): eight cards. */
static void
add_block(Counter *counter, McEye eye)
{
	for (int d = 0; d < counter->directions; d++)
		counter->left[eye][d] += 8 / counter->directions;
	counter->total[eye] += 8;
}

static int
likeliest(const Counter *counter, McEye eye)
{
	int best = 0;

	for (int d = 1; d < counter->directions; d++)
		if (counter->left[eye][d] > counter->left[eye][best])
			best = d;
	return best;
}

static void
count(Counter *counter, McEye eye, McDirection direction)
{
	counter->left[eye][direction]--;
	if (--counter->total[eye] <= 8 * (BLOCKS - 1))
		add_block(counter, eye);
}

static void
foresee(McForesight *sum, const McExamPlan *plan, McDice *dice)
{
	Counter counter = {.directions = mc_optotype_directions(plan->as.acuity.optotype)};
	McStimulus stimulus;
	McSeed seed;
	McExam exam;
	McStep step;
	int last = -1;

	for (int i = 0; i < BLOCKS * MC_SIDES; i++)
		add_block(&counter, (McEye)(i % MC_SIDES));
	mc_dice_exam_seed(dice, &seed);
	mc_exam_init(&exam, plan, &seed);
	while ((step = mc_exam_next(&exam, &stimulus)) != MC_STEP_DONE) {
		const McOptotypeStimulus *optotype = &stimulus.as.optotype;
		McAnswer answer = {.kind = MC_EXAM_ACUITY, .trial = stimulus.trial};

		if (step != MC_STEP_PRESENT) {
			mc_exam_acknowledge(&exam);
			continue;
		}
		sum->all++;
		sum->shown[optotype->direction]++;
		sum->repeats += (int)optotype->direction == last;
		last = (int)optotype->direction;
		sum->hits += likeliest(&counter, optotype->eye) == (int)optotype->direction;
		count(&counter, optotype->eye, optotype->direction);
		answer.as.optotype.cannot_see = exam.result.part[optotype->eye].cut[0].pass_permille >= 500;
		answer.as.optotype.direction = optotype->direction;
		if (!mc_exam_answer(&exam, &answer)) {
			sum->refused = true;
			return;
		}
	}
}

McForesight
mc_foresight(const McExamPlan *plan, int exams, McDice *dice)
{
	McForesight sum = {.refused = false};

	for (int i = 0; i < exams && !sum.refused; i++)
		foresee(&sum, plan, dice);
	return sum;
}

double
mc_foresight_chi_squared(const McForesight *foresight, int directions)
{
	double expected = (double)foresight->all / directions, sum = 0;

	for (int d = 0; d < directions; d++) {
		double off = (double)foresight->shown[d] - expected;

		sum += off * off / expected;
	}
	return sum;
}
