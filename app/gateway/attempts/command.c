#include "app/gateway/attempts/command.h"

#include "app/gateway/attempts/counter.h"
#include "app/gateway/attempts/list.h"

typedef struct Wish {
	char *state, *exam, *of;
	gboolean once, rebuild, list, all, config;
} Wish;

static gboolean
count_all(McCounter *counter, GError **error)
{
	guint count = 0, sum = 0;

	if (!mc_counter_forget(counter, error))
		return FALSE;
	do {
		if (!mc_counter_step(counter, &count, error))
			return FALSE;
		sum += count;
	} while (count > 0);
	g_print("%u records looked at\n", sum);
	return TRUE;
}

/* Without the keys: an officer may look who may not count. */
static gboolean
look(const char *folder, const Wish *wish, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "store.db", NULL);
	g_autofree char *file = g_build_filename(folder, "attempts", "attempts.json", NULL);
	McAttemptQuestion question = {wish->exam, wish->of, wish->all};
	McAttemptSettings settings;
	g_autoptr(McStore) store = NULL;

	if (!mc_attempt_settings_read(file, &settings, error))
		return FALSE;
	store = mc_store_open_for_reading(path, error);
	return store != NULL && mc_attempts_list(store, &settings, &question, error);
}

static gboolean
run(const Wish *wish, GError **error)
{
	g_autofree char *folder = g_build_filename(wish->state, "gateway", NULL);
	McCounter counter = {0};
	gboolean good = FALSE;

	if (wish->list)
		return look(folder, wish, error);
	good = mc_counter_open(&counter, folder, error);
	if (good && wish->rebuild)
		good = mc_counter_rebuild(&counter, error);
	if (good && !wish->once && !wish->rebuild)
		mc_counter_run(&counter);
	good = good && count_all(&counter, error);
	mc_counter_clear(&counter);
	return good;
}

static gboolean
parse(int *argc, char ***argv, Wish *wish, GError **error)
{
	const GOptionEntry options[] = {
	    {"state", 0, 0, G_OPTION_ARG_FILENAME, &wish->state, "Folder of the provisioning", "DIR"},
	    {"once", 0, 0, G_OPTION_ARG_NONE, &wish->once, "Count what was accepted, and end", NULL},
	    {"rebuild", 0, 0, G_OPTION_ARG_NONE, &wish->rebuild,
	        "Forget what was counted, count all records again, and end", NULL},
	    {"list", 0, 0, G_OPTION_ARG_NONE, &wish->list, "Print the attempts of who had too many",
	        NULL},
	    {"exam", 0, 0, G_OPTION_ARG_STRING, &wish->exam, "With --list: of this exam", "KIND"},
	    {"of", 0, 0, G_OPTION_ARG_STRING, &wish->of,
	        "With --list: of the person whose attempt this is, however many", "REFERENCE"},
	    {"all", 0, 0, G_OPTION_ARG_NONE, &wish->all, "With --list: of everybody", NULL},
	    {"sample-config", 0, 0, G_OPTION_ARG_NONE, &wish->config, "Print an attempts.json", NULL},
	    G_OPTION_ENTRY_NULL,
	};
	g_autoptr(GOptionContext) context =
	    g_option_context_new("- count the attempts of each person across kiosks");

	g_option_context_add_main_entries(context, options, NULL);
	if (!g_option_context_parse(context, argc, argv, error))
		return FALSE;
	wish->all = wish->all || wish->of != NULL;
	if (wish->config || (wish->state != NULL && (wish->list || (wish->exam == NULL && !wish->all))))
		return TRUE;
	g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
	    "--state DIR is needed, and --list with --exam, --of and --all");
	return FALSE;
}

static void
clear(Wish *wish)
{
	g_free(wish->state);
	g_free(wish->exam);
	g_free(wish->of);
}

int
mc_attempts_command(int argc, char **argv)
{
	Wish wish = {0};
	g_autoptr(GError) error = NULL;
	int status = 0;

	g_log_writer_default_set_use_stderr(TRUE);
	if (!parse(&argc, &argv, &wish, &error))
		status = 2;
	else if (wish.config) {
		g_autofree char *sample = mc_attempt_settings_sample();

		g_print("%s\n", sample);
	} else if (!run(&wish, &error))
		status = 1;
	if (error != NULL)
		g_printerr("medcheck-gateway attempts: %s\n", error->message);
	clear(&wish);
	return status;
}
