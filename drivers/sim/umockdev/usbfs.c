#include "drivers/sim/umockdev/usbfs.h"
#include "drivers/sim/umockdev/port.h"

#include <gio/gio.h>
#include <string.h>

#define USB_MAJOR 189
#define DEVICE_DESCRIPTOR_BYTES 18
#define ADDRESSES 16 /* of each port */

typedef struct McSimUsbfs {
	McSimBus base; /* first: the bus is one of these */
	McSimWorld *world;
	void (*changed)(gpointer data);
	gpointer changed_data;
	UMockdevTestbed *testbed;
	McSimPort *ports[MC_SIM_BUS_PORTS]; /* by number */
} McSimUsbfs;

static void
append_hex(GString *text, const guint8 *bytes, guint count)
{
	for (guint i = 0; i < count; i++)
		g_string_append_printf(text, "%02X", bytes[i]);
}

/* The device as umockdev's text format describes it. There is no N: line: with one, umockdev would
 * put a plain file where our pty's link is. */
static char *
describe(const McSimPort *port)
{
	const McSimModel *model = mc_sim_device_model(port->device);
	const guint8 *descriptor = model->device_descriptor;
	GString *text = g_string_new(NULL);

	g_string_append_printf(text,
	    "P: /devices/pci0000:00/usb1/1-%u\n"
	    "E: DEVNAME=%s\nE: DEVTYPE=usb_device\nE: SUBSYSTEM=usb\nE: BUSNUM=001\nE: DEVNUM=%03u\n"
	    "E: MAJOR=%d\nE: MINOR=%u\n",
	    port->number, port->devnode, port->address, USB_MAJOR, port->address - 1);
	g_string_append_printf(text,
	    "A: busnum=1\\n\nA: devnum=%u\\n\nA: bConfigurationValue=1\\n\nA: speed=%s\\n\n"
	    "A: idVendor=%02x%02x\\n\nA: idProduct=%02x%02x\\n\nA: dev=%d:%u\\n\nH: descriptors=",
	    port->address, model->speed == MC_SIM_SPEED_HIGH ? "480" : "12", descriptor[9],
	    descriptor[8], descriptor[11], descriptor[10], USB_MAJOR, port->address - 1);
	append_hex(text, descriptor, DEVICE_DESCRIPTOR_BYTES);
	append_hex(text, model->configuration, model->configuration_bytes);
	g_string_append_c(text, '\n');
	return g_string_free(text, FALSE);
}

/* The node is there before the "add" event that add_from_string sends: libusb opens it at once. */
static void
on_plugged(gpointer data)
{
	McSimPort *self = data;
	g_autoptr(GError) error = NULL;
	g_autofree char *description = NULL, *root = umockdev_testbed_get_root_dir(self->testbed);

	/* a bus has 127 addresses, and as a real one it takes the next one each time */
	self->plugs++;
	self->address = self->number * ADDRESSES + self->plugs % ADDRESSES;
	self->devnode = g_strdup_printf("/dev/bus/usb/001/%03u", self->address);
	self->syspath = g_strdup_printf("/sys/devices/pci0000:00/usb1/1-%u", self->number);
	self->node_path = g_strconcat(root, self->devnode, NULL);
	self->handler = umockdev_ioctl_base_new();
	mc_sim_port_listen(self, self->handler);
	description = describe(self);
	if (!umockdev_testbed_attach_ioctl(self->testbed, self->devnode, self->handler, &error) ||
	    !mc_sim_node_open(&self->node, self->node_path, self->forbidden, &error) ||
	    !umockdev_testbed_add_from_string(self->testbed, description, &error))
		g_critical("simulated USB port %u: %s", self->number, error->message);
	self->changed(self->changed_data);
}

static void
on_unplugged(gpointer data)
{
	McSimPort *self = data;

	umockdev_testbed_uevent(self->testbed, self->syspath, "remove");
	umockdev_testbed_remove_device(self->testbed, self->syspath);
	mc_sim_node_close(&self->node, self->node_path);
	umockdev_testbed_detach_ioctl(self->testbed, self->devnode, NULL);
	g_clear_object(&self->handler); /* clients that still have it open keep it */
	self->owner = NULL;
	g_clear_pointer(&self->devnode, g_free);
	g_clear_pointer(&self->syspath, g_free);
	g_clear_pointer(&self->node_path, g_free);
	self->changed(self->changed_data);
}

static const McSimPlugListener plug_listener = {
    .plugged = on_plugged,
    .unplugged = on_unplugged,
};

static void
usbfs_add(McSimBus *bus, McSimDevice *device, guint number)
{
	McSimUsbfs *self = (McSimUsbfs *)bus;
	McSimPort *port = g_new0(McSimPort, 1);

	g_assert(number < MC_SIM_BUS_PORTS && self->ports[number] == NULL);
	port->world = self->world;
	port->changed = self->changed;
	port->changed_data = self->changed_data;
	port->device = device;
	port->testbed = self->testbed;
	port->number = number;
	port->node = (McSimNode){-1, -1};
	g_queue_init(&port->flying);
	g_queue_init(&port->done);
	mc_sim_port_open_door(port);
	self->ports[number] = port;
	mc_sim_device_set_plug_listener(device, &plug_listener, port);
}

static void
usbfs_set_held(McSimBus *bus, guint number, gboolean held)
{
	((McSimUsbfs *)bus)->ports[number]->held = held;
}

static void
usbfs_set_forbidden(McSimBus *bus, guint number, gboolean forbidden)
{
	((McSimUsbfs *)bus)->ports[number]->forbidden = forbidden;
}

static McSimBusCounts
usbfs_counts(McSimBus *bus, guint number)
{
	return ((McSimUsbfs *)bus)->ports[number]->counts;
}

/* Plugs and holds are the test bed's at once. */
static void
usbfs_settle(McSimBus *bus)
{
}

static void
usbfs_free(McSimBus *bus)
{
	McSimUsbfs *self = (McSimUsbfs *)bus;

	for (guint i = 0; i < MC_SIM_BUS_PORTS; i++)
		if (self->ports[i] != NULL)
			mc_sim_port_shut_door(self->ports[i]);
	g_mutex_lock(mc_sim_world_mutex(self->world));
	for (guint i = 0; i < MC_SIM_BUS_PORTS; i++) {
		if (self->ports[i] == NULL)
			continue;
		mc_sim_port_drop_all(self->ports[i]);
		mc_sim_device_set_plug_listener(self->ports[i]->device, NULL, NULL);
		if (self->ports[i]->handler != NULL)
			on_unplugged(self->ports[i]);
	}
	g_mutex_unlock(mc_sim_world_mutex(self->world));
	g_object_unref(self->testbed);
	for (guint i = 0; i < MC_SIM_BUS_PORTS; i++)
		g_free(self->ports[i]);
	g_free(self);
}

static const McSimBusOps usbfs_ops = {
    .add = usbfs_add,
    .set_held = usbfs_set_held,
    .set_forbidden = usbfs_set_forbidden,
    .counts = usbfs_counts,
    .settle = usbfs_settle,
    .free = usbfs_free,
};

McSimBus *
mc_sim_usbfs_new(McSimWorld *world, void (*changed)(gpointer data), gpointer data, GError **error)
{
	const char *preload = g_getenv("LD_PRELOAD");
	McSimUsbfs *self;

	if (preload == NULL || strstr(preload, "libumockdev-preload") == NULL) {
		g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
		    "the simulated bus needs LD_PRELOAD=libumockdev-preload.so.0 in this process");
		return NULL;
	}
	self = g_new0(McSimUsbfs, 1);
	self->base.ops = &usbfs_ops;
	self->world = world;
	self->changed = changed;
	self->changed_data = data;
	self->testbed = umockdev_testbed_new();
	/* it remembers its first answer, so it is asked only now */
	if (umockdev_in_mock_environment())
		return &self->base;
	g_object_unref(self->testbed);
	g_free(self);
	g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
	    "libumockdev-preload.so.0 was not loaded: is the package umockdev installed?");
	return NULL;
}
