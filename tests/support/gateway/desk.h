#ifndef MC_TESTS_SUPPORT_GATEWAY_DESK_H
#define MC_TESTS_SUPPORT_GATEWAY_DESK_H

/* A test's fixture: a world, one kiosk's chain and a client with that kiosk's certificate; and what
 * such tests assert. */

#include "tests/support/gateway/chain.h"
#include "tests/support/gateway/world.h"

typedef struct McDesk {
	McWorld *world;
	McTestChain chain;
	McClient *client;
	char *saved; /* by the gateway, at mc_desk_mark() */
} McDesk;

/* Of g_test_add(). */
void mc_desk_set_up(McDesk *desk, gconstpointer data);
void mc_desk_tear_down(McDesk *desk, gconstpointer data);

/* Puts a record as the courier does; code is the refusal that must be named, or NULL. */
void mc_desk_put(
    McDesk *desk, guint64 seq, GBytes *parcel, const char *digest, long status, const char *code);
/* The chain's last record. */
void mc_desk_put_last(McDesk *desk, GBytes *parcel, long status, const char *code);

void mc_desk_assert_status(const McAnswered *answered, long status);
void mc_desk_assert_refused(const McAnswered *answered, long status, const char *code);
/* From here on the gateway saves nothing, in any table or file, but refusals. */
void mc_desk_mark(McDesk *desk);
void mc_desk_assert_as_marked(McDesk *desk);
/* One row of the matrix of bad input (tests/kit/row.h): the answer named this word, or nobody was
 * answered; the newest refusal in the store is its audit entry, this many records stand there as
 * before, and all is as it was marked. */
void mc_desk_row(McDesk *desk, const char *what, const char *refused, guint records);
/* A parcel's envelope, for the other readers (mc_row_keep()). */
void mc_desk_row_keep(const char *name, GBytes *parcel);
/* The gateway has so many records. */
void mc_desk_assert_records(McDesk *desk, guint count);
/* Puts the chain's last record; what comes back is a receipt of this gateway's for it. */
GBytes *mc_desk_put_for_receipt(McDesk *desk, GBytes *parcel, long status);
/* What comes back is no concern: the gateway dies or loses its reply. The status, 0 = none. */
long mc_desk_put_in_vain(McDesk *desk, GBytes *parcel);

#endif
