/* The simulated instruments answer as docs/instrument-protocol.md says, over real libusb (T10). */

#include "drivers/sim/rig.h"
#include "tests/support/usb-host/tmc-host.h"

#define VISION 0x4d56
#define AUDIOMETER 0x4d41

static McSimRig *
new_rig(void)
{
	const McSimRigOptions options = {
	    .plugged = {[MC_SIM_RIG_VISION] = TRUE, [MC_SIM_RIG_AUDIOMETER] = TRUE}};
	g_autoptr(GError) error = NULL;
	McSimRig *rig = mc_sim_rig_new(&options, &error);

	g_assert_no_error(error);
	return rig;
}

static void
assert_answer(TmcHost *host, const char *query, const char *expected)
{
	g_autofree char *answer = tmc_host_query(host, query);

	g_assert_cmpstr(answer, ==, expected);
}

static void
test_identity(void)
{
	g_autoptr(McSimRig) rig = new_rig();
	TmcHost host;

	tmc_host_open(&host, VISION);
	assert_answer(&host, "*IDN?", "Medcheck Simulation,VT-1,VT-000117,1.4.0");
	assert_answer(&host, "syst:err?", "0,\"No error\"");
	tmc_host_close(&host);
	tmc_host_open(&host, AUDIOMETER);
	assert_answer(&host, "*idn?", "Medcheck Simulation,AU-1,AU-000231,1.4.0");
	tmc_host_close(&host);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sim/identity", test_identity);
	return g_test_run();
}
