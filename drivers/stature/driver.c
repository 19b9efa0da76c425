#include "drivers/stature/driver.h"

#include "drivers/stature/unit.h"

typedef enum McUsed { USED_NONE, USED_SCPI, USED_SERIAL } McUsed;

struct McStature {
	McStatureScpi *scpi;
	McStatureSerial *serial;
	McStaturePort port;
	McStatureListener listener;
	gpointer listener_data;
	McUsed used; /* by the measurement under way */
	guint refusal_source; /* start() without a unit: lost() follows from the loop */
	guint again_source; /* measured again, but not from inside the last one's end */
};

static gboolean
is_ready(McDevice *device)
{
	return mc_device_is_ready(device);
}

/* ---- what the units tell ---- */

static void
on_measured(const McStatureReading *reading, gpointer data)
{
	McStature *self = data;

	self->used = USED_NONE;
	if (self->listener.measured != NULL)
		self->listener.measured(reading, self->listener_data);
}

static gboolean
on_again(gpointer data)
{
	McStature *self = data;

	self->again_source = 0;
	mc_stature_scpi_measure(self->scpi);
	return G_SOURCE_REMOVE;
}

static void
on_hint(McStatureHint hint, gpointer data)
{
	McStature *self = data;

	if (self->used == USED_SCPI) /* a line is listened to all the time */
		self->again_source = g_idle_add(on_again, self);
	if (self->listener.hint != NULL)
		self->listener.hint(hint, self->listener_data);
}

static void
on_lost(const GError *error, gpointer data)
{
	McStature *self = data;

	self->used = USED_NONE;
	if (self->listener.lost != NULL)
		self->listener.lost(error, self->listener_data);
}

static const McStatureEvents events = {.measured = on_measured, .hint = on_hint, .lost = on_lost};

/* ---- port ---- */

static gboolean
port_is_ready(gpointer data)
{
	McStature *self = data;

	return is_ready(mc_stature_scpi_device(self->scpi)) ||
	       is_ready(mc_stature_serial_device(self->serial));
}

static void
port_set_listener(gpointer data, const McStatureListener *listener, gpointer user_data)
{
	McStature *self = data;

	self->listener = *listener;
	self->listener_data = user_data;
}

static void
forget(McStature *self)
{
	if (self->refusal_source != 0)
		g_source_remove(self->refusal_source);
	if (self->again_source != 0)
		g_source_remove(self->again_source);
	self->refusal_source = self->again_source = 0;
	self->used = USED_NONE;
}

static void
port_stop(gpointer data)
{
	McStature *self = data;
	McUsed used = self->used;

	forget(self);
	if (used == USED_SERIAL)
		mc_stature_serial_stop(self->serial);
	else
		mc_stature_scpi_stop(self->scpi);
}

/* The one that is there, though it is not ready; without any, the first. */
static McDevice *
unready_device(McStature *self)
{
	McDevice *serial = mc_stature_serial_device(self->serial);

	return mc_device_info(serial)->state != MC_DEVICE_ABSENT ? serial
	                                                         : mc_stature_scpi_device(self->scpi);
}

static gboolean
on_refusal(gpointer data)
{
	McStature *self = data;
	g_autoptr(GError) error = mc_device_why_not(unready_device(self));

	self->refusal_source = 0;
	on_lost(error, self);
	return G_SOURCE_REMOVE;
}

static void
port_start(gpointer data)
{
	McStature *self = data;

	port_stop(self);
	if (is_ready(mc_stature_scpi_device(self->scpi))) {
		self->used = USED_SCPI;
		mc_stature_scpi_measure(self->scpi);
	} else if (is_ready(mc_stature_serial_device(self->serial))) {
		self->used = USED_SERIAL;
		mc_stature_serial_measure(self->serial);
	} else {
		self->refusal_source = g_idle_add(on_refusal, self);
	}
}

McStature *
mc_stature_new(McClock *clock, McBus *bus)
{
	McStature *self = g_new0(McStature, 1);

	self->port = (McStaturePort){
	    .self = self,
	    .is_ready = port_is_ready,
	    .set_listener = port_set_listener,
	    .start = port_start,
	    .stop = port_stop,
	};
	self->scpi = mc_stature_scpi_new(&events, self, clock, bus);
	self->serial = mc_stature_serial_new(&events, self, clock, bus);
	return self;
}

void
mc_stature_free(McStature *self)
{
	if (self == NULL)
		return;
	forget(self);
	mc_stature_scpi_free(self->scpi);
	mc_stature_serial_free(self->serial);
	g_free(self);
}

McStaturePort *
mc_stature_port(McStature *self)
{
	return &self->port;
}

McDevice *
mc_stature_device(McStature *self, guint index)
{
	return index == 0 ? mc_stature_scpi_device(self->scpi) : mc_stature_serial_device(self->serial);
}

gboolean
mc_stature_is_at_rest(const McStature *self)
{
	return !mc_stature_scpi_is_running(self->scpi);
}
