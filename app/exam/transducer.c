#include "app/exam/transducer.h"

#include <stddef.h>

static const int32_t frequency_hz_of[MC_TRANSDUCER_FREQUENCIES] = {
    125, 250, 500, 750, 1000, 1500, 2000, 3000, 4000, 6000, 8000};

#define NONE INT32_MIN
static const int32_t reference_deci_db[MC_TRANSDUCERS][MC_TRANSDUCER_FREQUENCIES] = {
    [MC_TRANSDUCER_SUPRA_AURAL] = {450, 270, 135, 90, 75, 75, 90, 115, 120, 160, 155},
    [MC_TRANSDUCER_TDH39] = {450, 255, 115, 75, 70, 65, 90, 100, 95, 155, 130},
    [MC_TRANSDUCER_DT48] = {475, 285, 145, 95, 80, 75, 80, 60, 55, 80, 145},
    [MC_TRANSDUCER_HDA200] = {305, 180, 110, 60, 55, 55, 45, 25, 95, 170, 175},
    [MC_TRANSDUCER_ER3A_EAR] = {280, 175, 95, 60, 55, 95, 115, 130, 150, 160, 155},
    [MC_TRANSDUCER_ER3A_2CC] = {260, 140, 55, 20, 0, 20, 30, 35, 55, 20, 0},
    [MC_TRANSDUCER_DD65V2] = {306, 169, 78, NONE, 53, NONE, 23, 20, 93, 208, 209},
};

const McFieldPlan mc_field_plan_default = {{221, 114, 44, 24, 24, 24, -13, -58, -54, 43, 126}};

const int32_t mc_masking_above_tone_deci_db[MC_TRANSDUCER_FREQUENCIES] = {
    40, 40, 40, 50, 60, 60, 60, 60, 50, 50, 50};

static const int32_t octave_hz[MC_NOISE_OCTAVES] = {500, 1000, 2000, 4000};

const McNoisePlan mc_noise_plan_default = {
    .covered_deci_db_spl = {210, 260, 340, 370},
    .open_deci_db_spl = {160, 130, 140, 110},
    .attenuation_deci_db =
        {
            [MC_COVER_TDH39] = {70, 150, 260, 320},
            [MC_COVER_HDA200] = {225, 285, 320, 455},
            [MC_COVER_ER3A] = {345, 350, 330, 395},
        },
    .margin_deci_db = 50,
};

/* ---- names ---- */

static const struct {
	const char *begins; /* without blanks and dashes */
	McTransducer transducer;
} models[] = {
    {"TDH39", MC_TRANSDUCER_TDH39},
    {"DD450", MC_TRANSDUCER_HDA200}, /* before DD45, which is a TDH-39 by another name */
    {"DD45", MC_TRANSDUCER_TDH39},
    {"DT48", MC_TRANSDUCER_DT48},
    {"HDA200", MC_TRANSDUCER_HDA200},
    {"ER3A", MC_TRANSDUCER_ER3A_EAR},
    {"EARTONE3A", MC_TRANSDUCER_ER3A_EAR},
    {"EARTONE5A", MC_TRANSDUCER_ER3A_2CC},
    {"DD65V2", MC_TRANSDUCER_DD65V2},
};

static char
upper(char letter)
{
	return letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
}

/* The model's name begins so. */
static bool
begins_with(const char *model, const char *begins)
{
	while (*begins != '\0') {
		while (*model == ' ' || *model == '-' || *model == '.')
			model++;
		if (upper(*model++) != *begins++)
			return false;
	}
	return true;
}

McTransducer
mc_transducer_of_model(const char *model)
{
	for (size_t i = 0; i < sizeof models / sizeof models[0]; i++)
		if (begins_with(model, models[i].begins))
			return models[i].transducer;
	return MC_TRANSDUCER_SUPRA_AURAL;
}

/* ---- levels ---- */

/* -1: none */
static int
place_of(int32_t frequency_hz)
{
	for (int i = 0; i < MC_TRANSDUCER_FREQUENCIES; i++)
		if (frequency_hz_of[i] == frequency_hz)
			return i;
	return -1;
}

bool
mc_transducer_at(
    const int32_t deci_db[MC_TRANSDUCER_FREQUENCIES], int32_t frequency_hz, int32_t *at_deci_db)
{
	int place = place_of(frequency_hz);

	if (place < 0 || deci_db[place] == NONE)
		return false;
	*at_deci_db = deci_db[place];
	return true;
}

bool
mc_transducer_reference(McTransducer transducer, int32_t frequency_hz, int32_t *deci_db_spl)
{
	return transducer != MC_TRANSDUCER_LOUDSPEAKER &&
	       mc_transducer_at(reference_deci_db[transducer], frequency_hz, deci_db_spl);
}

bool
mc_field_reference(const McFieldPlan *plan, int32_t frequency_hz, int32_t *deci_db_spl)
{
	return mc_transducer_at(plan->reference_deci_db_spl, frequency_hz, deci_db_spl);
}

/* ---- corrections ---- */

/* -1: none */
static int32_t
find(const McCorrections *corrections, int32_t frequency_hz)
{
	for (int32_t i = 0; i < corrections->count; i++)
		if (corrections->at[i].frequency_hz == frequency_hz)
			return i;
	return -1;
}

bool
mc_corrections_cover(const McCorrections *corrections, int32_t frequency_hz)
{
	return find(corrections, frequency_hz) >= 0;
}

static int32_t
magnitude(int32_t deci_db)
{
	return deci_db < 0 ? -deci_db : deci_db;
}

int32_t
mc_corrections_largest_deci_db(const McCorrections *corrections)
{
	int32_t largest = 0;

	for (int32_t i = 0; i < corrections->count; i++)
		for (int ear = 0; ear < MC_SIDES; ear++)
			if (magnitude(corrections->at[i].deci_db[ear]) > largest)
				largest = magnitude(corrections->at[i].deci_db[ear]);
	return largest;
}

bool
mc_corrections_are_usable(const McCorrections *corrections)
{
	if (corrections->count < 1 || corrections->count > MC_TRANSDUCER_FREQUENCIES)
		return false;
	for (int32_t i = 0; i < corrections->count; i++) {
		int32_t frequency_hz = corrections->at[i].frequency_hz;

		if (place_of(frequency_hz) < 0 ||
		    (i > 0 && frequency_hz <= corrections->at[i - 1].frequency_hz))
			return false;
	}
	return mc_corrections_largest_deci_db(corrections) <= MC_CORRECTION_MAX_DECI_DB;
}

/* ---- sound pressure ---- */

bool
mc_transducer_sound_pressure(const McTransducerUnit *unit, McEar ear, int32_t frequency_hz,
    int32_t level_deci_db_hl, int32_t *deci_db_spl)
{
	int32_t reference, at;

	if (level_deci_db_hl > MC_LEVEL_CEILING_DECI_DB_HL ||
	    !mc_transducer_reference(unit->transducer, frequency_hz, &reference))
		return false;
	at = find(&unit->corrections, frequency_hz);
	if (at < 0)
		return false;
	*deci_db_spl = level_deci_db_hl + reference + unit->corrections.at[at].deci_db[ear];
	return true;
}

/* ---- the room ---- */

static McCover
cover_of(McTransducer transducer)
{
	switch (transducer) {
	case MC_TRANSDUCER_HDA200: return MC_COVER_HDA200;
	case MC_TRANSDUCER_ER3A_EAR:
	case MC_TRANSDUCER_ER3A_2CC: return MC_COVER_ER3A;
	case MC_TRANSDUCER_SUPRA_AURAL:
	case MC_TRANSDUCER_TDH39:
	case MC_TRANSDUCER_DT48:
	case MC_TRANSDUCER_DD65V2:
	case MC_TRANSDUCER_LOUDSPEAKER: break;
	}
	return MC_COVER_TDH39;
}

int32_t
mc_transducer_octave(int32_t frequency_hz)
{
	int32_t octave = 0;

	/* The border between two of them lies at their geometric mean. */
	while (octave + 1 < MC_NOISE_OCTAVES && (int64_t)frequency_hz * frequency_hz >
	                                            (int64_t)octave_hz[octave] * octave_hz[octave + 1])
		octave++;
	return octave;
}

int32_t
mc_noise_limit(const McNoisePlan *plan, McTransducer transducer, int32_t frequency_hz,
    int32_t level_deci_db_hl)
{
	int32_t octave = mc_transducer_octave(frequency_hz);
	int32_t limit = plan->open_deci_db_spl[octave];

	if (transducer != MC_TRANSDUCER_LOUDSPEAKER)
		limit = plan->covered_deci_db_spl[octave] +
		        plan->attenuation_deci_db[cover_of(transducer)][octave] -
		        plan->attenuation_deci_db[MC_COVER_TDH39][octave];
	return limit + level_deci_db_hl - plan->margin_deci_db;
}
