#define G_LOG_DOMAIN "medcheck-device"
#include "drivers/registry/instruments.h"

#include "app/base/error.h"
#include "drivers/hearing/driver.h"
#include "drivers/id-reader/driver.h"
#include "drivers/printer/driver.h"
#include "drivers/references/driver.h"
#include "drivers/response-pad/driver.h"
#include "drivers/stature/driver.h"
#include "drivers/vision/driver.h"

#define LAST_WORD_MS 300

#define DEVICES_MAX 16

struct McInstruments {
	McBus *bus; /* NULL on a machine without USB */
	McVision *vision;
	McHearing *hearing;
	McIdReader *id_reader;
	McStature *stature;
	McResponsePad *response_pad;
	McPrinter *printer;
	McReference *sound_meter, *luminance_meter;
	/* Every driver's device, the preferred one of a kind first. */
	McDevice *device[DEVICES_MAX];
	guint device_count;
	McDevicesPort devices;
	McDeviceListener listener;
	gpointer listener_data;
};

static void
add_device(McInstruments *self, McDevice *device)
{
	g_assert(self->device_count < DEVICES_MAX);
	self->device[self->device_count++] = device;
}

static guint
rank(McDeviceState state)
{
	switch (state) {
	case MC_DEVICE_ABSENT: return 0;
	case MC_DEVICE_STARTING: return 1;
	case MC_DEVICE_FAULTY: return 2;
	case MC_DEVICE_LOCKED: return 3;
	case MC_DEVICE_READY: return 4;
	}
	g_assert_not_reached();
}

/* Several drivers may serve one kind: the board shows the one that is of most use. */
static McDevice *
device_of(McInstruments *self, McDeviceKind kind)
{
	McDevice *best = NULL;

	for (guint i = 0; i < self->device_count; i++) {
		McDevice *device = self->device[i];

		if (mc_device_shown(device)->kind != kind)
			continue;
		if (best == NULL ||
		    rank(mc_device_shown(device)->state) > rank(mc_device_shown(best)->state))
			best = device;
	}
	g_assert(best != NULL);
	return best;
}

static const McDeviceInfo *
devices_info(gpointer self, McDeviceKind kind)
{
	return mc_device_shown(device_of(self, kind));
}

static void
on_board(McDeviceKind kind, const McDeviceInfo *info, gpointer data)
{
	McInstruments *self = data;

	if (self->listener != NULL)
		self->listener(kind, devices_info(self, kind), self->listener_data);
}

static void
devices_set_listener(gpointer data, McDeviceListener listener, gpointer user_data)
{
	McInstruments *self = data;

	self->listener = listener;
	self->listener_data = user_data;
}

static void
devices_set_enrolments(gpointer data, const McEnrolment *enrolments, guint count)
{
	McInstruments *self = data;

	for (guint i = 0; i < self->device_count; i++)
		mc_device_set_enrolments(self->device[i], enrolments, count);
}

static void
devices_self_test(gpointer self, McDeviceKind kind, McDeviceDone done, gpointer data)
{
	mc_device_self_test(device_of(self, kind), done, data);
}

/* The drivers, in the order of the board. */
static void
add_drivers(McInstruments *self, McClock *clock)
{
	self->vision = mc_vision_new(clock, self->bus);
	add_device(self, mc_vision_device(self->vision));
	self->hearing = mc_hearing_new(clock, self->bus);
	add_device(self, mc_hearing_device(self->hearing));
	self->id_reader = mc_id_reader_new(clock, self->bus);
	add_device(self, mc_id_reader_device(self->id_reader));
	self->stature = mc_stature_new(clock, self->bus);
	for (guint i = 0; i < MC_STATURE_DEVICES; i++)
		add_device(self, mc_stature_device(self->stature, i));
	self->response_pad = mc_response_pad_new(clock, self->bus);
	add_device(self, mc_response_pad_device(self->response_pad));
	self->printer = mc_printer_new(clock, self->bus);
	add_device(self, mc_printer_device(self->printer));
	self->sound_meter = mc_sound_meter_new(clock, self->bus);
	add_device(self, mc_reference_device(self->sound_meter));
	self->luminance_meter = mc_luminance_meter_new(clock, self->bus);
	add_device(self, mc_reference_device(self->luminance_meter));
	for (guint i = 0; i < self->device_count; i++)
		mc_device_set_listener(self->device[i], on_board, self);
}

McInstruments *
mc_instruments_new(McClock *clock, GError **error)
{
	g_autoptr(GError) problem = NULL;
	McBus *bus = mc_bus_new(&problem);
	McInstruments *self;

	if (bus == NULL && !g_error_matches(problem, MC_ERROR, MC_ERROR_NO_POWER)) {
		g_propagate_error(error, g_steal_pointer(&problem));
		return NULL;
	}
	if (bus == NULL)
		g_message("%s: no instrument can be found", problem->message);
	self = g_new0(McInstruments, 1);
	self->bus = bus;
	add_drivers(self, clock);
	self->devices = (McDevicesPort){
	    .self = self,
	    .info = devices_info,
	    .set_listener = devices_set_listener,
	    .set_enrolments = devices_set_enrolments,
	    .self_test = devices_self_test,
	};
	if (bus != NULL)
		mc_bus_start(bus);
	return self;
}

static gboolean
is_safe(gpointer data)
{
	McInstruments *self = data;

	return mc_vision_is_dark(self->vision) && mc_hearing_is_mute(self->hearing) &&
	       mc_stature_is_at_rest(self->stature);
}

/* Dark, mute and at rest before the plug is pulled; an instrument that does not answer any more
 * does it by itself after its 2 s of host silence. */
static void
say_last_word(McInstruments *self)
{
	McVisionPort *vision = mc_vision_port(self->vision);
	McHearingPort *hearing = mc_hearing_port(self->hearing);
	McStaturePort *stature = mc_stature_port(self->stature);

	if (self->bus == NULL || is_safe(self))
		return;
	vision->dark(vision->self);
	hearing->mute(hearing->self);
	stature->stop(stature->self);
	mc_bus_settle(self->bus, is_safe, self, LAST_WORD_MS);
}

void
mc_instruments_free(McInstruments *self)
{
	if (self == NULL)
		return;
	say_last_word(self);
	mc_vision_free(self->vision);
	mc_hearing_free(self->hearing);
	mc_id_reader_free(self->id_reader);
	mc_stature_free(self->stature);
	mc_response_pad_free(self->response_pad);
	mc_printer_free(self->printer);
	mc_reference_free(self->sound_meter);
	mc_reference_free(self->luminance_meter);
	mc_bus_free(self->bus);
	g_free(self);
}

void
mc_instruments_keep_flights(McInstruments *self, const char *folder)
{
	for (guint i = 0; i < self->device_count; i++)
		mc_device_keep_flights(self->device[i], folder);
}

McVisionPort *
mc_instruments_vision(McInstruments *self)
{
	return mc_vision_port(self->vision);
}

McHearingPort *
mc_instruments_hearing(McInstruments *self)
{
	return mc_hearing_port(self->hearing);
}

McIdReaderPort *
mc_instruments_id_reader(McInstruments *self)
{
	return mc_id_reader_port(self->id_reader);
}

McStaturePort *
mc_instruments_stature(McInstruments *self)
{
	return mc_stature_port(self->stature);
}

McResponsePadPort *
mc_instruments_response_pad(McInstruments *self)
{
	return mc_response_pad_port(self->response_pad);
}

void
mc_instruments_set_printer_width_dots(McInstruments *self, guint dots)
{
	mc_printer_set_width_dots(self->printer, dots);
}

McPrinterPort *
mc_instruments_printer(McInstruments *self)
{
	return mc_printer_port(self->printer);
}

McReferencePort *
mc_instruments_sound_meter(McInstruments *self)
{
	return mc_reference_port(self->sound_meter);
}

McReferencePort *
mc_instruments_luminance_meter(McInstruments *self)
{
	return mc_reference_port(self->luminance_meter);
}

McDevicesPort *
mc_instruments_devices(McInstruments *self)
{
	return &self->devices;
}
