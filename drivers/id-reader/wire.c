#include "drivers/id-reader/wire.h"

#include <string.h>

#define TEXT_BYTES 256
#define PHOTO_BYTES_MAX 1024
#define SHORTEST_LENGTH 4 /* three status bytes and CHK */

static const guint8 preamble[] = {0xAA, 0xAA, 0xAA, 0x96, 0x69};

static guint8
checksum(const guint8 *bytes, gsize length)
{
	guint8 sum = 0;

	for (gsize i = 0; i < length; i++)
		sum ^= bytes[i];
	return sum;
}

static gsize
big_endian_16(const guint8 *bytes)
{
	return (gsize)(bytes[0] << 8 | bytes[1]);
}

static guint32
little_endian(const guint8 *bytes, guint count)
{
	guint32 value = 0;

	for (guint i = count; i > 0; i--)
		value = value << 8 | bytes[i - 1];
	return value;
}

void
mc_reader_encode(McReaderCommand command, guint8 frame[MC_READER_REQUEST])
{
	memcpy(frame, preamble, sizeof preamble);
	frame[5] = 0;
	frame[6] = 3;
	frame[7] = (guint8)((guint)command >> 8);
	frame[8] = (guint8)((guint)command & 0xff);
	frame[9] = checksum(frame + 5, 4);
}

static const guint8 *
find_preamble(const guint8 *bytes, gsize length)
{
	return length < sizeof preamble ? NULL : memmem(bytes, length, preamble, sizeof preamble);
}

McReaderScan
mc_reader_scan(const guint8 *bytes, gsize length, McReaderReply *reply)
{
	const guint8 *start = find_preamble(bytes, length);
	gsize left, body;

	if (start == NULL)
		return length >= MC_READER_FRAME_MAX ? MC_READER_SCAN_NONSENSE : MC_READER_SCAN_MORE;
	left = length - (gsize)(start - bytes);
	if (left < MC_READER_HEADER)
		return MC_READER_SCAN_MORE;
	body = big_endian_16(start + sizeof preamble);
	if (body < SHORTEST_LENGTH || body > MC_READER_FRAME_MAX - MC_READER_HEADER)
		return MC_READER_SCAN_NONSENSE;
	if (left < MC_READER_HEADER + body)
		return MC_READER_SCAN_MORE;
	if (checksum(start + sizeof preamble, 2 + body) != 0)
		return MC_READER_SCAN_CHECKSUM;
	memcpy(reply->status, start + MC_READER_HEADER, 3);
	reply->data = start + MC_READER_HEADER + 3;
	reply->length = body - SHORTEST_LENGTH;
	return MC_READER_SCAN_REPLY;
}

gsize
mc_reader_missing(const guint8 *bytes, gsize length)
{
	const guint8 *start = find_preamble(bytes, length);
	gsize left = start == NULL ? 0 : length - (gsize)(start - bytes);
	gsize whole;

	if (left < MC_READER_HEADER)
		return 1;
	whole = MC_READER_HEADER + big_endian_16(start + sizeof preamble);
	return left < whole ? whole - left : 1;
}

gboolean
mc_reader_parse_base(const guint8 *data, gsize length, McReaderBase *base)
{
	if (length < 4)
		return FALSE;
	base->text_bytes = big_endian_16(data);
	base->photo_bytes = big_endian_16(data + 2);
	if (base->text_bytes != TEXT_BYTES || base->photo_bytes > PHOTO_BYTES_MAX ||
	    length != 4 + base->text_bytes + base->photo_bytes)
		return FALSE;
	base->text = data + 4;
	base->photo = base->text + base->text_bytes;
	return TRUE;
}

gboolean
mc_reader_parse_sam_id(const guint8 *data, gsize length, char text[64])
{
	if (length != 16)
		return FALSE;
	g_snprintf(text, 64, "%02u.%02u-%u-%010u-%010u", little_endian(data, 2),
	    little_endian(data + 2, 2), little_endian(data + 4, 4), little_endian(data + 8, 4),
	    little_endian(data + 12, 4));
	return TRUE;
}
