#include "app/exam/acuity-repeat.h"

#include "app/exam/acuity-model.h"

#include <string.h>

typedef struct Likelihood {
	int32_t log_q16[MC_ACUITY_SLOPES][MC_ACUITY_THRESHOLDS];
} Likelihood;

typedef struct Best {
	int64_t before_q16, after_q16, both_q16;
} Best;

static int64_t
larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* How well one acuity explains the first answers of an eye, the others, and all of them. */
static Best
best_of(const Likelihood *first, const McAcuityEye *eye)
{
	Best best = {INT64_MIN, INT64_MIN, INT64_MIN};

	for (int s = 0; s < MC_ACUITY_SLOPES; s++) {
		for (int t = 0; t < MC_ACUITY_THRESHOLDS; t++) {
			int64_t all = eye->log_likelihood_q16[s][t], before = first->log_q16[s][t];

			best.before_q16 = larger(best.before_q16, before);
			best.after_q16 = larger(best.after_q16, all - before);
			best.both_q16 = larger(best.both_q16, all);
		}
	}
	return best;
}

static void
add_answer(Likelihood *first, const McAcuityModel *model, const McAcuityAnswered *answered)
{
	for (int s = 0; s < MC_ACUITY_SLOPES; s++)
		for (int32_t t = 0; t < MC_ACUITY_THRESHOLDS; t++)
			first->log_q16[s][t] += mc_acuity_log_q16(model, s, t, answered->size, answered->right);
}

int64_t
mc_acuity_turn_gain_q16(const McAcuityState *state, const McAcuityPlan *plan)
{
	Likelihood first[MC_SIDES];
	int64_t most = 0, gain[MC_SIDES] = {0, 0};

	memset(first, 0, sizeof first);
	for (int32_t i = 0; i < state->answers - plan->turn_answers_min; i++) {
		int eye = state->answered[i].eye;
		Best best;

		add_answer(&first[eye], &state->model, &state->answered[i]);
		best = best_of(&first[eye], &state->eye[eye]);
		gain[eye] = best.before_q16 + best.after_q16 - best.both_q16;
		if (i + 1 >= plan->turn_answers_min)
			most = larger(most, gain[0] + gain[1]);
	}
	return most;
}

bool
mc_acuity_is_repeated(const McAcuityState *state, const McAcuityPlan *plan)
{
	return state->answers >= 2 * plan->turn_answers_min;
}

bool
mc_acuity_is_apart(const McAcuityState *state, const McAcuityPlan *plan)
{
	return mc_acuity_turn_gain_q16(state, plan) >= plan->turn_log2_deci * INT64_C(65536) / 10;
}
