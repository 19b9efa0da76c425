#ifndef MC_APP_FLOW_PRACTICE_RUN_H
#define MC_APP_FLOW_PRACTICE_RUN_H

/* Practice before an exam, with feedback; in the glass alone, never in the record. Explained once
 * more after a first failure; after the second the exam is not opened. */

#include "app/exam/practice.h"
#include "app/flow/presenter.h"

typedef enum McPracticeEnd {
	MC_PRACTICE_END_READY,
	MC_PRACTICE_END_NOT_UNDERSTOOD,
	MC_PRACTICE_END_NO_DEVICE,
} McPracticeEnd;

typedef struct McPracticeRunEvents {
	void (*phase)(McExamPhase phase, gpointer data);
	void (*ended)(McPracticeEnd end, gpointer data);
} McPracticeRunEvents;

typedef struct McPracticeRun {
	McClock *clock;
	McPresenter *presenter;
	const McPracticeRunEvents *events;
	gpointer data;
	gboolean running, waits_for_continue;
	McExamKind kind;
	McOptotype optotype;
	McPractice practice;
	McStimulus stimulus;
	guint runs;
	guint64 feedback;
} McPracticeRun;

void mc_practice_run_init(McPracticeRun *run, McClock *clock, McPresenter *presenter,
    const McPracticeRunEvents *events, gpointer data);

void mc_practice_run_begin(McPracticeRun *run, McExamKind kind, McOptotype optotype);
/* "Continue" after it was explained once more; ignored elsewhere. */
void mc_practice_run_continue(McPracticeRun *run);
void mc_practice_run_end(McPracticeRun *run);

/* From the presenter. */
void mc_practice_run_answered(McPracticeRun *run, const McAnswer *answer);
void mc_practice_run_spoilt(McPracticeRun *run);
void mc_practice_run_gave_up(McPracticeRun *run);

#endif
