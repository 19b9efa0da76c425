#include "app/gateway/intake/stock.h"

#include "app/gateway/store/kiosks.h"
#include "app/stock/stock.h"

GBytes *
mc_intake_stock(
    McStore *store, const McHttpRequest *request, gint64 now_wall_us, McProblems *problems)
{
	McStock stock[MC_CONSUMABLES];
	g_autoptr(GBytes) kept = NULL;
	GError *problem = NULL;

	if (!mc_stock_message_read(request->body, stock, &problem)) {
		mc_problems_take(problems, MC_PROBLEM_BAD_STOCK, problem);
		return NULL;
	}
	kept = mc_stock_message_write(stock);
	if (mc_store_take_stock(store, request->client, kept, now_wall_us, &problem))
		return g_steal_pointer(&kept);
	mc_problems_take(problems, MC_PROBLEM_STORAGE, problem);
	return NULL;
}
