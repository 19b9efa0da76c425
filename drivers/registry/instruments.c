#include "drivers/registry/instruments.h"

#include "app/base/error.h"

/* What a listener or a done function is told later, from the main loop. */
typedef struct McNotice {
	struct McInstruments *owner;
	void (*tell)(const GError *error, gpointer listener_owner);
	gpointer data;
	guint source;
} McNotice;

struct McInstruments {
	McClock *clock;
	McDeviceInfo info[MC_DEVICE_KINDS];
	McVisionPort vision;
	McHearingPort hearing;
	McIdReaderPort id_reader;
	McDevicesPort devices;
	McVisionListener vision_listener;
	gpointer vision_data;
	McHearingListener hearing_listener;
	gpointer hearing_data;
	GPtrArray *notices;
};

static gboolean
on_notice(gpointer data)
{
	McNotice *notice = data;
	g_autoptr(GError) error =
	    g_error_new(MC_ERROR, MC_ERROR_DEVICE_GONE, "no such instrument on the bus");

	notice->source = 0;
	notice->tell(error, notice->data);
	g_ptr_array_remove_fast(notice->owner->notices, notice);
	return G_SOURCE_REMOVE;
}

static void
notice_free(gpointer data)
{
	McNotice *notice = data;

	if (notice->source != 0)
		g_source_remove(notice->source);
	g_free(notice);
}

static void
tell_gone(McInstruments *self, void (*tell)(const GError *, gpointer), gpointer data)
{
	McNotice *notice = g_new0(McNotice, 1);

	notice->owner = self;
	notice->tell = tell;
	notice->data = data;
	notice->source = g_idle_add(on_notice, notice);
	g_ptr_array_add(self->notices, notice);
}

static gboolean
is_ready(gpointer self)
{
	return FALSE;
}

static void
nothing(gpointer self)
{
}

static void
tell_vision(const GError *error, gpointer data)
{
	McInstruments *self = data;

	if (self->vision_listener.lost != NULL)
		self->vision_listener.lost(error, self->vision_data);
}

static void
vision_set_listener(gpointer data, const McVisionListener *listener, gpointer user_data)
{
	McInstruments *self = data;

	self->vision_listener = *listener;
	self->vision_data = user_data;
}

static void
vision_show(gpointer self, const McOptotypeStimulus *stimulus)
{
	tell_gone(self, tell_vision, self);
}

static void
tell_hearing(const GError *error, gpointer data)
{
	McInstruments *self = data;

	if (self->hearing_listener.lost != NULL)
		self->hearing_listener.lost(error, self->hearing_data);
}

static void
hearing_set_listener(gpointer data, const McHearingListener *listener, gpointer user_data)
{
	McInstruments *self = data;

	self->hearing_listener = *listener;
	self->hearing_data = user_data;
}

static void
hearing_play(gpointer self, const McStimulus *stimulus)
{
	tell_gone(self, tell_hearing, self);
}

static void
id_reader_set_listener(gpointer self, const McIdReaderListener *listener, gpointer data)
{
}

static const McDeviceInfo *
devices_info(gpointer data, McDeviceKind kind)
{
	McInstruments *self = data;

	return &self->info[kind];
}

static void
devices_set_listener(gpointer self, McDeviceListener listener, gpointer data)
{
}

static void
devices_set_enrolments(gpointer self, const McEnrolment *enrolments, guint count)
{
}

static void
devices_self_test(gpointer self, McDeviceKind kind, McDeviceDone done, gpointer data)
{
	tell_gone(self, done, data);
}

McInstruments *
mc_instruments_new(McClock *clock, GError **error)
{
	McInstruments *self = g_new0(McInstruments, 1);

	self->clock = clock;
	self->notices = g_ptr_array_new_with_free_func(notice_free);
	for (guint kind = 0; kind < MC_DEVICE_KINDS; kind++) {
		self->info[kind].kind = (McDeviceKind)kind;
		self->info[kind].cause = MC_CAUSE_UNPLUGGED;
	}
	self->vision = (McVisionPort){self, is_ready, vision_set_listener, vision_show, nothing};
	self->hearing = (McHearingPort){self, is_ready, hearing_set_listener, hearing_play, nothing};
	self->id_reader = (McIdReaderPort){self, is_ready, id_reader_set_listener, nothing, nothing};
	self->devices = (McDevicesPort){
	    self, devices_info, devices_set_listener, devices_set_enrolments, devices_self_test};
	return self;
}

void
mc_instruments_free(McInstruments *self)
{
	if (self == NULL)
		return;
	g_ptr_array_unref(self->notices);
	g_free(self);
}

McVisionPort *
mc_instruments_vision(McInstruments *self)
{
	return &self->vision;
}

McHearingPort *
mc_instruments_hearing(McInstruments *self)
{
	return &self->hearing;
}

McIdReaderPort *
mc_instruments_id_reader(McInstruments *self)
{
	return &self->id_reader;
}

McDevicesPort *
mc_instruments_devices(McInstruments *self)
{
	return &self->devices;
}
