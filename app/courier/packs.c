#include "app/courier/packs.h"

#include "app/json/fields.h"

#define PACK_SIZE_MAX (2u * 1024 * 1024)

static guint64
last_fetched(McSpool *spool)
{
	g_autoptr(GArray) list = mc_spool_list(spool, MC_SPOOL_FETCHED, NULL);

	return list == NULL || list->len == 0 ? 0 : g_array_index(list, guint64, list->len - 1);
}

static json_t *
parse(GBytes *bytes)
{
	gsize size = 0;
	const char *text = bytes != NULL ? g_bytes_get_data(bytes, &size) : NULL;

	return size > 0 ? json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL) : NULL;
}

gboolean
mc_courier_packs_wanted(McSpool *spool, GBytes *head, guint64 *after)
{
	json_auto_t *json = parse(head);
	json_int_t newest = json_integer_value(json_object_get(json, "packs"));

	*after = last_fetched(spool);
	return newest > 0 && (guint64)newest > *after;
}

/* The new mark first: until the old one has gone, the higher number counts. */
static gboolean
mark(McSpool *spool, guint64 number, GError **error)
{
	guint64 old = last_fetched(spool);
	g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);

	if (number <= old)
		return TRUE;
	return mc_spool_put(spool, MC_SPOOL_FETCHED, number, nothing, error) &&
	       (old == 0 || mc_spool_remove(spool, MC_SPOOL_FETCHED, old, error));
}

gboolean
mc_courier_packs_read(GBytes *answer, guint64 *number, GBytes **pack, GError **error)
{
	json_auto_t *json = parse(answer);
	McFields fields;

	*pack = NULL;
	mc_fields_begin(&fields, json, "packs");
	mc_fields_int64(&fields, "v", 1, 1);
	*number = (guint64)mc_fields_int64(&fields, "number", 0, G_MAXINT64);
	if (mc_fields_has(&fields, "pack"))
		*pack = mc_fields_base64(&fields, "pack", PACK_SIZE_MAX);
	if (mc_fields_end(&fields, error))
		return TRUE;
	g_clear_pointer(pack, g_bytes_unref);
	return FALSE;
}

gboolean
mc_courier_packs_take(McSpool *spool, GBytes *answer, McKillPoint *kill)
{
	g_autoptr(GBytes) pack = NULL;
	g_autoptr(GError) error = NULL;
	guint64 number = 0;

	if (mc_courier_packs_read(answer, &number, &pack, &error) &&
	    (pack == NULL || mc_spool_put(spool, MC_SPOOL_INBOX, number, pack, &error))) {
		mc_kill_point_pass(kill, NULL, "after-pack");
		mark(spool, number, &error);
	}
	if (error == NULL)
		return pack != NULL;
	g_warning("pack: %s (asked for again)", error->message);
	return FALSE;
}
