#include "drivers/hearing/driver.h"

#include "app/base/error.h"
#include "drivers/device/presentation.h"
#include "drivers/hearing/wire.h"

struct McHearing {
	McScpiDevice *device;
	McPresentation *presentation;
	McHearingPort port;
	McHearingListener listener;
	gpointer listener_data;
	gint32 last_id; /* of the presentation that was asked for last */
	gint32 ceiling_deci_db_hl; /* the instrument's */
	McHearingResult result;
	McHearingConditions conditions; /* last reported */
};

const McUsbId mc_hearing_usb_ids[] = {
    {0x1209, 0x4D41, 0xFE, 0x03},
    {0},
};

/* ---- presentation ---- */

static McReading
presentation_read(gpointer data, const char *answer)
{
	McHearing *self = data;

	if (!mc_hearing_parse_result(answer, &self->result))
		return MC_READING_NONSENSE;
	return self->result.id == self->last_id ? MC_READING_DONE : MC_READING_STALE;
}

static void
presentation_over(gpointer data)
{
	McHearing *self = data;
	McHearingConditions conditions = {.headphones_on = self->conditions.headphones_on};

	for (guint i = 0; i < MC_NOISE_BANDS; i++)
		conditions.noise_deci_db_spl[i] = self->result.noise_deci_db_spl[i];
	if (self->listener.finished != NULL)
		self->listener.finished(&self->result.presses, &conditions, self->listener_data);
}

static void
presentation_lost(gpointer data, const GError *error)
{
	McHearing *self = data;

	if (self->listener.lost != NULL)
		self->listener.lost(error, self->listener_data);
}

static const McPresentationOps presentation_ops = {
    .read_line = "SENS:PRES?",
    .stop_line = "SOUR:MUTE",
    .over_bit = MC_HEARING_OVER,
    .read = presentation_read,
    .over = presentation_over,
    .lost = presentation_lost,
};

/* ---- device ---- */

static void
on_conditions(const char *answer, gpointer data)
{
	McHearing *self = data;

	if (!mc_hearing_parse_conditions(answer, &self->conditions))
		mc_scpi_device_broken(self->device, "SENS:COND?", "not what the protocol says");
	else if (self->listener.conditions != NULL)
		self->listener.conditions(&self->conditions, self->listener_data);
}

static void
on_button(const char *answer, gpointer data)
{
	McHearing *self = data;
	gboolean pressed = FALSE;
	McEar key = MC_EAR_LEFT;

	if (!mc_hearing_parse_button(answer, &pressed, &key))
		mc_scpi_device_broken(self->device, "SENS:BUTT?", "not what the protocol says");
	else if (pressed && self->listener.pressed != NULL)
		self->listener.pressed(key, self->listener_data);
}

static void
hearing_ready(gpointer data)
{
	mc_scpi_device_say(((McHearing *)data)->device, "SENS:COND?", on_conditions, data);
}

static void
hearing_service(gpointer data, guint8 status_byte)
{
	McHearing *self = data;

	if (status_byte & MC_HEARING_BUTTON)
		mc_scpi_device_ask(self->device, "SENS:BUTT?", on_button, self);
	if (status_byte & MC_HEARING_CONDITIONS)
		mc_scpi_device_ask(self->device, "SENS:COND?", on_conditions, self);
	mc_presentation_service(self->presentation, status_byte);
}

static void
hearing_lost(gpointer data, const GError *error)
{
	mc_presentation_device_lost(((McHearing *)data)->presentation, error);
}

static gboolean
hearing_is_busy(gpointer data)
{
	return mc_presentation_is_running(((McHearing *)data)->presentation);
}

static gboolean
take_ceiling(gpointer data, const McScpiFields *fields)
{
	return mc_hearing_take_ceiling(fields, &((McHearing *)data)->ceiling_deci_db_hl);
}

static gboolean
take_loudspeaker(gpointer data, const McScpiFields *fields)
{
	McDeviceInfo *info = mc_device_info(mc_hearing_device(data));

	return mc_hearing_take_loudspeaker(fields, info->loudspeaker, sizeof info->loudspeaker,
	    info->loudspeaker_serial, sizeof info->loudspeaker_serial);
}

/* The instrument adds them by itself: read here for the record, and to see that there are any. */
static gboolean
take_corrections(gpointer data, const McScpiFields *fields)
{
	return mc_hearing_take_corrections(
	    fields, &mc_device_info(mc_hearing_device(data))->corrections);
}

static gboolean
take_loudspeaker_corrections(gpointer data, const McScpiFields *fields)
{
	return mc_hearing_take_corrections(
	    fields, &mc_device_info(mc_hearing_device(data))->loudspeaker_corrections);
}

static const McScpiQuery hearing_queries[] = {
    {"CAL:CORR?", take_corrections},
    {"CAL:SPE?", take_loudspeaker},
    {"CAL:SPE:CORR?", take_loudspeaker_corrections},
    {"CAL:CEIL?", take_ceiling},
    {NULL},
};

static const McScpiOps hearing_ops = {
    .kind = MC_DEVICE_AUDIOMETER,
    .ids = mc_hearing_usb_ids,
    .model_prefix = "AU-",
    .service_mask = MC_HEARING_OVER | MC_HEARING_BUTTON | MC_STATUS_ERROR | MC_HEARING_CONDITIONS,
    .queries = hearing_queries,
    .ready = hearing_ready,
    .service = hearing_service,
    .lost = hearing_lost,
    .is_busy = hearing_is_busy,
};

/* ---- port ---- */

static gboolean
port_is_ready(gpointer data)
{
	return mc_device_is_ready(mc_hearing_device(data));
}

static void
port_set_listener(gpointer data, const McHearingListener *listener, gpointer user_data)
{
	McHearing *self = data;

	self->listener = *listener;
	self->listener_data = user_data;
}

static gboolean
is_corrected(McHearing *self, const McHearingOrder *order)
{
	const McDeviceInfo *info = mc_device_info(mc_hearing_device(self));

	return mc_corrections_cover(
	    order->by_loudspeaker ? &info->loudspeaker_corrections : &info->corrections,
	    order->frequency_hz);
}

static void
port_play(gpointer data, const McStimulus *stimulus)
{
	McHearing *self = data;
	char line[MC_PRESENTATION_LINE];
	McHearingOrder order;
	gint32 ceiling = MC_HEARING_CEILING_DECI_DB_HL;

	if (port_is_ready(self))
		ceiling = MIN(ceiling, self->ceiling_deci_db_hl);
	self->last_id = self->last_id == G_MAXINT32 ? 1 : self->last_id + 1;
	if (!mc_hearing_order_from_stimulus(stimulus, self->last_id, &order)) {
		mc_presentation_refuse(
		    self->presentation, g_error_new(MC_ERROR, MC_ERROR_REFUSED,
		                            "audiometer: nothing to hear in this stimulus"));
		return;
	}
	if (order.by_loudspeaker && mc_device_info(mc_hearing_device(self))->loudspeaker[0] == '\0') {
		mc_presentation_refuse(self->presentation,
		    g_error_new(MC_ERROR, MC_ERROR_REFUSED, "audiometer: it has no loudspeakers"));
		return;
	}
	if (port_is_ready(self) && !is_corrected(self, &order)) {
		mc_presentation_refuse(self->presentation,
		    g_error_new(MC_ERROR, MC_ERROR_UNCALIBRATED,
		        "audiometer: it has no correction at %d Hz", order.frequency_hz));
		return;
	}
	if (!mc_hearing_order_is_within(&order, ceiling)) {
		mc_presentation_refuse(
		    self->presentation, g_error_new(MC_ERROR, MC_ERROR_REFUSED,
		                            "audiometer: louder than %d/10 dB HL", ceiling));
		return;
	}
	mc_hearing_encode_present(&order, line, sizeof line);
	mc_presentation_start(self->presentation, line, mc_hearing_order_length_ms(&order));
}

static void
port_mute(gpointer data)
{
	mc_presentation_stop(((McHearing *)data)->presentation);
}

McHearing *
mc_hearing_new(McClock *clock, McBus *bus)
{
	McHearing *self = g_new0(McHearing, 1);

	self->port = (McHearingPort){
	    .self = self,
	    .is_ready = port_is_ready,
	    .set_listener = port_set_listener,
	    .play = port_play,
	    .mute = port_mute,
	};
	self->device = mc_scpi_device_new(&hearing_ops, self, clock, bus);
	self->presentation = mc_presentation_new(&presentation_ops, self, self->device, clock);
	return self;
}

void
mc_hearing_free(McHearing *self)
{
	if (self == NULL)
		return;
	mc_presentation_free(self->presentation);
	mc_scpi_device_free(self->device);
	g_free(self);
}

McHearingPort *
mc_hearing_port(McHearing *self)
{
	return &self->port;
}

McDevice *
mc_hearing_device(McHearing *self)
{
	return mc_scpi_device_base(self->device);
}

gboolean
mc_hearing_is_mute(const McHearing *self)
{
	return !mc_presentation_is_running(self->presentation);
}
