#include "app/courier/receipt.h"

#include "app/base/error.h"
#include <jansson.h>

static gboolean
says(const json_t *receipt, const char *name, const char *word)
{
	return g_strcmp0(json_string_value(json_object_get(receipt, name)), word) == 0;
}

static const char *
fault(const json_t *answer, const char *kiosk, guint64 seq, const char *digest_hex)
{
	const json_t *receipt = json_object_get(answer, "receipt");

	if (receipt == NULL || !json_is_string(json_object_get(answer, "seal")))
		return "it is no sealed receipt";
	if (!says(receipt, "status", "accepted"))
		return "its status is not \"accepted\"";
	if (!says(receipt, "kiosk", kiosk))
		return "it is for another kiosk";
	if ((guint64)json_integer_value(json_object_get(receipt, "seq")) != seq)
		return "it is for another sequence number";
	return says(receipt, "digest", digest_hex) ? NULL : "it is for another envelope";
}

static json_t *
parse(GBytes *answer)
{
	gsize size = 0;
	const char *text = g_bytes_get_data(answer, &size);

	return size > 0 ? json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL) : NULL;
}

gboolean
mc_courier_receipt_fits(
    GBytes *answer, const char *kiosk, guint64 seq, const char *digest_hex, GError **error)
{
	json_auto_t *json = parse(answer);
	const char *problem = fault(json, kiosk, seq, digest_hex);

	if (problem == NULL)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "the answer is not taken: %s", problem);
	return FALSE;
}

gboolean
mc_courier_evidence_read(GBytes *answer, const char *digest_hex, guint64 *have, gboolean *is_whole)
{
	json_auto_t *json = parse(answer);
	json_int_t stated = json_integer_value(json_object_get(json, "have"));

	*have = (guint64)MAX(stated, 0);
	*is_whole = json_is_true(json_object_get(json, "whole"));
	return json_is_integer(json_object_get(json, "have")) && stated >= 0 &&
	       says(json, "digest", digest_hex);
}
