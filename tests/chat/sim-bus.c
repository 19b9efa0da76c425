/* Faults of the simulated bus as an unchanged libusb meets them (T8, T10, O11). */

#include "sim-bench.h"
#include <string.h>

#define SHORT_MS 60

/* ---- one fault each ---- */

static void
test_stall(SimBench *bench, gconstpointer unused)
{
	sim_bench_command(bench, "fault vision ep=82 kind=stall");
	g_assert_cmpint(sim_bench_ask(bench, SIM_BENCH_LONG_MS), ==, LIBUSB_ERROR_PIPE);
	/* halted until cleared */
	g_assert_cmpint(sim_bench_ask(bench, SIM_BENCH_LONG_MS), ==, LIBUSB_ERROR_PIPE);
	sim_bench_clear_device(bench);
	sim_bench_assert_works(bench);
}

static void
test_stall_out(SimBench *bench, gconstpointer unused)
{
	sim_bench_command(bench, "fault vision ep=1 kind=stall");
	g_assert_cmpint(sim_bench_ask(bench, SIM_BENCH_LONG_MS), ==, LIBUSB_ERROR_PIPE);
	g_assert_cmpint(sim_bench_ask(bench, SIM_BENCH_LONG_MS), ==, LIBUSB_ERROR_PIPE);
	sim_bench_clear_device(bench);
	sim_bench_assert_works(bench);
}

static void
test_stall_control(SimBench *bench, gconstpointer unused)
{
	guint8 reply[24];

	sim_bench_command(bench, "fault vision ep=0 kind=stall");
	g_assert_cmpint(
	    libusb_control_transfer(bench->host.handle, 0xa1, 7, 0, 0, reply, 24, SIM_BENCH_LONG_MS),
	    ==, LIBUSB_ERROR_PIPE);
	/* endpoint 0 does not stay halted */
	g_assert_cmpint(
	    libusb_control_transfer(bench->host.handle, 0xa1, 7, 0, 0, reply, 24, SIM_BENCH_LONG_MS),
	    ==, 24);
}

static void
test_hang(SimBench *bench, gconstpointer unused)
{
	sim_bench_command(bench, "fault vision ep=82 kind=hang");
	g_assert_cmpint(sim_bench_ask(bench, SHORT_MS), ==, LIBUSB_ERROR_TIMEOUT);
	sim_bench_clear_device(bench);
	sim_bench_assert_works(bench);
}

static void
test_skip_and_count(SimBench *bench, gconstpointer unused)
{
	sim_bench_command(bench, "fault vision ep=82 kind=proto skip=1 count=2");
	sim_bench_assert_works(bench);
	g_assert_cmpint(sim_bench_ask(bench, SIM_BENCH_LONG_MS), ==, LIBUSB_ERROR_IO);
	g_assert_cmpint(sim_bench_ask(bench, SIM_BENCH_LONG_MS), ==, LIBUSB_ERROR_IO);
	sim_bench_clear_device(bench);
	sim_bench_assert_works(bench);
}

static void
test_delay(SimBench *bench, gconstpointer unused)
{
	sim_bench_command(bench, "fault vision ep=82 kind=delay arg=80");
	g_assert_cmpint(sim_bench_ask(bench, SIM_BENCH_LONG_MS), ==, 0);
	/* longer than the host waits: the answer is lost, the next one is not */
	sim_bench_command(bench, "fault vision ep=82 kind=delay arg=60000");
	g_assert_cmpint(sim_bench_ask(bench, SHORT_MS), ==, LIBUSB_ERROR_TIMEOUT);
	sim_bench_clear_device(bench);
	sim_bench_assert_works(bench);
}

/* What arrives of "*IDN?"'s answer, header included. */
static int
raw_answer(SimBench *bench, guint8 bytes[512], int *result)
{
	guint8 request[12] = {2, 200, 55, 0, 0, 1};
	int count;

	tmc_host_write(&bench->host, "*IDN?");
	g_assert_cmpint(
	    libusb_bulk_transfer(bench->host.handle, TMC_OUT, request, 12, &count, SIM_BENCH_LONG_MS),
	    ==, 0);
	*result =
	    libusb_bulk_transfer(bench->host.handle, TMC_IN, bytes, 512, &count, SIM_BENCH_LONG_MS);
	return count;
}

static void
test_short_and_empty(SimBench *bench, gconstpointer unused)
{
	guint8 bytes[512];
	int result;

	sim_bench_command(bench, "fault vision ep=82 kind=short arg=5");
	g_assert_cmpint(raw_answer(bench, bytes, &result), ==, 5);
	g_assert_cmpint(result, ==, 0);
	sim_bench_command(bench, "fault vision ep=82 kind=zlp");
	g_assert_cmpint(raw_answer(bench, bytes, &result), ==, 0);
	g_assert_cmpint(result, ==, 0);
	sim_bench_clear_device(bench);
	sim_bench_assert_works(bench);
}

static void
test_garbage(SimBench *bench, gconstpointer unused)
{
	guint8 good[512], first[512], again[512];
	int result, length = raw_answer(bench, good, &result);

	for (guint i = 0; i < 2; i++) {
		sim_bench_command(bench, "fault vision ep=82 kind=garbage arg=7");
		g_assert_cmpint(raw_answer(bench, i == 0 ? first : again, &result), ==, length);
		g_assert_cmpint(result, ==, 0);
	}
	g_assert_cmpint(memcmp(good, first, (gsize)length), !=, 0);
	/* the same seed gives the same rubbish */
	g_assert_cmpmem(first, (gsize)length, again, (gsize)length);
	sim_bench_assert_works(bench);
}

static void
test_babble(SimBench *bench, gconstpointer unused)
{
	guint8 bytes[512];
	int result;

	sim_bench_command(bench, "fault vision ep=82 kind=babble");
	raw_answer(bench, bytes, &result);
	g_assert_cmpint(result, ==, LIBUSB_ERROR_OVERFLOW);
	sim_bench_clear_device(bench);
	sim_bench_assert_works(bench);
}

static void
test_clear_frees_what_hangs(SimBench *bench, gconstpointer unused)
{
	char answer[256];

	sim_bench_command(bench, "fault vision ep=1 kind=hang");
	sim_bench_command(bench, "clear vision");
	sim_bench_assert_works(bench);
	sim_bench_command(bench, "fault vision ep=82 kind=hang");
	sim_bench_command(bench, "fault vision ep=82 kind=hang");
	g_assert_cmpint(sim_bench_ask(bench, SHORT_MS), ==, LIBUSB_ERROR_TIMEOUT);
	sim_bench_command(bench, "clear vision");
	sim_bench_clear_device(bench);
	tmc_host_write(&bench->host, "*IDN?");
	g_assert_cmpint(
	    tmc_host_try_read(&bench->host, answer, sizeof answer, SIM_BENCH_LONG_MS), ==, 0);
}

/* ---- who may have it, and what is on it ---- */

static void
test_busy(SimBench *bench, gconstpointer unused)
{
	int result;

	g_assert_null(usb_host_open(bench->host.usb, 0x1209, SIM_BENCH_VISION, &result));
	g_assert_cmpint(result, ==, LIBUSB_ERROR_BUSY);
	sim_bench_assert_works(bench);
	/* another program has it */
	libusb_release_interface(bench->host.handle, 0);
	sim_bench_command(bench, "hold vision on");
	g_assert_cmpint(libusb_claim_interface(bench->host.handle, 0), ==, LIBUSB_ERROR_BUSY);
	sim_bench_command(bench, "hold vision off");
	g_assert_cmpint(libusb_claim_interface(bench->host.handle, 0), ==, 0);
	sim_bench_assert_works(bench);
}

static void
test_descriptors(SimBench *bench, gconstpointer unused)
{
	libusb_device *device = libusb_get_device(bench->host.handle);
	struct libusb_device_descriptor descriptor;
	struct libusb_config_descriptor *configuration;
	const struct libusb_interface_descriptor *interface;
	unsigned char serial[64];

	g_assert_cmpint(libusb_get_device_descriptor(device, &descriptor), ==, 0);
	g_assert_cmphex(descriptor.idVendor, ==, 0x1209);
	g_assert_cmpint(libusb_get_device_speed(device), ==, LIBUSB_SPEED_HIGH);
	g_assert_cmpint(libusb_get_string_descriptor_ascii(
	                    bench->host.handle, descriptor.iSerialNumber, serial, sizeof serial),
	    >, 0);
	g_assert_cmpstr((const char *)serial, ==, "VT-000117");
	g_assert_cmpint(libusb_get_active_config_descriptor(device, &configuration), ==, 0);
	interface = &configuration->interface[0].altsetting[0];
	g_assert_cmphex(interface->bInterfaceClass, ==, 0xfe);
	g_assert_cmphex(interface->bInterfaceSubClass, ==, 0x03);
	g_assert_cmphex(interface->bInterfaceProtocol, ==, 0x01);
	g_assert_cmpint(interface->bNumEndpoints, ==, 3);
	libusb_free_config_descriptor(configuration);
}

static void
test_reset(SimBench *bench, gconstpointer unused)
{
	g_autofree char *enable = NULL;

	tmc_host_write(&bench->host, "*SRE 5");
	g_assert_cmpint(libusb_reset_device(bench->host.handle), ==, 0);
	enable = tmc_host_query(&bench->host, "*SRE?");
	g_assert_cmpstr(enable, ==, "0");
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(SimBench *bench, gconstpointer unused);
	} tests[] = {
	    {"/sim/bus/stall", test_stall},
	    {"/sim/bus/stall-out", test_stall_out},
	    {"/sim/bus/stall-control", test_stall_control},
	    {"/sim/bus/hang", test_hang},
	    {"/sim/bus/skip-and-count", test_skip_and_count},
	    {"/sim/bus/delay", test_delay},
	    {"/sim/bus/short-and-empty", test_short_and_empty},
	    {"/sim/bus/garbage", test_garbage},
	    {"/sim/bus/babble", test_babble},
	    {"/sim/bus/clear", test_clear_frees_what_hangs},
	    {"/sim/bus/busy", test_busy},
	    {"/sim/bus/descriptors", test_descriptors},
	    {"/sim/bus/reset", test_reset},
	};

	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(
		    tests[i].path, SimBench, NULL, sim_bench_set_up, tests[i].run, sim_bench_tear_down);
	return g_test_run();
}
