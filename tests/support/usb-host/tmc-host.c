#include "tests/support/usb-host/tmc-host.h"

#include <string.h>

#define HEADER_BYTES 12
#define LONG_MS 10000

libusb_device_handle *
usb_host_open(libusb_context *usb, guint16 vendor_id, guint16 product_id, int *result)
{
	libusb_device_handle *handle = libusb_open_device_with_vid_pid(usb, vendor_id, product_id);

	*result = LIBUSB_ERROR_NO_DEVICE;
	if (handle == NULL)
		return NULL;
	*result = libusb_claim_interface(handle, 0);
	if (*result == 0)
		return handle;
	libusb_close(handle);
	return NULL;
}

void
tmc_host_open(TmcHost *self, guint16 product_id)
{
	int result;

	*self = (TmcHost){.tag = 0};
	g_assert_cmpint(libusb_init(&self->usb), ==, 0);
	self->handle = usb_host_open(self->usb, 0x1209, product_id, &result);
	g_assert_cmpint(result, ==, 0);
}

void
tmc_host_close(TmcHost *self)
{
	if (self->handle != NULL) {
		libusb_release_interface(self->handle, 0);
		libusb_close(self->handle);
	}
	libusb_exit(self->usb);
}

static void
write_header(TmcHost *self, guint8 *header, guint8 message, guint32 bytes, guint8 attributes)
{
	self->tag = (guint8)(self->tag % 255 + 1);
	memset(header, 0, HEADER_BYTES);
	header[0] = message;
	header[1] = self->tag;
	header[2] = (guint8)~self->tag;
	for (guint i = 0; i < 4; i++)
		header[4 + i] = (guint8)(bytes >> (8 * i));
	header[8] = attributes;
}

int
tmc_host_try_write(TmcHost *self, const char *line, guint timeout_ms)
{
	guint8 bytes[2048] = {0};
	gsize length = strlen(line) + 1;
	int total = (int)(HEADER_BYTES + (length + 3) / 4 * 4), sent;

	g_assert_cmpuint(length, <, sizeof bytes - HEADER_BYTES - 4);
	write_header(self, bytes, 1, (guint32)length, 1);
	memcpy(bytes + HEADER_BYTES, line, length - 1);
	bytes[HEADER_BYTES + length - 1] = '\n';
	return libusb_bulk_transfer(self->handle, TMC_OUT, bytes, total, &sent, timeout_ms);
}

int
tmc_host_try_read(TmcHost *self, char *answer, gsize size, guint timeout_ms)
{
	guint8 bytes[2048];
	guint32 count;
	int received, result;

	write_header(self, bytes, 2, (guint32)(sizeof bytes - HEADER_BYTES), 0);
	result =
	    libusb_bulk_transfer(self->handle, TMC_OUT, bytes, HEADER_BYTES, &received, timeout_ms);
	if (result != 0)
		return result;
	result = libusb_bulk_transfer(self->handle, TMC_IN, bytes, sizeof bytes, &received, timeout_ms);
	if (result != 0)
		return result;
	if (received < HEADER_BYTES || bytes[0] != 2 || bytes[1] != self->tag ||
	    (bytes[1] ^ bytes[2]) != 0xff)
		return LIBUSB_ERROR_OTHER;
	count = (guint32)bytes[4] | (guint32)bytes[5] << 8;
	if (count == 0 || count + HEADER_BYTES > (guint32)received || count > size || bytes[8] != 1 ||
	    bytes[HEADER_BYTES + count - 1] != '\n')
		return LIBUSB_ERROR_OTHER;
	memcpy(answer, bytes + HEADER_BYTES, count - 1);
	answer[count - 1] = '\0';
	return 0;
}

void
tmc_host_write(TmcHost *self, const char *line)
{
	g_assert_cmpint(tmc_host_try_write(self, line, LONG_MS), ==, 0);
}

char *
tmc_host_query(TmcHost *self, const char *line)
{
	char answer[2048];

	tmc_host_write(self, line);
	g_assert_cmpint(tmc_host_try_read(self, answer, sizeof answer, LONG_MS), ==, 0);
	return g_strdup(answer);
}

guint
tmc_host_notification(TmcHost *self)
{
	guint8 bytes[2];
	int received;

	g_assert_cmpint(
	    libusb_interrupt_transfer(self->handle, TMC_INTERRUPT, bytes, 2, &received, LONG_MS), ==,
	    0);
	g_assert_cmpint(received, ==, 2);
	return (guint)bytes[0] << 8 | bytes[1];
}

void
tmc_host_clear(TmcHost *self)
{
	guint8 reply[2] = {0};

	g_assert_cmpint(libusb_control_transfer(self->handle, 0xa1, 5, 0, 0, reply, 1, LONG_MS), ==, 1);
	g_assert_cmpint(reply[0], ==, 1);
	do {
		g_assert_cmpint(
		    libusb_control_transfer(self->handle, 0xa1, 6, 0, 0, reply, 2, LONG_MS), ==, 2);
	} while (reply[0] == 2);
	g_assert_cmpint(reply[0], ==, 1);
	g_assert_cmpint(libusb_clear_halt(self->handle, TMC_OUT), ==, 0);
}

guint8
tmc_host_status(TmcHost *self)
{
	guint8 reply[3];
	guint notification;

	self->tag = (guint8)(self->tag % 126 + 2);
	g_assert_cmpint(libusb_control_transfer(
	                    self->handle, 0xa1, 128, self->tag, 0, reply, sizeof reply, LONG_MS),
	    ==, sizeof reply);
	g_assert_cmpint(reply[0], ==, 1);
	g_assert_cmpint(reply[1], ==, self->tag);
	notification = tmc_host_notification(self);
	g_assert_cmpuint(notification >> 8, ==, 0x80u | self->tag);
	return (guint8)notification;
}
