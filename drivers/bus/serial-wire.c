#include "drivers/bus/serial-wire.h"

#include <string.h>

#define TO_DEVICE_VENDOR 0x40
#define FROM_DEVICE_VENDOR 0xC0
#define TO_INTERFACE_CLASS 0x21

/* ---- which ---- */

static const struct {
	guint16 vendor_id, product_id;
	McSerialChip chip;
} by_id[] = {
    {0x0403, 0x6001, MC_SERIAL_FTDI}, /* FT232R */
    {0x0403, 0x6014, MC_SERIAL_FTDI}, /* FT232H */
    {0x0403, 0x6015, MC_SERIAL_FTDI}, /* FT-X */
    {0x1A86, 0x5523, MC_SERIAL_CH34X}, /* CH341 */
    {0x1A86, 0x7522, MC_SERIAL_CH34X}, /* CH340K */
    {0x1A86, 0x7523, MC_SERIAL_CH34X}, /* CH340 */
};

#define CLASS_CDC_DATA 0x0A

McSerialChip
mc_serial_chip_of(guint16 vendor_id, guint16 product_id, guint8 interface_class)
{
	for (guint i = 0; i < G_N_ELEMENTS(by_id); i++)
		if (by_id[i].vendor_id == vendor_id && by_id[i].product_id == product_id)
			return by_id[i].chip;
	return interface_class == CLASS_CDC_DATA ? MC_SERIAL_CDC_ACM : MC_SERIAL_NONE;
}

const char *
mc_serial_chip_name(McSerialChip chip)
{
	switch (chip) {
	case MC_SERIAL_NONE: return "none";
	case MC_SERIAL_CDC_ACM: return "CDC-ACM";
	case MC_SERIAL_FTDI: return "FTDI";
	case MC_SERIAL_CH34X: return "CH34x";
	}
	g_return_val_if_reached("none");
}

/* ---- CDC-ACM ---- */

enum { CDC_SET_LINE_CODING = 0x20, CDC_SET_CONTROL_LINE_STATE = 0x22 };
#define CDC_DTR_AND_RTS 3

static guint
open_cdc(guint baud, guint8 interface, McSerialRequest *requests)
{
	requests[0] = (McSerialRequest){TO_INTERFACE_CLASS, CDC_SET_LINE_CODING, 0, interface, 7,
	    {(guint8)baud, (guint8)(baud >> 8), (guint8)(baud >> 16), (guint8)(baud >> 24),
	        0 /* one stop bit */, 0 /* no parity */, 8}};
	requests[1] = (McSerialRequest){
	    TO_INTERFACE_CLASS, CDC_SET_CONTROL_LINE_STATE, CDC_DTR_AND_RTS, interface, 0, {0}};
	return 2;
}

/* ---- FTDI ---- */

enum {
	FTDI_RESET = 0,
	FTDI_MODEM_CONTROL = 1,
	FTDI_FLOW_CONTROL = 2,
	FTDI_BAUD = 3,
	FTDI_DATA = 4,
	FTDI_LATENCY = 9,
};
enum { FTDI_RESET_LINE = 0, FTDI_PURGE_RECEIVED = 1, FTDI_PURGE_SENT = 2 };
#define FTDI_CLOCK_HZ 3000000
#define FTDI_DIVISOR_MAX 0x3FFF
#define FTDI_DTR_AND_RTS 0x0303
#define FTDI_8N1 0x0008
#define FTDI_LATENCY_MS 16

/* The divider in eighths: its whole part in 14 bits, the eighths as a code of three. */
static gboolean
ftdi_divisor(guint baud, guint16 *value, guint16 *index)
{
	static const guint8 code_of_eighths[8] = {0, 3, 2, 4, 1, 5, 6, 7};
	guint eighths, encoded;

	if (baud == 0 || baud > FTDI_CLOCK_HZ)
		return FALSE;
	eighths = (FTDI_CLOCK_HZ * 8 + baud / 2) / baud;
	if (eighths >> 3 > FTDI_DIVISOR_MAX)
		return FALSE;
	if (eighths < 12)
		encoded = 0; /* 3 Mbaud */
	else if (eighths < 16)
		encoded = 1; /* 2 Mbaud: between 1 and 2 the chip has nothing else */
	else
		encoded = eighths >> 3 | (guint)code_of_eighths[eighths & 7] << 14;
	*value = (guint16)encoded;
	*index = (guint16)(encoded >> 16);
	return TRUE;
}

static guint
open_ftdi(guint baud, McSerialRequest *requests)
{
	guint16 value = 0, index = 0;
	guint count = 0;

	if (!ftdi_divisor(baud, &value, &index))
		return 0;
	requests[count++] = (McSerialRequest){TO_DEVICE_VENDOR, FTDI_RESET, FTDI_RESET_LINE, 0, 0, {0}};
	requests[count++] =
	    (McSerialRequest){TO_DEVICE_VENDOR, FTDI_RESET, FTDI_PURGE_RECEIVED, 0, 0, {0}};
	requests[count++] = (McSerialRequest){TO_DEVICE_VENDOR, FTDI_RESET, FTDI_PURGE_SENT, 0, 0, {0}};
	requests[count++] = (McSerialRequest){TO_DEVICE_VENDOR, FTDI_BAUD, value, index, 0, {0}};
	requests[count++] = (McSerialRequest){TO_DEVICE_VENDOR, FTDI_DATA, FTDI_8N1, 0, 0, {0}};
	requests[count++] = (McSerialRequest){TO_DEVICE_VENDOR, FTDI_FLOW_CONTROL, 0, 0, 0, {0}};
	requests[count++] =
	    (McSerialRequest){TO_DEVICE_VENDOR, FTDI_MODEM_CONTROL, FTDI_DTR_AND_RTS, 0, 0, {0}};
	requests[count++] =
	    (McSerialRequest){TO_DEVICE_VENDOR, FTDI_LATENCY, FTDI_LATENCY_MS, 0, 0, {0}};
	return count;
}

#define FTDI_STATUS_BYTES 2

/* The second status byte of each packet is that of a 16550's line status register. */
static gsize
strip_ftdi(guint packet, guint8 *bytes, gsize length, guint *faults)
{
	static const struct {
		guint8 bit;
		McSerialFault fault;
	} line_status[] = {
	    {0x02, MC_SERIAL_OVERRUN},
	    {0x04, MC_SERIAL_PARITY},
	    {0x08, MC_SERIAL_FRAMING},
	    {0x10, MC_SERIAL_BREAK},
	};
	gsize kept = 0;

	for (gsize at = 0; at + FTDI_STATUS_BYTES <= length; at += packet) {
		gsize rest = MIN(length - at, packet) - FTDI_STATUS_BYTES;

		for (guint i = 0; i < G_N_ELEMENTS(line_status); i++)
			if ((bytes[at + 1] & line_status[i].bit) != 0)
				*faults |= line_status[i].fault;
		memmove(bytes + kept, bytes + at + FTDI_STATUS_BYTES, rest);
		kept += rest;
	}
	return kept;
}

/* ---- CH34x ---- */

enum { CH34X_VERSION = 0x5F, CH34X_WRITE = 0x9A, CH34X_START = 0xA1, CH34X_MODEM = 0xA4 };
#define CH34X_CLOCK_HZ 48000000
#define CH34X_DIVISOR_REGISTERS 0x1312
#define CH34X_LINE_REGISTERS 0x2518
#define CH34X_8N1_BOTH_WAYS 0x00C3
#define CH34X_AT_ONCE 0x80 /* hand bytes over as they come, not only when 32 are there */
#define CH34X_DTR_AND_RTS 0x60 /* negative logic */

/* Four prescalers (÷ 1024, 128, 16, 2), each halved by a switch, and a divisor of 2 to 255; with
 * the switch on, the chip only counts right from 9. The nearest speed of all of them. */
static gboolean
ch34x_divisor(guint baud, guint16 *value)
{
	guint best = G_MAXUINT;

	for (guint step = 0; step < 4; step++) {
		for (guint fast = 0; fast < 2; fast++) {
			guint prescaler = 3 - step;
			guint divided = CH34X_CLOCK_HZ >> (12 - 3 * prescaler - fast);
			guint divisor = (divided + baud / 2) / MAX(baud, 1);
			guint error;

			if (divisor < (fast == 1 ? 9u : 2u) || divisor > 255)
				continue;
			error = (guint)ABS((gint)(divided / divisor) - (gint)baud);
			if (error >= best)
				continue;
			best = error;
			*value = (guint16)((0x100 - divisor) << 8 | fast << 2 | prescaler | CH34X_AT_ONCE);
		}
	}
	return best <= baud / 33; /* 3 %: what eight bits and their frame can bear */
}

static guint
open_ch34x(guint baud, McSerialRequest *requests)
{
	guint16 divisor = 0;
	guint count = 0;

	if (!ch34x_divisor(baud, &divisor))
		return 0;
	requests[count++] = (McSerialRequest){FROM_DEVICE_VENDOR, CH34X_VERSION, 0, 0, 2, {0}};
	requests[count++] = (McSerialRequest){TO_DEVICE_VENDOR, CH34X_START, 0, 0, 0, {0}};
	requests[count++] =
	    (McSerialRequest){TO_DEVICE_VENDOR, CH34X_WRITE, CH34X_DIVISOR_REGISTERS, divisor, 0, {0}};
	requests[count++] = (McSerialRequest){
	    TO_DEVICE_VENDOR, CH34X_WRITE, CH34X_LINE_REGISTERS, CH34X_8N1_BOTH_WAYS, 0, {0}};
	requests[count++] =
	    (McSerialRequest){TO_DEVICE_VENDOR, CH34X_MODEM, (guint16)~CH34X_DTR_AND_RTS, 0, 0, {0}};
	return count;
}

/* ---- all ---- */

guint
mc_serial_opening(McSerialChip chip, guint baud, guint8 interface,
    McSerialRequest requests[MC_SERIAL_REQUESTS_MAX])
{
	switch (chip) {
	case MC_SERIAL_NONE: return 0;
	case MC_SERIAL_CDC_ACM: return open_cdc(baud, interface, requests);
	case MC_SERIAL_FTDI: return open_ftdi(baud, requests);
	case MC_SERIAL_CH34X: return open_ch34x(baud, requests);
	}
	g_return_val_if_reached(0);
}

gsize
mc_serial_strip(McSerialChip chip, guint packet, guint8 *bytes, gsize length, guint *faults)
{
	*faults = 0;
	if (chip != MC_SERIAL_FTDI)
		return length;
	return strip_ftdi(MAX(packet, FTDI_STATUS_BYTES + 1), bytes, length, faults);
}
