#ifndef MC_APP_TRANSCRIPT_PLAN_FORM_H
#define MC_APP_TRANSCRIPT_PLAN_FORM_H

/* Plans of earlier days. Numbers that stood in the program became the plan's, one group after the
 * other; each group is a form. What is written today states all of them. A plan that was written
 * before lacks whole groups, the latest first, and means by each number that is missing what the
 * program did then: so it is run again, and so it is promised by the digest of its opening. A
 * number that becomes the plan's gets a row in plan-form.c. */

#include "app/exam/plan.h"
#include <glib.h>
#include <jansson.h>

#define MC_PLAN_FORM_TODAY 5

/* By what it states: the latest group of which it has a member; 1 without any. Total for any JSON.
 */
gint32 mc_plan_form_of(McExamKind kind, const json_t *plan);
/* Takes away what a plan of that form does not state. */
void mc_plan_form_reduce(McExamKind kind, json_t *plan, gint32 form);
/* Adds what a plan of that form means by the numbers that it could not state. */
void mc_plan_form_complete(McExamKind kind, json_t *plan, gint32 form);

/* What a rule pack whose plan is of that form means by a number that it leaves out: the default of
 * those days, put over today's. Its digest is named by records, so its meaning stays. */
void mc_plan_form_default(McExamKind kind, json_t *plan, gint32 form);

#endif
