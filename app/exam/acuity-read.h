#ifndef MC_APP_EXAM_ACUITY_READ_H
#define MC_APP_EXAM_ACUITY_READ_H

/* What is printed of an eye that was decided. Private to app/exam. */

#include "app/exam/exam.h"

/* The largest line met, of those whose size was presented: nothing is said of what was not shown.
 */
void mc_acuity_read_lines(McExam *exam, McEye which);

/* The acuity as a number, with its interval. */
void mc_acuity_read_estimate(McExam *exam, McEye which);

#endif
