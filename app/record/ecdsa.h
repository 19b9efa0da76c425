#ifndef MC_APP_RECORD_ECDSA_H
#define MC_APP_RECORD_ECDSA_H

/* Inside the room: the one form of an ECDSA signature on P-256 that an envelope may carry. */

#include <glib.h>

/* The same signature in DER with the smaller of s and n - s, or NULL when the bytes are none. */
GBytes *mc_ecdsa_p256_smaller(const guint8 *der, int size);
/* Whether it is in that form already. */
gboolean mc_ecdsa_p256_is_smaller(const guint8 *der, int size);

#endif
