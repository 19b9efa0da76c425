#ifndef MC_APP_RECORD_OPENSSL_ERROR_H
#define MC_APP_RECORD_OPENSSL_ERROR_H

/* Inside the room: OpenSSL's error queue as a GError. */

#include "app/base/error.h"

/* "what: first reason in the queue"; empties the queue. Returns FALSE. */
gboolean mc_openssl_fail(GError **error, McErrorCode code, const char *what);

#endif
