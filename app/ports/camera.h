#ifndef MC_APP_PORTS_CAMERA_H
#define MC_APP_PORTS_CAMERA_H

/* The camera of the booth: single pictures as evidence for a doctor, never a film. Everything it
 * gives is personal data. Callbacks come from the main loop, never from inside a call of the port.
 */

#include <glib.h>

#define MC_CAMERA_WIDTH_MAX 1280
#define MC_CAMERA_HEIGHT_MAX 960
#define MC_CAMERA_STILL_BYTES_MAX (160u * 1024)
#define MC_CAMERA_DIGEST_BYTES 32

typedef struct McCameraStill {
	GBytes *jpeg; /* borrowed; wipes itself when the last one lets go */
	guint width, height; /* pixels */
} McCameraStill;

/* A picture, or an error: MC_ERROR_REFUSED (it is not running, or one that stop() forgot is still
 * on its way), MC_ERROR_TIMEOUT, MC_ERROR_DEVICE_GONE, MC_ERROR_BUSY, MC_ERROR_PROTOCOL. */
typedef void (*McCameraDone)(const McCameraStill *still, const GError *error, gpointer data);

typedef struct McCameraPort McCameraPort;
struct McCameraPort {
	gpointer self;
	gboolean (*is_ready)(gpointer self);
	/* From now on it looks, and its lamp is on; nothing of it is kept. Kept up over a camera that
	 * comes back. */
	void (*start)(gpointer self);
	/* One picture that was taken after the call. One at a time. */
	void (*still)(gpointer self, McCameraDone done, gpointer data);
	/* It looks no more; no done() any more. Harmless at any time. */
	void (*stop)(gpointer self);
};

#endif
