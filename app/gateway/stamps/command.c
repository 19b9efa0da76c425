#include "app/gateway/stamps/command.h"

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
run(const Wish *wish, GError **error)
{
	g_autofree char *folder = g_build_filename(wish->state, "gateway", NULL);
	McStamper stamper = {0};
	gboolean good = FALSE;

	if (wish->list || wish->give != NULL)
		return look(folder, wish, error);
	good = mc_stamper_open(&stamper, folder, error);
	if (good && !wish->once && !wish->renew)
		mc_stamper_run(&stamper);
	good = good && stamp_all(&stamper, wish, error);
	mc_stamper_clear(&stamper);
	return good;
}

static gboolean
parse(int *argc, char ***argv, Wish *wish, GError **error)
{
	const GOptionEntry options[] = {
	    {"state", 0, 0, G_OPTION_ARG_FILENAME, &wish->state, "Folder of the provisioning", "DIR"},
	    {"once", 0, 0, G_OPTION_ARG_NONE, &wish->once, "Have stamped what waits, and end", NULL},
	    {"renew", 0, 0, G_OPTION_ARG_NONE, &wish->renew,
	        "The same, and renew the stamps though none runs out soon", NULL},
	    {"list", 0, 0, G_OPTION_ARG_NONE, &wish->list, "Print the stamps", NULL},
	    {"give", 0, 0, G_OPTION_ARG_STRING, &wish->give,
	        "Write the proofs of a kiosk's records after --after into the folder --to", "KIOSK"},
	    {"after", 0, 0, G_OPTION_ARG_INT64, &wish->after, "0: of all of them", "N"},
	    {"to", 0, 0, G_OPTION_ARG_FILENAME, &wish->to, "A folder that exists", "DIR"},
	    {"sample-config", 0, 0, G_OPTION_ARG_NONE, &wish->config, "Print a stamps.json", NULL},
	    G_OPTION_ENTRY_NULL,
	};
	g_autoptr(GOptionContext) context =
	    g_option_context_new("- have the accepted records stamped by a time-stamping authority");

	g_option_context_add_main_entries(context, options, NULL);
	if (!g_option_context_parse(context, argc, argv, error))
		return FALSE;
	if (wish->config || (wish->state != NULL && (wish->give == NULL) == (wish->to == NULL)))
		return TRUE;
	g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
	    "--state DIR is needed, and --to DIR with --give");
	return FALSE;
}

static void
clear(Wish *wish)
{
	g_free(wish->state);
	g_free(wish->give);
	g_free(wish->to);
}

int
mc_stamps_command(int argc, char **argv)
{
	Wish wish = {0};
	g_autoptr(GError) error = NULL;
	int status = 0;

	g_log_writer_default_set_use_stderr(TRUE);
	if (!parse(&argc, &argv, &wish, &error))
		status = 2;
	else if (wish.config) {
		g_autofree char *sample = mc_stamp_settings_sample();

		g_print("%s\n", sample);
	} else if (!run(&wish, &error))
		status = 1;
	if (error != NULL)
		g_printerr("medcheck-gateway stamps: %s\n", error->message);
	clear(&wish);
	return status;
}
