#include "app/gateway/tree/command.h"

#include "app/base/clock.h"
#include "app/base/file.h"
#include "app/gateway/errand/errand.h"
#include "app/gateway/tree/audit.h"
#include "app/gateway/tree/heads.h"

typedef struct Wish {
	char *state, *offer, *take, *give, *to, *gateway, *witness, *held;
	gboolean head, list, audit;
	gint64 from, after, due_days;
} Wish;

static gint64
now_wall_us(void)
{
	g_autoptr(McClock) clock = mc_clock_new_system(1);

	return mc_clock_wall_us(clock);
}

static gboolean
seal(McStore *store, const char *folder, GError **error)
{
	guint64 size = 0;

	if (!mc_tree_heads_seal(store, folder, now_wall_us(), &size, error))
		return FALSE;
	if (size == 0)
		g_print("nothing is accepted yet\n");
	else
		g_print("a head over %" G_GUINT64_FORMAT " records\n", size);
	return TRUE;
}

static gboolean
take(McStore *store, const char *folder, const char *path, GError **error)
{
	guint64 size = 0;

	if (!mc_tree_heads_take(store, folder, path, &size, error))
		return FALSE;
	g_print("the head over %" G_GUINT64_FORMAT " records is witnessed\n", size);
	return TRUE;
}

static gboolean
write_heads(const char *folder, const char *path, const Wish *wish, GError **error)
{
	g_autoptr(McStore) store = mc_store_open_beside(path, error);

	return store != NULL && (!wish->head || seal(store, folder, error)) &&
	       (wish->offer == NULL || mc_tree_heads_offer(store, wish->from, wish->offer, error)) &&
	       (wish->take == NULL || take(store, folder, wish->take, error));
}

static gboolean
audit(McStore *store, const Wish *wish, GError **error)
{
	g_autoptr(McVerifier) gateway = mc_verifier_new_from_file(wish->gateway, error);
	g_autoptr(McVerifier) witness = NULL;
	g_autoptr(GBytes) held = NULL;

	if (gateway == NULL)
		return FALSE;
	if (wish->witness != NULL &&
	    (witness = mc_verifier_new_from_file(wish->witness, error)) == NULL)
		return FALSE;
	if (wish->held != NULL && (held = mc_file_bytes(wish->held, error)) == NULL)
		return FALSE;
	return mc_tree_audit(store,
	    &(McTreeAudit){.gateway = gateway,
	        .witness = witness,
	        .held = held,
	        .due_us = wish->due_days * G_TIME_SPAN_DAY,
	        .now_wall_us = now_wall_us()},
	    error);
}

static gboolean
give(McStore *store, const Wish *wish, GError **error)
{
	const McTreeWish proofs = {wish->give, wish->to, (guint64)MAX(wish->after, 0)};
	guint count = 0;

	if (!mc_tree_heads_give(store, &proofs, &count, error))
		return FALSE;
	g_print("%u proofs\n", count);
	return TRUE;
}

static gboolean
run(gconstpointer data, GError **error)
{
	const Wish *wish = data;
	g_autofree char *folder = g_build_filename(wish->state, "gateway", NULL);
	g_autofree char *path = g_build_filename(folder, "store.db", NULL);
	g_autoptr(McStore) store = NULL;

	if (wish->head || wish->offer != NULL || wish->take != NULL)
		return write_heads(folder, path, wish, error);
	store = mc_store_open_for_reading(path, error);
	if (store == NULL)
		return FALSE;
	if (wish->audit)
		return audit(store, wish, error);
	return wish->give != NULL ? give(store, wish, error) : mc_tree_heads_list(store, error);
}

static gboolean
is_whole(gconstpointer data)
{
	const Wish *wish = data;
	gboolean writes = wish->head || wish->offer != NULL || wish->take != NULL;

	return wish->state != NULL && writes + wish->list + wish->audit + (wish->give != NULL) == 1 &&
	       (wish->give == NULL) == (wish->to == NULL) && wish->audit == (wish->gateway != NULL) &&
	       (wish->audit || wish->witness == NULL) && (wish->witness != NULL || wish->held == NULL);
}

static void
clear(Wish *wish)
{
	g_free(wish->state);
	g_free(wish->offer);
	g_free(wish->take);
	g_free(wish->give);
	g_free(wish->to);
	g_free(wish->gateway);
	g_free(wish->witness);
	g_free(wish->held);
}

int
mc_tree_command(int argc, char **argv)
{
	Wish wish = {.from = -1, .due_days = 8};
	const GOptionEntry options[] = {
	    {"state", 0, 0, G_OPTION_ARG_FILENAME, &wish.state, "Folder of the provisioning", "DIR"},
	    {"head", 0, 0, G_OPTION_ARG_NONE, &wish.head, "Seal a head over all that is accepted now",
	        NULL},
	    {"offer", 0, 0, G_OPTION_ARG_FILENAME, &wish.offer,
	        "Write the newest head for the witness (\"medcheck witness\")", "FILE"},
	    {"from", 0, 0, G_OPTION_ARG_INT64, &wish.from,
	        "With --offer: as many records as he signed for last (as is known here)", "N"},
	    {"take", 0, 0, G_OPTION_ARG_FILENAME, &wish.take, "Take what the witness has signed",
	        "FILE"},
	    {"list", 0, 0, G_OPTION_ARG_NONE, &wish.list, "Print the heads", NULL},
	    {"give", 0, 0, G_OPTION_ARG_STRING, &wish.give,
	        "Write the proofs of a kiosk's records after --after into the folder --to", "KIOSK"},
	    {"after", 0, 0, G_OPTION_ARG_INT64, &wish.after, "0: of all of them", "N"},
	    {"to", 0, 0, G_OPTION_ARG_FILENAME, &wish.to, "A folder that exists", "DIR"},
	    {"audit", 0, 0, G_OPTION_ARG_NONE, &wish.audit,
	        "Hold the store against the log, and the log against its heads", NULL},
	    {"gateway", 0, 0, G_OPTION_ARG_FILENAME, &wish.gateway,
	        "With --audit: the roots of who seals the heads", "ROOTS"},
	    {"witness", 0, 0, G_OPTION_ARG_FILENAME, &wish.witness,
	        "With --audit: the roots of who witnesses them", "ROOTS"},
	    {"held", 0, 0, G_OPTION_ARG_FILENAME, &wish.held,
	        "With --witness: what he signed last, from his own disk", "FILE"},
	    {"due-days", 0, 0, G_OPTION_ARG_INT64, &wish.due_days,
	        "With --witness: how old the newest witnessed head may be (8)", "N"},
	    G_OPTION_ENTRY_NULL,
	};
	const McErrand errand = {
	    .name = "tree",
	    .purpose = "- the transparency log: heads, proofs, audit",
	    .options = options,
	    .is_whole = is_whole,
	    .wanting = "--state DIR is needed, and one of --head/--offer/--take, --list, --give with "
	               "--to, --audit with --gateway",
	    .run = run,
	};
	int status = mc_errand_main(&errand, &wish, argc, argv);

	clear(&wish);
	return status;
}
