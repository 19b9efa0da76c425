#include "app/record/tpm-way.h"

#include "app/base/error.h"
#include <tss2/tss2_rc.h>
#include <tss2/tss2_tctildr.h>

#define WAY_VARIABLE "TPM2OPENSSL_TCTI"

gboolean
mc_tpm_fail(TSS2_RC code, const char *doing, GError **error)
{
	g_set_error(
	    error, MC_ERROR, MC_ERROR_UNTRUSTED, "the TPM: %s: %s", doing, Tss2_RC_Decode(code));
	return FALSE;
}

gboolean
mc_tpm_way_open(McTpmWay *way, GError **error)
{
	TSS2_RC code = Tss2_TctiLdr_Initialize(g_getenv(WAY_VARIABLE), &way->tcti);

	if (code == TSS2_RC_SUCCESS)
		code = Esys_Initialize(&way->esys, way->tcti, NULL);
	return code == TSS2_RC_SUCCESS || mc_tpm_fail(code, "no way to it", error);
}

void
mc_tpm_way_close(McTpmWay *way)
{
	Esys_Finalize(&way->esys);
	Tss2_TctiLdr_Finalize(&way->tcti);
}
