#include "app/gateway/operator/kiosks.h"

#include "app/gateway/store/kiosks.h"
#include "app/record/time.h"
#include "app/stock/stock.h"

static void
append_one(const McStock *stock, const char *name, GString *line, GString *lacks)
{
	if (stock->capacity == 0)
		return;
	if (stock->left == MC_STOCK_UNKNOWN)
		g_string_append_printf(line, " %s=unknown/%d", name, stock->capacity);
	else
		g_string_append_printf(line, " %s=%d/%d", name, stock->left, stock->capacity);
	if (stock->left == 0)
		g_string_append_printf(lacks, "%s%s", lacks->len > 0 ? "," : " lacks=", name);
}

static void
append_stock(const McStoreKiosk *kiosk, GString *line)
{
	McStock stock[MC_CONSUMABLES];
	g_autoptr(GString) lacks = g_string_new(NULL);
	char told[MC_TIME_TEXT_SIZE];

	if (!mc_stock_message_read(kiosk->stock, stock, NULL)) {
		g_string_append(line, " stock=untold");
		return;
	}
	mc_time_write(kiosk->stock_wall_us, told);
	g_string_append_printf(line, " stock=%s", told);
	for (guint i = 0; i < MC_CONSUMABLES; i++)
		append_one(&stock[i], mc_consumable_name((McConsumable)i), line, lacks);
	g_string_append(line, lacks->str);
}

static void
print_kiosk(const McStoreKiosk *kiosk, gpointer data)
{
	g_autoptr(GString) line = g_string_new(NULL);
	char seen[MC_TIME_TEXT_SIZE];

	mc_time_write(kiosk->seen_wall_us, seen);
	append_stock(kiosk, line);
	g_print("%s records=%" G_GUINT64_FORMAT " gaps=%" G_GUINT64_FORMAT " seen=%s%s\n", kiosk->id,
	    kiosk->records, kiosk->open_gaps, seen, line->str);
}

gboolean
mc_operator_kiosks(const char *store_path, GError **error)
{
	g_autoptr(McStore) store = mc_store_open_for_reading(store_path, error);

	return store != NULL && mc_store_each_kiosk(store, print_kiosk, NULL, error);
}
