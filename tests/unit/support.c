/* T8: the glass has a support bundle made: it lies where the page says, is as large as it says, and
 * old ones go. */
#include "app/support/support.h"

#include "app/base/error.h"
#include "tests/kit/provision.h"

#include <string.h>

typedef struct Fixture {
	char *state;
	McClock *clock;
	McSupport *support;
	GMainLoop *loop;
	char *folder; /* as told */
	guint64 bytes;
	gint error_code; /* -1: none */
} Fixture;

static void
set_up_with(Fixture *fixture, const char *program)
{
	fixture->state = mc_test_folder_new();
	fixture->clock = mc_clock_new_manual(G_GINT64_CONSTANT(1795665492000000));
	fixture->support = mc_support_new(program, fixture->state, fixture->clock);
	fixture->loop = g_main_loop_new(NULL, FALSE);
}

static void
set_up(Fixture *fixture, gconstpointer data)
{
	set_up_with(fixture, MC_BINARY_DIR "/bin/medcheck");
}

static void
set_up_without(Fixture *fixture, gconstpointer data)
{
	set_up_with(fixture, "/nowhere/medcheck");
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	mc_support_free(fixture->support);
	mc_clock_free(fixture->clock);
	g_main_loop_unref(fixture->loop);
	mc_test_folder_remove(fixture->state);
	g_free(fixture->folder);
}

static void
on_made(const char *folder, guint64 bytes, const GError *error, gpointer data)
{
	Fixture *fixture = data;

	g_free(fixture->folder);
	fixture->folder = g_strdup(folder);
	fixture->bytes = bytes;
	fixture->error_code = error == NULL ? -1 : error->code;
	g_main_loop_quit(fixture->loop);
}

static void
make(Fixture *fixture)
{
	McSupportPort *port = mc_support_port(fixture->support);

	port->make(port->self, on_made, fixture);
	port->make(port->self, on_made, fixture); /* the second press is none */
	g_main_loop_run(fixture->loop);
}

static guint
count_in(const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	guint count = 0;

	while (dir != NULL && g_dir_read_name(dir) != NULL)
		count++;
	return count;
}

static void
test_made(Fixture *fixture, gconstpointer data)
{
	static const char record[] = "\xd4\xc3\xb2\xa1 and so on";
	g_autofree char *flights = g_build_filename(fixture->state, "kiosk", "flights", NULL);
	g_autofree char *flight =
	    g_build_filename(flights, "20261126T035812Z-vision-tester-protocol.pcap", NULL);
	g_autofree char *all = g_build_filename(fixture->state, "kiosk", "support", NULL);
	g_autofree char *copy = NULL, *bytes = NULL;
	gsize size = 0;

	g_assert_cmpint(g_mkdir_with_parents(flights, 0700), ==, 0);
	g_assert_true(g_file_set_contents(flight, record, sizeof record, NULL));
	make(fixture);
	g_assert_cmpint(fixture->error_code, ==, -1);
	g_assert_true(g_str_has_prefix(fixture->folder, all));
	g_assert_true(g_str_has_suffix(fixture->folder, "Z"));
	g_assert_cmpuint(fixture->bytes, >, sizeof record);
	copy = g_build_filename(
	    fixture->folder, "flights", "20261126T035812Z-vision-tester-protocol.pcap", NULL);
	g_assert_true(g_file_get_contents(copy, &bytes, &size, NULL));
	g_assert_cmpmem(bytes, size, record, sizeof record);
	g_assert_cmpuint(count_in(all), ==, 1);
}

static void
test_old_ones_go(Fixture *fixture, gconstpointer data)
{
	g_autofree char *all = g_build_filename(fixture->state, "kiosk", "support", NULL);
	g_autofree char *first = NULL;

	for (guint i = 0; i < MC_SUPPORT_BUNDLES_MAX + 2; i++) {
		make(fixture);
		g_assert_cmpint(fixture->error_code, ==, -1);
		if (first == NULL)
			first = g_strdup(fixture->folder);
		mc_clock_move_wall_us(fixture->clock, G_USEC_PER_SEC);
	}
	g_assert_cmpuint(count_in(all), ==, MC_SUPPORT_BUNDLES_MAX);
	g_assert_false(g_file_test(first, G_FILE_TEST_EXISTS));
	g_assert_true(g_file_test(fixture->folder, G_FILE_TEST_IS_DIR));
}

static void
test_not_written(Fixture *fixture, gconstpointer data)
{
	g_autofree char *all = g_build_filename(fixture->state, "kiosk", NULL);

	g_assert_true(g_file_set_contents(all, "a file where a folder should be", -1, NULL));
	make(fixture);
	g_assert_cmpint(fixture->error_code, ==, MC_ERROR_STORAGE);
}

static void
test_no_program(Fixture *fixture, gconstpointer data)
{
	make(fixture);
	g_assert_cmpint(fixture->error_code, ==, MC_ERROR_INTERNAL);
}

/* The kiosk goes while one is made. */
static void
test_left(Fixture *fixture, gconstpointer data)
{
	McSupportPort *port = mc_support_port(fixture->support);

	port->make(port->self, on_made, fixture);
	g_clear_pointer(&fixture->support, mc_support_free);
	while (g_main_context_iteration(NULL, FALSE))
		continue;
	g_assert_null(fixture->folder);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/support/made", Fixture, NULL, set_up, test_made, tear_down);
	g_test_add("/support/old-ones-go", Fixture, NULL, set_up, test_old_ones_go, tear_down);
	g_test_add("/support/not-written", Fixture, NULL, set_up, test_not_written, tear_down);
	g_test_add("/support/no-program", Fixture, NULL, set_up_without, test_no_program, tear_down);
	g_test_add("/support/left", Fixture, NULL, set_up, test_left, tear_down);
	return g_test_run();
}
