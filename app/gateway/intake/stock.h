#ifndef MC_APP_GATEWAY_INTAKE_STOCK_H
#define MC_APP_GATEWAY_INTAKE_STOCK_H

/* What a kiosk tells of what it uses up (O3), for whoever fills it up and is not there. It stands
 * beside the records and is none: not sealed, and only the last word is kept. */

#include "app/gateway/http/server.h"
#include "app/gateway/intake/problem.h"
#include "app/gateway/store/store.h"

/* The reply's body, what is kept now; or NULL with a problem. */
GBytes *mc_intake_stock(
    McStore *store, const McHttpRequest *request, gint64 now_wall_us, McProblems *problems);

#endif
