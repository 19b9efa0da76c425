#ifndef MC_TESTS_FAULT_TOWN_H
#define MC_TESTS_FAULT_TOWN_H

/* Two kiosks of one gateway, whose openings are sealed to its counter, and the counter asked as its
 * operator asks it. Real records, TLS, store and processes. */

#include "app/record/attempt.h"
#include "tests/kit/case.h"
#include "tests/support/gateway/desk.h"

/* Of the made-up persons of the id card's test vectors. */
extern const char mc_town_one[], mc_town_other[];

typedef struct McTownKiosk {
	McTestChain *chain;
	McClient *client;
} McTownKiosk;

typedef struct McTown {
	McDesk desk;
	McTestChain far_chain;
	McTownKiosk near, far;
	McSealedTo *counter;
	McRulePack *pack;
	char pack_digest[MC_DIGEST_HEX_SIZE];
} McTown;

void mc_town_set_up(McTown *town, gconstpointer unused);
void mc_town_tear_down(McTown *town, gconstpointer unused);

/* Everything is put twice, as after a reply that was lost. number NULL: by a kiosk that seals to no
 * counter. at_wall_us 0: now. */
void mc_town_put_visit(
    McTown *town, McTownKiosk *kiosk, McVisit *visit, const char *number, gint64 at_wall_us);
void mc_town_visit(
    McTown *town, McTownKiosk *kiosk, const char *number, guint right_permille, gint64 at_wall_us);
void mc_town_aborted(McTown *town, McTownKiosk *kiosk, const char *number);

/* medcheck-gateway attempts …: what it prints, errors too; the status is as wanted, and no number
 * stands in it. */
char *mc_town_ask(McTown *town, int status, const char *const *options);
#define ASK(town, status, ...)                                                                     \
	mc_town_ask((town), (status), (const char *const[]){__VA_ARGS__, NULL})
void mc_town_count(McTown *town);
guint mc_town_times(const char *text, const char *word);

#endif
