#include "sim-bench.h"

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
sim_bench_tear_down(SimBench *bench, gconstpointer unused)
{
	tmc_host_close(&bench->host);
	mc_sim_rig_free(bench->rig);
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
	g_autofree char *answer = tmc_host_query(&bench->host, "*IDN?");

	g_assert_cmpstr(answer, ==, IDENTITY);
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
