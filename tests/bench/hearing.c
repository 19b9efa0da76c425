/* Hearing, ours beside the others' on the same simulated ears: one threshold, and the side.
 * One command: build/…/bin/bench-hearing. Prints "metric NAME VALUE UNIT". */
#include "tests/bench/peers/hearing.h"
#include "app/exam/threshold.h"
#include "app/observe/person.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define RUNS 8000
#define SPREAD_DB 2.5
#define SLIPS 0.02

typedef struct Sum {
	double errors, squares;
	int presentations;
} Sum;

static bool
hears(McDice *dice, double threshold_db, double level_db)
{
	return mc_dice_chance(
	    dice, SLIPS + (1.0 - 2.0 * SLIPS) / (1.0 + exp((threshold_db - level_db) / SPREAD_DB)));
}

static void
tell(const char *name, const Sum *sum)
{
	double bias = sum->errors / RUNS;

	printf("metric threshold-%s-bias %.2f dB\n", name, bias);
	printf("metric threshold-%s-sd %.2f dB\n", name, sqrt(sum->squares / RUNS - bias * bias));
	printf("metric threshold-%s-presentations %.1f\n", name, (double)sum->presentations / RUNS);
}

static void
add(Sum *sum, double error_db, int presentations)
{
	sum->errors += error_db;
	sum->squares += error_db * error_db;
	sum->presentations += presentations;
}

static void
peer_once(McHearingPeerKind kind, McDice *dice, double threshold_db, Sum *sum)
{
	McHearingPeer peer;
	double level_db;

	mc_hearing_peer_start(&peer, kind);
	while (mc_hearing_peer_next(&peer, &level_db))
		mc_hearing_peer_answer(&peer, hears(dice, threshold_db, level_db));
	add(sum, peer.threshold_db - threshold_db, peer.presentations);
}

static void
ours_once(const McHearingPlan *plan, McDice *dice, double threshold_db, Sum *sum)
{
	static McHearingState state;
	McToneTrack *track = &state.track[0][0];

	memset(&state, 0, sizeof state);
	mc_threshold_start(&state, plan, &(McQuality){0}, MC_EAR_LEFT, 0);
	while (!track->done && !track->checking)
		mc_threshold_learn(&state, plan, hears(dice, threshold_db, track->level_deci_db_hl / 10.0));
	add(sum,
	    (track->heard ? track->threshold_deci_db_hl : plan->threshold_max_deci_db_hl + 50) / 10.0 -
	        threshold_db,
	    track->trials);
}

/* Interleaved: each ear takes them all. */
static void
thresholds(void)
{
	static const int32_t sd_deci_db[] = {27, 40};
	Sum peers[MC_HEARING_PEERS] = {{0}}, ours[2] = {{0}};
	McExamPlan plan;
	McDice dice;

	mc_dice_init(&dice, 1);
	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	for (int i = 0; i < RUNS; i++) {
		double threshold_db = 25.0 + 40.0 * mc_dice_uniform(&dice);

		for (int kind = 0; kind < MC_HEARING_PEERS; kind++)
			peer_once((McHearingPeerKind)kind, &dice, threshold_db, &peers[kind]);
		for (int k = 0; k < 2; k++) {
			plan.as.hearing.threshold_sd_deci_db = sd_deci_db[k];
			ours_once(&plan.as.hearing, &dice, threshold_db, &ours[k]);
		}
	}
	for (int kind = 0; kind < MC_HEARING_PEERS; kind++)
		tell(mc_hearing_peer_name((McHearingPeerKind)kind), &peers[kind]);
	tell("ours-2.7-db", &ours[0]);
	tell("ours-4.0-db", &ours[1]);
}

static void
side_of(const char *who, McPerson person, double vendor_right)
{
	int pass = 0, fail = 0, sounds = 0;
	McExamPlan plan;
	McDice dice;
	McExam exam;

	mc_dice_init(&dice, 2);
	mc_exam_plan_default(&plan, MC_EXAM_SIDE);
	for (int i = 0; i < RUNS; i++) {
		McPerson fresh = person;
		const McExamResult *result = mc_person_take(&fresh, &dice, &exam, &plan);

		pass += result->outcome == MC_OUTCOME_PASS;
		fail += result->outcome == MC_OUTCOME_FAIL;
		sounds += result->part[0].trials;
	}
	printf("metric side-%s-ours-pass %.4f\n", who, (double)pass / RUNS);
	printf("metric side-%s-ours-fail %.4f\n", who, (double)fail / RUNS);
	printf("metric side-%s-ours-sounds %.2f\n", who, (double)sounds / RUNS);
	printf("metric side-%s-vendor-pass %.4f\n", who, mc_side_peer_passes(vendor_right));
}

int
main(void)
{
	McPerson able = {.ears = {.threshold_db_hl = {10, 10},
	                     .spread_db = SPREAD_DB,
	                     .lapse = SLIPS,
	                     .false_press = SLIPS,
	                     .interaural_db = 50}};
	McPerson one_ear = able;

	thresholds();
	side_of("able", able, 1.0 - SLIPS);
	one_ear.ears.threshold_db_hl[MC_EAR_LEFT] = MC_DEAF_DB_HL;
	/* By loudspeaker the one ear hears both, and guesses; with announced sounds in headphones it
	 * would answer "the other side" and never be wrong. */
	side_of("one-ear", one_ear, 0.5);
	one_ear.ears.other = MC_EAR_LEFT;
	one_ear.ears.quiet_before_other_s = 7.5;
	side_of("one-ear-other-side", one_ear, 1.0 - SLIPS);
	return 0;
}
