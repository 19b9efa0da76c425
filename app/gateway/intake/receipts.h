#ifndef MC_APP_GATEWAY_INTAKE_RECEIPTS_H
#define MC_APP_GATEWAY_INTAKE_RECEIPTS_H

/* The receipts of the store's open group: one seal for all of them, made with the commit
 * (record/receipt.h). */

#include "app/gateway/intake/examine.h"
#include "app/gateway/store/store.h"

typedef struct McReceipts McReceipts;

/* Nothing is owned. */
McReceipts *mc_receipts_new(McStore *store, McSigner *signer);
void mc_receipts_free(McReceipts *receipts);

/* What will be stated of a record. */
GBytes *mc_receipts_state(
    const McExamined *examined, const char *reference, gint64 received_wall_us, GError **error);
/* Of a record that was added to the group: id of the store's. Its ticket, with which its receipt is
 * fetched after the seal. */
guint mc_receipts_add(McReceipts *receipts, gint64 id, GBytes *statement);
/* Just before the commit: seals and stores. FALSE: the group must not be committed. */
gboolean mc_receipts_seal(McReceipts *receipts, GError **error);
/* After it, and before the next record is added. */
GBytes *mc_receipts_fetch(const McReceipts *receipts, guint ticket);

/* Of a record that is in the store: the receipt that was given for it, byte for byte, or NULL and
 * *ticket when it is in the open group. NULL with an error: neither. */
GBytes *mc_receipts_again(
    McReceipts *receipts, const McExamined *examined, guint *ticket, GError **error);

#endif
