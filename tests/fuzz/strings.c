/* What a device says in its string descriptors, into a text of any size. */

#include "fuzz.h"

#include "drivers/device/describe.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[40] = "as it was";
	gsize room = size == 0 ? 1 : 1 + data[0] % sizeof text;

	if (size == 0)
		return 0;
	mc_describe_text(data + 1, size - 1, text, room);
	g_assert_nonnull(memchr(text, '\0', sizeof text));
	for (const char *c = text; *c != '\0'; c++)
		g_assert_true(g_ascii_isprint(*c));
	return 0;
}
