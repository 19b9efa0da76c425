#include "drivers/sim/vhci/usbip.h"

#include <string.h>

enum { RET_SUBMIT = 3, RET_UNLINK = 4 };
enum { AT_COMMAND = 0, AT_NUMBER = 4, AT_DIRECTION = 12, AT_ENDPOINT = 16 };
enum { AT_LENGTH = 24, AT_SETUP = 40, AT_UNLINK_NUMBER = 20, AT_STATUS = 20, AT_ACTUAL = 24 };
enum { AT_PACKETS = 32, AT_ERRORS = 36 };
enum { AT_PACKET_LENGTH = 4, AT_PACKET_ACTUAL = 8, AT_PACKET_STATUS = 12 };

static guint32
get(const guint8 *header, guint offset)
{
	guint32 value;

	memcpy(&value, header + offset, sizeof value);
	return GUINT32_FROM_BE(value);
}

static void
put(guint8 *header, guint offset, guint32 value)
{
	value = GUINT32_TO_BE(value);
	memcpy(header + offset, &value, sizeof value);
}

void
mc_usbip_decode(const guint8 header[MC_USBIP_HEADER], McUsbipRequest *request)
{
	guint32 endpoint = get(header, AT_ENDPOINT) & 15;

	request->command = get(header, AT_COMMAND);
	request->number = get(header, AT_NUMBER);
	request->is_in = get(header, AT_DIRECTION) != 0;
	request->endpoint = (guint8)(endpoint | (endpoint != 0 && request->is_in ? 0x80u : 0));
	request->length = get(header, AT_LENGTH);
	request->packets = get(header, AT_PACKETS);
	if (request->packets == G_MAXUINT32) /* so the protocol; Linux says 0 */
		request->packets = 0;
	request->unlink_number = get(header, AT_UNLINK_NUMBER);
	memcpy(request->setup, header + AT_SETUP, sizeof request->setup);
}

static void
encode(guint8 *header, guint32 command, guint32 number, int status)
{
	memset(header, 0, MC_USBIP_HEADER);
	put(header, AT_COMMAND, command);
	put(header, AT_NUMBER, number);
	put(header, AT_STATUS, (guint32)status);
}

void
mc_usbip_encode_submitted(
    guint32 number, int status, guint32 actual, guint32 packets, guint8 header[MC_USBIP_HEADER])
{
	encode(header, RET_SUBMIT, number, packets > 0 ? 0 : status);
	put(header, AT_ACTUAL, actual);
	put(header, AT_PACKETS, packets);
	put(header, AT_ERRORS, status < 0 ? packets : 0);
}

void
mc_usbip_encode_packets(guint8 *descriptors, guint32 packets, int status, guint32 actual)
{
	for (guint32 i = 0; i < packets; i++, descriptors += MC_USBIP_PACKET) {
		guint32 moved = MIN(get(descriptors, AT_PACKET_LENGTH), actual);

		actual -= moved; /* Linux hangs up when they are not the whole together */
		put(descriptors, AT_PACKET_ACTUAL, moved);
		put(descriptors, AT_PACKET_STATUS, (guint32)status);
	}
}

void
mc_usbip_encode_unlinked(guint32 number, int status, guint8 header[MC_USBIP_HEADER])
{
	encode(header, RET_UNLINK, number, status);
}
