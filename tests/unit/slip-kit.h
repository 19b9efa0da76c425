#ifndef MC_TESTS_UNIT_SLIP_KIT_H
#define MC_TESTS_UNIT_SLIP_KIT_H

/* A finished check whose slip is written, and the tools of others that read it. */

#include "app/flow/session.h"

typedef struct McSlipDesk {
	char *folder;
	McView view;
} McSlipDesk;

/* Of g_test_add(); data: the language. */
void mc_slip_set_up(McSlipDesk *desk, gconstpointer data);
void mc_slip_tear_down(McSlipDesk *desk, gconstpointer data);

/* What the program prints; it has to succeed. Free it. */
char *mc_slip_tool(const char *const *argv);
/* A file of this slip's name. Free it. */
char *mc_slip_file(const McSlipDesk *desk, const char *suffix);

#endif
