#include "app/tools/chain-link.h"

#include "app/base/error.h"
#include <string.h>

void
mc_chain_link_take(McChainLink *link, const McRecordFile *file)
{
	g_strlcpy(link->kiosk, file->head.kiosk, sizeof link->kiosk);
	g_strlcpy(link->journal, file->head.journal, sizeof link->journal);
	g_strlcpy(link->digest, file->digest, sizeof link->digest);
	link->seq = file->head.seq;
}

static gboolean
refuse(const McRecordFile *next, const char *problem, GError **error)
{
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "chain: number %" G_GUINT64_FORMAT ": %s",
	    next->head.seq, problem);
	return FALSE;
}

gboolean
mc_chain_link_check(const McChainLink *last, const McRecordFile *next, GError **error)
{
	if (strcmp(last->kiosk, next->head.kiosk) != 0 ||
	    strcmp(last->journal, next->head.journal) != 0)
		return refuse(next, "of another kiosk or journal than the file before it", error);
	if (next->head.seq <= last->seq)
		return refuse(next, "does not come after the file before it", error);
	if (next->head.seq != last->seq + 1)
		return refuse(next, "a gap: records before it are missing", error);
	if (strcmp(last->digest, next->head.prev) != 0)
		return refuse(next, "names another predecessor than the file before it", error);
	return TRUE;
}
