/* The slip printer over real libusb: what was drawn is what is on the paper, whole or not at all,
 * and each thing that somebody has to see to is named (K4, O11). */
#include "tests/support/instruments/bench.h"

#include "app/base/error.h"

#include <glib/gstdio.h>
#include <string.h>

#define ROW_BYTES (MC_PRINTER_WIDTH_DOTS / 8)

/* in which there is time to put a hand in */
static const BenchOptions slow = {.plugged = {[MC_DEVICE_PRINTER] = TRUE}, .clock_rate = 2};
static const BenchOptions plugged = {.plugged = {[MC_DEVICE_PRINTER] = TRUE}, .clock_rate = 10};

/* Bytes of every kind, those of commands among them. */
static GBytes *
picture(guint rows)
{
	g_autofree guint8 *dots = g_malloc(rows * ROW_BYTES);

	for (guint i = 0; i < rows * ROW_BYTES; i++)
		dots[i] = (guint8)(i * 37 + i / ROW_BYTES);
	dots[0] = 0x10; /* DLE EOT 1 in the middle of dots is no question */
	dots[1] = 0x04;
	dots[2] = 0x01;
	return g_bytes_new(dots, rows * ROW_BYTES);
}

static void
print(Bench *bench, GBytes *dots)
{
	bench->printer->print(bench->printer->self, dots);
}

static void
assert_on_paper(Bench *bench, GBytes *dots)
{
	g_autofree char *folder = g_dir_make_tmp("slip-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "slip.pbm", NULL);
	g_autofree char *line = g_strdup_printf("slip save %s", path);
	g_autofree char *file = NULL;
	gsize length = 0, size = g_bytes_get_size(dots);

	bench_do(bench, line);
	g_assert_true(g_file_get_contents(path, &file, &length, NULL));
	g_assert_cmpuint(length, >, size);
	g_assert_cmpmem(
	    file + length - size, size, g_bytes_get_data(dots, NULL), g_bytes_get_size(dots));
	g_unlink(path);
	g_rmdir(folder);
	bench_until_rig(bench, "printer.junk=0");
}

static void
test_print(void)
{
	g_autoptr(Bench) bench = bench_new(&plugged);
	g_autoptr(GBytes) dots = picture(250);
	const McDeviceInfo *info;

	bench_until_ready(bench, MC_DEVICE_PRINTER);
	info = bench->devices->info(bench->devices->self, MC_DEVICE_PRINTER);
	g_assert_cmpstr(info->model, ==, "SP-1");
	g_assert_cmpstr(info->serial, ==, "SP-000303");
	g_assert_cmpuint(bench->printer_states, >=, 1);
	g_assert_false(mc_printer_state_is_trouble(&bench->printer_state));
	print(bench, dots);
	bench_until(bench, &bench->printed, 1);
	bench_until_rig(bench, "printer.slips=1");
	bench_until_rig(bench, "printer.rows=250");
	assert_on_paper(bench, dots);
	print(bench, dots);
	bench_until(bench, &bench->printed, 2);
	bench_until_rig(bench, "printer.slips=2");
	g_assert_cmpuint(bench->printer_lost + bench->held, ==, 0);
	bench_self_test(bench, MC_DEVICE_PRINTER);
	bench_until(bench, &bench->tested, 1);
	g_assert_cmpint(bench->error_code, ==, -1);
}

/* The state is told as it changes, also while nobody prints. */
static void
test_state(void)
{
	g_autoptr(Bench) bench = bench_new(&plugged);

	bench_until_ready(bench, MC_DEVICE_PRINTER);
	bench_until_rig(bench, "printer.automatic=15");
	bench_do(bench, "set printer cover=open");
	bench_until(bench, &bench->printer_states, 2);
	g_assert_true(bench->printer_state.cover_open);
	bench_do(bench, "set printer cover=closed paper=2000");
	bench_until(bench, &bench->printer_states, 4);
	g_assert_false(bench->printer_state.cover_open);
	g_assert_true(bench->printer_state.paper_low);
	g_assert_false(mc_printer_state_is_trouble(&bench->printer_state));
	bench_do(bench, "set printer paper=0");
	bench_until(bench, &bench->printer_states, 5);
	g_assert_true(bench->printer_state.paper_out);
}

typedef struct Trouble {
	const char *name, *made, *mended;
	McPrinterState state;
} Trouble;

static const Trouble troubles[] = {
    {"cover", "set printer cover=open", "set printer cover=closed", {.cover_open = TRUE}},
    {"paper", "set printer paper=0", "set printer paper=40000", {.paper_out = TRUE}},
};

/* Before it begins: somebody is told what to do, and then it prints. */
static void
test_trouble(gconstpointer data)
{
	const Trouble *trouble = data;
	g_autoptr(Bench) bench = bench_new(&plugged);
	g_autoptr(GBytes) dots = picture(120);

	bench_until_ready(bench, MC_DEVICE_PRINTER);
	bench_do(bench, trouble->made);
	print(bench, dots);
	bench_until(bench, &bench->held, 1);
	g_assert_cmpint(bench->printer_state.cover_open, ==, trouble->state.cover_open);
	g_assert_cmpint(bench->printer_state.paper_out, ==, trouble->state.paper_out);
	bench_for(bench, 700);
	g_assert_cmpuint(bench->held, ==, 1);
	g_assert_cmpuint(bench->printed, ==, 0);
	bench_do(bench, trouble->mended);
	bench_until(bench, &bench->printed, 1);
	assert_on_paper(bench, dots);
	g_assert_cmpuint(bench->printer_lost, ==, 0);
}

/* The roll ends in the middle: the half slip is thrown away and a whole one printed. */
static void
test_paper_ends(void)
{
	g_autoptr(Bench) bench = bench_new(&plugged);
	g_autoptr(GBytes) dots = picture(600);

	bench_until_ready(bench, MC_DEVICE_PRINTER);
	bench_do(bench, "set printer paper=20");
	print(bench, dots);
	bench_until(bench, &bench->held, 1);
	g_assert_true(bench->printer_state.paper_out);
	bench_do(bench, "set printer paper=40000");
	bench_until(bench, &bench->printed, 1);
	bench_until_rig(bench, "printer.rows=600");
	assert_on_paper(bench, dots);
}

static void
test_cutter(void)
{
	g_autoptr(Bench) bench = bench_new(&plugged);
	g_autoptr(GBytes) dots = picture(60);

	bench_until_ready(bench, MC_DEVICE_PRINTER);
	bench_do(bench, "set printer cutter=jammed");
	print(bench, dots);
	bench_until(bench, &bench->held, 1);
	g_assert_true(bench->printer_state.cutter_stuck);
	bench_do(bench, "set printer cutter=free");
	bench_until(bench, &bench->printed, 1);
	assert_on_paper(bench, dots);
}

static void
test_cancel(void)
{
	g_autoptr(Bench) bench = bench_new(&plugged);
	g_autoptr(GBytes) dots = picture(120);

	bench->printer->cancel(bench->printer->self); /* harmless before anything */
	bench_until_ready(bench, MC_DEVICE_PRINTER);
	bench_do(bench, "set printer cover=open");
	print(bench, dots);
	bench_until(bench, &bench->held, 1);
	bench->printer->cancel(bench->printer->self);
	bench_do(bench, "set printer cover=closed");
	bench_for(bench, 700);
	g_assert_cmpuint(bench->printed + bench->printer_lost, ==, 0);
	bench_until_rig(bench, "printer.slips=0");
	print(bench, dots);
	bench_until(bench, &bench->printed, 1);
}

/* A roll of 58 mm: the picture is as narrow as the device id says, and a wide one is refused. */
static void
test_narrow(void)
{
	g_autoptr(Bench) bench = bench_new(&(BenchOptions){.clock_rate = 10});
	g_autoptr(GBytes) wide = picture(100);
	g_autoptr(GBytes) narrow = g_bytes_new_from_bytes(wide, 0, 100 * 48);

	bench_do(bench, "set printer roll=58");
	bench_do(bench, "plug printer");
	bench_until_ready(bench, MC_DEVICE_PRINTER);
	g_assert_cmpuint(bench->printer->width_dots(bench->printer->self), ==, 384);
	print(bench, narrow);
	bench_until(bench, &bench->printed, 1);
	bench_until_rig(bench, "printer.rows=100");
	assert_on_paper(bench, narrow);
	mc_instruments_set_printer_width_dots(bench->instruments, 392);
	print(bench, narrow);
	bench_until(bench, &bench->printer_lost, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_REFUSED);
}

/* The cover is opened in the middle: what is out is thrown away, and one whole slip follows. */
static void
test_cover_in_the_middle(void)
{
	g_autoptr(Bench) bench = bench_new(&slow);
	g_autoptr(GBytes) dots = picture(1200);

	bench_until_ready(bench, MC_DEVICE_PRINTER);
	print(bench, dots);
	bench_until_rig(bench, "printer.printing=1");
	bench_do(bench, "set printer cover=open");
	bench_until(bench, &bench->held, 1);
	g_assert_true(bench->printer_state.cover_open);
	g_assert_cmpuint(bench->printed, ==, 0);
	bench_do(bench, "set printer cover=closed");
	bench_until(bench, &bench->printed, 1);
	bench_until_rig(bench, "printer.slips=1");
	assert_on_paper(bench, dots);
}

/* Pulled out in the middle: lost, told once; after the replug the next one is whole. */
static void
test_unplugged_in_the_middle(void)
{
	g_autoptr(Bench) bench = bench_new(&slow);
	g_autoptr(GBytes) dots = picture(1200);

	bench_until_ready(bench, MC_DEVICE_PRINTER);
	print(bench, dots);
	bench_until_rig(bench, "printer.printing=1");
	bench_do(bench, "unplug printer");
	bench_until(bench, &bench->printer_lost, 1);
	g_assert_cmpuint(bench->printed, ==, 0);
	bench_do(bench, "plug printer");
	bench_until_usable(bench, MC_DEVICE_PRINTER);
	print(bench, dots);
	bench_until(bench, &bench->printed, 1);
	assert_on_paper(bench, dots);
	g_assert_cmpuint(bench->printer_lost, ==, 1);
}

static void
test_refused(void)
{
	g_autoptr(Bench) bench = bench_new(&plugged);
	g_autoptr(GBytes) odd = g_bytes_new_static("odd", 3);
	g_autoptr(GBytes) dots = picture(600);

	print(bench, dots); /* not there yet */
	bench_until(bench, &bench->printer_lost, 1);
	bench_until_ready(bench, MC_DEVICE_PRINTER);
	print(bench, odd);
	bench_until(bench, &bench->printer_lost, 2);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_REFUSED);
	print(bench, dots);
	print(bench, dots);
	bench_until(bench, &bench->printer_lost, 3);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_REFUSED);
	bench_until(bench, &bench->printed, 1);
}

static const char *const faults[] = {
    "ep=1 kind=stall",
    "ep=1 kind=proto skip=3",
    "ep=1 kind=hang skip=4",
    "ep=1 kind=short arg=100 skip=4",
    "ep=82 kind=stall",
    "ep=82 kind=garbage arg=3",
    "ep=82 kind=zlp",
    "ep=82 kind=babble",
    "ep=82 kind=hang",
    "ep=82 kind=unplug replug=50",
};

/* Whatever strikes: the slip is printed or lost, once, and the next one is whole. */
static void
test_fault(gconstpointer fault)
{
	g_autoptr(Bench) bench = bench_new(&plugged);
	g_autofree char *line = g_strconcat("fault printer ", fault, NULL);
	g_autoptr(GBytes) dots = picture(100);
	guint printed;

	bench_until_ready(bench, MC_DEVICE_PRINTER);
	bench_do(bench, line);
	print(bench, dots);
	bench_until_either(bench, &bench->printed, &bench->printer_lost);
	g_assert_cmpuint(bench->printed + bench->printer_lost, ==, 1);
	bench_do(bench, "clear printer");
	bench_until_usable(bench, MC_DEVICE_PRINTER);
	printed = bench->printed;
	print(bench, dots);
	bench_until(bench, &bench->printed, printed + 1);
	bench_do(bench, "set printer paper=30000");
	g_assert_cmpuint(bench->printer_lost, <=, 1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/printer/print", test_print);
	g_test_add_func("/printer/state", test_state);
	for (guint i = 0; i < G_N_ELEMENTS(troubles); i++) {
		g_autofree char *path = g_strconcat("/printer/trouble/", troubles[i].name, NULL);

		g_test_add_data_func(path, &troubles[i], test_trouble);
	}
	g_test_add_func("/printer/trouble/paper-ends", test_paper_ends);
	g_test_add_func("/printer/trouble/cutter", test_cutter);
	g_test_add_func("/printer/trouble/cover-in-the-middle", test_cover_in_the_middle);
	g_test_add_func("/printer/trouble/unplugged-in-the-middle", test_unplugged_in_the_middle);
	g_test_add_func("/printer/narrow", test_narrow);
	g_test_add_func("/printer/cancel", test_cancel);
	g_test_add_func("/printer/refused", test_refused);
	for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autofree char *words = g_strdelimit(g_strdup(faults[i]), " =", '-');
		g_autofree char *path = g_strconcat("/printer/fault/", words, NULL);

		g_test_add_data_func(path, faults[i], test_fault);
	}
	return g_test_run();
}
