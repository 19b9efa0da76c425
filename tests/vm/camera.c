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
#define PATIENCE_MS 300000

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

/* An emulated machine that shares its processor with others may not make a picture in the time that
 * the driver gives a camera: that is no-answer, and the next child is asked. No fault that is made
 * here has that cause. */
#define TRIES 10
static guint slow;

static void
on_changed(gpointer data)
{
	static guint64 counted;
	const McDeviceInfo *info = mc_camera_info(data);

	if (info->cause == MC_CAUSE_NO_ANSWER && info->faults != counted)
		slow++;
	counted = info->faults;
}

static Got
still_of(McCamera *camera)
{
	McCameraPort *port = mc_camera_port(camera);
	Got got = {0};

	port->still(port->self, on_done, &got);
	wait_for(&got, NULL, MC_DEVICE_READY, "a picture");
	while (got.code == MC_ERROR_TIMEOUT && slow < TRIES) {
		got = (Got){0};
		wait_for(&got, camera, MC_DEVICE_READY, "the camera, once more");
		port->still(port->self, on_done, &got);
		wait_for(&got, NULL, MC_DEVICE_READY, "a picture");
	}
	g_assert_cmpint(got.code, ==, -1);
	return got;
}

/* How many bytes it has. */
static gsize
take(McCamera *camera)
{
	Got got = still_of(camera);
	const guint8 *bytes = NULL;
	gsize size = 0;

	bytes = g_bytes_get_data(got.jpeg, &size);
	g_assert_cmpuint(got.width, ==, 640);
	g_assert_cmpuint(got.height, ==, 480);
	/* a grey area would be a tenth of it */
	g_assert_cmpuint(size, >, 8000);
	g_assert_true(bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[size - 1] == 0xd9);
	g_bytes_unref(got.jpeg);
	return size;
}

/* The child answers in its own time that it looks no more. */
static void
stop(McCamera *camera, int node)
{
	McCameraPort *port = mc_camera_port(camera);

	port->stop(port->self);
	while (!is_free(node))
		g_main_context_iteration(NULL, FALSE);
}

/* ---- what vivid can do wrong, by the names that it gives its buttons ---- */

static const struct {
	const char *control;
	gboolean looks; /* it is looking when it happens; else it is about to */
	McDeviceCause cause; /* NONE: it bears it */
} faults[] = {
    {"Inject VIDIOC_REQBUFS Error", FALSE, MC_CAUSE_PROTOCOL},
    {"Inject VIDIOC_QBUF Error", FALSE, MC_CAUSE_PROTOCOL},
    {"Inject VIDIOC_STREAMON Error", FALSE, MC_CAUSE_PROTOCOL},
    {"Inject V4L2_BUF_FLAG_ERROR", TRUE, MC_CAUSE_NONE},
    {"Disconnect", TRUE, MC_CAUSE_UNPLUGGED}, /* last: it stays away */
};

static void
press(int node, const char *name)
{
	struct v4l2_queryctrl query = {.id = V4L2_CTRL_FLAG_NEXT_CTRL};
	struct v4l2_control button = {.value = 1};

	while (ioctl(node, VIDIOC_QUERYCTRL, &query) == 0 && strcmp((char *)query.name, name) != 0)
		query.id |= V4L2_CTRL_FLAG_NEXT_CTRL;
	g_assert_cmpstr((char *)query.name, ==, name);
	button.id = query.id;
	g_assert_cmpint(ioctl(node, VIDIOC_S_CTRL, &button), ==, 0);
}

static void
wait_for_fault(McCamera *camera, guint which)
{
	const McDeviceInfo *info = mc_camera_info(camera);
	guint64 before = info->faults - slow;

	while (info->faults - slow == before || info->cause == MC_CAUSE_NO_ANSWER)
		g_main_context_iteration(NULL, TRUE);
	printf("row vivid | camera | %s | %s, %s\n", faults[which].control,
	    mc_device_state_name(info->state), mc_device_cause_name(info->cause));
	fflush(stdout);
	g_assert_cmpint(info->cause, ==, faults[which].cause);
}

/* Begins with a camera that looks, and ends with one that does, if it can: the child that failed
 * has ended, and the next one has begun and looks. */
static void
break_it(McCamera *camera, int node, guint which)
{
	McCameraPort *port = mc_camera_port(camera);
	const McDeviceInfo *info = mc_camera_info(camera);
	guint64 before = info->faults, slow_before = slow;
	Got got = {0};

	if (!faults[which].looks)
		stop(camera, node);
	press(node, faults[which].control);
	port->start(port->self);
	if (faults[which].cause != MC_CAUSE_NONE)
		wait_for_fault(camera, which);
	if (faults[which].cause == MC_CAUSE_UNPLUGGED)
		return;
	wait_for(&got, camera, MC_DEVICE_READY, "the camera again");
	take(camera);
	if (faults[which].cause == MC_CAUSE_NONE)
		printf("row vivid | camera | %s | borne\n", faults[which].control);
	g_assert_cmpuint(
	    info->faults, ==, before + slow - slow_before + (faults[which].cause != MC_CAUSE_NONE));
}

int
main(int argc, char **argv)
{
	g_autofree char *program = g_build_filename(MC_BINARY_DIR, "bin", "medcheck-camera", NULL);
	g_autoptr(McCamera) camera = mc_camera_new(program, NODE);
	McCameraPort *port = mc_camera_port(camera);
	Got got = {0};
	int node;

	mc_camera_set_listener(camera, on_changed, camera);
	wait_for(&got, camera, MC_DEVICE_READY, "the camera");
	node = open(NODE, O_RDWR | O_CLOEXEC);
	g_assert_cmpint(node, >=, 0);
	g_assert_true(is_free(node));
	for (guint i = 0; i < 3; i++) {
		port->start(port->self);
		printf("row vivid | camera | still %u | %zu bytes\n", i + 1, take(camera));
		g_assert_false(is_free(node));
		stop(camera, node);
	}
	port->start(port->self);
	take(camera);
	for (guint i = 0; i < G_N_ELEMENTS(faults); i++)
		break_it(camera, node, i);
	close(node);
	return 0;
}
