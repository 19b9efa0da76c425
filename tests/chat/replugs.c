/* A plug that comes out and goes in again and again (T14, O10): nothing is left behind in the
 * program, no descriptor and no byte; each arrival is noticed within a second, and each time the
 * instrument's physical state is read anew. Run by medcheck-devsim, so that what the simulator
 * itself allocates stands in another process:
 *
 *   medcheck-devsim --devices vision --control PATH -- chat-replugs [--replugs N]
 */
#include "drivers/registry/instruments.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>

#define PATIENCE_MS 60000
#define REPLUGS 100
#define WARM_UP 50 /* caches and pools have their size */
#define WINDOW 10 /* replugs whose least is taken: what is only on its way does not count */
#define BYTES_MAX 512

typedef struct Program {
	McClock *clock;
	McInstruments *instruments;
	McVisionPort *vision;
	McDevicesPort *devices;
	GSocketConnection *control;
	GDataInputStream *replies;
	guint conditions, lost, shown; /* told so far */
	gboolean over; /* patience */
} Program;

static void
on_shown(gpointer data)
{
	((Program *)data)->shown++;
}

static void
on_answered(const McOptotypeAnswer *answer, gpointer data)
{
}

static void
on_conditions(const McVisionConditions *conditions, gpointer data)
{
	((Program *)data)->conditions++;
}

static void
on_lost(const GError *error, gpointer data)
{
	((Program *)data)->lost++;
}

static void
on_board(McDeviceKind kind, const McDeviceInfo *info, gpointer data)
{
}

static void
control(Program *self, const char *line)
{
	GOutputStream *output = g_io_stream_get_output_stream(G_IO_STREAM(self->control));
	g_autofree char *text = g_strconcat(line, "\n", NULL), *reply = NULL;
	g_autoptr(GError) error = NULL;

	g_output_stream_write_all(output, text, strlen(text), NULL, NULL, &error);
	g_assert_no_error(error);
	reply = g_data_input_stream_read_line(self->replies, NULL, NULL, &error);
	g_assert_no_error(error);
	g_assert_true(g_str_has_prefix(reply, "ok"));
}

static void
connect_control(Program *self)
{
	g_autoptr(GSocketClient) client = g_socket_client_new();
	g_autoptr(GSocketAddress) address =
	    g_unix_socket_address_new(g_getenv("MEDCHECK_DEVSIM_CONTROL"));
	g_autoptr(GError) error = NULL;

	self->control = g_socket_client_connect(client, G_SOCKET_CONNECTABLE(address), NULL, &error);
	g_assert_no_error(error);
	self->replies =
	    g_data_input_stream_new(g_io_stream_get_input_stream(G_IO_STREAM(self->control)));
}

static gboolean
on_patience(gpointer data)
{
	((Program *)data)->over = TRUE;
	return G_SOURCE_REMOVE;
}

static void
until(Program *self, const guint *counter, guint value)
{
	guint source = g_timeout_add(PATIENCE_MS, on_patience, self);

	while (*counter < value && !self->over)
		g_main_context_iteration(NULL, TRUE);
	if (self->over)
		g_error("waited in vain: conditions %u, shown %u, lost %u", self->conditions, self->shown,
		    self->lost);
	g_source_remove(source);
}

static guint
open_descriptors(void)
{
	g_autoptr(GDir) folder = g_dir_open("/proc/self/fd", 0, NULL);
	guint count = 0;

	while (folder != NULL && g_dir_read_name(folder) != NULL)
		count++;
	return count;
}

static void
show(Program *self)
{
	const McOptotypeStimulus stimulus = {
	    .eye = MC_EYE_RIGHT,
	    .optotype = MC_OPTOTYPE_TUMBLING_E,
	    .direction = MC_DIRECTION_LEFT,
	    .size_milli_log_mar = 300,
	};

	self->vision->show(self->vision->self, &stimulus);
}

/* Out in the middle of a presentation, in again; ready, with its state read, at the end. Gives the
 * milliseconds from the plug to that. */
static gdouble
replug(Program *self)
{
	guint conditions = self->conditions, shown = self->shown, lost = self->lost;
	gint64 plugged_us;

	show(self);
	until(self, &self->shown, shown + 1);
	control(self, "unplug vision");
	until(self, &self->lost, lost + 1);
	plugged_us = g_get_monotonic_time();
	control(self, "plug vision");
	until(self, &self->conditions, conditions + 1);
	g_assert_true(self->vision->is_ready(self->vision->self));
	g_assert_cmpuint(self->lost, ==, lost + 1);
	return (gdouble)(g_get_monotonic_time() - plugged_us) / 1000;
}

static void
begin(Program *self)
{
	static const McVisionListener listener = {
	    .shown = on_shown,
	    .answered = on_answered,
	    .conditions = on_conditions,
	    .lost = on_lost,
	};
	static const McEnrolment enrolment = {.kind = MC_DEVICE_VISION_TESTER, .serial = "VT-000117"};
	g_autoptr(GError) error = NULL;

	connect_control(self);
	self->clock = mc_clock_new_system(1);
	self->instruments = mc_instruments_new(self->clock, &error);
	g_assert_no_error(error);
	self->vision = mc_instruments_vision(self->instruments);
	self->vision->set_listener(self->vision->self, &listener, self);
	self->devices = mc_instruments_devices(self->instruments);
	self->devices->set_listener(self->devices->self, on_board, self);
	self->devices->set_enrolments(self->devices->self, &enrolment, 1);
	until(self, &self->conditions, 1);
}

static void
end(Program *self)
{
	mc_instruments_free(self->instruments);
	mc_clock_free(self->clock);
	g_object_unref(self->replies);
	g_object_unref(self->control);
}

static guint replugs = REPLUGS;

typedef struct Least {
	int descriptors;
	gssize bytes;
} Least;

static Least
replug_some(Program *self, guint count, gdouble *ms)
{
	Least least = {G_MAXINT, G_MAXSSIZE};

	for (guint i = 0; i < count; i++) {
		ms[i] = replug(self);
		least.descriptors = MIN(least.descriptors, (int)open_descriptors());
		least.bytes = MIN(least.bytes, (gssize)mallinfo2().uordblks);
	}
	return least;
}

static int
by_size(const void *a, const void *b)
{
	gdouble x = *(const gdouble *)a, y = *(const gdouble *)b;

	return (x > y) - (x < y);
}

static void
test_replugs(void)
{
	Program self = {.clock = NULL};
	g_autofree gdouble *ms = g_new(gdouble, replugs);
	Least first, last;

	begin(&self);
	replug_some(&self, WARM_UP - WINDOW, ms);
	first = replug_some(&self, WINDOW, ms + WARM_UP - WINDOW);
	replug_some(&self, replugs - WARM_UP - WINDOW, ms + WARM_UP);
	last = replug_some(&self, WINDOW, ms + replugs - WINDOW);
	qsort(ms, replugs, sizeof *ms, by_size);
	printf("metric replugs %u times\n", replugs);
	printf("metric replug_bytes_grown %zd B\n", last.bytes - first.bytes);
	printf(
	    "metric replug_descriptors_grown %d descriptors\n", last.descriptors - first.descriptors);
	printf("metric replug_ready_p50 %.1f ms\nmetric replug_ready_max %.1f ms\n", ms[replugs / 2],
	    ms[replugs - 1]);
	fflush(stdout);
	g_assert_cmpint(last.descriptors, <=, first.descriptors);
	g_assert_cmpint(last.bytes - first.bytes, <=, BYTES_MAX);
	end(&self);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	if (argc == 3 && strcmp(argv[1], "--replugs") == 0)
		replugs = (guint)g_ascii_strtoull(argv[2], NULL, 10);
	g_assert_cmpuint(replugs, >=, WARM_UP + WINDOW);
	g_test_add_func("/replugs", test_replugs);
	return g_test_run();
}
