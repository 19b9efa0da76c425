/* What the simulated instruments have in common is as docs/instrument-protocol.md says, over real
 * libusb (T10): USBTMC, SCPI and the status model. */

#include "sim-bench.h"

#include <string.h>

static void
test_identity(SimBench *bench, gconstpointer product)
{
	gboolean vision = GPOINTER_TO_UINT(product) == SIM_BENCH_VISION;

	sim_bench_assert_answer(bench, "*IDN?",
	    vision ? "Medcheck Simulation,VT-1,VT-000117,1.4.0"
	           : "Medcheck Simulation,AU-1,AU-000231,1.4.0");
	sim_bench_assert_answer(
	    bench, "cal:tran?", vision ? "\"Panel P13\",\"P-0117\"" : "\"Headphones H20\",\"H-0231\"");
	sim_bench_command(bench, vision
	                             ? "set vision serial=VT-9 firmware=0.9.1 calibrated=20200102 "
	                               "calibration-expires=20210102 laboratory=L certificate=C"
	                             : "set audiometer serial=VT-9 firmware=0.9.1 calibrated=20200102 "
	                               "calibration-expires=20210102 laboratory=L certificate=C");
	sim_bench_assert_answer(bench, "*idn?",
	    vision ? "Medcheck Simulation,VT-1,VT-9,0.9.1" : "Medcheck Simulation,AU-1,VT-9,0.9.1");
	sim_bench_assert_answer(bench, "CALibration:RECord?", "\"L\",\"C\",20200102,20210102");
	sim_bench_command(bench, vision ? "set vision calibrated=none calibration-expires=none"
	                                : "set audiometer calibrated=none calibration-expires=none");
	sim_bench_assert_answer(bench, ":CAL:REC?", "\"L\",\"C\",00000000,00000000");
}

static void
test_common(SimBench *bench, gconstpointer product)
{
	g_autofree char *earlier = NULL, *later = NULL;

	sim_bench_assert_answer(bench, "*ESR?", "128"); /* power on */
	sim_bench_assert_answer(bench, "*ESR?", "0");
	tmc_host_write(&bench->host, "*SRE 127");
	sim_bench_assert_answer(bench, "*SRE?", "63"); /* bit 6 cannot be enabled */
	tmc_host_write(&bench->host, "*ESE 60");
	sim_bench_assert_answer(bench, "*ESE?", "60");
	sim_bench_assert_answer(bench, "*OPC?", "1");
	tmc_host_write(&bench->host, "*OPC");
	sim_bench_assert_answer(bench, "*ESR?", "1");
	tmc_host_write(&bench->host, "*WAI");
	sim_bench_assert_answer(bench, "SYST:ERR?", "0,\"No error\"");
	tmc_host_write(&bench->host, "*RST");
	sim_bench_assert_answer(bench, "*SRE?", "0");
	earlier = tmc_host_query(&bench->host, "SYST:TIME?");
	later = tmc_host_query(&bench->host, "SYSTem:TIME?");
	g_assert_cmpint(g_ascii_strtoll(earlier, NULL, 10), <, g_ascii_strtoll(later, NULL, 10));
	sim_bench_assert_answer(bench, "*TST?", "0");
}

static void
test_errors(SimBench *bench, gconstpointer product)
{
	sim_bench_assert_refused(bench, "FROB:NICATE", "-113,\"Undefined header\"");
	sim_bench_assert_refused(bench, "SYSTE:ERR", "-113,\"Undefined header\"");
	sim_bench_assert_refused(bench, "*SRE", "-109,\"Missing parameter\"");
	sim_bench_assert_refused(bench, "*SRE 1,2", "-108,\"Parameter not allowed\"");
	sim_bench_assert_refused(bench, "*SRE one", "-104,\"Data type error\"");
	sim_bench_assert_refused(bench, "*SRE 256", "-222,\"Data out of range\"");
	sim_bench_assert_answer(bench, "*ESR?", "176"); /* power on, command and execution errors */
	tmc_host_write(&bench->host, "FROB");
	sim_bench_assert_answer(bench, "*STB?", "4");
	tmc_host_write(&bench->host, "*CLS");
	sim_bench_assert_answer(bench, "*STB?", "0");
	/* a question that nobody waited for is dropped when the next comes */
	tmc_host_write(&bench->host, "*IDN?");
	sim_bench_assert_answer(bench, "*OPC?", "1");
	sim_bench_assert_answer(bench, "SYST:ERR?", "-410,\"Query INTERRUPTED\"");
	for (guint i = 0; i < 20; i++)
		tmc_host_write(&bench->host, "FROB");
	for (guint i = 0; i < 15; i++)
		sim_bench_assert_answer(bench, "SYST:ERR?", "-113,\"Undefined header\"");
	sim_bench_assert_answer(bench, "SYST:ERR?", "-350,\"Queue overflow\"");
}

static void
test_oversized_message(SimBench *bench, gconstpointer product)
{
	char line[1900];

	memset(line, 'A', sizeof line - 1);
	line[sizeof line - 1] = '\0';
	sim_bench_assert_refused(bench, line, "-363,\"Input buffer overrun\"");
}

/* A host that asks for an answer without a question gets none, and a clear frees the endpoint. */
static void
test_unterminated(SimBench *bench, gconstpointer product)
{
	char answer[64];
	guint8 status;

	g_assert_cmpint(
	    tmc_host_try_read(&bench->host, answer, sizeof answer, 50), ==, LIBUSB_ERROR_TIMEOUT);
	g_assert_cmpint(
	    libusb_control_transfer(bench->host.handle, 0xa1, 5, 0, 0, &status, 1, 1000), ==, 1);
	sim_bench_assert_answer(bench, "SYST:ERR?", "-420,\"Query UNTERMINATED\"");
}

static void
test_bad_header_halts(SimBench *bench, gconstpointer product)
{
	guint8 header[12] = {1, 5, 5, 0, 1, 0, 0, 0, 1};
	int sent;

	g_assert_cmpint(libusb_bulk_transfer(bench->host.handle, TMC_OUT, header, 12, &sent, 1000), ==,
	    LIBUSB_ERROR_PIPE);
	g_assert_cmpint(libusb_clear_halt(bench->host.handle, TMC_OUT), ==, 0);
	sim_bench_assert_answer(bench, "*OPC?", "1");
}

/* One message may come in several transfers, one answer may leave in several. */
static void
test_pieces(SimBench *bench, gconstpointer product)
{
	guint8 first[16] = {1, 9, (guint8)~9, 0, 4, 0, 0, 0, 0, 0, 0, 0, '*', 'O', 'P', 'C'};
	guint8 last[16] = {1, 10, (guint8)~10, 0, 2, 0, 0, 0, 1, 0, 0, 0, '?', '\n'};
	guint8 ask[12] = {2, 11, (guint8)~11, 0, 1, 0, 0, 0};
	guint8 reply[64];
	int count;

	g_assert_cmpint(
	    libusb_bulk_transfer(bench->host.handle, TMC_OUT, first, 16, &count, 1000), ==, 0);
	g_assert_cmpint(
	    libusb_bulk_transfer(bench->host.handle, TMC_OUT, last, 16, &count, 1000), ==, 0);
	g_assert_cmpint(
	    libusb_bulk_transfer(bench->host.handle, TMC_OUT, ask, 12, &count, 1000), ==, 0);
	g_assert_cmpint(
	    libusb_bulk_transfer(bench->host.handle, TMC_IN, reply, 64, &count, 1000), ==, 0);
	g_assert_cmpint(count, ==, 13);
	g_assert_cmpint(reply[12], ==, '1');
	g_assert_cmpint(reply[8], ==, 0); /* the line end is still to come */
	ask[1] = 12;
	ask[2] = (guint8)~12;
	g_assert_cmpint(
	    libusb_bulk_transfer(bench->host.handle, TMC_OUT, ask, 12, &count, 1000), ==, 0);
	g_assert_cmpint(
	    libusb_bulk_transfer(bench->host.handle, TMC_IN, reply, 64, &count, 1000), ==, 0);
	g_assert_cmpint(reply[12], ==, '\n');
	g_assert_cmpint(reply[8], ==, 1);
}

static void
test_capabilities(SimBench *bench, gconstpointer product)
{
	guint8 reply[24];

	g_assert_cmpint(
	    libusb_control_transfer(bench->host.handle, 0xa1, 7, 0, 0, reply, 24, 1000), ==, 24);
	g_assert_cmpint(reply[0], ==, 1);
	g_assert_cmphex(reply[15] & 0x04, ==, 0x04); /* SR1 */
	g_assert_cmphex(reply[15] & 0x08, ==, 0x08); /* SCPI */
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		guint product;
		void (*run)(SimBench *bench, gconstpointer product);
	} tests[] = {
	    {"/sim/vision/identity", SIM_BENCH_VISION, test_identity},
	    {"/sim/audiometer/identity", SIM_BENCH_AUDIOMETER, test_identity},
	    {"/sim/vision/common", SIM_BENCH_VISION, test_common},
	    {"/sim/audiometer/common", SIM_BENCH_AUDIOMETER, test_common},
	    {"/sim/vision/errors", SIM_BENCH_VISION, test_errors},
	    {"/sim/audiometer/errors", SIM_BENCH_AUDIOMETER, test_errors},
	    {"/sim/tmc/oversized", SIM_BENCH_VISION, test_oversized_message},
	    {"/sim/tmc/unterminated", SIM_BENCH_VISION, test_unterminated},
	    {"/sim/tmc/bad-header", SIM_BENCH_VISION, test_bad_header_halts},
	    {"/sim/tmc/pieces", SIM_BENCH_VISION, test_pieces},
	    {"/sim/tmc/capabilities", SIM_BENCH_AUDIOMETER, test_capabilities},
	};

	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, SimBench, GUINT_TO_POINTER(tests[i].product),
		    sim_bench_set_up_fast, tests[i].run, sim_bench_tear_down);
	return g_test_run();
}
