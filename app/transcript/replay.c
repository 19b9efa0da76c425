#include "app/transcript/transcript.h"

#include "app/base/error.h"
#include "app/json/difference.h"

#include <string.h>

static gboolean
refuse(guint event, const char *problem, GError **error)
{
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "event %u: %s", event, problem);
	return FALSE;
}

/* In all members; JSON is for telling which one differs, where bytes do (it may be padding). */
static gboolean
has_same_bytes(gconstpointer a, gconstpointer b, gsize size)
{
	return memcmp(a, b, size) == 0;
}

static gboolean
is_same_stimulus(const McStimulus *given, const McStimulus *stored, guint event, GError **error)
{
	json_auto_t *a = NULL;
	json_auto_t *b = NULL;
	g_autofree char *path = NULL;

	if (has_same_bytes(given, stored, sizeof *given))
		return TRUE;
	a = mc_stimulus_to_json(given);
	b = mc_stimulus_to_json(stored);
	path = mc_json_difference(a, b);
	if (path == NULL)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "event %u: the stimulus of trial %d is not the one that the exam hands out (%s)", event,
	    stored->trial, path);
	return FALSE;
}

/* What the recorder had to decide about what the instruments reported is decided again. An answer
 * that came too late is not kept with what was thrown away. */
static gboolean
conditions_agree(const McExam *exam, const McExamEvent *event, guint i, GError **error)
{
	McDiscard why = MC_DISCARD_POSITION;
	gboolean held = mc_conditions_hold(&exam->plan, &event->stimulus, &event->conditions, &why);

	if (event->kind == MC_EXAM_EVENT_ANSWER)
		return held || refuse(i, "it was scored, but its conditions did not hold", error);
	if (!event->has_conditions || event->discard == MC_DISCARD_NO_ANSWER)
		return TRUE;
	return (!held && why == event->discard) ||
	       refuse(i, "its conditions do not bear out why it was thrown away", error);
}

static gboolean
replay_presentation(McExam *exam, const McExamEvent *event, guint i, GError **error)
{
	McStimulus stimulus = {0};
	McAnswerProblem problem;

	if (mc_exam_next(exam, &stimulus) != MC_STEP_PRESENT)
		return refuse(i, "the exam presents nothing here", error);
	if (!is_same_stimulus(&stimulus, &event->stimulus, i, error))
		return FALSE;
	if (!conditions_agree(exam, event, i, error))
		return FALSE;
	if (event->kind == MC_EXAM_EVENT_DISCARD)
		return mc_exam_discard(exam, event->stimulus.trial, event->discard) ||
		       refuse(i, "the exam refuses it", error);
	problem = mc_exam_answer_problem(exam, &event->answer);
	if (problem != MC_ANSWER_GOOD)
		return refuse(i, mc_answer_problem_text(problem), error);
	return mc_exam_answer(exam, &event->answer);
}

static gboolean
replay_event(McExam *exam, const McExamEvent *event, guint i, GError **error)
{
	McStimulus stimulus = {0};

	switch (event->kind) {
	case MC_EXAM_EVENT_ANSWER:
	case MC_EXAM_EVENT_DISCARD: return replay_presentation(exam, event, i, error);
	case MC_EXAM_EVENT_ACKNOWLEDGE:
		mc_exam_next(exam, &stimulus);
		return mc_exam_acknowledge(exam) || refuse(i, "nothing is to be acknowledged", error);
	case MC_EXAM_EVENT_STOP:
		if (mc_exam_next(exam, &stimulus) == MC_STEP_DONE)
			return (event->stop == MC_REASON_UNCALIBRATED && mc_exam_void(exam)) ||
			       refuse(i, "the exam was over before it was stopped", error);
		mc_exam_stop(exam, event->stop);
		return TRUE;
	}
	return refuse(i, "of an unknown kind", error);
}

gboolean
mc_exam_run_replay(const McExamRun *run, McExam *exam, GError **error)
{
	McPlanProblem problem = mc_exam_plan_problem(&run->plan);
	McStimulus stimulus = {0};

	if (problem.field != NULL) {
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "the plan cannot be run: %s: %s",
		    problem.field, problem.reason);
		return FALSE;
	}
	mc_exam_init(exam, &run->plan, &run->seed);
	for (guint i = 0; i < run->events->len; i++)
		if (!replay_event(exam, &g_array_index(run->events, McExamEvent, i), i, error))
			return FALSE;
	if (run->finished && mc_exam_next(exam, &stimulus) != MC_STEP_DONE) {
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
		    "the exam is said to be finished, but events are missing");
		return FALSE;
	}
	return TRUE;
}

gboolean
mc_exam_run_verify(const McExamRun *run, GError **error)
{
	McExam exam;
	json_auto_t *replayed = NULL;
	json_auto_t *stated = NULL;
	g_autofree char *path = NULL;

	if (!mc_exam_run_replay(run, &exam, error))
		return FALSE;
	if (!run->finished)
		return TRUE;
	replayed = mc_exam_result_to_json(mc_exam_result(&exam));
	stated = mc_exam_result_to_json(&run->result);
	path = mc_json_difference(stated, replayed);
	if (path == NULL)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "the result does not come out of the trials: %s differs", path);
	return FALSE;
}
