/* T8: what the flight recorder keeps when an instrument fails, and what it never keeps. */
#include "tests/support/instruments/bench.h"

#include "app/base/error.h"
#include "drivers/bus/flight.h"
#include "drivers/usbmon/usbmon.h"
#include "tests/kit/provision.h"

#include <errno.h>
#include <string.h>

#define SEEN_MAX 512

typedef struct Seen {
	McUsbmonEvent event;
	char text[MC_FLIGHT_BYTES + 1]; /* its bytes, zeros as dots */
} Seen;

typedef struct Record {
	char name[128];
	gsize size;
	Seen seen[SEEN_MAX];
	guint count;
} Record;

static void
take(const McUsbmonEvent *event, gpointer data)
{
	Record *self = data;
	Seen *seen = &self->seen[self->count++];

	g_assert_cmpuint(self->count, <=, SEEN_MAX);
	seen->event = *event;
	g_assert_cmpuint(event->kept, <=, MC_FLIGHT_BYTES);
	for (guint i = 0; i < event->kept; i++)
		seen->text[i] = event->bytes[i] == 0 ? '.' : (char)event->bytes[i];
	seen->text[event->kept] = '\0';
	seen->event.bytes = NULL;
}

static GPtrArray *
names_in(const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
		g_ptr_array_add(names, g_strdup(name));
	return names;
}

static void
read_record(Record *self, const char *folder, const char *ending)
{
	g_autoptr(GPtrArray) names = names_in(folder);
	g_autoptr(GError) error = NULL;
	g_autofree char *bytes = NULL, *problem = NULL, *path = NULL;

	self->count = 0;
	self->name[0] = '\0';
	for (guint i = 0; i < names->len; i++)
		if (g_str_has_suffix(names->pdata[i], ending))
			g_strlcpy(self->name, names->pdata[i], sizeof self->name);
	g_assert_cmpstr(self->name, !=, "");
	path = g_build_filename(folder, self->name, NULL);
	g_file_get_contents(path, &bytes, &self->size, &error);
	g_assert_no_error(error);
	g_assert_true(mc_usbmon_read(bytes, self->size, take, self, &problem));
	/* the device's descriptor stands first */
	g_assert_cmpuint(self->count, >, 2);
	g_assert_cmpuint(self->seen[1].event.kept, ==, 18);
}

static const Seen *
last(const Record *self)
{
	return &self->seen[self->count - 1];
}

static gboolean
has(const Record *self, const char *text)
{
	for (guint i = 0; i < self->count; i++)
		if (strstr(self->seen[i].text, text) != NULL)
			return TRUE;
	return FALSE;
}

static Bench *
seated(BenchOptions *options, const char *folder)
{
	options->plugged[MC_DEVICE_VISION_TESTER] = TRUE;
	options->clock_rate = 10;
	options->commands[0] = "head in";
	options->flights = folder;
	return bench_new(options);
}

static void
show_and_answer(Bench *bench, const char *fault)
{
	guint shown = bench->shown;

	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->shown, shown + 1);
	if (fault != NULL)
		bench_do(bench, fault);
	bench_do(bench, "key left");
}

/* A stall: the command that it answered, and the stall last. */
static void
test_fault(void)
{
	char *folder = mc_test_folder_new();
	BenchOptions options = {.not_enrolled = FALSE};
	Bench *bench = seated(&options, folder);
	g_autofree Record *record = g_new0(Record, 1);

	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	show_and_answer(bench, "fault vision ep=82 kind=stall");
	bench_until(bench, &bench->vision_lost, 1);
	read_record(record, folder, "Z-vision-tester-protocol.pcap");
	g_assert_cmpint(last(record)->event.status, ==, -EPIPE);
	g_assert_cmpuint(last(record)->event.endpoint, ==, 0x82);
	g_assert_true(has(record, "*IDN?"));
	g_assert_true(has(record, "VT-000117"));
	g_assert_true(has(record, "STIM:"));
	bench_free(bench);
	mc_test_folder_remove(folder);
}

/* Nobody's reaction time can be read from it, but what the instrument is can. */
static void
test_digits(void)
{
	char *folder = mc_test_folder_new();
	BenchOptions options = {.not_enrolled = FALSE};
	Bench *bench = seated(&options, folder);
	g_autofree Record *record = g_new0(Record, 1);
	gboolean is_answer = FALSE;
	guint answers = 0;

	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	show_and_answer(bench, NULL);
	bench_until(bench, &bench->answered, 1);
	bench_do(bench, "unplug vision");
	bench_until_state(bench, MC_DEVICE_VISION_TESTER, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	read_record(record, folder, "Z-vision-tester-unplugged.pcap");
	g_assert_cmpint(last(record)->event.status, ==, -ESHUTDOWN);
	for (guint i = 0; i < record->count; i++) {
		const Seen *seen = &record->seen[i];

		if (strstr(seen->text, "SENS:ANSW?") != NULL)
			is_answer = TRUE;
		if (!is_answer || seen->event.endpoint != 0x82 || seen->event.kept <= 12)
			continue;
		g_assert_null(strpbrk(seen->text + 12, "123456789"));
		answers++;
	}
	g_assert_cmpuint(answers, >, 0);
	g_assert_true(has(record, "VT-000117"));
	bench_free(bench);
	mc_test_folder_remove(folder);
}

/* A weight that no person has is not understood, and may be somebody's all the same: no digit of
 * any answer is kept. Played back it fails the same way. */
static void
test_not_understood(void)
{
	char *folder = mc_test_folder_new();
	BenchOptions options = {.plugged = {[MC_DEVICE_STATURE] = TRUE},
	    .clock_rate = 10,
	    .flights = folder,
	    .commands = {"set stature zero-offset=-5000", "step on 1725 6000"}};
	Bench *bench = bench_new(&options);
	g_autofree Record *record = g_new0(Record, 1);
	g_autofree char *path = NULL;
	gboolean is_measuring = FALSE;

	bench_until_ready(bench, MC_DEVICE_STATURE);
	bench->stature->start(bench->stature->self);
	bench_until(bench, &bench->stature_lost, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_PROTOCOL);
	bench_free(bench);
	read_record(record, folder, "Z-stature-protocol.pcap");
	g_assert_nonnull(strstr(last(record)->text + 12, "OK,xxxx,xxxx"));
	for (guint i = 0; i < record->count; i++) {
		const Seen *seen = &record->seen[i];

		is_measuring = is_measuring || strstr(seen->text, "INIT") != NULL;
		if (is_measuring && seen->event.endpoint == 0x82 && seen->event.kept > 12)
			g_assert_null(strpbrk(seen->text + 12, "123456789"));
	}
	g_assert_true(is_measuring);
	path = g_build_filename(folder, record->name, NULL);
	options = (BenchOptions){.clock_rate = 10, .replay = path, .commands = {"step on 1725 65300"}};
	bench = bench_new(&options);
	bench_until_ready(bench, MC_DEVICE_STATURE);
	bench->stature->start(bench->stature->self);
	bench_until(bench, &bench->stature_lost, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_PROTOCOL);
	g_assert_cmpuint(bench->measured, ==, 0);
	bench_free(bench);
	mc_test_folder_remove(folder);
}

/* Bytes without the header of an answer have no place where a number could hide. */
static void
test_no_header(void)
{
	McFlight *flight = mc_flight_new(MC_FLIGHT_USBTMC);
	const McEndpoints endpoints = {.vendor_id = 0x1209, .interrupt_in = 0x83};
	char *folder = mc_test_folder_new();
	g_autofree Record *record = g_new0(Record, 1);
	static const char bare[] = "OK,1725,65300";

	mc_flight_begin(flight, &endpoints);
	mc_flight_measures(flight);
	for (guint i = 0; i < 2; i++)
		mc_flight_note(flight, &(McFlightTransfer){.pipe = MC_FLIGHT_BULK,
		                           .endpoint = 0x82,
		                           .status = MC_TRANSFER_DONE,
		                           .asked = 4096,
		                           .moved = strlen(bare),
		                           .bytes = (const guint8 *)bare});
	g_assert_true(mc_flight_save(flight, folder, "stature", "protocol",
	    G_GINT64_CONSTANT(1790000000) * G_USEC_PER_SEC, TRUE, NULL));
	read_record(record, folder, "Z-stature-protocol.pcap");
	g_assert_true(has(record, "OK,0000,00000"));
	g_assert_cmpstr(last(record)->text, ==, "OK,xxxx,xxxxx");
	mc_flight_free(flight);
	mc_test_folder_remove(folder);
}

/* Of a card, lengths and statuses alone: also of one that was being read when the fault came. */
static void
test_card(gconstpointer fault)
{
	char *folder = mc_test_folder_new();
	const BenchOptions options = {
	    .plugged = {[MC_DEVICE_ID_READER] = TRUE}, .clock_rate = 10, .flights = folder};
	Bench *bench = bench_new(&options);
	g_autofree Record *record = g_new0(Record, 1);
	guint moved = 0;

	bench_until_ready(bench, MC_DEVICE_ID_READER);
	bench->reader->start(bench->reader->self);
	bench_do(bench, "card put sharp");
	bench_until(bench, &bench->cards, 1);
	bench_do(bench, "card lift");
	bench_do(bench, "card put sharp");
	bench->reader->start(bench->reader->self);
	bench_until(bench, &bench->reading, 2);
	bench_do(bench, fault);
	bench_do(bench, "unplug reader 30");
	bench_until_state(bench, MC_DEVICE_ID_READER, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	read_record(record, folder, ".pcap");
	g_assert_nonnull(strstr(record->name, "Z-id-reader-"));
	for (guint i = 2; i < record->count; i++) {
		g_assert_cmpuint(record->seen[i].event.kept, ==, 0);
		moved += record->seen[i].event.length;
	}
	g_assert_cmpuint(moved, >, 100);
	g_assert_cmpuint(record->size, <, record->count * 100);
	bench_free(bench);
	mc_test_folder_remove(folder);
}

/* A disk is not filled by an instrument that fails all the time. */
static void
test_bounds(void)
{
	McFlight *flight = mc_flight_new(MC_FLIGHT_USBTMC);
	const McEndpoints endpoints = {.vendor_id = 0x1209, .interrupt_in = 0x83};
	char *folder = mc_test_folder_new();
	g_autofree guint8 *bytes = g_malloc0(4096);
	g_autoptr(GPtrArray) names = NULL;
	g_autofree Record *record = g_new0(Record, 1);

	mc_flight_begin(flight, &endpoints);
	for (guint i = 0; i < 1000; i++)
		mc_flight_note(flight, &(McFlightTransfer){.pipe = MC_FLIGHT_BULK,
		                           .endpoint = 0x82,
		                           .status = MC_TRANSFER_DONE,
		                           .asked = 4096,
		                           .moved = 4000 + i % 90,
		                           .bytes = bytes});
	for (guint i = 0; i < 3 * MC_FLIGHT_FILES; i++) {
		gint64 at_us = (gint64)(1790000000 + i) * G_USEC_PER_SEC;

		g_assert_true(
		    mc_flight_save(flight, folder, "vision-tester", "no-answer", at_us, FALSE, NULL));
		g_assert_true(mc_flight_save(flight, folder, "audiometer", "protocol", at_us, FALSE, NULL));
	}
	names = names_in(folder);
	g_assert_cmpuint(names->len, ==, 2 * MC_FLIGHT_FILES);
	/* the newest are those that stay: 1790000023 is 2026-09-21 14:13:43 UTC */
	read_record(record, folder, "20260921T141343Z-audiometer-protocol.pcap");
	g_assert_cmpuint(record->count, ==, 2 * (1 + MC_FLIGHT_TRANSFERS));
	g_assert_cmpuint(last(record)->event.length, ==, 4000 + 999 % 90);
	g_assert_cmpuint(record->size, <, 50000);
	mc_flight_free(flight);
	mc_test_folder_remove(folder);
}

/* One that stays broken writes at its fault and after the restart, and then no more. */
static void
test_again_and_again(void)
{
	char *folder = mc_test_folder_new();
	BenchOptions options = {.not_enrolled = FALSE};
	Bench *bench = seated(&options, folder);
	g_autoptr(GPtrArray) names = NULL;

	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	bench_do(bench, "fault vision ep=82 kind=garbage arg=3 count=4");
	bench_show(bench, MC_DIRECTION_LEFT);
	for (guint i = 0; i < 4; i++)
		bench_until_state(bench, MC_DEVICE_VISION_TESTER, MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL);
	bench_until_usable(bench, MC_DEVICE_VISION_TESTER);
	names = names_in(folder);
	g_assert_cmpuint(names->len, >=, 1);
	g_assert_cmpuint(names->len, <=, 2);
	bench_free(bench);
	mc_test_folder_remove(folder);
}

/* Nowhere to write to is a line in the log, and the instrument comes back all the same. */
static void
test_no_folder(void)
{
	char *folder = mc_test_folder_new();
	g_autofree char *file = g_build_filename(folder, "file", NULL);
	BenchOptions options = {.not_enrolled = FALSE};
	Bench *bench;

	g_assert_true(g_file_set_contents(file, "", 0, NULL));
	bench = seated(&options, file);
	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	g_test_expect_message("medcheck-device", G_LOG_LEVEL_MESSAGE, "*stall*");
	g_test_expect_message("medcheck-device", G_LOG_LEVEL_WARNING, "*flight record*");
	show_and_answer(bench, "fault vision ep=82 kind=stall");
	bench_until(bench, &bench->vision_lost, 1);
	g_test_assert_expected_messages();
	bench_until_usable(bench, MC_DEVICE_VISION_TESTER);
	bench_free(bench);
	mc_test_folder_remove(folder);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flight/fault", test_fault);
	g_test_add_func("/flight/digits", test_digits);
	g_test_add_func("/flight/not-understood-T8", test_not_understood);
	g_test_add_func("/flight/no-header-T8", test_no_header);
	g_test_add_data_func(
	    "/flight/card/garbage", "fault reader ep=81 kind=garbage arg=3", test_card);
	g_test_add_data_func("/flight/card/stall", "fault reader ep=81 kind=stall", test_card);
	g_test_add_data_func("/flight/card/short", "fault reader ep=81 kind=short arg=40", test_card);
	g_test_add_func("/flight/bounds", test_bounds);
	g_test_add_func("/flight/again-and-again", test_again_and_again);
	g_test_add_func("/flight/no-folder", test_no_folder);
	return g_test_run();
}
