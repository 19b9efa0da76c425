/* What a card reader sends: frames, the content of a card, its SAM number. */

#include "fuzz.h"

#include "drivers/id-reader/wire.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	McReaderReply reply;
	McReaderBase base;
	char text[64];

	g_assert_true(mc_reader_missing(data, size) > 0);
	if (mc_reader_scan(data, size, &reply) != MC_READER_SCAN_REPLY)
		return 0;
	g_assert_true(reply.data >= data && reply.data + reply.length < data + size);
	if (mc_reader_parse_base(reply.data, reply.length, &base))
		g_assert_true(base.photo + base.photo_bytes == reply.data + reply.length);
	mc_reader_parse_sam_id(reply.data, reply.length, text);
	return 0;
}
