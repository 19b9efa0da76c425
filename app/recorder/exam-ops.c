/* The running exam: each answer is committed before the next stimulus is handed out. */

#include "app/base/error.h"
#include "app/link/parts.h"
#include "app/record/attempt.h"
#include "app/record/opening.h"
#include "app/record/pictures.h"
#include "app/record/visit-passports.h"
#include "app/recorder/crypt.h"
#include "app/recorder/instrument.h"
#include "app/recorder/state.h"
#include <string.h>

static void
fill_done(McRecorderReply *reply, const McExamRun *run)
{
	reply->step = MC_STEP_DONE;
	reply->result = run->result;
}

/* Where the last run stands. */
static void
fill_step(McRecorder *self, McRecorderReply *reply)
{
	const McVisit *visit = self->current->visit;

	if (mc_running_open_run(self->current) == NULL)
		fill_done(reply, visit->exam[visit->exams - 1]);
	else
		reply->step = mc_running_next(self->current, &reply->stimulus);
}

static json_t *
event_step(McRecorder *self, const McExamEvent *event)
{
	json_t *step = mc_running_step("event", mc_store_now_us(&self->store));

	json_object_set_new(step, "event", mc_exam_event_to_json(event));
	return step;
}

static gboolean
commit_event(McRecorder *self, const McExamEvent *event, McRecorderReply *reply, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);

	if (!mc_running_would_take(self->current, event))
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, "exam: it does not wait for this");
	if (!mc_recorder_step(self, batch, event_step(self, event), error))
		return FALSE;
	fill_step(self, reply);
	return TRUE;
}

static gint64
exam_time_us(McRecorder *self)
{
	return mc_clock_now_us(self->clock) - self->current->exam_base_us;
}

/* The highest trial that was answered or discarded already in the last run. */
static gint32
last_trial(const McRunning *running)
{
	const GArray *events = running->visit->exam[running->visit->exams - 1]->events;

	for (guint i = events->len; i > 0; i--) {
		const McExamEvent *event = &g_array_index(events, McExamEvent, i - 1);

		if (event->kind == MC_EXAM_EVENT_ANSWER || event->kind == MC_EXAM_EVENT_DISCARD)
			return event->stimulus.trial;
	}
	return -1;
}

typedef enum McTrialState { TRIAL_CURRENT, TRIAL_PAST, TRIAL_STRANGE } McTrialState;

/* The glass asks again when it did not hear the reply: a trial that is past needs no second
 * answer, only to be told how it goes on. */
static McTrialState
trial_state(McRecorder *self, gint32 trial, McStimulus *stimulus)
{
	if (self->current->visit->exams == 0)
		return TRIAL_STRANGE;
	if (mc_running_open_run(self->current) != NULL &&
	    mc_running_next(self->current, stimulus) == MC_STEP_PRESENT && stimulus->trial == trial)
		return TRIAL_CURRENT;
	return trial <= last_trial(self->current) ? TRIAL_PAST : TRIAL_STRANGE;
}

static gboolean
is_scored(McRecorder *self, McExamEvent *event)
{
	if (!mc_instrument_answered_in_time(&event->answer)) {
		event->discard = MC_DISCARD_NO_ANSWER;
		return FALSE;
	}
	return mc_conditions_hold(&mc_running_open_run(self->current)->plan, &event->stimulus,
	    &event->conditions, &event->discard);
}

gboolean
mc_recorder_exam_answer(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	McExamEvent event = {.kind = MC_EXAM_EVENT_ANSWER, .answer = request->answer};

	switch (trial_state(self, request->answer.trial, &event.stimulus)) {
	case TRIAL_PAST: fill_step(self, reply); return TRUE;
	case TRIAL_STRANGE:
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, "exam: no such trial was handed out");
	case TRIAL_CURRENT: break;
	}
	if (request->answer.kind != event.stimulus.kind)
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, "exam: the answer is of another kind");
	event.at_us = exam_time_us(self);
	mc_instrument_conditions(request, &event.conditions);
	if (!is_scored(self, &event)) {
		event.kind = MC_EXAM_EVENT_DISCARD;
		event.has_conditions = TRUE;
		reply->discarded = TRUE;
		reply->discard = event.discard;
	}
	return commit_event(self, &event, reply, error);
}

gboolean
mc_recorder_exam_discard(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	McExamEvent event = {.kind = MC_EXAM_EVENT_DISCARD, .discard = request->discard};

	switch (trial_state(self, request->trial, &event.stimulus)) {
	case TRIAL_PAST: fill_step(self, reply); return TRUE;
	case TRIAL_STRANGE:
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, "exam: no such trial was handed out");
	case TRIAL_CURRENT: break;
	}
	event.at_us = exam_time_us(self);
	return commit_event(self, &event, reply, error);
}

gboolean
mc_recorder_exam_acknowledge(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	McExamEvent event = {.kind = MC_EXAM_EVENT_ACKNOWLEDGE};

	if (self->current->visit->exams == 0)
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, "exam: none was opened");
	fill_step(self, reply);
	if (reply->step != MC_STEP_RE_INSTRUCT && reply->step != MC_STEP_LONGER)
		return TRUE;
	event.at_us = exam_time_us(self);
	return commit_event(self, &event, reply, error);
}

/* ---- opening ---- */

static gboolean
make_plan(McRecorder *self, const McRecorderRequest *request, McExamPlan *plan, GError **error)
{
	const McRulePack *pack = &mc_recorder_pack_of(self, self->current)->pack;
	McPlanProblem problem;

	*plan = pack->plans[request->exam];
	if (plan->kind == MC_EXAM_ACUITY) {
		McAcuityPlan *acuity = &plan->as.acuity;

		acuity->correction = request->correction;
		mc_rules_set_vision_cuts(pack, self->current->visit->classes, acuity);
		acuity->vergence_centi_dioptre =
		    mc_instrument_certified(self, &request->device).vergence_centi_dioptre;
		acuity->interleaved = request->device.shutters;
		/* where nothing can be shown nothing is opened: mc_instrument_problem() */
		(void)mc_visit_show_by(acuity, &request->device);
	}
	mc_exam_plan_play_by(
	    plan, mc_visit_transducer(self->current->visit->wears_hearing_aid, &request->device));
	if (plan->kind == MC_EXAM_REACTION)
		plan->as.reaction.latency_us = mc_instrument_latency_us(self, &request->device);
	if (plan->kind == MC_EXAM_COLOUR)
		mc_instrument_set_screen(self, &plan->as.colour);
	problem = mc_exam_plan_problem(plan);
	if (problem.field == NULL)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_INTERNAL,
	    "exam: the rule pack's plan cannot be run: %s: %s", problem.field, problem.reason);
	return FALSE;
}

/* An exam that comes to nothing counts as an attempt, too: so whose it is stands in the opening. */
static gboolean
mark_person(McRecorder *self, json_t *body, GError **error)
{
	const char *number = self->current->identity.number;
	g_autoptr(GBytes) sealed = NULL;

	if (self->counter == NULL)
		return TRUE;
	sealed = mc_attempt_seal(self->counter, number, error);
	if (sealed != NULL)
		mc_attempt_mark(body, sealed);
	return sealed != NULL;
}

/* The chain promises plan and seed before the first stimulus, without giving the seed away. */
static gboolean
chain_opening(McRecorder *self, McBatch *batch, McExamRun *run, GError **error)
{
	McOpening opening;
	json_auto_t *body = NULL;

	mc_opening_of(self->current->visit->visit_id, run, &opening);
	body = mc_opening_to_json(&opening);
	if (!mark_person(self, body, error))
		return FALSE;
	run->opened_seq = mc_batch_content(batch, "exam-opened", "", json_incref(body));
	return TRUE;
}

/* Colours are seen on the screen; who moves is watched by a camera, or by nothing; reactions may be
 * touched. */
static gboolean
has_device(const McRecorderRequest *request)
{
	if (request->exam == MC_EXAM_LIMBS)
		return mc_instrument_watches(&request->device);
	if (request->exam == MC_EXAM_REACTION)
		return request->device.serial[0] != '\0';
	return request->exam != MC_EXAM_COLOUR;
}

static json_t *
open_step(McRecorder *self, const McRecorderRequest *request, const McExamRun *run)
{
	const McDeviceInfo no_device = {0};
	const McDeviceInfo certified = mc_instrument_certified(self, &request->device);
	json_t *step = mc_running_step("open", mc_store_now_us(&self->store));

	json_object_set_new(step, "run", mc_exam_run_to_json(run));
	json_object_set_new(
	    step, "device", mc_link_device_write(has_device(request) ? &certified : &no_device));
	return step;
}

/* Where pictures are taken, the glass has asked: who agreed is watched. */
static void
add_consent(McRecorder *self, const McRecorderRequest *request, json_t *step)
{
	McVisitPictures pictures = {
	    .asked = request->exam == MC_EXAM_LIMBS && mc_instrument_picture_kept_days(self) > 0,
	    .agreed = has_device(request),
	    .kept_days = mc_instrument_picture_kept_days(self)};

	mc_pictures_write_consent(step, &pictures);
}

/* What the exam is measured on: colours on the screen, which is known by its calibration. */
static const char *
instrument_of(const McRecorder *self, const McRecorderRequest *request)
{
	if (request->exam == MC_EXAM_COLOUR)
		return self->config.screen.calibration;
	return has_device(request) ? request->device.serial : "";
}

static McExamRun *
make_run(McRecorder *self, const McRecorderRequest *request, GError **error)
{
	McExamPlan plan = {0};
	McSeed seed = {0};
	McExamRun *run = NULL;

	if (!make_plan(self, request, &plan, error) ||
	    !mc_random_bytes(seed.bytes, sizeof seed.bytes, error))
		return NULL;
	run = mc_exam_run_new(&plan, &seed);
	run->opened_wall_us = mc_store_now_us(&self->store);
	g_strlcpy(run->device_serial, instrument_of(self, request), sizeof run->device_serial);
	return run;
}

static gboolean
open_new(McRecorder *self, const McRecorderRequest *request, GError **error)
{
	g_autoptr(McExamRun) run = make_run(self, request, error);
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);
	json_t *step = NULL;

	if (run == NULL || !chain_opening(self, batch, run, error))
		return FALSE;
	step = open_step(self, request, run);
	add_consent(self, request, step);
	return mc_recorder_step(self, batch, step, error);
}

/* An exam that ends before its first stimulus (too near) has its reason already. */
static gboolean
ends_at_once(const McExamRun *run)
{
	McExam exam;
	McStimulus stimulus = {0};

	return mc_exam_init(&exam, &run->plan, &run->seed) &&
	       mc_exam_next(&exam, &stimulus) == MC_STEP_DONE;
}

/* The recorder itself refused the instrument. */
static void
audit_refusal(McBatch *batch, const McRecorderRequest *request, McDeviceCause cause)
{
	if (cause != MC_CAUSE_NONE)
		mc_batch_audit(batch, MC_AUDIT_DEVICE_REFUSED,
		    &(McAuditFacts){.device = mc_device_kind_name(request->device.kind),
		        .serial = request->device.serial,
		        .cause = mc_device_cause_name(cause)});
}

/* Stated in the record as not done, with its reason: opened and ended in one transaction. */
static gboolean
state_not_done(McRecorder *self, const McRecorderRequest *request, McReason reason,
    McDeviceCause cause, GError **error)
{
	g_autoptr(McExamRun) run = make_run(self, request, error);
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);
	McExamEvent event = {.kind = MC_EXAM_EVENT_STOP, .stop = reason};
	json_t *steps = NULL;

	if (run == NULL)
		return FALSE;
	audit_refusal(batch, request, cause);
	if (!chain_opening(self, batch, run, error))
		return FALSE;
	steps = json_array();
	json_array_append_new(steps, open_step(self, request, run));
	if (!ends_at_once(run))
		json_array_append_new(steps, event_step(self, &event));
	return mc_recorder_steps(self, batch, steps, error);
}

static const char *
open_problem(McRecorder *self, const McRecorderRequest *request)
{
	const McRunning *running = self->current;
	const McExamRun *naked = mc_running_find(running, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);

	if (running->person[0] == '\0' || !running->is_chosen)
		return "exam: the person and the classes come first";
	/* A restart forgets who it is; what is opened is opened for somebody. */
	if (!running->is_identified)
		return "exam: the person is not known to the recorder; identify once more";
	if (mc_running_open_run(running) != NULL)
		return "exam: another one is open";
	if (mc_recorder_case_open_problem(running, request->exam) != NULL)
		return mc_recorder_case_open_problem(running, request->exam);
	if (request->exam != MC_EXAM_ACUITY || request->correction != MC_CORRECTION_GLASSES)
		return NULL;
	if (!running->visit->has_glasses || naked == NULL || naked->result.outcome == MC_OUTCOME_PASS)
		return "exam: with glasses only when they are there and the naked eyes did not pass";
	return NULL;
}

/* The same instrument, as it was when the exam was opened: with other headphones, say, it would be
 * one half measured by each. */
static gboolean
is_as_opened(const McRecorder *self, const McRecorderRequest *request, const McExamRun *run)
{
	const McDeviceInfo *opened = mc_visit_passport(self->current->visit, run);
	McEnrolment as_opened = {.has_adopted = TRUE};

	if (opened == NULL)
		return TRUE;
	as_opened.adopted = mc_device_adopted(opened);
	return mc_enrolment_difference(&as_opened, &request->device) == MC_CAUSE_NONE;
}

/* An exam is measured on one instrument, which may measure at every moment. A camera measures
 * nothing: without the one that watched so far there are no pictures. */
static McReason
return_problem(
    McRecorder *self, const McRecorderRequest *request, const McExamRun *run, McDeviceCause *cause)
{
	McReason reason = MC_REASON_NONE;

	*cause = MC_CAUSE_NONE;
	if (request->exam == MC_EXAM_LIMBS)
		return MC_REASON_NONE;
	if (strcmp(run->device_serial, instrument_of(self, request)) != 0)
		return MC_REASON_DEVICE_LOST;
	reason = mc_instrument_problem(self, request, cause);
	return reason != MC_REASON_NONE || is_as_opened(self, request, run) ? reason
	                                                                    : MC_REASON_DEVICE_LOST;
}

/* Opened before: where it stands, or how it ended. There is no second attempt in one visit. */
static gboolean
reopen(McRecorder *self, const McRecorderRequest *request, McExamRun *run, McRecorderReply *reply,
    GError **error)
{
	McExamEvent event = {.kind = MC_EXAM_EVENT_STOP, .at_us = exam_time_us(self)};
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);
	McDeviceCause cause = MC_CAUSE_NONE;

	if (run->finished) {
		fill_done(reply, run);
		return TRUE;
	}
	event.stop = return_problem(self, request, run, &cause);
	if (event.stop != MC_REASON_NONE) {
		audit_refusal(batch, request, cause);
		if (!mc_recorder_step(self, batch, event_step(self, &event), error))
			return FALSE;
	}
	fill_step(self, reply);
	return TRUE;
}

gboolean
mc_recorder_exam_open(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	McExamRun *run = mc_running_find(self->current, request->exam, request->correction);
	McReason reason = MC_REASON_NONE;
	McDeviceCause cause = MC_CAUSE_NONE;

	if (run != NULL)
		return reopen(self, request, run, reply, error);
	if (open_problem(self, request) != NULL)
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, open_problem(self, request));
	reason = mc_instrument_problem(self, request, &cause);
	if (reason == MC_REASON_NONE ? !open_new(self, request, error)
	                             : !state_not_done(self, request, reason, cause, error))
		return FALSE;
	fill_step(self, reply);
	return TRUE;
}

gboolean
mc_recorder_exam_stop(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	McExamEvent event = {.kind = MC_EXAM_EVENT_STOP, .stop = request->stop};
	McExamRun *run = mc_running_find(self->current, request->exam, request->correction);

	if (run != NULL && run->finished) {
		fill_done(reply, run);
		return TRUE;
	}
	if (run != NULL) {
		event.at_us = exam_time_us(self);
		return commit_event(self, &event, reply, error);
	}
	if (open_problem(self, request) != NULL)
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, open_problem(self, request));
	if (!state_not_done(self, request, request->stop, MC_CAUSE_NONE, error))
		return FALSE;
	fill_step(self, reply);
	return TRUE;
}
