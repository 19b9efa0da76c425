/* Are the procedures that ours is compared with what they say they are, and how far from the least
 * number of trials is ours? C14. */
#include "app/observe/bars.h"
#include "app/observe/person.h"
#include "tests/bench/peers/peer.h"

#include <glib.h>
#include <math.h>

#define RUNS 8000

/* Right answers of an eye whose threshold lies where the criterion's share is right, or
 * (inflection) where half is seen. */
static bool
sees(McDice *dice, int directions, double slope, double lapse, double above, bool inflection)
{
	double guess = 1.0 / directions;
	double seen = inflection ? 0.5 : ((directions == 8 ? 0.6 : 0.5) - guess) / (1.0 - guess);
	double odds = (1.0 - seen) / seen * exp(-slope * above);

	return mc_dice_chance(dice, guess + (1.0 - guess) * (1.0 - lapse) / (1.0 + odds));
}

static void
run_peer(
    McPeer *peer, McDice *dice, int directions, double slope, double threshold, bool inflection)
{
	double size, lapse = 0.02;

	mc_peer_start(peer, 0.0);
	while (mc_peer_next(peer, &size))
		mc_peer_answer(peer, sees(dice, directions, slope, lapse, size - threshold, inflection));
}

/* measurement.md: R(12, .02), thresholds even over -.2 … .8. */
static void
test_best_pest(void)
{
	static const struct {
		int directions, trials;
		double spread;
	} rows[] = {{8, 18, 0.076}, {4, 24, 0.074}};
	int runs = mc_bars_runs(RUNS);
	double slack = runs < RUNS ? 0.008 : 0.0;

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		McPeer *peer = mc_peer_new(MC_PEER_BEST_PEST, rows[i].directions, rows[i].trials);
		double sum = 0.0, squares = 0.0, bias, spread;
		McDice dice;

		mc_dice_init(&dice, 7);
		for (int k = 0; k < runs; k++) {
			double threshold = -0.2 + mc_dice_uniform(&dice), error;

			run_peer(peer, &dice, rows[i].directions, 12.0, threshold, true);
			error = mc_peer_threshold(peer) - threshold;
			sum += error;
			squares += error * error;
		}
		bias = sum / runs;
		spread = sqrt(squares / runs - bias * bias);
		g_test_message("Best PEST, %d of %d directions: bias %.4f SD %.4f", rows[i].trials,
		    rows[i].directions, bias, spread);
		g_assert_cmpfloat(fabs(spread - rows[i].spread), <=, 0.004 + slack);
		if (rows[i].directions == 8)
			g_assert_cmpfloat(fabs(bias + 0.008), <=, 0.005 + slack);
		mc_peer_free(peer);
	}
}

typedef struct Shares {
	double pass, fail, trials;
} Shares;

static Shares
measure_peer(McPeer *peer, double ahead, int runs)
{
	Shares shares = {0};
	McDice dice;

	mc_dice_init(&dice, 9);
	for (int k = 0; k < runs; k++) {
		run_peer(peer, &dice, 4, 14.0, -ahead, false);
		shares.pass += mc_peer_outcome(peer) == MC_PEER_PASS;
		shares.fail += mc_peer_outcome(peer) == MC_PEER_FAIL;
		shares.trials += mc_peer_trials(peer);
	}
	return (Shares){shares.pass / runs, shares.fail / runs, shares.trials / runs};
}

/* What the kiosks' and the charts' counts let through, computed by hand: R1 one line too weak and
 * one line better. */
static void
test_counts(void)
{
	static const struct {
		McPeerKind kind;
		double passes_weak, fails_better;
	} rows[] = {{MC_PEER_2_OF_3, 0.256, 0.165}, {MC_PEER_3_OF_3, 0.036, 0.585},
	    {MC_PEER_3_OF_5, 0.206, 0.111}};
	int runs = mc_bars_runs(RUNS);
	double slack = 3.0 * sqrt(0.25 / runs);

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		McPeer *peer = mc_peer_new(rows[i].kind, 4, 0);
		double weak = measure_peer(peer, -0.1, runs).pass;
		double better = measure_peer(peer, 0.1, runs).fail;

		g_test_message(
		    "%s: PASS at -0.1 %.3f, FAIL at +0.1 %.3f", mc_peer_name(rows[i].kind), weak, better);
		g_assert_cmpfloat(fabs(weak - rows[i].passes_weak), <=, slack);
		g_assert_cmpfloat(fabs(better - rows[i].fails_better), <=, slack);
		mc_peer_free(peer);
	}
}

static Shares
measure_ours(double ahead, int runs)
{
	McPerson person = {
	    .eyes = {
	        .threshold_milli = {-1000.0 * ahead, -1000.0 * ahead}, .slope = 14, .lapse = 0.02}};
	Shares shares = {0};
	McExamPlan plan;
	McDice dice;
	McExam exam;

	mc_dice_init(&dice, 9);
	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	for (int k = 0; k < runs / 2; k++) {
		const McExamResult *result = mc_person_take(&person, &dice, &exam, &plan);

		for (int eye = 0; eye < MC_SIDES; eye++) {
			shares.pass += result->part[eye].outcome == MC_OUTCOME_PASS;
			shares.fail += result->part[eye].outcome == MC_OUTCOME_FAIL;
			shares.trials += result->part[eye].trials;
		}
	}
	runs = runs / 2 * 2;
	return (Shares){shares.pass / runs, shares.fail / runs, shares.trials / runs};
}

/* Same minimum, maximum, warm-up, unknown slope, and errors and REFERs alike. */
static void
test_trials_against_the_optimum(void)
{
	McPeer *peer = mc_peer_new(MC_PEER_OPTIMUM, 4, 0);
	int runs = mc_bars_runs(RUNS);
	double ours = 0.0, least = 0.0;

	for (int line = -2; line <= 2; line++) {
		Shares a = measure_ours(line / 10.0, runs), b = measure_peer(peer, line / 10.0, runs);

		g_test_message("%+.1f: ours PASS %.4f FAIL %.4f trials %.2f; optimum PASS %.4f FAIL %.4f "
		               "trials %.2f",
		    line / 10.0, a.pass, a.fail, a.trials, b.pass, b.fail, b.trials);
		ours += a.trials;
		least += b.trials;
	}
	g_test_message("trials / optimum: %.3f", ours / least);
	g_assert_cmpfloat(ours / least, <=, 1.25);
	mc_peer_free(peer);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/peers/best-pest", test_best_pest);
	g_test_add_func("/peers/counts", test_counts);
	g_test_add_func("/peers/optimum", test_trials_against_the_optimum);
	return g_test_run();
}
