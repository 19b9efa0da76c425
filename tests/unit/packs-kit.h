#ifndef MC_TESTS_UNIT_PACKS_KIT_H
#define MC_TESTS_UNIT_PACKS_KIT_H

/* A recorder, the office that signs packs for it, and the courier's view of the spool. */

#include "app/record/pack.h"
#include "app/record/seal.h"
#include "app/spool/spool.h"
#include "tests/desk/desk.h"

typedef struct McPacksWorld {
	McDesk *desk;
	McSpool *spool; /* the courier's view of it */
	McSigner *office;
	guint64 number; /* of the last pack delivered */
} McPacksWorld;

void mc_packs_set_up(McPacksWorld *world, gconstpointer kit);
void mc_packs_tear_down(McPacksWorld *world, gconstpointer unused);

/* A file below the provisioning. */
GBytes *mc_packs_file(const McPacksWorld *world, const char *name);
/* Good for a day from now on, number 1; to be spoilt. */
McPack mc_packs_pack(const McPacksWorld *world, McPackKind kind, const char *text);

/* Into the inbox, under the next number; the recorder has not seen it yet. Clears the pack. */
void mc_packs_deliver_bytes(McPacksWorld *world, GBytes *envelope);
void mc_packs_deliver_by(McPacksWorld *world, McPack *pack, McSigner *by);
gboolean mc_packs_lie_there(const McPacksWorld *world); /* the last one, still */
/* By the office, and waits until it is taken or refused. */
void mc_packs_deliver(McPacksWorld *world, McPack *pack);

/* The last entry of this event in the chain; the member's text. Free it. */
char *mc_packs_told(const McPacksWorld *world, const char *event, const char *member);
/* Delivers what has to be refused for these reasons, and chained so; nothing is activated. */
void mc_packs_assert_refused(McPacksWorld *world, McPack *pack, const char *reasons);
void mc_packs_refused_as(McPacksWorld *world, GBytes *envelope, const char *reasons);

#endif
