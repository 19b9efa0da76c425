#ifndef MC_UI_WORDS_VERDICTS_H
#define MC_UI_WORDS_VERDICTS_H

/* Sentences made of a result: the same on the summary page and on the slip. Free with g_free() or
 * g_strfreev(). */

#include "ui/words/words.h"

/* As it is said to the person: undecided on the edge, and evidence alone, are a doctor's. */
McOutcome mc_verdict_outcome(const McExamLine *line);
/* "Meets the requirement", "Measured", "Not measured here" …: static. */
const char *mc_verdict_word(const McExamLine *line);
/* "Left eye 5.0 or better, right eye 4.8"; "" when nothing was measured. */
char *mc_verdict_parts(const McExamLine *line);
/* The sentences of all bits that concern the person, one line each; "" when there is none. */
char *mc_verdict_reasons(guint32 reasons);
/* What decided a class: not met, for a doctor, no result, elsewhere, restrictions. */
GStrv mc_verdict_lines(const McClassVerdict *verdict);

#endif
