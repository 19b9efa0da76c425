/* Waiting on the simulated bus, and the plug, as an unchanged libusb meets them (T8, O10). */

#include "sim-bench.h"
#include <poll.h>
#include <string.h>

#define QUIET_MS 150
#define AT_ONCE 200 /* replugs */

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
submit_wait(SimBench *bench, Wait *wait)
{
	*wait = (Wait){.transfer = libusb_alloc_transfer(0)};
	libusb_fill_interrupt_transfer(wait->transfer, bench->host.handle, TMC_INTERRUPT, wait->bytes,
	    sizeof wait->bytes, on_transfer, wait, 0);
	g_assert_cmpint(libusb_submit_transfer(wait->transfer), ==, 0);
}

static void
run_until_done(SimBench *bench, Wait *wait)
{
	while (!wait->done) {
		struct timeval patience = {SIM_BENCH_LONG_MS / 1000, 0};

		libusb_handle_events_timeout_completed(bench->host.usb, &patience, NULL);
	}
	libusb_free_transfer(wait->transfer);
}

/* How many of libusb's descriptors become ready within a while in which nothing happens. */
static int
ready_descriptors(SimBench *bench)
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
test_waiting_sleeps(SimBench *bench, gconstpointer unused)
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
	sim_bench_command(bench, "set vision luminance=10");
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
test_cancel(SimBench *bench, gconstpointer unused)
{
	Wait wait;

	submit_wait(bench, &wait);
	g_assert_cmpint(libusb_cancel_transfer(wait.transfer), ==, 0);
	run_until_done(bench, &wait);
	g_assert_cmpint(wait.status, ==, LIBUSB_TRANSFER_CANCELLED);
	sim_bench_assert_works(bench);
}

static void
test_queue_keeps_its_order(SimBench *bench, gconstpointer unused)
{
	Wait waits[4];

	tmc_host_write(&bench->host, "*SRE 1");
	for (guint i = 0; i < G_N_ELEMENTS(waits); i++)
		submit_wait(bench, &waits[i]);
	for (guint i = 0; i < G_N_ELEMENTS(waits); i++) {
		guint8 reply[3];

		g_assert_cmpint(libusb_control_transfer(bench->host.handle, 0xa1, 128, (guint16)(10 + i), 0,
		                    reply, 3, SIM_BENCH_LONG_MS),
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
run_until(SimBench *bench, const int *count)
{
	while (*count == 0) {
		struct timeval patience = {SIM_BENCH_LONG_MS / 1000, 0};

		libusb_handle_events_timeout_completed(bench->host.usb, &patience, NULL);
	}
}

static void
test_unplug_and_replug(SimBench *bench, gconstpointer unused)
{
	libusb_hotplug_callback_handle callback;
	Plug plug = {0, 0};
	Wait wait;
	int result;

	g_assert_cmpint(
	    libusb_hotplug_register_callback(bench->host.usb,
	        LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT, 0, 0x1209,
	        SIM_BENCH_VISION, LIBUSB_HOTPLUG_MATCH_ANY, on_hotplug, &plug, &callback),
	    ==, 0);
	for (guint round = 0; round < 3; round++) {
		plug = (Plug){0, 0};
		submit_wait(bench, &wait);
		sim_bench_command(bench, "unplug vision 10 50");
		run_until_done(bench, &wait);
		g_assert_true(
		    wait.status == LIBUSB_TRANSFER_NO_DEVICE || wait.status == LIBUSB_TRANSFER_ERROR);
		run_until(bench, &plug.left);
		g_assert_cmpint(sim_bench_ask(bench, SIM_BENCH_LONG_MS), !=, 0);
		libusb_close(bench->host.handle);
		run_until(bench, &plug.arrived);
		bench->host.handle = usb_host_open(bench->host.usb, 0x1209, SIM_BENCH_VISION, &result);
		g_assert_cmpint(result, ==, 0);
		sim_bench_assert_works(bench);
	}
	libusb_hotplug_deregister_callback(bench->host.usb, callback);
}

static void
test_unplug_in_the_middle(SimBench *bench, gconstpointer unused)
{
	int result;

	sim_bench_command(bench, "fault vision ep=82 kind=unplug arg=5");
	result = sim_bench_ask(bench, SIM_BENCH_LONG_MS);
	g_assert_true(result == LIBUSB_ERROR_NO_DEVICE || result == LIBUSB_ERROR_IO);
	libusb_close(bench->host.handle);
	sim_bench_command(bench, "plug vision");
	/* the bus knows it as soon as libusb has read the event */
	bench->host.handle = NULL;
	while (bench->host.handle == NULL) {
		struct timeval patience = {0, 10000};

		libusb_handle_events_timeout_completed(bench->host.usb, &patience, NULL);
		bench->host.handle = usb_host_open(bench->host.usb, 0x1209, SIM_BENCH_VISION, &result);
	}
	sim_bench_assert_works(bench);
}

/* A hand that pulls and plugs at once: what has been answered has happened, in the order that was
 * asked, however busy the machine is. libusb hears of every plug, and each time of a new device. */
static void
test_replug_at_once(SimBench *bench, gconstpointer unused)
{
	libusb_hotplug_callback_handle callback;
	Plug plug = {0, 0};

	g_assert_cmpint(
	    libusb_hotplug_register_callback(bench->host.usb,
	        LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT, 0, 0x1209,
	        SIM_BENCH_VISION, LIBUSB_HOTPLUG_MATCH_ANY, on_hotplug, &plug, &callback),
	    ==, 0);
	for (guint round = 0; round < AT_ONCE; round++) {
		g_autofree char *state = NULL;

		plug = (Plug){0, 0};
		sim_bench_command(bench, "unplug vision");
		state = mc_sim_rig_command(bench->rig, "state");
		g_assert_nonnull(strstr(state, " vision.plugged=0"));
		sim_bench_command(bench, "plug vision");
		run_until(bench, &plug.arrived);
		g_assert_cmpint(plug.left, ==, 1);
		g_assert_cmpint(plug.arrived, ==, 1);
	}
	libusb_hotplug_deregister_callback(bench->host.usb, callback);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(SimBench *bench, gconstpointer unused);
	} tests[] = {
	    {"/sim/bus/waiting-sleeps", test_waiting_sleeps},
	    {"/sim/bus/cancel", test_cancel},
	    {"/sim/bus/queue", test_queue_keeps_its_order},
	    {"/sim/bus/unplug-and-replug", test_unplug_and_replug},
	    {"/sim/bus/unplug-in-the-middle", test_unplug_in_the_middle},
	    {"/sim/bus/replug-at-once", test_replug_at_once},
	};

	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(
		    tests[i].path, SimBench, NULL, sim_bench_set_up, tests[i].run, sim_bench_tear_down);
	return g_test_run();
}
