/* What does not happen: an idle kiosk makes no traffic and wakes for nothing; something that is on
 * is kept alive, and goes off when the program ends. */
#include "tests/support/instruments/bench.h"

#include <string.h>

static const BenchOptions all = {
    .plugged = {TRUE, TRUE, TRUE, TRUE}, .commands = {"head in", "headphones on"}};

static gboolean
on_over(gpointer data)
{
	*(gboolean *)data = TRUE;
	return G_SOURCE_REMOVE;
}

/* Every instrument and the camera, and in the places of three of them those of another make. */
static const BenchOptions shelves[] = {
    {.plugged = {TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE},
        .commands = {"head in", "headphones on"},
        .camera = TRUE},
    {.plugged = {[MC_DEVICE_RESPONSE_PAD] = TRUE},
        .gamepad = TRUE,
        .sound_card = TRUE,
        .scale = TRUE},
};

/* How often the threads of a process have waited. */
static guint64
waits_of(const char *process)
{
	g_autofree char *path = g_strdup_printf("/proc/%s/task", process);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *thread;
	guint64 waits = 0;

	while (dir != NULL && (thread = g_dir_read_name(dir)) != NULL) {
		g_autofree char *file = g_build_filename(path, thread, "status", NULL), *status = NULL;
		const char *line = g_file_get_contents(file, &status, NULL, NULL)
		                       ? strstr(status, "\nvoluntary_ctxt_switches:")
		                       : NULL;

		waits += line == NULL ? 0 : g_ascii_strtoull(strchr(line, ':') + 1, NULL, 10);
	}
	return waits;
}

/* The processes that ours has started: the camera's, or none. */
static guint64
waits_of_children(guint *count)
{
	g_autoptr(GDir) dir = g_dir_open("/proc/self/task", 0, NULL);
	const char *thread;
	guint64 waits = 0;

	*count = 0;
	while ((thread = g_dir_read_name(dir)) != NULL) {
		g_autofree char *file = g_build_filename("/proc/self/task", thread, "children", NULL);
		g_autofree char *children = NULL;
		g_auto(GStrv) words = NULL;

		if (!g_file_get_contents(file, &children, NULL, NULL))
			continue;
		words = g_strsplit(g_strstrip(children), " ", -1);
		for (guint i = 0; words[i] != NULL; i++, (*count)++)
			waits += waits_of(words[i]);
	}
	return waits;
}

static void
until_at_rest(Bench *bench)
{
	const BenchOptions *options = &bench->options;
	guint64 waits;
	guint children;

	for (guint kind = 0; kind < MC_DEVICE_KINDS; kind++)
		if (options->plugged[kind] || (options->sound_card && kind == MC_DEVICE_AUDIOMETER) ||
		    (options->scale && kind == MC_DEVICE_STATURE))
			bench_until_ready(bench, (McDeviceKind)kind);
	if (options->camera)
		bench_until_ready(bench, MC_DEVICE_CAMERA);
	if (options->plugged[MC_DEVICE_VISION_TESTER])
		bench_until(bench, &bench->vision_conditions, 1);
	if (options->plugged[MC_DEVICE_AUDIOMETER])
		bench_until(bench, &bench->hearing_conditions, 1);
	do {
		waits = waits_of_children(&children);
		bench_for(bench, 100);
	} while (bench_next_timer_ms() != -1 || waits_of_children(&children) != waits);
}

static void
test_idle(gconstpointer shelf)
{
	g_autoptr(Bench) bench = bench_new(shelf);
	guint64 childrens;
	guint children;
	McSimRigCounts before[MC_SIM_RIG_DEVICES];
	gboolean over = FALSE;
	guint turns = 0;

	until_at_rest(bench);
	for (guint i = 0; i < MC_SIM_RIG_DEVICES; i++)
		before[i] = mc_sim_rig_counts(bench->rig, (McSimRigDevice)i);
	childrens = waits_of_children(&children);
	g_assert_cmpuint(children, ==, bench->options.camera ? 1 : 0);
	g_assert_true((childrens > 0) == bench->options.camera);
	g_timeout_add(1000, on_over, &over);
	while (!over) {
		g_main_context_iteration(NULL, TRUE);
		turns++;
	}
	/* the one turn is the test's own timer, and there is no other to come */
	g_assert_cmpuint(turns, <=, 2);
	g_assert_cmpint(bench_next_timer_ms(), ==, -1);
	g_assert_cmpuint(waits_of_children(&children), ==, childrens);
	for (guint i = 0; i < MC_SIM_RIG_DEVICES; i++)
		g_assert_cmpuint(
		    mc_sim_rig_counts(bench->rig, (McSimRigDevice)i).requests, ==, before[i].requests);
}

/* Longer than the instrument's 2 s of host silence. */
static void
test_kept_alive(void)
{
	BenchOptions options = all;
	g_autoptr(Bench) bench = NULL;

	options.guarded = TRUE;
	bench = bench_new(&options);
	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->shown, 1);
	bench_for(bench, 2500);
	bench_until_rig(bench, "vision.on=1");
	g_assert_cmpuint(bench->vision_lost, ==, 0);
	bench->vision->dark(bench->vision->self);
	bench_until_rig(bench, "vision.on=0");
}

static void
test_dark(void)
{
	g_autoptr(Bench) bench = bench_new(&all);

	bench->vision->dark(bench->vision->self); /* harmless before anything */
	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	bench_show(bench, MC_DIRECTION_LEFT);
	bench->vision->dark(bench->vision->self);
	bench_show(bench, MC_DIRECTION_UP);
	bench_until(bench, &bench->shown, 1);
	bench_until_rig(bench, "vision.direction=UP");
	bench->vision->dark(bench->vision->self);
	bench_until_rig(bench, "vision.on=0");
	bench_show(bench, MC_DIRECTION_DOWN);
	bench_until(bench, &bench->shown, 2);
	bench_do(bench, "key down");
	bench_until(bench, &bench->answered, 1);
	g_assert_cmpuint(bench->vision_lost, ==, 0);
	g_assert_cmpuint(bench->shown, ==, 2);
}

static void
test_last_word(void)
{
	g_autoptr(Bench) bench = bench_new(&all);
	g_autofree char *state = NULL;

	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_play(bench, 300);
	bench_until_rig(bench, "vision.on=1");
	bench_until_rig(bench, "audiometer.on=1");
	g_clear_pointer(&bench->instruments, mc_instruments_free);
	state = mc_sim_rig_command(bench->rig, "state");
	g_assert_nonnull(strstr(state, "vision.on=0"));
	g_assert_nonnull(strstr(state, "audiometer.on=0"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/quiet/idle/first", &shelves[0], test_idle);
	g_test_add_data_func("/quiet/idle/second", &shelves[1], test_idle);
	g_test_add_func("/quiet/kept-alive", test_kept_alive);
	g_test_add_func("/quiet/dark", test_dark);
	g_test_add_func("/quiet/last-word", test_last_word);
	return g_test_run();
}
