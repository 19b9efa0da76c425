#include "tests/support/fake-parts.h"

static gboolean
camera_is_ready(gpointer data)
{
	McFakes *self = data;

	return self->info[MC_DEVICE_CAMERA].state == MC_DEVICE_READY;
}

static void
camera_start(gpointer data)
{
	((McFakes *)data)->looking = TRUE;
}

static void
tell(McFakes *self, const McCameraStill *still, const GError *error)
{
	McCameraDone done = self->still_done;

	self->still_done = NULL;
	if (done != NULL)
		done(still, error, self->still_data);
}

static void
fail_still(gpointer data)
{
	g_autoptr(GError) error = mc_fakes_failure();

	tell(data, NULL, error);
}

static void
camera_still(gpointer data, McCameraDone done, gpointer user_data)
{
	McFakes *self = data;

	g_assert_true(self->looking);
	g_assert_null(self->still_done);
	self->still_done = done;
	self->still_data = user_data;
	if (mc_fakes_fails_now(self))
		mc_clock_after_ms(self->clock, 0, fail_still, self);
}

static void
camera_stop(gpointer data)
{
	McFakes *self = data;

	self->looking = FALSE;
	self->still_done = NULL;
}

void
mc_fakes_see(McFakes *self)
{
	g_autoptr(GBytes) jpeg = g_bytes_new_static(MC_FAKE_PICTURE, sizeof MC_FAKE_PICTURE - 1);
	const McCameraStill still = {.jpeg = jpeg, .width = 640, .height = 480};

	g_assert_nonnull(self->still_done);
	tell(self, &still, NULL);
	mc_fakes_run(self);
}

void
mc_fakes_see_nothing(McFakes *self)
{
	g_assert_nonnull(self->still_done);
	fail_still(self);
	mc_fakes_run(self);
}

void
mc_fakes_camera_gone(McFakes *self)
{
	g_autoptr(GError) error = g_error_new_literal(MC_ERROR, MC_ERROR_DEVICE_GONE, "unplugged");

	self->looking = FALSE;
	tell(self, NULL, error);
}

/* Of the trial that is out, by the camera that the exam was opened with. */
GError *
mc_fakes_take_picture(McFakes *self, const McRecorderRequest *request)
{
	if (!self->exam_open || request->exam != self->kind || request->trial != self->trial ||
	    !g_str_equal(request->device.serial, self->opened_with))
		return g_error_new_literal(MC_ERROR, MC_ERROR_REFUSED, "nobody agreed to it");
	g_assert_cmpmem(g_bytes_get_data(request->picture, NULL), g_bytes_get_size(request->picture),
	    MC_FAKE_PICTURE, sizeof MC_FAKE_PICTURE - 1);
	self->pictures++;
	return NULL;
}

void
mc_fakes_init_camera(McFakes *self)
{
	self->camera = (McCameraPort){.self = self,
	    .is_ready = camera_is_ready,
	    .start = camera_start,
	    .still = camera_still,
	    .stop = camera_stop};
}

void
mc_fakes_have_camera(McFakes *self)
{
	McEnrolment *enrolment = &self->hello.enrolment[self->hello.enrolments++];

	*enrolment = (McEnrolment){.kind = MC_DEVICE_CAMERA};
	g_strlcpy(enrolment->serial, self->info[MC_DEVICE_CAMERA].serial, sizeof enrolment->serial);
	self->hello.movements = MC_MOVEMENTS;
	self->hello.picture_kept_days = 180;
	mc_fakes_hello_changed(self);
}
