#include "app/gateway/attempts/command.h"

#include "app/gateway/attempts/counter.h"
#include "app/gateway/attempts/list.h"
#include "app/gateway/errand/errand.h"

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
	McAttemptQuestion question = {wish->exam, wish->of, wish->all || wish->of != NULL};
	McAttemptSettings settings;
	g_autoptr(McStore) store = NULL;

	if (!mc_attempt_settings_read(file, &settings, error))
		return FALSE;
	store = mc_store_open_for_reading(path, error);
	return store != NULL && mc_attempts_list(store, &settings, &question, error);
}

static gboolean
count(const char *folder, const Wish *wish, GError **error)
{
	McCounter counter = {0};
	gboolean good = mc_counter_open(&counter, folder, error);

	if (good && wish->rebuild)
		good = mc_counter_rebuild(&counter, error);
	if (good && !wish->once && !wish->rebuild)
		mc_counter_run(&counter);
	good = good && count_all(&counter, error);
	mc_counter_clear(&counter);
	return good;
}

static gboolean
run(gconstpointer data, GError **error)
{
	const Wish *wish = data;
	g_autofree char *folder = NULL;

	if (wish->config) {
		g_autofree char *sample = mc_attempt_settings_sample();

		g_print("%s\n", sample);
		return TRUE;
	}
	folder = g_build_filename(wish->state, "gateway", NULL);
	return wish->list ? look(folder, wish, error) : count(folder, wish, error);
}

static gboolean
is_whole(gconstpointer data)
{
	const Wish *wish = data;
	gboolean asks = wish->exam != NULL || wish->of != NULL || wish->all;

	return wish->config || (wish->state != NULL && (wish->list || !asks));
}

int
mc_attempts_command(int argc, char **argv)
{
	Wish wish = {0};
	const GOptionEntry options[] = {
	    {"state", 0, 0, G_OPTION_ARG_FILENAME, &wish.state, "Folder of the provisioning", "DIR"},
	    {"once", 0, 0, G_OPTION_ARG_NONE, &wish.once, "Count what was accepted, and end", NULL},
	    {"rebuild", 0, 0, G_OPTION_ARG_NONE, &wish.rebuild,
	        "Forget what was counted, count all records again, and end", NULL},
	    {"list", 0, 0, G_OPTION_ARG_NONE, &wish.list, "Print the attempts of who had too many",
	        NULL},
	    {"exam", 0, 0, G_OPTION_ARG_STRING, &wish.exam, "With --list: of this exam", "KIND"},
	    {"of", 0, 0, G_OPTION_ARG_STRING, &wish.of,
	        "With --list: of the person whose attempt this is, however many", "REFERENCE"},
	    {"all", 0, 0, G_OPTION_ARG_NONE, &wish.all, "With --list: of everybody", NULL},
	    {"sample-config", 0, 0, G_OPTION_ARG_NONE, &wish.config, "Print an attempts.json", NULL},
	    G_OPTION_ENTRY_NULL,
	};
	const McErrand errand = {
	    .name = "attempts",
	    .purpose = "- count the attempts of each person across kiosks",
	    .options = options,
	    .is_whole = is_whole,
	    .wanting = "--state DIR is needed, and --list with --exam, --of and --all",
	    .run = run,
	};
	int status = mc_errand_main(&errand, &wish, argc, argv);

	g_free(wish.state);
	g_free(wish.exam);
	g_free(wish.of);
	return status;
}
