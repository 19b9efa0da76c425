#ifndef MC_APP_COURIER_PARCEL_KEY_H
#define MC_APP_COURIER_PARCEL_KEY_H

/* The only thing that the courier reads in a parcel: the envelope's digest, by which the gateway
 * knows a repeated upload. The courier has no business with the content, and no room of it in
 * sight. */

#include <glib.h>

#define MC_PARCEL_KEY_SIZE 65

/* SHA-256 of the envelope, with which it begins, hex. MC_ERROR_BAD_INPUT when these bytes are no
 * parcel. */
gboolean mc_parcel_key(GBytes *parcel, char key[MC_PARCEL_KEY_SIZE], GError **error);

#endif
