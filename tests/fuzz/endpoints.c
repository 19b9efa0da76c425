/* The descriptors of a device, as libusb hands them over: any numbers in them. libusb's own part is
 * played here. */

#include "fuzz.h"

#include "drivers/bus/endpoints.h"

#include <libusb.h>
#include <string.h>

#define INTERFACES_MAX 8
#define SETTINGS_MAX 3
#define ENDPOINTS_MAX 8

static struct {
	const uint8_t *bytes;
	size_t left;
	struct libusb_config_descriptor config;
	struct libusb_interface interfaces[INTERFACES_MAX];
	struct libusb_interface_descriptor settings[INTERFACES_MAX][SETTINGS_MAX];
	struct libusb_endpoint_descriptor endpoints[INTERFACES_MAX][SETTINGS_MAX][ENDPOINTS_MAX];
} given;

static guint8
next(void)
{
	if (given.left == 0)
		return 0;
	given.left--;
	return *given.bytes++;
}

static void
give_setting(
    struct libusb_interface_descriptor *setting, struct libusb_endpoint_descriptor *endpoints)
{
	guint8 number = next(), count = next();

	*setting = (struct libusb_interface_descriptor){
	    .bInterfaceNumber = number,
	    .bNumEndpoints = count % (ENDPOINTS_MAX + 1),
	    .bInterfaceClass = next(),
	    .bInterfaceSubClass = next(),
	    .bInterfaceProtocol = next(),
	    /* the descriptors were too short to hold those that it names */
	    .endpoint = count >= 0xF0 ? NULL : endpoints,
	};
	for (guint i = 0; setting->endpoint != NULL && i < setting->bNumEndpoints; i++)
		endpoints[i] = (struct libusb_endpoint_descriptor){
		    .bEndpointAddress = next(),
		    .bmAttributes = next(),
		    .wMaxPacketSize = (guint16)(next() | next() << 8),
		};
}

int
libusb_get_active_config_descriptor(libusb_device *device, struct libusb_config_descriptor **config)
{
	*config = &given.config;
	given.config.bNumInterfaces = next() % (INTERFACES_MAX + 1);
	given.config.interface = given.interfaces;
	for (guint i = 0; i < given.config.bNumInterfaces; i++) {
		given.interfaces[i].num_altsetting = next() % (SETTINGS_MAX + 1);
		given.interfaces[i].altsetting = given.settings[i];
		for (int j = 0; j < given.interfaces[i].num_altsetting; j++)
			give_setting(&given.settings[i][j], given.endpoints[i][j]);
	}
	return next() == 0xFF ? LIBUSB_ERROR_NOT_FOUND : LIBUSB_SUCCESS;
}

void
libusb_free_config_descriptor(struct libusb_config_descriptor *config)
{
}

int
libusb_get_port_numbers(libusb_device *device, uint8_t *numbers, int size)
{
	int depth = next() % (size + 1);

	for (int i = 0; i < depth; i++)
		numbers[i] = next();
	return depth;
}

uint8_t
libusb_get_bus_number(libusb_device *device)
{
	return next();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	McUsbId id = {.vendor_id = 1};
	McEndpoints endpoints;

	given.bytes = data;
	given.left = size;
	id.interface_class = next();
	id.interface_subclass = next();
	if (!mc_endpoints_find(NULL, &id, &endpoints, NULL))
		return 0;
	g_assert_true(
	    endpoints.bulk_in_count <= MC_PIPES_MAX && endpoints.bulk_out_count <= MC_PIPES_MAX);
	for (guint i = 1; i < endpoints.bulk_in_count; i++)
		g_assert_true(endpoints.bulk_in[i - 1] <= endpoints.bulk_in[i]);
	g_assert_true(endpoints.bulk_in_count == 0 || (endpoints.bulk_in[0] & 0x80) != 0);
	g_assert_true(endpoints.bulk_in_packet <= 0x7ff && endpoints.interrupt_packet <= 0x7ff);
	g_assert_nonnull(memchr(endpoints.port, 0, sizeof endpoints.port));
	return 0;
}
