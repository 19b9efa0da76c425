#ifndef MC_UI_WORDS_PRINTING_H
#define MC_UI_WORDS_PRINTING_H

#include "app/flow/session.h"
#include "ui/words/causes.h"

/* What has become of a slip; "" for MC_SLIP_NONE. Staff read the printer's own cause elsewhere on
 * the page; whoever waits for a slip is told what it waits for. */
const char *mc_word_slip(McSlipStep step, McDeviceCause of_printer, McAudience audience);

#endif
