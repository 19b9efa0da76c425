#ifndef MC_APP_GATEWAY_INTAKE_OFFERS_H
#define MC_APP_GATEWAY_INTAKE_OFFERS_H

/* Signed packs that wait for the kiosks: NUMBER.p7m in a folder, put there by an operator, in the
 * order of their numbers. The gateway carries them; whether one is good, and newer than what is in
 * force, the kiosk decides by the office's seal. */

#include <glib.h>

/* 0 = there is none, or no folder. */
guint64 mc_offers_newest(const char *folder);
/* The first after a number that is for this kiosk; *number is its own. NULL: there is none, and
 * *number is the newest. Files that are no packs are passed over. */
GBytes *mc_offers_next(const char *folder, const char *kiosk, guint64 after, guint64 *number);

#endif
