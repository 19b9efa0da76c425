#ifndef MC_TESTS_FAULT_ACTS_H
#define MC_TESTS_FAULT_ACTS_H

/* Each thing that may be asked of the recorder, done once by whoever may ask it, also when the
 * recorder dies while it is asked. */

#include "tests/desk/desk.h"

/* Named places that the recorder comes past while it does it, beside before-reply. */
typedef enum McPassed {
	MC_PASSED_REPLY = 0,
	MC_PASSED_COMMIT = 1, /* before-commit, after-commit */
	MC_PASSED_SPOOL = 2, /* after-spool: a link of the chain is made */
} McPassed;

typedef struct McAct {
	void (*perform)(McDesk *desk);
	guint passes; /* of McPassed */
	guint visits; /* that it finishes */
} McAct;

/* By McRecorderOp. */
extern const McAct mc_acts[MC_RECORDER_OPS];

#endif
