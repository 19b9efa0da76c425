#include "tests/support/fake-parts.h"

static gboolean
stature_is_ready(gpointer data)
{
	McFakes *self = data;

	return self->info[MC_DEVICE_STATURE].state == MC_DEVICE_READY;
}

static void
stature_set_listener(gpointer data, const McStatureListener *listener, gpointer listener_data)
{
	McFakes *self = data;

	self->stature_listener = *listener;
	self->stature_data = listener_data;
}

static void
lose_stature(gpointer data)
{
	McFakes *self = data;
	g_autoptr(GError) error = mc_fakes_failure();

	if (self->stature_listener.lost != NULL)
		self->stature_listener.lost(error, self->stature_data);
}

static void
stature_start(gpointer data)
{
	McFakes *self = data;

	self->measuring = !mc_fakes_fails_now(self);
	if (!self->measuring)
		mc_clock_after_ms(self->clock, 0, lose_stature, self);
}

static void
stature_stop(gpointer data)
{
	((McFakes *)data)->measuring = FALSE;
}

void
mc_fakes_measure(McFakes *self, gint32 height_mm)
{
	McStatureReading reading = {
	    .has_height = height_mm > 0, .has_weight = TRUE, .height_mm = height_mm, .weight_g = 65300};

	g_assert_true(self->measuring);
	self->measuring = FALSE;
	self->stature_listener.measured(&reading, self->stature_data);
	mc_fakes_run(self);
}

void
mc_fakes_stature_hint(McFakes *self, McStatureHint hint)
{
	g_assert_true(self->measuring);
	self->stature_listener.hint(hint, self->stature_data);
	mc_fakes_run(self);
}

void
mc_fakes_stature_lost(McFakes *self)
{
	g_assert_true(self->measuring);
	self->measuring = FALSE;
	lose_stature(self);
	mc_fakes_run(self);
}

void
mc_fakes_init_stature(McFakes *self)
{
	self->stature = (McStaturePort){.self = self,
	    .is_ready = stature_is_ready,
	    .set_listener = stature_set_listener,
	    .start = stature_start,
	    .stop = stature_stop};
}

void
mc_fakes_have_stature(McFakes *self)
{
	McEnrolment *enrolment = &self->hello.enrolment[self->hello.enrolments++];

	*enrolment = (McEnrolment){.kind = MC_DEVICE_STATURE};
	g_strlcpy(enrolment->serial, self->info[MC_DEVICE_STATURE].serial, sizeof enrolment->serial);
	mc_fakes_hello_changed(self);
}

/* ---- response pad ---- */

static gboolean
pad_is_ready(gpointer data)
{
	McFakes *self = data;

	return self->info[MC_DEVICE_RESPONSE_PAD].state == MC_DEVICE_READY;
}

static void
pad_set_listener(gpointer data, const McResponsePadListener *listener, gpointer listener_data)
{
	McFakes *self = data;

	self->pad_listener = *listener;
	self->pad_data = listener_data;
}

void
mc_fakes_key(McFakes *self, McPadKey key, guint ms_ago)
{
	gint64 at_us = mc_clock_now_us(self->clock) - (gint64)ms_ago * G_TIME_SPAN_MILLISECOND;

	if (self->pad_listener.pressed != NULL)
		self->pad_listener.pressed(key, at_us, self->pad_data);
	mc_fakes_run(self);
}

void
mc_fakes_init_pad(McFakes *self)
{
	self->response_pad = (McResponsePadPort){
	    .self = self, .is_ready = pad_is_ready, .set_listener = pad_set_listener};
}
