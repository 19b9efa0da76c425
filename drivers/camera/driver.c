#define G_LOG_DOMAIN "medcheck-device"
#include "drivers/camera/driver.h"

#include "app/base/secret.h"
#include "drivers/camera/identity.h"
#include "drivers/camera/wire.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LONGEST_S 5
#define RETRY_S 2
#define RETRY_MAX_S 30
#define PIECE_BYTES 16384

struct McCamera {
	McCameraPort port;
	McDeviceInfo info;
	char *program, *source;
	GFileMonitor *monitor; /* NULL for the test pattern */
	GSubprocess *child; /* NULL: none runs */
	int socket;
	guint readable, limit, retry, refusal, publish;
	guint awaited; /* answers to come */
	guint failures;
	gboolean wants_running;
	McCameraDone done; /* NULL: nobody waits for a still */
	gpointer done_data;
	gboolean still_asked; /* one is on its way, wanted or not */
	void (*changed)(gpointer data);
	gpointer changed_data;
	McCameraReader reader;
};

static void launch(McCamera *self);

/* ---- what it shows ---- */

static gboolean
on_publish(gpointer data)
{
	McCamera *self = data;

	self->publish = 0;
	if (self->changed != NULL)
		self->changed(self->changed_data);
	return G_SOURCE_REMOVE;
}

static void
set_state(McCamera *self, McDeviceState state, McDeviceCause cause)
{
	if (self->info.state == state && self->info.cause == cause)
		return;
	self->info.state = state;
	self->info.cause = cause;
	g_message("camera: %s, %s", mc_device_state_name(state), mc_device_cause_name(cause));
	if (self->publish == 0)
		self->publish = g_idle_add(on_publish, self);
}

/* ---- the end of a child ---- */

static void
clear_source(guint *source)
{
	if (*source != 0)
		g_source_remove(*source);
	*source = 0;
}

static void
end_child(McCamera *self)
{
	clear_source(&self->readable);
	clear_source(&self->limit);
	if (self->child != NULL)
		g_subprocess_force_exit(self->child);
	g_clear_object(&self->child);
	if (self->socket >= 0)
		close(self->socket);
	self->socket = -1;
	self->awaited = 0;
	self->still_asked = FALSE;
	mc_camera_reader_clear(&self->reader);
}

static void
tell(McCamera *self, const McCameraStill *still, const GError *error)
{
	McCameraDone done = self->done;

	self->done = NULL;
	if (done != NULL)
		done(still, error, self->done_data);
}

static gboolean
on_retry(gpointer data)
{
	McCamera *self = data;

	self->retry = 0;
	launch(self);
	return G_SOURCE_REMOVE;
}

static gboolean
is_there(const McCamera *self)
{
	return self->monitor == NULL || access(self->source, F_OK) == 0;
}

static void
fail(McCamera *self, McDeviceCause cause)
{
	g_autoptr(GError) error = g_error_new(
	    MC_ERROR, (gint)mc_device_cause_error(cause), "camera: %s", mc_device_cause_name(cause));
	guint wait_s = MIN(RETRY_S << MIN(self->failures, 4), RETRY_MAX_S);

	end_child(self);
	self->failures++;
	self->info.faults++;
	clear_source(&self->retry);
	set_state(self, cause == MC_CAUSE_UNPLUGGED ? MC_DEVICE_ABSENT : MC_DEVICE_FAULTY, cause);
	if (is_there(self)) /* else its node's coming starts it */
		self->retry = g_timeout_add_seconds(wait_s, on_retry, self);
	tell(self, NULL, error);
}

/* ---- what the child says ---- */

static McDeviceCause
cause_of(McCameraCause cause)
{
	switch (cause) {
	case MC_CAMERA_CAUSE_GONE: return MC_CAUSE_UNPLUGGED;
	case MC_CAMERA_CAUSE_BUSY: return MC_CAUSE_BUSY;
	case MC_CAMERA_CAUSE_PERMISSION: return MC_CAUSE_PERMISSION;
	case MC_CAMERA_CAUSE_WRONG: return MC_CAUSE_WRONG_DEVICE;
	case MC_CAMERA_CAUSE_SILENT: return MC_CAUSE_NO_ANSWER;
	case MC_CAMERA_CAUSE_NONE:
	case MC_CAMERA_CAUSE_BROKEN: return MC_CAUSE_PROTOCOL;
	}
	return MC_CAUSE_PROTOCOL;
}

static gboolean
on_late(gpointer data)
{
	McCamera *self = data;

	self->limit = 0;
	fail(self, MC_CAUSE_NO_ANSWER);
	return G_SOURCE_REMOVE;
}

/* Each answer has its own time. */
static void
await(McCamera *self, guint answers)
{
	self->awaited = answers;
	clear_source(&self->limit);
	if (answers > 0)
		self->limit = g_timeout_add_seconds(LONGEST_S, on_late, self);
}

static gboolean
command(McCamera *self, McCameraCommand what)
{
	const guint8 byte = (guint8)what;

	if (send(self->socket, &byte, 1, MSG_NOSIGNAL) != 1)
		return FALSE; /* the end of the socket is read in a moment */
	await(self, self->awaited + 1);
	return TRUE;
}

static void
take_still(McCamera *self)
{
	const McCameraHead *head = &self->reader.head;
	g_autoptr(GBytes) jpeg = mc_secret_new(self->reader.picture, head->length);
	const McCameraStill still = {.jpeg = jpeg, .width = head->width, .height = head->height};

	self->still_asked = FALSE;
	self->info.transfers++;
	tell(self, &still, NULL);
}

static void
take_state(McCamera *self)
{
	const McCameraHead *head = &self->reader.head;

	if (self->info.state != MC_DEVICE_STARTING)
		return;
	self->failures = 0;
	set_state(self, MC_DEVICE_READY, MC_CAUSE_NONE);
	if (head->state == MC_CAMERA_READY && self->wants_running)
		command(self, MC_CAMERA_START);
}

static void
take_message(McCamera *self)
{
	const McCameraHead *head = &self->reader.head;

	if (head->state == MC_CAMERA_FAULT) {
		fail(self, cause_of(head->cause));
		return;
	}
	if (self->awaited == 0 || (head->kind == MC_CAMERA_KIND_STILL && !self->still_asked)) {
		fail(self, MC_CAUSE_PROTOCOL); /* nobody asked */
		return;
	}
	await(self, self->awaited - 1);
	if (head->kind == MC_CAMERA_KIND_STILL)
		take_still(self);
	else
		take_state(self);
}

static void
take_bytes(McCamera *self, const guint8 *bytes, gsize length)
{
	const GSubprocess *child = self->child;
	McCameraRead read = MC_CAMERA_MORE;
	gsize at = 0, used = 0;

	/* A message may end the child, and with it what else it said. */
	while (self->child == child && child != NULL && at < length) {
		read = mc_camera_reader_take(&self->reader, bytes + at, length - at, &used);
		at += used;
		if (read == MC_CAMERA_MESSAGE)
			take_message(self);
		else if (read == MC_CAMERA_BROKEN)
			fail(self, MC_CAUSE_PROTOCOL);
	}
}

static gboolean
on_readable(gint socket, GIOCondition condition, gpointer data)
{
	McCamera *self = data;
	guint8 bytes[PIECE_BYTES];
	gssize got = recv(socket, bytes, sizeof bytes, MSG_DONTWAIT);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return G_SOURCE_CONTINUE;
	if (got > 0)
		take_bytes(self, bytes, (gsize)got);
	else
		fail(self, MC_CAUSE_PROTOCOL); /* it ended by itself, or was ended */
	explicit_bzero(bytes, sizeof bytes);
	return G_SOURCE_CONTINUE;
}

/* ---- the beginning of a child ---- */

static GSubprocess *
spawn(const McCamera *self, int socket)
{
	g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
	    G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
	static char *nothing[] = {NULL};

	g_subprocess_launcher_set_environ(launcher, nothing);
	g_subprocess_launcher_take_stdin_fd(launcher, socket);
	return g_subprocess_launcher_spawn(launcher, NULL, self->program, self->source, NULL);
}

static void
launch(McCamera *self)
{
	int pair[2] = {-1, -1};

	if (self->child != NULL || self->retry != 0)
		return;
	if (!is_there(self)) {
		set_state(self, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
		return;
	}
	mc_camera_identify(self->source, &self->info);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0) {
		self->socket = pair[0];
		self->child = spawn(self, pair[1]);
	}
	if (self->child == NULL) {
		fail(self, MC_CAUSE_PROTOCOL);
		return;
	}
	set_state(self, MC_DEVICE_STARTING, MC_CAUSE_NONE);
	self->readable = g_unix_fd_add(self->socket, G_IO_IN | G_IO_HUP, on_readable, self);
	await(self, 1);
}

static void
on_node(GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, gpointer data)
{
	McCamera *self = data;

	if (!is_there(self)) {
		if (self->info.state != MC_DEVICE_ABSENT)
			fail(self, MC_CAUSE_UNPLUGGED);
	} else if (event == G_FILE_MONITOR_EVENT_CREATED ||
	           event == G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED) {
		self->failures = 0;
		clear_source(&self->retry);
		launch(self);
	}
}

/* ---- the port ---- */

static gboolean
port_is_ready(gpointer data)
{
	const McCamera *self = data;

	return self->info.state == MC_DEVICE_READY;
}

static void
port_start(gpointer data)
{
	McCamera *self = data;

	if (self->wants_running)
		return;
	self->wants_running = TRUE;
	if (self->info.state == MC_DEVICE_READY)
		command(self, MC_CAMERA_START);
}

static gboolean
on_refusal(gpointer data)
{
	McCamera *self = data;
	g_autoptr(GError) error =
	    g_error_new(MC_ERROR, MC_ERROR_REFUSED, "camera: no picture can be taken now");

	self->refusal = 0;
	tell(self, NULL, error);
	return G_SOURCE_REMOVE;
}

static void
port_still(gpointer data, McCameraDone done, gpointer user_data)
{
	McCamera *self = data;

	g_return_if_fail(self->done == NULL); /* one at a time */
	self->done = done;
	self->done_data = user_data;
	if (self->info.state == MC_DEVICE_READY && self->wants_running && !self->still_asked)
		self->still_asked = command(self, MC_CAMERA_STILL);
	else
		self->refusal = g_idle_add(on_refusal, self);
}

static void
port_stop(gpointer data)
{
	McCamera *self = data;

	self->done = NULL;
	clear_source(&self->refusal);
	if (self->wants_running && self->info.state == MC_DEVICE_READY)
		command(self, MC_CAMERA_STOP);
	self->wants_running = FALSE;
}

/* ---- the whole ---- */

McCamera *
mc_camera_new(const char *program, const char *source)
{
	McCamera *self = g_new0(McCamera, 1);
	g_autoptr(GFile) node = g_file_new_for_path(source);

	self->port = (McCameraPort){.self = self,
	    .is_ready = port_is_ready,
	    .start = port_start,
	    .still = port_still,
	    .stop = port_stop};
	self->program = g_strdup(program);
	self->source = g_strdup(source);
	self->socket = -1;
	if (!mc_camera_is_test(source)) {
		self->monitor = g_file_monitor_file(node, G_FILE_MONITOR_NONE, NULL, NULL);
		g_signal_connect(self->monitor, "changed", G_CALLBACK(on_node), self);
	}
	launch(self);
	return self;
}

void
mc_camera_free(McCamera *self)
{
	if (self == NULL)
		return;
	end_child(self);
	clear_source(&self->retry);
	clear_source(&self->refusal);
	clear_source(&self->publish);
	if (self->monitor != NULL)
		g_signal_handlers_disconnect_by_data(self->monitor, self);
	g_clear_object(&self->monitor);
	g_free(self->program);
	g_free(self->source);
	g_free(self);
}

McCameraPort *
mc_camera_port(McCamera *self)
{
	return &self->port;
}

const McDeviceInfo *
mc_camera_info(McCamera *self)
{
	return &self->info;
}

void
mc_camera_set_listener(McCamera *self, void (*changed)(gpointer data), gpointer data)
{
	self->changed = changed;
	self->changed_data = data;
}
