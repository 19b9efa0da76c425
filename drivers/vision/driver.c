#include "drivers/vision/driver.h"

#include "drivers/device/presentation.h"
#include "drivers/vision/wire.h"

#define SHUTTERS_MS 500 /* until they have moved and the optotype is on */

struct McVision {
	McScpiDevice *device;
	McPresentation *presentation;
	McVisionPort port;
	McVisionListener listener;
	gpointer listener_data;
	McVisionReply reply;
};

const McUsbId mc_vision_usb_ids[] = {
    {0x1209, 0x4D56, 0xFE, 0x03},
    {0},
};

/* ---- presentation ---- */

static McReading
presentation_read(gpointer data, const char *answer)
{
	McVision *self = data;

	if (!mc_vision_parse_answer(answer, &self->reply))
		return MC_READING_NONSENSE;
	return self->reply.key == MC_VISION_KEY_NONE ? MC_READING_STALE : MC_READING_DONE;
}

static void
presentation_on(gpointer data)
{
	McVision *self = data;

	if (self->listener.shown != NULL)
		self->listener.shown(self->listener_data);
}

static void
presentation_over(gpointer data)
{
	McVision *self = data;

	if (self->listener.answered != NULL)
		self->listener.answered(&self->reply.answer, self->listener_data);
}

static void
presentation_lost(gpointer data, const GError *error)
{
	McVision *self = data;

	if (self->listener.lost != NULL)
		self->listener.lost(error, self->listener_data);
}

static const McPresentationOps presentation_ops = {
    .read_line = "SENS:ANSW?",
    .stop_line = "STIM:DARK",
    .on_bit = MC_VISION_SHOWN,
    .over_bit = MC_VISION_ANSWER,
    .read = presentation_read,
    .on = presentation_on,
    .over = presentation_over,
    .lost = presentation_lost,
};

/* ---- device ---- */

static void
on_conditions(const char *answer, gpointer data)
{
	McVision *self = data;
	McVisionConditions conditions;

	if (!mc_vision_parse_conditions(answer, &conditions))
		mc_scpi_device_broken(self->device, "SENS:COND?", "not what the protocol says");
	else if (self->listener.conditions != NULL)
		self->listener.conditions(&conditions, self->listener_data);
}

static void
vision_ready(gpointer data)
{
	mc_scpi_device_say(((McVision *)data)->device, "SENS:COND?", on_conditions, data);
}

static void
vision_service(gpointer data, guint8 status_byte)
{
	McVision *self = data;

	if (status_byte & MC_VISION_CONDITIONS)
		mc_scpi_device_ask(self->device, "SENS:COND?", on_conditions, self);
	mc_presentation_service(self->presentation, status_byte);
}

static void
vision_lost(gpointer data, const GError *error)
{
	mc_presentation_device_lost(((McVision *)data)->presentation, error);
}

static gboolean
vision_is_busy(gpointer data)
{
	return mc_presentation_is_running(((McVision *)data)->presentation);
}

static gboolean
take_vergence(gpointer data, const McScpiFields *fields)
{
	McDeviceInfo *info = mc_device_info(mc_vision_device(data));

	return mc_vision_take_vergence(fields, &info->vergence_centi_dioptre);
}

static gboolean
take_lines(gpointer data, const McScpiFields *fields)
{
	McDeviceInfo *info = mc_device_info(mc_vision_device(data));

	return mc_vision_take_lines(
	    fields, &info->smallest_milli_log_mar, &info->largest_milli_log_mar);
}

static gboolean
take_shutters(gpointer data, const McScpiFields *fields)
{
	McDeviceInfo *info = mc_device_info(mc_vision_device(data));

	return mc_vision_take_shutters(fields, &info->shutters);
}

static const McScpiQuery vision_queries[] = {
    {"CAL:VERG?", take_vergence},
    {"CAL:SHUT?", take_shutters},
    {"CAL:LINE?", take_lines},
    {NULL},
};

static const McScpiOps vision_ops = {
    .kind = MC_DEVICE_VISION_TESTER,
    .ids = mc_vision_usb_ids,
    .model_prefix = "VT-",
    .service_mask = MC_VISION_ANSWER | MC_VISION_CONDITIONS | MC_STATUS_ERROR | MC_VISION_SHOWN,
    .rest_query = "STIM:STAT?",
    .queries = vision_queries,
    .ready = vision_ready,
    .service = vision_service,
    .lost = vision_lost,
    .is_busy = vision_is_busy,
};

/* ---- port ---- */

static gboolean
port_is_ready(gpointer data)
{
	return mc_device_is_ready(mc_vision_device(data));
}

static void
port_set_listener(gpointer data, const McVisionListener *listener, gpointer user_data)
{
	McVision *self = data;

	self->listener = *listener;
	self->listener_data = user_data;
}

static void
port_show(gpointer data, const McOptotypeStimulus *stimulus)
{
	McVision *self = data;
	char line[MC_PRESENTATION_LINE];

	mc_vision_encode_show(stimulus, line, sizeof line);
	mc_presentation_start(self->presentation, line, SHUTTERS_MS);
}

static void
port_dark(gpointer data)
{
	mc_presentation_stop(((McVision *)data)->presentation);
}

McVision *
mc_vision_new(McClock *clock, McBus *bus)
{
	McVision *self = g_new0(McVision, 1);

	self->port = (McVisionPort){
	    .self = self,
	    .is_ready = port_is_ready,
	    .set_listener = port_set_listener,
	    .show = port_show,
	    .dark = port_dark,
	};
	self->device = mc_scpi_device_new(&vision_ops, self, clock, bus);
	self->presentation = mc_presentation_new(&presentation_ops, self, self->device, clock);
	return self;
}

void
mc_vision_free(McVision *self)
{
	if (self == NULL)
		return;
	mc_presentation_free(self->presentation);
	mc_scpi_device_free(self->device);
	g_free(self);
}

McVisionPort *
mc_vision_port(McVision *self)
{
	return &self->port;
}

McDevice *
mc_vision_device(McVision *self)
{
	return mc_scpi_device_base(self->device);
}

gboolean
mc_vision_is_dark(const McVision *self)
{
	return !mc_presentation_is_running(self->presentation);
}
