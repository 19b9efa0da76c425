/* A camera whose plug comes out and goes in again and again (T14, O3, O10): at rest, while it
 * looks, and with a picture on its way, of which whoever asked is told that it does not come.
 * Nothing is left behind in the kiosk, no descriptor, no byte and no child. "--replugs N";
 * tests/soak/replugs does a thousand. The node is a file, and the child one that needs no camera;
 * the kernel's own virtual camera is pulled in tests/vm/camera.c. */
#include "drivers/camera/driver.h"

#include <glib/gstdio.h>
#include <malloc.h>
#include <stdio.h>
#include <unistd.h>

#define REPLUGS 110
#define WARM_UP 50 /* caches and pools have their size */
#define WINDOW 10 /* replugs whose least is taken: what is only on its way does not count */
#define POOL_MAX 8192 /* bytes, two pages: by so much may pools grow in all of them */

static guint replugs = REPLUGS;

typedef struct Least {
	guint descriptors;
	gssize bytes;
} Least;

static guint
open_descriptors(void)
{
	g_autoptr(GDir) folder = g_dir_open("/proc/self/fd", 0, NULL);
	guint count = 0;

	while (folder != NULL && g_dir_read_name(folder) != NULL)
		count++;
	return count;
}

static gboolean
has_child(void)
{
	g_autofree char *path = g_strdup_printf("/proc/self/task/%d/children", (int)getpid());
	g_autofree char *text = NULL;

	return g_file_get_contents(path, &text, NULL, NULL) && text[0] != '\0';
}

static gboolean
on_look_again(gpointer data)
{
	return G_SOURCE_CONTINUE; /* only wakes the loop: nobody tells of a child that has ended */
}

static void
await_no_child(void)
{
	guint look = g_timeout_add(1, on_look_again, NULL);

	while (has_child())
		g_main_context_iteration(NULL, TRUE);
	g_source_remove(look);
}

static void
await_state(McCamera *camera, McDeviceState state)
{
	while (mc_camera_info(camera)->state != state)
		g_main_context_iteration(NULL, TRUE);
}

static void
on_still(const McCameraStill *still, const GError *error, gpointer data)
{
	++*(guint *)data;
}

/* One in three each: at rest, looking, with a picture on its way. */
static void
replug(McCamera *camera, const char *node, guint i)
{
	McCameraPort *port = mc_camera_port(camera);
	guint told = 0;

	g_assert_true(g_file_set_contents(node, "", 0, NULL));
	await_state(camera, MC_DEVICE_READY);
	if (i % 3 > 0)
		port->start(port->self);
	if (i % 3 == 2)
		port->still(port->self, on_still, &told);
	g_unlink(node);
	await_state(camera, MC_DEVICE_ABSENT);
	g_assert_cmpint(mc_camera_info(camera)->cause, ==, MC_CAUSE_UNPLUGGED);
	while (i % 3 == 2 && told == 0)
		g_main_context_iteration(NULL, TRUE);
	port->stop(port->self);
	await_no_child();
}

static Least
replug_some(McCamera *camera, const char *node, guint count)
{
	Least least = {G_MAXUINT, G_MAXSSIZE};

	for (guint i = 0; i < count; i++) {
		replug(camera, node, i);
		least.descriptors = MIN(least.descriptors, open_descriptors());
		least.bytes = MIN(least.bytes, (gssize)mallinfo2().uordblks);
	}
	return least;
}

/* A pool of GLib's or the C library's may grow once, at any time, and by little: that is in one
 * half of them. What each plug leaves behind is in both. */
static void
test_replugs(void)
{
	g_autofree char *folder = g_dir_make_tmp("medcheck-camera-XXXXXX", NULL);
	g_autofree char *node = g_build_filename(folder, "video", NULL);
	McCamera *camera = mc_camera_new(MC_FAKE_CHILD, node);
	const guint half = (replugs - WARM_UP - 2 * WINDOW) / 2;
	Least first, middle, last;

	await_state(camera, MC_DEVICE_ABSENT);
	replug_some(camera, node, WARM_UP - WINDOW);
	first = replug_some(camera, node, WINDOW);
	replug_some(camera, node, half);
	middle = replug_some(camera, node, WINDOW);
	replug_some(camera, node, half);
	last = replug_some(camera, node, WINDOW);
	printf("metric replugs-camera %u times\n", replugs);
	printf("metric replug-bytes-grown-camera %zd B\n", last.bytes - first.bytes);
	printf("metric replug-descriptors-grown-camera %d descriptors\n",
	    (int)last.descriptors - (int)first.descriptors);
	g_assert_cmpuint(last.descriptors, <=, first.descriptors);
	g_assert_cmpint(MIN(middle.bytes - first.bytes, last.bytes - middle.bytes), <=, 0);
	g_assert_cmpint(last.bytes - first.bytes, <=, POOL_MAX);
	mc_camera_free(camera);
	g_rmdir(folder);
}

static const GOptionEntry entries[] = {
    {"replugs", 0, 0, G_OPTION_ARG_INT, &replugs, "how often", "N"},
    {NULL},
};

int
main(int argc, char **argv)
{
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);

	g_test_init(&argc, &argv, NULL);
	g_option_context_add_main_entries(context, entries, NULL);
	g_assert_true(g_option_context_parse(context, &argc, &argv, NULL));
	g_assert_cmpuint(replugs, >=, WARM_UP + 4 * WINDOW);
	g_test_add_func("/camera/replugs-T14-O10", test_replugs);
	return g_test_run();
}
