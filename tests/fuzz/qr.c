#include "fuzz.h"

#include "app/record/parcel.h"
#include <string.h>

/* A scanner's text: what is read is written again to the same text. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_autofree char *again = NULL;
	McAnchor anchor;

	if (!mc_qr_read(text, &anchor, NULL))
		return 0;
	again = mc_qr_text(anchor.kiosk, anchor.seq, anchor.digest_begins);
	g_assert_cmpstr(again, ==, text);
	return 0;
}
