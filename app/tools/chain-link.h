#ifndef MC_APP_TOOLS_CHAIN_LINK_H
#define MC_APP_TOOLS_CHAIN_LINK_H

/* Whether one record follows the other in a kiosk's chain (S6): gap, swap, other journal,
 * another key than the one that seals here. */

#include "app/tools/record-file.h"

typedef struct McChainLink {
	char kiosk[33], journal[33];
	guint64 seq;
	char digest[MC_DIGEST_HEX_SIZE];
	char certificate[MC_DIGEST_HEX_SIZE]; /* that has to seal the next one; "" = not known */
} McChainLink;

void mc_chain_link_take(McChainLink *link, const McRecordFile *file);
/* MC_ERROR_UNTRUSTED names the break. */
gboolean mc_chain_link_check(const McChainLink *last, const McRecordFile *next, GError **error);

#endif
