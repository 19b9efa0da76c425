#include "drivers/sim/vhci/vhci.h"
#include "drivers/sim/vhci/kernel.h"
#include "drivers/sim/vhci/session.h"

#include <unistd.h>

#define PATIENCE_US (60 * G_USEC_PER_SEC) /* an emulated machine on a busy one */
#define LOOK_AGAIN_US 5000

typedef struct Port {
	struct McSimVhci *bus;
	McSimDevice *device; /* NULL: the rig has none for this port */
	guint number;
	McVhciSession *session; /* while plugged */
	guint last_number; /* the kernel's, of the device that was here before; 0 = none */
	gboolean settled;
	gboolean held;
	gboolean forbidden; /* no rule lets us in */
	int holder; /* file that has the claims while held, or -1 */
	McSimBusCounts counts;
} Port;

typedef struct McSimVhci {
	McSimBus base; /* first: the bus is one of these */
	McSimWorld *world;
	void (*changed)(gpointer data);
	gpointer changed_data;
	Port ports[MC_SIM_BUS_PORTS]; /* by number */
	GQueue ended; /* McVhciSession whose plug is pulled */
} McSimVhci;

/* ---- the plug ---- */

static void
free_ended(McSimVhci *self)
{
	GList *next;

	for (GList *item = self->ended.head; item != NULL; item = next) {
		next = item->next;
		if (!mc_vhci_session_is_over(item->data))
			continue;
		mc_vhci_session_free(item->data);
		g_queue_delete_link(&self->ended, item);
	}
}

static void
on_plugged(gpointer data)
{
	Port *port = data;

	free_ended(port->bus);
	port->settled = FALSE;
	port->session = mc_vhci_session_new(port->device, port->number, &port->counts);
	port->bus->changed(port->bus->changed_data);
}

static void
let_go(Port *port)
{
	if (port->holder >= 0)
		close(port->holder);
	port->holder = -1;
}

static void
on_unplugged(gpointer data)
{
	Port *port = data;

	port->last_number = mc_vhci_kernel_device_number(port->number);
	port->settled = FALSE;
	let_go(port);
	mc_vhci_session_end(port->session);
	g_queue_push_tail(&port->bus->ended, g_steal_pointer(&port->session));
	port->bus->changed(port->bus->changed_data);
}

static const McSimPlugListener plug_listener = {
    .plugged = on_plugged,
    .unplugged = on_unplugged,
};

/* ---- the bus ---- */

static void
vhci_add(McSimBus *bus, McSimDevice *device, guint number)
{
	McSimVhci *self = (McSimVhci *)bus;
	Port *port = &self->ports[number];

	g_assert(number > 0 && number < MC_SIM_BUS_PORTS && port->device == NULL);
	port->device = device;
	/* an earlier rig's device may still be on its way out */
	port->last_number = mc_vhci_kernel_device_number(number);
	mc_sim_device_set_plug_listener(device, &plug_listener, port);
}

static void
vhci_set_held(McSimBus *bus, guint number, gboolean held)
{
	Port *port = &((McSimVhci *)bus)->ports[number];

	port->held = held;
	port->settled = FALSE;
	if (!held)
		let_go(port);
}

static void
vhci_set_forbidden(McSimBus *bus, guint number, gboolean forbidden)
{
	((McSimVhci *)bus)->ports[number].forbidden = forbidden;
}

static McSimBusCounts
vhci_counts(McSimBus *bus, guint number)
{
	return ((McSimVhci *)bus)->ports[number].counts;
}

/* Lock held. */
static gboolean
is_settled(Port *port)
{
	guint now;

	if (port->settled || port->device == NULL)
		return TRUE;
	now = mc_vhci_kernel_device_number(port->number);
	if (port->session == NULL)
		port->settled = now == 0;
	else if (now != 0 && now != port->last_number &&
	         mc_vhci_kernel_is_ready(port->number, !port->forbidden))
		port->settled = TRUE;
	return port->settled;
}

/* Whoever has an interface keeps it until he lets go of it, as a program would. Lock not held: a
 * driver of the kernel that loses it waits for what it has asked the device. */
static void
hold(McSimVhci *self, Port *port)
{
	int holder =
	    mc_vhci_kernel_hold(port->number, mc_sim_device_model(port->device)->configuration[4]);

	g_mutex_lock(mc_sim_world_mutex(self->world));
	port->holder = holder;
	if (!port->held || port->session == NULL)
		let_go(port);
	g_mutex_unlock(mc_sim_world_mutex(self->world));
}

static void
settle_port(McSimVhci *self, Port *port)
{
	gint64 until_us = g_get_monotonic_time() + PATIENCE_US;
	gboolean settled = FALSE, wants_holder = FALSE;

	while (!settled && g_get_monotonic_time() < until_us) {
		g_mutex_lock(mc_sim_world_mutex(self->world));
		wants_holder = port->held && !port->settled && port->holder < 0;
		settled = is_settled(port);
		wants_holder = wants_holder && settled && port->session != NULL;
		g_mutex_unlock(mc_sim_world_mutex(self->world));
		if (!settled)
			g_usleep(LOOK_AGAIN_US);
	}
	if (wants_holder)
		hold(self, port);
	if (!settled)
		g_critical("the kernel has not finished with port %u of vhci_hcd; is udevd running, and "
		           "does a rule let this user in?",
		    port->number);
}

static void
vhci_settle(McSimBus *bus)
{
	McSimVhci *self = (McSimVhci *)bus;

	for (guint i = 0; i < MC_SIM_BUS_PORTS; i++)
		settle_port(self, &self->ports[i]);
}

static void
vhci_free(McSimBus *bus)
{
	McSimVhci *self = (McSimVhci *)bus;
	McVhciSession *session;

	g_mutex_lock(mc_sim_world_mutex(self->world));
	for (guint i = 0; i < MC_SIM_BUS_PORTS; i++) {
		if (self->ports[i].device == NULL)
			continue;
		mc_sim_device_set_plug_listener(self->ports[i].device, NULL, NULL);
		if (self->ports[i].session != NULL)
			on_unplugged(&self->ports[i]);
	}
	g_mutex_unlock(mc_sim_world_mutex(self->world));
	/* their threads may wait for the lock */
	while ((session = g_queue_pop_head(&self->ended)) != NULL)
		mc_vhci_session_free(session);
	vhci_settle(bus);
	g_free(self);
}

static const McSimBusOps vhci_ops = {
    .add = vhci_add,
    .set_held = vhci_set_held,
    .set_forbidden = vhci_set_forbidden,
    .counts = vhci_counts,
    .settle = vhci_settle,
    .free = vhci_free,
};

McSimBus *
mc_sim_vhci_new(McSimWorld *world, void (*changed)(gpointer data), gpointer data, GError **error)
{
	McSimVhci *self;

	if (!mc_vhci_kernel_is_usable(error))
		return NULL;
	self = g_new0(McSimVhci, 1);
	self->base.ops = &vhci_ops;
	self->world = world;
	self->changed = changed;
	self->changed_data = data;
	for (guint i = 0; i < MC_SIM_BUS_PORTS; i++) {
		self->ports[i].bus = self;
		self->ports[i].number = i;
		self->ports[i].holder = -1;
	}
	return &self->base;
}
