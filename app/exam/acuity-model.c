#include "app/exam/acuity-model.h"

#include "app/exam/fixed.h"

#include <string.h>

#define CANDIDATES 13 /* cut - 300 … cut + 300 */
#define GUESS_Q30 (MC_FIXED_ONE_Q30 / 4) /* four directions */
#define LOG2_E_Q16_CENTI 9454846 /* log2(e) · 2^16 · 100 */

static const int32_t slopes[MC_ACUITY_SLOPES] = {8, 14, 22};

int32_t
mc_acuity_size_milli(int32_t size)
{
	return 50 * size - 300;
}

/* Place of (threshold - size) in the model's tables. */
static int32_t
difference(int32_t threshold, int32_t size)
{
	return threshold - 2 * size + 2 * (MC_ACUITY_SIZES - 1);
}

/* Chance of a right answer when the threshold is `lattice` steps of 12.5 milli-logMAR above the
 * size.
 */
static int64_t
chance_q30(int32_t slope, int32_t lattice, int32_t lapse_permille)
{
	/* 2 exp(b d) as a power of two, d = lattice / 80. */
	int64_t power_q16 = (int64_t)slope * lattice * LOG2_E_Q16_CENTI / 8000 + (INT64_C(1) << 16);
	int64_t u = mc_fixed_exp2(power_q16 > 0 ? -power_q16 : power_q16);
	int64_t top = power_q16 > 0 ? u : MC_FIXED_ONE_Q30;
	int64_t seen = (top << 30) / (MC_FIXED_ONE_Q30 + u);
	int64_t attentive = GUESS_Q30 + ((MC_FIXED_ONE_Q30 - GUESS_Q30) * seen >> 30);

	return (lapse_permille * GUESS_Q30 + (1000 - lapse_permille) * attentive) / 1000;
}

void
mc_acuity_model_init(McAcuityModel *model, int32_t lapse_permille)
{
	for (int s = 0; s < MC_ACUITY_SLOPES; s++) {
		for (int32_t d = 0; d < MC_ACUITY_DIFFERENCES; d++) {
			int64_t right = chance_q30(slopes[s], 2 * d - 87, lapse_permille);

			model->right_q15[s][d] = (int32_t)(right >> 15);
			model->log_right_q16[s][d] = mc_fixed_log2(right);
			model->log_wrong_q16[s][d] = mc_fixed_log2(MC_FIXED_ONE_Q30 - right);
		}
	}
}

static void
weigh(McAcuityEye *eye)
{
	const int32_t *log = eye->log_posterior_q16[0];
	int32_t *weight = eye->weight[0];
	int32_t best = INT32_MIN;

	for (int i = 0; i < MC_ACUITY_SLOPES * MC_ACUITY_THRESHOLDS; i++)
		best = log[i] > best ? log[i] : best;
	eye->total = 0;
	for (int i = 0; i < MC_ACUITY_SLOPES * MC_ACUITY_THRESHOLDS; i++) {
		weight[i] = (int32_t)mc_fixed_exp2((int64_t)log[i] - best);
		eye->total += weight[i];
	}
}

void
mc_acuity_eye_init(McAcuityEye *eye, int32_t prior_pass_permille)
{
	static const int32_t two_of_each[MC_POOL_KINDS] = {2, 2, 2, 2};
	int32_t not_met = MC_ACUITY_THRESHOLDS - MC_ACUITY_THRESHOLDS_MET;
	int32_t met_log =
	    mc_fixed_log2(MC_FIXED_ONE_Q30 * prior_pass_permille / (1000 * MC_ACUITY_THRESHOLDS_MET));
	int32_t not_met_log =
	    mc_fixed_log2(MC_FIXED_ONE_Q30 * (1000 - prior_pass_permille) / (1000 * not_met));

	memset(eye, 0, sizeof *eye);
	for (int s = 0; s < MC_ACUITY_SLOPES; s++)
		for (int t = 0; t < MC_ACUITY_THRESHOLDS; t++)
			eye->log_posterior_q16[s][t] = t < MC_ACUITY_THRESHOLDS_MET ? met_log : not_met_log;
	weigh(eye);
	eye->smallest = MC_ACUITY_SIZES;
	eye->largest = -1;
	/* Ten blocks at once: who counts every direction gains less than 3 % over chance. */
	mc_pool_init(&eye->directions, two_of_each, 10);
}

void
mc_acuity_eye_learn(McAcuityEye *eye, const McAcuityModel *model, int32_t size, bool right)
{
	int32_t first = difference(0, size);

	for (int s = 0; s < MC_ACUITY_SLOPES; s++) {
		const int32_t *gain = (right ? model->log_right_q16[s] : model->log_wrong_q16[s]) + first;

		for (int t = 0; t < MC_ACUITY_THRESHOLDS; t++)
			eye->log_posterior_q16[s][t] += gain[t];
	}
	weigh(eye);
	eye->trials++;
	if (size < eye->smallest)
		eye->smallest = size;
	if (size > eye->largest)
		eye->largest = size;
}

int64_t
mc_acuity_chance_q30(const McAcuityEye *eye, int32_t milli)
{
	int32_t cells = (milli + 500) / 25;
	int64_t sum = 0;

	for (int s = 0; s < MC_ACUITY_SLOPES; s++)
		for (int32_t t = 0; t < cells && t < MC_ACUITY_THRESHOLDS; t++)
			sum += eye->weight[s][t];
	/* total < 2^38: shifted left by 24 it still fits. */
	return (sum << 24) / (eye->total >> 6);
}

/* -p log2 p, p in 2^-30; the result in 2^-46. */
static int64_t
doubt(int64_t p_q30)
{
	return p_q30 <= 0 ? 0 : -p_q30 * mc_fixed_log2(p_q30);
}

/* Expected entropy of "meets the cut" after an answer at this size, in bits · 2^46: the entropy of
 * class and answer together less that of the answer. */
static int64_t
expected_doubt(const McAcuityEye *eye, const McAcuityModel *model, int32_t size, int64_t met_q30)
{
	int32_t first = difference(0, size);
	int64_t sum[2] = {0, 0}; /* not met, met: right answers, in weight · 2^-15 */
	int64_t right_met, right_not;

	for (int s = 0; s < MC_ACUITY_SLOPES; s++) {
		const int32_t *right = model->right_q15[s] + first;
		const int32_t *weight = eye->weight[s];

		for (int t = 0; t < MC_ACUITY_THRESHOLDS_MET; t++)
			sum[1] += (int64_t)weight[t] * right[t];
		for (int t = MC_ACUITY_THRESHOLDS_MET; t < MC_ACUITY_THRESHOLDS; t++)
			sum[0] += (int64_t)weight[t] * right[t];
	}
	/* sum / 2^15 / total, in 2^-30; sum < 2^53. */
	right_met = (sum[1] >> 6) * 512 / (eye->total >> 12);
	right_not = (sum[0] >> 6) * 512 / (eye->total >> 12);
	return doubt(right_met) + doubt(right_not) + doubt(met_q30 - right_met) +
	       doubt(MC_FIXED_ONE_Q30 - met_q30 - right_not) - doubt(right_met + right_not) -
	       doubt(MC_FIXED_ONE_Q30 - right_met - right_not);
}

int32_t
mc_acuity_best_size(const McAcuityEye *eye, const McAcuityModel *model)
{
	int64_t met_q30 = mc_acuity_chance_q30(eye, 0);
	int64_t least = INT64_MAX;
	int32_t best = 0;

	for (int32_t size = 0; size < CANDIDATES; size++) {
		int64_t expected = expected_doubt(eye, model, size, met_q30);

		if (expected < least) {
			least = expected;
			best = size;
		}
	}
	return best;
}

int32_t
mc_acuity_easy_size(const McAcuityEye *eye)
{
	int64_t sum = 0;
	int32_t size;

	for (int s = 0; s < MC_ACUITY_SLOPES; s++)
		for (int t = 0; t < MC_ACUITY_THRESHOLDS; t++)
			sum += (int64_t)eye->weight[s][t] * t;
	/* (-487.5 + 25 t + 300) is size number (t + 4.5) / 2. */
	size = (int32_t)((sum / eye->total + 5) / 2);
	if (size < CANDIDATES - 1)
		return CANDIDATES - 1;
	return size > MC_ACUITY_SIZE_EASIEST ? MC_ACUITY_SIZE_EASIEST : size;
}
