#ifndef MC_APP_EXAM_PLAN_H
#define MC_APP_EXAM_PLAN_H

/* What an exam is asked to do: data of the rule pack and of the instrument's calibration, written
 * into the record. mc_…_plan_default() fills the values of decisions.md and measurement.md; every
 * number may be changed by a pack. */

#include "app/exam/panel.h"
#include "app/exam/plate.h"
#include "app/exam/quality.h"
#include "app/exam/transducer.h"
#include "app/exam/types.h"

#define MC_ACUITY_CUTS_MAX 4
#define MC_ACUITY_TRIALS_MAX 200 /* of one eye */
/* Between the strictest and the easiest cut of a plan, milli-logMAR. */
#define MC_ACUITY_CUT_SPAN_MAX 300
/* 3 m: at 1 m a short-sighted person passes. */
#define MC_ACUITY_NEAREST_CENTI_DIOPTRE (-34)
#define MC_ACUITY_SLOPES 3
#define MC_ACUITY_WARM_UPS 3
typedef struct McAcuityPlan {
	McOptotype optotype; /* tumbling E: four answers; Landolt ring: eight */
	McCorrection correction;
	int32_t cuts;
	/* Limits, the strictest first: 5.0 -> 0, 4.9 -> 100. One run decides them all. */
	int32_t cut_milli_log_mar[MC_ACUITY_CUTS_MAX];
	bool eyes[MC_SIDES]; /* which eyes are examined */
	bool interleaved; /* shutters: eyes at random; otherwise the right eye first, then the left */
	/* The first trials of an eye, above the strictest cut: 600, 400, 200. Big to small, so that the
	 * first answers show that the task is understood; scored. */
	int32_t warm_up_milli[MC_ACUITY_WARM_UPS];
	int32_t easy_every; /* after each 8 trials comes an easy one: the 9th, 17th, 25th, 33rd */
	int32_t minimum_trials; /* 8 */
	int32_t maximum_trials; /* 24: "a little longer" */
	int32_t continuation_trials; /* 40: then undecided */
	int32_t pass_permille; /* 900 */
	int32_t fail_permille; /* 13 */
	int32_t prior_pass_permille; /* class-balanced, at each cut: 500 */
	int32_t assumed_lapse_permille; /* 30 */
	int32_t assumed_slopes[MC_ACUITY_SLOPES]; /* 8, 14, 22 per logMAR, equally likely before */
	/* Share of raw answers right at the threshold of a ring (ISO 8596): 600. Of an E it is one half
	 * (GB 11533). */
	int32_t ring_criterion_permille;
	/* What the display can show honestly: no size beyond is presented, and an acuity beyond is
	 * stated as "at least" or "at most". 5.3 -> -300, 4.0 -> 1 000. */
	int32_t smallest_milli_log_mar, largest_milli_log_mar;
	/* Trials an eye, at most, of a run that also states the acuity as a number: 0 = none, 28 for an
	 * E, 26 for a ring. What the decision did not need goes to the number. */
	int32_t estimate_trials;
	int32_t vergence_centi_dioptre; /* optical distance of the instrument, from its calibration: 5 m
	                                   = -20 */
	int32_t nearest_centi_dioptre; /* refused when nearer: -34, and no plan may go nearer */
	/* 20: a presentation seen from so much nearer or farther is lost; .009 logMAR */
	int32_t distance_apart_permille;
	/* 80, 320: a presentation before a background that is darker or brighter is lost; and so many,
	 * 3, end it: nobody mends a lamp by waiting */
	int32_t luminance_min_cd_m2, luminance_max_cd_m2, luminance_repeats_max;
	/* 2: misses of an eye that are believed where everybody who attends is right */
	int32_t easy_wrong_max;
	/* An acuity that turns between two answers: at least so many, 6, before and after it, and all
	 * of them made likelier by 2^11.6, in tenths: 116. By simulation, at most 1 % of honest people
	 * have one. */
	int32_t turn_answers_min, turn_log2_deci;
	int32_t discards_max; /* lost presentations before the exam ends NOT DETERMINED */
} McAcuityPlan;

/* How a hearing threshold is found. */
typedef enum McThresholdProcedure {
	MC_THRESHOLD_ASHA, /* lowest level with two answers, and half of the presentations, on the way
	                    * up
	                    */
	MC_THRESHOLD_ISO, /* ISO 8253-1 ascending: three answers at one level in at most five ascents */
	MC_THRESHOLD_ISO_SHORT, /* two answers in at most three ascents */
	MC_THRESHOLD_BAYES, /* each level the one whose answer tells most; ends when known well enough
	                     */
} McThresholdProcedure;
#define MC_THRESHOLD_PROCEDURES 4

/* Who listens, as BAYES believes: each spread with each rate of presses is a kind of listener. */
#define MC_LISTENER_SPREADS 3
#define MC_LISTENER_PRESSES 3
typedef struct McListenerPlan {
	int32_t spread_deci_db[MC_LISTENER_SPREADS]; /* 15, 25, 40: equally likely before */
	/* Without hearing, in one window: 20, 80, 250; and how likely such a one is: 800, 150, 50. */
	int32_t press_permille[MC_LISTENER_PRESSES], press_weight_permille[MC_LISTENER_PRESSES];
	int32_t lapse_permille; /* 20: heard, and not answered */
	/* An ear beyond the highest level is so much likelier before than one at any other threshold,
	 * 2^1, in tenths: 10. */
	int32_t beyond_log2_deci;
} McListenerPlan;

#define MC_TONE_FREQUENCIES_MAX 8
typedef struct McHearingPlan {
	int32_t frequencies;
	int32_t frequency_hz[MC_TONE_FREQUENCIES_MAX]; /* 500, 1 000, 2 000 */
	int32_t level_deci_db_hl; /* 400 */
	int32_t masking_deci_db[MC_TONE_FREQUENCIES_MAX]; /* effective level on the other ear, or
	                                                     MC_NO_MASKING */
	int32_t needed, of_at_most; /* 2 of at most 3 */
	int32_t catch_permille; /* share of silent trials: 350; 300 at least */
	int32_t gap_min_ms, gap_max_ms; /* 1 500, 4 000 */
	int32_t duration_ms, window_ms; /* 1 500, 1 500; the window a second at least */
	int32_t earliest_ms; /* 100: an earlier press after the onset is no answer to the tone */
	/* Presses in catch trials that are still believed: so many, 1, and one more for every 16 silent
	 * presentations, counted from 4 ahead, so from the 12th on. Someone who presses by mistake in 2
	 * % of the windows is then stopped in less than 2 %, someone who presses in 25 % of them goes
	 * on in less than 5 % from 24 on. */
	int32_t false_alarms_max, false_alarms_ahead, false_alarms_per;
	/* Presses outside any window that are still believed: so many, 3, for every 24 presentations: a
	 * screening. */
	int32_t stray_presses_max, stray_presses_per;
	/* So far off that it need not be awaited: more than 2 times the maximum and 2, and 250 of each
	 * thousand presentations. */
	int32_t hopeless_times, hopeless_above, hopeless_permille;
	int32_t discards_max;
	bool ears[MC_SIDES];
	/* An ear that does not pass the screening gets a threshold at each frequency; the mean of them
	 * decides. A tone unheard at the highest level fails the ear. */
	/* 200, 700: levels presented. What is lower counts as 200: a hall is too loud to measure it. */
	int32_t threshold_min_deci_db_hl, threshold_max_deci_db_hl;
	McThresholdProcedure procedure; /* BAYES */
	/* 30: sounded ones per frequency, then undetermined. ASHA needs 30, ISO 100, ISO_SHORT 40,
	 * BAYES 20. */
	int32_t threshold_trials_max;
	int32_t threshold_sd_deci_db; /* BAYES: known so well; 25 */
	/* BAYES: a threshold is the level heard in half of all cases and so much, 25: what the
	 * ascending procedures find, and so what limits and norms mean. */
	int32_t threshold_offset_deci_db;
	/* ISO 8253-1: the first threshold begins with sounds that are surely heard. */
	bool familiarise;
	/* The first ear's threshold at this frequency is measured twice, 1 000; 0 = never. More than so
	 * far apart, 50, and the ear is measured again, once. */
	int32_t repeat_hz, repeat_apart_deci_db;
	/* Misses of an ear so far above a threshold, 75, that are still believed: 2 */
	int32_t check_above_deci_db, checks_missed_max;
	/* A tone counts as unheard after so many misses in a row at the highest level: 2; BAYES: and
	 * that sure: 900. */
	int32_t misses_at_top, unheard_permille;
	int32_t belief_trials_min; /* BAYES: 3, so that it does not end on the first stroke of luck */
	McListenerPlan listener;
	int32_t mean_pass_deci_db_hl; /* 400: at most this passes */
	int32_t mean_fail_deci_db_hl; /* 450: above this fails; between them is borderline */
	McTransducer transducer; /* of the instrument; with LOUDSPEAKER no masking */
	McFieldPlan field;
	/* No level of the plan is higher, masking included: 800, and no plan may go beyond that. */
	int32_t ceiling_deci_db_hl;
	McNoisePlan noise;
	int32_t noise_repeats_max; /* presentations lost to noise per frequency: 3, then it ends */
} McHearingPlan;

/* Who answers, as the side test believes: chances, in permille, of keys at a sound, and of a press
 * in one window of quiet. */
#define MC_SIDE_ONE_DEAF 6
#define MC_SIDE_BOTH_DEAF 4
#define MC_SIDE_UNSIDED 3
typedef struct McSidePeoplePlan {
	int32_t heard_permille; /* 960: the right key, by an ear that hears */
	int32_t mistaken_permille; /* 20: the wrong key, by someone able */
	int32_t press_permille; /* 20: into quiet, by someone able */
	/* Deaf in one ear, left or right, and pressing its key all the same, at its sounds and into
	 * quiet: 20, 150, 300, 450, 600, 800; the wrong key there: 5; at the other ear's sounds: 10. */
	int32_t one_deaf_press_permille[MC_SIDE_ONE_DEAF];
	int32_t one_deaf_mistaken_permille, one_hearing_mistaken_permille;
	/* Deaf in both, pressing either key: 20, 300, 600, 900. */
	int32_t both_deaf_press_permille[MC_SIDE_BOTH_DEAF];
	/* Hears, but not from where: each key in 490; into quiet 20, 100, 300. */
	int32_t unsided_key_permille, unsided_press_permille[MC_SIDE_UNSIDED];
	/* One ear in a room, by loudspeaker only: what comes from its own side is louder by the shadow
	 * of the head, which the roving of the levels leaves a trace of: 640, 340. */
	int32_t one_eared_right_permille, one_eared_wrong_permille;
	/* Each kind of deaf person, against someone able: a quarter as likely, 250. */
	int32_t deaf_permille;
} McSidePeoplePlan;

typedef struct McSidePlan {
	int32_t frequency_hz; /* 500 */
	int32_t level_deci_db_hl; /* 500 */
	int32_t rove_deci_db; /* 50: uniform in ± */
	int32_t masking_deci_db;
	int32_t minimum_trials, maximum_trials; /* sounded: 7, 30 */
	int32_t silent_permille; /* share of silent trials: 334 */
	int32_t silent_trials_min; /* before a PASS: 2 */
	/* How likely, against someone able, is someone who hears but not from where: 400. Such a one
	 * guesses n sounds rightly with the chance 2^-n; 250 asks for n = 6, 400 for 7, 1 000 for 8. */
	int32_t unsided_permille;
	/* By loudspeaker both ears hear every sound, and one ear alone guesses the side, a little
	 * better than even by how loud it is: rove_deci_db is this then, 100, and such a one is so
	 * likely, 1 000. A right answer says less, so a wrong key by mistake costs more of them: the
	 * maximum is 40.
	 */
	int32_t field_rove_deci_db, field_unsided_permille, field_maximum_trials;
	int32_t pass_permille, fail_permille; /* probability of hearing both sides: 995, 1 */
	int32_t missed_sounds_min; /* before a FAIL: 2. Answers to silence alone make nobody deaf */
	McSidePeoplePlan people;
	int32_t silent_answers_max; /* answers to silence that are still believed */
	int32_t stray_presses_max; /* presses outside any window that are still believed */
	int32_t gap_min_ms, gap_max_ms;
	int32_t duration_ms, window_ms;
	int32_t earliest_ms; /* 100: as for hearing */
	int32_t discards_max;
	McTransducer transducer; /* as for hearing */
	McFieldPlan field;
	int32_t ceiling_deci_db_hl;
	McNoisePlan noise;
	int32_t noise_repeats_max;
} McSidePlan;

/* Parts of the result: [0] protan plates, [1] deutan plates. */
#define MC_COLOUR_CALIBRATION_SIZE 32
typedef struct McColourPlan {
	McPanel panel;
	char calibration[MC_COLOUR_CALIBRATION_SIZE]; /* of the panel's measurement: [A-Za-z0-9._-]*,
	                                                 ended by 0; "" when it was not measured */
	int32_t calibrated_yyyymmdd; /* when; 0: never, or before plans said it */
	int32_t calibration_expires_yyyymmdd; /* last day on which it counts; 0 likewise */
	McPlateStyle style;
	int32_t contrast_min_permille,
	    contrast_max_permille; /* of scored plates: 42, 52; see plate.h */
	int32_t faint_contrast_permille; /* 20 */
	int32_t control_plates; /* 2: all must be read, else it is explained again */
	int32_t axis_plates; /* 4 of each axis */
	int32_t pass_of_axis, fail_of_axis; /* 3: so many right pass; 1: so many or fewer fail */
	int32_t extra_plates; /* 4: for an axis that is neither */
	int32_t pass_of_all,
	    fail_of_all; /* 6, 4: then of all plates of the axis; between: borderline */
	int32_t faint_plates; /* 2 of each axis, for information: all missed = weakness suspected */
	int32_t blue_plates; /* 2: tritan, for information */
	int32_t signals; /* 12; 0 = none are asked */
	int32_t signals_right; /* 11: fewer give a second round; fewer again and nobody passes */
	int32_t signal_min_permille; /* 400: of the luminance that all signals reach, up to 1 000 */
	int32_t exposure_ms; /* 3 000: then it vanishes */
	int32_t picture_mm; /* 100: side of the square on the screen, seen at arm's length */
	int32_t discards_max;
} McColourPlan;

#define MC_ATTEMPTS_MAX 2
typedef struct McExamPlan {
	McExamKind kind;
	int32_t attempts_max; /* 2: one re-instruction */
	McQualityPlan quality;
	union {
		McAcuityPlan acuity;
		McHearingPlan hearing;
		McSidePlan side;
		McStaturePlan stature;
		McLimbsPlan limbs;
		McReactionPlan reaction;
		McColourPlan colour;
	} as;
} McExamPlan;

void mc_exam_plan_default(McExamPlan *plan, McExamKind kind);

/* A display that draws lines from the smallest to the largest honestly: no others are presented,
 * and limits whose own line, or one that is surely seen, it cannot show are left out. False, and
 * the plan as it was, when none is left. */
bool mc_acuity_plan_show(
    McAcuityPlan *plan, int32_t smallest_milli_log_mar, int32_t largest_milli_log_mar);

/* Plans of hearing and side are made for what plays here; others stay as they are. Loudspeakers
 * mask nothing, and the side's plan is then the field's. */
void mc_exam_plan_play_by(McExamPlan *plan, McTransducer transducer);

/* Total: any bytes may stand in the plan. */
McPlanProblem mc_exam_plan_problem(const McExamPlan *plan);

#endif
