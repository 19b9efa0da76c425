#ifndef MC_APP_COURIER_CERTIFICATE_H
#define MC_APP_COURIER_CERTIFICATE_H

/* Over TLS 1.3 an expired client certificate shows as a broken connection, not as a certificate's
 * error: so the courier looks at its own. */

#include <glib.h>

/* From when until when it is valid, in microseconds UTC. MC_ERROR_UNTRUSTED names the file. */
gboolean mc_certificate_life(
    const char *path, gint64 *from_wall_us, gint64 *until_wall_us, GError **error);

#endif
