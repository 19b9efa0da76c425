#include "app/tools/tools.h"

#include "app/base/error.h"
#include "app/base/share.h"
#include "app/tools/observe-crew.h"
#include "app/tools/observe-file.h"
#include "app/tools/observe-proofs.h"
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

typedef struct Wishes {
	gboolean report, list;
	gint permille, workers;
	char *folder;
	GStrv files;
} Wishes;

static gint
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static gboolean
read_folder(const char *folder, GArray *scenarios, GError **error)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, error);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	const char *name = NULL;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
		if (g_str_has_suffix(name, ".json"))
			g_ptr_array_add(names, g_build_filename(folder, name, NULL));
	if (dir == NULL)
		return FALSE;
	g_ptr_array_sort(names, by_name);
	for (guint i = 0; i < names->len; i++)
		if (!mc_observe_file_read(g_ptr_array_index(names, i), scenarios, error))
			return FALSE;
	if (scenarios->len > 0)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "%s: no scenario file in it", folder);
	return FALSE;
}

static gboolean
names_none(const Wishes *wishes)
{
	return wishes->files == NULL || wishes->files[0] == NULL;
}

/* A whole folder is read: the default one, or one that was named. */
static gboolean
is_of_folder(const Wishes *wishes)
{
	gboolean any = names_none(wishes);

	for (guint i = 0; !any && wishes->files[i] != NULL; i++)
		any = g_file_test(wishes->files[i], G_FILE_TEST_IS_DIR);
	return any;
}

static gboolean
read_all(const Wishes *wishes, GArray *scenarios, GError **error)
{
	if (names_none(wishes))
		return read_folder(wishes->folder, scenarios, error);
	for (guint i = 0; wishes->files[i] != NULL; i++) {
		gboolean good = g_file_test(wishes->files[i], G_FILE_TEST_IS_DIR)
		                    ? read_folder(wishes->files[i], scenarios, error)
		                    : mc_observe_file_read(wishes->files[i], scenarios, error);

		if (!good)
			return FALSE;
	}
	return TRUE;
}

/* A scenario's name as a metric's. */
static char *
metric_name(const McScenario *scenario, McMeasure measure)
{
	g_autofree char *name = g_ascii_strdown(scenario->name, -1);

	/* A sign before a number stays readable: "5.0 -100" is 5.0_m100. */
	for (char *c = name; *c != '\0'; c++) {
		if ((*c == '+' || *c == '-') && g_ascii_isdigit(c[1]))
			*c = *c == '+' ? 'p' : 'm';
		else if (!g_ascii_isalnum(*c) && *c != '.')
			*c = '_';
	}
	return g_strdup_printf("%s_%s", name, mc_measure_name(measure));
}

static void
print_metrics(const McScenario *scenario, const McTally *tally)
{
	for (guint m = 0; m < MC_MEASURES; m++) {
		g_autofree char *name = metric_name(scenario, (McMeasure)m);

		if (!mc_scenario_has(scenario, (McMeasure)m))
			continue;
		g_print("metric %s %.5f %s\n", name, mc_tally_measure(tally, (McMeasure)m),
		    mc_measure_unit(scenario, (McMeasure)m));
	}
}

/* A bar's limit as a metric of its own beside the figure. */
static void
print_limit(const McScenario *scenario, const McBar *bar)
{
	g_autofree char *name = metric_name(scenario, bar->measure);

	g_print("metric %s_%s %g %s\n", name, bar->at_least ? "at_least" : "at_most", bar->limit,
	    mc_measure_unit(scenario, bar->measure));
}

/* Returns how many bars do not hold. */
static guint
print_bars(const McScenario *scenario, const McTally *tally, gboolean report)
{
	guint broken = 0;

	g_print("# %s: %" G_GINT64_FORMAT " people\n", scenario->name, tally->people);
	for (gint i = 0; i < scenario->bars; i++) {
		const McBar *bar = &scenario->bar[i];
		gboolean holds = mc_scenario_holds(scenario, tally, bar);

		if (report)
			print_limit(scenario, bar);
		g_print("#   %-6s %-13s %9.4f %s %g\n", holds ? "holds" : "BROKEN",
		    mc_measure_name(bar->measure), mc_tally_measure(tally, bar->measure),
		    bar->at_least ? ">=" : "<=", bar->limit);
		broken += holds ? 0 : 1;
	}
	return broken;
}

static void
print_proof_limit(const McProof *proof)
{
	g_print("metric %s_at_most %g %s\n", proof->name, proof->at_most, proof->unit);
}

/* What no scenario can say, in the report on the whole folder. Returns how many do not hold. */
static guint
print_proofs(void)
{
	McProof proofs[MC_PROOFS];
	double wall_s = mc_proofs_take(proofs);
	guint broken = 0;

	g_print("metric acuity_1e5_exams_wall_on_2_cores %.1f s\n", wall_s);
	for (guint i = 0; i < MC_PROOFS; i++) {
		const McProof *proof = &proofs[i];
		gboolean holds = mc_proof_holds(proof);

		g_print("metric %s %.5f %s\n", proof->name, proof->value, proof->unit);
		print_proof_limit(proof);
		g_print("#   %-6s %s\n", holds ? "holds" : "BROKEN", proof->name);
		broken += holds ? 0 : 1;
	}
	return broken;
}

static double
cpu_s(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

static void
print_speed(gint64 people, gint64 wall_us, gint workers)
{
	double exams = (double)MAX(people, 1);

	g_print("metric observe_exams %" G_GINT64_FORMAT " exams\n", people);
	g_print("metric observe_exam_cpu %.1f us\n", 1e6 * cpu_s() / exams);
	g_print("metric observe_1e5_exams_wall %.1f s\n", (double)wall_us * 1e-6 * 1e5 / exams);
	g_print("metric observe_1e5_exams_cpu_per_core %.1f s\n", cpu_s() * 1e5 / exams / workers);
}

/* Every bar, and nobody comes. */
static int
list(const Wishes *wishes, const GArray *scenarios)
{
	McProof proofs[MC_PROOFS];

	mc_proofs_name(proofs);
	for (guint i = 0; i < scenarios->len; i++) {
		const McScenario *one = &g_array_index(scenarios, McScenario, i);

		for (gint k = 0; k < one->bars; k++)
			print_limit(one, &one->bar[k]);
	}
	for (guint i = 0; i < MC_PROOFS && is_of_folder(wishes); i++)
		print_proof_limit(&proofs[i]);
	return MC_TOOL_GOOD;
}

static int
take(const Wishes *wishes, const GArray *scenarios)
{
	const McScenario *all = (const McScenario *)(void *)scenarios->data;
	g_autofree McTally *tally = g_new0(McTally, scenarios->len);
	g_autofree gint *runs = g_new0(gint, scenarios->len);
	g_autoptr(GError) error = NULL;
	gint64 start_us = g_get_monotonic_time();
	gint64 people = 0;
	guint broken = 0, bars = 0;

	for (guint i = 0; i < scenarios->len; i++)
		runs[i] = CLAMP((gint)((gint64)all[i].runs * wishes->permille / 1000), 50, all[i].runs);
	if (!mc_observe_crew_run(all, scenarios->len, runs, (guint)wishes->workers, tally, &error)) {
		g_printerr("medcheck: %s\n", error->message);
		return MC_TOOL_WRONG_USE;
	}
	for (guint i = 0; i < scenarios->len; i++) {
		if (wishes->report)
			print_metrics(&all[i], &tally[i]);
		broken += print_bars(&all[i], &tally[i], wishes->report);
		bars += (guint)all[i].bars;
		people += tally[i].people;
	}
	if (wishes->report)
		print_speed(people, g_get_monotonic_time() - start_us, wishes->workers);
	if (wishes->report && is_of_folder(wishes)) {
		broken += print_proofs();
		bars += MC_PROOFS;
	}
	g_print("metric observe_bars %u bars\nmetric observe_bars_broken %u bars\n", bars, broken);
	return broken == 0 ? MC_TOOL_GOOD : MC_TOOL_NOT_AS_STATED;
}

static int
observe(const Wishes *wishes)
{
	g_autoptr(GArray) scenarios = g_array_new(FALSE, TRUE, sizeof(McScenario));
	g_autoptr(GError) error = NULL;

	if (!read_all(wishes, scenarios, &error)) {
		g_printerr("medcheck: %s\n", error->message);
		return MC_TOOL_WRONG_USE;
	}
	return wishes->list ? list(wishes, scenarios) : take(wishes, scenarios);
}

static gint
cores(void)
{
	return (gint)CLAMP(sysconf(_SC_NPROCESSORS_ONLN), 1, 64);
}

/* Those of the package; of the source tree in which one stands. */
static char *
default_folder(void)
{
	g_autofree char *share = mc_share_of_this_program();
	g_autofree char *installed = g_build_filename(share, "observers", NULL);

	if (g_file_test(installed, G_FILE_TEST_IS_DIR))
		return g_steal_pointer(&installed);
	return g_strdup("data/observers");
}

int
mc_tool_observe(int argc, char **argv)
{
	Wishes wishes = {.permille = 1000, .workers = cores()};
	const GOptionEntry entries[] = {
	    {"report", 0, 0, G_OPTION_ARG_NONE, &wishes.report, "Print every figure as a metric", NULL},
	    {"bars", 0, 0, G_OPTION_ARG_NONE, &wishes.list, "Print every bar's limit; nobody comes",
	        NULL},
	    {"runs-permille", 0, 0, G_OPTION_ARG_INT, &wishes.permille,
	        "Let only so many of each thousand people come; bars then give way by 3 sigma", "N"},
	    {"workers", 0, 0, G_OPTION_ARG_INT, &wishes.workers, "Processes; the result is the same",
	        "N"},
	    {"scenarios", 0, 0, G_OPTION_ARG_FILENAME, &wishes.folder,
	        "Folder that is read without FILE (the package's own)", "FOLDER"},
	    {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &wishes.files, NULL, NULL}, {NULL}};
	g_autoptr(GOptionContext) context = g_option_context_new("[FILE…]");
	g_autoptr(GError) error = NULL;
	int status = MC_TOOL_WRONG_USE;

	g_option_context_set_summary(context,
	    "Lets simulated people take the exams of numbered scenario files, and says whether their\n"
	    "bars hold. Exit status 1 when one does not.");
	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error))
		g_printerr("medcheck: %s\n", error->message);
	else if (wishes.permille < 1 || wishes.permille > 1000 || wishes.workers < 1 ||
	         wishes.workers > 64)
		g_printerr("medcheck: runs-permille is not from 1 to 1000, or workers not from 1 to 64\n");
	else {
		if (wishes.folder == NULL)
			wishes.folder = default_folder();
		status = observe(&wishes);
	}
	g_free(wishes.folder);
	g_strfreev(wishes.files);
	return status;
}
