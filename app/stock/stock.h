#ifndef MC_APP_STOCK_STOCK_H
#define MC_APP_STOCK_STOCK_H

/* What is left of what a kiosk uses up (O3), in words and JSON, alike for the glass, the gateway
 * and its operator. What is not at the kiosk (capacity 0) is left out; what nobody has counted has
 * no "left": that is not none. */

#include "app/json/fields.h"
#include "app/ports/recorder.h"

const char *mc_consumable_name(McConsumable consumable);
/* -1 when unknown. */
int mc_consumable_from_name(const char *name);

/* stock: MC_CONSUMABLES of them, here and below. */
json_t *mc_stock_write(const McStock *stock);
/* The member "stock" of an object. */
void mc_stock_read(McFields *outer, McStock *stock);

/* What a kiosk tells its gateway: {"stock":[{"capacity":250,"kind":"paper","left":12},…],"v":1} */
GBytes *mc_stock_message_write(const McStock *stock);
/* NULL is not one. MC_ERROR_BAD_INPUT. */
gboolean mc_stock_message_read(GBytes *message, McStock *stock, GError **error);

#endif
