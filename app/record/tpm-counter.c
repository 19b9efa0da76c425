#include "app/record/tpm-counter.h"

#include "app/base/error.h"
#include "app/record/tpm-way.h"
#include <string.h>

#define INDEX 0x01806D63
#define COUNTER_SIZE 8
#define ATTRIBUTES                                                                                 \
	((TPMA_NV)(TPM2_NT_COUNTER << TPMA_NV_TPM2_NT_SHIFT) | TPMA_NV_OWNERREAD |                     \
	    TPMA_NV_OWNERWRITE | TPMA_NV_NO_DA)

static gboolean
raise_it(McTpmWay *way, ESYS_TR index, GError **error)
{
	TSS2_RC code = Esys_NV_Increment(
	    way->esys, ESYS_TR_RH_OWNER, index, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE);

	return code == TSS2_RC_SUCCESS || mc_tpm_fail(code, "its counter is not raised", error);
}

static gboolean
make(McTpmWay *way, ESYS_TR *index, GError **error)
{
	static const TPM2B_NV_PUBLIC wanted = {.nvPublic = {.nvIndex = INDEX,
	                                           .nameAlg = TPM2_ALG_SHA256,
	                                           .attributes = ATTRIBUTES,
	                                           .dataSize = COUNTER_SIZE}};
	static const TPM2B_AUTH no_password = {0};
	TSS2_RC code = Esys_NV_DefineSpace(way->esys, ESYS_TR_RH_OWNER, ESYS_TR_PASSWORD, ESYS_TR_NONE,
	    ESYS_TR_NONE, &no_password, &wanted, index);

	return code == TSS2_RC_SUCCESS || mc_tpm_fail(code, "it makes no counter", error);
}

/* Without the layer that says it and the parameter or handle that is meant. */
static TSS2_RC
bare(TSS2_RC code)
{
	TSS2_RC word = code & ~(TSS2_RC)TSS2_RC_LAYER_MASK;

	return word & TPM2_RC_FMT1 ? word & ~(TSS2_RC)TPM2_RC_N_MASK : word;
}

static gboolean
find(McTpmWay *way, ESYS_TR *index, GError **error)
{
	TSS2_RC code = TSS2_RC_SUCCESS;

	if (!mc_tpm_way_open(way, error))
		return FALSE;
	code = Esys_TR_FromTPMPublic(way->esys, INDEX, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, index);
	if (code == TSS2_RC_SUCCESS)
		return TRUE;
	if (bare(code) == TPM2_RC_HANDLE)
		return make(way, index, error);
	return mc_tpm_fail(code, "it has no counter", error);
}

/* One that was never raised has no value yet. */
static gboolean
read_it(McTpmWay *way, ESYS_TR index, guint64 *value, GError **error)
{
	TPM2B_MAX_NV_BUFFER *read = NULL;
	TSS2_RC code = Esys_NV_Read(way->esys, ESYS_TR_RH_OWNER, index, ESYS_TR_PASSWORD, ESYS_TR_NONE,
	    ESYS_TR_NONE, COUNTER_SIZE, 0, &read);
	guint64 big_endian = 0;

	if (bare(code) == TPM2_RC_NV_UNINITIALIZED)
		return raise_it(way, index, error) && read_it(way, index, value, error);
	if (code != TSS2_RC_SUCCESS)
		return mc_tpm_fail(code, "its counter is not read", error);
	if (read->size != COUNTER_SIZE)
		code = TSS2_ESYS_RC_BAD_SIZE;
	else
		memcpy(&big_endian, read->buffer, COUNTER_SIZE);
	Esys_Free(read);
	*value = GUINT64_FROM_BE(big_endian);
	return code == TSS2_RC_SUCCESS || mc_tpm_fail(code, "what is there is no counter", error);
}

gboolean
mc_tpm_counter_read(guint64 *value, GError **error)
{
	g_auto(McTpmWay) way = {0};
	ESYS_TR index = ESYS_TR_NONE;

	return find(&way, &index, error) && read_it(&way, index, value, error);
}

gboolean
mc_tpm_counter_raise(guint64 *value, GError **error)
{
	g_auto(McTpmWay) way = {0};
	ESYS_TR index = ESYS_TR_NONE;

	return find(&way, &index, error) && raise_it(&way, index, error) &&
	       read_it(&way, index, value, error);
}
