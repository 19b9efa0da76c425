/* Processor time of one transfer: the product's drivers, a bare libusb program that only submits
 * and reaps (the floor), and the usual one that waits in each call (the peer). The same question
 * and answer of an instrument, a process for each, by turns. Runs on the simulated bus:
 *
 *   medcheck-devsim --devices vision -- bench-usb
 */
#include "drivers/bus/bus.h"
#include "drivers/bus/flight.h"
#include "drivers/bus/scpi.h"
#include "tests/bench/bar/bar.h"

#include <libusb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define VENDOR 0x1209
#define PRODUCT 0x4d56
#define WARM_UP 100
#define EXCHANGES 1000
#define TRANSFERS 3 /* of an exchange: the question, the request for the answer, the answer */
#define ROUNDS 5
#define RATIO_MAX 1.3 /* of ours to a bare program */
#define QUESTION "STIM:STAT?"
#define OUT 0x01
#define IN 0x82
#define BUFFER 4608 /* as much as the product asks for */

static gint64
cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return now.tv_sec * G_GINT64_CONSTANT(1000000000) + now.tv_nsec;
}

/* Counts exchanges and prints what those after the warm-up took, in ns a transfer. */
typedef struct Count {
	guint done;
	gint64 began_ns;
} Count;

static gboolean
count_one(Count *count)
{
	if (++count->done == WARM_UP)
		count->began_ns = cpu_ns();
	if (count->done < WARM_UP + EXCHANGES)
		return TRUE;
	printf("%" G_GINT64_FORMAT "\n", (cpu_ns() - count->began_ns) / (EXCHANGES * TRANSFERS));
	return FALSE;
}

/* ---- ours ---- */

typedef struct Ours {
	GMainLoop *loop;
	Count count;
	McTransport *transport;
	McFlight *flight;
	McUsbtmc *usbtmc;
	McScpi *scpi;
} Ours;

static void ask(Ours *self);

static void
on_answer(const char *answer, gpointer data)
{
	Ours *self = data;

	g_assert_cmpstr(answer, ==, "0");
	if (count_one(&self->count))
		ask(self);
	else
		g_main_loop_quit(self->loop);
}

static void
ask(Ours *self)
{
	mc_scpi_say(self->scpi, QUESTION, on_answer, self);
}

static void
on_status(guint8 status_byte, gpointer data)
{
}

static void
on_broken(const GError *error, gpointer data)
{
	g_error("bench: %s", error->message);
}

static void
on_cleared(gpointer data)
{
	ask(data);
}

static void
on_arrived(McBusDevice *device, gpointer data)
{
	static const McUsbtmcListener listener = {.status = on_status, .broken = on_broken};
	g_autoptr(GError) error = NULL;
	Ours *self = data;

	self->transport = mc_bus_open(device, &error);
	g_assert_no_error(error);
	/* As drivers/device has it: no transfer of an instrument is unrecorded. */
	mc_flight_begin(self->flight, &self->transport->endpoints);
	mc_flight_measures(self->flight);
	self->transport->flight = self->flight;
	self->usbtmc = mc_usbtmc_new(self->transport, &listener, self);
	self->scpi = mc_scpi_new(self->usbtmc);
	mc_usbtmc_clear(self->usbtmc, on_cleared, self);
}

static void
on_left(McBusDevice *device, gpointer data)
{
}

static void
run_ours(void)
{
	static const McUsbId ids[] = {{VENDOR, PRODUCT, 0xfe, 0x03}, {0}};
	static const McBusListener listener = {.arrived = on_arrived, .left = on_left};
	g_autoptr(GError) error = NULL;
	Ours self = {.loop = g_main_loop_new(NULL, FALSE), .flight = mc_flight_new(MC_FLIGHT_USBTMC)};
	McBus *bus = mc_bus_new(&error);

	g_assert_no_error(error);
	mc_bus_watch(bus, ids, &listener, &self);
	mc_bus_start(bus);
	g_main_loop_run(self.loop);
	mc_scpi_free(self.scpi);
	mc_usbtmc_free(self.usbtmc);
	self.transport->close(self.transport->self, NULL, NULL);
	mc_flight_free(self.flight);
	mc_bus_free(bus);
	g_main_loop_unref(self.loop);
}

/* ---- bare ---- */

typedef struct Bare {
	libusb_context *usb;
	libusb_device_handle *handle;
	struct libusb_transfer *question, *request, *answer;
	guint8 tag;
	guint8 question_bytes[32], request_bytes[12], answer_bytes[BUFFER];
	Count count;
	gboolean over;
} Bare;

static void
bare_open(Bare *self)
{
	guint8 status;

	*self = (Bare){.tag = 0};
	g_assert_cmpint(libusb_init(&self->usb), ==, 0);
	self->handle = libusb_open_device_with_vid_pid(self->usb, VENDOR, PRODUCT);
	g_assert_nonnull(self->handle);
	libusb_set_auto_detach_kernel_driver(self->handle, 1);
	g_assert_cmpint(libusb_claim_interface(self->handle, 0), ==, 0);
	libusb_clear_halt(self->handle, OUT);
	libusb_clear_halt(self->handle, IN);
	libusb_control_transfer(self->handle, 0xa1, 5, 0, 0, &status, 1, 1000);
}

static void
bare_close(Bare *self)
{
	libusb_release_interface(self->handle, 0);
	libusb_close(self->handle);
	libusb_exit(self->usb);
}

static void
fill_header(guint8 *header, guint8 message, guint8 tag, guint length)
{
	const guint8 bytes[12] = {message, tag, (guint8)~tag, 0, (guint8)length, (guint8)(length >> 8),
	    0, 0, message == 1, 0, 0, 0};

	memcpy(header, bytes, sizeof bytes);
}

static int
fill_question(Bare *self)
{
	static const char line[] = QUESTION "\n";
	guint length = sizeof line - 1;

	self->tag = (guint8)(self->tag % 255 + 1);
	fill_header(self->question_bytes, 1, self->tag, length);
	memcpy(self->question_bytes + 12, line, length);
	return (int)(12 + (length + 3) / 4 * 4);
}

static void
fill_request(Bare *self)
{
	self->tag = (guint8)(self->tag % 255 + 1);
	fill_header(self->request_bytes, 2, self->tag, 4096);
}

static void
check_answer(const Bare *self, int length)
{
	g_assert_cmpint(length, >=, 14);
	g_assert_cmpint(self->answer_bytes[12], ==, '0');
}

static void
bare_ask(Bare *self)
{
	self->question->length = fill_question(self);
	g_assert_cmpint(libusb_submit_transfer(self->question), ==, 0);
}

static void LIBUSB_CALL
on_bare(struct libusb_transfer *transfer)
{
	Bare *self = transfer->user_data;

	g_assert_cmpint(transfer->status, ==, LIBUSB_TRANSFER_COMPLETED);
	if (transfer == self->question) {
		fill_request(self);
		g_assert_cmpint(libusb_submit_transfer(self->request), ==, 0);
	} else if (transfer == self->request) {
		g_assert_cmpint(libusb_submit_transfer(self->answer), ==, 0);
	} else {
		check_answer(self, transfer->actual_length);
		self->over = !count_one(&self->count);
		if (!self->over)
			bare_ask(self);
	}
}

static struct libusb_transfer *
bare_transfer(Bare *self, guint8 endpoint, guint8 *bytes, int length)
{
	struct libusb_transfer *transfer = libusb_alloc_transfer(0);

	libusb_fill_bulk_transfer(
	    transfer, self->handle, endpoint, bytes, length, on_bare, self, MC_SCPI_TIMEOUT_MS);
	return transfer;
}

static void
run_bare(void)
{
	Bare self;

	bare_open(&self);
	self.question = bare_transfer(&self, OUT, self.question_bytes, 0);
	self.request = bare_transfer(&self, OUT, self.request_bytes, sizeof self.request_bytes);
	self.answer = bare_transfer(&self, IN, self.answer_bytes, BUFFER);
	bare_ask(&self);
	while (!self.over)
		libusb_handle_events(self.usb);
	libusb_free_transfer(self.question);
	libusb_free_transfer(self.request);
	libusb_free_transfer(self.answer);
	bare_close(&self);
}

static void
run_waiting(void)
{
	Bare self;

	bare_open(&self);
	do {
		int length = fill_question(&self), moved;

		g_assert_cmpint(libusb_bulk_transfer(self.handle, OUT, self.question_bytes, length, &moved,
		                    MC_SCPI_TIMEOUT_MS),
		    ==, 0);
		fill_request(&self);
		g_assert_cmpint(libusb_bulk_transfer(self.handle, OUT, self.request_bytes,
		                    sizeof self.request_bytes, &moved, MC_SCPI_TIMEOUT_MS),
		    ==, 0);
		g_assert_cmpint(libusb_bulk_transfer(
		                    self.handle, IN, self.answer_bytes, BUFFER, &moved, MC_SCPI_TIMEOUT_MS),
		    ==, 0);
		check_answer(&self, moved);
	} while (count_one(&self.count));
	bare_close(&self);
}

/* ---- by turns ---- */

typedef struct Role {
	const char *name;
	void (*run)(void);
} Role;

static const Role roles[] = {{"ours", run_ours}, {"bare", run_bare}, {"waiting", run_waiting}};

static gdouble
run_role(const char *program, const char *name)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *output = NULL;
	const char *words[] = {program, name, NULL};
	int status;

	if (!g_spawn_sync(NULL, (char **)words, NULL, G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, &output,
	        NULL, &status, &error) ||
	    !g_spawn_check_wait_status(status, &error))
		g_error("%s: %s", name, error->message);
	return g_ascii_strtod(output, NULL) / 1000;
}

static int
by_size(const void *a, const void *b)
{
	gdouble x = *(const gdouble *)a, y = *(const gdouble *)b;

	return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
	gdouble us[G_N_ELEMENTS(roles)][ROUNDS];

	for (guint i = 0; argc == 2 && i < G_N_ELEMENTS(roles); i++) {
		if (strcmp(argv[1], roles[i].name) != 0)
			continue;
		roles[i].run();
		return 0;
	}
	for (guint round = 0; round < ROUNDS; round++)
		for (guint i = 0; i < G_N_ELEMENTS(roles); i++)
			us[i][round] = run_role("/proc/self/exe", roles[i].name);
	for (guint i = 0; i < G_N_ELEMENTS(roles); i++)
		qsort(us[i], ROUNDS, sizeof us[i][0], by_size);
	printf("metric usb_transfer_cpu_ours %.2f us\n", us[0][ROUNDS / 2]);
	printf("metric usb_transfer_cpu_bare_libusb %.2f us\n", us[1][ROUNDS / 2]);
	printf("metric usb_transfer_cpu_waiting_libusb %.2f us\n", us[2][ROUNDS / 2]);
	fflush(stdout);
	mc_bench_bar("usb_transfer_cpu_ratio", us[0][ROUNDS / 2] / us[1][ROUNDS / 2], RATIO_MAX, "x");
	return mc_bench_is_above() ? 1 : 0;
}
