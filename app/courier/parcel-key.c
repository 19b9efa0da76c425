#include "app/courier/parcel-key.h"

#include "app/base/error.h"
#include <jansson.h>
#include <string.h>

gboolean
mc_parcel_key(GBytes *parcel, char key[MC_PARCEL_KEY_SIZE], GError **error)
{
	gsize size = 0;
	const char *text = g_bytes_get_data(parcel, &size);
	json_auto_t *json = size > 0 ? json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL) : NULL;
	const char *base64 = json_string_value(json_object_get(json, "envelope"));
	g_autofree guchar *envelope = NULL;
	g_autofree char *digest = NULL;
	gsize envelope_size = 0;

	if (base64 != NULL && *base64 != '\0')
		envelope = g_base64_decode(base64, &envelope_size);
	if (envelope_size == 0) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "no parcel with an envelope");
		return FALSE;
	}
	digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, envelope, envelope_size);
	g_strlcpy(key, digest, MC_PARCEL_KEY_SIZE);
	return TRUE;
}
