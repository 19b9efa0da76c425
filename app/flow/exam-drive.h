#ifndef MC_APP_FLOW_EXAM_DRIVE_H
#define MC_APP_FLOW_EXAM_DRIVE_H

/* Carries one exam between the recorder, which owns it, and the instrument: opened, stimulus,
 * presentation, answer with its conditions, next stimulus, until it is done. A presentation that is
 * lost is discarded with its reason, never answered; an instrument that stays away ends the exam
 * and nothing else. So does a person who answers nothing, after it was explained once more. */

#include "app/flow/calls.h"
#include "app/flow/presenter.h"

typedef struct McExamDriveEvents {
	void (*phase)(McExamPhase phase, gpointer data);
	void (*done)(const McExamResult *result, gpointer data);
	/* The recorder does not open it (done before, or not allowed). */
	void (*refused)(gpointer data);
	void (*failed)(const GError *error, gpointer data);
} McExamDriveEvents;

typedef struct McExamDrive {
	McCalls *calls;
	McPresenter *presenter;
	const McExamDriveEvents *events;
	gpointer data;
	gboolean running;
	McExamKind kind;
	McCorrection correction;
	McDeviceInfo device; /* that it was opened with */
	McStep step;
	gint32 trial;
	gboolean stop_owed;
	McReason stop;
	guint unanswered; /* optotypes in a row */
	gboolean went_unanswered; /* the last one */
	gboolean explains; /* it is explained (once more) before the next one is shown */
	gint32 part; /* of the exam, that was explained: lights are another task than plates */
	McStimulus next; /* … which is this */
	gint32 height_mm[MC_STATURE_READINGS]; /* measured so far; 0: not */
} McExamDrive;

void mc_exam_drive_init(McExamDrive *drive, McCalls *calls, McPresenter *presenter,
    const McExamDriveEvents *events, gpointer data);

void mc_exam_drive_begin(
    McExamDrive *drive, McExamKind kind, McCorrection correction, const McDeviceInfo *device);
/* "Continue" on the pages "a little longer", "explained once more" and "now something else";
 * ignored elsewhere. */
void mc_exam_drive_acknowledge(McExamDrive *drive);
void mc_exam_drive_stop(McExamDrive *drive, McReason why);
/* Drops it: the visit is over. */
void mc_exam_drive_end(McExamDrive *drive);

/* From the presenter. */
void mc_exam_drive_pictured(McExamDrive *drive, const McCameraStill *still);
void mc_exam_drive_answered(McExamDrive *drive, const McAnswer *answer);
void mc_exam_drive_spoilt(McExamDrive *drive, McDiscard why);

#endif
