/* What a decoder of somebody else may answer. */

#include "fuzz.h"

#include "app/photo/answer.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	guint width = 0, height = 0;

	if (mc_photo_answer_read(data, size, &width, &height))
		g_assert_cmpuint(MC_PHOTO_HEAD_BYTES + (gsize)width * height * 3, ==, size);
	return 0;
}
