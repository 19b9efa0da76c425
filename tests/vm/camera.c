/* O3, O10: medcheck-camera on a V4L2 node of the real kernel: vivid, the kernel's own virtual
 * webcam. In the guest, as the kiosk's user, by the node that the package's rule names. */
#include "drivers/camera/driver.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define NODE "/dev/medcheck-camera"
#define PATIENCE_MS 120000
/* vivid's button that does as if the plug were pulled */
#define CONTROL_DISCONNECT (0x00f00000 + 0xf000 + 65)

typedef struct Got {
	gboolean over, told;
	gint code; /* -1: no error */
	GBytes *jpeg;
	guint width, height;
} Got;

static gboolean
on_patience(gpointer data)
{
	((Got *)data)->over = TRUE;
	return G_SOURCE_REMOVE;
}

static void
on_done(const McCameraStill *still, const GError *error, gpointer data)
{
	Got *got = data;

	got->told = TRUE;
	got->code = error == NULL ? -1 : error->code;
	if (still == NULL)
		return;
	got->jpeg = g_bytes_ref(still->jpeg);
	got->width = still->width;
	got->height = still->height;
}

/* Until a picture or its error is told; or until the camera is in the state. */
static void
wait_for(Got *got, McCamera *camera, McDeviceState state, const char *what)
{
	guint source = g_timeout_add(PATIENCE_MS, on_patience, got);

	while (!got->over && !(camera != NULL ? mc_camera_info(camera)->state == state : got->told))
		g_main_context_iteration(NULL, TRUE);
	if (got->over)
		g_error("waited in vain for %s", what);
	g_source_remove(source);
}

/* Another program takes buffers of the node: EBUSY while somebody looks. */
static gboolean
is_free(int node)
{
	struct v4l2_requestbuffers buffers = {
	    .count = 1, .type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP};
	gboolean got = ioctl(node, VIDIOC_REQBUFS, &buffers) == 0;

	buffers.count = 0;
	if (got)
		ioctl(node, VIDIOC_REQBUFS, &buffers);
	return got;
}

static void
take(McCamera *camera, guint number)
{
	McCameraPort *port = mc_camera_port(camera);
	Got got = {0};
	const guint8 *bytes = NULL;
	gsize size = 0;

	port->still(port->self, on_done, &got);
	wait_for(&got, NULL, MC_DEVICE_READY, "a picture");
	g_assert_cmpint(got.code, ==, -1);
	bytes = g_bytes_get_data(got.jpeg, &size);
	g_assert_cmpuint(got.width, ==, 640);
	g_assert_cmpuint(got.height, ==, 480);
	/* a grey area would be a tenth of it */
	g_assert_cmpuint(size, >, 8000);
	g_assert_true(bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[size - 1] == 0xd9);
	printf("row vivid | camera | still %u | %u x %u, %zu bytes\n", number, got.width, got.height,
	    size);
	g_bytes_unref(got.jpeg);
}

static void
pull(McCamera *camera, int node)
{
	struct v4l2_control button = {.id = CONTROL_DISCONNECT, .value = 1};
	Got got = {0};

	g_assert_cmpint(ioctl(node, VIDIOC_S_CTRL, &button), ==, 0);
	while (!got.over && mc_camera_info(camera)->state == MC_DEVICE_READY)
		g_main_context_iteration(NULL, TRUE);
	printf("row vivid | camera | pulled while it looks | %s, %s\n",
	    mc_device_state_name(mc_camera_info(camera)->state),
	    mc_device_cause_name(mc_camera_info(camera)->cause));
	g_assert_cmpint(mc_camera_info(camera)->cause, ==, MC_CAUSE_UNPLUGGED);
}

int
main(int argc, char **argv)
{
	g_autofree char *program = g_build_filename(MC_BINARY_DIR, "bin", "medcheck-camera", NULL);
	g_autoptr(McCamera) camera = mc_camera_new(program, NODE);
	McCameraPort *port = mc_camera_port(camera);
	int node = open(NODE, O_RDWR | O_CLOEXEC);
	Got got = {0};

	g_assert_cmpint(node, >=, 0);
	wait_for(&got, camera, MC_DEVICE_READY, "the camera");
	g_assert_true(is_free(node));
	for (guint i = 0; i < 3; i++) {
		port->start(port->self);
		take(camera, i + 1);
		g_assert_false(is_free(node));
		port->stop(port->self);
		/* the child answers in its own time that it looks no more */
		while (!is_free(node))
			g_main_context_iteration(NULL, FALSE);
	}
	port->start(port->self);
	take(camera, 4);
	pull(camera, node);
	close(node);
	return 0;
}
