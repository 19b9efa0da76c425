/* What the camera's child may answer, in pieces of every size. */

#include "fuzz.h"

#include "drivers/camera/wire.h"

/* The first byte says how long the pieces are. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static McCameraReader reader;
	McCameraRead read = MC_CAMERA_MORE;
	gsize piece = size == 0 ? 1 : 1 + data[0];
	gsize used = 0;

	mc_camera_reader_clear(&reader);
	for (gsize at = 1; at < size && read != MC_CAMERA_BROKEN; at += used) {
		read = mc_camera_reader_take(&reader, data + at, MIN(piece, size - at), &used);
		g_assert_cmpuint(used, <=, size - at);
		if (read == MC_CAMERA_BROKEN)
			break;
		g_assert_cmpuint(used, >, 0);
		g_assert_cmpuint(reader.head.length, <=, MC_CAMERA_STILL_BYTES_MAX);
		if (read == MC_CAMERA_MESSAGE)
			g_assert_cmpuint(reader.have, ==, MC_CAMERA_HEAD_BYTES + reader.head.length);
	}
	return 0;
}
