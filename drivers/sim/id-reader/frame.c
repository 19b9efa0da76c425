#include "drivers/sim/id-reader/frame.h"

#include <string.h>

#define PREAMBLE_BYTES 5
#define REQUEST_LENGTH_MIN 3
#define REQUEST_LENGTH_MAX 64

static const guint8 preamble[PREAMBLE_BYTES] = {0xaa, 0xaa, 0xaa, 0x96, 0x69};

static guint8
check_of(const guint8 *bytes, guint length)
{
	guint8 check = 0;

	for (guint i = 0; i < length; i++)
		check ^= bytes[i];
	return check;
}

static void
drop_to_preamble(GByteArray *bytes)
{
	guint at = 0;

	while (at + PREAMBLE_BYTES <= bytes->len &&
	       memcmp(bytes->data + at, preamble, PREAMBLE_BYTES) != 0)
		at++;
	/* what is too short to tell stays */
	if (at > 0)
		g_byte_array_remove_range(bytes, 0, at);
}

McSimFrameState
mc_sim_frame_take(GByteArray *bytes, guint16 *command)
{
	guint length;
	McSimFrameState state;
	const guint8 *frame;

	drop_to_preamble(bytes);
	if (bytes->len < MC_SIM_FRAME_HEADER_BYTES)
		return MC_SIM_FRAME_INCOMPLETE;
	length = (guint)bytes->data[5] << 8 | bytes->data[6];
	if (length < REQUEST_LENGTH_MIN || length > REQUEST_LENGTH_MAX) {
		g_byte_array_set_size(bytes, 0);
		return MC_SIM_FRAME_WRONG_LENGTH;
	}
	if (bytes->len < MC_SIM_FRAME_HEADER_BYTES + length)
		return MC_SIM_FRAME_INCOMPLETE;
	frame = bytes->data + PREAMBLE_BYTES;
	*command = (guint16)(frame[2] << 8 | frame[3]);
	state = check_of(frame, length + 1) == frame[length + 1] ? MC_SIM_FRAME_GOOD
	                                                         : MC_SIM_FRAME_WRONG_CHECK;
	g_byte_array_remove_range(bytes, 0, MC_SIM_FRAME_HEADER_BYTES + length);
	return state;
}

GByteArray *
mc_sim_frame_reply(guint8 status, const guint8 *data, guint length)
{
	GByteArray *frame = g_byte_array_new();
	guint counted = 3 + length + 1;
	const guint8 head[5] = {(guint8)(counted >> 8), (guint8)counted, 0, 0, status};
	guint8 check;

	g_byte_array_append(frame, preamble, PREAMBLE_BYTES);
	g_byte_array_append(frame, head, sizeof head);
	if (length > 0)
		g_byte_array_append(frame, data, length);
	check = check_of(frame->data + PREAMBLE_BYTES, frame->len - PREAMBLE_BYTES);
	g_byte_array_append(frame, &check, 1);
	return frame;
}
