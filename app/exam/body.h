#ifndef MC_APP_EXAM_BODY_H
#define MC_APP_EXAM_BODY_H

/* What the exams of the body ask, hear and find: stature, guided movements of trunk and limbs, and
 * for people of 70 and over the practice of memory, judgement and reaction. Part of types.h.
 *
 * Units: millimetres, milliseconds; microseconds where a device stamps them. */

#include <stdbool.h>
#include <stdint.h>

/* ---- stature ---- */

typedef struct McStaturePlan {
	int32_t agree_mm; /* 10: readings further apart than this do not agree */
	int32_t uncertainty_mm; /* 5: of the instrument; the rules fail nobody within it of a limit */
	int32_t lowest_mm, highest_mm; /* 500, 2 500: what lies outside is no reading of a person */
	int32_t discards_max;
} McStaturePlan;

/* The person steps off and on again before each reading but the first. */
typedef struct McStatureStimulus {
	int32_t reading; /* 0, 1, and 2 when the first two do not agree */
} McStatureStimulus;

typedef struct McStatureAnswer {
	int32_t height_mm; /* as the instrument reads it, 1 … 9 999 */
} McStatureAnswer;

typedef struct McStatureFigures {
	int32_t height_mm; /* 0 = not determined; the middle one of three, the mean of two readings */
	int32_t spread_mm; /* between the readings that agree */
	int32_t uncertainty_mm; /* of the plan */
} McStatureFigures;

/* ---- trunk, neck and limbs ---- */

typedef enum McMovement {
	MC_MOVEMENT_NECK_TURN_LEFT,
	MC_MOVEMENT_NECK_TURN_RIGHT,
	MC_MOVEMENT_NECK_BEND, /* chin to the chest, then up */
	MC_MOVEMENT_TRUNK_BEND, /* forward and back */
	MC_MOVEMENT_ARM_RAISE_LEFT,
	MC_MOVEMENT_ARM_RAISE_RIGHT,
	MC_MOVEMENT_HAND_OPEN_LEFT, /* fist, then all fingers spread: thumb and fingers are seen */
	MC_MOVEMENT_HAND_OPEN_RIGHT,
	MC_MOVEMENT_LEG_LIFT_LEFT, /* the knee to the height of the hip */
	MC_MOVEMENT_LEG_LIFT_RIGHT,
	MC_MOVEMENT_FOOT_PRESS_LEFT, /* as on a pedal */
	MC_MOVEMENT_FOOT_PRESS_RIGHT,
	MC_MOVEMENT_SQUAT, /* down and up without a hand */
} McMovement;
#define MC_MOVEMENTS 13

/* What the requirement speaks of. */
typedef enum McBodyRegion {
	MC_BODY_TRUNK_NECK,
	MC_BODY_UPPER_LIMBS,
	MC_BODY_LOWER_LIMBS,
} McBodyRegion;
#define MC_BODY_REGIONS 3

McBodyRegion mc_movement_region(McMovement movement);

typedef enum McMovementSeen {
	MC_MOVEMENT_NOT_ASKED,
	MC_MOVEMENT_DONE,
	MC_MOVEMENT_NOT_DONE,
	MC_MOVEMENT_COULD_NOT_SEE, /* the camera or the clerk had no clear view of it */
} McMovementSeen;

typedef struct McLimbsPlan {
	bool movements[MC_MOVEMENTS]; /* which are asked */
	int32_t tries_max; /* 1: how often one is asked until it is seen done */
	int32_t hold_ms; /* 1 000: how long its end is to be held */
	int32_t window_ms; /* 10 000: from the prompt to the end of watching */
	int32_t discards_max;
} McLimbsPlan;

typedef struct McLimbsStimulus {
	McMovement movement; /* in an order of the seed: a film made before cannot answer */
	int32_t try_number; /* 1, 2 … */
	int32_t hold_ms, window_ms;
} McLimbsStimulus;

typedef struct McLimbsAnswer {
	McMovementSeen seen; /* DONE, NOT_DONE or COULD_NOT_SEE */
	int32_t held_ms; /* how long the end of it was seen */
} McLimbsAnswer;

/* Evidence for a reviewer. No machine says "fit" of it, nor "unfit". */
typedef struct McLimbsFigures {
	McMovementSeen movement[MC_MOVEMENTS]; /* done once is done; else what the last try showed */
	int32_t held_ms[MC_MOVEMENTS]; /* of that try */
} McLimbsFigures;

/* ---- memory, judgement and reaction ---- */

typedef enum McReactionTask {
	MC_REACTION_SIMPLE, /* one signal, one key */
	MC_REACTION_CHOICE, /* a signal on either side, the key of that side */
	MC_REACTION_MEMORY, /* digits, shown one after the other, to be entered again */
	MC_REACTION_JUDGEMENT, /* which of the lit places went dark? */
} McReactionTask;
#define MC_REACTION_TASKS 4

typedef enum McReactionKey { MC_REACTION_KEY_LEFT, MC_REACTION_KEY_RIGHT } McReactionKey;

#define MC_DIGITS_MAX 8
#define MC_PLACES 9 /* three by three */
#define MC_REACTION_TRIALS_MAX 40

#define MC_LATENCY_UNKNOWN (-1)
#define MC_LATENCY_MAX_US 500000

typedef struct McReactionPlan {
	int32_t trials[MC_REACTION_TASKS]; /* 20, 20, 3, 3 */
	int32_t foreperiod_min_ms, foreperiod_max_ms; /* 1 000, 3 000 */
	int32_t foreperiod_mean_ms; /* 1 000: of the exponential that is cut off at the maximum */
	int32_t anticipation_ms; /* 100: faster than this nobody reacts */
	int32_t miss_ms; /* 1 500: slower than this counts as missed */
	int32_t anticipations_max; /* 2 of a task's trials are still believed */
	/* of display and key, from the instrument's calibration; taken off */
	int32_t latency_us; /* or MC_LATENCY_UNKNOWN: nothing is taken off, and the result says so */
	int32_t digits; /* 5 */
	int32_t places_lit; /* 5 of 9 */
	int32_t entry_ms; /* 20 000: for entering digits or a place */
	int32_t discards_max;
} McReactionPlan;

typedef struct McReactionStimulus {
	McReactionTask task;
	int32_t foreperiod_ms; /* from the presentation's start to the signal */
	int32_t window_ms; /* from the signal to the end of waiting */
	McReactionKey key; /* CHOICE: the right one */
	int32_t digits; /* MEMORY */
	int32_t digit[MC_DIGITS_MAX];
	int32_t places; /* JUDGEMENT: bit i = place i is lit */
	int32_t dark; /* JUDGEMENT: the place that goes dark */
} McReactionStimulus;

typedef struct McReactionAnswer {
	bool none; /* nothing came in the window */
	int64_t reaction_us; /* stamp of the signal to stamp of the key; negative = before the signal */
	McReactionKey key;
	int32_t digits; /* MEMORY: as entered */
	int32_t digit[MC_DIGITS_MAX];
	int32_t place; /* JUDGEMENT */
} McReactionAnswer;

/* One of the two timed tasks. Times are corrected for the latency; of trials with the right key. */
typedef struct McReactionTimes {
	int32_t counted; /* times that the figures are made of */
	int32_t anticipations, misses, wrong;
	int32_t median_us, lower_quartile_us, upper_quartile_us; /* 0 with nothing counted */
} McReactionTimes;

/* A practice: it never becomes a verdict. */
typedef struct McReactionFigures {
	McReactionTimes simple, choice;
	int32_t memory_trials, memory_right, judgement_trials, judgement_right;
} McReactionFigures;

#endif
