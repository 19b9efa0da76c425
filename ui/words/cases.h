#ifndef MC_UI_WORDS_CASES_H
#define MC_UI_WORDS_CASES_H

/* A check in parts (C18): the same words on the glass and on the slip. Free with g_free(). */

#include "ui/words/words.h"

/* An instrument left something open: whoever goes now has to know it. */
gboolean mc_case_is_open(const McCaseNote *note);

/* "Hearing, Sound direction"; kinds: bit i = McExamKind i. */
char *mc_word_exams(guint32 kinds);
/* "Still to be examined: Hearing, Sound direction" */
char *mc_word_case_left(const McCaseNote *note);
/* Until when, where and with what; without a code: what else there is to do. */
char *mc_word_case_until(const McCaseNote *note);
/* What is the matter with a code, and what to do; "" for none. Static. */
const char *mc_word_case_trouble(McCaseTrouble trouble);
/* Over the verdicts: a later part says nothing of what an earlier one has. */
const char *mc_word_case_verdicts(const McCaseNote *note);
/* Of a part after which nothing is missing. */
const char *mc_word_case_whole(void);

#endif
