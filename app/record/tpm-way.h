#ifndef MC_APP_RECORD_TPM_WAY_H
#define MC_APP_RECORD_TPM_WAY_H

/* Inside the room: a connection to the machine's TPM 2.0, by ESAPI (tpm2-tss). Which TPM:
 * TPM2OPENSSL_TCTI, one name for the OpenSSL provider and for us. */

#include <glib.h>
#include <tss2/tss2_esys.h>

typedef struct McTpmWay {
	TSS2_TCTI_CONTEXT *tcti;
	ESYS_CONTEXT *esys;
} McTpmWay;

/* MC_ERROR_UNTRUSTED says why there is none; to be closed all the same. */
gboolean mc_tpm_way_open(McTpmWay *way, GError **error);
void mc_tpm_way_close(McTpmWay *way);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(McTpmWay, mc_tpm_way_close)

/* FALSE, with MC_ERROR_UNTRUSTED and the TPM's own word for it. */
gboolean mc_tpm_fail(TSS2_RC code, const char *doing, GError **error);

#endif
