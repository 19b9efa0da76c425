#ifndef MC_APP_RECORD_PACKS_IN_FORCE_H
#define MC_APP_RECORD_PACKS_IN_FORCE_H

/* Which signed packs a chain has activated, as its records come by in their order, and whether a
 * visit states the same (O5, M5). */

#include "app/record/content.h"
#include "app/record/visit.h"

typedef struct McPacksInForce {
	gboolean from_start; /* the chain's first record came by */
	McVisitPack pack[MC_PACK_KINDS]; /* version 0: no activation came by */
} McPacksInForce;

void mc_packs_in_force_take(McPacksInForce *packs, const McContentHead *head, const json_t *body);
/* What the visit states otherwise than the chain before it; NULL: nothing. */
const char *mc_packs_in_force_problem(const McPacksInForce *packs, const McVisit *visit);

#endif
