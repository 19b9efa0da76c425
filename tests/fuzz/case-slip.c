#include "fuzz.h"

#include "app/record/case-slip.h"
#include <string.h>

/* The last part is the sum of what stands before it: else no changed text would get any further. */
static char *
with_sum(const char *text)
{
	g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);

	return g_strdup_printf("%s/%.8s", text, sum);
}

/* A scanner's text: what is read is written again to the same text. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *given = size > 0 ? g_strndup((const char *)data, size) : g_strdup("");
	g_autofree char *text = with_sum(given);
	g_autofree char *again = NULL;
	McCaseSlip slip;
	McCaseMark mark;

	mc_case_slip_read(given, &slip, NULL);
	if (!mc_case_slip_read(text, &slip, NULL))
		return 0;
	again = mc_case_slip_write(&slip);
	g_assert_cmpstr(again, ==, text);
	mc_case_slip_continue(&slip, "11010119900307803X", &mark);
	return 0;
}
