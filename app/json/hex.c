#include "app/json/hex.h"

#include <string.h>

void
mc_hex_write(const guint8 *bytes, gsize size, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (gsize i = 0; i < size; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * size] = '\0';
}

gboolean
mc_hex_is_valid(const char *text, gsize size)
{
	return strlen(text) == 2 * size && strspn(text, "0123456789abcdef") == 2 * size;
}

gboolean
mc_hex_read(const char *text, guint8 *bytes, gsize size)
{
	if (!mc_hex_is_valid(text, size))
		return FALSE;
	for (gsize i = 0; i < size; i++)
		bytes[i] = (guint8)(g_ascii_xdigit_value(text[2 * i]) << 4 |
		                    g_ascii_xdigit_value(text[2 * i + 1]));
	return TRUE;
}
