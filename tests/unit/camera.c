/* O3, O11: the camera through its child: the test pattern as a picture; a child that hangs, crashes
 * or lies. */
#include "drivers/camera/driver.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

typedef struct Got {
	guint told;
	gint code; /* -1: no error */
	GBytes *jpeg;
	guint width, height;
} Got;

static void
on_done(const McCameraStill *still, const GError *error, gpointer data)
{
	Got *got = data;

	g_assert_true((still == NULL) == (error != NULL));
	got->told++;
	got->code = error == NULL ? -1 : error->code;
	if (still == NULL)
		return;
	got->jpeg = g_bytes_ref(still->jpeg);
	got->width = still->width;
	got->height = still->height;
}

static char *
folder_new(void)
{
	char *folder = g_dir_make_tmp("medcheck-camera-XXXXXX", NULL);

	g_assert_nonnull(folder);
	return folder;
}

static char *
node_of(const char *folder, const char *how)
{
	char *node = g_build_filename(folder, how, NULL);

	g_assert_true(g_file_set_contents(node, "", 0, NULL));
	return node;
}

static void
remove_node(const char *folder, const char *node)
{
	g_unlink(node);
	g_rmdir(folder);
}

static McCamera *
real_new_of(const char *source)
{
	g_autofree char *program = g_build_filename(MC_BINARY_DIR, "bin", "medcheck-camera", NULL);

	return mc_camera_new(program, source);
}

static McCamera *
real_new(void)
{
	return real_new_of("test");
}

static void
await_state(McCamera *camera, McDeviceState state)
{
	while (mc_camera_info(camera)->state != state)
		g_main_context_iteration(NULL, TRUE);
}

static Got
still_of(McCamera *camera)
{
	McCameraPort *port = mc_camera_port(camera);
	Got got = {0};

	port->still(port->self, on_done, &got);
	g_assert_cmpuint(got.told, ==, 0); /* never from inside the call */
	while (got.told == 0)
		g_main_context_iteration(NULL, TRUE);
	return got;
}

static void
start(McCamera *camera)
{
	McCameraPort *port = mc_camera_port(camera);

	await_state(camera, MC_DEVICE_READY);
	port->start(port->self);
}

/* ---- the picture ---- */

static void
assert_colour(GdkPixbuf *pixbuf, guint bar, const guint8 rgb[3])
{
	const guint8 *pixel = gdk_pixbuf_read_pixels(pixbuf) + 100 * gdk_pixbuf_get_rowstride(pixbuf) +
	                      (gsize)gdk_pixbuf_get_n_channels(pixbuf) * (640 * bar / 7 + 45);

	for (guint i = 0; i < 3; i++)
		g_assert_cmpint(ABS(pixel[i] - rgb[i]), <=, 12);
}

/* The seven bars of SMPTE's pattern at full strength, from white to blue. */
static void
assert_bars(const Got *got)
{
	static const guint8 bars[7][3] = {{255, 255, 255}, {255, 255, 0}, {0, 255, 255}, {0, 255, 0},
	    {255, 0, 255}, {255, 0, 0}, {0, 0, 255}};
	g_autoptr(GdkPixbufLoader) loader = gdk_pixbuf_loader_new();
	GdkPixbuf *pixbuf = NULL;

	g_assert_true(gdk_pixbuf_loader_write_bytes(loader, got->jpeg, NULL));
	g_assert_true(gdk_pixbuf_loader_close(loader, NULL));
	pixbuf = gdk_pixbuf_loader_get_pixbuf(loader);
	g_assert_cmpint(gdk_pixbuf_get_width(pixbuf), ==, got->width);
	g_assert_cmpint(gdk_pixbuf_get_height(pixbuf), ==, got->height);
	for (guint bar = 0; bar < 7; bar++)
		assert_colour(pixbuf, bar, bars[bar]);
}

/* Raw, and as from a camera that has JPEGs only: 1280 x 720 of them. */
static void
test_pattern(gconstpointer source)
{
	g_autoptr(McCamera) camera = real_new_of(source);
	McCameraPort *port = mc_camera_port(camera);

	start(camera);
	g_assert_cmpstr(mc_camera_info(camera)->serial, ==, "test-pattern");
	for (guint i = 0; i < 3; i++) {
		Got got = still_of(camera);

		g_assert_cmpint(got.code, ==, -1);
		assert_bars(&got);
		g_bytes_unref(got.jpeg);
		/* After a pause it looks again. */
		port->stop(port->self);
		port->start(port->self);
	}
	g_assert_cmpuint(mc_camera_info(camera)->transfers, ==, 3);
}

/* It sees nothing until it is told to, and nothing any more once it is told to stop. */
static void
test_not_running(void)
{
	g_autoptr(McCamera) camera = real_new();
	McCameraPort *port = mc_camera_port(camera);
	Got got = still_of(camera);

	g_assert_cmpint(got.code, ==, MC_ERROR_REFUSED);
	await_state(camera, MC_DEVICE_READY);
	got = still_of(camera);
	g_assert_cmpint(got.code, ==, MC_ERROR_REFUSED);
	port->start(port->self);
	port->stop(port->self);
	got = still_of(camera);
	g_assert_cmpint(got.code, ==, MC_ERROR_REFUSED);
}

/* Who asked has gone: the picture on its way is told to nobody, and not to who asks next. */
static void
test_stop_forgets(void)
{
	g_autoptr(McCamera) camera = real_new();
	McCameraPort *port = mc_camera_port(camera);
	Got first = {0}, second;

	start(camera);
	port->still(port->self, on_done, &first);
	port->stop(port->self);
	port->start(port->self);
	second = still_of(camera); /* refused as long as the first one is on its way */
	while (second.code == MC_ERROR_REFUSED) {
		g_main_context_iteration(NULL, TRUE);
		second = still_of(camera);
	}
	g_assert_cmpint(second.code, ==, -1);
	assert_bars(&second);
	g_bytes_unref(second.jpeg);
	g_assert_cmpuint(first.told, ==, 0);
}

/* ---- a child that goes wrong ---- */

/* Which children this process has. */
static void
kill_children(void)
{
	g_autofree char *path = g_strdup_printf("/proc/self/task/%d/children", (int)getpid());
	g_autofree char *text = NULL;
	g_auto(GStrv) pids = NULL;
	guint killed = 0;

	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	pids = g_strsplit(g_strstrip(text), " ", -1);
	for (guint i = 0; pids[i] != NULL; i++)
		if (pids[i][0] != '\0' && kill((pid_t)g_ascii_strtoll(pids[i], NULL, 10), SIGKILL) == 0)
			killed++;
	g_assert_cmpuint(killed, ==, 1);
}

/* It is started again by itself, and looks again because it was told to before. */
static void
test_killed(void)
{
	g_autoptr(McCamera) camera = real_new();
	Got got;

	start(camera);
	got = still_of(camera);
	g_clear_pointer(&got.jpeg, g_bytes_unref);
	kill_children();
	await_state(camera, MC_DEVICE_FAULTY);
	g_assert_cmpint(mc_camera_info(camera)->cause, ==, MC_CAUSE_PROTOCOL);
	await_state(camera, MC_DEVICE_READY);
	got = still_of(camera);
	g_assert_cmpint(got.code, ==, -1);
	assert_bars(&got);
	g_bytes_unref(got.jpeg);
}

typedef struct Wrong {
	const char *how;
	McDeviceState state;
	McDeviceCause cause;
} Wrong;

/* Right at the beginning: the board has the cause. */
static void
test_no_beginning(gconstpointer data)
{
	const Wrong *wrong = data;
	g_autofree char *folder = folder_new();
	g_autofree char *node = node_of(folder, wrong->how);
	g_autoptr(McCamera) camera = mc_camera_new(MC_FAKE_CHILD, node);

	await_state(camera, wrong->state);
	g_assert_cmpint(mc_camera_info(camera)->cause, ==, wrong->cause);
	g_assert_cmpuint(mc_camera_info(camera)->faults, ==, 1);
	remove_node(folder, node);
}

/* With a still on its way: who asked is told, and why. */
static void
test_no_still(gconstpointer data)
{
	const Wrong *wrong = data;
	g_autofree char *folder = folder_new();
	g_autofree char *node = node_of(folder, wrong->how);
	g_autoptr(McCamera) camera = mc_camera_new(MC_FAKE_CHILD, node);
	Got got;

	start(camera);
	got = still_of(camera);
	g_assert_cmpint(got.code, ==, (gint)mc_device_cause_error(wrong->cause));
	g_assert_cmpint(mc_camera_info(camera)->state, ==, wrong->state);
	g_assert_cmpint(mc_camera_info(camera)->cause, ==, wrong->cause);
	remove_node(folder, node);
}

static void
test_unasked(void)
{
	g_autofree char *folder = folder_new();
	g_autofree char *node = node_of(folder, "unasked");
	g_autoptr(McCamera) camera = mc_camera_new(MC_FAKE_CHILD, node);

	await_state(camera, MC_DEVICE_FAULTY);
	g_assert_cmpint(mc_camera_info(camera)->cause, ==, MC_CAUSE_PROTOCOL);
	remove_node(folder, node);
}

static void
test_comes_back(void)
{
	g_autofree char *folder = folder_new();
	g_autofree char *node = node_of(folder, "once");
	g_autoptr(McCamera) camera = mc_camera_new(MC_FAKE_CHILD, node);

	await_state(camera, MC_DEVICE_FAULTY);
	await_state(camera, MC_DEVICE_READY);
	g_assert_cmpint(mc_camera_info(camera)->cause, ==, MC_CAUSE_NONE);
	remove_node(folder, node);
}

static void
test_no_program(void)
{
	g_autoptr(McCamera) camera = mc_camera_new("/nonexistent/medcheck-camera", "test");

	await_state(camera, MC_DEVICE_FAULTY);
	g_assert_cmpint(mc_camera_info(camera)->cause, ==, MC_CAUSE_PROTOCOL);
}

/* What the real child says of a node that is none. */
static void
test_no_camera(void)
{
	g_autofree char *program = g_build_filename(MC_BINARY_DIR, "bin", "medcheck-camera", NULL);
	g_autoptr(McCamera) character = mc_camera_new(program, "/dev/null");
	g_autoptr(McCamera) folder = mc_camera_new(program, "/dev");

	await_state(character, MC_DEVICE_FAULTY);
	g_assert_cmpint(mc_camera_info(character)->cause, ==, MC_CAUSE_WRONG_DEVICE);
	await_state(folder, MC_DEVICE_FAULTY);
	g_assert_cmpint(mc_camera_info(folder)->cause, ==, MC_CAUSE_WRONG_DEVICE);
}

static void
add_wrong(const char *path, const Wrong *wrong, guint count, GTestDataFunc function)
{
	for (guint i = 0; i < count; i++) {
		g_autofree char *name = g_strconcat(path, wrong[i].how, NULL);

		g_test_add_data_func(name, &wrong[i], function);
	}
}

int
main(int argc, char **argv)
{
	static const Wrong beginnings[] = {
	    {"gone", MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED},
	    {"busy", MC_DEVICE_FAULTY, MC_CAUSE_BUSY},
	    {"permission", MC_DEVICE_FAULTY, MC_CAUSE_PERMISSION},
	    {"wrong", MC_DEVICE_FAULTY, MC_CAUSE_WRONG_DEVICE},
	    {"silent", MC_DEVICE_FAULTY, MC_CAUSE_NO_ANSWER},
	    {"broken", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
	    {"garbage", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
	    {"hang", MC_DEVICE_FAULTY, MC_CAUSE_NO_ANSWER},
	};
	static const Wrong stills[] = {
	    {"crash", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
	    {"late", MC_DEVICE_FAULTY, MC_CAUSE_NO_ANSWER},
	    {"long", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
	    {"lie", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
	};

	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/camera/pattern", "test", test_pattern);
	g_test_add_data_func("/camera/pattern-mjpeg", "test-mjpeg", test_pattern);
	g_test_add_func("/camera/not-running", test_not_running);
	g_test_add_func("/camera/stop-forgets", test_stop_forgets);
	g_test_add_func("/camera/killed", test_killed);
	add_wrong("/camera/no-beginning/", beginnings, G_N_ELEMENTS(beginnings), test_no_beginning);
	add_wrong("/camera/no-still/", stills, G_N_ELEMENTS(stills), test_no_still);
	g_test_add_func("/camera/unasked", test_unasked);
	g_test_add_func("/camera/comes-back", test_comes_back);
	g_test_add_func("/camera/no-program", test_no_program);
	g_test_add_func("/camera/no-camera", test_no_camera);
	return g_test_run();
}
