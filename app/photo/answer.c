#include "app/photo/answer.h"

gboolean
mc_photo_answer_read(const guint8 *bytes, gsize length, guint *width, guint *height)
{
	if (length < MC_PHOTO_HEAD_BYTES)
		return FALSE;
	*width = bytes[0] | (guint)bytes[1] << 8;
	*height = bytes[2] | (guint)bytes[3] << 8;
	return *width > 0 && *width <= MC_PHOTO_WIDTH_MAX && *height > 0 &&
	       *height <= MC_PHOTO_HEIGHT_MAX &&
	       length == MC_PHOTO_HEAD_BYTES + (gsize)*width * *height * 3;
}
