#ifndef MC_APP_EXAM_TYPES_H
#define MC_APP_EXAM_TYPES_H

/* The vocabulary of every exam: what is shown or played (stimulus), what the person did (answer),
 * how it ended (result).
 *
 * Everything is an integer, so that plan + seed + answers replay to the same verdict on any machine
 * and travel through the record's canonical form without loss. C library only; no allocation, clock
 * or I/O in this room.
 *
 * Units: sizes and acuities in milli-logMAR (1 000 = 1.0 logMAR; 5-mark L = 5 - logMAR), levels in
 * tenths of a decibel, frequencies in hertz, times in microseconds where a device stamps them, else
 * milliseconds, probabilities in permille. */

#include "app/exam/body.h"
#include <stdbool.h>
#include <stdint.h>

typedef enum McEye { MC_EYE_LEFT, MC_EYE_RIGHT } McEye;
typedef enum McEar { MC_EAR_LEFT, MC_EAR_RIGHT } McEar;
#define MC_SIDES 2

typedef enum McDirection {
	MC_DIRECTION_RIGHT,
	MC_DIRECTION_UP,
	MC_DIRECTION_LEFT,
	MC_DIRECTION_DOWN,
	MC_DIRECTION_UP_RIGHT, /* oblique: a Landolt ring only */
	MC_DIRECTION_UP_LEFT,
	MC_DIRECTION_DOWN_LEFT,
	MC_DIRECTION_DOWN_RIGHT,
} McDirection;
#define MC_DIRECTIONS 8
#define MC_DIRECTIONS_STRAIGHT 4 /* the first ones */

typedef enum McOptotype { MC_OPTOTYPE_TUMBLING_E, MC_OPTOTYPE_LANDOLT_C } McOptotype;

/* How many directions it has: the first so many of McDirection. */
static inline int
mc_optotype_directions(McOptotype optotype)
{
	return optotype == MC_OPTOTYPE_LANDOLT_C ? MC_DIRECTIONS : MC_DIRECTIONS_STRAIGHT;
}

typedef enum McCorrection { MC_CORRECTION_NAKED, MC_CORRECTION_GLASSES } McCorrection;

/* What plays the tones. */
typedef enum McTransducer {
	MC_TRANSDUCER_SUPRA_AURAL, /* in general: IEC 60318-1 */
	MC_TRANSDUCER_TDH39,
	MC_TRANSDUCER_DT48,
	MC_TRANSDUCER_HDA200, /* and DD450: round the ear */
	MC_TRANSDUCER_ER3A_EAR, /* insert earphones, calibrated on an ear simulator */
	MC_TRANSDUCER_ER3A_2CC, /* on a 2 cm3 coupler */
	MC_TRANSDUCER_DD65V2,
	MC_TRANSDUCER_LOUDSPEAKER, /* one on each side: for who wears a hearing aid */
} McTransducer;
#define MC_TRANSDUCERS 8

typedef enum McExamKind {
	MC_EXAM_ACUITY, /* both eyes, interleaved behind the shutters */
	MC_EXAM_HEARING, /* per-ear pure-tone screening with contralateral masking */
	MC_EXAM_SIDE, /* "which side does it come from": left, right, nothing */
	MC_EXAM_STATURE, /* height of the body, read twice or thrice; PASS = determined */
	MC_EXAM_LIMBS, /* guided movements of trunk, neck and limbs: evidence, never a verdict */
	MC_EXAM_REACTION, /* practice of memory, judgement and reaction: never a verdict */
	MC_EXAM_COLOUR, /* digits in dots that dichromats do not see, then signal lights by name */
} McExamKind;
#define MC_EXAM_KINDS 7

/* An exam, or one requirement of a class. REFER never ends an exam: it is a class verdict
 * (decisions.md). */
typedef enum McOutcome {
	MC_OUTCOME_NOT_DETERMINED,
	MC_OUTCOME_PASS,
	MC_OUTCOME_FAIL,
	MC_OUTCOME_REFER,
} McOutcome;

/* Why an exam is NOT DETERMINED, or a flag that goes with any outcome. Bits: several can hold. */
typedef enum McReason {
	MC_REASON_NONE = 0,
	MC_REASON_BORDERLINE =
	    1u << 0, /* undecided after the continuation: the class verdict is REFER */
	MC_REASON_DEVICE_LOST = 1u << 1, /* the instrument went and did not come back */
	MC_REASON_NOISE = 1u << 2, /* the room was too loud too often */
	MC_REASON_UNRELIABLE = 1u << 3, /* answers without stimulus, after one re-instruction */
	MC_REASON_STOPPED = 1u << 4, /* the citizen or a clerk ended it */
	MC_REASON_NOT_UNDERSTOOD = 1u << 5, /* practice, or what everybody sees, was not passed */
	MC_REASON_UNCALIBRATED = 1u << 6, /* calibration expired or missing: the exam is locked */
	MC_REASON_NO_DEVICE = 1u << 7, /* no instrument at this kiosk, or none that was trusted */
	MC_REASON_TIME_OUT = 1u << 8, /* no answer for too long */
	MC_REASON_POSITION = 1u << 9, /* posture, distance or occlusion lost too often */
	MC_REASON_TOO_NEAR = 1u << 10, /* optical distance nearer than the plan certifies */
	MC_REASON_RE_INSTRUCTED = 1u << 11, /* attempt 2 of 2 decided; attempt 1 stands in the record */
	MC_REASON_CONTINUED = 1u << 12, /* acuity went on past its first maximum ("a little longer") */
	MC_REASON_NO_AGREEMENT = 1u << 13, /* repeated readings do not agree */
	MC_REASON_FOR_DOCTOR = 1u << 14, /* evidence for a doctor: no machine judges it */
	MC_REASON_UNSCORED = 1u << 15, /* a practice: it has no verdict */
	MC_REASON_PANEL_ASSUMED = 1u << 16, /* colour: the panel was not measured; nobody fails
	                                       by it, and a PASS is for a doctor */
	MC_REASON_SIGNALS = 1u << 17, /* colour: plates were read, but signal lights not named */
	MC_REASON_COLOUR_WEAK = 1u << 18, /* colour: the faint plates were not read; a mere flag */
	MC_REASON_NO_LOUDSPEAKER = 1u << 19, /* hearing with an aid: no loudspeaker here; headphones
	                                        over an aid measure neither ear nor aid */
	MC_REASON_BY_LOUDSPEAKER = 1u << 20, /* heard with the aid, both ears together; a mere flag */
	MC_REASON_LATENCY_UNKNOWN = 1u << 21, /* reaction: the times hold the instrument's own delay */
	MC_REASON_LUMINANCE = 1u << 22, /* the background was too dark or too bright, too often */
	MC_REASON_NOT_SHOWN = 1u << 23, /* the line of this limit cannot be drawn honestly here */
} McReason;
#define MC_REASON_COUNT 24

/* Why one presentation was thrown away and repeated. It never counts for or against the person. */
typedef enum McDiscard {
	MC_DISCARD_DEVICE_LOST,
	MC_DISCARD_NOISE,
	MC_DISCARD_POSITION,
	MC_DISCARD_INTERRUPTED, /* power cut, kiosk restart, help page over the exam */
	MC_DISCARD_NO_ANSWER, /* shown for as long as an optotype is, and nothing was pressed */
	MC_DISCARD_MOVING, /* the person moved while the stature was read */
	MC_DISCARD_DISTANCE, /* the eyes were nearer or farther than the plan allows */
	MC_DISCARD_OCCLUSION, /* the other eye could see */
	MC_DISCARD_ABSENT, /* nobody was there */
	MC_DISCARD_LUMINANCE, /* the background was darker or brighter than the plan allows */
} McDiscard;
#define MC_DISCARDS 10

typedef struct McSeed {
	uint8_t bytes[32];
} McSeed;

/* ---- stimuli ---- */

typedef struct McOptotypeStimulus {
	McEye eye;
	McOptotype optotype;
	McDirection direction;
	int32_t size_milli_log_mar; /* of the stroke (E) or gap (C); 0 = one arc minute = line 5.0 */
	bool easy; /* a scored easy trial */
} McOptotypeStimulus;
/* It stays until it is answered, and no longer than this. */
#define MC_OPTOTYPE_SHOWN_MS_MAX 30000

typedef struct McToneStimulus {
	McEar ear; /* by loudspeaker: the side that it comes from */
	int32_t frequency_hz;
	int32_t level_deci_db_hl;
	int32_t masking_deci_db; /* effective masking level on the other ear; MC_NO_MASKING = off */
	bool silent; /* catch trial: same course of time, no tone */
	int32_t gap_ms; /* silence from the start of the presentation to the onset */
	int32_t duration_ms; /* onset to offset of the (pulsed) tone */
	int32_t window_ms; /* offset to the end of the time in which a press belongs to it */
	bool by_loudspeaker; /* in the room: both ears hear it, and nothing masks */
} McToneStimulus;
#define MC_NO_MASKING INT32_MIN

typedef struct McSideStimulus {
	bool silent;
	McEar side; /* where the sound plays; without meaning when silent */
	int32_t frequency_hz;
	int32_t level_deci_db_hl; /* roved */
	int32_t masking_deci_db; /* on the other ear; MC_NO_MASKING = off */
	int32_t gap_ms;
	int32_t duration_ms;
	int32_t window_ms;
	bool by_loudspeaker;
} McSideStimulus;

/* What a colour presentation is for. */
typedef enum McColourShow {
	MC_COLOUR_CONTROL, /* plate whose digit is brighter or darker: everybody reads it */
	MC_COLOUR_PROTAN, /* plate whose digit a protanope does not see */
	MC_COLOUR_DEUTAN, /* … a deuteranope */
	MC_COLOUR_TRITAN, /* … a tritanope; for information */
	MC_COLOUR_SIGNAL, /* a light, to be named */
} McColourShow;
#define MC_COLOUR_SHOWS 5

typedef enum McSignal {
	MC_SIGNAL_RED,
	MC_SIGNAL_YELLOW,
	MC_SIGNAL_GREEN,
} McSignal;
#define MC_SIGNALS 3
#define MC_DIGITS 10

/* With the plan's panel and style all that is needed to draw it again (plate.h). */
typedef struct McColourStimulus {
	McColourShow show;
	int32_t figure; /* digit 0 … 9, or McSignal */
	int32_t contrast_permille; /* of a plate, to the missing cone */
	int32_t luminance_permille; /* of a signal */
	int32_t seed; /* of a plate's dots, from 0 */
	int32_t exposure_ms; /* then it vanishes; the answer may come later */
} McColourStimulus;

typedef struct McStimulus {
	McExamKind kind;
	int32_t trial; /* 0, 1, … within the exam, discarded presentations included: never reused */
	int32_t attempt; /* 1 or 2 */
	union {
		McOptotypeStimulus optotype;
		McToneStimulus tone;
		McSideStimulus side;
		McStatureStimulus stature;
		McLimbsStimulus limbs;
		McReactionStimulus reaction;
		McColourStimulus colour;
	} as;
} McStimulus;

/* ---- answers ---- */

typedef struct McOptotypeAnswer {
	bool cannot_see; /* "I cannot see it": an answer, counted as wrong */
	McDirection direction; /* without meaning when cannot_see */
	int64_t reaction_us; /* from the instrument's onset stamp to its answer stamp */
} McOptotypeAnswer;

#define MC_PRESSES_MAX 16
typedef struct McPressAnswer {
	int32_t
	    count; /* presses kept below; further ones are dropped and the count stays at the maximum */
	struct {
		int64_t
		    at_us; /* relative to the planned onset on the device's clock; negative = before it */
		McEar key; /* which key of the patient handset; meaningful for the side test only */
	} press[MC_PRESSES_MAX];
} McPressAnswer;

typedef struct McColourAnswer {
	bool cannot_see; /* "I see none": an answer, counted as wrong */
	int32_t figure; /* digit or McSignal; without meaning when cannot_see */
	int64_t reaction_us; /* from the onset on the screen */
} McColourAnswer;

typedef struct McAnswer {
	McExamKind kind;
	int32_t trial; /* of the stimulus that it answers */
	union {
		McOptotypeAnswer optotype;
		McPressAnswer press; /* hearing and side */
		McStatureAnswer stature;
		McLimbsAnswer limbs;
		McReactionAnswer reaction;
		McColourAnswer colour;
	} as;
} McAnswer;

/* Why a plan cannot be run: the member, named as in C and JSON, and a short reason in English for
 * the log ("minimum above maximum"). field is NULL when it can. */
typedef struct McPlanProblem {
	const char *field, *reason;
} McPlanProblem;

#endif
