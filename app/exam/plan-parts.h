#ifndef MC_APP_EXAM_PLAN_PARTS_H
#define MC_APP_EXAM_PLAN_PARTS_H

/* The plan of each kind of exam, for plan.c. Private to app/exam. */

#include "app/exam/plan.h"

#include <stddef.h>

bool mc_plan_within(int32_t value, int32_t low, int32_t high);
/* Each larger than the one before it. */
bool mc_plan_are_rising(const int32_t *values, int count, int32_t low, int32_t high);

/* A bool that came as bytes may hold more than 0 and 1, and reading such a one as bool is
 * undefined. */
bool mc_plan_are_bools(const bool *first, size_t count);

/* Of sounds, for hearing and side. */
bool mc_plan_is_level(int32_t level_deci_db, int32_t ceiling_deci_db);
bool mc_plan_is_masking(int32_t level_deci_db, int32_t ceiling_deci_db);
McPlanProblem mc_plan_ceiling_problem(int32_t ceiling_deci_db_hl);
McPlanProblem mc_plan_field_problem(const McFieldPlan *plan);
McPlanProblem mc_plan_transducer_problem(
    McTransducer transducer, int32_t masking_deci_db, int32_t noise_repeats_max);
McPlanProblem mc_plan_noise_problem(const McNoisePlan *plan);

typedef struct McSoundTimes {
	int32_t gap_min_ms, gap_max_ms, duration_ms, window_ms, earliest_ms;
} McSoundTimes;
McPlanProblem mc_plan_times_problem(const McSoundTimes *times);

/* That its parts go together; each is within its own limits already. plan-sounds.c */
McPlanProblem mc_hearing_plan_contradiction(const McHearingPlan *plan);
McPlanProblem mc_side_plan_contradiction(const McSidePlan *plan);

extern const McAcuityPlan mc_acuity_plan_default;
McPlanProblem mc_acuity_plan_problem(const McAcuityPlan *plan);

extern const McHearingPlan mc_hearing_plan_default;
McPlanProblem mc_hearing_plan_problem(const McHearingPlan *plan);

extern const McSidePlan mc_side_plan_default;
McPlanProblem mc_side_plan_problem(const McSidePlan *plan);

McColourPlan mc_colour_plan_default(void);
McPlanProblem mc_colour_plan_problem(const McColourPlan *plan);

/* Of the body's exams. */
void mc_body_plan_default(McExamPlan *plan);
McPlanProblem mc_body_plan_problem(const McExamPlan *plan);

#endif
