#include "tests/bench/comparison/comparison.h"
#include "tests/bench/comparison/listener.h"
#include "tests/bench/comparison/sheet.h"

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

static void
compare_people(int runs)
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

/* ---- by how well the worse ear hears ---- */

enum { OURS, BY_LOUDSPEAKER, BY_HEADPHONES, PROCEDURES };

#define GOOD_EAR_DB_HL 10.0
#define KIOSK_SOUNDS 4

static McMeasured
take_ours(const McExamPlan *plan, double threshold_db, McDice *dice)
{
	static McExam exam;
	McPerson person = mc_listener(GOOD_EAR_DB_HL);
	const McExamResult *result;

	person.ears.threshold_db_hl[MC_EAR_LEFT] = threshold_db;
	result = mc_person_take(&person, dice, &exam, plan);
	return (McMeasured){result->outcome == MC_OUTCOME_PASS   ? MC_PEER_PASS
	                    : result->outcome == MC_OUTCOME_FAIL ? MC_PEER_FAIL
	                                                         : MC_PEER_REFER,
	    (int)result->presented};
}

/* Two left, two right, each announced, two answers. Who hears it with both ears tells the side;
 * with one, by loudspeaker, guesses it, and with headphones knows that what was not heard was on
 * the other. */
static McMeasured
take_kiosk(int procedure, double threshold_db, double level_db, McDice *dice)
{
	int right = 0;

	for (int i = 0; i < KIOSK_SOUNDS; i++) {
		bool both = mc_listener_hears(dice, threshold_db, level_db);
		bool tells = both || procedure == BY_HEADPHONES;

		right += mc_dice_chance(dice, tells ? 1.0 - MC_LISTENER_SLIPS : 0.5);
	}
	return (McMeasured){right == KIOSK_SOUNDS ? MC_PEER_PASS : MC_PEER_FAIL, KIOSK_SOUNDS};
}

static McMeasured
measure(void *user, int procedure, double distance_db, McDice *dice)
{
	const McExamPlan *plan = (const McExamPlan *)user;
	double level_db = plan->as.side.level_deci_db_hl / 10.0;
	double threshold_db = level_db - distance_db;

	if (procedure == OURS)
		return take_ours(plan, threshold_db, dice);
	return take_kiosk(procedure, threshold_db, level_db, dice);
}

bool
mc_compare_sides(const char *folder, int runs)
{
	static McSheet sheet = {.exam = "side",
	    .people =
	        "Simulated people (spread 2.5 dB, 2 % slips), one ear at 10 dB HL, the other so far "
	        "from the sound's 50 dB HL.",
	    .distance_label = "the worse ear hears the sound by so much (dB; below 0 it does not)",
	    .trials_label = "mean presentations a person",
	    .first_distance = -15,
	    .distance_step = 2.5,
	    .distance_decimals = 0,
	    .shown = {2, 4, 6, 8, 10}, /* -10 … +10 dB */
	    .trials_top = 40,
	    .trials_step = 5,
	    .procedures = PROCEDURES,
	    .procedure = {{"Medcheck", "medcheck"},
	        {"2 + 2, loudspeakers (kiosks)", "kiosk_loudspeaker"},
	        {"2 + 2, headphones (kiosks)", "kiosk_headphones"}},
	    .measure = measure};
	static McExamPlan plan;

	compare_people(runs);
	mc_exam_plan_default(&plan, MC_EXAM_SIDE);
	sheet.user = &plan;
	mc_sheet_fill(&sheet, runs);
	return mc_sheet_write(&sheet, folder, runs);
}
