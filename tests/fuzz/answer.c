/* What a gateway, or whoever sits in its place, can answer to the courier. */

#include "fuzz.h"

#include "app/courier/packs.h"
#include "app/courier/parcel-key.h"
#include "app/courier/receipt.h"
#include "app/courier/refusal.h"
#include <jansson.h>
#include <string.h>

#define NOTE_BYTES_MAX (32 * 1024)

static void
note(GBytes *bytes)
{
	const McTransportReply reply = {.status = 422, .body = bytes};
	gboolean is_final = mc_refusal_is_final(&reply);
	g_autoptr(GBytes) made = mc_refusal_note(&reply);
	gsize size = 0;
	const char *text = g_bytes_get_data(made, &size);
	json_auto_t *json = json_loadb(text, size, 0, NULL);

	g_assert_nonnull(json);
	g_assert_cmpuint(size, <, NOTE_BYTES_MAX);
	/* Whoever parks an item has something to show for it. */
	g_assert_true(!is_final || *json_string_value(json_object_get(json, "reason")) != '\0');
}

static void
take_pack(GBytes *bytes)
{
	g_autoptr(GBytes) pack = NULL;
	g_autoptr(GError) error = NULL;
	guint64 number = 0;

	if (!mc_courier_packs_read(bytes, &number, &pack, &error))
		g_assert_true(pack == NULL && error != NULL);
	else
		g_assert_cmpuint(number, <=, G_MAXINT64);
}

static void
take_evidence(GBytes *bytes, const char *digest)
{
	guint64 have = 0;
	gboolean is_whole = FALSE;

	if (mc_courier_evidence_read(bytes, digest, &have, &is_whole))
		g_assert_cmpuint(have, <=, G_MAXINT64);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char digest[] = "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc";
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	char key[MC_PARCEL_KEY_SIZE];

	(void)mc_courier_receipt_fits(bytes, "K-0001", 2, digest, NULL);
	if (mc_parcel_key(bytes, key, NULL))
		g_assert_cmpuint(strlen(key), ==, MC_PARCEL_KEY_SIZE - 1);
	note(bytes);
	take_pack(bytes);
	take_evidence(bytes, digest);
	return 0;
}
