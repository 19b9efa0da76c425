#include "drivers/references/wire.h"

#define LEVEL_MIN_DECI_DB (-400)
#define LEVEL_MAX_DECI_DB 2000
#define LUMINANCE_MAX_CENTI_CD_M2 100000000
#define CHROMATICITY_MAX 10000

static gboolean
take_state(const McScpiFields *fields, gboolean *is_new, McReferenceReading *reading)
{
	static const char *const words[] = {"OK", "OVER", "UNDER", "NONE", NULL};
	guint word = 0;

	if (!mc_scpi_word(fields, 0, words, &word))
		return FALSE;
	*reading = (McReferenceReading){.range = MC_REFERENCE_WITHIN};
	*is_new = word < 3;
	if (*is_new)
		reading->range = (McReferenceRange)word;
	return TRUE;
}

static gboolean
take_number(const McScpiFields *fields, guint index, gint64 minimum, gint64 maximum, gint32 *to)
{
	gint64 value = 0;

	if (!mc_scpi_int(fields, index, minimum, maximum, &value))
		return FALSE;
	*to = (gint32)value;
	return TRUE;
}

static gboolean
take_level(const McScpiFields *fields, guint index, gint32 *to)
{
	return take_number(fields, index, LEVEL_MIN_DECI_DB, LEVEL_MAX_DECI_DB, to);
}

gboolean
mc_sound_parse(const char *text, gboolean *is_new, McReferenceReading *reading)
{
	McScpiFields fields;

	if (!mc_scpi_split(text, &fields) || fields.count != 3 + MC_SOUND_OCTAVES ||
	    !take_state(&fields, is_new, reading) || !take_level(&fields, 1, &reading->mean_deci_db) ||
	    !take_level(&fields, 2, &reading->largest_deci_db))
		return FALSE;
	for (guint i = 0; i < MC_SOUND_OCTAVES; i++)
		if (!take_level(&fields, 3 + i, &reading->octave_deci_db[i]))
			return FALSE;
	return TRUE;
}

gboolean
mc_luminance_parse(const char *text, gboolean *is_new, McReferenceReading *reading)
{
	McScpiFields fields;

	return mc_scpi_split(text, &fields) && fields.count == 4 &&
	       take_state(&fields, is_new, reading) &&
	       take_number(&fields, 1, 0, LUMINANCE_MAX_CENTI_CD_M2, &reading->luminance_centi_cd_m2) &&
	       take_number(&fields, 2, 0, CHROMATICITY_MAX, &reading->x) &&
	       take_number(&fields, 3, 0, CHROMATICITY_MAX, &reading->y);
}

gboolean
mc_sound_take_check(const McScpiFields *fields)
{
	gint32 deviation = 0;

	return fields->count == 1 && take_number(fields, 0, -200, 200, &deviation);
}

gboolean
mc_luminance_take_range(const McScpiFields *fields)
{
	gint32 lowest = 0, highest = 0;

	return fields->count == 2 && take_number(fields, 0, 0, LUMINANCE_MAX_CENTI_CD_M2, &lowest) &&
	       take_number(fields, 1, lowest, LUMINANCE_MAX_CENTI_CD_M2, &highest);
}
