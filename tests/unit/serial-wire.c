/* Serial lines behind USB: the requests of each chip for a speed, and what it mixes into the bytes.
 * Divisors are those of the chips' manuals. */
#include "drivers/bus/serial-wire.h"

#include <string.h>

static void
test_chip(void)
{
	g_assert_cmpint(mc_serial_chip_of(0x0403, 0x6001, 0xff), ==, MC_SERIAL_FTDI);
	g_assert_cmpint(mc_serial_chip_of(0x1a86, 0x7523, 0xff), ==, MC_SERIAL_CH34X);
	g_assert_cmpint(mc_serial_chip_of(0x1209, 0x4d54, 0x0a), ==, MC_SERIAL_CDC_ACM);
	g_assert_cmpint(mc_serial_chip_of(0x1209, 0x4d54, 0xff), ==, MC_SERIAL_NONE);
}

static void
test_cdc(void)
{
	static const guint8 coding[] = {0x80, 0x25, 0, 0, 0, 0, 8};
	McSerialRequest requests[MC_SERIAL_REQUESTS_MAX];

	g_assert_cmpuint(mc_serial_opening(MC_SERIAL_CDC_ACM, 9600, 2, requests), ==, 2);
	g_assert_cmphex(requests[0].request_type, ==, 0x21);
	g_assert_cmphex(requests[0].request, ==, 0x20);
	g_assert_cmphex(requests[0].index, ==, 2);
	g_assert_cmpmem(requests[0].data, requests[0].length, coding, sizeof coding);
	g_assert_cmphex(requests[1].request, ==, 0x22);
	g_assert_cmphex(requests[1].value, ==, 3);
}

static void
test_ftdi(void)
{
	static const struct {
		guint baud;
		guint16 value, index;
	} speeds[] = {
	    {300, 0x2710, 0},
	    {9600, 0x4138, 0},
	    {19200, 0x809c, 0},
	    {57600, 0xc034, 0},
	    {115200, 0x001a, 0},
	    {921600, 0x8003, 0},
	    {3000000, 0, 0},
	    {2000000, 1, 0},
	};
	McSerialRequest requests[MC_SERIAL_REQUESTS_MAX];

	for (guint i = 0; i < G_N_ELEMENTS(speeds); i++) {
		g_assert_cmpuint(mc_serial_opening(MC_SERIAL_FTDI, speeds[i].baud, 0, requests), ==, 8);
		g_assert_cmphex(requests[3].request, ==, 3);
		g_assert_cmphex(requests[3].value, ==, speeds[i].value);
		g_assert_cmphex(requests[3].index, ==, speeds[i].index);
	}
	g_assert_cmpuint(mc_serial_opening(MC_SERIAL_FTDI, 100, 0, requests), ==, 0);
	g_assert_cmpuint(mc_serial_opening(MC_SERIAL_FTDI, 4000000, 0, requests), ==, 0);
	g_assert_cmpuint(mc_serial_opening(MC_SERIAL_FTDI, 0, 0, requests), ==, 0);
}

static void
test_ch34x(void)
{
	static const struct {
		guint baud;
		guint16 divisors;
	} speeds[] = {
	    {2400, 0xd981},
	    {9600, 0xb282},
	    {19200, 0xd982},
	    {115200, 0xcc83},
	};
	McSerialRequest requests[MC_SERIAL_REQUESTS_MAX];

	for (guint i = 0; i < G_N_ELEMENTS(speeds); i++) {
		g_assert_cmpuint(mc_serial_opening(MC_SERIAL_CH34X, speeds[i].baud, 0, requests), ==, 5);
		g_assert_cmphex(requests[2].value, ==, 0x1312);
		g_assert_cmphex(requests[2].index, ==, speeds[i].divisors);
	}
	g_assert_cmpuint(mc_serial_opening(MC_SERIAL_CH34X, 0, 0, requests), ==, 0);
	g_assert_cmpuint(mc_serial_opening(MC_SERIAL_CH34X, 20, 0, requests), ==, 0);
	g_assert_cmpuint(mc_serial_opening(MC_SERIAL_CH34X, 48000000, 0, requests), ==, 0);
}

/* Every packet begins with two bytes that are not of the line. */
static void
test_strip(void)
{
	guint8 bytes[130];
	guint faults = 0;

	memset(bytes, 'x', sizeof bytes);
	for (guint at = 0; at < sizeof bytes; at += 64) {
		bytes[at] = 0x01;
		bytes[at + 1] = at == 64 ? 0x0a : 0x60;
	}
	g_assert_cmpuint(mc_serial_strip(MC_SERIAL_FTDI, 64, bytes, sizeof bytes, &faults), ==, 124);
	g_assert_cmpuint(faults, ==, MC_SERIAL_OVERRUN | MC_SERIAL_FRAMING);
	for (guint i = 0; i < 124; i++)
		g_assert_cmpint(bytes[i], ==, 'x');
	for (guint length = 0; length <= 2; length++)
		g_assert_cmpuint(mc_serial_strip(MC_SERIAL_FTDI, 64, bytes, length, &faults), ==, 0);
	g_assert_cmpuint(mc_serial_strip(MC_SERIAL_FTDI, 0, bytes, 5, &faults), ==, 1);
	g_assert_cmpuint(mc_serial_strip(MC_SERIAL_CH34X, 32, bytes, 40, &faults), ==, 40);
	g_assert_cmpuint(faults, ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/serial/chip", test_chip);
	g_test_add_func("/serial/cdc", test_cdc);
	g_test_add_func("/serial/ftdi", test_ftdi);
	g_test_add_func("/serial/ch34x", test_ch34x);
	g_test_add_func("/serial/strip", test_strip);
	return g_test_run();
}
