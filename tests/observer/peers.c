/* Are the procedures that ours is compared with what they say they are, and how far from the least
 * number of trials is ours? C14. */
#include "app/observe/bars.h"
#include "app/observe/person.h"
#include "tests/bench/peers/reference.h"

#include <glib.h>
#include <math.h>

/* Best PEST's precision and its verdicts, and those of the kiosks' and charts' counts. */
static void
test_references(void)
{
	McReference references[MC_REFERENCES];

	mc_references_take(references);
	for (int i = 0; i < MC_REFERENCES; i++) {
		g_test_message("%s: %.4f, expected %.3f", references[i].name, references[i].value,
		    references[i].expected);
		g_assert_true(mc_reference_holds(&references[i]));
	}
}

static McPeerShares
measure_ours(double ahead, int runs)
{
	McPerson person = {
	    .eyes = {
	        .threshold_milli = {-1000.0 * ahead, -1000.0 * ahead}, .slope = 14, .lapse = 0.02}};
	McPeerShares shares = {0};
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
	return (McPeerShares){shares.pass / runs, shares.fail / runs, shares.trials / runs};
}

/* Shares of two procedures within .02, and what chance adds to their difference. */
static void
assert_alike(double one, double other, int runs)
{
	g_assert_cmpfloat(fabs(one - other), <=,
	    0.02 + 3.0 * sqrt((one * (1.0 - one) + other * (1.0 - other)) / runs));
}

/* Same minimum, maximum, warm-up, unknown slope, and errors and REFERs alike: an optimum that errs
 * less takes longer, and to be near it would be no merit. */
static void
test_trials_against_the_optimum(void)
{
	McPeer *peer = mc_peer_new(MC_PEER_OPTIMUM, 4, 0);
	int runs = mc_bars_runs(8000);
	double ours = 0.0, least = 0.0;

	for (int line = -2; line <= 2; line++) {
		McPeerShares a = measure_ours(line / 10.0, runs);
		McPeerShares b = mc_peer_shares(peer, line / 10.0, runs);

		g_test_message("%+.1f: ours PASS %.4f FAIL %.4f trials %.2f; optimum PASS %.4f FAIL %.4f "
		               "trials %.2f",
		    line / 10.0, a.pass, a.fail, a.trials, b.pass, b.fail, b.trials);
		assert_alike(a.pass, b.pass, runs);
		assert_alike(a.fail, b.fail, runs);
		assert_alike(1.0 - a.pass - a.fail, 1.0 - b.pass - b.fail, runs);
		ours += a.trials;
		least += b.trials;
	}
	g_test_message("trials / optimum: %.3f", ours / least);
	g_assert_cmpfloat(ours / least, <=, 1.25);
	mc_peer_free(peer);
}

/* It shows three of the sizes that ours shows. All that another one could save it is 1 % of its
 * trials and errors. */
static void
test_sizes_of_the_optimum(void)
{
	static const double others[] = {-0.1, -0.05, 0.15, 0.2};

	for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
		double gain = mc_optimum_gain(others[i], 16);

		g_test_message("%+.2f besides: %.4f %% less", others[i], 100 * gain);
		g_assert_cmpfloat(gain, >=, -1e-9);
		g_assert_cmpfloat(gain, <=, 0.01);
	}
}

/* But for what chance adds. */
static void
assert_at_most(double ours, double other, int runs)
{
	g_assert_cmpfloat(
	    ours, <=, other + 3.0 * sqrt((ours * (1.0 - ours) + other * (1.0 - other)) / runs));
}

/* One line from the limit ours passes no more and fails no more than any of them; over five
 * distances it asks less than those that always ask 24 times. */
static void
test_fairer_and_shorter(void)
{
	static const struct {
		McPeerKind kind;
		int trials;
	} rows[] = {{MC_PEER_BEST_PEST, 18}, {MC_PEER_BEST_PEST, 24}, {MC_PEER_QUEST_PLUS, 24},
	    {MC_PEER_3_OF_5, 0}, {MC_PEER_2_OF_3, 0}, {MC_PEER_3_OF_3, 0}};
	int runs = mc_bars_runs(4000);
	McPeerShares weak = measure_ours(-0.1, runs), better = measure_ours(0.1, runs);
	double asked = weak.trials + better.trials + measure_ours(-0.2, runs).trials +
	               measure_ours(0.0, runs).trials + measure_ours(0.2, runs).trials;

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		McPeer *peer = mc_peer_new(rows[i].kind, 4, rows[i].trials);
		McPeerShares passed = mc_peer_shares(peer, -0.1, runs);
		McPeerShares failed = mc_peer_shares(peer, 0.1, runs);

		g_test_message("%s: PASS %.4f, ours %.4f; FAIL %.4f, ours %.4f; trials %.1f, ours %.1f",
		    mc_peer_name(rows[i].kind), passed.pass, weak.pass, failed.fail, better.fail,
		    passed.trials, asked / 5.0);
		assert_at_most(weak.pass, passed.pass, runs);
		assert_at_most(better.fail, failed.fail, runs);
		if (rows[i].trials >= 24)
			g_assert_cmpfloat(asked / 5.0, <, rows[i].trials);
		mc_peer_free(peer);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/peers/references", test_references);
	g_test_add_func("/peers/fairer-and-shorter", test_fairer_and_shorter);
	g_test_add_func("/peers/optimum", test_trials_against_the_optimum);
	g_test_add_func("/peers/optimum-sizes", test_sizes_of_the_optimum);
	return g_test_run();
}
