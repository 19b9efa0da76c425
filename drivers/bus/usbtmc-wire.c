#include "drivers/bus/usbtmc-wire.h"

#include <string.h>

enum { DEV_DEP_MSG_OUT = 1, DEV_DEP_MSG_IN = 2 }; /* MsgID; a request for IN has the same number */
#define EOM 0x01

guint8
mc_usbtmc_next_tag(guint8 tag)
{
	return tag == 255 ? 1 : (guint8)(tag + 1);
}

guint8
mc_usbtmc_next_status_tag(guint8 tag)
{
	return tag < 2 || tag >= 127 ? 2 : (guint8)(tag + 1);
}

static void
encode_header(guint8 *header, guint8 message, guint8 tag, guint32 size, guint8 attributes)
{
	guint32 little_endian = GUINT32_TO_LE(size);

	memset(header, 0, MC_USBTMC_HEADER);
	header[0] = message;
	header[1] = tag;
	header[2] = (guint8)~tag;
	memcpy(header + 4, &little_endian, sizeof little_endian);
	header[8] = attributes;
}

GByteArray *
mc_usbtmc_encode_message(guint8 tag, const char *text)
{
	static const guint8 zeros[4] = {0};
	gsize length = strlen(text);
	GByteArray *message = g_byte_array_sized_new((guint)(MC_USBTMC_HEADER + length + 4));
	guint8 header[MC_USBTMC_HEADER];

	encode_header(header, DEV_DEP_MSG_OUT, tag, (guint32)length + 1, EOM);
	g_byte_array_append(message, header, sizeof header);
	g_byte_array_append(message, (const guint8 *)text, (guint)length);
	g_byte_array_append(message, (const guint8 *)"\n", 1);
	g_byte_array_append(message, zeros, -message->len & 3);
	return message;
}

void
mc_usbtmc_encode_request(guint8 tag, guint32 size, guint8 header[MC_USBTMC_HEADER])
{
	encode_header(header, DEV_DEP_MSG_IN, tag, size, 0);
}

const char *
mc_usbtmc_problem_text(McUsbtmcProblem problem)
{
	switch (problem) {
	case MC_USBTMC_OK: return "correct";
	case MC_USBTMC_TOO_SHORT: return "shorter than its header says";
	case MC_USBTMC_WRONG_MESSAGE: return "not an answer";
	case MC_USBTMC_WRONG_TAG: return "the answer to another request";
	case MC_USBTMC_TOO_LONG: return "longer than its header says";
	}
	g_assert_not_reached();
}

McUsbtmcProblem
mc_usbtmc_decode_answer(
    const guint8 *bytes, gsize length, guint8 tag, guint32 asked, McUsbtmcAnswer *answer)
{
	guint32 size;

	if (length < MC_USBTMC_HEADER)
		return MC_USBTMC_TOO_SHORT;
	if (bytes[0] != DEV_DEP_MSG_IN || bytes[3] != 0)
		return MC_USBTMC_WRONG_MESSAGE;
	if (bytes[1] != tag || (bytes[1] ^ bytes[2]) != 0xff)
		return MC_USBTMC_WRONG_TAG;
	memcpy(&size, bytes + 4, sizeof size);
	size = GUINT32_FROM_LE(size);
	if (size > asked)
		return MC_USBTMC_TOO_LONG;
	if (length - MC_USBTMC_HEADER < size)
		return MC_USBTMC_TOO_SHORT;
	if (length - MC_USBTMC_HEADER - size > 3)
		return MC_USBTMC_TOO_LONG;
	answer->payload = bytes + MC_USBTMC_HEADER;
	answer->length = size;
	answer->end_of_message = (bytes[8] & EOM) != 0;
	return MC_USBTMC_OK;
}

McUsbtmcNotice
mc_usbtmc_decode_notice(const guint8 *bytes, gsize length, guint8 *tag, guint8 *status_byte)
{
	if (length != 2)
		return MC_USBTMC_NOTICE_INVALID;
	if ((bytes[0] & 0x80) == 0)
		return MC_USBTMC_NOTICE_OTHER;
	*tag = bytes[0] & 0x7f;
	*status_byte = bytes[1];
	if (*tag == 0)
		return MC_USBTMC_NOTICE_INVALID;
	return *tag == 1 ? MC_USBTMC_NOTICE_SERVICE : MC_USBTMC_NOTICE_STATUS;
}
