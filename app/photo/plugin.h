#ifndef MC_APP_PHOTO_PLUGIN_H
#define MC_APP_PHOTO_PLUGIN_H

/* What a plug-in for the card's photo offers: a shared library with this one function. It is loaded
 * by medcheck-photo, a process that ends with the picture and may by then no more than compute: it
 * opens no file, starts nothing and knows no network. */

#include <stddef.h>

#define MC_PHOTO_PLUGIN_FUNCTION "medcheck_photo_decode_1"

/* photo: as it stands on the card, up to 1 024 bytes. rgb: room for 256 x 320 pixels of 3 bytes, to
 * be filled row by row from the top with *width x *height of them. 0: done. */
typedef int McPhotoPluginFunction(const unsigned char *photo, size_t photo_bytes,
    unsigned char *rgb, unsigned *width, unsigned *height);

#endif
