/* One observer (R1: slope 14, 2 % lapses), one criterion (half of the raw answers right); against
 * the optimum other observers, too. */
#include "app/observe/person.h"
#include "tests/bench/comparison/comparison.h"
#include "tests/bench/comparison/retest.h"
#include "tests/bench/comparison/sheet.h"

#include <math.h>
#include <stdio.h>

#define PEERS 7
#define PROCEDURES (1 + PEERS) /* ours first */
#define DIRECTIONS 4
#define TO_OPTIMUM_AT_MOST 1.25

typedef struct Acuity {
	McPeer *peer[PROCEDURES]; /* as numbered; none at 0, the optimum last */
	McExamPlan plan;
	int asked; /* the procedure whose retest is drawn */
	double slope, lapse; /* per logMAR; share of blind guesses */
} Acuity;

static const struct {
	McPeerKind kind;
	int trials;
	const char *label, *id;
} peers[PEERS] = {
    {MC_PEER_BEST_PEST, 18, "Best PEST, 18 trials", "best_pest_18"},
    {MC_PEER_BEST_PEST, 24, "Best PEST, 24 trials", "best_pest"},
    {MC_PEER_QUEST_PLUS, 24, "QUEST+, 24 trials", "quest_plus"},
    {MC_PEER_3_OF_5, 0, "3 of 5 (ISO 8596)", "3_of_5"},
    {MC_PEER_2_OF_3, 0, "2 of 3 (kiosks)", "2_of_3"},
    {MC_PEER_3_OF_3, 0, "3 of 3 (kiosks)", "3_of_3"},
    {MC_PEER_OPTIMUM, 0, "optimum (limit)", "optimum"},
};

static void
plan_left_eye(McExamPlan *plan)
{
	mc_exam_plan_default(plan, MC_EXAM_ACUITY);
	plan->as.acuity.eyes[MC_EYE_RIGHT] = false;
}

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
write_retest(Acuity *acuity, const char *folder, int procedure, int runs)
{
	McRetest retest = {.exam = "acuity",
	    .id = procedure == 0 ? "medcheck" : peers[procedure - 1].id,
	    .label = procedure == 0 ? "Medcheck" : peers[procedure - 1].label,
	    .says = procedure == 0
	                ? "What is stated is the largest line met, in whole lines near the limit; "
	                : "",
	    .people = mc_retest_people(runs),
	    .who = "simulated eyes R1 from -0.25 to +0.25 logMAR.",
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

/* Of each: ours, the optimum's. */
typedef struct Beside {
	double trials[2];
	double false_pass[2], false_fail[2], refer[2];
} Beside;

/* Eyes from two lines too weak to two lines better than required. */
static Beside
take_beside_optimum(Acuity *acuity, int runs)
{
	Beside sum = {0};
	double log_mar;
	McDice dice[2];

	for (int k = 0; k < 2; k++)
		mc_dice_init(&dice[k], 700);
	for (int i = 0; i < runs; i++) {
		double better = -0.2 + 0.1 * (i % 5);
		McPerson person = observer(acuity, -better);

		for (int k = 0; k < 2; k++) {
			McMeasured got = take(acuity, k == 0 ? 0 : PEERS, &person, &dice[k], &log_mar);

			sum.trials[k] += got.trials;
			/* Who just meets the limit meets it. */
			sum.false_pass[k] += better < -0.05 && got.outcome == MC_PEER_PASS;
			sum.false_fail[k] += better > -0.05 && got.outcome == MC_PEER_FAIL;
			sum.refer[k] += got.outcome == MC_PEER_REFER;
		}
	}
	return sum;
}

/* Shares of those below the limit, of those on or above it, of all. */
static void
tell_beside(const char *name, const Beside *sum, int runs)
{
	static const char *const whose[2] = {"", "_of_optimum"};

	printf("%s_trials_to_optimum %.3f 1\n", name, sum->trials[0] / sum->trials[1]);
	printf("%s_trials_to_optimum_at_most %g 1\n", name, TO_OPTIMUM_AT_MOST);
	for (int k = 0; k < 2; k++) {
		printf("%s_false_pass%s %.4f 1\n", name, whose[k], sum->false_pass[k] / (0.4 * runs));
		printf("%s_false_fail%s %.4f 1\n", name, whose[k], sum->false_fail[k] / (0.6 * runs));
		printf("%s_refer%s %.4f 1\n", name, whose[k], sum->refer[k] / runs);
	}
}

/* How many trials ours takes for each of the optimum's, and what both err, over observers whose
 * slope and lapses neither knows. "Logistic slope s = 0.03 to 0.08 logMAR" is 33 to 12.5 per
 * logMAR. */
bool
mc_compare_with_optimum(int runs)
{
	static const double slopes[] = {8, 12.5, 14, 20, 33}, lapses[] = {0, 0.02, 0.05};
	Acuity acuity = {.peer = {[PEERS] = mc_peer_new(MC_PEER_OPTIMUM, DIRECTIONS, 0)}};
	bool all_hold = true;

	plan_left_eye(&acuity.plan);
	printf("metric acuity_optimum_fourth_size_saves %.5f 1\n", mc_optimum_gain(0.15, 24));
	for (int i = 0; i < 15; i++) {
		char name[64];
		Beside sum;
		acuity.slope = slopes[i / 3];
		acuity.lapse = lapses[i % 3];
		snprintf(name, sizeof name, "metric acuity_slope_%g_lapse_%g", acuity.slope, acuity.lapse);
		sum = take_beside_optimum(&acuity, runs);
		tell_beside(name, &sum, runs);
		all_hold = all_hold && sum.trials[0] / sum.trials[1] <= TO_OPTIMUM_AT_MOST;
	}
	mc_peer_free(acuity.peer[PEERS]);
	return all_hold;
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

	plan_left_eye(&acuity.plan);
	sheet.user = &acuity;
	sheet.procedure[0].label = "Medcheck";
	sheet.procedure[0].id = "medcheck";
	for (int p = 0; p < PEERS; p++) {
		sheet.procedure[1 + p].label = peers[p].label;
		sheet.procedure[1 + p].id = peers[p].id;
		acuity.peer[1 + p] = mc_peer_new(peers[p].kind, DIRECTIONS, peers[p].trials);
	}
	mc_sheet_fill(&sheet, runs);
	good = mc_sheet_write(&sheet, folder, runs);
	for (int p = 0; p < PROCEDURES && good; p++)
		good = write_retest(&acuity, folder, p, runs);
	for (int p = 1; p < PROCEDURES; p++)
		mc_peer_free(acuity.peer[p]);
	return good;
}
