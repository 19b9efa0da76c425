#ifndef MC_UI_WORDS_STATUS_H
#define MC_UI_WORDS_STATUS_H

/* What became of a slip (C16). */

#include "app/flow/session.h"

const char *mc_word_status(const McSlipStatus *status);
const char *mc_word_status_detail(const McSlipStatus *status);
/* That the office is asked, or cannot be, while something older is shown; "" = neither. */
const char *mc_word_status_age(const McSlipStatus *status);

#endif
