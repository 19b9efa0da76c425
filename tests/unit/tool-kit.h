#ifndef MC_TESTS_UNIT_TOOL_KIT_H
#define MC_TESTS_UNIT_TOOL_KIT_H

/* The program medcheck, run as its user runs it, and records for it to read. */

#include "app/record/seal.h"
#include "tests/kit/provision.h"
#include "tests/kit/sample.h"

typedef struct McToolWorld {
	McProvision *provision;
	McSigner *signer;
	McRulePack pack;
	char pack_digest[MC_DIGEST_HEX_SIZE];
	char *roots;
	char *out, *err;
	int status;
} McToolWorld;

void mc_tool_set_up(McToolWorld *world, gconstpointer unused);
void mc_tool_tear_down(McToolWorld *world, gconstpointer unused);

/* Without the program's name, NULL after the last one. Its words stand in out and err. */
void mc_tool_run(McToolWorld *world, const char *const *arguments);
#define MEDCHECK(world, ...) mc_tool_run(world, (const char *const[]){__VA_ARGS__, NULL})
void mc_tool_assert_says(const McToolWorld *world, const char *text);

/* The folder of the product's own rule packs. */
extern const char mc_tool_rules[];
/* The digest before a chain's first link. */
extern const char mc_tool_no_previous[MC_DIGEST_HEX_SIZE];

GBytes *mc_tool_seal(McToolWorld *world, guint64 seq, const char *prev, const char *type,
    const char *kiosk, json_t *body);
/* In a file of the provisioning; its path. */
char *mc_tool_keep(McToolWorld *world, const char *name, GBytes *bytes);
/* A sample, changed (NULL: as it is) and sealed as link 42. */
char *mc_tool_keep_visit(McToolWorld *world, void (*change)(McVisit *visit));

#endif
