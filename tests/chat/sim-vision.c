/* The simulated vision tester answers as docs/instrument-protocol.md says, over real libusb (T10).
 */

#include "sim-bench.h"

#include <string.h>

static void
test_vision_calibration(SimBench *bench, gconstpointer product)
{
	sim_bench_assert_answer(bench, "CAL:VERG?", "-20");
	sim_bench_assert_answer(bench, "CAL:SHUT?", "1");
	sim_bench_command(bench, "set vision vergence=-100 shutters=0");
	sim_bench_assert_answer(bench, "CAL:VERG?", "-100");
	sim_bench_assert_answer(bench, "CAL:SHUT?", "0");
}

/* A line that the panel cannot draw is refused and stays dark; which those are it says itself. */
static void
test_vision_lines(SimBench *bench, gconstpointer product)
{
	sim_bench_assert_answer(bench, "CAL:LINE?", "-300,1000");
	sim_bench_command(bench, "set vision pixel=800000");
	sim_bench_assert_answer(bench, "CAL:LINE?", "50,1000");
	tmc_host_write(&bench->host, "STIM:OPT E,LEFT,0,RIGHT");
	sim_bench_assert_answer(bench, "SYST:ERR?", "-222,\"Data out of range\"");
	sim_bench_assert_answer(bench, "STIM:STAT?", "0");
	tmc_host_write(&bench->host, "STIM:OPT E,LEFT,50,RIGHT");
	sim_bench_assert_answer(bench, "SYST:ERR?", "0,\"No error\"");
	/* the panel holds 5 strokes of 432 pixels */
	sim_bench_command(bench, "set vision pixel=20000");
	sim_bench_assert_answer(bench, "CAL:LINE?", "-300,750");
	tmc_host_write(&bench->host, "STIM:OPT E,LEFT,800,RIGHT");
	sim_bench_assert_answer(bench, "SYST:ERR?", "-222,\"Data out of range\"");
}

static void
test_vision_answer(SimBench *bench, gconstpointer product)
{
	g_autofree char *answer = NULL;
	g_auto(GStrv) parts = NULL;

	tmc_host_write(&bench->host, "*SRE 9");
	tmc_host_write(&bench->host, "STIM:OPT E,LEFT,300,RIGHT");
	sim_bench_wait_for_service(bench, 0x08);
	sim_bench_assert_answer(bench, "STIM:STAT?", "1");
	sim_bench_assert_answer(bench, "SENS:ANSW?", "NONE,0,0");
	sim_bench_command(bench, "key up");
	sim_bench_wait_for_service(bench, 0x01);
	sim_bench_assert_answer(bench, "STIM:STAT?", "0"); /* dark by the time it is reported */
	g_assert_cmphex(tmc_host_status(&bench->host) & 0x09, ==, 0x01);
	answer = tmc_host_query(&bench->host, "SENS:ANSW?");
	parts = g_strsplit(answer, ",", -1);
	g_assert_cmpuint(g_strv_length(parts), ==, 3);
	g_assert_cmpstr(parts[0], ==, "UP");
	g_assert_cmpint(g_ascii_strtoll(parts[1], NULL, 10), <, g_ascii_strtoll(parts[2], NULL, 10));
	/* read and cleared */
	sim_bench_assert_answer(bench, "SENS:ANSW?", "NONE,0,0");
	g_assert_cmphex(tmc_host_status(&bench->host) & 0x09, ==, 0x00);
}

static void
test_vision_dark(SimBench *bench, gconstpointer product)
{
	g_autofree char *state = NULL;

	tmc_host_write(&bench->host, "*SRE 8");
	tmc_host_write(&bench->host, "STIM:OPT C,DOWN,-100,LEFT");
	sim_bench_wait_for_service(bench, 0x08);
	state = mc_sim_rig_command(bench->rig, "state");
	g_assert_nonnull(
	    strstr(state, "vision.kind=C vision.direction=DOWN vision.size=-100 vision.eye=LEFT"));
	tmc_host_write(&bench->host, "STIM:DARK");
	sim_bench_assert_answer(bench, "STIM:STAT?", "0");
	/* a key while it is dark is nobody's answer */
	sim_bench_command(bench, "key left");
	sim_bench_assert_answer(bench, "SENS:ANSW?", "NONE,0,0");
	/* the self-test is done in the dark */
	tmc_host_write(&bench->host, "STIM:OPT E,DOWN,0,LEFT");
	sim_bench_wait_for_service(bench, 0x08);
	sim_bench_assert_answer(bench, "*TST?", "0");
	sim_bench_assert_answer(bench, "STIM:STAT?", "0");
}

static void
test_vision_refusals(SimBench *bench, gconstpointer product)
{
	sim_bench_assert_refused(bench, "STIM:OPT X,LEFT,0,LEFT", "-224,\"Illegal parameter value\"");
	sim_bench_assert_refused(bench, "STIM:OPT E,CANNOT,0,LEFT", "-224,\"Illegal parameter value\"");
	sim_bench_assert_refused(bench, "STIM:OPT E,LEFT,0,BOTH", "-224,\"Illegal parameter value\"");
	sim_bench_assert_refused(bench, "STIM:OPT E,LEFT,big,LEFT", "-104,\"Data type error\"");
	sim_bench_assert_refused(bench, "STIM:OPT E,LEFT,1500,LEFT", "-222,\"Data out of range\"");
	sim_bench_assert_refused(bench, "STIM:OPT E,LEFT,-900,LEFT", "-222,\"Data out of range\"");
	sim_bench_assert_refused(bench, "STIM:OPT E,LEFT,0", "-109,\"Missing parameter\"");
	sim_bench_assert_answer(bench, "STIM:STAT?", "0");
}

static void
test_vision_conditions(SimBench *bench, gconstpointer product)
{
	sim_bench_assert_answer(bench, "SENS:COND?", "0,1,120,1000");
	tmc_host_write(&bench->host, "*SRE 2");
	sim_bench_command(bench, "head in");
	sim_bench_wait_for_service(bench, 0x02);
	sim_bench_assert_answer(bench, "SENS:COND?", "1,1,120,1000");
	sim_bench_command(bench, "set vision occlusion=0 luminance=40");
	sim_bench_wait_for_service(bench, 0x02);
	sim_bench_assert_answer(bench, "SENS:COND?", "1,0,40,1000");
	sim_bench_command(bench, "set vision distance=920");
	sim_bench_wait_for_service(bench, 0x02);
	sim_bench_assert_answer(bench, "SENS:COND?", "1,0,40,920");
	g_assert_cmphex(tmc_host_status(&bench->host) & 0x02, ==, 0);
}

/* The guard counts wall time: the host's own silence, at any clock rate. */
static void
test_vision_silence(SimBench *bench, gconstpointer product)
{
	tmc_host_write(&bench->host, "*SRE 12");
	tmc_host_write(&bench->host, "STIM:OPT E,LEFT,300,RIGHT");
	sim_bench_wait_for_service(bench, 0x08);
	sim_bench_wait_for_service(bench, 0x04);
	sim_bench_assert_answer(bench, "STIM:STAT?", "0");
	sim_bench_assert_answer(bench, "SYST:ERR?", "-365,\"Time out error\"");
	sim_bench_assert_answer(bench, "SENS:ANSW?", "NONE,0,0");
}

int
main(int argc, char **argv)
{
	static const SimBenchTest tests[] = {
	    {"/sim/vision/calibration", test_vision_calibration},
	    {"/sim/vision/lines", test_vision_lines},
	    {"/sim/vision/answer", test_vision_answer},
	    {"/sim/vision/dark", test_vision_dark},
	    {"/sim/vision/refusals", test_vision_refusals},
	    {"/sim/vision/conditions", test_vision_conditions},
	    {"/sim/vision/silence", test_vision_silence},
	};

	g_test_init(&argc, &argv, NULL);
	sim_bench_add_fast(tests, G_N_ELEMENTS(tests), SIM_BENCH_VISION);
	return g_test_run();
}
