/* What an instrument sends on bulk-IN and interrupt-IN. The first byte is the tag that is awaited.
 */

#include "fuzz.h"

#include "drivers/bus/usbtmc-wire.h"

#define ASKED 4096

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	McUsbtmcAnswer answer = {NULL, 0, FALSE};
	guint8 tag = 0, status_byte = 0;

	if (size == 0)
		return 0;
	if (mc_usbtmc_decode_answer(data + 1, size - 1, data[0], ASKED, &answer) == MC_USBTMC_OK) {
		g_assert_true(answer.length <= ASKED);
		g_assert_true(answer.payload + answer.length <= data + size);
	}
	if (mc_usbtmc_decode_notice(data, size, &tag, &status_byte) == MC_USBTMC_NOTICE_STATUS)
		g_assert_true(tag >= 2 && tag <= 127);
	return 0;
}
