#ifndef MC_TESTS_CHAT_SIM_BENCH_H
#define MC_TESTS_CHAT_SIM_BENCH_H

/* A simulated vision tester on the simulated bus, and libusb on the other side. */

#include "drivers/sim/rig.h"
#include "tests/support/usb-host/tmc-host.h"

#define SIM_BENCH_VISION 0x4d56
#define SIM_BENCH_LONG_MS 10000

typedef struct SimBench {
	McSimRig *rig;
	TmcHost host;
} SimBench;

void sim_bench_set_up(SimBench *bench, gconstpointer unused);
void sim_bench_tear_down(SimBench *bench, gconstpointer unused);
/* A line to the bench that must be granted. */
void sim_bench_command(SimBench *bench, const char *line);
/* Asks for the identity; what becomes of the answer. */
int sim_bench_ask(SimBench *bench, guint timeout_ms);
void sim_bench_assert_works(SimBench *bench);
void sim_bench_clear_device(SimBench *bench);

#endif
