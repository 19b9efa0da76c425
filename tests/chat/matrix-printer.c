/* The rows of the slip printer in the matrix of device, fault and cause (O11, K3, T11): what
 * befalls it on the wire, and what a hand has to do at it, which is no fault of the printer's.
 * Prints a "row" each. */
#include "tests/support/instruments/rows.h"

typedef struct Fault {
	const char *name;
	McDeviceState state;
	McDeviceCause cause;
} Fault;

/* Where it answers, then where it listens. Its status is one byte: what is none is passed over. */
static const Fault answers[] = {
    {"ep=82 kind=stall", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
    {"ep=82 kind=hang", MC_DEVICE_FAULTY, MC_CAUSE_NO_ANSWER},
    {"ep=82 kind=zlp", MC_DEVICE_FAULTY, MC_CAUSE_NO_ANSWER},
    {"ep=82 kind=garbage arg=123456789", MC_DEVICE_FAULTY, MC_CAUSE_NO_ANSWER},
    {"ep=82 kind=babble", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
    {"ep=82 kind=proto", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
    {"ep=82 kind=unplug arg=5", MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED},
    {"ep=82 kind=endless", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
    {"ep=1 kind=stall", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
    {"ep=1 kind=hang", MC_DEVICE_FAULTY, MC_CAUSE_NO_ANSWER},
    {"ep=1 kind=proto", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
};

static const BenchOptions plugged = {.plugged = {[MC_DEVICE_PRINTER] = TRUE}};

static void
expect(Bench *bench, const char *what, McDeviceState state, McDeviceCause cause)
{
	bench_until_state(bench, MC_DEVICE_PRINTER, state, cause);
	rows_tell(bench, MC_DEVICE_PRINTER, mc_device_kind_name(MC_DEVICE_PRINTER), what);
}

static void
test_wire(gconstpointer data)
{
	const Fault *fault = data;
	g_autofree char *line = g_strdup_printf("fault printer count=999 %s", fault->name);
	g_autoptr(Bench) bench = bench_new(&plugged);

	bench_until_ready(bench, MC_DEVICE_PRINTER);
	bench_do(bench, line);
	bench_self_test(bench, MC_DEVICE_PRINTER); /* something to say on the wire */
	expect(bench, fault->name, fault->state, fault->cause);
}

static void
test_plug(void)
{
	g_autoptr(Bench) bench = bench_new(&plugged);

	bench_until_ready(bench, MC_DEVICE_PRINTER);
	bench_do(bench, "unplug printer");
	expect(bench, "plug out", MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	bench_do(bench, "plug printer");
	bench_until_ready(bench, MC_DEVICE_PRINTER);
	bench_do(bench, "power-cycle printer 8000");
	expect(bench, "switched off", MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	expect(bench, "switched on again", MC_DEVICE_READY, MC_CAUSE_NONE);
}

/* T12: the operating system lets nobody open it. */
static void
test_permission(void)
{
	static const BenchOptions forbidden = {.commands = {"forbid printer on", "plug printer"}};
	g_autoptr(Bench) bench = NULL;

	if (g_strcmp0(g_getenv("MEDCHECK_DEVSIM_BUS"), "vhci") == 0) {
		g_test_skip("the rules let this user in");
		return;
	}
	bench = bench_new(&forbidden);
	expect(bench, "no rule lets the user in", MC_DEVICE_FAULTY, MC_CAUSE_PERMISSION);
}

static void
test_trust(void)
{
	BenchOptions options = plugged;
	g_autoptr(Bench) bench = NULL;

	options.not_enrolled = TRUE;
	bench = bench_new(&options);
	expect(bench, "serial number that nobody enrolled", MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
	bench_enrol(bench, "99.0");
	expect(bench, "older firmware than is wanted", MC_DEVICE_LOCKED, MC_CAUSE_FIRMWARE);
	bench_enrol(bench, "");
	bench_until_ready(bench, MC_DEVICE_PRINTER);
}

/* One that says it is a printer and talks without end: until somebody has adopted it nobody
 * listens, nor is it asked anything but who it is. */
static void
test_endless_stranger(void)
{
	static const BenchOptions options = {
	    .not_enrolled = TRUE,
	    .commands = {"plug printer", "fault printer ep=82 kind=endless"},
	};
	g_autoptr(Bench) bench = bench_new(&options);
	McDevicesPort *devices = bench->devices;
	guint64 transfers;

	expect(bench, "endless, and nobody enrolled it", MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
	bench_until_rig(bench, "printer.automatic=0");
	bench_self_test(bench, MC_DEVICE_PRINTER);
	bench_until(bench, &bench->tested, 1);
	g_assert_true(bench->passed);
	transfers = devices->info(devices->self, MC_DEVICE_PRINTER)->transfers;
	bench_for(bench, 50);
	g_assert_cmpuint(devices->info(devices->self, MC_DEVICE_PRINTER)->transfers, ==, transfers);
	bench_enrol(bench, "");
	expect(bench, "endless, and then enrolled", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL);
	bench_do(bench, "clear printer");
	bench_until_ready(bench, MC_DEVICE_PRINTER);
}

static void
test_held(void)
{
	BenchOptions options = plugged;
	g_autoptr(Bench) bench = NULL;

	options.commands[0] = "hold printer on";
	bench = bench_new(&options);
	expect(bench, "another program has it", MC_DEVICE_FAULTY, MC_CAUSE_BUSY);
}

typedef struct Hand {
	const char *name, *made;
	McDeviceCause cause;
} Hand;

static const Hand hands[] = {
    {"paper near its end", "set printer paper=2000", MC_CAUSE_PAPER_LOW},
    {"paper out", "set printer paper=0", MC_CAUSE_PAPER_OUT},
    {"cover open", "set printer cover=open", MC_CAUSE_COVER_OPEN},
    {"head too hot", "set printer head=hot", MC_CAUSE_PRINTER_ERROR},
};

/* It stays ready, with the cause on the board. */
static void
test_need(gconstpointer data)
{
	const Hand *hand = data;
	g_autoptr(Bench) bench = bench_new(&plugged);

	bench_until_ready(bench, MC_DEVICE_PRINTER);
	bench_until_rig(bench, "printer.automatic=15");
	bench_do(bench, hand->made);
	expect(bench, hand->name, MC_DEVICE_READY, hand->cause);
}

/* It is stuck once it has cut. */
static void
test_cutter(void)
{
	g_autoptr(Bench) bench = bench_new(&plugged);
	gsize size = MC_PRINTER_WIDTH_DOTS / 8 * 60;
	g_autoptr(GBytes) dots = g_bytes_new_take(g_malloc0(size), size);

	bench_until_ready(bench, MC_DEVICE_PRINTER);
	bench_do(bench, "set printer cutter=jammed");
	bench->printer->print(bench->printer->self, dots);
	bench_until(bench, &bench->held, 1);
	expect(bench, "cutter stuck", MC_DEVICE_READY, MC_CAUSE_CUTTER_STUCK);
	bench_do(bench, "set printer cutter=free");
	bench_until(bench, &bench->printed, 1);
	expect(bench, "cutter free again", MC_DEVICE_READY, MC_CAUSE_NONE);
}

/* Runs last, a suite after its parent: each row of the catalogue that a hand sees to. */
static void
test_every_hand(void)
{
	rows_expect_every(ROWS_MATRIX_PRINTER);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(answers); i++) {
		g_autofree char *path = g_strconcat("/matrix/printer/wire/", answers[i].name, NULL);

		g_test_add_data_func(g_strdelimit(path, " =", '-'), &answers[i], test_wire);
	}
	g_test_add_func("/matrix/printer/plug", test_plug);
	g_test_add_func("/matrix/printer/trust", test_trust);
	g_test_add_func("/matrix/printer/endless-stranger-T12", test_endless_stranger);
	g_test_add_func("/matrix/printer/held", test_held);
	for (guint i = 0; i < G_N_ELEMENTS(hands); i++) {
		g_autofree char *path = g_strconcat("/matrix/printer/hand/", hands[i].name, NULL);

		g_test_add_data_func(g_strdelimit(path, " ", '-'), &hands[i], test_need);
	}
	g_test_add_func("/matrix/printer/permission", test_permission);
	g_test_add_func("/matrix/printer/cutter", test_cutter);
	g_test_add_func("/matrix/printer/hand/every-K3", test_every_hand);
	return g_test_run();
}
