#include "tests/bench/comparison/comparison.h"
#include "tests/bench/comparison/listener.h"

#include <stdio.h>

static void
compare(const char *who, McPerson person, double vendor_right, int runs)
{
	int pass = 0, fail = 0, sounds = 0;
	McExamPlan plan;
	McDice dice;
	McExam exam;

	mc_dice_init(&dice, 2);
	mc_exam_plan_default(&plan, MC_EXAM_SIDE);
	for (int i = 0; i < runs; i++) {
		McPerson fresh = person;
		const McExamResult *result = mc_person_take(&fresh, &dice, &exam, &plan);

		pass += result->outcome == MC_OUTCOME_PASS;
		fail += result->outcome == MC_OUTCOME_FAIL;
		sounds += result->part[0].trials;
	}
	printf("metric side_%s_medcheck_pass %.4f 1\n", who, (double)pass / runs);
	printf("metric side_%s_medcheck_fail %.4f 1\n", who, (double)fail / runs);
	printf("metric side_%s_medcheck_sounds %.2f 1\n", who, (double)sounds / runs);
	printf("metric side_%s_kiosks_pass %.4f 1\n", who, mc_side_peer_passes(vendor_right));
}

void
mc_compare_sides(int runs)
{
	McPerson able = mc_listener(10);
	McPerson one_ear = able;

	compare("able", able, 1.0 - MC_LISTENER_SLIPS, runs);
	one_ear.ears.threshold_db_hl[MC_EAR_LEFT] = MC_DEAF_DB_HL;
	/* By loudspeaker the one ear hears both, and guesses; with announced sounds in headphones it
	 * would answer "the other side" and never be wrong. */
	compare("one_ear", one_ear, 0.5, runs);
	one_ear.ears.other = MC_EAR_LEFT;
	one_ear.ears.quiet_before_other_s = 7.5;
	compare("one_ear_other_side", one_ear, 1.0 - MC_LISTENER_SLIPS, runs);
}
