/* T13: a technician looks at the clock, and sets it where nothing steers it. The recorder has no
 * right to set the machine's clock; it asks systemd-timedated for it over the system's bus, and a
 * polkit rule of the package lets it. */

#include "app/recorder/state.h"
#include <gio/gio.h>

/* On a small machine the system first begins timedated and polkit for it. */
#define TIMEOUT_MS 20000
#define TOLERANCE_US (2 * (gint64)G_TIME_SPAN_MINUTE)

static McClockTrust
trust_of(McClockQuality quality)
{
	switch (quality) {
	case MC_CLOCK_SYNCHRONISED: return MC_CLOCK_TRUST_STEERED;
	case MC_CLOCK_KEPT: return MC_CLOCK_TRUST_KEPT;
	case MC_CLOCK_BOUNDED:
	case MC_CLOCK_UNSTATED: break;
	}
	return MC_CLOCK_TRUST_BOUNDED;
}

static void
fill(McRecorder *self, McClockState *clock)
{
	McMoment now = mc_store_now(&self->store);
	gint64 error_us = -1;

	clock->trust = trust_of(now.quality);
	clock->at_wall_us = now.at_wall_us;
	clock->not_before_wall_us = now.not_before_wall_us;
	clock->not_after_wall_us = now.not_after_wall_us;
	clock->machine_wall_us = mc_clock_wall_us(self->clock);
	if (mc_clock_is_synchronised(self->clock, &error_us))
		clock->error_us = error_us;
	else
		clock->error_us = -1;
}

/* ---- set ---- */

/* What receipts and the sealing certificate prove is not set aside by hand. */
static const char *
problem_of(McRecorder *self, gint64 wall_us)
{
	McMoment now = mc_store_now(&self->store);

	if (self->current != NULL)
		return "clock: a visit is running";
	if (now.quality == MC_CLOCK_SYNCHRONISED)
		return "clock: a time server sets it";
	if (wall_us < now.not_before_wall_us - TOLERANCE_US)
		return "clock: it is later than that for sure";
	if (now.not_after_wall_us != 0 && wall_us > now.not_after_wall_us)
		return "clock: it cannot be that late";
	return NULL;
}

/* A connection for this once: who is asked once a year needs none that has to be watched. */
static gboolean
ask_system(gint64 wall_us, GError **error)
{
	g_autofree char *address = g_dbus_address_get_for_bus_sync(G_BUS_TYPE_SYSTEM, NULL, error);
	g_autoptr(GDBusConnection) bus = NULL;
	g_autoptr(GVariant) reply = NULL;

	if (address == NULL)
		return FALSE;
	bus = g_dbus_connection_new_for_address_sync(address,
	    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
	        G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
	    NULL, NULL, error);
	if (bus == NULL)
		return FALSE;
	reply =
	    g_dbus_connection_call_sync(bus, "org.freedesktop.timedate1", "/org/freedesktop/timedate1",
	        "org.freedesktop.timedate1", "SetTime", g_variant_new("(xbb)", wall_us, FALSE, FALSE),
	        NULL, G_DBUS_CALL_FLAGS_NONE, TIMEOUT_MS, NULL, error);
	g_dbus_connection_close_sync(bus, NULL, NULL);
	return reply != NULL;
}

static gboolean
chain(McRecorder *self, gint64 by_us, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);

	mc_batch_audit(
	    batch, MC_AUDIT_CLOCK_SET, &(McAuditFacts){.staff = self->staff.name, .jump_us = by_us});
	return mc_batch_commit(batch, error);
}

static gboolean
set(McRecorder *self, gint64 wall_us, GError **error)
{
	const char *problem = problem_of(self, wall_us);
	gint64 before_us = mc_recorder_drift_us(self);
	g_autoptr(GError) refusal = NULL;

	if (problem != NULL)
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, problem);
	if (ask_system(wall_us, &refusal))
		return chain(self, mc_recorder_drift_us(self) - before_us, error);
	g_warning("clock: systemd-timedated does not set it: %s", refusal->message);
	return mc_recorder_refuse(error, MC_ERROR_UNREACHABLE, "clock: the system does not set it");
}

gboolean
mc_recorder_clock(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	if (request->flag && !set(self, request->wall_us, error))
		return FALSE;
	fill(self, &reply->clock);
	return TRUE;
}
