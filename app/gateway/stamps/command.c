#include "app/gateway/stamps/command.h"

#include "app/gateway/errand/errand.h"
#include "app/gateway/stamps/stamper.h"

typedef struct Wish {
	char *state, *give, *to;
	gboolean once, renew, list, config;
	gint64 after;
} Wish;

static gboolean
stamp_all(McStamper *stamper, const Wish *wish, GError **error)
{
	guint count = 0;

	do {
		if (!mc_stamper_step(stamper, &count, error))
			return FALSE;
		if (count > 0)
			g_print("%u records stamped\n", count);
	} while (count > 0);
	if (!mc_stamper_renew(stamper, wish->renew, &count, error))
		return FALSE;
	if (count > 0)
		g_print("%u answers renewed\n", count);
	return TRUE;
}

static gboolean
give(McStore *store, const Wish *wish, GError **error)
{
	McStampWish stamps = {wish->give, wish->to, (guint64)MAX(wish->after, 0)};
	guint count = 0;

	if (!mc_stamper_give(store, &stamps, &count, error))
		return FALSE;
	g_print("%u proofs\n", count);
	return TRUE;
}

static gboolean
look(const char *folder, const Wish *wish, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "store.db", NULL);
	g_autoptr(McStore) store = mc_store_open_for_reading(path, error);

	if (store == NULL)
		return FALSE;
	return wish->list ? mc_stamper_list(store, error) : give(store, wish, error);
}

static gboolean
stamp(const char *folder, const Wish *wish, GError **error)
{
	McStamper stamper = {0};
	gboolean good = mc_stamper_open(&stamper, folder, error);

	if (good && !wish->once && !wish->renew)
		mc_stamper_run(&stamper);
	good = good && stamp_all(&stamper, wish, error);
	mc_stamper_clear(&stamper);
	return good;
}

static gboolean
run(gconstpointer data, GError **error)
{
	const Wish *wish = data;
	g_autofree char *folder = NULL;

	if (wish->config) {
		g_autofree char *sample = mc_stamp_settings_sample();

		g_print("%s\n", sample);
		return TRUE;
	}
	folder = g_build_filename(wish->state, "gateway", NULL);
	return wish->list || wish->give != NULL ? look(folder, wish, error)
	                                        : stamp(folder, wish, error);
}

static gboolean
is_whole(gconstpointer data)
{
	const Wish *wish = data;

	return wish->config || (wish->state != NULL && (wish->give == NULL) == (wish->to == NULL));
}

int
mc_stamps_command(int argc, char **argv)
{
	Wish wish = {0};
	const GOptionEntry options[] = {
	    {"state", 0, 0, G_OPTION_ARG_FILENAME, &wish.state, "Folder of the provisioning", "DIR"},
	    {"once", 0, 0, G_OPTION_ARG_NONE, &wish.once, "Have stamped what waits, and end", NULL},
	    {"renew", 0, 0, G_OPTION_ARG_NONE, &wish.renew,
	        "The same, and renew the stamps though none runs out soon", NULL},
	    {"list", 0, 0, G_OPTION_ARG_NONE, &wish.list, "Print the stamps", NULL},
	    {"give", 0, 0, G_OPTION_ARG_STRING, &wish.give,
	        "Write the proofs of a kiosk's records after --after into the folder --to", "KIOSK"},
	    {"after", 0, 0, G_OPTION_ARG_INT64, &wish.after, "0: of all of them", "N"},
	    {"to", 0, 0, G_OPTION_ARG_FILENAME, &wish.to, "A folder that exists", "DIR"},
	    {"sample-config", 0, 0, G_OPTION_ARG_NONE, &wish.config, "Print a stamps.json", NULL},
	    G_OPTION_ENTRY_NULL,
	};
	const McErrand errand = {
	    .name = "stamps",
	    .purpose = "- have the accepted records stamped by a time-stamping authority",
	    .options = options,
	    .is_whole = is_whole,
	    .wanting = "--state DIR is needed, and --to DIR with --give",
	    .run = run,
	};
	int status = mc_errand_main(&errand, &wish, argc, argv);

	g_free(wish.state);
	g_free(wish.give);
	g_free(wish.to);
	return status;
}
