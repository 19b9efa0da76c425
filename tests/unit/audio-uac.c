/* Descriptors and requests of USB Audio Class 1.0 (T2, T12). */
#include "drivers/audio/uac.h"

#include <string.h>

/* A headset of our own invention: two channels of 16 bits at 44 100 and 48 000 Hz through a feature
 * unit with mute and volume for each channel; a second setting with 24 bits. */
static const guint8 headset[] = {
    9, 2, 0, 0, 2, 1, 0, 0x80, 50, /* configuration; the length is put in below */
    9, 4, 0, 0, 0, 1, 1, 0, 0, /* audio control */
    9, 0x24, 1, 0x00, 0x01, 40, 0, 1, 1, /* its header */
    12, 0x24, 2, 1, 0x01, 0x01, 0, 2, 3, 0, 0, 0, /* terminal 1: the wire */
    10, 0x24, 6, 2, 1, 1, 0x01, 0x02, 0x02, 0, /* unit 2: from 1 */
    9, 0x24, 3, 3, 0x02, 0x03, 0, 2, 0, /* terminal 3: headphones, from 2 */
    9, 4, 1, 0, 0, 1, 2, 0, 0, /* streaming, silent setting */
    9, 4, 1, 1, 1, 1, 2, 0, 0, /* streaming, setting 1 */
    7, 0x24, 1, 1, 2, 1, 0, /* of terminal 1, 2 ms, PCM */
    14, 0x24, 2, 1, 2, 2, 16, 2, 0x44, 0xac, 0, 0x80, 0xbb, 0, /* two rates */
    9, 5, 0x01, 9, 192, 0, 1, 0, 0, /* isochronous OUT */
    7, 0x25, 1, 1, 0, 0, 0, /* takes a rate */
    9, 4, 1, 2, 1, 1, 2, 0, 0, /* streaming, setting 2 */
    7, 0x24, 1, 1, 2, 1, 0, /* */
    11, 0x24, 2, 1, 2, 3, 24, 1, 0x80, 0xbb, 0, /* 24 bits */
    9, 5, 0x02, 9, 0x20, 1, 1, 0, 0, /* */
    7, 0x25, 1, 0, 0, 0, 0, /* */
};
enum { AT_UNIT = 39, AT_FORMAT_1 = 83, AT_ENDPOINT_1 = 97, AT_FORMAT_2 = 129 };

static void
copy_headset(guint8 bytes[sizeof headset])
{
	memcpy(bytes, headset, sizeof headset);
	bytes[2] = (guint8)sizeof headset;
}

static McUacProblem
find_with(guint at, guint8 value, McUacSink *sink)
{
	guint8 bytes[sizeof headset];

	copy_headset(bytes);
	bytes[at] = value;
	return mc_uac_find_sink(bytes, sizeof bytes, sink);
}

static void
test_finest(void)
{
	McUacSink sink;

	g_assert_cmpint(find_with(0, 9, &sink), ==, MC_UAC_OK);
	g_assert_cmpuint(sink.control_interface, ==, 0);
	g_assert_cmpuint(sink.streaming_interface, ==, 1);
	g_assert_cmpuint(sink.setting, ==, 2);
	g_assert_cmphex(sink.endpoint, ==, 2);
	g_assert_cmpuint(sink.packet, ==, 288);
	g_assert_cmpuint(sink.bits, ==, 24);
	g_assert_cmpuint(sink.sample_bytes, ==, 3);
	g_assert_cmpuint(sink.rate_hz, ==, 48000);
	g_assert_cmpuint(sink.delay_frames, ==, 2);
	g_assert_false(sink.sets_rate);
	g_assert_cmpuint(sink.feature_count, ==, 1);
	g_assert_cmpuint(sink.feature[0].id, ==, 2);
	g_assert_cmphex(sink.feature[0].controls[0], ==, 1);
	g_assert_cmphex(sink.feature[0].controls[2], ==, 2);
}

static void
test_second_best(void)
{
	McUacSink sink;

	/* the 24-bit setting has one channel: it is no sink */
	g_assert_cmpint(find_with(AT_FORMAT_2 + 4, 1, &sink), ==, MC_UAC_OK);
	g_assert_cmpuint(sink.setting, ==, 1);
	g_assert_cmpuint(sink.bits, ==, 16);
	g_assert_cmpuint(sink.rate_hz, ==, 48000);
	g_assert_true(sink.sets_rate);
}

static void
test_refused(void)
{
	guint8 bytes[sizeof headset];
	McUacSink sink;

	copy_headset(bytes);
	bytes[AT_FORMAT_1 + 6] = bytes[AT_FORMAT_2 + 6] = 8; /* bits */
	g_assert_cmpint(mc_uac_find_sink(bytes, sizeof bytes, &sink), ==, MC_UAC_NO_SINK);
	/* the unit between wire and ear is a mixer, or comes from nowhere, or from itself */
	g_assert_cmpint(find_with(AT_UNIT + 2, 4, &sink), ==, MC_UAC_MIXED);
	g_assert_cmpint(find_with(AT_UNIT + 4, 9, &sink), ==, MC_UAC_MIXED);
	g_assert_cmpint(find_with(AT_UNIT + 4, 2, &sink), ==, MC_UAC_MIXED);
	/* lengths that lead nowhere */
	g_assert_cmpint(find_with(AT_UNIT, 0, &sink), ==, MC_UAC_BROKEN);
	g_assert_cmpint(find_with(AT_UNIT, 1, &sink), ==, MC_UAC_BROKEN);
	g_assert_cmpint(find_with(3, 9, &sink), ==, MC_UAC_BROKEN);
	g_assert_cmpint(find_with(1, 7, &sink), ==, MC_UAC_BROKEN);
	for (gsize length = 0; length < sizeof headset; length++)
		g_assert_cmpint(mc_uac_find_sink(headset, length, &sink), ==, MC_UAC_BROKEN);
	/* a packet too small for the rate */
	copy_headset(bytes);
	bytes[AT_FORMAT_2 + 4] = 1;
	bytes[AT_ENDPOINT_1 + 4] = 191;
	g_assert_cmpint(mc_uac_find_sink(bytes, sizeof bytes, &sink), ==, MC_UAC_NO_SINK);
}

static void
assert_request(const McUacRequest *request, guint8 type, guint8 what, guint16 value, guint16 index)
{
	g_assert_cmphex(request->request_type, ==, type);
	g_assert_cmphex(request->request, ==, what);
	g_assert_cmphex(request->value, ==, value);
	g_assert_cmphex(request->index, ==, index);
}

/* The rate; unmuted, and proved; each channel's volume set, and proved. */
static void
test_requests(void)
{
	McUacRequest request;
	McUacSink sink;

	g_assert_cmpint(find_with(AT_FORMAT_2 + 4, 1, &sink), ==, MC_UAC_OK);
	g_assert_true(mc_uac_request(&sink, -2560, 0, &request));
	assert_request(&request, 0x22, 0x01, 0x0100, 0x0001);
	g_assert_cmpmem(request.data, 3, "\x80\xbb\x00", 3);
	g_assert_true(mc_uac_request(&sink, -2560, 1, &request));
	assert_request(&request, 0x21, 0x01, 0x0100, 0x0200);
	g_assert_cmpuint(request.length, ==, 1);
	g_assert_cmphex(request.data[0], ==, 0);
	g_assert_true(mc_uac_request(&sink, -2560, 2, &request));
	assert_request(&request, 0xa1, 0x81, 0x0100, 0x0200);
	g_assert_true(mc_uac_is_answered(&request, (const guint8 *)"\0", 1));
	g_assert_false(mc_uac_is_answered(&request, (const guint8 *)"\1", 1));
	g_assert_false(mc_uac_is_answered(&request, (const guint8 *)"", 0));
	for (guint channel = 1; channel <= 2; channel++) {
		g_assert_true(mc_uac_request(&sink, -2560, 1 + 2 * channel, &request));
		assert_request(&request, 0x21, 0x01, (guint16)(0x0200 | channel), 0x0200);
		g_assert_cmpmem(request.data, 2, "\x00\xf6", 2);
		g_assert_true(mc_uac_request(&sink, -2560, 2 + 2 * channel, &request));
		assert_request(&request, 0xa1, 0x81, (guint16)(0x0200 | channel), 0x0200);
		g_assert_false(mc_uac_is_answered(&request, (const guint8 *)"\x00\xf7", 2));
	}
	g_assert_false(mc_uac_request(&sink, -2560, 7, &request));
	/* a master beside the channels stays at 0 dB: the two would add */
	sink.feature[0].controls[0] = 2;
	g_assert_true(mc_uac_request(&sink, -2560, 1, &request));
	assert_request(&request, 0x21, 0x01, 0x0200, 0x0200);
	g_assert_cmpmem(request.data, 2, "\0\0", 2);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/audio/uac/finest", test_finest);
	g_test_add_func("/audio/uac/second-best", test_second_best);
	g_test_add_func("/audio/uac/refused", test_refused);
	g_test_add_func("/audio/uac/requests", test_requests);
	return g_test_run();
}
