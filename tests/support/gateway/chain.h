#ifndef MC_TESTS_SUPPORT_GATEWAY_CHAIN_H
#define MC_TESTS_SUPPORT_GATEWAY_CHAIN_H

/* A kiosk's journal as the recorder would write it: parcels, each linked to the one before. */

#include "app/record/content.h"
#include "app/record/parcel.h"
#include "app/record/seal.h"
#include "tests/kit/provision.h"

typedef struct McTestChain {
	McSigner *signer;
	char kiosk[33], journal[33];
	guint64 seq; /* of the last record made; 0 = none */
	char digest[MC_DIGEST_HEX_SIZE]; /* of its envelope */
} McTestChain;

/* With the sealing key of the provisioning's recorder. */
void mc_test_chain_init(McTestChain *chain, const McProvision *provision);
/* Of another kiosk; its name is the certificate's. */
void mc_test_chain_init_from(
    McTestChain *chain, const char *key_path, const char *certificate_path, const char *rest_path);
void mc_test_chain_clear(McTestChain *chain);

/* The next record: the genesis first, then audit entries. The parcel's bytes; its digest is in the
 * chain. */
GBytes *mc_test_chain_next(McTestChain *chain);
/* A finished visit with exams that were really run, and a personal part. It begins like
 * "personal-part:", so that it can be looked for. */
GBytes *mc_test_chain_visit(McTestChain *chain, guint32 seed, guint right_permille);
/* Where nothing could be measured: no exam is in it. */
GBytes *mc_test_chain_unexamined_visit(McTestChain *chain, guint32 seed);

/* A visit whose record names these files as pictures, NULL-ended and at most two, kept for so many
 * days from the moment; 0: now. */
GBytes *mc_test_chain_pictures(
    McTestChain *chain, GBytes *const *files, gint32 kept_days, gint64 at_wall_us);
/* And which states what picture is inside each. */
GBytes *mc_test_chain_taken(McTestChain *chain, GBytes *const *files, GBytes *const *taken);

/* With everything in the caller's hand. personal may be NULL. Moves the chain on. */
GBytes *mc_test_chain_seal(
    McTestChain *chain, const McContentHead *head, json_t *body, GBytes *personal);
/* The body of a genesis of this kiosk. */
json_t *mc_test_chain_genesis(const McTestChain *chain);
/* The head that the next record has. */
McContentHead mc_test_chain_head(const McTestChain *chain, const char *type);

#endif
