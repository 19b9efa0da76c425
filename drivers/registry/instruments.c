#define G_LOG_DOMAIN "medcheck-device"
#include "drivers/registry/instruments.h"

#include "app/base/error.h"
#include "drivers/hearing/driver.h"
#include "drivers/id-reader/driver.h"
#include "drivers/vision/driver.h"

#define LAST_WORD_MS 300

struct McInstruments {
	McBus *bus; /* NULL on a machine without USB */
	McVision *vision;
	McHearing *hearing;
	McIdReader *id_reader;
	McDevicesPort devices;
};

static McDevice *
device_of(McInstruments *self, McDeviceKind kind)
{
	switch (kind) {
	case MC_DEVICE_VISION_TESTER: return mc_vision_device(self->vision);
	case MC_DEVICE_AUDIOMETER: return mc_hearing_device(self->hearing);
	case MC_DEVICE_ID_READER: return mc_id_reader_device(self->id_reader);
	}
	g_assert_not_reached();
}

static const McDeviceInfo *
devices_info(gpointer self, McDeviceKind kind)
{
	return mc_device_shown(device_of(self, kind));
}

static void
devices_set_listener(gpointer self, McDeviceListener listener, gpointer data)
{
	for (guint kind = 0; kind < MC_DEVICE_KINDS; kind++)
		mc_device_set_listener(device_of(self, (McDeviceKind)kind), listener, data);
}

static void
devices_set_enrolments(gpointer self, const McEnrolment *enrolments, guint count)
{
	for (guint kind = 0; kind < MC_DEVICE_KINDS; kind++)
		mc_device_set_enrolments(device_of(self, (McDeviceKind)kind), enrolments, count);
}

static void
devices_self_test(gpointer self, McDeviceKind kind, McDeviceDone done, gpointer data)
{
	mc_device_self_test(device_of(self, kind), done, data);
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
	self->vision = mc_vision_new(clock, bus);
	self->hearing = mc_hearing_new(clock, bus);
	self->id_reader = mc_id_reader_new(clock, bus);
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

	return mc_vision_is_dark(self->vision) && mc_hearing_is_mute(self->hearing);
}

/* Dark and mute before the plug is pulled; an instrument that does not answer any more does it by
 * itself after its 2 s of host silence. */
static void
say_last_word(McInstruments *self)
{
	McVisionPort *vision = mc_vision_port(self->vision);
	McHearingPort *hearing = mc_hearing_port(self->hearing);

	if (self->bus == NULL || is_safe(self))
		return;
	vision->dark(vision->self);
	hearing->mute(hearing->self);
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
	mc_bus_free(self->bus);
	g_free(self);
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

McDevicesPort *
mc_instruments_devices(McInstruments *self)
{
	return &self->devices;
}
