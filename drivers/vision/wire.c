#include "drivers/vision/wire.h"

#define LUMINANCE_MAX_CD_M2 100000
#define DISTANCE_MAX_PERMILLE 9999
#define LINE_MIN_MILLI (-1000)
#define LINE_MAX_MILLI 2000

static const char *const direction_words[] = {
    [MC_DIRECTION_RIGHT] = "RIGHT",
    [MC_DIRECTION_UP] = "UP",
    [MC_DIRECTION_LEFT] = "LEFT",
    [MC_DIRECTION_DOWN] = "DOWN",
    [MC_DIRECTION_UP_RIGHT] = "UPRIGHT",
    [MC_DIRECTION_UP_LEFT] = "UPLEFT",
    [MC_DIRECTION_DOWN_LEFT] = "DOWNLEFT",
    [MC_DIRECTION_DOWN_RIGHT] = "DOWNRIGHT",
};
/* of SENS:ANSW?: the directions in their order, then the others */
static const char *const key_words[] = {"RIGHT", "UP", "LEFT", "DOWN", "UPRIGHT", "UPLEFT",
    "DOWNLEFT", "DOWNRIGHT", "CANNOT", "NONE", NULL};
enum { KEY_CANNOT = MC_DIRECTIONS, KEY_NONE };

void
mc_vision_encode_show(const McOptotypeStimulus *stimulus, char *line, gsize size)
{
	g_snprintf(line, size, "STIM:OPT %s,%s,%d,%s",
	    stimulus->optotype == MC_OPTOTYPE_LANDOLT_C ? "C" : "E",
	    direction_words[stimulus->direction], stimulus->size_milli_log_mar,
	    stimulus->eye == MC_EYE_LEFT ? "LEFT" : "RIGHT");
}

gboolean
mc_vision_parse_answer(const char *text, McVisionReply *reply)
{
	McScpiFields fields;
	guint key = 0;
	gint64 onset_us = 0, answer_us = 0;

	if (!mc_scpi_split(text, &fields) || fields.count != 3 ||
	    !mc_scpi_word(&fields, 0, key_words, &key) ||
	    !mc_scpi_int(&fields, 1, 0, G_MAXINT64, &onset_us) ||
	    !mc_scpi_int(&fields, 2, 0, G_MAXINT64, &answer_us))
		return FALSE;
	*reply = (McVisionReply){.key = MC_VISION_KEY_NONE};
	if (key == KEY_NONE)
		return TRUE;
	if (answer_us < onset_us)
		return FALSE;
	reply->key = key == KEY_CANNOT ? MC_VISION_KEY_CANNOT : MC_VISION_KEY_DIRECTION;
	reply->answer.cannot_see = key == KEY_CANNOT;
	reply->answer.direction = key == KEY_CANNOT ? MC_DIRECTION_RIGHT : (McDirection)key;
	reply->answer.reaction_us = answer_us - onset_us;
	return TRUE;
}

gboolean
mc_vision_parse_conditions(const char *text, McVisionConditions *conditions)
{
	McScpiFields fields;
	gint64 head = 0, occlusion = 0, luminance = 0, distance = 0;

	if (!mc_scpi_split(text, &fields) || fields.count != 4 ||
	    !mc_scpi_int(&fields, 0, 0, 1, &head) || !mc_scpi_int(&fields, 1, 0, 1, &occlusion) ||
	    !mc_scpi_int(&fields, 2, 0, LUMINANCE_MAX_CD_M2, &luminance) ||
	    !mc_scpi_int(&fields, 3, 0, DISTANCE_MAX_PERMILLE, &distance))
		return FALSE;
	conditions->head_in_place = head == 1;
	conditions->occlusion_ok = occlusion == 1;
	conditions->luminance_cd_m2 = (gint32)luminance;
	conditions->distance_permille = (gint32)distance;
	return TRUE;
}

gboolean
mc_vision_take_vergence(const McScpiFields *fields, gint32 *centi_dioptre)
{
	gint64 value = 0;

	if (fields->count != 1 || !mc_scpi_int(fields, 0, -1000, 0, &value))
		return FALSE;
	*centi_dioptre = (gint32)value;
	return TRUE;
}

gboolean
mc_vision_take_lines(
    const McScpiFields *fields, gint32 *smallest_milli_log_mar, gint32 *largest_milli_log_mar)
{
	gint64 smallest = 0, largest = 0;

	if (fields->count != 2 || !mc_scpi_int(fields, 0, LINE_MIN_MILLI, LINE_MAX_MILLI, &smallest) ||
	    !mc_scpi_int(fields, 1, smallest + 1, LINE_MAX_MILLI, &largest))
		return FALSE;
	*smallest_milli_log_mar = (gint32)smallest;
	*largest_milli_log_mar = (gint32)largest;
	return TRUE;
}

gboolean
mc_vision_take_shutters(const McScpiFields *fields, gboolean *shutters)
{
	gint64 value = 0;

	if (fields->count != 1 || !mc_scpi_int(fields, 0, 0, 1, &value))
		return FALSE;
	*shutters = value == 1;
	return TRUE;
}
