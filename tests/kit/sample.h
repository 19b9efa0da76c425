#ifndef MC_TESTS_KIT_SAMPLE_H
#define MC_TESTS_KIT_SAMPLE_H

/* Exams and visits that were really run, by a person who answers rightly so many times in a
 * thousand. The same numbers give the same run. */

#include "app/record/rule-pack.h"
#include "app/record/visit.h"

/* A right or a wrong answer to it; right to silence is none. */
void mc_sample_answer(const McStimulus *stimulus, gboolean right, McAnswer *answer);

/* To the end; with a discarded presentation now and then. */
McExamRun *mc_sample_run(const McExamPlan *plan, guint32 seed, guint right_permille);

/* To the end, an answer a second, which func fills in but for kind and trial; none is discarded. */
typedef void (*McSampleAnswerFunc)(const McStimulus *stimulus, McAnswer *answer, gpointer data);
McExamRun *mc_sample_run_answered(
    const McExamPlan *plan, const McSeed *seed, McSampleAnswerFunc func, gpointer data);

/* As a line {"exams":[…]} of its own; run is freed. */
void mc_sample_print(McExamRun *run);

/* For class C1, both eyes naked, hearing and side, judged. */
McVisit *mc_sample_visit(
    const McRulePack *pack, const char *pack_digest, guint32 seed, guint right_permille);

/* Of headphones, and of loudspeakers, that were measured at all frequencies: those that
 * packaging/demo-provision adopts. */
McCorrections mc_sample_corrections(void);
McCorrections mc_sample_loudspeaker_corrections(void);

/* data/rules-cn-172.json */
void mc_sample_pack(McRulePack *pack, char *digest);

/* Its colours once more, all read, on the measured screen SCR-SIM-0001; judged. */
void mc_sample_screen(McVisit *visit, const McRulePack *pack);

/* Two pictures of its movements, agreed to. */
void mc_sample_pictures(McVisit *visit);

/* What a test of visits begins with, for g_test_add(): that rule pack, and one that is good. */
typedef struct McSampled {
	McRulePack pack;
	char digest[MC_DIGEST_HEX_SIZE];
	McVisit *visit;
} McSampled;
void mc_sampled_set_up(McSampled *sampled, gconstpointer unused);
void mc_sampled_tear_down(McSampled *sampled, gconstpointer unused);

/* Both as at the beginning, then forged: refused as untrusted, with this in its words. */
typedef struct McForgery {
	void (*forge)(McSampled *sampled);
	const char *cause;
} McForgery;
void mc_sampled_refuse(McSampled *sampled, const McForgery *forgery);

#endif
