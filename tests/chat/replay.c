/* T8: a fault that the flight recorder kept is played back to the driver, and it fails the same
 * way: same words, same error, same cause. */
#include "app/base/error.h"
#include "drivers/usbmon/usbmon.h"
#include "tests/kit/provision.h"

#include "bundle.h"
#include "plugged.h"
#include "replay-rows.h"

#include <stdio.h>
#include <string.h>

#define ALONE "--alone" /* the program that is started, not the test */

/* How it went: the words of the log, and what the record is called. */
typedef struct Failure {
	char words[160];
	char record[64]; /* KIND-CAUSE.pcap */
	char *path;
	gint error_code;
} Failure;

static char failed_with[160]; /* the first message of a failure; the log has no other way out */

static void
on_log(const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
	gboolean is_board = strstr(message, ", ") != NULL; /* "vision-tester: ready, none" */

	if (!is_board && failed_with[0] == '\0')
		g_strlcpy(failed_with, message, sizeof failed_with);
}

static gboolean
take_record(const char *folder, Failure *failure)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name = dir == NULL ? NULL : g_dir_read_name(dir);

	if (name == NULL)
		return FALSE;
	g_strlcpy(failure->record, strstr(name, "Z-") + 2, sizeof failure->record);
	g_clear_pointer(&failure->path, g_free);
	failure->path = g_build_filename(folder, name, NULL);
	return TRUE;
}

static guint
lost(const Bench *bench)
{
	return bench->vision_lost + bench->hearing_lost + bench->stature_lost + bench->reader_lost +
	       bench->pad_lost + bench->printer_lost + bench->references_lost;
}

static void
enrol_what_is_there(Bench *bench, McDeviceKind kind)
{
	McEnrolment enrolment = {kind, "", "", "EX-0061", 20260105, 20991231};

	g_strlcpy(enrolment.serial, bench->devices->info(bench->devices->self, kind)->serial,
	    sizeof enrolment.serial);
	bench->devices->set_enrolments(bench->devices->self, &enrolment, 1);
	bench->cause[kind] = MC_CAUSE_NONE; /* until it is told anew */
}

/* It is used as soon as it is ready, and not at all when it breaks before: what was recorded when
 * nobody asked for anything is played as soon as nobody does. */
static void
use_until_lost(const ReplayInstrument *instrument, Bench *bench, const char *line,
    const char *folder, Failure *failure)
{
	while (bench->state[instrument->kind] != MC_DEVICE_READY && !take_record(folder, failure)) {
		g_main_context_iteration(NULL, TRUE);
		if (bench->cause[instrument->kind] == MC_CAUSE_NOT_ENROLLED) /* known by its port alone */
			enrol_what_is_there(bench, instrument->kind);
	}
	if (failure->path != NULL)
		return;
	if (line != NULL)
		bench_do(bench, line);
	do { /* an emulated machine may be too slow for a sound: that is no fault of the card */
		guint before = lost(bench);

		instrument->use(bench);
		while (lost(bench) == before)
			g_main_context_iteration(NULL, TRUE);
	} while (instrument->is_sound_card && bench->error_code == MC_ERROR_TIMEOUT);
}

/* Runs the instrument until it fails. fault NULL: replay brings it. */
static void
fail(const ReplayInstrument *instrument, const char *fault, const char *replay, gboolean at_start,
    const char *folder, Failure *failure)
{
	/* the others have less to say before they are known */
	gboolean is_second = at_start && instrument->faults == replay_usbtmc_faults;
	g_autofree char *line =
	    fault == NULL ? NULL : replay_fault_line(instrument, fault, is_second ? " skip=2" : "");
	BenchOptions options = {
	    .clock_rate = instrument->clock_rate, .flights = folder, .replay = replay};
	g_autofree char *early = NULL;
	guint commands = 0;
	Bench *bench;

	options.plugged[instrument->kind] = !instrument->is_sound_card && !instrument->is_scale;
	options.sound_card = instrument->is_sound_card;
	options.gamepad = instrument->is_gamepad;
	options.split_pipes = instrument->has_split_pipes;
	options.scale = instrument->is_scale;
	options.scale_plug = instrument->plug;
	if (instrument->prepare != NULL)
		options.commands[commands++] = instrument->prepare;
	if (line != NULL && (at_start || g_str_has_prefix(line, "set "))) /* … is always so */
		options.commands[commands++] = early = g_steal_pointer(&line);
	failed_with[0] = '\0';
	bench = bench_new(&options);
	if (!at_start)
		use_until_lost(instrument, bench, line, folder, failure);
	while (!take_record(folder, failure))
		g_main_context_iteration(NULL, TRUE);
	g_strlcpy(failure->words, failed_with, sizeof failure->words);
	failure->error_code = bench->error_code;
	bench_free(bench);
}

typedef struct Case {
	const ReplayInstrument *instrument;
	const char *fault;
	gboolean at_start;
} Case;

static void
test_replay(gconstpointer data)
{
	const Case *the_case = data;
	char *here = mc_test_folder_new(), *there = mc_test_folder_new();
	Failure recorded = {.path = NULL}, played = {.path = NULL};
	guint handler = g_log_set_handler("medcheck-device", G_LOG_LEVEL_MESSAGE, on_log, NULL);

	fail(the_case->instrument, the_case->fault, NULL, the_case->at_start, here, &recorded);
	fail(the_case->instrument, NULL, recorded.path, the_case->at_start, there, &played);
	g_assert_cmpstr(played.words, ==, recorded.words);
	g_assert_cmpstr(played.words, !=, "");
	g_assert_cmpstr(played.record, ==, recorded.record);
	g_assert_cmpint(played.error_code, ==, recorded.error_code);
	g_log_remove_handler("medcheck-device", handler);
	g_free(recorded.path);
	g_free(played.path);
	mc_test_folder_remove(here);
	mc_test_folder_remove(there);
}

/* It stays broken as long as it is played, start for start: the board shows its cause. */
static void
test_stays(gconstpointer data)
{
	const Case *the_case = data;
	char *here = mc_test_folder_new();
	Failure recorded = {.path = NULL};
	BenchOptions options = {.clock_rate = 10, .split_pipes = the_case->instrument->has_split_pipes};
	Bench *bench;

	fail(the_case->instrument, the_case->fault, NULL, TRUE, here, &recorded);
	options.replay = recorded.path; /* plugs its instrument in by itself */
	bench = bench_new(&options);
	bench_until_state(bench, the_case->instrument->kind, MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL);
	bench_free(bench);
	g_free(recorded.path);
	mc_test_folder_remove(here);
}

/* The same out of the kiosk's support bundle and by the program's own option: below a program that
 * knows nothing of the simulator the instrument of the record fails with the same words. */
static void
test_option(void)
{
	char *state = mc_test_folder_new();
	g_autofree char *flights = bundle_flights_of(state), *bundled = NULL;
	Failure recorded = {.path = NULL};
	g_auto(GStrv) environment = g_environ_unsetenv(g_get_environ(), "LD_PRELOAD");
	const char *words[] = {MC_DEVSIM, "--devices", "none", "--replay", NULL, "--", "/proc/self/exe",
	    ALONE, "vision", NULL};
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *said = NULL;
	g_autoptr(GError) error = NULL;
	int status = -1;
	guint handler = g_log_set_handler("medcheck-device", G_LOG_LEVEL_MESSAGE, on_log, NULL);

	fail(&replay_instruments[REPLAY_VISION], "ep=82 kind=garbage arg=3", NULL, TRUE, flights,
	    &recorded);
	g_log_remove_handler("medcheck-device", handler);
	words[4] = bundled = bundle_record(state, recorded.path);
	words[6] = self;
	g_spawn_sync(NULL, (char **)words, environment, 0, NULL, NULL, &said, NULL, &status, &error);
	g_assert_no_error(error);
	g_assert_true(g_spawn_check_wait_status(status, NULL));
	g_assert_cmpstr(said, ==, recorded.words);
	g_free(recorded.path);
	mc_test_folder_remove(state);
}

/* What a program of its own makes of what is on its bus, on standard output. */
static int
fail_alone(const char *name)
{
	Plugged plugged;

	g_log_set_handler("medcheck-device", G_LOG_LEVEL_MESSAGE, on_log, NULL);
	plugged_begin_with_what_is_there(&plugged, plugged_subject(name));
	failed_with[0] = '\0'; /* that nobody had adopted it */
	plugged_until(&plugged, &plugged.failed, 2);
	plugged_end(&plugged);
	fputs(failed_with, stdout);
	return 0;
}

/* What cannot be played says so. */
static void
test_refused(void)
{
	static const char *const contents[] = {"", "not a trace", "\xd4\xc3\xb2\xa1"};
	char *folder = mc_test_folder_new();
	g_autofree char *path = g_build_filename(folder, "record", NULL);

	for (guint i = 0; i < G_N_ELEMENTS(contents); i++) {
		const McSimRigOptions options = {.replay = path};
		g_autoptr(GError) error = NULL;

		g_assert_true(g_file_set_contents(path, contents[i], -1, NULL));
		g_assert_null(mc_sim_rig_new(&options, &error));
		g_assert_nonnull(strstr(error->message, "no flight record"));
		g_assert_nonnull(strstr(error->message, path));
	}
	mc_test_folder_remove(folder);
}

/* ---- the trace of the whole bus ---- */

typedef struct Traced {
	guint submitted, completed, descriptors;
	gboolean has_identity;
	gint64 last_us;
} Traced;

static void
take(const McUsbmonEvent *event, gpointer data)
{
	Traced *self = data;

	self->submitted += event->is_completion ? 0 : 1;
	self->completed += event->is_completion ? 1 : 0;
	self->descriptors +=
	    event->has_setup && event->setup[0] == 0x80 && event->setup[1] == 6 ? 1 : 0;
	if (event->kept > 12 && memmem(event->bytes, event->kept, "VT-000117", 9) != NULL)
		self->has_identity = TRUE;
	g_assert_cmpint(event->at_wall_us, >=, self->last_us);
	self->last_us = event->at_wall_us;
}

static void
test_trace(void)
{
	static const guint8 magic[] = {0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0};
	char *folder = mc_test_folder_new();
	g_autofree char *path = g_build_filename(folder, "trace.pcap", NULL), *bytes = NULL;
	g_autofree char *problem = NULL;
	const BenchOptions options = {
	    .plugged = {[MC_DEVICE_VISION_TESTER] = TRUE}, .clock_rate = 10, .trace = path};
	Bench *bench = bench_new(&options);
	Traced traced = {0};
	gsize size = 0;

	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	bench_free(bench);
	g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
	/* the file's own header, by its specification: magic, version 2.4, and at 20 the link type */
	g_assert_cmpmem(bytes, sizeof magic, magic, sizeof magic);
	g_assert_cmpint(bytes[20], ==, (char)220);
	g_assert_true(mc_usbmon_read(bytes, size, take, &traced, &problem));
	g_assert_cmpuint(traced.submitted, ==, traced.completed);
	g_assert_cmpuint(traced.submitted, >, 20);
	g_assert_cmpuint(traced.descriptors, >=, 2); /* a real kernel asks oftener */
	g_assert_true(traced.has_identity);
	mc_test_folder_remove(folder);
}

static void
add_cases(GArray *cases)
{
	for (guint i = 0; i < replay_instrument_count; i++)
		for (const char *const *fault = replay_instruments[i].faults; *fault != NULL; fault++) {
			Case in_use = {&replay_instruments[i], *fault, FALSE};
			Case at_start = {&replay_instruments[i], *fault, TRUE};

			if (replay_strikes_in_use(&replay_instruments[i], *fault))
				g_array_append_val(cases, in_use);
			if (replay_strikes_at_start(&replay_instruments[i], *fault))
				g_array_append_val(cases, at_start);
		}
	for (guint i = 0; i < cases->len; i++) {
		const Case *one = &g_array_index(cases, Case, i);
		g_autofree char *words = g_strdelimit(g_strdup(one->fault), " =", '-');
		g_autofree char *path = g_strdup_printf("/replay/%s%s/%s/%s", one->instrument->name,
		    replay_manner_of(one->instrument), one->at_start ? "start" : "use", words);

		g_test_add_data_func(path, one, test_replay);
	}
}

int
main(int argc, char **argv)
{
	static const Case stay[] = {
	    {&replay_instruments[REPLAY_VISION], "ep=82 kind=garbage arg=3", TRUE},
	    {&replay_instruments[REPLAY_SPLIT_READER], "ep=85 kind=garbage arg=3 count=99", TRUE}};
	g_autoptr(GArray) cases = g_array_new(FALSE, FALSE, sizeof(Case));

	if (argc == 3 && strcmp(argv[1], ALONE) == 0)
		return fail_alone(argv[2]);
	g_test_init(&argc, &argv, NULL);
	add_cases(cases);
	g_test_add_data_func("/replay/stays/vision", &stay[0], test_stays);
	g_test_add_data_func("/replay/stays/reader", &stay[1], test_stays);
	g_test_add_func("/replay/option-T8", test_option);
	g_test_add_func("/replay/refused", test_refused);
	g_test_add_func("/replay/trace", test_trace);
	return g_test_run();
}
