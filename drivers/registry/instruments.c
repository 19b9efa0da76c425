#define G_LOG_DOMAIN "medcheck-device"
#include "drivers/registry/instruments.h"

#include "app/base/error.h"
#include "drivers/camera/place.h"
#include "drivers/id-reader/driver.h"
#include "drivers/printer/driver.h"
#include "drivers/registry/hearing-place.h"
#include "drivers/stature/driver.h"
#include "drivers/vision/driver.h"

#define LAST_WORD_MS 300

#define DEVICES_MAX 16

struct McInstruments {
	McBus *bus; /* NULL on a machine without USB */
	McVision *vision;
	McHearingPlace *hearing;
	McIdReader *id_reader;
	McStature *stature;
	McResponsePad *response_pad;
	McPrinter *printer;
	McReference *sound_meter, *luminance_meter;
	McCameraPlace *camera; /* NULL: this kiosk has none */
	guint no_camera; /* the answer to a self-test then */
	McDeviceDone tested;
	gpointer tested_data;
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

/* Several drivers may serve one kind: the board shows the one that is of most use. */
static McDevice *
device_of(McInstruments *self, McDeviceKind kind)
{
	McDevice *best = NULL;

	for (guint i = 0; i < self->device_count; i++) {
		McDevice *device = self->device[i];

		if (mc_device_shown(device)->kind != kind)
			continue;
		if (best == NULL || mc_device_is_of_more_use(device, best))
			best = device;
	}
	g_assert(best != NULL);
	return best;
}

static const McDeviceInfo *
devices_info(gpointer data, McDeviceKind kind)
{
	static const McDeviceInfo no_camera = {
	    .kind = MC_DEVICE_CAMERA, .state = MC_DEVICE_ABSENT, .cause = MC_CAUSE_UNPLUGGED};
	McInstruments *self = data;

	if (kind != MC_DEVICE_CAMERA)
		return mc_device_shown(device_of(self, kind));
	return self->camera == NULL ? &no_camera : mc_camera_place_shown(self->camera);
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
	mc_audio_set_enrolments(mc_hearing_place_audio(self->hearing), enrolments, count);
	if (self->camera != NULL)
		mc_camera_place_set_enrolments(self->camera, enrolments, count);
}

static gboolean
on_no_camera(gpointer data)
{
	McInstruments *self = data;
	g_autoptr(GError) error =
	    g_error_new(MC_ERROR, MC_ERROR_DEVICE_GONE, "self-test: there is no camera");

	self->no_camera = 0;
	self->tested(error, self->tested_data);
	return G_SOURCE_REMOVE;
}

static void
devices_self_test(gpointer data, McDeviceKind kind, McDeviceDone done, gpointer user_data)
{
	McInstruments *self = data;

	if (kind != MC_DEVICE_CAMERA) {
		mc_device_self_test(device_of(self, kind), done, user_data);
	} else if (self->camera != NULL) {
		mc_camera_place_self_test(self->camera, done, user_data);
	} else {
		self->tested = done;
		self->tested_data = user_data;
		self->no_camera = g_idle_add(on_no_camera, self);
	}
}

/* The drivers, in the order of the board. */
static void
add_drivers(McInstruments *self, McClock *clock)
{
	self->vision = mc_vision_new(clock, self->bus);
	add_device(self, mc_vision_device(self->vision));
	self->response_pad = mc_response_pad_new(clock, self->bus, mc_response_pad_usb_ids);
	self->sound_meter = mc_sound_meter_new(clock, self->bus);
	self->hearing = mc_hearing_place_new(clock, self->bus, self->response_pad, self->sound_meter);
	for (guint i = 0; i < MC_HEARING_DEVICES; i++)
		add_device(self, mc_hearing_place_device(self->hearing, i));
	self->id_reader = mc_id_reader_new(clock, self->bus);
	add_device(self, mc_id_reader_device(self->id_reader));
	self->stature = mc_stature_new(clock, self->bus);
	for (guint i = 0; i < MC_STATURE_DEVICES; i++)
		add_device(self, mc_stature_device(self->stature, i));
	add_device(self, mc_response_pad_device(self->response_pad));
	self->printer = mc_printer_new(clock, self->bus);
	add_device(self, mc_printer_device(self->printer));
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

	return mc_vision_is_dark(self->vision) && mc_hearing_place_is_mute(self->hearing) &&
	       mc_stature_is_at_rest(self->stature);
}

/* Dark, mute and at rest before the plug is pulled; an instrument that does not answer any more
 * does it by itself after its 2 s of host silence. */
static void
say_last_word(McInstruments *self)
{
	McVisionPort *vision = mc_vision_port(self->vision);
	McHearingPort *hearing = mc_hearing_place_port(self->hearing);
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
	mc_hearing_place_free(self->hearing);
	mc_id_reader_free(self->id_reader);
	mc_stature_free(self->stature);
	mc_response_pad_free(self->response_pad);
	mc_printer_free(self->printer);
	mc_reference_free(self->sound_meter);
	mc_reference_free(self->luminance_meter);
	if (self->no_camera != 0)
		g_source_remove(self->no_camera);
	mc_camera_place_free(self->camera);
	mc_bus_free(self->bus);
	g_free(self);
}

void
mc_instruments_keep_flights(McInstruments *self, const char *folder)
{
	for (guint i = 0; i < self->device_count; i++)
		mc_device_keep_flights(self->device[i], folder);
}

McCameraPort *
mc_instruments_add_camera(
    McInstruments *self, McClock *clock, const char *program, const char *source)
{
	g_assert(self->camera == NULL);
	self->camera = mc_camera_place_new(clock, program, source);
	mc_camera_place_set_listener(self->camera, on_board, self);
	return mc_camera_place_port(self->camera);
}

McVisionPort *
mc_instruments_vision(McInstruments *self)
{
	return mc_vision_port(self->vision);
}

McHearingPort *
mc_instruments_hearing(McInstruments *self)
{
	return mc_hearing_place_port(self->hearing);
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
	return mc_hearing_place_pad(self->hearing);
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
