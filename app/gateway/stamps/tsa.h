#ifndef MC_APP_GATEWAY_STAMPS_TSA_H
#define MC_APP_GATEWAY_STAMPS_TSA_H

/* RFC 3161 §3.4: a question and its answer over HTTP, by libcurl. The answer proves itself by its
 * signature; nothing that the way there adds or hides counts. */

#include "app/gateway/settings/stamps.h"

/* Waits, at most for the request's time-out. MC_ERROR_BUSY names what stood in the way. */
GBytes *mc_tsa_ask(const McStampSettings *settings, GBytes *question, GError **error);

#endif
