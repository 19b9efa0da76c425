#ifndef MC_TESTS_CHAT_REPLAY_ROWS_H
#define MC_TESTS_CHAT_REPLAY_ROWS_H

/* What is recorded and played back: instruments, and what strikes them. */

#include "tests/support/instruments/bench.h"

typedef struct ReplayInstrument {
	const char *name; /* of the rig */
	McDeviceKind kind;
	const char *prepare;
	void (*use)(Bench *bench);
	const char *const *faults; /* NULL ends them */
	guint clock_rate;
	gboolean is_gamepad, is_sound_card, has_split_pipes, is_scale;
	McSimRigPlug plug; /* of the scale */
} ReplayInstrument;

#define REPLAY_VISION 0
#define REPLAY_SPLIT_READER 4
extern const ReplayInstrument replay_instruments[];
extern const guint replay_instrument_count;
extern const char *const replay_usbtmc_faults[];

gboolean replay_strikes_at_start(const ReplayInstrument *instrument, const char *fault);
gboolean replay_strikes_in_use(const ReplayInstrument *instrument, const char *fault);
/* Tells two of the same name apart. */
const char *replay_manner_of(const ReplayInstrument *instrument);
/* To the rig; more goes behind it. */
char *replay_fault_line(const ReplayInstrument *instrument, const char *fault, const char *more);

#endif
