/* T2: of a silent self-test nothing is seen, heard or printed: read in the trace of the whole bus.
 * And every fault that strikes it is on the board when the clock has gone on by 2 s. */
#include "tests/support/instruments/bench.h"

#include "drivers/usbmon/usbmon.h"
#include "tests/kit/provision.h"

#include <string.h>

#define SET_REPORT 0x09 /* of HID: the lamps of a keypad */

/* What went out to the instruments, of one kind of message each. */
typedef struct Seen {
	guint messages; /* all of them */
	guint outputs; /* that make light, sound or paper, or move */
	guint unknown;
} Seen;

static gboolean
begins(const McUsbmonEvent *event, guint at, const char *text)
{
	gsize length = strlen(text);

	return event->kept >= at + length && memcmp(event->bytes + at, text, length) == 0;
}

/* A line of SCPI behind the header of its message. */
static void
take_line(const McUsbmonEvent *event, Seen *seen)
{
	static const char *const outputs[] = {"STIM:OPT", "SOUR:PRES", "INIT", "CAL:ZERO"};
	static const char *const silent[] = {"*TST?", "SYST:", "STIM:STAT?", "*SRE", "STIM:DARK",
	    "SOUR:MUTE", "ABOR", "SENS:", "FETC?", "*RST", "*IDN?", "CAL:"};

	for (guint i = 0; i < G_N_ELEMENTS(outputs); i++)
		if (begins(event, 12, outputs[i])) {
			seen->outputs++;
			return;
		}
	for (guint i = 0; i < G_N_ELEMENTS(silent); i++)
		if (begins(event, 12, silent[i]))
			return;
	seen->unknown++;
}

static void
take_bulk(const McUsbmonEvent *event, Seen *seen)
{
	static const guint8 frame[] = {0xaa, 0xaa, 0xaa, 0x96, 0x69};
	gboolean is_reader = event->kept > 8 && memcmp(event->bytes, frame, sizeof frame) == 0;

	if (is_reader) /* only looking for cards makes a field */
		seen->outputs += event->bytes[7] == 0x20 ? 1 : 0;
	else if (event->kept == 3 && event->bytes[0] == 0x10 && event->bytes[1] == 0x04)
		return; /* the printer is asked how it is */
	else if (event->kept >= 12 && event->bytes[0] == 1)
		take_line(event, seen);
	else if (event->kept < 12 || event->bytes[0] != 2) /* else: an answer is fetched */
		seen->outputs++; /* to the printer, and no question */
}

static void
take(const McUsbmonEvent *event, gpointer data)
{
	Seen *seen = data;

	if (event->is_completion || (event->endpoint & 0x80) != 0)
		return;
	seen->messages++;
	switch (event->pipe) {
	case MC_USBMON_ISOCHRONOUS: seen->outputs++; return;
	case MC_USBMON_CONTROL:
		seen->outputs += event->has_setup && event->setup[1] == SET_REPORT ? 1 : 0;
		return;
	case MC_USBMON_BULK: take_bulk(event, seen); return;
	case MC_USBMON_INTERRUPT: seen->unknown++; return;
	}
}

static Seen
look(const char *path)
{
	g_autofree char *bytes = NULL, *problem = NULL;
	Seen seen = {0};
	gsize size = 0;

	g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
	g_assert_true(mc_usbmon_read(bytes, size, take, &seen, &problem));
	return seen;
}

static void
test_one(Bench *bench, McDeviceKind kind, const char *trace)
{
	Seen before, after;
	guint tested = bench->tested;

	bench_until_ready(bench, kind);
	before = look(trace);
	bench_self_test(bench, kind);
	bench_until(bench, &bench->tested, tested + 1);
	g_assert_true(bench->passed);
	after = look(trace);
	g_assert_cmpuint(after.messages, >, before.messages);
	g_assert_cmpuint(after.outputs, ==, before.outputs);
	g_assert_cmpuint(after.unknown, ==, 0);
}

static void
test_silent(void)
{
	static const McDeviceKind kinds[] = {MC_DEVICE_VISION_TESTER, MC_DEVICE_AUDIOMETER,
	    MC_DEVICE_ID_READER, MC_DEVICE_STATURE, MC_DEVICE_RESPONSE_PAD, MC_DEVICE_PRINTER,
	    MC_DEVICE_SOUND_METER, MC_DEVICE_LUMINANCE_METER};
	char *folder = mc_test_folder_new();
	g_autofree char *trace = g_build_filename(folder, "trace.pcap", NULL);
	BenchOptions options = {.clock_rate = 10, .trace = trace};
	Bench *bench = NULL;
	Seen silent, loud;

	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
		options.plugged[kinds[i]] = TRUE;
	bench = bench_new(&options);
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
		test_one(bench, kinds[i], trace);
	silent = look(trace);
	/* what is tried out is seen in the same trace */
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->shown, 1);
	bench_play(bench, 300);
	bench_until(bench, &bench->finished, 1);
	loud = look(trace);
	g_assert_cmpuint(loud.outputs, ==, silent.outputs + 2);
	bench->reader->start(bench->reader->self);
	while (look(trace).outputs == loud.outputs)
		g_main_context_iteration(NULL, TRUE);
	bench->reader->stop(bench->reader->self);
	bench_free(bench);
	mc_test_folder_remove(folder);
}

/* In the place of an audiometer: it has no packet of sound, either. */
static void
test_silent_sound_card(void)
{
	char *folder = mc_test_folder_new();
	g_autofree char *trace = g_build_filename(folder, "trace.pcap", NULL);
	const BenchOptions options = {.sound_card = TRUE, .clock_rate = 10, .trace = trace};
	Bench *bench = bench_new(&options);

	test_one(bench, MC_DEVICE_AUDIOMETER, trace);
	bench_free(bench);
	mc_test_folder_remove(folder);
}

/* ---- how long it takes to be seen ---- */

#define VISIBLE_MS 2000

typedef struct Struck {
	McDeviceKind kind;
	const char *name; /* for the rig */
	const char *endpoint; /* of its answers */
	guint limit_ms; /* of an answer, by the bus: no clock of ours is in it */
	guint patience_ms; /* of an answer, by our clock */
	const char *const *faults; /* NULL ends them */
	gboolean is_second_make; /* gamepad, split pipes */
} Struck;

/* Those that each of them shows: some bear others, as it is with damaged bytes of a request's
 * answer. */
static const char *const message_faults[] = {"stall", "hang", "delay arg=4000", "short arg=5",
    "zlp", "garbage arg=3", "babble", "proto", "unplug arg=5", NULL};
static const char *const request_faults[] = {
    "stall", "hang", "delay arg=4000", "babble", "proto", "unplug arg=5", NULL};
static const char *const status_faults[] = {
    "stall", "hang", "delay arg=4000", "zlp", "babble", "proto", "unplug arg=5", NULL};

static const Struck struck[] = {
    {MC_DEVICE_VISION_TESTER, "vision", "82", 500, 0, message_faults},
    {MC_DEVICE_AUDIOMETER, "audiometer", "82", 500, 0, message_faults},
    {MC_DEVICE_AUDIOMETER, "sound-card", "0", 500, 0, request_faults},
    {MC_DEVICE_ID_READER, "reader", "81", 1000, 0, message_faults},
    {MC_DEVICE_STATURE, "stature", "82", 500, 0, message_faults},
    {MC_DEVICE_RESPONSE_PAD, "pad", "0", 500, 0, request_faults},
    {MC_DEVICE_PRINTER, "printer", "82", 0, 1000, status_faults},
    {MC_DEVICE_SOUND_METER, "sound-meter", "82", 500, 0, message_faults},
    {MC_DEVICE_LUMINANCE_METER, "luminance-meter", "82", 500, 0, message_faults},
    {MC_DEVICE_ID_READER, "reader", "81", 1000, 0, message_faults, TRUE},
    {MC_DEVICE_RESPONSE_PAD, "pad", "0", 500, 0, request_faults, TRUE},
};

typedef struct Case {
	const Struck *struck;
	const char *fault;
} Case;

/* Of one that is ready: its own test meets the fault. The clock gives no more than what the time
 * limits on the bus leave of 2 s; one that goes is missed for the whole of them (O10). */
static void
test_visible(gconstpointer data)
{
	const Case *one = data;
	const Struck *subject = one->struck;
	gboolean goes = g_str_has_prefix(one->fault, "unplug");
	g_autofree char *line = g_strdup_printf(
	    "fault %s ep=%s count=999 kind=%s", subject->name, subject->endpoint, one->fault);
	g_autoptr(GDateTime) day = g_date_time_new_utc(2026, 8, 14, 4, 0, 0);
	BenchOptions options = {.wall_us = g_date_time_to_unix(day) * G_USEC_PER_SEC};
	g_autoptr(Bench) bench = NULL;

	options.sound_card = g_str_equal(subject->name, "sound-card");
	options.plugged[subject->kind] = !options.sound_card;
	options.split_pipes = options.gamepad = subject->is_second_make;
	bench = bench_new(&options);
	bench_until_ready(bench, subject->kind);
	bench_do(bench, line);
	bench_self_test(bench, subject->kind);
	mc_clock_advance_ms(bench->clock, subject->patience_ms);
	bench_until(bench, &bench->tested, 1);
	mc_clock_advance_ms(bench->clock,
	    goes ? VISIBLE_MS : VISIBLE_MS - 1 - subject->limit_ms - subject->patience_ms);
	while (g_main_context_iteration(NULL, FALSE)) /* another time limit would be too much */
		;
	if (goes)
		bench_until(bench, &bench->unsettled, 1);
	g_assert_cmpuint(bench->unsettled, ==, 1);
	g_assert_cmpint(bench->state[subject->kind], !=, MC_DEVICE_READY);
}

static void
add_visible(GArray *cases)
{
	for (guint i = 0; i < G_N_ELEMENTS(struck); i++)
		for (const char *const *fault = struck[i].faults; *fault != NULL; fault++) {
			Case one = {&struck[i], *fault};

			g_array_append_val(cases, one);
		}
	for (guint i = 0; i < cases->len; i++) {
		const Case *one = &g_array_index(cases, Case, i);
		g_autofree char *path = g_strdup_printf("/levels/visible-T2/%s%s/%s",
		    one->struck->is_second_make ? "second-" : "", one->struck->name, one->fault);

		g_test_add_data_func(g_strdelimit(path, " =", '-'), one, test_visible);
	}
}

int
main(int argc, char **argv)
{
	g_autoptr(GArray) cases = g_array_new(FALSE, FALSE, sizeof(Case));

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/levels/silent-T2", test_silent);
	g_test_add_func("/levels/silent-sound-card-T2", test_silent_sound_card);
	add_visible(cases);
	return g_test_run();
}
