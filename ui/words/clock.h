#ifndef MC_UI_WORDS_CLOCK_H
#define MC_UI_WORDS_CLOCK_H

/* How good the clock is, to a technician (T13). What is returned as char * is to be freed. */

#include "app/flow/session.h"

const char *mc_word_clock(const McClockState *clock);
char *mc_word_clock_now(const McClockState *clock);
char *mc_word_clock_machine(const McClockState *clock);
char *mc_word_clock_bounds(const McClockState *clock);

#endif
