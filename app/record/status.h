#ifndef MC_APP_RECORD_STATUS_H
#define MC_APP_RECORD_STATUS_H

/* What the gateway says of a slip that is shown to a kiosk (C16): sealed, so that neither courier
 * nor wire can say it instead, and with its moment, so that it can be told how old it is.
 * {"answered_at":time,"code":text,"received_at":time,"status":"accepted","type":"status","v":1}
 * Of a code that is no accepted record's the status is "unknown", without received_at: whether
 * there is no such record yet or the digest in the code is another one is not told apart. */

#include "app/record/seal.h"

#define MC_STATUS_CODE_SIZE 128 /* of mc_qr_text() */

typedef struct McStatusAnswer {
	char code[MC_STATUS_CODE_SIZE]; /* that was asked about */
	gint64 received_wall_us; /* when the record was accepted; 0 = it is unknown */
	gint64 answered_wall_us;
} McStatusAnswer;

/* At the gateway. */
GBytes *mc_status_seal(McSigner *signer, const McStatusAnswer *answer, GError **error);

/* What it states, which proves nothing yet. MC_ERROR_BAD_INPUT; total for any bytes. */
gboolean mc_status_read(GBytes *sealed, McStatusAnswer *answer, GError **error);
/* Sealed by the gateway at the time at_wall_us. MC_ERROR_UNTRUSTED names the cause. */
gboolean mc_status_holds(GBytes *sealed, McVerifier *gateway, gint64 at_wall_us, GError **error);

#endif
