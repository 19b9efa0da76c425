#ifndef MC_TESTS_KIT_CASE_H
#define MC_TESTS_KIT_CASE_H

/* A check in two parts that were really run: at one kiosk hearing and side could not be taken,
 * its audiometer being dead; at another one nothing but these was. */

#include "app/record/case-slip.h"
#include "tests/kit/sample.h"

#define MC_SAMPLE_CASE "0102030405060708090a0b0c0d0e0f10"
#define MC_SAMPLE_NUMBER "11010119900307803X"
extern const guint8 mc_sample_case_salt[32];

/* Stated as not done for this reason, before anything was shown. */
McExamRun *mc_sample_run_not_done(const McExamPlan *plan, McReason reason);

/* Part 1 with its case opened. And the part that follows it, whose envelope has this digest. */
McVisit *mc_sample_part_1(const McRulePack *pack, const char *pack_digest);
McVisit *mc_sample_part_2(const McRulePack *pack, const char *pack_digest, const char *after);

#endif
