#define G_LOG_DOMAIN "medcheck-bus"
#include "drivers/bus/bus.h"

#include "app/base/error.h"
#include "drivers/bus/endpoints.h"
#include "drivers/bus/usb-source.h"
#include "drivers/bus/usb-transport.h"

#include <libusb.h>

typedef struct McBusWatch {
	const McUsbId *ids;
	const McBusListener *listener;
	gpointer data;
} McBusWatch;

struct McBusDevice {
	McBus *bus;
	libusb_device *usb;
	struct libusb_device_descriptor descriptor;
	const McUsbId *id; /* the row that matched */
	const McBusWatch *watch;
};

typedef struct McBusEvent {
	libusb_device *usb; /* a reference */
	gboolean arrived;
	guint looks; /* how often it was found without a configuration */
} McBusEvent;

/* The kernel announces a device before it has chosen its configuration; until then it can neither
 * be recognised by its interfaces nor claimed. One that nobody configures is passed on in the end.
 */
#define LOOK_AGAIN_MS 20
#define LOOKS_MAX 50

struct McBus {
	libusb_context *usb;
	GSource *source;
	libusb_hotplug_callback_handle hotplug;
	gboolean started;
	GPtrArray *watches, *devices; /* McBusWatch, McBusDevice: owned */
	GPtrArray *transports; /* McTransport that have not let go */
	GQueue events; /* McBusEvent */
	GQueue unconfigured; /* McBusEvent: arrivals that wait for the kernel */
	guint events_source, look_source;
};

static void
device_free(gpointer data)
{
	McBusDevice *device = data;

	libusb_unref_device(device->usb);
	g_free(device);
}

static void
event_free(gpointer data)
{
	McBusEvent *event = data;

	libusb_unref_device(event->usb);
	g_free(event);
}

McBus *
mc_bus_new(GError **error)
{
	libusb_context *usb = NULL;
	int result = libusb_init(&usb);
	McBus *self;

	if (result == LIBUSB_ERROR_OTHER || result == LIBUSB_ERROR_NOT_FOUND) {
		g_set_error(error, MC_ERROR, MC_ERROR_NO_POWER, "this machine has no USB");
		return NULL;
	}
	if (result != LIBUSB_SUCCESS) {
		g_set_error(error, MC_ERROR, MC_ERROR_INTERNAL, "libusb: %s", libusb_error_name(result));
		return NULL;
	}
	self = g_new0(McBus, 1);
	self->usb = usb;
	self->watches = g_ptr_array_new_with_free_func(g_free);
	self->devices = g_ptr_array_new_with_free_func(device_free);
	self->transports = g_ptr_array_new();
	self->source = mc_usb_source_new(usb);
	g_source_attach(self->source, NULL);
	return self;
}

static gboolean
all_idle(gpointer data)
{
	McBus *self = data;

	for (guint i = 0; i < self->transports->len; i++)
		if (!mc_usb_transport_is_idle(self->transports->pdata[i]))
			return FALSE;
	return TRUE;
}

void
mc_bus_free(McBus *self)
{
	if (self == NULL)
		return;
	if (self->started)
		libusb_hotplug_deregister_callback(self->usb, self->hotplug);
	if (self->events_source != 0)
		g_source_remove(self->events_source);
	if (self->look_source != 0)
		g_source_remove(self->look_source);
	g_queue_clear_full(&self->events, event_free);
	g_queue_clear_full(&self->unconfigured, event_free);
	mc_bus_settle(self, all_idle, self, 300);
	while (self->transports->len > 0)
		mc_usb_transport_destroy(self->transports->pdata[0]);
	g_ptr_array_unref(self->transports);
	g_ptr_array_unref(self->devices);
	g_ptr_array_unref(self->watches);
	g_source_destroy(self->source);
	g_source_unref(self->source);
	libusb_exit(self->usb);
	g_free(self);
}

void
mc_bus_watch(McBus *self, const McUsbId *ids, const McBusListener *listener, gpointer data)
{
	McBusWatch *watch = g_new0(McBusWatch, 1);

	g_assert(!self->started);
	watch->ids = ids;
	watch->listener = listener;
	watch->data = data;
	g_ptr_array_add(self->watches, watch);
}

gboolean
mc_usb_id_is_end(const McUsbId *id)
{
	return id->vendor_id == 0 && id->interface_class == 0;
}

static const McUsbId *
matching_row(
    const McUsbId *ids, libusb_device *usb, const struct libusb_device_descriptor *descriptor)
{
	McEndpoints endpoints;

	for (const McUsbId *id = ids; !mc_usb_id_is_end(id); id++) {
		if (id->vendor_id == 0
		        ? mc_endpoints_find(usb, id, &endpoints, NULL)
		        : id->vendor_id == descriptor->idVendor && id->product_id == descriptor->idProduct)
			return id;
	}
	return NULL;
}

static void
take_arrival(McBus *self, libusb_device *usb)
{
	struct libusb_device_descriptor descriptor;

	if (libusb_get_device_descriptor(usb, &descriptor) != LIBUSB_SUCCESS)
		return;
	for (guint i = 0; i < self->watches->len; i++) {
		const McBusWatch *watch = self->watches->pdata[i];
		const McUsbId *id = matching_row(watch->ids, usb, &descriptor);
		McBusDevice *device;

		if (id == NULL)
			continue;
		device = g_new0(McBusDevice, 1);
		device->bus = self;
		device->usb = libusb_ref_device(usb);
		device->descriptor = descriptor;
		device->id = id;
		device->watch = watch;
		g_ptr_array_add(self->devices, device);
		watch->listener->arrived(device, watch->data);
		return;
	}
}

static void
take_leave(McBus *self, libusb_device *usb)
{
	for (guint i = 0; i < self->devices->len; i++) {
		McBusDevice *device = self->devices->pdata[i];

		if (device->usb != usb)
			continue;
		device->watch->listener->left(device, device->watch->data);
		g_ptr_array_remove_index(self->devices, i);
		return;
	}
}

static gboolean
is_configured(libusb_device *usb)
{
	struct libusb_config_descriptor *config = NULL;
	int result = libusb_get_active_config_descriptor(usb, &config);

	if (result == LIBUSB_SUCCESS)
		libusb_free_config_descriptor(config);
	return result != LIBUSB_ERROR_NOT_FOUND;
}

/* It went before it was ready: nobody has heard of it. */
static gboolean
forget_unconfigured(McBus *self, libusb_device *usb)
{
	for (GList *item = self->unconfigured.head; item != NULL; item = item->next) {
		McBusEvent *event = item->data;

		if (event->usb != usb)
			continue;
		g_queue_delete_link(&self->unconfigured, item);
		event_free(event);
		return TRUE;
	}
	return FALSE;
}

/* One that is plugged in between libusb_init() and mc_bus_start() is in libusb's list and in its
 * news. Taken twice, one of the two would be left over when it goes, and be opened in vain instead
 * of what comes in its place. */
static gboolean
has_arrived(const McBus *self, const libusb_device *usb)
{
	for (guint i = 0; i < self->devices->len; i++)
		if (((const McBusDevice *)self->devices->pdata[i])->usb == usb)
			return TRUE;
	for (const GList *item = self->unconfigured.head; item != NULL; item = item->next)
		if (((const McBusEvent *)item->data)->usb == usb)
			return TRUE;
	return FALSE;
}

static gboolean on_look(gpointer data);

/* Takes the event. */
static void
take_event(McBus *self, McBusEvent *event)
{
	if (event->arrived && event->looks < LOOKS_MAX && !is_configured(event->usb)) {
		event->looks++;
		g_queue_push_tail(&self->unconfigured, event);
		if (self->look_source == 0)
			self->look_source = g_timeout_add(LOOK_AGAIN_MS, on_look, self);
		return;
	}
	if (event->arrived)
		take_arrival(self, event->usb);
	else if (!forget_unconfigured(self, event->usb))
		take_leave(self, event->usb);
	event_free(event);
}

static gboolean
on_look(gpointer data)
{
	McBus *self = data;

	self->look_source = 0;
	for (guint left = self->unconfigured.length; left > 0; left--)
		take_event(self, g_queue_pop_head(&self->unconfigured));
	return G_SOURCE_REMOVE;
}

static gboolean
on_events(gpointer data)
{
	McBus *self = data;
	McBusEvent *event;

	self->events_source = 0;
	while ((event = g_queue_pop_head(&self->events)) != NULL) {
		if (event->arrived && has_arrived(self, event->usb))
			event_free(event);
		else
			take_event(self, event);
	}
	return G_SOURCE_REMOVE;
}

/* Only notes it: libusb forbids most of its functions in here. */
static int LIBUSB_CALL
on_hotplug(libusb_context *usb, libusb_device *device, libusb_hotplug_event what, void *data)
{
	McBus *self = data;
	McBusEvent *event = g_new0(McBusEvent, 1);

	event->usb = libusb_ref_device(device);
	event->arrived = what == LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED;
	g_queue_push_tail(&self->events, event);
	if (self->events_source == 0)
		self->events_source = g_idle_add(on_events, self);
	return 0;
}

void
mc_bus_start(McBus *self)
{
	int result = libusb_hotplug_register_callback(self->usb,
	    LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT,
	    LIBUSB_HOTPLUG_ENUMERATE, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
	    LIBUSB_HOTPLUG_MATCH_ANY, on_hotplug, self, &self->hotplug);

	self->started = result == LIBUSB_SUCCESS;
	if (!self->started)
		g_critical("libusb cannot tell arrivals: %s", libusb_error_name(result));
}

guint16
mc_bus_device_vendor_id(const McBusDevice *device)
{
	return device->descriptor.idVendor;
}

guint16
mc_bus_device_product_id(const McBusDevice *device)
{
	return device->descriptor.idProduct;
}

static gboolean
usb_failed(int result, const char *what, GError **error)
{
	McErrorCode code = MC_ERROR_PROTOCOL;

	if (result == LIBUSB_SUCCESS)
		return FALSE;
	if (result == LIBUSB_ERROR_ACCESS)
		code = MC_ERROR_REFUSED;
	else if (result == LIBUSB_ERROR_BUSY)
		code = MC_ERROR_BUSY;
	else if (result == LIBUSB_ERROR_NO_DEVICE || result == LIBUSB_ERROR_NOT_FOUND)
		code = MC_ERROR_DEVICE_GONE;
	g_set_error(error, MC_ERROR, (gint)code, "%s: %s", what, libusb_error_name(result));
	return TRUE;
}

/* Closing the handle lets go of what was claimed before a refusal. */
static gboolean
claim_all(libusb_device_handle *handle, const McEndpoints *endpoints, GError **error)
{
	if (usb_failed(libusb_claim_interface(handle, endpoints->interface_number), "claim", error))
		return FALSE;
	return endpoints->management_interface < 0 ||
	       !usb_failed(libusb_claim_interface(handle, endpoints->management_interface),
	           "claim of the management interface", error);
}

static void
take_descriptor(const McBusDevice *device, McEndpoints *endpoints)
{
	endpoints->vendor_id = device->descriptor.idVendor;
	endpoints->product_id = device->descriptor.idProduct;
	endpoints->device_release = device->descriptor.bcdDevice;
	endpoints->maker_string = device->descriptor.iManufacturer;
	endpoints->product_string = device->descriptor.iProduct;
	endpoints->serial_string = device->descriptor.iSerialNumber;
}

McTransport *
mc_bus_open(McBusDevice *device, GError **error)
{
	libusb_device_handle *handle = NULL;
	McEndpoints endpoints;

	if (!mc_endpoints_find(device->usb, device->id, &endpoints, error))
		return NULL;
	if (usb_failed(libusb_open(device->usb, &handle), "open", error))
		return NULL;
	libusb_set_auto_detach_kernel_driver(handle, 1);
	if (!claim_all(handle, &endpoints, error)) {
		libusb_close(handle);
		return NULL;
	}
	take_descriptor(device, &endpoints);
	return mc_usb_transport_new(handle, &endpoints, device->bus->transports);
}

void
mc_bus_settle(McBus *self, gboolean (*is_done)(gpointer data), gpointer data, guint timeout_ms)
{
	gint64 until_us = g_get_monotonic_time() + (gint64)timeout_ms * 1000;

	while (!is_done(data) && g_get_monotonic_time() < until_us) {
		struct timeval some = {0, 20000};

		libusb_handle_events_timeout_completed(self->usb, &some, NULL);
	}
}
