#ifndef MC_APP_PORTS_PHOTO_H
#define MC_APP_PORTS_PHOTO_H

/* The picture in the card's photo, for a kiosk that has somebody's decoder for it: the format is
 * licensed and closed, so nothing hangs on it. Everything here is personal data. */

#include <glib.h>

#define MC_PHOTO_BYTES_MAX 1024 /* on the card */
#define MC_PHOTO_WIDTH_MAX 256
#define MC_PHOTO_HEIGHT_MAX 320

/* rgb: rows from the top, 3 bytes a pixel; it wipes itself. Or an error: MC_ERROR_TIMEOUT,
 * MC_ERROR_BAD_INPUT (the decoder takes it for none, or says what is no picture),
 * MC_ERROR_INTERNAL (no decoder runs). */
typedef void (*McPhotoDone)(
    GBytes *rgb, guint width, guint height, const GError *error, gpointer data);

typedef struct McPhotoPort McPhotoPort;
struct McPhotoPort {
	gpointer self;
	/* One at a time: an earlier one is cancelled. done() comes from the main loop. */
	void (*decode)(
	    gpointer self, const guint8 *bytes, gsize length, McPhotoDone done, gpointer data);
	/* No done() any more. Harmless at any time. */
	void (*cancel)(gpointer self);
};

#endif
