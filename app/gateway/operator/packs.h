#ifndef MC_APP_GATEWAY_OPERATOR_PACKS_H
#define MC_APP_GATEWAY_OPERATOR_PACKS_H

#include <glib.h>

/* Holds the signed packs that the visits of a kiosk's journal under way state against those that
 * the journal activated before them (O5). A line for each that differs: number, reference, what.
 * Then how many. MC_ERROR_UNTRUSTED when there is one: the records stay, a person has to look. */
gboolean mc_operator_packs(const char *store_path, const char *kiosk, GError **error);

#endif
