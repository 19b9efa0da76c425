#include "app/record/visit-packs.h"

#include "app/json/shape.h"

static json_t *
pack_to_json(const McVisitPack *pack)
{
	return json_pack("{ss ss sI}", "file_sha256", pack->file_sha256, "kind",
	    mc_pack_kind_name(pack->kind), "version", (json_int_t)pack->version);
}

void
mc_visit_packs_write(json_t *visit_json, const McVisit *visit)
{
	json_t *list = NULL;

	if (visit->packs == 0)
		return;
	list = json_array();
	for (guint i = 0; i < visit->packs; i++)
		json_array_append_new(list, pack_to_json(&visit->pack[i]));
	json_object_set_new(visit_json, "packs", list);
}

static void
read_one(const json_t *json, McVisitPack *pack, GError **error)
{
	McFields fields;

	mc_fields_begin(&fields, json, "packs");
	mc_fields_hex(&fields, "file_sha256", pack->file_sha256, sizeof pack->file_sha256);
	pack->kind = (McPackKind)mc_fields_word(&fields, "kind", mc_pack_kind_from_name);
	pack->version = mc_fields_int64(&fields, "version", 1, MC_JSON_INTEGER_MAX);
	mc_fields_end(&fields, error);
}

/* One list has one spelling. */
static gboolean
is_in_order(const McVisit *visit)
{
	guint last = visit->packs - 1;

	return last == 0 || visit->pack[last].kind > visit->pack[last - 1].kind;
}

void
mc_visit_packs_read(McFields *fields, McVisit *visit)
{
	const json_t *list = NULL;

	if (!mc_fields_has(fields, "packs"))
		return;
	list = mc_fields_array(fields, "packs", MC_PACK_KINDS);
	if (mc_fields_good(fields) && json_array_size(list) == 0)
		mc_fields_refuse(fields, "packs", "absent where there is none");
	for (gsize i = 0; mc_fields_good(fields) && i < json_array_size(list); i++) {
		GError *error = NULL;

		read_one(json_array_get(list, i), &visit->pack[visit->packs++], &error);
		mc_fields_take_error(fields, "packs", error);
		if (mc_fields_good(fields) && !is_in_order(visit))
			mc_fields_refuse(fields, "packs", "each kind once, in their order");
	}
}
