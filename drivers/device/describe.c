#include "drivers/device/describe.h"

#define STRING_TIMEOUT_MS 500
#define STRING_BYTES_MAX 255
#define STRING 3 /* the type of its descriptor */
#define GET_STRING (STRING << 8) /* index below */
#define ENGLISH 0x0409
#define STRINGS 3

struct McDescribe {
	McTransport *transport;
	McDeviceInfo *info;
	McDescribed done;
	gpointer data;
	guint next; /* string */
	struct {
		guint8 index;
		char *text;
		gsize size;
	} string[STRINGS];
};

static void ask_next(McDescribe *self);

void
mc_describe_text(const guint8 *bytes, gsize length, char *text, gsize size)
{
	gsize out = 0;

	if (length < 2 || bytes[1] != STRING)
		return;
	length = MIN(length, bytes[0]);
	for (gsize i = 2; i + 1 < length && out + 1 < size; i += 2)
		if (bytes[i + 1] == 0 && g_ascii_isprint((char)bytes[i]))
			text[out++] = (char)bytes[i];
	text[out] = '\0';
}

static void
on_string(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McDescribe *self = data;
	g_autoptr(GError) error = NULL;

	if (status == MC_TRANSFER_GONE) {
		error = mc_transfer_error(status, "string");
		self->done(error, self->data);
		return;
	}
	if (status == MC_TRANSFER_DONE)
		mc_describe_text(
		    bytes, length, self->string[self->next].text, self->string[self->next].size);
	self->next++;
	ask_next(self);
}

static void
ask_next(McDescribe *self)
{
	McControlSetup setup = {0x80, 6 /* GET_DESCRIPTOR */, GET_STRING, ENGLISH};

	while (self->next < STRINGS && self->string[self->next].index == 0)
		self->next++;
	if (self->next == STRINGS) {
		self->done(NULL, self->data);
		return;
	}
	setup.value = (guint16)(GET_STRING | self->string[self->next].index);
	self->transport->control(
	    self->transport->self, &setup, NULL, STRING_BYTES_MAX, STRING_TIMEOUT_MS, on_string, self);
}

McDescribe *
mc_describe_new(McTransport *transport, McDeviceInfo *info, McDescribed done, gpointer data)
{
	McDescribe *self = g_new0(McDescribe, 1);
	const McEndpoints *endpoints = &transport->endpoints;

	self->transport = transport;
	self->info = info;
	self->done = done;
	self->data = data;
	self->string[0].index = endpoints->maker_string;
	self->string[0].text = info->maker;
	self->string[0].size = sizeof info->maker;
	self->string[1].index = endpoints->product_string;
	self->string[1].text = info->model;
	self->string[1].size = sizeof info->model;
	self->string[2].index = endpoints->serial_string;
	self->string[2].text = info->serial;
	self->string[2].size = sizeof info->serial;
	return self;
}

void
mc_describe_free(McDescribe *self)
{
	g_free(self);
}

void
mc_describe_run(McDescribe *self)
{
	guint release = self->transport->endpoints.device_release; /* BCD */

	g_snprintf(
	    self->info->firmware, sizeof self->info->firmware, "%x.%x", release >> 8, release & 0xff);
	self->next = 0;
	ask_next(self);
}

void
mc_describe_by_port(const McTransport *transport, McDeviceInfo *info)
{
	if (info->serial[0] == '\0')
		g_snprintf(info->serial, sizeof info->serial, "at-usb-%s", transport->endpoints.port);
}
