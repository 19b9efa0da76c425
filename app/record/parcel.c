#include "app/record/parcel.h"

#include "app/base/error.h"
#include <openssl/asn1.h>
#include <openssl/err.h>

#define ENVELOPE_SIZE_MAX (2u * 1024 * 1024)
#define PERSONAL_SIZE_MAX (512u * 1024)

void
mc_parcel_clear(McParcel *parcel)
{
	g_clear_pointer(&parcel->envelope, g_bytes_unref);
	g_clear_pointer(&parcel->personal, g_bytes_unref);
}

static void
append(GByteArray *out, GBytes *part)
{
	gsize size = 0;
	const guint8 *data = g_bytes_get_data(part, &size);

	g_byte_array_append(out, data, (guint)size);
}

GBytes *
mc_parcel_write(const McParcel *parcel)
{
	GByteArray *out = g_byte_array_new();

	append(out, parcel->envelope);
	if (parcel->personal != NULL)
		append(out, parcel->personal);
	return g_byte_array_free_to_bytes(out);
}

/* The SEQUENCE that begins there, header and all; NULL when none of a stated length does. */
static GBytes *
take_part(GBytes *bytes, gsize from, gsize size_max)
{
	gsize size = 0;
	const guchar *data = g_bytes_get_data(bytes, &size);
	const guchar *at = data + from;
	long length = 0;
	int tag = 0;
	int of_class = 0;
	int form = V_ASN1_CONSTRUCTED;

	if (size > G_MAXINT / 2 || from >= size)
		return NULL;
	form = ASN1_get_object(&at, &length, &tag, &of_class, (long)(size - from));
	ERR_clear_error();
	size = (gsize)(at - data) - from + (gsize)length;
	if (form != V_ASN1_CONSTRUCTED || tag != V_ASN1_SEQUENCE || of_class != V_ASN1_UNIVERSAL ||
	    size > size_max)
		return NULL;
	return g_bytes_new_from_bytes(bytes, from, size);
}

static gsize
take_parts(GBytes *bytes, McParcel *parcel)
{
	gsize taken = 0;

	parcel->envelope = take_part(bytes, 0, ENVELOPE_SIZE_MAX);
	if (parcel->envelope == NULL)
		return 0;
	taken = g_bytes_get_size(parcel->envelope);
	if (taken < g_bytes_get_size(bytes))
		parcel->personal = take_part(bytes, taken, PERSONAL_SIZE_MAX);
	if (parcel->personal != NULL)
		taken += g_bytes_get_size(parcel->personal);
	return taken;
}

gboolean
mc_parcel_read(GBytes *bytes, McParcel *parcel, GError **error)
{
	*parcel = (McParcel){0};
	if (take_parts(bytes, parcel) == g_bytes_get_size(bytes) && parcel->envelope != NULL)
		return TRUE;
	mc_parcel_clear(parcel);
	g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT,
	    "an envelope and at most one sealed personal part are needed, each in DER");
	return FALSE;
}
