#ifndef MC_UI_WORDS_STORAGE_H
#define MC_UI_WORDS_STORAGE_H

#include "app/flow/session.h"
#include "ui/words/causes.h"

/* Why nothing can be stored, what stays, and what to do (K3). "" when it can. */
const char *mc_word_storage(McStorage storage, McAudience audience);

/* What to do with a journal that is older than what others hold of it (M5); "" to a citizen. */
const char *mc_word_rolled_back(McAudience audience);

/* Which signed packs have run out, so that no check begins (O5); "" when none has, and to a
 * citizen. Free it. */
char *mc_word_run_out(const McHello *hello, McAudience audience);

#endif
