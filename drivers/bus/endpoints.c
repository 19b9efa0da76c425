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
	*endpoints = (McEndpoints){.interface_number = setting->bInterfaceNumber};
	for (guint i = 0; i < setting->bNumEndpoints; i++)
		take_endpoint(endpoints, &setting->endpoint[i]);
	return endpoints->bulk_in_count > 0 && endpoints->bulk_out_count > 0 &&
	       endpoints->bulk_in_packet > 0;
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
		libusb_free_config_descriptor(config);
	}
	if (!found)
		g_set_error(error, MC_ERROR, MC_ERROR_PROTOCOL,
		    "descriptors: no interface of class %02x/%02x with bulk endpoints", id->interface_class,
		    id->interface_subclass);
	return found;
}
