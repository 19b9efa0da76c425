/* Every answer of the instruments that speak SCPI. Numbers stay within what the page promises. */

#include "fuzz.h"

#include "drivers/bus/scpi.h"
#include "drivers/device/passport.h"
#include "drivers/hearing/wire.h"
#include "drivers/references/wire.h"
#include "drivers/stature/wire.h"
#include "drivers/vision/wire.h"

static void
try_vision(const char *text)
{
	McVisionReply reply;
	McVisionConditions conditions;

	if (mc_vision_parse_answer(text, &reply))
		g_assert_true(reply.answer.reaction_us >= 0);
	if (mc_vision_parse_conditions(text, &conditions))
		g_assert_true(conditions.luminance_cd_m2 >= 0);
}

static void
try_hearing(const char *text)
{
	McHearingResult result;
	McHearingConditions conditions;
	gboolean pressed = FALSE;
	McEar key = MC_EAR_LEFT;

	if (mc_hearing_parse_result(text, &result))
		g_assert_true(
		    result.id >= 0 && result.presses.count >= 0 && result.presses.count <= MC_PRESSES_MAX);
	mc_hearing_parse_button(text, &pressed, &key);
	mc_hearing_parse_conditions(text, &conditions);
}

static void
try_the_others(const char *text)
{
	McStatureConditions scale;
	McStatureEnd end;
	McStatureReading stature;
	McReferenceReading reading;
	gboolean is_new = FALSE;

	if (mc_stature_parse_result(text, &end, &stature) && end == MC_STATURE_END_OK)
		g_assert_true(stature.has_height || stature.has_weight);
	mc_stature_parse_conditions(text, &scale);
	mc_sound_parse(text, &is_new, &reading);
	if (mc_luminance_parse(text, &is_new, &reading))
		g_assert_true(reading.luminance_centi_cd_m2 >= 0);
}

/* What instruments say of themselves when they start. */
static void
try_starts(const McScpiFields *fields)
{
	McCorrections corrections;
	McDeviceInfo info = {0};
	char model[64], serial[64];
	gboolean shutters = FALSE;
	gint32 heaviest_g = 0, smallest = 0, largest = 0;
	gint64 time_us = 0, fault = 0;

	if (mc_scpi_take_identity(fields, &info))
		g_assert_true(g_utf8_validate(info.serial, -1, NULL));
	(void)mc_scpi_take_transducer(fields, &info);
	if (mc_scpi_take_record(fields, &info))
		g_assert_true(info.calibrated_yyyymmdd >= 0);
	g_assert_true(g_utf8_validate(info.laboratory, -1, NULL));
	g_assert_true(g_utf8_validate(info.certificate, -1, NULL));
	if (mc_scpi_take_time(fields, &time_us))
		g_assert_true(time_us >= 0);
	if (mc_scpi_take_fault(fields, &fault))
		g_assert_true(fault >= -32768 && fault <= 32767);
	if (mc_vision_take_shutters(fields, &shutters))
		g_assert_true(shutters == TRUE || shutters == FALSE);
	if (mc_hearing_take_corrections(fields, &corrections) &&
	    mc_corrections_are_usable(&corrections))
		g_assert_true(mc_corrections_cover(&corrections, corrections.at[0].frequency_hz));
	if (mc_vision_take_lines(fields, &smallest, &largest))
		g_assert_true(smallest <= largest);
	(void)mc_hearing_take_loudspeaker(fields, model, sizeof model, serial, sizeof serial);
	(void)mc_stature_take_range(fields, &heaviest_g);
	(void)mc_sound_take_check(fields);
	(void)mc_luminance_take_range(fields);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup(size == 0 ? "" : (const char *)data, size);
	McScpiFields fields;
	gint number = 0;
	guint missing = 0;
	gint32 value = 0;
	char message[MC_SCPI_ERROR_TEXT];

	try_vision(text);
	try_hearing(text);
	try_the_others(text);
	mc_scpi_parse_error(text, &number, message);
	if (mc_scpi_parse_power(text, &missing))
		g_assert_true(missing <= (MC_POWER_MAINS | MC_POWER_INSIDE));
	if (!mc_scpi_split(text, &fields))
		return 0;
	for (guint i = 0; i < fields.count; i++)
		(void)(mc_scpi_text(&fields, i, message, sizeof message) ||
		       mc_scpi_local_text(&fields, i, message, sizeof message));
	try_starts(&fields);
	if (mc_vision_take_vergence(&fields, &value))
		g_assert_true(value <= 0);
	if (mc_hearing_take_ceiling(&fields, &value))
		g_assert_true(value >= 0);
	return 0;
}
