#ifndef MC_APP_EXAM_STATE_H
#define MC_APP_EXAM_STATE_H

/* The inside of an exam, in the open only so that it can stand on the stack. Private to app/exam.
 */

#include "app/exam/exam.h"
#include "app/exam/random.h"

/* ---- acuity ---- */

/* All on one lattice of 12.5 milli-logMAR relative to the strictest cut. Sizes: -300 … +1 300 in
 * steps of 50 (4 lattice steps). Thresholds: -487.5 … +1 787.5 in steps of 25, so that every cut
 * lies midway between two of them and each belongs wholly to one class. Their differences: 156, 25
 * apart. */
#define MC_ACUITY_SIZES 33
#define MC_ACUITY_SIZE_AT_CUT 6 /* the strictest one */
#define MC_ACUITY_THRESHOLDS 92
#define MC_ACUITY_THRESHOLD_MILLI 25 /* apart; the first begins so far from the strictest cut: */
#define MC_ACUITY_THRESHOLD_FIRST_MILLI (-500)
#define MC_ACUITY_THRESHOLDS_MET 20 /* the first ones: at the strictest cut or better */
#define MC_ACUITY_DIFFERENCES 156

/* By slope and by (threshold - size), rising: chance of a right answer in 2^-15 and both outcomes'
 * log2 in 2^-16. */
typedef struct McAcuityModel {
	int32_t right_q15[MC_ACUITY_SLOPES][MC_ACUITY_DIFFERENCES];
	int32_t log_right_q16[MC_ACUITY_SLOPES][MC_ACUITY_DIFFERENCES];
	int32_t log_wrong_q16[MC_ACUITY_SLOPES][MC_ACUITY_DIFFERENCES];
} McAcuityModel;

typedef struct McAcuityEye {
	/* The likelihood by slope and threshold: its log2 but for a constant, and as weights whose
	 * largest is 2^30. */
	int32_t log_likelihood_q16[MC_ACUITY_SLOPES][MC_ACUITY_THRESHOLDS];
	int32_t weight[MC_ACUITY_SLOPES][MC_ACUITY_THRESHOLDS];
	McPool directions;
	int32_t trials;
	int32_t smallest, largest; /* sizes presented and answered: indices */
	int32_t easy_wrong;
} McAcuityEye;

typedef struct McAcuityAnswered {
	uint8_t eye, size; /* McEye, index */
	bool right;
} McAcuityAnswered;

typedef struct McAcuityState {
	McAcuityModel model;
	McAcuityEye eye[MC_SIDES];
	int32_t answers; /* of this attempt, in their order */
	McAcuityAnswered answered[MC_SIDES * MC_ACUITY_TRIALS_MAX];
	McEye current; /* eye and size of the presentation that runs */
	int32_t size;
	bool longer; /* the citizen was told that it goes on past the maximum */
} McAcuityState;

/* ---- hearing ---- */

#define MC_HEARING_LEVELS 25
#define MC_THRESHOLD_STEP_DECI_DB 50 /* between the levels presented */

typedef enum McHearingStage {
	MC_HEARING_SCREENING,
	MC_HEARING_THRESHOLD,
} McHearingStage;

/* ISO 8253-1, before the first threshold: down 20 dB until nothing is heard, up 10 dB until it is,
 * and once more at that level. */
typedef enum McFamiliar {
	MC_FAMILIAR_DONE,
	MC_FAMILIAR_FALLING,
	MC_FAMILIAR_RISING,
	MC_FAMILIAR_AGAIN,
} McFamiliar;

/* One frequency at one ear. */
typedef struct McToneTrack {
	bool done;
	bool heard; /* screening: enough answers; threshold: one was found */
	int32_t screen_trials, screen_answers;
	int32_t trials, answers; /* threshold */
	int32_t level_deci_db_hl; /* of the next presentation */
	int32_t threshold_deci_db_hl;
	McFamiliar familiar;
	bool checking; /* the threshold is known; the next presentation is well above it */
	bool rising; /* the next presentation follows a miss */
	int32_t ascents; /* answered */
	int32_t misses_at_top;
	int8_t risen[MC_HEARING_LEVELS], answered[MC_HEARING_LEVELS]; /* on the way up, by level */
	int8_t shown[MC_HEARING_LEVELS], missed[MC_HEARING_LEVELS]; /* all, by level */
} McToneTrack;

/* tone-belief.h */
#define MC_BELIEF_KINDS 9
#define MC_BELIEF_THRESHOLDS 56
#define MC_BELIEF_DIFFERENCES 33
typedef struct McToneBelief {
	int32_t lowest_deci_db, highest_deci_db;
	int32_t thresholds; /* in use */
	int32_t log_q16[MC_BELIEF_KINDS][MC_BELIEF_THRESHOLDS]; /* posterior but for a constant */
	/* By (level - threshold), rising. */
	int32_t heard_q15[MC_BELIEF_KINDS][MC_BELIEF_DIFFERENCES];
	int32_t log_heard_q16[MC_BELIEF_KINDS][MC_BELIEF_DIFFERENCES];
	int32_t log_missed_q16[MC_BELIEF_KINDS][MC_BELIEF_DIFFERENCES];
} McToneBelief;

/* The second measurement of one frequency has a track of its own. */
#define MC_TONE_REPEAT MC_TONE_FREQUENCIES_MAX
#define MC_TONE_TRACKS (MC_TONE_FREQUENCIES_MAX + 1)

typedef struct McHearingState {
	McHearingStage stage;
	McPool silence; /* kind 0 sounds, kind 1 is silent */
	McEar first, ear;
	int32_t frequency; /* track of the presentation that runs */
	McToneTrack track[MC_SIDES][MC_TONE_TRACKS];
	bool screened[MC_SIDES]; /* passed the screening */
	int32_t reference; /* frequency that is measured twice; -1 = none */
	McEar repeat_ear; /* at this ear */
	bool measured_again, never_agrees; /* that ear */
	bool familiar; /* with faint sounds */
	McEar measured_ear; /* whose threshold runs */
	int32_t checks_missed[MC_SIDES];
	McToneBelief belief; /* of the threshold that is being measured */
	int32_t noise_lost[MC_TONE_FREQUENCIES_MAX];
} McHearingState;

/* ---- side ---- */

/* What a presentation of the side test is. */
typedef enum McSideSound {
	MC_SIDE_SOUND_LEFT,
	MC_SIDE_SOUND_RIGHT,
	MC_SIDE_SOUND_NONE,
} McSideSound;
#define MC_SIDE_SOUNDS 3
/* All that cannot tell the side, the one ear in a room, who is able. */
#define MC_SIDE_PEOPLE (2 * MC_SIDE_ONE_DEAF + MC_SIDE_BOTH_DEAF + MC_SIDE_UNSIDED + 2)

typedef struct McSideState {
	McPool sounds;
	int32_t trials[MC_SIDE_SOUNDS], wrong[MC_SIDE_SOUNDS];
	int32_t noise_lost;
	int64_t log_q16[MC_SIDE_PEOPLE]; /* likelihood of the answers, by kind of person */
} McSideState;

/* ---- body ---- */

#define MC_STATURE_READINGS 3

typedef struct McStatureState {
	int32_t readings;
	int32_t height_mm[MC_STATURE_READINGS];
} McStatureState;

typedef struct McLimbsState {
	int32_t count, next; /* of the order, and where it stands */
	McMovement order[MC_MOVEMENTS];
	int32_t tries; /* of the movement that is asked now */
} McLimbsState;

typedef struct McReactionState {
	McReactionTask task;
	int32_t done; /* presentations of this task that were scored */
	McPool keys;
	int32_t times; /* of this task */
	int32_t time_us[MC_REACTION_TRIALS_MAX];
} McReactionState;

/* ---- colour ---- */

#define MC_COLOUR_PLATES_MAX 128

typedef struct McColourItem {
	McColourShow show;
	bool faint;
} McColourItem;

typedef struct McColourState {
	McColourItem item[MC_COLOUR_PLATES_MAX]; /* plates in the order of showing */
	int32_t items, next;
	bool extended; /* the extra plates of doubtful axes are in the list */
	int32_t shown[MC_SIDES], right[MC_SIDES]; /* scored plates by axis */
	int32_t faint_shown[MC_SIDES], faint_right[MC_SIDES];
	McPool signals;
	int32_t round; /* of signals: 0 before, 1, 2 */
	int32_t named, named_right; /* of this round */
} McColourState;

struct McExam {
	McExamPlan plan;
	McRandom random;
	McStep step;
	McStimulus current;
	McExamResult result;
	union {
		McAcuityState acuity;
		McHearingState hearing;
		McSideState side;
		McStatureState stature;
		McLimbsState limbs;
		McReactionState reaction;
		McColourState colour;
	} as;
};

#endif
