#include "drivers/hearing/wire.h"

#define LENGTH_MAX_MS 600000
#define NOISE_MAX_DECI_DB 2000
#define FREQUENCY_MAX_HZ 8000
#define CORRECTION_STATED_MAX_DECI_DB 1000
#define PRESS_MAX_US (G_GINT64_CONSTANT(600) * G_USEC_PER_SEC) /* either way from the onset */

static const char *const ear_words[] = {[MC_EAR_LEFT] = "LEFT", [MC_EAR_RIGHT] = "RIGHT", NULL};
static const char *const loudspeaker_words[] = {
    [MC_EAR_LEFT] = "SPLEFT", [MC_EAR_RIGHT] = "SPRIGHT"};
static const char *const key_words[] = {
    [MC_EAR_LEFT] = "LEFT", [MC_EAR_RIGHT] = "RIGHT", "NONE", NULL};

gboolean
mc_hearing_order_from_stimulus(const McStimulus *stimulus, gint32 id, McHearingOrder *order)
{
	const McToneStimulus *tone = &stimulus->as.tone;
	const McSideStimulus *side = &stimulus->as.side;

	switch (stimulus->kind) {
	case MC_EXAM_ACUITY:
	case MC_EXAM_STATURE:
	case MC_EXAM_COLOUR:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION: return FALSE;
	case MC_EXAM_HEARING:
		*order = (McHearingOrder){id, tone->ear, tone->frequency_hz, tone->level_deci_db_hl,
		    tone->masking_deci_db, tone->gap_ms, tone->duration_ms, tone->window_ms, tone->silent,
		    tone->by_loudspeaker};
		return TRUE;
	case MC_EXAM_SIDE:
		*order = (McHearingOrder){id, side->side, side->frequency_hz, side->level_deci_db_hl,
		    side->masking_deci_db, side->gap_ms, side->duration_ms, side->window_ms, side->silent,
		    side->by_loudspeaker};
		return TRUE;
	}
	return FALSE;
}

gboolean
mc_hearing_order_is_within(const McHearingOrder *order, gint32 ceiling_deci_db_hl)
{
	/* no masking is the smallest number there is */
	return order->level_deci_db_hl <= ceiling_deci_db_hl &&
	       order->masking_deci_db <= ceiling_deci_db_hl;
}

guint
mc_hearing_order_length_ms(const McHearingOrder *order)
{
	gint64 sum = (gint64)order->gap_ms + order->duration_ms + order->window_ms;

	return (guint)CLAMP(sum, 0, LENGTH_MAX_MS);
}

void
mc_hearing_encode_present(const McHearingOrder *order, char *line, gsize size)
{
	char masking[16] = "OFF";

	if (order->masking_deci_db != MC_NO_MASKING)
		g_snprintf(masking, sizeof masking, "%d", order->masking_deci_db);
	g_snprintf(line, size, "SOUR:PRES %d,%s,%d,%d,%s,%d,%d,%d,%s", order->id,
	    order->by_loudspeaker ? loudspeaker_words[order->ear] : ear_words[order->ear],
	    order->frequency_hz, order->level_deci_db_hl, masking, order->gap_ms, order->duration_ms,
	    order->window_ms, order->silent ? "SILENT" : "TONE");
}

static gboolean
take_noise(const McScpiFields *fields, guint first, gint32 noise[MC_NOISE_BANDS])
{
	for (guint i = 0; i < MC_NOISE_BANDS; i++) {
		gint64 value = 0;

		if (!mc_scpi_int(fields, first + i, -NOISE_MAX_DECI_DB, NOISE_MAX_DECI_DB, &value))
			return FALSE;
		noise[i] = (gint32)value;
	}
	return TRUE;
}

gboolean
mc_hearing_parse_result(const char *text, McHearingResult *result)
{
	McScpiFields fields;
	gint64 id = 0, count = 0;

	*result = (McHearingResult){0};
	if (!mc_scpi_split(text, &fields) || !mc_scpi_int(&fields, 0, 0, G_MAXINT32, &id) ||
	    !mc_scpi_int(&fields, 1, 0, MC_PRESSES_MAX, &count) ||
	    fields.count != 2 + 2 * count + MC_NOISE_BANDS)
		return FALSE;
	for (guint i = 0; i < count; i++) {
		guint key = 0;

		if (!mc_scpi_int(
		        &fields, 2 + 2 * i, -PRESS_MAX_US, PRESS_MAX_US, &result->presses.press[i].at_us) ||
		    !mc_scpi_word(&fields, 3 + 2 * i, ear_words, &key))
			return FALSE;
		result->presses.press[i].key = (McEar)key;
	}
	result->id = (gint32)id;
	result->presses.count = (gint32)count;
	return take_noise(&fields, 2 + 2 * (guint)count, result->noise_deci_db_spl);
}

gboolean
mc_hearing_parse_button(const char *text, gboolean *pressed, McEar *key)
{
	McScpiFields fields;
	guint word = 0;
	gint64 at_us = 0;

	if (!mc_scpi_split(text, &fields) || fields.count != 2 ||
	    !mc_scpi_word(&fields, 0, key_words, &word) ||
	    !mc_scpi_int(&fields, 1, 0, G_MAXINT64, &at_us))
		return FALSE;
	*pressed = word < MC_SIDES;
	*key = *pressed ? (McEar)word : MC_EAR_LEFT;
	return TRUE;
}

gboolean
mc_hearing_parse_conditions(const char *text, McHearingConditions *conditions)
{
	McScpiFields fields;
	gint64 headphones = 0;

	if (!mc_scpi_split(text, &fields) || fields.count != 1 + MC_NOISE_BANDS ||
	    !mc_scpi_int(&fields, 0, 0, 1, &headphones))
		return FALSE;
	conditions->headphones_on = headphones == 1;
	return take_noise(&fields, 1, conditions->noise_deci_db_spl);
}

gboolean
mc_hearing_take_loudspeaker(
    const McScpiFields *fields, char *model, gsize model_size, char *serial, gsize serial_size)
{
	return fields->count == 2 && mc_scpi_text(fields, 0, model, model_size) &&
	       mc_scpi_text(fields, 1, serial, serial_size);
}

static gboolean
take_correction(const McScpiFields *fields, guint row, McCorrections *corrections)
{
	gint64 frequency_hz = 0, left = 0, right = 0;

	if (!mc_scpi_int(fields, 1 + 3 * row, 1, FREQUENCY_MAX_HZ, &frequency_hz) ||
	    !mc_scpi_int(fields, 2 + 3 * row, -CORRECTION_STATED_MAX_DECI_DB,
	        CORRECTION_STATED_MAX_DECI_DB, &left) ||
	    !mc_scpi_int(fields, 3 + 3 * row, -CORRECTION_STATED_MAX_DECI_DB,
	        CORRECTION_STATED_MAX_DECI_DB, &right))
		return FALSE;
	corrections->at[row].frequency_hz = (gint32)frequency_hz;
	corrections->at[row].deci_db[MC_EAR_LEFT] = (gint32)left;
	corrections->at[row].deci_db[MC_EAR_RIGHT] = (gint32)right;
	return TRUE;
}

gboolean
mc_hearing_take_corrections(const McScpiFields *fields, McCorrections *corrections)
{
	gint64 count = 0;

	*corrections = (McCorrections){0};
	if (!mc_scpi_int(fields, 0, 0, MC_TRANSDUCER_FREQUENCIES, &count) ||
	    fields->count != 1 + 3 * count)
		return FALSE;
	for (guint i = 0; i < count; i++)
		if (!take_correction(fields, i, corrections))
			return FALSE;
	corrections->count = (gint32)count;
	return TRUE;
}

gboolean
mc_hearing_take_ceiling(const McScpiFields *fields, gint32 *deci_db_hl)
{
	gint64 value = 0;

	if (fields->count != 1 || !mc_scpi_int(fields, 0, 0, 1200, &value))
		return FALSE;
	*deci_db_hl = (gint32)value;
	return TRUE;
}
