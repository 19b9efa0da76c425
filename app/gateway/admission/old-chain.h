#ifndef MC_APP_GATEWAY_ADMISSION_OLD_CHAIN_H
#define MC_APP_GATEWAY_ADMISSION_OLD_CHAIN_H

/* The chain that ends when new hardware takes a kiosk's place. With the approval the old keys are
 * taken back, and what they sealed is accepted no more: so what the old machine recorded has to be
 * here before. The gateway cannot know what has never come. That everything is here is known when
 * the kiosk's journal, or a copy, was handed in that ends where the gateway's chain ends, without a
 * gap; everything else a person has to answer for. */

#include "app/gateway/admission/office.h"
#include "app/gateway/store/store.h"

typedef struct McOldChain {
	McStoreHead head; /* journal "": nothing of it has come */
	char *end; /* "journal:number:digest", as it stands in the log */
} McOldChain;
void mc_old_chain_clear(McOldChain *chain);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(McOldChain, mc_old_chain_clear)

gboolean mc_old_chain_read(
    const McOffice *office, const char *kiosk, McOldChain *chain, GError **error);
/* In words: how far the gateway has it, and when it last heard of the kiosk. */
char *mc_old_chain_words(const McOldChain *chain);
/* A person's word that nothing more is to come, where it is given, goes into the log.
 * MC_ERROR_REFUSED: neither was it given for this end of the chain, nor is everything here. */
gboolean mc_old_chain_settle(
    McOffice *office, const char *kiosk, gboolean nothing_to_come, GError **error);
/* The gateway lets a new chain begin; where the old one ended stands in the log. */
gboolean mc_old_chain_close(McOffice *office, const char *kiosk, GError **error);

#endif
