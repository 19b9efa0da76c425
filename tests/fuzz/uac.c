/* A configuration descriptor, as any device may give it, and its answers to our requests. */

#include "fuzz.h"

#include "drivers/audio/uac.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	McUacSink sink;
	McUacRequest request;

	if (mc_uac_find_sink(data, size, &sink) != MC_UAC_OK)
		return 0;
	g_assert_true(sink.rate_hz == 48000 || sink.rate_hz == 44100);
	g_assert_true(sink.packet >= sink.rate_hz / 1000 * 2 * sink.sample_bytes);
	g_assert_true(sink.feature_count <= MC_UAC_UNITS_MAX);
	for (guint i = 0; mc_uac_request(&sink, 256, i, &request); i++) {
		g_assert_true(i < 1000 && request.length >= 1 && request.length <= 3);
		(void)mc_uac_is_answered(&request, data, size);
	}
	return 0;
}
