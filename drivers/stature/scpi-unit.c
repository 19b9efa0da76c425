#include "app/base/error.h"
#include "drivers/device/presentation.h"
#include "drivers/stature/driver.h"
#include "drivers/stature/unit.h"
#include "drivers/stature/wire.h"

/* The unit waits 30 s for somebody and then says that nobody came. */
#define LONGEST_MS 45000
/* Nobody's weight: an empty scale that shows so much has drifted; one that shows more carries
 * something. */
#define ZERO_MAX_G 1000

struct McStatureScpi {
	const McStatureEvents *events;
	gpointer data;
	McScpiDevice *device;
	McPresentation *measurement;
	McStatureEnd end;
	McStatureReading reading;
	gint32 heaviest_g;
	guint looks; /* under way: how the scale stands before it measures */
	gboolean looking; /* and the last of them is still wanted */
};

const McUsbId mc_stature_scpi_usb_ids[] = {
    {0x1209, 0x4D53, 0xFE, 0x03},
    {0},
};

/* ---- measurement ---- */

static McReading
measurement_read(gpointer data, const char *answer)
{
	McStatureScpi *self = data;

	if (!mc_stature_parse_result(answer, &self->end, &self->reading))
		return MC_READING_NONSENSE;
	return self->end == MC_STATURE_END_NONE ? MC_READING_STALE : MC_READING_DONE;
}

static void
measurement_over(gpointer data)
{
	McStatureScpi *self = data;

	switch (self->end) {
	case MC_STATURE_END_OK: self->events->measured(&self->reading, self->data); return;
	case MC_STATURE_END_NONE:
	case MC_STATURE_END_EMPTY: self->events->hint(MC_STATURE_STEP_ON, self->data); break;
	case MC_STATURE_END_MOVED:
	case MC_STATURE_END_LEFT: self->events->hint(MC_STATURE_STAND_STILL, self->data); break;
	}
}

static void
measurement_lost(gpointer data, const GError *error)
{
	McStatureScpi *self = data;

	self->events->lost(error, self->data);
}

static const McPresentationOps measurement_ops = {
    .read_line = "FETC?",
    .stop_line = "ABOR",
    .over_bit = MC_STATURE_OVER,
    .read = measurement_read,
    .over = measurement_over,
    .lost = measurement_lost,
};

/* ---- before it: how the scale stands ---- */

static void
measure_now(McStatureScpi *self)
{
	self->looking = FALSE;
	mc_presentation_start(self->measurement, "INIT", LONGEST_MS);
}

/* How much may be somebody's weight: it goes into no log. */
static const char something_on_it[] =
    "scale: nobody stands on it, and it shows a load: clear it, or adjust its zero";

static void
refuse(McStatureScpi *self, GError *error)
{
	self->looking = FALSE;
	mc_presentation_refuse(self->measurement, error);
}

/* Somebody may step on in this very moment; then it stays as it was, and is told so. */
static void
on_zeroed(const char *answer, gpointer data)
{
	McStatureScpi *self = data;
	gint number = 0;
	char text[MC_SCPI_ERROR_TEXT];

	self->looks--;
	if (!mc_scpi_parse_error(answer, &number, text))
		mc_scpi_device_broken(self->device, "SYST:ERR?", "not what the protocol says");
	else if (self->looks == 0 && self->looking)
		measure_now(self);
}

static void
set_zero(McStatureScpi *self)
{
	self->looks++;
	mc_scpi_device_say(self->device, "CAL:ZERO", NULL, NULL);
	mc_scpi_device_say(self->device, "SYST:ERR?", on_zeroed, self);
}

static void
on_conditions(const char *answer, gpointer data)
{
	McStatureScpi *self = data;
	McStatureConditions now;

	self->looks--;
	if (!mc_stature_parse_conditions(answer, &now))
		mc_scpi_device_broken(self->device, "SENS:COND?", "not what the protocol says");
	else if (self->looks > 0 || !self->looking)
		return; /* stopped meanwhile */
	else if (now.load_g > self->heaviest_g)
		refuse(self, g_error_new(MC_ERROR, MC_ERROR_REFUSED,
		                 "scale: overloaded, it is made for %d g", self->heaviest_g));
	else if (!now.occupied && ABS(now.load_g) > ZERO_MAX_G)
		refuse(self, g_error_new(MC_ERROR, MC_ERROR_REFUSED, "%s", something_on_it));
	else if (!now.occupied && now.load_g != 0)
		set_zero(self);
	else
		measure_now(self);
}

void
mc_stature_scpi_measure(McStatureScpi *self)
{
	if (!mc_device_is_ready(mc_scpi_device_base(self->device))) {
		measure_now(self); /* which says why not */
		return;
	}
	self->looks++;
	self->looking = TRUE;
	mc_scpi_device_say(self->device, "SENS:COND?", on_conditions, self);
}

void
mc_stature_scpi_stop(McStatureScpi *self)
{
	self->looking = FALSE;
	mc_presentation_stop(self->measurement);
}

gboolean
mc_stature_scpi_is_running(const McStatureScpi *self)
{
	return self->looking || mc_presentation_is_running(self->measurement);
}

/* ---- device ---- */

static void
unit_ready(gpointer data)
{
}

static void
unit_service(gpointer data, guint8 status_byte)
{
	mc_presentation_service(((McStatureScpi *)data)->measurement, status_byte);
}

static void
unit_lost(gpointer data, const GError *error)
{
	McStatureScpi *self = data;
	gboolean was_looking = self->looking;

	self->looks = 0;
	self->looking = FALSE;
	if (was_looking)
		self->events->lost(error, self->data);
	mc_presentation_device_lost(self->measurement, error);
}

static gboolean
unit_is_busy(gpointer data)
{
	return mc_stature_scpi_is_running(data);
}

static gboolean
take_range(gpointer data, const McScpiFields *fields)
{
	return mc_stature_take_range(fields, &((McStatureScpi *)data)->heaviest_g);
}

static const McScpiQuery queries[] = {
    {"CAL:RANG?", take_range},
    {NULL},
};

static const McScpiOps ops = {
    .kind = MC_DEVICE_STATURE,
    .ids = mc_stature_scpi_usb_ids,
    .model_prefix = "ST-",
    .service_mask = MC_STATURE_OVER | MC_STATUS_ERROR,
    .queries = queries,
    .ready = unit_ready,
    .service = unit_service,
    .lost = unit_lost,
    .is_busy = unit_is_busy,
};

McStatureScpi *
mc_stature_scpi_new(const McStatureEvents *events, gpointer data, McClock *clock, McBus *bus)
{
	McStatureScpi *self = g_new0(McStatureScpi, 1);

	self->events = events;
	self->data = data;
	self->device = mc_scpi_device_new(&ops, self, clock, bus);
	self->measurement = mc_presentation_new(&measurement_ops, self, self->device, clock);
	return self;
}

void
mc_stature_scpi_free(McStatureScpi *self)
{
	mc_presentation_free(self->measurement);
	mc_scpi_device_free(self->device);
	g_free(self);
}

McDevice *
mc_stature_scpi_device(McStatureScpi *self)
{
	return mc_scpi_device_base(self->device);
}
