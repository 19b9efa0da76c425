#ifndef MC_APP_GATEWAY_OPERATOR_KIOSKS_H
#define MC_APP_GATEWAY_OPERATOR_KIOSKS_H

#include <glib.h>

/* A line for each kiosk that has shown itself: name, records, open gaps, when it was seen last, and
 * what it said last of what it uses up (O3): when, how many are left of how many, or "unknown"
 * where nobody has counted, and in the end what it lacks. */
gboolean mc_operator_kiosks(const char *store_path, GError **error);

#endif
