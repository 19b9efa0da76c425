#include "drivers/camera/place.h"

#include "drivers/camera/driver.h"
#include "drivers/device/board.h"
#include "drivers/device/judge.h"

#include <string.h>

#define GONE_AFTER_MS 2000

struct McCameraPlace {
	McCameraPort port;
	McClock *clock;
	McCamera *camera;
	McCameraPort *eye; /* the camera's own port */
	McBoard *board;
	McDeviceInfo truth;
	GArray *enrolments;
	gboolean wants_running; /* by who uses the port; a locked camera does not */
	gboolean testing;
	McDeviceDone tested; /* of the self-test; NULL: none runs */
	gpointer tested_data;
	GError *test_error;
	guint test_over;
	guint refusal;
	McCameraDone done;
	gpointer done_data;
};

static gboolean
is_ready(gpointer data)
{
	const McCameraPlace *self = data;

	return self->truth.state == MC_DEVICE_READY;
}

/* It looks when somebody wants it to, and is allowed to. */
static void
steer(McCameraPlace *self)
{
	if (is_ready(self) && (self->wants_running || self->testing))
		self->eye->start(self->eye->self);
	else
		self->eye->stop(self->eye->self);
}

/* ---- the board ---- */

static void
take_truth(McCameraPlace *self)
{
	McDeviceInfo *truth = &self->truth;
	const gint64 tested_wall_us = truth->last_self_test_wall_us;
	const gboolean passed = truth->last_self_test_passed;

	*truth = *mc_camera_info(self->camera);
	truth->kind = MC_DEVICE_CAMERA;
	truth->last_self_test_wall_us = tested_wall_us;
	truth->last_self_test_passed = passed;
	if (truth->state != MC_DEVICE_READY)
		return;
	truth->cause = mc_judge_device(truth, (const McEnrolment *)(gpointer)self->enrolments->data,
	    self->enrolments->len, mc_china_date(mc_clock_wall_us(self->clock)));
	if (truth->cause != MC_CAUSE_NONE)
		truth->state = MC_DEVICE_LOCKED;
}

static void
on_changed(gpointer data)
{
	McCameraPlace *self = data;

	take_truth(self);
	/* A child that starts again looks by itself when it did before. */
	if (self->truth.state == MC_DEVICE_LOCKED)
		self->eye->stop(self->eye->self);
	switch (self->truth.state) {
	case MC_DEVICE_ABSENT: mc_board_hold(self->board, GONE_AFTER_MS); break;
	case MC_DEVICE_READY:
	case MC_DEVICE_LOCKED: mc_board_release(self->board); return;
	case MC_DEVICE_STARTING:
	case MC_DEVICE_FAULTY: break;
	}
	mc_board_publish(self->board);
}

/* ---- the port ---- */

static void
port_start(gpointer data)
{
	McCameraPlace *self = data;

	self->wants_running = TRUE;
	steer(self);
}

static gboolean
on_refusal(gpointer data)
{
	McCameraPlace *self = data;
	McCameraDone done = self->done;
	g_autoptr(GError) error =
	    g_error_new(MC_ERROR, MC_ERROR_REFUSED, "camera: no picture can be taken now");

	self->refusal = 0;
	self->done = NULL;
	done(NULL, error, self->done_data);
	return G_SOURCE_REMOVE;
}

static void
port_still(gpointer data, McCameraDone done, gpointer user_data)
{
	McCameraPlace *self = data;

	if (is_ready(self) && self->wants_running && !self->testing) {
		self->eye->still(self->eye->self, done, user_data);
		return;
	}
	g_return_if_fail(self->refusal == 0);
	self->done = done;
	self->done_data = user_data;
	self->refusal = g_idle_add(on_refusal, self);
}

static void
forget_refusal(McCameraPlace *self)
{
	if (self->refusal != 0)
		g_source_remove(self->refusal);
	self->refusal = 0;
}

static void
port_stop(gpointer data)
{
	McCameraPlace *self = data;

	forget_refusal(self);
	self->wants_running = FALSE;
	if (!self->testing)
		self->eye->stop(self->eye->self);
}

/* ---- self-test ---- */

static gboolean
on_test_over(gpointer data)
{
	McCameraPlace *self = data;
	g_autoptr(GError) error = g_steal_pointer(&self->test_error);
	McDeviceDone done = self->tested;

	self->test_over = 0;
	self->tested = NULL;
	done(error, self->tested_data);
	return G_SOURCE_REMOVE;
}

/* After the board: who hears of it reads the result. */
static void
tell_test_over(McCameraPlace *self, const GError *error)
{
	mc_board_publish(self->board);
	self->test_error = error == NULL ? NULL : g_error_copy(error);
	self->test_over = g_idle_add(on_test_over, self);
}

static void
on_tested(const McCameraStill *still, const GError *error, gpointer data)
{
	McCameraPlace *self = data;

	self->testing = FALSE;
	self->truth.last_self_test_wall_us = mc_clock_wall_us(self->clock);
	self->truth.last_self_test_passed = still != NULL;
	steer(self);
	tell_test_over(self, error);
}

void
mc_camera_place_self_test(McCameraPlace *self, McDeviceDone done, gpointer data)
{
	g_autoptr(GError) error = NULL;

	g_return_if_fail(self->tested == NULL); /* one at a time */
	self->tested = done;
	self->tested_data = data;
	if (!is_ready(self) || self->wants_running) {
		error = g_error_new(
		    MC_ERROR, MC_ERROR_REFUSED, "self-test: the camera is in use, or not ready");
		tell_test_over(self, error);
		return;
	}
	self->testing = TRUE;
	steer(self);
	self->eye->still(self->eye->self, on_tested, self);
}

/* ---- the whole ---- */

McCameraPlace *
mc_camera_place_new(McClock *clock, const char *program, const char *source)
{
	McCameraPlace *self = g_new0(McCameraPlace, 1);

	self->port = (McCameraPort){.self = self,
	    .is_ready = is_ready,
	    .start = port_start,
	    .still = port_still,
	    .stop = port_stop};
	self->clock = clock;
	self->enrolments = g_array_new(FALSE, FALSE, sizeof(McEnrolment));
	self->camera = mc_camera_new(program, source);
	self->eye = mc_camera_port(self->camera);
	take_truth(self);
	self->board = mc_board_new(&self->truth, clock);
	mc_camera_set_listener(self->camera, on_changed, self);
	return self;
}

void
mc_camera_place_free(McCameraPlace *self)
{
	if (self == NULL)
		return;
	forget_refusal(self);
	if (self->test_over != 0)
		g_source_remove(self->test_over);
	g_clear_error(&self->test_error);
	mc_camera_free(self->camera);
	mc_board_free(self->board);
	g_array_unref(self->enrolments);
	g_free(self);
}

McCameraPort *
mc_camera_place_port(McCameraPlace *self)
{
	return &self->port;
}

const McDeviceInfo *
mc_camera_place_shown(McCameraPlace *self)
{
	return mc_board_shown(self->board, self->truth.transfers, self->truth.faults);
}

void
mc_camera_place_set_listener(McCameraPlace *self, McDeviceListener listener, gpointer data)
{
	mc_board_set_listener(self->board, listener, data);
}

void
mc_camera_place_set_enrolments(McCameraPlace *self, const McEnrolment *enrolments, guint count)
{
	g_array_set_size(self->enrolments, 0);
	g_array_append_vals(self->enrolments, enrolments, count);
	on_changed(self);
	steer(self);
}
