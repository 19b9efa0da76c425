#include "drivers/camera/child/serve.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

static gboolean
write_all(int socket, const guint8 *bytes, gsize length)
{
	gsize at = 0;
	gssize gone = 0;

	while (at < length) {
		gone = write(socket, bytes + at, length - at);
		if (gone < 0 && errno != EINTR)
			return FALSE;
		at += gone > 0 ? (gsize)gone : 0;
	}
	return TRUE;
}

void
mc_camera_say(int socket, McCameraState state, McCameraCause cause)
{
	const McCameraHead head = {.kind = MC_CAMERA_KIND_STATE, .state = state, .cause = cause};
	guint8 bytes[MC_CAMERA_HEAD_BYTES];

	mc_camera_head_write(&head, bytes);
	(void)!write_all(socket, bytes, sizeof bytes);
}

static gboolean
send_still(int socket, GBytes *jpeg, guint width, guint height)
{
	McCameraHead head = {.kind = MC_CAMERA_KIND_STILL,
	    .state = MC_CAMERA_RUNNING,
	    .width = width,
	    .height = height,
	    .length = (guint)g_bytes_get_size(jpeg)};
	const guint8 *picture = g_bytes_get_data(jpeg, NULL);
	guint8 bytes[MC_CAMERA_HEAD_BYTES];

	mc_camera_digest(picture, head.length, head.digest);
	mc_camera_head_write(&head, bytes);
	return write_all(socket, bytes, sizeof bytes) && write_all(socket, picture, head.length);
}

/* NONE: answered. */
static McCameraCause
take_still(McCameraPipeline *pipeline, int socket)
{
	McCameraCause cause = MC_CAMERA_CAUSE_NONE;
	guint width = 0, height = 0;
	g_autoptr(GBytes) jpeg = mc_camera_pipeline_still(pipeline, &width, &height, &cause);

	if (jpeg != NULL && cause == MC_CAMERA_CAUSE_NONE && !send_still(socket, jpeg, width, height))
		cause = MC_CAMERA_CAUSE_BROKEN;
	return cause;
}

static McCameraCause
obey(McCameraPipeline *pipeline, int socket, guint8 command, McCameraState *state)
{
	McCameraCause cause = MC_CAMERA_CAUSE_NONE;

	if (command == MC_CAMERA_STILL && *state == MC_CAMERA_RUNNING)
		return take_still(pipeline, socket);
	if (command == MC_CAMERA_START) {
		cause = mc_camera_pipeline_start(pipeline);
		*state = MC_CAMERA_RUNNING;
	} else if (command == MC_CAMERA_STOP) {
		cause = mc_camera_pipeline_stop(pipeline);
		*state = MC_CAMERA_READY;
	} else if (command != MC_CAMERA_STILL) {
		return MC_CAMERA_CAUSE_BROKEN;
	}
	if (cause == MC_CAMERA_CAUSE_NONE)
		mc_camera_say(socket, *state, cause);
	return cause;
}

void
mc_camera_serve(McCameraPipeline *pipeline, int socket)
{
	struct pollfd waits[] = {{.fd = socket, .events = POLLIN},
	    {.fd = mc_camera_pipeline_file(pipeline), .events = POLLIN}};
	McCameraState state = MC_CAMERA_READY;
	McCameraCause cause = MC_CAMERA_CAUSE_NONE;
	guint8 command = 0;

	mc_camera_say(socket, state, cause);
	while (cause == MC_CAMERA_CAUSE_NONE) {
		if (poll(waits, G_N_ELEMENTS(waits), -1) < 0 && errno != EINTR)
			return;
		cause = mc_camera_pipeline_trouble(pipeline);
		if (cause != MC_CAMERA_CAUSE_NONE || (waits[0].revents & (POLLIN | POLLHUP)) == 0)
			continue;
		if (read(socket, &command, 1) != 1)
			return;
		cause = obey(pipeline, socket, command, &state);
	}
	mc_camera_say(socket, MC_CAMERA_FAULT, cause);
}
