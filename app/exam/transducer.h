#ifndef MC_APP_EXAM_TRANSDUCER_H
#define MC_APP_EXAM_TRANSDUCER_H

/* What a tone is played by: its reference levels (what sound pressure is 0 dB HL), what it keeps
 * out of the ear, and so how loud the room may be. Integers, tenths of a decibel; pure.
 *
 * Reference levels: ISO 389-1 (TDH-39, DT 48, supra-aural in general), 389-2 (insert earphones),
 * 389-8 (HDA 200, whose levels and attenuation the DD450 shares); DD65v2 as its maker states: by
 * way of secondary sources, to be held against the bought standards before a regulator reads it.
 * Those of the free field, and what is permitted to be heard of the room, stand in the plan. */

#include "app/exam/types.h"

/* Nothing is played louder, whatever a plan or an instrument says: not by the exam, which refuses
 * such a plan, nor by the drivers. */
#define MC_LEVEL_CEILING_DECI_DB_HL 800

#define MC_TRANSDUCER_FREQUENCIES 11 /* 125 … 8 000 Hz, see mc_transducer_reference() */

/* Masking and attenuation figures stop here; at other frequencies the nearest octave counts. */
#define MC_NOISE_OCTAVES 4 /* 500, 1 000, 2 000, 4 000 Hz: those that the instruments report */

/* The type behind a model's name: "TDH-39P", "HDA 200", "DD450" …, case, blanks and dashes apart.
 * Any other name is SUPRA_AURAL, whose noise limits are the strictest. */
McTransducer mc_transducer_of_model(const char *model);

/* Of 0 dB HL at one of 125, 250, 500, 750, 1 000, 1 500, 2 000, 3 000, 4 000, 6 000, 8 000 Hz;
 * false where there is none, and by loudspeaker: see McFieldPlan. */
bool mc_transducer_reference(McTransducer transducer, int32_t frequency_hz, int32_t *deci_db_spl);

/* Narrow-band noise that just hides a tone lies so much above it in sound pressure, at the
 * frequencies above: 40, 40, 40, 50, 60, 60, 60, 60, 50, 50, 50 (ISO 389-4, third octaves, by way
 * of secondary sources). Who owns the standard, or has measured his unit, states his own. */
extern const int32_t mc_masking_above_tone_deci_db[MC_TRANSDUCER_FREQUENCIES];

/* What such a table has at this frequency; false where it has nothing. */
bool mc_transducer_at(
    const int32_t deci_db[MC_TRANSDUCER_FREQUENCIES], int32_t frequency_hz, int32_t *at_deci_db);

/* What one unit with its transducers needs besides the reference levels, in each ear: from the
 * calibration record. */
typedef struct McCorrections {
	int32_t count; /* 0 = nobody has measured it */
	struct {
		int32_t frequency_hz;
		int32_t deci_db[MC_SIDES]; /* to add */
	} at[MC_TRANSDUCER_FREQUENCIES];
} McCorrections;

/* More than that is no correction: another transducer, or a broken one. */
#define MC_CORRECTION_MAX_DECI_DB 150

/* At least one; each at a frequency that has a reference, in rising order, and within the limit. */
bool mc_corrections_are_usable(const McCorrections *corrections);
/* Whether there is one at this frequency. */
bool mc_corrections_cover(const McCorrections *corrections, int32_t frequency_hz);
/* The largest, without its sign. */
int32_t mc_corrections_largest_deci_db(const McCorrections *corrections);

/* One unit with its headphones. */
typedef struct McTransducerUnit {
	McTransducer transducer;
	McCorrections corrections;
} McTransducerUnit;

/* Sound pressure that makes a hearing level in this ear. False: no reference or no correction at
 * this frequency, or louder than the ceiling. */
bool mc_transducer_sound_pressure(const McTransducerUnit *unit, McEar ear, int32_t frequency_hz,
    int32_t level_deci_db_hl, int32_t *deci_db_spl);

/* Of the octaves that are measured the one that can hide a tone of this frequency: 0 … 3. */
int32_t mc_transducer_octave(int32_t frequency_hz);

/* What covers the ears, as far as its attenuation is known: anything else counts like TDH-39, which
 * lets most through. */
typedef enum McCover { MC_COVER_TDH39, MC_COVER_HDA200, MC_COVER_ER3A } McCover;
#define MC_COVERS 3

/* How loud the room may be: a plan's numbers, since most of them were found in secondary sources
 * alone. In each octave. */
typedef struct McNoisePlan {
	/* ANSI S3.1, for a tone of 0 dB HL: 210, 260, 340, 370 under supra-aural headphones, that is
	 * TDH-39; 160, 130, 140, 110 at open ears */
	int32_t covered_deci_db_spl[MC_NOISE_OCTAVES], open_deci_db_spl[MC_NOISE_OCTAVES];
	int32_t attenuation_deci_db[MC_COVERS][MC_NOISE_OCTAVES]; /* as the makers state them */
	int32_t margin_deci_db; /* 50: what is measured is a peak of 125 ms and no mean */
} McNoisePlan;

extern const McNoisePlan mc_noise_plan_default;

/* What sound pressure 0 dB HL is in front of a loudspeaker, at the frequencies above: 221, 114, 44,
 * 24, 24, 24, -13, -58, -54, 43, 126 (ISO 389-7, both ears). A plan's, since nobody has held it
 * against the bought standard; in the record, so that a level heard with an aid can be told. */
typedef struct McFieldPlan {
	int32_t reference_deci_db_spl[MC_TRANSDUCER_FREQUENCIES];
} McFieldPlan;

extern const McFieldPlan mc_field_plan_default;

/* False where the free field has none. */
bool mc_field_reference(const McFieldPlan *plan, int32_t frequency_hz, int32_t *deci_db_spl);

/* The loudest 125 ms of that octave, in the room, that do not hide a tone of this level: what is
 * permitted under supra-aural headphones (or without any), what this transducer keeps out beyond
 * those, the level, less the margin. */
int32_t mc_noise_limit(const McNoisePlan *plan, McTransducer transducer, int32_t frequency_hz,
    int32_t level_deci_db_hl);

#endif
