/* The camera's start broken at each of its steps (O11): the child's conversation, from its first
 * byte to the last of a still, is cut off, drowned in noise, or left hanging as the node goes,
 * after every number of bytes. The board names the cause, and of the camera nothing is left:
 * no process, no descriptor. */
#include "drivers/camera/driver.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Ready, running, and a still of 8 bytes. */
#define BYTES (3 * 48 + 8)

typedef struct Manner {
	const char *name;
	guint stride;
	McDeviceState state;
	McDeviceCause cause;
} Manner;

static guint
open_descriptors(void)
{
	g_autoptr(GDir) folder = g_dir_open("/proc/self/fd", 0, NULL);
	guint count = 0;

	while (g_dir_read_name(folder) != NULL)
		count++;
	return count;
}

static gboolean
has_children(void)
{
	g_autofree char *path = g_strdup_printf("/proc/self/task/%d/children", (int)getpid());
	g_autofree char *text = NULL;

	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	return g_strstrip(text)[0] != '\0';
}

static void
on_still(const McCameraStill *still, const GError *error, gpointer data)
{
	g_assert_null(still);
	(*(guint *)data)++;
}

static gboolean
on_look_again(gpointer data)
{
	return G_SOURCE_CONTINUE;
}

/* Starts, looks, and wants a picture as soon as that may be; until it is over. */
static void
use_until_broken(McCamera *camera, const Manner *manner)
{
	McCameraPort *port = mc_camera_port(camera);
	const McDeviceInfo *info = mc_camera_info(camera);
	gboolean asked = FALSE;
	guint told = 0;

	port->start(port->self);
	while (info->state == MC_DEVICE_STARTING || info->state == MC_DEVICE_READY) {
		if (info->state == MC_DEVICE_READY && !asked) {
			asked = TRUE;
			port->still(port->self, on_still, &told);
		}
		g_main_context_iteration(NULL, TRUE);
	}
	g_assert_cmpuint(told, ==, asked ? 1 : 0);
	g_assert_cmpint(info->state, ==, manner->state);
	g_assert_cmpint(info->cause, ==, manner->cause);
}

static void
break_after(const Manner *manner, const char *folder, guint bytes)
{
	g_autofree char *name = g_strdup_printf("%s-%u", manner->name, bytes);
	g_autofree char *node = g_build_filename(folder, name, NULL);
	g_autoptr(McCamera) camera = NULL;

	g_assert_true(g_file_set_contents(node, "", 0, NULL));
	camera = mc_camera_new(MC_FAKE_CHILD, node);
	use_until_broken(camera, manner);
	g_unlink(node);
}

static void
until_nothing_is_left(guint descriptors)
{
	guint look = g_timeout_add(1, on_look_again, NULL);

	while (has_children() || open_descriptors() > descriptors)
		g_main_context_iteration(NULL, TRUE);
	g_source_remove(look);
}

static void
test_manner(gconstpointer data)
{
	const Manner *manner = data;
	char *folder = g_dir_make_tmp("medcheck-camera-XXXXXX", NULL);
	guint descriptors;

	break_after(manner, folder, 0); /* GLib's own are open from now on */
	until_nothing_is_left(G_MAXUINT);
	descriptors = open_descriptors();
	for (guint bytes = 0; bytes < BYTES; bytes += manner->stride) {
		break_after(manner, folder, bytes);
		until_nothing_is_left(descriptors);
	}
	g_rmdir(folder);
	g_free(folder);
}

int
main(int argc, char **argv)
{
	static const Manner manners[] = {
	    {"stop", 1, MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
	    {"noise", 4, MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
	    {"pull", 4, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED},
	};

	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(manners); i++) {
		g_autofree char *path = g_strconcat("/camera-steps/", manners[i].name, NULL);

		g_test_add_data_func(path, &manners[i], test_manner);
	}
	return g_test_run();
}
