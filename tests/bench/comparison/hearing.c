/* One ear, spread 2.5 dB, 2 % slips. Ours: the exam as it is, screening first and thresholds where
 * it is needed. The published ones measure a threshold at each of the plan's frequencies; their
 * mean is held against the plan's limits. */
#include "tests/bench/comparison/comparison.h"
#include "tests/bench/comparison/listener.h"
#include "tests/bench/comparison/sheet.h"

#define PROCEDURES (1 + MC_HEARING_PEERS) /* ours first */

static const char *const label[PROCEDURES] = {
    "Medcheck", "Hughson-Westlake", "ISO, three of five", "ISO, two of three"};
static const char *const id[PROCEDURES] = {"medcheck", "asha", "iso_3_of_5", "iso_2_of_3"};

McPerson
mc_listener(double threshold_db)
{
	return (McPerson){.ears = {.threshold_db_hl = {threshold_db, threshold_db},
	                      .spread_db = MC_LISTENER_SPREAD_DB,
	                      .lapse = MC_LISTENER_SLIPS,
	                      .false_press = MC_LISTENER_SLIPS,
	                      .interaural_db = 50}};
}

static McMeasured
take_ours(const McExamPlan *plan, double threshold_db, McDice *dice)
{
	static McExam exam;
	McPerson person = mc_listener(threshold_db);
	const McExamResult *result = mc_person_take(&person, dice, &exam, plan);
	const McPartResult *part = &result->part[MC_EAR_LEFT];

	return (McMeasured){part->outcome == MC_OUTCOME_PASS   ? MC_PEER_PASS
	                    : part->outcome == MC_OUTCOME_FAIL ? MC_PEER_FAIL
	                                                       : MC_PEER_REFER,
	    (int)result->presented};
}

static McMeasured
take_peer(const McHearingPlan *plan, McHearingPeerKind kind, double threshold_db, McDice *dice)
{
	McMeasured measured = {MC_PEER_REFER, 0};
	double sum_db = 0, mean_db;

	for (int f = 0; f < plan->frequencies; f++)
		sum_db += mc_listener_threshold(kind, dice, threshold_db, &measured.trials);
	mean_db = sum_db / plan->frequencies;
	if (10.0 * mean_db <= plan->mean_pass_deci_db_hl)
		measured.outcome = MC_PEER_PASS;
	else if (10.0 * mean_db > plan->mean_fail_deci_db_hl)
		measured.outcome = MC_PEER_FAIL;
	return measured;
}

/* A threshold of the ascending procedures, in which limits are meant, lies above the level heard in
 * half of all cases. */
static McMeasured
measure(void *user, int procedure, double distance_db, McDice *dice)
{
	const McExamPlan *plan = (const McExamPlan *)user;
	const McHearingPlan *hearing = &plan->as.hearing;
	double threshold_db =
	    (hearing->mean_pass_deci_db_hl - hearing->threshold_offset_deci_db) / 10.0 - distance_db;

	if (procedure == 0)
		return take_ours(plan, threshold_db, dice);
	return take_peer(hearing, (McHearingPeerKind)(procedure - 1), threshold_db, dice);
}

bool
mc_compare_hearing(const char *folder, int runs)
{
	static McSheet sheet = {.exam = "hearing",
	    .people = "Simulated ears (spread 2.5 dB, 2 % misses and false presses), limit 40 dB HL; "
	              "between 40 and 45 a doctor decides.",
	    .distance_label = "hearing better than required (dB)",
	    .trials_label = "mean presentations an ear",
	    .first_distance = -15,
	    .distance_step = 2.5,
	    .distance_decimals = 0,
	    .shown = {2, 4, 6, 8, 10}, /* -10 … +10 dB */
	    .trials_top = 80,
	    .trials_step = 10,
	    .procedures = PROCEDURES,
	    .measure = measure};
	static McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	plan.as.hearing.ears[MC_EAR_RIGHT] = false;
	sheet.user = &plan;
	for (int p = 0; p < PROCEDURES; p++) {
		sheet.procedure[p].label = label[p];
		sheet.procedure[p].id = id[p];
	}
	mc_sheet_fill(&sheet, runs);
	return mc_sheet_write(&sheet, folder, runs);
}
