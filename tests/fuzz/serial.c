/* Bytes of a serial line, whichever chip carries them: first byte chip, then packets. */

#include "fuzz.h"

#include "drivers/bus/serial-wire.h"
#include "drivers/stature/wire.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	McSerialChip chip = size == 0 ? MC_SERIAL_NONE : (McSerialChip)(data[0] % 4);
	g_autofree guint8 *bytes = size < 2 ? NULL : g_memdup2(data + 1, size - 1);
	McStatureLines lines = {0};
	McStatureReading reading;
	guint faults = 0, more = 0;
	gsize kept = size < 2 ? 0 : mc_serial_strip(chip, 64, bytes, size - 1, &faults);

	g_assert_true(kept <= size);
	for (gsize i = 0; i < kept; i++) {
		McStatureLine line = mc_stature_take_byte(&lines, bytes[i], &reading);

		/* nobody keeps the kiosk waiting by talking on and on */
		more = line == MC_STATURE_LINE_MORE ? more + 1 : 0;
		g_assert_true(more < MC_STATURE_UNSAID_MAX);
		if (line == MC_STATURE_LINE_READING)
			g_assert_true((!reading.has_height || reading.height_mm >= MC_STATURE_HEIGHT_MIN_MM) &&
			              (!reading.has_weight || reading.weight_g <= MC_STATURE_WEIGHT_MAX_G));
	}
	if (kept > 0)
		mc_stature_parse_line((const char *)bytes, kept, &reading);
	return 0;
}
