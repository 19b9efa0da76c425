/* What a printer says: a stream of status, and a device id. */

#include "fuzz.h"

#include "drivers/printer/wire.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	McEscposReader reader = {.held = 0};
	McPrinterState state = {0};
	McDeviceInfo info = {.kind = MC_DEVICE_PRINTER};
	guint8 value = 0;

	for (size_t i = 0; i < size; i++) {
		if (mc_escpos_take(&reader, data[i], &value, &state) == MC_ESCPOS_STATUS)
			for (McEscposQuery query = MC_ESCPOS_PRINTER; query <= MC_ESCPOS_PAPER; query++)
				mc_escpos_apply(query, value, &state);
		g_assert_true(reader.held < sizeof reader.automatic);
	}
	mc_printer_take_device_id(data, size, &info);
	g_assert_true(mc_printer_width_of_device_id(data, size) % 8 == 0);
	g_assert_true(strlen(info.serial) < sizeof info.serial);
	g_assert_true(strlen(info.model) < sizeof info.model);
	return 0;
}
