#include "app/record/personal.h"

#include "app/json/shape.h"
#include "app/record/content.h"
#include <string.h>

#define STROKES_SIZE_MAX (256u * 1024)

static const char *const document_names[] = {
    [MC_DOCUMENT_RESIDENT] = "resident",
    [MC_DOCUMENT_RESIDENCE_HMT] = "residence-hmt",
    [MC_DOCUMENT_FOREIGNER_2017] = "foreigner-2017",
    [MC_DOCUMENT_FOREIGNER_2023] = "foreigner-2023",
};
static const McWords document_words = {document_names, G_N_ELEMENTS(document_names)};

static const char *const sex_names[] = {
    [MC_SEX_UNKNOWN] = "unknown", [MC_SEX_MALE] = "male", [MC_SEX_FEMALE] = "female"};
static const McWords sex_words = {sex_names, G_N_ELEMENTS(sex_names)};

static const McShape identity_shape[] = {
    MC_SHAPE_ENUM(McIdentity, document, &document_words),
    MC_SHAPE(McIdentity, name, MC_SHAPE_TEXT),
    MC_SHAPE_ENUM(McIdentity, sex, &sex_words),
    MC_SHAPE(McIdentity, birth_yyyymmdd, MC_SHAPE_INT32),
    MC_SHAPE(McIdentity, number, MC_SHAPE_TEXT),
    MC_SHAPE(McIdentity, address, MC_SHAPE_TEXT),
    MC_SHAPE(McIdentity, authority, MC_SHAPE_TEXT),
    MC_SHAPE(McIdentity, valid_from_yyyymmdd, MC_SHAPE_INT32),
    MC_SHAPE(McIdentity, valid_to_yyyymmdd, MC_SHAPE_INT32),
};

void
mc_personal_clear(McPersonal *personal)
{
	mc_identity_wipe(&personal->identity);
	g_clear_pointer(&personal->signature_strokes, g_bytes_unref);
	explicit_bzero(personal, sizeof *personal);
}

/* What is given back to the heap lies there readable until it is used again. */
static void
wipe_strings(json_t *json)
{
	const char *name = NULL;
	json_t *value = NULL;

	json_object_foreach(json, name, value) if (json_is_string(value))
	    explicit_bzero((char *)json_string_value(value), json_string_length(value));
}

static json_t *
base64(const guint8 *bytes, gsize size)
{
	g_autofree char *text = g_base64_encode(bytes, size);

	return json_string(text);
}

GBytes *
mc_personal_write(const McPersonal *personal, GError **error)
{
	json_auto_t *json = json_object();
	GBytes *bytes = NULL;
	guint photo_bytes = MIN(personal->identity.photo_bytes, sizeof personal->identity.photo);

	mc_shape_write(json, identity_shape, G_N_ELEMENTS(identity_shape), &personal->identity);
	json_object_set_new(json, "photo", base64(personal->identity.photo, photo_bytes));
	json_object_set_new(json, "phone", json_string(personal->phone));
	json_object_set_new(json, "salt", base64(personal->salt, sizeof personal->salt));
	if (personal->signature_strokes != NULL) {
		gsize size = 0;
		const guint8 *strokes = g_bytes_get_data(personal->signature_strokes, &size);

		json_object_set_new(json, "signature_strokes", base64(strokes, size));
	}
	if (personal->has_case)
		json_object_set_new(
		    json, "case_salt", base64(personal->case_salt, sizeof personal->case_salt));
	json_object_set_new(json, "v", json_integer(1));
	bytes = mc_canonical_write(json, error);
	wipe_strings(json);
	return bytes;
}

void
mc_personal_case_person(
    const char *case_id, const char *number, const guint8 salt[32], char out[65])
{
	json_auto_t *json = json_object();
	g_autoptr(GBytes) bytes = NULL;
	gsize size = 0;
	gconstpointer data = NULL;

	json_object_set_new(json, "case", json_string(case_id));
	json_object_set_new(json, "number", json_string(number));
	json_object_set_new(json, "salt", base64(salt, 32));
	bytes = mc_canonical_write(json, NULL);
	wipe_strings(json);
	out[0] = '\0';
	if (bytes == NULL)
		return;
	mc_digest_hex(bytes, out);
	data = g_bytes_get_data(bytes, &size);
	explicit_bzero((gpointer)data, size);
}

/* Exactly so many: what binds has one length. */
static void
read_salt(McFields *fields, const char *name, guint8 out[32])
{
	g_autoptr(GBytes) bytes = mc_fields_base64(fields, name, 32);

	if (!mc_fields_good(fields))
		return;
	if (g_bytes_get_size(bytes) == 32)
		memcpy(out, g_bytes_get_data(bytes, NULL), 32);
	else
		mc_fields_refuse(fields, name, "32 bytes are needed");
}

static void
read_bytes(McFields *fields, const char *name, guint8 *out, gsize size_max, gsize *size)
{
	g_autoptr(GBytes) bytes = mc_fields_base64(fields, name, size_max);

	*size = bytes != NULL ? g_bytes_get_size(bytes) : 0;
	if (*size > 0)
		memcpy(out, g_bytes_get_data(bytes, NULL), *size);
}

gboolean
mc_personal_read(GBytes *bytes, McPersonal *personal, GError **error)
{
	json_auto_t *json = mc_canonical_read(bytes, error);
	McIdentity *identity = &personal->identity;
	gsize photo_bytes = 0;
	McFields fields;

	memset(personal, 0, sizeof *personal);
	if (json == NULL)
		return FALSE;
	mc_fields_begin(&fields, json, "personal");
	mc_fields_int64(&fields, "v", 1, 1);
	mc_shape_read(&fields, identity_shape, G_N_ELEMENTS(identity_shape), identity);
	read_bytes(&fields, "photo", identity->photo, sizeof identity->photo, &photo_bytes);
	identity->photo_bytes = (guint)photo_bytes;
	mc_fields_text(&fields, "phone", personal->phone, sizeof personal->phone);
	read_salt(&fields, "salt", personal->salt);
	personal->has_case = mc_fields_has(&fields, "case_salt");
	if (personal->has_case)
		read_salt(&fields, "case_salt", personal->case_salt);
	if (mc_fields_has(&fields, "signature_strokes"))
		personal->signature_strokes =
		    mc_fields_base64(&fields, "signature_strokes", STROKES_SIZE_MAX);
	wipe_strings(json);
	if (mc_fields_end(&fields, error))
		return TRUE;
	mc_personal_clear(personal);
	return FALSE;
}
