#include "drivers/references/driver.h"

#include "app/base/error.h"
#include "drivers/device/presentation.h"
#include "drivers/references/wire.h"

/* What the two do not have in common. */
typedef struct McReferenceKind {
	McScpiOps ops;
	gboolean (*parse)(const char *text, gboolean *is_new, McReferenceReading *reading);
} McReferenceKind;

struct McReference {
	const McReferenceKind *kind;
	McScpiDevice *device;
	McPresentation *measurement;
	McReferencePort port;
	McReferenceListener listener;
	gpointer listener_data;
	McReferenceReading reading;
};

const McUsbId mc_sound_meter_usb_ids[] = {
    {0x1209, 0x4D4C, 0xFE, 0x03},
    {0},
};
const McUsbId mc_luminance_meter_usb_ids[] = {
    {0x1209, 0x4D43, 0xFE, 0x03},
    {0},
};

/* ---- measurement ---- */

static McReading
measurement_read(gpointer data, const char *answer)
{
	McReference *self = data;
	gboolean is_new = FALSE;

	if (!self->kind->parse(answer, &is_new, &self->reading))
		return MC_READING_NONSENSE;
	return is_new ? MC_READING_DONE : MC_READING_STALE;
}

static void
measurement_over(gpointer data)
{
	McReference *self = data;

	if (self->listener.measured != NULL)
		self->listener.measured(&self->reading, self->listener_data);
}

static void
measurement_lost(gpointer data, const GError *error)
{
	McReference *self = data;

	if (self->listener.lost != NULL)
		self->listener.lost(error, self->listener_data);
}

static const McPresentationOps measurement_ops = {
    .read_line = "FETC?",
    .stop_line = "ABOR",
    .over_bit = MC_REFERENCE_MEASURED,
    .read = measurement_read,
    .over = measurement_over,
    .lost = measurement_lost,
};

/* ---- device ---- */

static void
reference_ready(gpointer data)
{
}

static void
reference_service(gpointer data, guint8 status_byte)
{
	mc_presentation_service(((McReference *)data)->measurement, status_byte);
}

static void
reference_lost(gpointer data, const GError *error)
{
	mc_presentation_device_lost(((McReference *)data)->measurement, error);
}

static gboolean
reference_is_busy(gpointer data)
{
	return mc_presentation_is_running(((McReference *)data)->measurement);
}

static gboolean
take_check(gpointer data, const McScpiFields *fields)
{
	return mc_sound_take_check(fields);
}

static gboolean
take_range(gpointer data, const McScpiFields *fields)
{
	return mc_luminance_take_range(fields);
}

static const McScpiQuery sound_queries[] = {
    {"CAL:CHEC?", take_check},
    {NULL},
};
static const McScpiQuery luminance_queries[] = {
    {"CAL:RANG?", take_range},
    {NULL},
};

static const McReferenceKind sound = {
    .ops =
        {
            .kind = MC_DEVICE_SOUND_METER,
            .ids = mc_sound_meter_usb_ids,
            .model_prefix = "SL-",
            .service_mask = MC_REFERENCE_MEASURED | MC_STATUS_ERROR,
            .queries = sound_queries,
            .ready = reference_ready,
            .service = reference_service,
            .lost = reference_lost,
            .is_busy = reference_is_busy,
        },
    .parse = mc_sound_parse,
};
static const McReferenceKind luminance = {
    .ops =
        {
            .kind = MC_DEVICE_LUMINANCE_METER,
            .ids = mc_luminance_meter_usb_ids,
            .model_prefix = "LM-",
            .service_mask = MC_REFERENCE_MEASURED | MC_STATUS_ERROR,
            .queries = luminance_queries,
            .ready = reference_ready,
            .service = reference_service,
            .lost = reference_lost,
            .is_busy = reference_is_busy,
        },
    .parse = mc_luminance_parse,
};

/* ---- port ---- */

static gboolean
port_is_ready(gpointer data)
{
	return mc_device_is_ready(mc_reference_device(data));
}

static void
port_set_listener(gpointer data, const McReferenceListener *listener, gpointer user_data)
{
	McReference *self = data;

	self->listener = *listener;
	self->listener_data = user_data;
}

static void
port_measure(gpointer data, guint ms)
{
	McReference *self = data;
	char line[MC_PRESENTATION_LINE];

	if (ms < MC_REFERENCE_SHORTEST_MS || ms > MC_REFERENCE_LONGEST_MS) {
		mc_presentation_refuse(self->measurement,
		    g_error_new(MC_ERROR, MC_ERROR_REFUSED, "a measurement takes %d to %d ms, not %u",
		        MC_REFERENCE_SHORTEST_MS, MC_REFERENCE_LONGEST_MS, ms));
		return;
	}
	g_snprintf(line, sizeof line, "INIT %u", ms);
	mc_presentation_start(self->measurement, line, ms);
}

static void
port_stop(gpointer data)
{
	mc_presentation_stop(((McReference *)data)->measurement);
}

static McReference *
reference_new(const McReferenceKind *kind, McClock *clock, McBus *bus)
{
	McReference *self = g_new0(McReference, 1);

	self->kind = kind;
	self->port = (McReferencePort){
	    .self = self,
	    .is_ready = port_is_ready,
	    .set_listener = port_set_listener,
	    .measure = port_measure,
	    .stop = port_stop,
	};
	self->device = mc_scpi_device_new(&kind->ops, self, clock, bus);
	self->measurement = mc_presentation_new(&measurement_ops, self, self->device, clock);
	return self;
}

McReference *
mc_sound_meter_new(McClock *clock, McBus *bus)
{
	return reference_new(&sound, clock, bus);
}

McReference *
mc_luminance_meter_new(McClock *clock, McBus *bus)
{
	return reference_new(&luminance, clock, bus);
}

void
mc_reference_free(McReference *self)
{
	if (self == NULL)
		return;
	mc_presentation_free(self->measurement);
	mc_scpi_device_free(self->device);
	g_free(self);
}

McReferencePort *
mc_reference_port(McReference *self)
{
	return &self->port;
}

McDevice *
mc_reference_device(McReference *self)
{
	return mc_scpi_device_base(self->device);
}
