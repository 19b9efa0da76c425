/* O3, O10, O11, T5: the camera on the device board: enrolled or locked, gone and back, its
 * self-test; and that a locked camera sees nothing. */
#include "drivers/camera/place.h"

#include <glib/gstdio.h>
#include <string.h>

static const McEnrolment enrolled = {.kind = MC_DEVICE_CAMERA, .serial = "test-pattern"};

typedef struct Told {
	guint boards, stills, tests;
	gint code; /* of the last still or test; -1: no error */
} Told;

static void
on_board(McDeviceKind kind, const McDeviceInfo *info, gpointer data)
{
	g_assert_cmpint(kind, ==, MC_DEVICE_CAMERA);
	g_assert_cmpint(info->kind, ==, MC_DEVICE_CAMERA);
	((Told *)data)->boards++;
}

static void
on_still(const McCameraStill *still, const GError *error, gpointer data)
{
	Told *told = data;

	told->stills++;
	told->code = error == NULL ? -1 : error->code;
}

static void
on_tested(const GError *error, gpointer data)
{
	Told *told = data;

	told->tests++;
	told->code = error == NULL ? -1 : error->code;
}

static McCameraPlace *
place_new(McClock *clock, const char *source)
{
	g_autofree char *program = g_build_filename(MC_BINARY_DIR, "bin", "medcheck-camera", NULL);

	return mc_camera_place_new(clock, program, source);
}

static void
await(McCameraPlace *place, McDeviceState state, McDeviceCause cause)
{
	while (mc_camera_place_shown(place)->state != state ||
	       mc_camera_place_shown(place)->cause != cause)
		g_main_context_iteration(NULL, TRUE);
}

static void
await_count(const guint *count, guint least)
{
	while (*count < least)
		g_main_context_iteration(NULL, TRUE);
}

/* Nobody adopted it: it is shown with its serial number, and takes no picture. */
static void
test_enrolment(void)
{
	g_autoptr(McClock) clock = mc_clock_new_manual(0);
	g_autoptr(McCameraPlace) place = place_new(clock, "test");
	McCameraPort *port = mc_camera_place_port(place);
	Told told = {0};

	mc_camera_place_set_listener(place, on_board, &told);
	await(place, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
	g_assert_cmpstr(mc_camera_place_shown(place)->serial, ==, "test-pattern");
	g_assert_cmpuint(told.boards, >, 0);
	g_assert_false(port->is_ready(port->self));
	port->start(port->self);
	port->still(port->self, on_still, &told);
	await_count(&told.stills, 1);
	g_assert_cmpint(told.code, ==, MC_ERROR_REFUSED);
	/* adopted while somebody wants it to look */
	mc_camera_place_set_enrolments(place, &enrolled, 1);
	await(place, MC_DEVICE_READY, MC_CAUSE_NONE);
	port->still(port->self, on_still, &told);
	await_count(&told.stills, 2);
	g_assert_cmpint(told.code, ==, -1);
	/* and no longer */
	mc_camera_place_set_enrolments(place, NULL, 0);
	await(place, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
	port->still(port->self, on_still, &told);
	await_count(&told.stills, 3);
	g_assert_cmpint(told.code, ==, MC_ERROR_REFUSED);
}

static void
test_self_test(void)
{
	g_autoptr(McClock) clock = mc_clock_new_manual(1000000);
	g_autoptr(McCameraPlace) place = place_new(clock, "test");
	McCameraPort *port = mc_camera_place_port(place);
	Told told = {0};

	mc_camera_place_self_test(place, on_tested, &told);
	g_assert_cmpuint(told.tests, ==, 0);
	await_count(&told.tests, 1);
	g_assert_cmpint(told.code, ==, MC_ERROR_REFUSED);
	mc_camera_place_set_enrolments(place, &enrolled, 1);
	await(place, MC_DEVICE_READY, MC_CAUSE_NONE);
	mc_camera_place_self_test(place, on_tested, &told);
	await_count(&told.tests, 2);
	g_assert_cmpint(told.code, ==, -1);
	g_assert_true(mc_camera_place_shown(place)->last_self_test_passed);
	g_assert_cmpint(mc_camera_place_shown(place)->last_self_test_wall_us, ==, 1000000);
	/* not while a person is before it */
	port->start(port->self);
	mc_camera_place_self_test(place, on_tested, &told);
	await_count(&told.tests, 3);
	g_assert_cmpint(told.code, ==, MC_ERROR_REFUSED);
}

/* What is gone is shown after 2 s, not before. */
static void
test_debounce(void)
{
	g_autoptr(McClock) clock = mc_clock_new_manual(0);
	g_autofree char *folder = g_dir_make_tmp("medcheck-camera-XXXXXX", NULL);
	g_autofree char *node = g_build_filename(folder, "video", NULL);
	g_autoptr(McCameraPlace) place = NULL;
	McCameraPort *port = NULL;

	g_assert_true(g_file_set_contents(node, "", 0, NULL));
	place = mc_camera_place_new(clock, MC_FAKE_CHILD, node);
	port = mc_camera_place_port(place);
	await(place, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED); /* it has no serial number */
	g_unlink(node);
	port->start(port->self);
	while (mc_camera_place_shown(place)->faults == 0)
		g_main_context_iteration(NULL, TRUE);
	while (g_main_context_iteration(NULL, FALSE))
		;
	g_assert_cmpint(mc_camera_place_shown(place)->state, ==, MC_DEVICE_LOCKED);
	mc_clock_advance_ms(clock, 2000);
	await(place, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	g_rmdir(folder);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/camera-place/enrolment", test_enrolment);
	g_test_add_func("/camera-place/self-test", test_self_test);
	g_test_add_func("/camera-place/debounce", test_debounce);
	return g_test_run();
}
