#ifndef MC_APP_GATEWAY_STORE_RENEWALS_H
#define MC_APP_GATEWAY_STORE_RENEWALS_H

/* Renewals of time stamps (evidence renewal): each is a stamp over the answer of the renewal before
 * it and those of all stamps that no renewal covers yet, in the order of the stamps. Written beside
 * a running gateway. Errors are MC_ERROR_STORAGE. */

#include "app/gateway/store/stamps.h"

typedef struct McStoreRenewal {
	gint64 number; /* from 1, without a gap */
	gint64 first,
	    last; /* `last` of the stamps that it was the first to cover; none: first > last */
	gint64 stamped_wall_us; /* as the TSA states it */
	const char *root; /* of the Merkle tree, hexadecimal */
	GBytes *response; /* the TSA's answer */
} McStoreRenewal;

typedef gboolean (*McStoreEachRenewal)(
    const McStoreRenewal *renewal, gpointer data, GError **error);

/* From the first on; ends with the first FALSE. */
gboolean mc_store_each_renewal(
    McStore *store, McStoreEachRenewal each, gpointer data, GError **error);
/* Durable when it returns. */
gboolean mc_store_add_renewal(McStore *store, const McStoreRenewal *renewal, GError **error);

#endif
