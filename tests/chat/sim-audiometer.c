/* The simulated audiometer answers as docs/instrument-protocol.md says, over real libusb (T10). */

#include "sim-bench.h"

#include <string.h>

static void
test_audiometer_calibration(SimBench *bench, gconstpointer product)
{
	sim_bench_assert_answer(bench, "CAL:CEIL?", "800");
	sim_bench_assert_refused(
	    bench, "SOUR:PRES 7,LEFT,1001,300,OFF,0,100,100,TONE", "-221,\"Settings conflict\"");
	sim_bench_command(bench, "set audiometer corrections=none");
	sim_bench_assert_answer(bench, "CAL:CORR?", "0");
	sim_bench_assert_refused(
	    bench, "SOUR:PRES 7,LEFT,1000,300,OFF,0,100,100,TONE", "-221,\"Settings conflict\"");
}

static void
test_audiometer_presentation(SimBench *bench, gconstpointer product)
{
	g_autofree char *answer = NULL, *state = NULL;
	g_auto(GStrv) parts = NULL;

	tmc_host_write(&bench->host, "*SRE 3");
	tmc_host_write(&bench->host, "SOUR:PRES 7,RIGHT,1000,400,300,60000,1500,1500,TONE");
	sim_bench_assert_answer(bench, "SENS:PRES?", "0,0,320,280,240,220"); /* not over yet */
	state = mc_sim_rig_command(bench->rig, "state");
	g_assert_nonnull(strstr(state, "audiometer.ear=RIGHT audiometer.frequency=1000 "
	                               "audiometer.level=400 audiometer.silent=0 "));
	g_assert_nonnull(strstr(state, " audiometer.masking=300"));
	sim_bench_command(bench, "press left");
	sim_bench_wait_for_service(bench, 0x02);
	answer = tmc_host_query(&bench->host, "SENS:BUTT?");
	g_assert_true(g_str_has_prefix(answer, "LEFT,"));
	sim_bench_assert_answer(bench, "SENS:BUTT?", "NONE,0");
	sim_bench_wait_for_service(bench, 0x01);
	g_free(answer);
	answer = tmc_host_query(&bench->host, "SENS:PRES?");
	parts = g_strsplit(answer, ",", -1);
	g_assert_cmpuint(g_strv_length(parts), ==, 8);
	g_assert_cmpstr(parts[0], ==, "7");
	g_assert_cmpstr(parts[1], ==, "1");
	g_assert_cmpint(g_ascii_strtoll(parts[2], NULL, 10), <, 0); /* before the onset */
	g_assert_cmpint(g_ascii_strtoll(parts[2], NULL, 10), >, -60000000);
	g_assert_cmpstr(parts[3], ==, "LEFT");
	g_assert_cmpstr(parts[4], ==, "320");
	sim_bench_assert_answer(bench, "SENS:PRES?", "0,0,320,280,240,220");
}

static void
test_audiometer_noise(SimBench *bench, gconstpointer product)
{
	sim_bench_assert_answer(bench, "SENS:COND?", "0,320,280,240,220");
	tmc_host_write(&bench->host, "*SRE 9");
	sim_bench_command(bench, "headphones on");
	sim_bench_wait_for_service(bench, 0x08);
	sim_bench_assert_answer(bench, "SENS:COND?", "1,320,280,240,220");
	/* a lorry passes while the tone plays */
	tmc_host_write(&bench->host, "SOUR:PRES 8,LEFT,500,400,OFF,0,1000,1000,SILENT");
	sim_bench_command(bench, "set audiometer noise=700");
	sim_bench_command(bench, "set audiometer noise=250");
	sim_bench_wait_for_service(bench, 0x01);
	sim_bench_assert_answer(bench, "SENS:PRES?", "8,0,700,700,700,700");
	sim_bench_assert_answer(bench, "SENS:COND?", "1,250,250,250,250");
}

static void
test_audiometer_refusals(SimBench *bench, gconstpointer product)
{
	static const struct {
		const char *arguments, *error;
	} refused[] = {
	    {"1,LEFT,1000,801,OFF,0,1000,1000,TONE", "-222,\"Data out of range\""},
	    {"1,LEFT,1000,400,801,0,1000,1000,TONE", "-222,\"Data out of range\""},
	    {"0,LEFT,1000,400,OFF,0,1000,1000,TONE", "-222,\"Data out of range\""},
	    {"1,LEFT,99,400,OFF,0,1000,1000,TONE", "-222,\"Data out of range\""},
	    {"1,MIDDLE,1000,400,OFF,0,1000,1000,TONE", "-224,\"Illegal parameter value\""},
	    {"1,LEFT,1000,400,OFF,0,1000,1000,MUSIC", "-224,\"Illegal parameter value\""},
	    {"1,LEFT,1000,loud,OFF,0,1000,1000,TONE", "-104,\"Data type error\""},
	    {"1,LEFT,1000,400,OFF,0,1000,1000", "-109,\"Missing parameter\""},
	};
	g_autofree char *state = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(refused); i++) {
		g_autofree char *line = g_strconcat("SOUR:PRES ", refused[i].arguments, NULL);

		sim_bench_assert_refused(bench, line, refused[i].error);
	}
	state = mc_sim_rig_command(bench->rig, "state");
	g_assert_nonnull(strstr(state, "audiometer.on=0"));
}

static void
test_audiometer_mute(SimBench *bench, gconstpointer product)
{
	g_autofree char *state = NULL;

	tmc_host_write(&bench->host, "SOUR:PRES 9,LEFT,500,400,OFF,60000,1000,1000,TONE");
	sim_bench_assert_refused(
	    bench, "SOUR:PRES 10,LEFT,500,400,OFF,0,1000,1000,TONE", "-221,\"Settings conflict\"");
	tmc_host_write(&bench->host, "SOUR:MUTE");
	sim_bench_assert_answer(bench, "SENS:PRES?", "0,0,320,280,240,220");
	state = mc_sim_rig_command(bench->rig, "state");
	g_assert_nonnull(strstr(state, "audiometer.on=0"));
}

static void
test_audiometer_silence(SimBench *bench, gconstpointer product)
{
	tmc_host_write(&bench->host, "*SRE 4");
	/* 60 s at the bench's rate last 1.2 s: three times that is long enough to be taken for dead */
	tmc_host_write(&bench->host, "SOUR:PRES 9,LEFT,500,400,OFF,60000,60000,60000,TONE");
	sim_bench_wait_for_service(bench, 0x04);
	sim_bench_assert_answer(bench, "SYST:ERR?", "-365,\"Time out error\"");
	sim_bench_assert_answer(bench, "SENS:PRES?", "0,0,320,280,240,220");
}

int
main(int argc, char **argv)
{
	static const SimBenchTest tests[] = {
	    {"/sim/audiometer/calibration", test_audiometer_calibration},
	    {"/sim/audiometer/presentation", test_audiometer_presentation},
	    {"/sim/audiometer/noise", test_audiometer_noise},
	    {"/sim/audiometer/refusals", test_audiometer_refusals},
	    {"/sim/audiometer/mute", test_audiometer_mute},
	    {"/sim/audiometer/silence", test_audiometer_silence},
	};

	g_test_init(&argc, &argv, NULL);
	sim_bench_add_fast(tests, G_N_ELEMENTS(tests), SIM_BENCH_AUDIOMETER);
	return g_test_run();
}
