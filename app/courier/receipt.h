#ifndef MC_APP_COURIER_RECEIPT_H
#define MC_APP_COURIER_RECEIPT_H

#include <glib.h>

/* Whether an answer is a receipt for this very item: a seal and what it is said to cover, status
 * "accepted", this kiosk, sequence and digest. The recorder holds it against the seal; here the
 * point is that a stray page of some proxy never takes an item out of the outbox. Total.
 * MC_ERROR_UNTRUSTED says what is wrong. */
gboolean mc_courier_receipt_fits(
    GBytes *answer, const char *kiosk, guint64 seq, const char *digest_hex, GError **error);
/* Of an evidence file: how much of it the gateway has. FALSE: it is no word on this very file.
 * Total. */
gboolean mc_courier_evidence_read(
    GBytes *answer, const char *digest_hex, guint64 *have, gboolean *is_whole);

#endif
