#include "app/courier/parcel-key.h"

#include "app/base/error.h"
#include <openssl/asn1.h>
#include <openssl/err.h>

/* Of the SEQUENCE that a parcel begins with; 0 when it begins with none of a stated length. */
static gsize
envelope_size(const guchar *data, gsize size)
{
	const guchar *at = data;
	long length = 0;
	int tag = 0;
	int of_class = 0;
	int form = size > G_MAXINT / 2 ? 0 : ASN1_get_object(&at, &length, &tag, &of_class, (long)size);

	ERR_clear_error();
	if (form != V_ASN1_CONSTRUCTED || tag != V_ASN1_SEQUENCE || of_class != V_ASN1_UNIVERSAL)
		return 0;
	return (gsize)(at - data) + (gsize)length;
}

gboolean
mc_parcel_key(GBytes *parcel, char key[MC_PARCEL_KEY_SIZE], GError **error)
{
	gsize size = 0;
	const guchar *data = g_bytes_get_data(parcel, &size);
	g_autofree char *digest = NULL;

	size = envelope_size(data, size);
	if (size == 0) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "no parcel with an envelope");
		return FALSE;
	}
	digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, data, size);
	g_strlcpy(key, digest, MC_PARCEL_KEY_SIZE);
	return TRUE;
}
