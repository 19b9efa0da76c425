/* Faults of the simulated bus as an unchanged libusb meets them (T8, T10, O11). */

#include "drivers/sim/rig.h"
#include "tests/support/usb-host/tmc-host.h"

#include <poll.h>
#include <string.h>

#define VISION 0x4d56
#define SHORT_MS 60
#define LONG_MS 10000
#define QUIET_MS 150
#define IDENTITY "Medcheck Simulation,VT-1,VT-000117,1.4.0"

typedef struct Bench {
	McSimRig *rig;
	TmcHost host;
} Bench;

static void
set_up(Bench *bench, gconstpointer unused)
{
	const McSimRigOptions options = {.plugged = {[MC_SIM_RIG_VISION] = TRUE}};
	g_autoptr(GError) error = NULL;

	bench->rig = mc_sim_rig_new(&options, &error);
	g_assert_no_error(error);
	tmc_host_open(&bench->host, VISION);
}

static void
tear_down(Bench *bench, gconstpointer unused)
{
	tmc_host_close(&bench->host);
	mc_sim_rig_free(bench->rig);
}

static void
command(Bench *bench, const char *line)
{
	g_autofree char *reply = mc_sim_rig_command(bench->rig, line);

	g_assert_cmpstr(reply, ==, "ok");
}

static void
assert_works(Bench *bench)
{
	g_autofree char *answer = tmc_host_query(&bench->host, "*IDN?");

	g_assert_cmpstr(answer, ==, IDENTITY);
}

/* Asks for the identity; what becomes of the answer. */
static int
ask(Bench *bench, guint timeout_ms)
{
	char answer[256];
	int result = tmc_host_try_write(&bench->host, "*IDN?", timeout_ms);

	return result != 0 ? result
	                   : tmc_host_try_read(&bench->host, answer, sizeof answer, timeout_ms);
}

static void
clear_device(Bench *bench)
{
	guint8 status;

	libusb_clear_halt(bench->host.handle, TMC_IN);
	libusb_clear_halt(bench->host.handle, TMC_OUT);
	g_assert_cmpint(
	    libusb_control_transfer(bench->host.handle, 0xa1, 5, 0, 0, &status, 1, LONG_MS), ==, 1);
	g_assert_cmpint(status, ==, 1);
}

/* ---- one fault each ---- */

static void
test_stall(Bench *bench, gconstpointer unused)
{
	command(bench, "fault vision ep=82 kind=stall");
	g_assert_cmpint(ask(bench, LONG_MS), ==, LIBUSB_ERROR_PIPE);
	/* halted until cleared */
	g_assert_cmpint(ask(bench, LONG_MS), ==, LIBUSB_ERROR_PIPE);
	clear_device(bench);
	assert_works(bench);
}

static void
test_stall_out(Bench *bench, gconstpointer unused)
{
	command(bench, "fault vision ep=1 kind=stall");
	g_assert_cmpint(ask(bench, LONG_MS), ==, LIBUSB_ERROR_PIPE);
	g_assert_cmpint(ask(bench, LONG_MS), ==, LIBUSB_ERROR_PIPE);
	clear_device(bench);
	assert_works(bench);
}

static void
test_stall_control(Bench *bench, gconstpointer unused)
{
	guint8 reply[24];

	command(bench, "fault vision ep=0 kind=stall");
	g_assert_cmpint(libusb_control_transfer(bench->host.handle, 0xa1, 7, 0, 0, reply, 24, LONG_MS),
	    ==, LIBUSB_ERROR_PIPE);
	/* endpoint 0 does not stay halted */
	g_assert_cmpint(
	    libusb_control_transfer(bench->host.handle, 0xa1, 7, 0, 0, reply, 24, LONG_MS), ==, 24);
}

static void
test_hang(Bench *bench, gconstpointer unused)
{
	command(bench, "fault vision ep=82 kind=hang");
	g_assert_cmpint(ask(bench, SHORT_MS), ==, LIBUSB_ERROR_TIMEOUT);
	clear_device(bench);
	assert_works(bench);
}

static void
test_skip_and_count(Bench *bench, gconstpointer unused)
{
	command(bench, "fault vision ep=82 kind=proto skip=1 count=2");
	assert_works(bench);
	g_assert_cmpint(ask(bench, LONG_MS), ==, LIBUSB_ERROR_IO);
	g_assert_cmpint(ask(bench, LONG_MS), ==, LIBUSB_ERROR_IO);
	clear_device(bench);
	assert_works(bench);
}

static void
test_delay(Bench *bench, gconstpointer unused)
{
	command(bench, "fault vision ep=82 kind=delay arg=80");
	g_assert_cmpint(ask(bench, LONG_MS), ==, 0);
	/* longer than the host waits: the answer is lost, the next one is not */
	command(bench, "fault vision ep=82 kind=delay arg=60000");
	g_assert_cmpint(ask(bench, SHORT_MS), ==, LIBUSB_ERROR_TIMEOUT);
	clear_device(bench);
	assert_works(bench);
}

/* What arrives of "*IDN?"'s answer, header included. */
static int
raw_answer(Bench *bench, guint8 bytes[512], int *result)
{
	guint8 request[12] = {2, 200, 55, 0, 0, 1};
	int count;

	tmc_host_write(&bench->host, "*IDN?");
	g_assert_cmpint(
	    libusb_bulk_transfer(bench->host.handle, TMC_OUT, request, 12, &count, LONG_MS), ==, 0);
	*result = libusb_bulk_transfer(bench->host.handle, TMC_IN, bytes, 512, &count, LONG_MS);
	return count;
}

static void
test_short_and_empty(Bench *bench, gconstpointer unused)
{
	guint8 bytes[512];
	int result;

	command(bench, "fault vision ep=82 kind=short arg=5");
	g_assert_cmpint(raw_answer(bench, bytes, &result), ==, 5);
	g_assert_cmpint(result, ==, 0);
	command(bench, "fault vision ep=82 kind=zlp");
	g_assert_cmpint(raw_answer(bench, bytes, &result), ==, 0);
	g_assert_cmpint(result, ==, 0);
	clear_device(bench);
	assert_works(bench);
}

static void
test_garbage(Bench *bench, gconstpointer unused)
{
	guint8 good[512], first[512], again[512];
	int result, length = raw_answer(bench, good, &result);

	for (guint i = 0; i < 2; i++) {
		command(bench, "fault vision ep=82 kind=garbage arg=7");
		g_assert_cmpint(raw_answer(bench, i == 0 ? first : again, &result), ==, length);
		g_assert_cmpint(result, ==, 0);
	}
	g_assert_cmpint(memcmp(good, first, (gsize)length), !=, 0);
	/* the same seed gives the same rubbish */
	g_assert_cmpmem(first, (gsize)length, again, (gsize)length);
	assert_works(bench);
}

static void
test_babble(Bench *bench, gconstpointer unused)
{
	guint8 bytes[512];
	int result;

	command(bench, "fault vision ep=82 kind=babble");
	raw_answer(bench, bytes, &result);
	g_assert_cmpint(result, ==, LIBUSB_ERROR_OVERFLOW);
	clear_device(bench);
	assert_works(bench);
}

static void
test_clear_frees_what_hangs(Bench *bench, gconstpointer unused)
{
	char answer[256];

	command(bench, "fault vision ep=1 kind=hang");
	command(bench, "clear vision");
	assert_works(bench);
	command(bench, "fault vision ep=82 kind=hang");
	command(bench, "fault vision ep=82 kind=hang");
	g_assert_cmpint(ask(bench, SHORT_MS), ==, LIBUSB_ERROR_TIMEOUT);
	command(bench, "clear vision");
	clear_device(bench);
	tmc_host_write(&bench->host, "*IDN?");
	g_assert_cmpint(tmc_host_try_read(&bench->host, answer, sizeof answer, LONG_MS), ==, 0);
}

/* ---- who may have it, and what is on it ---- */

static void
test_busy(Bench *bench, gconstpointer unused)
{
	int result;

	g_assert_null(usb_host_open(bench->host.usb, 0x1209, VISION, &result));
	g_assert_cmpint(result, ==, LIBUSB_ERROR_BUSY);
	assert_works(bench);
	/* another program has it */
	libusb_release_interface(bench->host.handle, 0);
	command(bench, "hold vision on");
	g_assert_cmpint(libusb_claim_interface(bench->host.handle, 0), ==, LIBUSB_ERROR_BUSY);
	command(bench, "hold vision off");
	g_assert_cmpint(libusb_claim_interface(bench->host.handle, 0), ==, 0);
	assert_works(bench);
}

static void
test_descriptors(Bench *bench, gconstpointer unused)
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
test_reset(Bench *bench, gconstpointer unused)
{
	g_autofree char *enable = NULL;

	tmc_host_write(&bench->host, "*SRE 5");
	g_assert_cmpint(libusb_reset_device(bench->host.handle), ==, 0);
	enable = tmc_host_query(&bench->host, "*SRE?");
	g_assert_cmpstr(enable, ==, "0");
}

/* ---- waiting: the host is not woken up for nothing ---- */

typedef struct Wait {
	gboolean done;
	enum libusb_transfer_status status;
	guint8 bytes[8];
	int length;
	struct libusb_transfer *transfer;
} Wait;

static void LIBUSB_CALL
on_transfer(struct libusb_transfer *transfer)
{
	Wait *wait = transfer->user_data;

	wait->done = TRUE;
	wait->status = transfer->status;
	wait->length = transfer->actual_length;
}

static void
submit_wait(Bench *bench, Wait *wait)
{
	*wait = (Wait){.transfer = libusb_alloc_transfer(0)};
	libusb_fill_interrupt_transfer(wait->transfer, bench->host.handle, TMC_INTERRUPT, wait->bytes,
	    sizeof wait->bytes, on_transfer, wait, 0);
	g_assert_cmpint(libusb_submit_transfer(wait->transfer), ==, 0);
}

static void
run_until_done(Bench *bench, Wait *wait)
{
	while (!wait->done) {
		struct timeval patience = {LONG_MS / 1000, 0};

		libusb_handle_events_timeout_completed(bench->host.usb, &patience, NULL);
	}
	libusb_free_transfer(wait->transfer);
}

/* How many of libusb's descriptors become ready within a while in which nothing happens. */
static int
ready_descriptors(Bench *bench)
{
	const struct libusb_pollfd **list = libusb_get_pollfds(bench->host.usb);
	struct pollfd descriptors[16];
	nfds_t count = 0;
	int ready;

	for (; list[count] != NULL; count++)
		descriptors[count] = (struct pollfd){list[count]->fd, list[count]->events, 0};
	ready = poll(descriptors, count, QUIET_MS);
	libusb_free_pollfds(list);
	return ready;
}

static void
test_waiting_sleeps(Bench *bench, gconstpointer unused)
{
	McSimRigCounts before, after;
	struct timeval now = {0, 0};
	Wait wait;

	submit_wait(bench, &wait);
	/* libusb's own housekeeping of having opened a device */
	libusb_handle_events_timeout_completed(bench->host.usb, &now, NULL);
	before = mc_sim_rig_counts(bench->rig, MC_SIM_RIG_VISION);
	g_assert_cmpint(ready_descriptors(bench), ==, 0);
	after = mc_sim_rig_counts(bench->rig, MC_SIM_RIG_VISION);
	g_assert_cmpuint(after.requests, ==, before.requests);
	g_assert_cmpuint(after.empty_reaps, ==, before.empty_reaps);
	/* position changes request service: the wait ends */
	tmc_host_write(&bench->host, "*SRE 2");
	before = mc_sim_rig_counts(bench->rig, MC_SIM_RIG_VISION);
	command(bench, "set vision luminance=10");
	run_until_done(bench, &wait);
	g_assert_cmpint(wait.status, ==, LIBUSB_TRANSFER_COMPLETED);
	g_assert_cmpint(wait.length, ==, 2);
	g_assert_cmphex(wait.bytes[0], ==, 0x81);
	g_assert_cmphex(wait.bytes[1] & 0x42, ==, 0x42);
	/* one reap with a transfer, one without: as on a real usbfs */
	after = mc_sim_rig_counts(bench->rig, MC_SIM_RIG_VISION);
	g_assert_cmpuint(after.requests - before.requests, <=, 2);
	g_assert_cmpuint(after.empty_reaps - before.empty_reaps, <=, 1);
}

static void
test_cancel(Bench *bench, gconstpointer unused)
{
	Wait wait;

	submit_wait(bench, &wait);
	g_assert_cmpint(libusb_cancel_transfer(wait.transfer), ==, 0);
	run_until_done(bench, &wait);
	g_assert_cmpint(wait.status, ==, LIBUSB_TRANSFER_CANCELLED);
	assert_works(bench);
}

static void
test_queue_keeps_its_order(Bench *bench, gconstpointer unused)
{
	Wait waits[4];

	tmc_host_write(&bench->host, "*SRE 1");
	for (guint i = 0; i < G_N_ELEMENTS(waits); i++)
		submit_wait(bench, &waits[i]);
	for (guint i = 0; i < G_N_ELEMENTS(waits); i++) {
		guint8 reply[3];

		g_assert_cmpint(libusb_control_transfer(
		                    bench->host.handle, 0xa1, 128, (guint16)(10 + i), 0, reply, 3, LONG_MS),
		    ==, 3);
	}
	for (guint i = 0; i < G_N_ELEMENTS(waits); i++) {
		run_until_done(bench, &waits[i]);
		g_assert_cmphex(waits[i].bytes[0], ==, 0x80 + 10 + i);
	}
}

/* ---- the plug ---- */

typedef struct Plug {
	int arrived, left;
} Plug;

static int LIBUSB_CALL
on_hotplug(libusb_context *usb, libusb_device *device, libusb_hotplug_event event, void *data)
{
	Plug *plug = data;

	if (event == LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED)
		plug->arrived++;
	else
		plug->left++;
	return 0;
}

static void
run_until(Bench *bench, const int *count)
{
	while (*count == 0) {
		struct timeval patience = {LONG_MS / 1000, 0};

		libusb_handle_events_timeout_completed(bench->host.usb, &patience, NULL);
	}
}

static void
test_unplug_and_replug(Bench *bench, gconstpointer unused)
{
	libusb_hotplug_callback_handle callback;
	Plug plug = {0, 0};
	Wait wait;
	int result;

	g_assert_cmpint(libusb_hotplug_register_callback(bench->host.usb,
	                    LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT, 0,
	                    0x1209, VISION, LIBUSB_HOTPLUG_MATCH_ANY, on_hotplug, &plug, &callback),
	    ==, 0);
	for (guint round = 0; round < 3; round++) {
		plug = (Plug){0, 0};
		submit_wait(bench, &wait);
		command(bench, "unplug vision 10 50");
		run_until_done(bench, &wait);
		g_assert_true(
		    wait.status == LIBUSB_TRANSFER_NO_DEVICE || wait.status == LIBUSB_TRANSFER_ERROR);
		run_until(bench, &plug.left);
		g_assert_cmpint(ask(bench, LONG_MS), !=, 0);
		libusb_close(bench->host.handle);
		run_until(bench, &plug.arrived);
		bench->host.handle = usb_host_open(bench->host.usb, 0x1209, VISION, &result);
		g_assert_cmpint(result, ==, 0);
		assert_works(bench);
	}
	libusb_hotplug_deregister_callback(bench->host.usb, callback);
}

static void
test_unplug_in_the_middle(Bench *bench, gconstpointer unused)
{
	int result;

	command(bench, "fault vision ep=82 kind=unplug arg=5");
	result = ask(bench, LONG_MS);
	g_assert_true(result == LIBUSB_ERROR_NO_DEVICE || result == LIBUSB_ERROR_IO);
	libusb_close(bench->host.handle);
	command(bench, "plug vision");
	/* the bus knows it as soon as libusb has read the event */
	bench->host.handle = NULL;
	while (bench->host.handle == NULL) {
		struct timeval patience = {0, 10000};

		libusb_handle_events_timeout_completed(bench->host.usb, &patience, NULL);
		bench->host.handle = usb_host_open(bench->host.usb, 0x1209, VISION, &result);
	}
	assert_works(bench);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(Bench *bench, gconstpointer unused);
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
	    {"/sim/bus/waiting-sleeps", test_waiting_sleeps},
	    {"/sim/bus/cancel", test_cancel},
	    {"/sim/bus/queue", test_queue_keeps_its_order},
	    {"/sim/bus/unplug-and-replug", test_unplug_and_replug},
	    {"/sim/bus/unplug-in-the-middle", test_unplug_in_the_middle},
	};

	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, Bench, NULL, set_up, tests[i].run, tear_down);
	return g_test_run();
}
