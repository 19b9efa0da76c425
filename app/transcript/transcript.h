#ifndef MC_APP_TRANSCRIPT_TRANSCRIPT_H
#define MC_APP_TRANSCRIPT_TRANSCRIPT_H

/* The course of one exam as it stands in the record: plan, seed and every event, so that anybody
 * can run it again and must come to the same result. Also the JSON of the exam vocabulary, used by
 * record, recorder, link and tools alike: integers, strings and booleans only (the canonical
 * subset), one spelling for each word. */

#include "app/exam/conditions.h"
#include "app/exam/exam.h"
#include "app/exam/plan.h"
#include "app/exam/transducer.h"
#include <glib.h>
#include <jansson.h>

typedef enum McExamEventKind {
	MC_EXAM_EVENT_ANSWER,
	MC_EXAM_EVENT_DISCARD,
	MC_EXAM_EVENT_ACKNOWLEDGE, /* after "a little longer" or a re-instruction */
	MC_EXAM_EVENT_STOP,
} McExamEventKind;

typedef struct McExamEvent {
	McExamEventKind kind;
	gint64 at_us; /* since the exam was opened, monotonic */
	McStimulus stimulus; /* answer and discard: what had been handed out */
	McAnswer answer;
	McDiscard discard;
	McReason stop;
	gboolean has_conditions; /* discard: it was thrown away for what the instrument reported */
	McTrialConditions conditions; /* answer; discard when has_conditions */
} McExamEvent;

typedef struct McExamRun {
	McExamPlan plan;
	gint32 plan_form; /* which of its numbers it states: plan-form.h */
	McSeed seed;
	GArray *events; /* of McExamEvent */
	McExamResult result; /* as stated by the recorder; meaningful when finished */
	gboolean finished;
	guint64 opened_seq; /* sequence of the chained "exam opened" */
	gint64 opened_wall_us;
	char device_serial[64];
	guint passport; /* number, from 1, of its instrument's among the visit's devices; 0: none */
} McExamRun;

McExamRun *mc_exam_run_new(const McExamPlan *plan, const McSeed *seed);
void mc_exam_run_free(McExamRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McExamRun, mc_exam_run_free)

/* Runs plan + seed + events through app/exam from the start. Fails (MC_ERROR_UNTRUSTED, with the
 * trial) when a stored stimulus is not the one that the exam hands out, an answer was scored whose
 * conditions did not hold (or one thrown away whose conditions did), an event is refused, or events
 * are left over or missing in a finished run. *exam is the exam after the last event: the
 * recorder resumes from it, a verifier compares its result. */
gboolean mc_exam_run_replay(const McExamRun *run, McExam *exam, GError **error);

/* Replays and compares with run->result, field by field. */
gboolean mc_exam_run_verify(const McExamRun *run, GError **error);

/* JSON both ways. …_from_json: MC_ERROR_BAD_INPUT names the member; unknown members are refused;
 * total for any JSON. New references are returned. */
/* A measured screen; from_json does not look whether it can be one: mc_panel_problem(). */
json_t *mc_panel_to_json(const McPanel *panel);
gboolean mc_panel_from_json(const json_t *json, McPanel *panel, GError **error);

/* Of an audiometer, as it says them: usable or not. */
json_t *mc_corrections_to_json(const McCorrections *corrections);
gboolean mc_corrections_from_json(const json_t *json, McCorrections *corrections, GError **error);

json_t *mc_exam_plan_to_json(const McExamPlan *plan);
gboolean mc_exam_plan_from_json(const json_t *json, McExamPlan *plan, GError **error);
json_t *mc_stimulus_to_json(const McStimulus *stimulus);
gboolean mc_stimulus_from_json(const json_t *json, McStimulus *stimulus, GError **error);
json_t *mc_answer_to_json(const McAnswer *answer);
gboolean mc_answer_from_json(const json_t *json, McAnswer *answer, GError **error);
json_t *mc_exam_result_to_json(const McExamResult *result);
gboolean mc_exam_result_from_json(const json_t *json, McExamResult *result, GError **error);
json_t *mc_exam_event_to_json(const McExamEvent *event);
gboolean mc_exam_event_from_json(const json_t *json, McExamEvent *event, GError **error);
json_t *mc_exam_run_to_json(const McExamRun *run);
/* Its plan as it is stated: of an earlier form than today's without the members that came later. */
json_t *mc_exam_run_plan_to_json(const McExamRun *run);
McExamRun *mc_exam_run_from_json(const json_t *json, GError **error);
json_t *mc_trial_conditions_to_json(const McTrialConditions *conditions);
gboolean mc_trial_conditions_from_json(
    const json_t *json, McTrialConditions *conditions, GError **error);

/* The words: "acuity", "pass", "left", "device-lost" …; …_from_name returns -1 when unknown, …_name
 * NULL outside the enumeration. */
const char *mc_exam_kind_name(McExamKind kind);
int mc_exam_kind_from_name(const char *name);
const char *mc_outcome_name(McOutcome outcome);
int mc_outcome_from_name(const char *name);
const char *mc_discard_name(McDiscard discard);
int mc_discard_from_name(const char *name);
const char *mc_correction_name(McCorrection correction); /* "naked", "glasses" */
int mc_correction_from_name(const char *name);
const char *mc_optotype_name(McOptotype optotype); /* "tumbling-e", "landolt-c" */
int mc_optotype_from_name(const char *name);
const char *mc_side_name(guint eye_or_ear); /* "left", "right" */
const char *mc_colour_show_name(McColourShow show);
/* NULL when there is no such signal. */
const char *mc_signal_name(McSignal signal);
const char *mc_direction_name(McDirection direction);
const char *mc_movement_name(McMovement movement); /* "neck-bend" */
const char *mc_movement_seen_name(McMovementSeen seen); /* "done", "not-done", "could-not-see" */
const char *mc_reaction_task_name(McReactionTask task);
const char *mc_reason_name(McReason single_bit); /* NULL unless exactly one known bit */
json_t *mc_reasons_to_json(guint32 reasons); /* ["borderline", …] in bit order */
gboolean mc_reasons_from_json(const json_t *json, guint32 *reasons, GError **error);

#endif
