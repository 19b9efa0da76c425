#ifndef MC_APP_PHOTO_ANSWER_H
#define MC_APP_PHOTO_ANSWER_H

/* Between medcheck-photo and who runs it: width and height in two bytes each, low byte first, then
 * width x height x 3 bytes. */

#include "app/ports/photo.h"

#define MC_PHOTO_HEAD_BYTES 4
#define MC_PHOTO_RGB_BYTES_MAX (MC_PHOTO_WIDTH_MAX * MC_PHOTO_HEIGHT_MAX * 3)
#define MC_PHOTO_ANSWER_BYTES_MAX (MC_PHOTO_HEAD_BYTES + MC_PHOTO_RGB_BYTES_MAX)

/* FALSE unless it is a whole picture of a permitted size and nothing more. */
gboolean mc_photo_answer_read(const guint8 *bytes, gsize length, guint *width, guint *height);

#endif
