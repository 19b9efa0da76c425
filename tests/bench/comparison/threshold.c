/* One threshold as a number, on the same ears from 25 to 65 dB. Interleaved: each ear takes every
 * procedure. */
#include "app/observe/lone-threshold.h"
#include "tests/bench/comparison/comparison.h"
#include "tests/bench/comparison/listener.h"
#include "tests/bench/comparison/retest.h"

#include <math.h>
#include <stdio.h>

#define OURS 2
#define PROCEDURES (OURS + MC_HEARING_PEERS)

/* How well ours is to know it. */
static const int32_t sd_deci_db[OURS] = {27, 38};
static const char *const label[PROCEDURES] = {"Medcheck, known to 2.7 dB",
    "Medcheck, known to 3.8 dB", "ASHA (Hughson-Westlake)", "ISO 8253-1, three of five",
    "ISO 8253-1, two of three"};
static const char *const id[PROCEDURES] = {
    "medcheck_2_7_db", "medcheck_3_8_db", "asha", "iso_3_of_5", "iso_2_of_3"};

typedef struct Thresholds {
	McHearingPlan plan;
	int asked; /* the procedure whose retest is drawn */
} Thresholds;

bool
mc_listener_hears(McDice *dice, double threshold_db, double level_db)
{
	double heard = 1.0 / (1.0 + exp((threshold_db - level_db) / MC_LISTENER_SPREAD_DB));

	return mc_dice_chance(dice, MC_LISTENER_SLIPS + (1.0 - 2.0 * MC_LISTENER_SLIPS) * heard);
}

double
mc_listener_threshold(McHearingPeerKind kind, McDice *dice, double threshold_db, int *presentations)
{
	McHearingPeer peer;
	double level_db;

	mc_hearing_peer_start(&peer, kind);
	while (mc_hearing_peer_next(&peer, &level_db))
		mc_hearing_peer_answer(&peer, mc_listener_hears(dice, threshold_db, level_db));
	*presentations += peer.presentations;
	return peer.threshold_db;
}

static double
ours(const McHearingPlan *plan, McDice *dice, double threshold_db, int *presentations)
{
	McLoneThreshold lone;
	double level_db, found_db;

	mc_lone_threshold_start(&lone, plan);
	while (mc_lone_threshold_next(&lone, &level_db))
		mc_lone_threshold_answer(&lone, mc_listener_hears(dice, threshold_db, level_db));
	*presentations += lone.presentations;
	mc_lone_threshold_db(&lone, &found_db);
	return found_db;
}

static double
stated(Thresholds *all, int procedure, McDice *dice, double threshold_db, int *presentations)
{
	if (procedure >= OURS)
		return mc_listener_threshold(
		    (McHearingPeerKind)(procedure - OURS), dice, threshold_db, presentations);
	all->plan.threshold_sd_deci_db = sd_deci_db[procedure];
	return ours(&all->plan, dice, threshold_db, presentations);
}

static void
tell(const char *name, double errors, double squares, int presentations, int runs)
{
	double bias = errors / runs;

	printf("metric threshold_%s_bias %.2f dB\n", name, bias);
	printf("metric threshold_%s_sd %.2f dB\n", name, sqrt(squares / runs - bias * bias));
	printf("metric threshold_%s_presentations %.2f 1\n", name, (double)presentations / runs);
}

static void
count(Thresholds *all, int runs)
{
	double errors[PROCEDURES] = {0}, squares[PROCEDURES] = {0};
	int presentations[PROCEDURES] = {0};
	McDice dice;

	mc_dice_init(&dice, 1);
	for (int i = 0; i < runs; i++) {
		double threshold_db = 25.0 + 40.0 * mc_dice_uniform(&dice);

		for (int p = 0; p < PROCEDURES; p++) {
			double error = stated(all, p, &dice, threshold_db, &presentations[p]) - threshold_db;

			errors[p] += error;
			squares[p] += error * error;
		}
	}
	for (int p = 0; p < PROCEDURES; p++)
		tell(id[p], errors[p], squares[p], presentations[p], runs);
}

static bool
twice(void *user, McDice *dice, double levels_db[2])
{
	Thresholds *all = (Thresholds *)user;
	double threshold_db = 25.0 + 40.0 * mc_dice_uniform(dice);
	int presentations = 0;

	for (int i = 0; i < 2; i++)
		levels_db[i] = stated(all, all->asked, dice, threshold_db, &presentations);
	return true;
}

bool
mc_compare_thresholds(const char *folder, int runs)
{
	static Thresholds all;
	McExamPlan plan;
	bool good = true;

	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	all.plan = plan.as.hearing;
	count(&all, runs);
	for (int p = 0; p < PROCEDURES && good; p++) {
		McRetest retest = {.exam = "threshold",
		    .id = id[p],
		    .label = label[p],
		    .says = "",
		    .people = mc_retest_people(runs),
		    .who = "simulated ears from 25 to 65 dB, spread 2.5 dB, 2 % slips.",
		    .unit = "dB",
		    .low = 15,
		    .high = 75,
		    .apart = 20,
		    .x_step = 10,
		    .y_step = 5,
		    .decimals = 0,
		    .twice = twice,
		    .user = &all};

		all.asked = p;
		good = mc_retest_write(&retest, folder);
	}
	return good;
}
