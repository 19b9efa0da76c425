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
	g_strlcpy(link->certificate, file->is_proven ? file->by.certificate_digest : "",
	    sizeof link->certificate);
	if (file->is_proven)
		mc_seal_next_certificate(&file->head, file->body, link->certificate);
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
	if (strcmp(next->digest, last->digest) == 0)
		return refuse(next, "a replay: the file before it once more", error);
	if (next->head.seq == last->seq)
		return refuse(next, "a fork: the file before it has this number, too", error);
	if (next->head.seq < last->seq)
		return refuse(next, "does not come after the file before it", error);
	if (next->head.seq != last->seq + 1)
		return refuse(next, "a gap: records before it are missing", error);
	if (strcmp(last->digest, next->head.prev) != 0)
		return refuse(next, "names another predecessor than the file before it", error);
	if (*last->certificate != '\0' && next->is_proven &&
	    strcmp(last->certificate, next->by.certificate_digest) != 0)
		return refuse(next, "sealed with another key than the records before it announce", error);
	return TRUE;
}
