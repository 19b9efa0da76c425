#include "app/exam/acuity-model.h"

#include "app/exam/fixed.h"

#include <string.h>

#define LOG2_E_Q16_CENTI 9454846 /* log2(e) · 2^16 · 100 */

/* The prior of a threshold relative to a cut, in cells: three lines on either side. */
#define PRIOR_CELLS 12

int32_t
mc_acuity_size_milli(int32_t size)
{
	return 50 * size - 300;
}

int32_t
mc_acuity_size_of_milli(int32_t milli)
{
	return (milli + 300) / 50;
}

/* Place of (threshold - size) in the model's tables. */
static int32_t
difference(int32_t threshold, int32_t size)
{
	return threshold - 2 * size + 2 * (MC_ACUITY_SIZES - 1);
}

typedef struct Optics {
	int64_t guess_q30;
	int64_t log2_odds_q16; /* log2 of (1 - q) / (q - g) */
} Optics;

/* More than half of an E's (GB 11533). */
#define E_CRITERION_PERMILLE 500

static Optics
optics_of(const McAcuityPlan *plan)
{
	bool is_ring = plan->optotype == MC_OPTOTYPE_LANDOLT_C;
	int64_t right = is_ring ? plan->ring_criterion_permille : E_CRITERION_PERMILLE;
	int64_t guess = 1000 / mc_optotype_directions(plan->optotype);
	int64_t wrong_q30 = (1000 - right) * MC_FIXED_ONE_Q30 / 1000;
	int64_t seen_q30 = (right - guess) * MC_FIXED_ONE_Q30 / 1000;

	return (Optics){.guess_q30 = guess * MC_FIXED_ONE_Q30 / 1000,
	    .log2_odds_q16 = (int64_t)mc_fixed_log2(wrong_q30) - mc_fixed_log2(seen_q30)};
}

/* Chance of a right answer when the threshold is `lattice` steps of 12.5 milli-logMAR above the
 * size.
 */
static int64_t
chance_q30(const Optics *optics, int32_t slope, int32_t lattice, int32_t lapse_permille)
{
	/* o exp(b d) as a power of two, d = lattice / 80. */
	int64_t power_q16 = (int64_t)slope * lattice * LOG2_E_Q16_CENTI / 8000 + optics->log2_odds_q16;
	int64_t u = mc_fixed_exp2(power_q16 > 0 ? -power_q16 : power_q16);
	int64_t top = power_q16 > 0 ? u : MC_FIXED_ONE_Q30;
	int64_t seen = (top << 30) / (MC_FIXED_ONE_Q30 + u);
	int64_t guess = optics->guess_q30;
	int64_t attentive = guess + ((MC_FIXED_ONE_Q30 - guess) * seen >> 30);

	return (lapse_permille * guess + (1000 - lapse_permille) * attentive) / 1000;
}

void
mc_acuity_model_init(McAcuityModel *model, const McAcuityPlan *plan)
{
	Optics optics = optics_of(plan);

	for (int s = 0; s < MC_ACUITY_SLOPES; s++) {
		for (int32_t d = 0; d < MC_ACUITY_DIFFERENCES; d++) {
			/* The lowest threshold and the largest size: -487.5 - 1 300. */
			int64_t right = chance_q30(
			    &optics, plan->assumed_slopes[s], 2 * d - 143, plan->assumed_lapse_permille);

			model->right_q15[s][d] = (int32_t)(right >> 15);
			model->log_right_q16[s][d] = mc_fixed_log2(right);
			model->log_wrong_q16[s][d] = mc_fixed_log2(MC_FIXED_ONE_Q30 - right);
		}
	}
}

static void
weigh(McAcuityEye *eye)
{
	const int32_t *log = eye->log_likelihood_q16[0];
	int32_t *weight = eye->weight[0];
	int32_t best = INT32_MIN;

	for (int i = 0; i < MC_ACUITY_SLOPES * MC_ACUITY_THRESHOLDS; i++)
		best = log[i] > best ? log[i] : best;
	for (int i = 0; i < MC_ACUITY_SLOPES * MC_ACUITY_THRESHOLDS; i++)
		weight[i] = (int32_t)mc_fixed_exp2((int64_t)log[i] - best);
}

void
mc_acuity_eye_init(McAcuityEye *eye, McOptotype optotype)
{
	static const int32_t straight[MC_POOL_KINDS] = {2, 2, 2, 2};
	static const int32_t all[MC_POOL_KINDS] = {1, 1, 1, 1, 1, 1, 1, 1};

	memset(eye, 0, sizeof *eye);
	weigh(eye);
	eye->smallest = MC_ACUITY_SIZES;
	eye->largest = -1;
	/* Ten blocks at once: who counts every direction gains less than 3 % over chance. */
	mc_pool_init(&eye->directions, optotype == MC_OPTOTYPE_LANDOLT_C ? all : straight, 10);
}

void
mc_acuity_eye_learn(McAcuityEye *eye, const McAcuityModel *model, int32_t size, bool right)
{
	int32_t first = difference(0, size);

	for (int s = 0; s < MC_ACUITY_SLOPES; s++) {
		const int32_t *gain = (right ? model->log_right_q16[s] : model->log_wrong_q16[s]) + first;

		for (int t = 0; t < MC_ACUITY_THRESHOLDS; t++)
			eye->log_likelihood_q16[s][t] += gain[t];
	}
	weigh(eye);
	eye->trials++;
	if (size < eye->smallest)
		eye->smallest = size;
	if (size > eye->largest)
		eye->largest = size;
}

int32_t
mc_acuity_log_q16(
    const McAcuityModel *model, int slope, int32_t threshold, int32_t size, bool right)
{
	int32_t at = difference(threshold, size);

	return right ? model->log_right_q16[slope][at] : model->log_wrong_q16[slope][at];
}

/* ---- one cut ---- */

/* The cells on either side of a cut, and what a weight counts there. */
typedef struct Sides {
	int32_t from, cut, to; /* met: from … cut - 1; missed: cut … to - 1 */
	int64_t met_factor, missed_factor; /* below 2^17 */
} Sides;

static Sides
sides_of(int32_t milli, int32_t prior_pass_permille)
{
	Sides sides = {.cut = MC_ACUITY_THRESHOLDS_MET + milli / 25};

	sides.from = sides.cut > PRIOR_CELLS ? sides.cut - PRIOR_CELLS : 0;
	sides.to = sides.cut + PRIOR_CELLS;
	if (sides.to > MC_ACUITY_THRESHOLDS)
		sides.to = MC_ACUITY_THRESHOLDS;
	sides.met_factor = (int64_t)prior_pass_permille * (sides.to - sides.cut);
	sides.missed_factor = (int64_t)(1000 - prior_pass_permille) * (sides.cut - sides.from);
	return sides;
}

/* Weights, or weights times the chance of a right answer at a size, on either side; below 2^55. */
static void
sum_sides(const McAcuityEye *eye, const Sides *sides, int64_t *met, int64_t *missed)
{
	*met = *missed = 0;
	for (int s = 0; s < MC_ACUITY_SLOPES; s++) {
		for (int32_t t = sides->from; t < sides->cut; t++)
			*met += eye->weight[s][t];
		for (int32_t t = sides->cut; t < sides->to; t++)
			*missed += eye->weight[s][t];
	}
	*met *= sides->met_factor;
	*missed *= sides->missed_factor;
}

static void
sum_right(const McAcuityEye *eye, const McAcuityModel *model, int32_t size, const Sides *sides,
    int64_t *met, int64_t *missed)
{
	int32_t first = difference(0, size);
	int64_t sum[2] = {0, 0};

	for (int s = 0; s < MC_ACUITY_SLOPES; s++) {
		const int32_t *right = model->right_q15[s] + first;
		const int32_t *weight = eye->weight[s];

		for (int32_t t = sides->from; t < sides->cut; t++)
			sum[0] += (int64_t)weight[t] * right[t];
		for (int32_t t = sides->cut; t < sides->to; t++)
			sum[1] += (int64_t)weight[t] * right[t];
	}
	*met = (sum[0] >> 15) * sides->met_factor;
	*missed = (sum[1] >> 15) * sides->missed_factor;
}

int64_t
mc_acuity_chance_q30(const McAcuityEye *eye, int32_t milli, int32_t prior_pass_permille)
{
	Sides sides = sides_of(milli, prior_pass_permille);
	int64_t met, missed;

	sum_sides(eye, &sides, &met, &missed);
	return mc_fixed_ratio(met, met + missed);
}

/* -p log2 p, p in 2^-30; the result in 2^-46. */
static int64_t
entropy(int64_t p_q30)
{
	return p_q30 <= 0 ? 0 : -p_q30 * mc_fixed_log2(p_q30);
}

int32_t
mc_acuity_best_size(const McAcuityEye *eye, const McAcuityModel *model, int32_t milli,
    int32_t prior_pass_permille, int32_t first, int32_t last)
{
	Sides sides = sides_of(milli, prior_pass_permille);
	int64_t met, missed, met_q30, least = INT64_MAX;
	int32_t best = first;

	sum_sides(eye, &sides, &met, &missed);
	met_q30 = mc_fixed_ratio(met, met + missed);
	for (int32_t size = first; size <= last; size++) {
		int64_t right[2], met_right, missed_right, doubt;

		sum_right(eye, model, size, &sides, &right[0], &right[1]);
		met_right = mc_fixed_ratio(right[0], met + missed);
		missed_right = mc_fixed_ratio(right[1], met + missed);
		/* Bits · 2^46: entropy of class and answer together less that of the answer. */
		doubt = entropy(met_right) + entropy(missed_right) + entropy(met_q30 - met_right) +
		        entropy(MC_FIXED_ONE_Q30 - met_q30 - missed_right) -
		        entropy(met_right + missed_right) -
		        entropy(MC_FIXED_ONE_Q30 - met_right - missed_right);
		if (doubt < least) {
			least = doubt;
			best = size;
		}
	}
	return best;
}

int32_t
mc_acuity_mean_milli(const McAcuityEye *eye)
{
	int64_t sum = 0, total = 0;

	for (int s = 0; s < MC_ACUITY_SLOPES; s++) {
		for (int t = 0; t < MC_ACUITY_THRESHOLDS; t++) {
			sum += (int64_t)eye->weight[s][t] * (50 * t - 975);
			total += eye->weight[s][t];
		}
	}
	return (int32_t)(sum / (2 * total));
}

/* Sum of squares about the mean that is explained by knowing it, for weights whose moments these
 * are: moment 1 squared over moment 0. Both below 2^50. */
static int64_t
explained(int64_t zeroth, int64_t first)
{
	return zeroth <= 0 ? 0 : (first >> 6) * ((first << 8) / zeroth);
}

int32_t
mc_acuity_estimating_size(
    const McAcuityEye *eye, const McAcuityModel *model, int32_t first, int32_t last)
{
	int64_t most = -1;
	int32_t best = first;

	for (int32_t size = first; size <= last; size++) {
		int32_t from = difference(0, size);
		int64_t right[2] = {0, 0}, wrong[2] = {0, 0}, gain;

		for (int s = 0; s < MC_ACUITY_SLOPES; s++) {
			for (int32_t t = 0; t < MC_ACUITY_THRESHOLDS; t++) {
				int64_t weight = eye->weight[s][t] >> 12;
				int64_t hit = weight * model->right_q15[s][from + t];
				int64_t miss = (weight << 15) - hit;

				right[0] += hit;
				right[1] += hit * t;
				wrong[0] += miss;
				wrong[1] += miss * t;
			}
		}
		gain = explained(right[0], right[1]) + explained(wrong[0], wrong[1]);
		if (gain > most) {
			most = gain;
			best = size;
		}
	}
	return best;
}

int32_t
mc_acuity_quantile_milli(const McAcuityEye *eye, int32_t permille)
{
	int64_t cell[MC_ACUITY_THRESHOLDS] = {0}, total = 0, wanted, below = 0;

	for (int t = 0; t < MC_ACUITY_THRESHOLDS; t++) {
		for (int s = 0; s < MC_ACUITY_SLOPES; s++)
			cell[t] += eye->weight[s][t];
		total += cell[t];
	}
	wanted = total / 1000 * permille;
	for (int32_t t = 0; t < MC_ACUITY_THRESHOLDS; t++) {
		if (below + cell[t] >= wanted && cell[t] > 0)
			return -500 + 25 * t + (int32_t)(25 * (wanted - below) / cell[t]);
		below += cell[t];
	}
	return -500 + 25 * MC_ACUITY_THRESHOLDS;
}
