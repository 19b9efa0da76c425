#include "drivers/bus/endpoints.h"

#include "app/base/error.h"

#include <libusb.h>
#include <stdlib.h>

static int
by_address(const void *a, const void *b)
{
	return *(const guint8 *)a - *(const guint8 *)b;
}

static void
add_pipe(guint8 *pipes, guint *count, guint8 address)
{
	if (*count == MC_PIPES_MAX)
		return;
	pipes[(*count)++] = address;
	qsort(pipes, *count, 1, by_address);
}

static void
take_endpoint(McEndpoints *to, const struct libusb_endpoint_descriptor *endpoint)
{
	gboolean is_in = (endpoint->bEndpointAddress & LIBUSB_ENDPOINT_IN) != 0;
	guint16 packet = endpoint->wMaxPacketSize & 0x07ff;

	switch (endpoint->bmAttributes & LIBUSB_TRANSFER_TYPE_MASK) {
	case LIBUSB_ENDPOINT_TRANSFER_TYPE_BULK:
		if (is_in) {
			add_pipe(to->bulk_in, &to->bulk_in_count, endpoint->bEndpointAddress);
			to->bulk_in_packet = MAX(to->bulk_in_packet, packet);
		} else {
			add_pipe(to->bulk_out, &to->bulk_out_count, endpoint->bEndpointAddress);
		}
		break;
	case LIBUSB_ENDPOINT_TRANSFER_TYPE_INTERRUPT:
		if (is_in && to->interrupt_in == 0) {
			to->interrupt_in = endpoint->bEndpointAddress;
			to->interrupt_packet = packet;
		}
		break;
	default: break; /* no instrument of ours is isochronous */
	}
}

static gboolean
take_interface(
    const struct libusb_interface_descriptor *setting, const McUsbId *id, McEndpoints *endpoints)
{
	if (id->interface_class != 0 && (setting->bInterfaceClass != id->interface_class ||
	                                    setting->bInterfaceSubClass != id->interface_subclass))
		return FALSE;
	*endpoints = (McEndpoints){
	    .interface_class = setting->bInterfaceClass,
	    .interface_subclass = setting->bInterfaceSubClass,
	    .interface_protocol = setting->bInterfaceProtocol,
	    .interface_number = setting->bInterfaceNumber,
	    .management_interface = -1,
	};
	/* libusb keeps the number that a descriptor names also where it has not found them */
	for (guint i = 0; setting->endpoint != NULL && i < setting->bNumEndpoints; i++)
		take_endpoint(endpoints, &setting->endpoint[i]);
	/* its sound goes through other interfaces, which its descriptors name */
	if (setting->bInterfaceClass == LIBUSB_CLASS_AUDIO)
		return TRUE;
	if (setting->bInterfaceClass == LIBUSB_CLASS_HID)
		return endpoints->interrupt_in != 0 && endpoints->interrupt_packet > 0;
	return endpoints->bulk_in_count > 0 && endpoints->bulk_out_count > 0 &&
	       endpoints->bulk_in_packet > 0;
}

/* The requests for the line of a CDC device go to its other interface (CDC 1.2, 3.4.2). */
static void
find_management(const struct libusb_config_descriptor *config, McEndpoints *endpoints)
{
	if (endpoints->interface_class != LIBUSB_CLASS_DATA)
		return;
	for (guint i = 0; i < config->bNumInterfaces; i++)
		if (config->interface[i].num_altsetting > 0 &&
		    config->interface[i].altsetting[0].bInterfaceClass == LIBUSB_CLASS_COMM)
			endpoints->management_interface = config->interface[i].altsetting[0].bInterfaceNumber;
}

static void
find_port(libusb_device *device, McEndpoints *endpoints)
{
	guint8 path[7]; /* the deepest that USB 3 allows */
	int depth = libusb_get_port_numbers(device, path, sizeof path);
	gsize used = (gsize)g_snprintf(
	    endpoints->port, sizeof endpoints->port, "%u", libusb_get_bus_number(device));

	for (int i = 0; i < depth && used < sizeof endpoints->port; i++)
		used += (gsize)g_snprintf(endpoints->port + used, sizeof endpoints->port - used, "%c%u",
		    i == 0 ? '-' : '.', path[i]);
}

gboolean
mc_endpoints_find(libusb_device *device, const McUsbId *id, McEndpoints *endpoints, GError **error)
{
	struct libusb_config_descriptor *config = NULL;
	gboolean found = FALSE;

	if (libusb_get_active_config_descriptor(device, &config) == LIBUSB_SUCCESS) {
		for (guint i = 0; i < config->bNumInterfaces && !found; i++)
			found = config->interface[i].num_altsetting > 0 &&
			        take_interface(&config->interface[i].altsetting[0], id, endpoints);
		if (found)
			find_management(config, endpoints);
		libusb_free_config_descriptor(config);
	}
	if (found)
		find_port(device, endpoints);
	else
		g_set_error(error, MC_ERROR, MC_ERROR_PROTOCOL,
		    "descriptors: no interface of class %02x/%02x with usable endpoints",
		    id->interface_class, id->interface_subclass);
	return found;
}
