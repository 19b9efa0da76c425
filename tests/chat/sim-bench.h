#ifndef MC_TESTS_CHAT_SIM_BENCH_H
#define MC_TESTS_CHAT_SIM_BENCH_H

/* Simulated instruments on the simulated bus, and libusb on the other side. */

#include "drivers/sim/rig.h"
#include "tests/support/usb-host/tmc-host.h"

#define SIM_BENCH_VISION 0x4d56
#define SIM_BENCH_AUDIOMETER 0x4d41
#define SIM_BENCH_LONG_MS 10000

typedef struct SimBench {
	McSimRig *rig;
	TmcHost host;
} SimBench;

typedef struct SimBenchTest {
	const char *path;
	void (*run)(SimBench *bench, gconstpointer product);
} SimBenchTest;

/* A vision tester in our time. */
void sim_bench_set_up(SimBench *bench, gconstpointer unused);
/* A vision tester and an audiometer, fifty times as fast; the host talks to this product. */
void sim_bench_set_up_fast(SimBench *bench, gconstpointer product);
/* Tests of one product, each on a fast bench of its own. */
void sim_bench_add_fast(const SimBenchTest *tests, guint count, guint product);
void sim_bench_tear_down(SimBench *bench, gconstpointer unused);
/* A line to the bench that must be granted. */
void sim_bench_command(SimBench *bench, const char *line);
/* Asks for the identity; what becomes of the answer. */
int sim_bench_ask(SimBench *bench, guint timeout_ms);
void sim_bench_assert_works(SimBench *bench);
void sim_bench_clear_device(SimBench *bench);

void sim_bench_assert_answer(SimBench *bench, const char *query, const char *expected);
/* Sends a command that must be refused, and with which error. */
void sim_bench_assert_refused(SimBench *bench, const char *line, const char *error);
/* Reads notifications until one has all these bits of the status byte. */
void sim_bench_wait_for_service(SimBench *bench, guint8 bits);

#endif
