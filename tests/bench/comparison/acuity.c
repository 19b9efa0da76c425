/* One observer (R1: slope 14, 2 % lapses), one criterion (half of the raw answers right); against
 * the optimum other observers, too. */
#include "app/observe/person.h"
#include "tests/bench/comparison/comparison.h"
#include "tests/bench/comparison/retest.h"
#include "tests/bench/comparison/sheet.h"

#include <math.h>
#include <stdio.h>

#define PROCEDURES (1 + MC_PEER_KINDS) /* ours first */
#define DIRECTIONS 4
#define TRIALS 24

typedef struct Acuity {
	McPeer *peer[PROCEDURES];
	McExamPlan plan;
	int asked; /* the procedure whose retest is drawn */
	double slope, lapse; /* per logMAR; share of blind guesses */
} Acuity;

static const char *const label[PROCEDURES] = {"Medcheck", "Best PEST, 24 trials",
    "QUEST+, 24 trials", "3 of 5 (ISO 8596)", "2 of 3 (kiosks)", "3 of 3 (kiosks)",
    "optimum (limit)"};
static const char *const id[PROCEDURES] = {
    "medcheck", "best_pest", "quest_plus", "3_of_5", "2_of_3", "3_of_3", "optimum"};

static McPerson
observer(const Acuity *acuity, double threshold_log_mar)
{
	double milli = 1000.0 * threshold_log_mar;

	return (McPerson){
	    .eyes = {
	        .threshold_milli = {milli, milli}, .slope = acuity->slope, .lapse = acuity->lapse}};
}

/* One left eye at the limit 5.0. *log_mar: what is stated, NAN when nothing is. */
static McMeasured
take_ours(const McExamPlan *plan, McPerson *person, McDice *dice, double *log_mar)
{
	static McExam exam;
	const McPartResult *part = &mc_person_take(person, dice, &exam, plan)->part[MC_EYE_LEFT];

	*log_mar = part->line_deci == 0 ? (double)NAN : (50 - part->line_deci) / 10.0;
	return (McMeasured){part->outcome == MC_OUTCOME_PASS   ? MC_PEER_PASS
	                    : part->outcome == MC_OUTCOME_FAIL ? MC_PEER_FAIL
	                                                       : MC_PEER_REFER,
	    part->trials};
}

static McMeasured
take_peer(McPeer *peer, McPerson *person, McDice *dice, double *log_mar)
{
	double size = 0;

	mc_peer_start(peer, 0.0);
	while (mc_peer_next(peer, &size)) {
		McStimulus stimulus = {.kind = MC_EXAM_ACUITY};
		McAnswer answer = {.kind = MC_EXAM_ACUITY};

		stimulus.as.optotype.size_milli_log_mar = (int32_t)lround(1000.0 * size);
		stimulus.as.optotype.direction = (McDirection)(mc_dice_uniform(dice) * DIRECTIONS);
		mc_eyes_answer(&person->eyes, dice, &stimulus, &answer);
		mc_peer_answer(peer, answer.as.optotype.direction == stimulus.as.optotype.direction);
	}
	*log_mar = mc_peer_threshold(peer);
	return (McMeasured){mc_peer_outcome(peer), mc_peer_trials(peer)};
}

static McMeasured
take(Acuity *acuity, int procedure, McPerson *person, McDice *dice, double *log_mar)
{
	if (procedure == 0)
		return take_ours(&acuity->plan, person, dice, log_mar);
	return take_peer(acuity->peer[procedure], person, dice, log_mar);
}

static McMeasured
measure(void *user, int procedure, double distance, McDice *dice)
{
	Acuity *acuity = (Acuity *)user;
	McPerson person = observer(acuity, -distance);
	double log_mar;

	return take(acuity, procedure, &person, dice, &log_mar);
}

static bool
twice(void *user, McDice *dice, double stated[2])
{
	Acuity *acuity = (Acuity *)user;
	McPerson person = observer(acuity, -0.25 + 0.5 * mc_dice_uniform(dice));

	take(acuity, acuity->asked, &person, dice, &stated[0]);
	take(acuity, acuity->asked, &person, dice, &stated[1]);
	return !isnan(stated[0]) && !isnan(stated[1]);
}

static bool
write_retest(Acuity *acuity, const char *folder, int procedure)
{
	McRetest retest = {.exam = "acuity",
	    .id = id[procedure],
	    .label = label[procedure],
	    .people =
	        procedure == 0
	            ? "What is stated is the largest line met, in whole lines near the limit; 300 "
	              "simulated eyes R1 from -0.25 to +0.25 logMAR."
	            : "300 simulated eyes R1 from -0.25 to +0.25 logMAR, 24 trials.",
	    .unit = "logMAR",
	    .low = -0.6,
	    .high = 0.6,
	    .apart = 0.5,
	    .x_step = 0.2,
	    .y_step = 0.1,
	    .decimals = 1,
	    .twice = twice,
	    .user = acuity};

	acuity->asked = procedure;
	return mc_retest_write(&retest, folder);
}

/* How many trials ours takes for each of the optimum's, and what both err, over observers whose
 * slope and lapses neither knows; eyes from two lines too weak to two lines better than required.
 * "Logistic slope s = 0.03 to 0.08 logMAR" is 33 to 12.5 per logMAR. */
static void
compare_with_optimum(Acuity *acuity, int runs)
{
	static const double slopes[] = {8, 12.5, 14, 20, 33}, lapses[] = {0, 0.02, 0.05};
	const int optimum = 1 + MC_PEER_OPTIMUM;
	double log_mar;

	for (int s = 0; s < 5; s++)
		for (int l = 0; l < 3; l++) {
			double trials[2] = {0}, wrong[2] = {0};
			McDice dice[2];

			acuity->slope = slopes[s];
			acuity->lapse = lapses[l];
			for (int k = 0; k < 2; k++)
				mc_dice_init(&dice[k], 700);
			for (int i = 0; i < runs; i++) {
				double better = -0.2 + 0.1 * (i % 5);
				McPerson person = observer(acuity, -better);

				for (int k = 0; k < 2; k++) {
					McMeasured got =
					    take(acuity, k == 0 ? 0 : optimum, &person, &dice[k], &log_mar);

					trials[k] += got.trials;
					wrong[k] += (better < -0.05 && got.outcome == MC_PEER_PASS) ||
					            (better > 0.05 && got.outcome == MC_PEER_FAIL);
				}
			}
			printf("metric acuity_slope_%g_lapse_%g_trials_to_optimum %.3f 1\n", slopes[s],
			    lapses[l], trials[0] / trials[1]);
			printf("metric acuity_slope_%g_lapse_%g_wrong %.4f 1\n", slopes[s], lapses[l],
			    wrong[0] / (0.8 * runs));
			printf("metric acuity_slope_%g_lapse_%g_wrong_of_optimum %.4f 1\n", slopes[s],
			    lapses[l], wrong[1] / (0.8 * runs));
		}
}

bool
mc_compare_acuity(const char *folder, int runs)
{
	static McSheet sheet = {.exam = "acuity",
	    .people = "Simulated eyes R1 (slope 14 per logMAR, 2 % lapses), limit 5.0, half of the raw "
	              "answers right, E with four directions.",
	    .distance_label = "acuity better than required (logMAR)",
	    .trials_label = "mean trials an eye",
	    .first_distance = -0.3,
	    .distance_step = 0.05,
	    .distance_decimals = 1,
	    .shown = {2, 4, 6, 8, 10}, /* -0.2 … +0.2 */
	    .trials_top = 40,
	    .trials_step = 5,
	    .procedures = PROCEDURES,
	    .measure = measure};
	static Acuity acuity = {.slope = 14, .lapse = 0.02};
	bool good;

	mc_exam_plan_default(&acuity.plan, MC_EXAM_ACUITY);
	acuity.plan.as.acuity.eyes[MC_EYE_RIGHT] = false;
	sheet.user = &acuity;
	for (int p = 0; p < PROCEDURES; p++) {
		sheet.procedure[p].label = label[p];
		sheet.procedure[p].id = id[p];
		if (p > 0)
			acuity.peer[p] = mc_peer_new((McPeerKind)(p - 1), DIRECTIONS, TRIALS);
	}
	mc_sheet_fill(&sheet, runs);
	good = mc_sheet_write(&sheet, folder, runs);
	for (int p = 0; p < PROCEDURES && good; p++)
		good = write_retest(&acuity, folder, p);
	compare_with_optimum(&acuity, runs);
	for (int p = 1; p < PROCEDURES; p++)
		mc_peer_free(acuity.peer[p]);
	return good;
}
