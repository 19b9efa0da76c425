#include "app/gateway/intake/status.h"

#include "app/record/status.h"

GBytes *
mc_intake_status(
    McStore *store, McSigner *signer, const McAnchor *slip, gint64 now_wall_us, GError **error)
{
	g_autofree char *code = mc_qr_text(slip->kiosk, slip->seq, slip->digest_begins);
	McStatusAnswer answer = {.answered_wall_us = now_wall_us};

	g_strlcpy(answer.code, code, sizeof answer.code);
	if (!mc_store_visit_received(
	        store, slip->kiosk, slip->seq, slip->digest_begins, &answer.received_wall_us, error))
		return NULL;
	return mc_status_seal(signer, &answer, error);
}
