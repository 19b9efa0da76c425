#ifndef MC_APP_GATEWAY_OPERATOR_CASES_H
#define MC_APP_GATEWAY_OPERATOR_CASES_H

#include <glib.h>

/* Checks in parts. A line for each case: id, state, "until" and the last day, "missing" and what,
 * "now-lapsed" when the last day is over and something is missing, outcomes of a whole.
 *
 * what: NULL = all. A case id, or the reference number on a part's slip: that case alone, and a
 * line for each part: number, kiosk, sequence number, reference, received_at, digest. folder (or
 * NULL) gets joined.p7m, what the gateway states of the whole, sealed. MC_ERROR_BAD_INPUT when
 * there is no such case, or no whole to write. */
gboolean mc_operator_cases(
    const char *store_path, const char *what, const char *folder, GError **error);

#endif
