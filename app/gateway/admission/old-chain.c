#include "app/gateway/admission/old-chain.h"

#include "app/base/error.h"
#include "app/record/time.h"
#include <string.h>

void
mc_old_chain_clear(McOldChain *chain)
{
	g_clear_pointer(&chain->end, g_free);
}

static McStore *
open_store(const McOffice *office, GError **error)
{
	g_autofree char *path = g_build_filename(office->folder, "store.db", NULL);

	return mc_store_open(path, error);
}

static gboolean
read_from(McStore *store, const char *kiosk, McOldChain *chain, GError **error)
{
	if (store == NULL || !mc_store_head(store, kiosk, &chain->head, error))
		return FALSE;
	chain->end = g_strdup_printf(
	    "%s:%" G_GUINT64_FORMAT ":%s", chain->head.journal, chain->head.seq, chain->head.digest);
	return TRUE;
}

gboolean
mc_old_chain_read(const McOffice *office, const char *kiosk, McOldChain *chain, GError **error)
{
	g_autoptr(McStore) store = open_store(office, error);

	return read_from(store, kiosk, chain, error);
}

char *
mc_old_chain_words(const McOldChain *chain)
{
	const McStoreHead *head = &chain->head;
	char seen[MC_TIME_TEXT_SIZE] = "never";
	g_autofree char *gaps = NULL;

	if (head->seen_wall_us != 0)
		mc_time_write(head->seen_wall_us, seen);
	if (*head->journal == '\0')
		return g_strdup_printf("the gateway has no record of its chain (last heard of: %s)", seen);
	gaps = head->open_gaps == 0
	           ? g_strdup("without a gap")
	           : g_strdup_printf("with %" G_GUINT64_FORMAT " open gaps", head->open_gaps);
	return g_strdup_printf("the gateway has its chain up to record %" G_GUINT64_FORMAT
	                       ", %s (last heard of: %s)",
	    head->seq, gaps, seen);
}

/* ---- whether everything is here ---- */

static gboolean
note(McOffice *office, const char *event, const char *kiosk, const char *what, GError **error)
{
	return mc_admissions_note(
	    office->admissions, &(McAdmissionNote){office->now_us, event, kiosk, what, ""}, error);
}

/* " …; the copy that was handed in ends with record N", or "". */
static char *
words_of_copy(const char *handed_in)
{
	g_auto(GStrv) parts = handed_in != NULL ? g_strsplit(handed_in, ":", 3) : NULL;

	if (parts == NULL || g_strv_length(parts) != 3)
		return g_strdup("");
	return g_strdup_printf("; the copy that was handed in ends with record %s", parts[1]);
}

static gboolean
refuse(const McOldChain *chain, const char *kiosk, const char *handed_in, GError **error)
{
	g_autofree char *known = mc_old_chain_words(chain);
	g_autofree char *copy = words_of_copy(handed_in);

	g_set_error(error, MC_ERROR, MC_ERROR_REFUSED,
	    "kiosk %s: %s%s; what it has recorded beside that can never be accepted once it is "
	    "replaced (hand in its journal or the last copy of it: medcheck-gateway --hand-in; then, "
	    "or when there is none, say with --nothing-more-to-come that this is all)",
	    kiosk, known, copy);
	return FALSE;
}

static gboolean
check(McOffice *office, const char *kiosk, const McOldChain *chain, GError **error)
{
	g_autofree char *handed_in = NULL;
	g_autofree char *said = NULL;

	if (!mc_admissions_find_note(
	        office->admissions, kiosk, "nothing-more-to-come", chain->end, &said, error) ||
	    !mc_admissions_find_note(
	        office->admissions, kiosk, "handed-in", chain->end, &handed_in, error))
		return FALSE;
	return g_strcmp0(said, chain->end) == 0 ||
	       (g_strcmp0(handed_in, chain->end) == 0 && chain->head.open_gaps == 0) ||
	       refuse(chain, kiosk, handed_in, error);
}

/* A name that has never been a kiosk's. */
static gboolean
is_unknown(
    McOffice *office, const char *kiosk, const McOldChain *chain, gboolean *unknown, GError **error)
{
	guint holds = 0;

	if (!mc_admissions_holds(office->admissions, kiosk, office->now_us, &holds, error))
		return FALSE;
	*unknown = holds == 0 && *chain->head.journal == '\0';
	return TRUE;
}

gboolean
mc_old_chain_settle(McOffice *office, const char *kiosk, gboolean nothing_to_come, GError **error)
{
	g_auto(McOldChain) chain = {0};
	gboolean unknown = FALSE;

	if (!mc_old_chain_read(office, kiosk, &chain, error))
		return FALSE;
	if (nothing_to_come)
		return note(office, "nothing-more-to-come", kiosk, chain.end, error);
	return is_unknown(office, kiosk, &chain, &unknown, error) &&
	       (unknown || check(office, kiosk, &chain, error));
}

gboolean
mc_old_chain_close(McOffice *office, const char *kiosk, GError **error)
{
	g_autoptr(McStore) store = open_store(office, error);
	g_auto(McOldChain) chain = {0};

	if (!read_from(store, kiosk, &chain, error))
		return FALSE;
	if (*chain.head.journal == '\0')
		return TRUE; /* it never sent anything */
	return note(office, "chain-closed", kiosk, chain.end, error) &&
	       mc_store_retire_journal(store, kiosk, error);
}
