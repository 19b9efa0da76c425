#ifndef MC_DRIVERS_SIM_ID_READER_FRAME_H
#define MC_DRIVERS_SIM_ID_READER_FRAME_H

/* The SAM frames of a card reader, the reader's side: requests taken out of a stream of bytes,
 * replies put together. Pure.
 *
 *   request  AA AA AA 96 69 | length | command, parameter, data… | check
 *   reply    AA AA AA 96 69 | length | 0, 0, status, data…       | check
 *
 * The length counts everything after it; the check is the XOR of everything from the length on. */

#include <glib.h>

#define MC_SIM_FRAME_HEADER_BYTES 7 /* preamble and length */

typedef enum McSimSamStatus {
	MC_SIM_SAM_OK = 0x90,
	MC_SIM_SAM_FOUND = 0x9f,
	MC_SIM_SAM_BAD_CHECK = 0x10,
	MC_SIM_SAM_BAD_LENGTH = 0x11,
	MC_SIM_SAM_BAD_COMMAND = 0x21,
	MC_SIM_SAM_READ_FAILED = 0x41,
	MC_SIM_SAM_NOT_FOUND = 0x80,
	MC_SIM_SAM_NOT_SELECTED = 0x81,
	MC_SIM_SAM_NO_CONTENT = 0x91,
} McSimSamStatus;

typedef enum McSimFrameState {
	MC_SIM_FRAME_INCOMPLETE,
	MC_SIM_FRAME_GOOD, /* command is set */
	MC_SIM_FRAME_WRONG_CHECK,
	MC_SIM_FRAME_WRONG_LENGTH,
} McSimFrameState;

/* Takes one frame off the front of bytes, with whatever stood before its preamble. command =
 * command byte and parameter byte, as in 0x3001. */
McSimFrameState mc_sim_frame_take(GByteArray *bytes, guint16 *command);

/* Free with g_byte_array_unref(). status is a McSimSamStatus, or any other byte. */
GByteArray *mc_sim_frame_reply(guint8 status, const guint8 *data, guint length);

#endif
