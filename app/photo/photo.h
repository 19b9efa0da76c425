#ifndef MC_APP_PHOTO_PHOTO_H
#define MC_APP_PHOTO_PHOTO_H

/* Runs medcheck-photo for each photo, without environment and with nothing but two pipes, and gives
 * it 3 s: a decoder of others may hang, crash and lie. */

#include "app/ports/photo.h"

typedef struct McPhoto McPhoto;

/* program: medcheck-photo; plugin: the decoder's library. */
McPhoto *mc_photo_new(const char *program, const char *plugin);
void mc_photo_free(McPhoto *photo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McPhoto, mc_photo_free)

McPhotoPort *mc_photo_port(McPhoto *photo);

#endif
