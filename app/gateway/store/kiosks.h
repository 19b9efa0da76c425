#ifndef MC_APP_GATEWAY_STORE_KIOSKS_H
#define MC_APP_GATEWAY_STORE_KIOSKS_H

/* The kiosks that have shown themselves, and what each has told of what it uses up. */

#include "app/gateway/store/store.h"

typedef struct McStoreKiosk {
	const char *id;
	guint64 records; /* accepted, all journals */
	guint64 open_gaps;
	gint64 seen_wall_us; /* last request of any kind */
	GBytes *stock; /* its own message (app/stock), the last one; NULL = none has come */
	gint64 stock_wall_us; /* when it came */
} McStoreKiosk;

/* Joins the open group, see store.h. The kiosk has shown itself. */
gboolean mc_store_take_stock(
    McStore *store, const char *kiosk, GBytes *stock, gint64 wall_us, GError **error);

typedef void (*McStoreEachKiosk)(const McStoreKiosk *kiosk, gpointer data);
/* By name. */
gboolean mc_store_each_kiosk(McStore *store, McStoreEachKiosk each, gpointer data, GError **error);

#endif
