#include "fuzz.h"

#include "app/record/status.h"
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	McStatusAnswer answer;

	if (mc_status_read(bytes, &answer, NULL))
		g_assert_cmpuint(strlen(answer.code), <, sizeof answer.code);
	return 0;
}
