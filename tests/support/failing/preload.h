#ifndef MC_TESTS_SUPPORT_FAILING_PRELOAD_H
#define MC_TESTS_SUPPORT_FAILING_PRELOAD_H

/* Inside the library that stands between a program and the C library. */

#include "tests/support/failing/ledger.h"
#include <stddef.h>

/* The page that it shares with the test; NULL when there is none. */
extern McLedger *mc_failing_ledger;

/* Never NULL. */
void *mc_failing_real(const char *name);

/* The C library's function of the same name. ISO C has no way from an object pointer to a
 * function's; POSIX has this one. */
#define REAL(name)                                                                                 \
	static __typeof__(name) *call;                                                                 \
	if (call == NULL)                                                                              \
	*(void **)&call = mc_failing_real(#name)

#endif
