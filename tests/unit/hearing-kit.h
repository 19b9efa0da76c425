#ifndef MC_TESTS_UNIT_HEARING_KIT_H
#define MC_TESTS_UNIT_HEARING_KIT_H

/* People who hear exactly: every sound from their threshold on, none below it. */

#include "app/exam/exam.h"

#include <glib.h>

typedef struct HearingPerson {
	gint32 threshold_deci_db_hl[MC_SIDES][3]; /* by ear and frequency */
	gboolean presses_at_silence[2]; /* in attempt 1, 2 */
	gboolean presses_before[2]; /* a stray press in each gap */
	gint presses_one_key; /* side test: always this key, or -1 */
} HearingPerson;

#define HEARING_DEAF 20000
extern const HearingPerson hearing_normal;

HearingPerson hearing_with_thresholds(McEar ear, gint32 at_500, gint32 at_1000, gint32 at_2000);
int hearing_frequency_index(gint32 hz);
void hearing_respond(McExam *exam, const HearingPerson *person, const McStimulus *stimulus);
/* To the end, through the repeated instruction. */
const McExamResult *hearing_run_plan(
    McExam *exam, const McExamPlan *plan, const HearingPerson *person, guint8 seed_byte);

#endif
