#include "sim-bench.h"

#define FAST 50 /* clock rate */
#define IDENTITY "Medcheck Simulation,VT-1,VT-000117,1.4.0"

void
sim_bench_set_up(SimBench *bench, gconstpointer unused)
{
	const McSimRigOptions options = {.plugged = {[MC_SIM_RIG_VISION] = TRUE}};
	g_autoptr(GError) error = NULL;

	bench->rig = mc_sim_rig_new(&options, &error);
	g_assert_no_error(error);
	tmc_host_open(&bench->host, SIM_BENCH_VISION);
}

void
sim_bench_set_up_fast(SimBench *bench, gconstpointer product)
{
	const McSimRigOptions options = {
	    .plugged = {[MC_SIM_RIG_VISION] = TRUE, [MC_SIM_RIG_AUDIOMETER] = TRUE},
	    .clock_rate = FAST};
	g_autoptr(GError) error = NULL;

	bench->rig = mc_sim_rig_new(&options, &error);
	g_assert_no_error(error);
	tmc_host_open(&bench->host, (guint16)GPOINTER_TO_UINT(product));
}

void
sim_bench_tear_down(SimBench *bench, gconstpointer unused)
{
	tmc_host_close(&bench->host);
	mc_sim_rig_free(bench->rig);
}

void
sim_bench_add_fast(const SimBenchTest *tests, guint count, guint product)
{
	for (guint i = 0; i < count; i++)
		g_test_add(tests[i].path, SimBench, GUINT_TO_POINTER(product), sim_bench_set_up_fast,
		    tests[i].run, sim_bench_tear_down);
}

void
sim_bench_command(SimBench *bench, const char *line)
{
	g_autofree char *reply = mc_sim_rig_command(bench->rig, line);

	g_assert_cmpstr(reply, ==, "ok");
}

void
sim_bench_assert_works(SimBench *bench)
{
	sim_bench_assert_answer(bench, "*IDN?", IDENTITY);
}

int
sim_bench_ask(SimBench *bench, guint timeout_ms)
{
	char answer[256];
	int result = tmc_host_try_write(&bench->host, "*IDN?", timeout_ms);

	return result != 0 ? result
	                   : tmc_host_try_read(&bench->host, answer, sizeof answer, timeout_ms);
}

void
sim_bench_clear_device(SimBench *bench)
{
	guint8 status;

	libusb_clear_halt(bench->host.handle, TMC_IN);
	libusb_clear_halt(bench->host.handle, TMC_OUT);
	g_assert_cmpint(
	    libusb_control_transfer(bench->host.handle, 0xa1, 5, 0, 0, &status, 1, SIM_BENCH_LONG_MS),
	    ==, 1);
	g_assert_cmpint(status, ==, 1);
}

void
sim_bench_assert_answer(SimBench *bench, const char *query, const char *expected)
{
	g_autofree char *answer = tmc_host_query(&bench->host, query);

	g_assert_cmpstr(answer, ==, expected);
}

void
sim_bench_assert_refused(SimBench *bench, const char *line, const char *error)
{
	tmc_host_write(&bench->host, line);
	sim_bench_assert_answer(bench, "SYST:ERR?", error);
	sim_bench_assert_answer(bench, "SYST:ERR?", "0,\"No error\"");
}

void
sim_bench_wait_for_service(SimBench *bench, guint8 bits)
{
	guint notification;

	do {
		notification = tmc_host_notification(&bench->host);
		g_assert_cmphex(notification >> 8, ==, 0x81);
		g_assert_cmphex(notification & 0x40, ==, 0x40);
	} while ((notification & bits) != bits);
}
