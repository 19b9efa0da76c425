#include "app/stock/stock.h"

#include "app/json/shape.h"
#include <stdlib.h>
#include <string.h>

static const char *const names[MC_CONSUMABLES] = {
    [MC_CONSUMABLE_PAPER] = "paper",
    [MC_CONSUMABLE_EAR_COVERS] = "ear-covers",
    [MC_CONSUMABLE_WIPES] = "wipes",
};
static const McWords words = {names, MC_CONSUMABLES};

const char *
mc_consumable_name(McConsumable consumable)
{
	const char *name = mc_words_name(&words, (guint)consumable);

	return name != NULL ? name : "unknown";
}

int
mc_consumable_from_name(const char *name)
{
	return mc_words_find(&words, name);
}

json_t *
mc_stock_write(const McStock *stock)
{
	json_t *list = json_array();

	for (guint i = 0; i < MC_CONSUMABLES; i++) {
		json_t *json = NULL;

		if (stock[i].capacity == 0)
			continue;
		json = json_pack(
		    "{ss si}", "kind", mc_consumable_name((McConsumable)i), "capacity", stock[i].capacity);
		if (stock[i].left != MC_STOCK_UNKNOWN)
			json_object_set_new(json, "left", json_integer(stock[i].left));
		json_array_append_new(list, json);
	}
	return list;
}

static void
read_one(McFields *outer, const json_t *json, McStock *stock)
{
	g_autoptr(GError) error = NULL;
	McStock one = {.left = MC_STOCK_UNKNOWN};
	McFields fields;
	int kind = 0;

	mc_fields_begin(&fields, json, "stock");
	kind = mc_fields_word(&fields, "kind", mc_consumable_from_name);
	one.capacity = mc_fields_int32(&fields, "capacity", 1, MC_STOCK_CAPACITY_MAX);
	if (mc_fields_has(&fields, "left"))
		one.left = mc_fields_int32(&fields, "left", 0, one.capacity);
	if (mc_fields_good(&fields) && stock[kind].capacity != 0)
		mc_fields_refuse(&fields, "kind", "it stands there twice");
	if (mc_fields_end(&fields, &error))
		stock[kind] = one;
	mc_fields_take_error(outer, "stock", g_steal_pointer(&error));
}

void
mc_stock_read(McFields *outer, McStock *stock)
{
	const json_t *list = mc_fields_array(outer, "stock", MC_CONSUMABLES);

	for (guint i = 0; i < MC_CONSUMABLES; i++)
		stock[i] = (McStock){.left = MC_STOCK_UNKNOWN};
	for (gsize i = 0; i < json_array_size(list); i++)
		read_one(outer, json_array_get(list, i), stock);
}

GBytes *
mc_stock_message_write(const McStock *stock)
{
	json_auto_t *json = json_pack("{s:o, s:i}", "stock", mc_stock_write(stock), "v", 1);
	char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);

	return g_bytes_new_with_free_func(text, strlen(text), free, text);
}

gboolean
mc_stock_message_read(GBytes *message, McStock *stock, GError **error)
{
	gsize size = 0;
	const char *text = message != NULL ? g_bytes_get_data(message, &size) : NULL;
	json_auto_t *json = size > 0 ? json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL) : NULL;
	McFields fields;

	mc_fields_begin(&fields, json, "stock");
	mc_fields_int32(&fields, "v", 1, 1);
	mc_stock_read(&fields, stock);
	return mc_fields_end(&fields, error);
}
