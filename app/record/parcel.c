#include "app/record/parcel.h"

#include "app/json/shape.h"
#include "app/record/time.h"
#include <string.h>

#define ENVELOPE_SIZE_MAX (2u * 1024 * 1024)
#define PERSONAL_SIZE_MAX (512u * 1024)

void
mc_parcel_clear(McParcel *parcel)
{
	g_clear_pointer(&parcel->envelope, g_bytes_unref);
	g_clear_pointer(&parcel->personal, g_bytes_unref);
	parcel->seq = 0;
}

GBytes *
mc_parcel_write(const McParcel *parcel)
{
	json_auto_t *json = json_object();

	json_object_set_new(json, "envelope", mc_json_base64(parcel->envelope));
	if (parcel->personal != NULL)
		json_object_set_new(json, "personal", mc_json_base64(parcel->personal));
	json_object_set_new(json, "seq", json_integer((json_int_t)parcel->seq));
	json_object_set_new(json, "v", json_integer(1));
	return mc_canonical_write(json, NULL);
}

gboolean
mc_parcel_read(GBytes *bytes, McParcel *parcel, GError **error)
{
	json_auto_t *json = mc_canonical_read(bytes, error);
	McFields fields;

	memset(parcel, 0, sizeof *parcel);
	if (json == NULL)
		return FALSE;
	mc_fields_begin(&fields, json, "parcel");
	mc_fields_int64(&fields, "v", 1, 1);
	parcel->seq = (guint64)mc_fields_int64(&fields, "seq", 1, MC_JSON_INTEGER_MAX);
	parcel->envelope = mc_fields_base64(&fields, "envelope", ENVELOPE_SIZE_MAX);
	if (mc_fields_has(&fields, "personal"))
		parcel->personal = mc_fields_base64(&fields, "personal", PERSONAL_SIZE_MAX);
	if (mc_fields_end(&fields, error))
		return TRUE;
	mc_parcel_clear(parcel);
	return FALSE;
}

GBytes *
mc_receipt_write(const McReceipt *receipt, GError **error)
{
	json_auto_t *json = json_object();
	char received_at[MC_TIME_TEXT_SIZE];

	mc_time_write(receipt->received_wall_us, received_at);
	json_object_set_new(json, "v", json_integer(1));
	json_object_set_new(json, "type", json_string("receipt"));
	json_object_set_new(json, "status", json_string("accepted"));
	json_object_set_new(json, "kiosk", json_string(receipt->kiosk));
	json_object_set_new(json, "journal", json_string(receipt->journal));
	json_object_set_new(json, "seq", json_integer((json_int_t)receipt->seq));
	json_object_set_new(json, "digest", json_string(receipt->digest));
	json_object_set_new(json, "reference", json_string(receipt->reference));
	json_object_set_new(json, "received_at", json_string(received_at));
	return mc_canonical_write(json, error);
}

static void
expect(McFields *fields, const char *name, const char *word)
{
	const char *text = mc_fields_string(fields, name, 24);

	if (mc_fields_good(fields) && strcmp(text, word) != 0)
		mc_fields_refuse(fields, name, "another word is needed");
}

gboolean
mc_receipt_read(GBytes *content, McReceipt *receipt, GError **error)
{
	json_auto_t *json = mc_canonical_read(content, error);
	const char *received_at = NULL;
	McFields fields;

	memset(receipt, 0, sizeof *receipt);
	if (json == NULL)
		return FALSE;
	mc_fields_begin(&fields, json, "receipt");
	mc_fields_int64(&fields, "v", 1, 1);
	expect(&fields, "type", "receipt");
	expect(&fields, "status", "accepted");
	mc_fields_text(&fields, "kiosk", receipt->kiosk, sizeof receipt->kiosk);
	mc_fields_hex(&fields, "journal", receipt->journal, sizeof receipt->journal);
	receipt->seq = (guint64)mc_fields_int64(&fields, "seq", 1, MC_JSON_INTEGER_MAX);
	mc_fields_hex(&fields, "digest", receipt->digest, sizeof receipt->digest);
	mc_fields_text(&fields, "reference", receipt->reference, sizeof receipt->reference);
	received_at = mc_fields_string(&fields, "received_at", MC_TIME_TEXT_SIZE);
	if (mc_fields_good(&fields) && !mc_time_read(received_at, &receipt->received_wall_us))
		mc_fields_refuse(&fields, "received_at", "a moment in UTC with microseconds is needed");
	return mc_fields_end(&fields, error);
}
