/* What the glass asks about the visit as a whole, but for its end. */

#include "app/base/error.h"
#include "app/json/hex.h"
#include "app/link/words.h"
#include "app/recorder/crypt.h"
#include "app/recorder/state.h"
#include "app/recorder/values.h"
#include <string.h>

#define VISIT_ID_BYTES 16

static gboolean
new_visit_id(char id[MC_VISIT_ID_SIZE], GError **error)
{
	guint8 bytes[VISIT_ID_BYTES];

	if (!mc_random_bytes(bytes, sizeof bytes, error))
		return FALSE;
	mc_hex_write(bytes, sizeof bytes, id);
	return TRUE;
}

/* A visit is worth keeping for its card when somebody was identified and an exam was opened. */
static gboolean
is_worth_keeping(const McRunning *running)
{
	return running->person[0] != '\0' && running->visit->exams > 0;
}

static const char *
begin_problem(McRecorder *self)
{
	if (self->is_paused)
		return "visit: the kiosk is paused";
	if (mc_recorder_pack_today(self) == NULL)
		return "visit: no rule pack is in force today";
	return NULL;
}

static json_t *
begin_step(McRecorder *self, const char *id, const char *language)
{
	json_t *step = mc_running_step("begin", mc_store_now_us(&self->store));

	json_object_set_new(step, "visit", json_string(id));
	json_object_set_new(step, "language", json_string(language));
	json_object_set_new(step, "pack", json_string(mc_recorder_pack_today(self)->digest));
	json_object_set_new(step, "configuration", json_string(self->configuration_sha256));
	if (mc_store_now(&self->store).quality == MC_CLOCK_BOUNDED)
		json_object_set_new(step, "unsure", json_true());
	return step;
}

/* Its time runs from when it was touched last, not from now. */
static char *
left_step(const McRunning *old)
{
	json_auto_t *step = mc_running_step("left", old->touched_wall_us);

	return json_dumps(step, JSON_COMPACT);
}

/* The glass was lost and somebody begins anew: an identified visit waits for its card beside it. */
static gboolean
leave_behind(McRecorder *self, McRunning *old, const char *left, GError **error)
{
	g_clear_pointer(&self->remains, mc_running_free);
	mc_identity_wipe(&old->identity);
	old->is_identified = FALSE;
	self->remains = old;
	return mc_running_apply(old, left, old->touched_us, error);
}

gboolean
mc_recorder_visit_begin(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);
	McRunning *old = self->current;
	gboolean keeps_old = old != NULL && is_worth_keeping(old);
	g_autofree char *left = keeps_old ? left_step(old) : NULL;
	char id[MC_VISIT_ID_SIZE];

	if (!mc_recorder_has_space(self))
		return mc_recorder_refuse(error, MC_ERROR_STORAGE, "visit: there is no room to store one");
	/* which pictures the last record names is known until another visit begins */
	if (!mc_recorder_settle_evidence(self))
		return mc_recorder_refuse(
		    error, MC_ERROR_STORAGE, "visit: the last one's pictures cannot be brought away");
	if (begin_problem(self) != NULL)
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, begin_problem(self));
	if (!mc_recorder_packs_allow(self, error) || !new_visit_id(id, error))
		return FALSE;
	mc_recorder_case_forget(self);
	if (old != NULL && !keeps_old)
		mc_recorder_batch_abort(batch, old, MC_ABORT_RESTART, NULL);
	mc_batch_audit(batch, MC_AUDIT_VISIT_OPENED,
	    &(McAuditFacts){.visit_id = id, .language = request->language});
	mc_batch_value(batch, MC_VALUE_LAST_VISIT, NULL);
	mc_recorder_rewrite_steps(batch, keeps_old ? old : self->remains, NULL);
	if (keeps_old)
		mc_batch_step(batch, left);
	self->current = mc_running_new();
	if (!mc_recorder_step(self, batch, begin_step(self, id, request->language), error)) {
		mc_running_free(self->current);
		self->current = old;
		return FALSE;
	}
	g_strlcpy(reply->visit_id, id, sizeof reply->visit_id);
	if (keeps_old)
		return leave_behind(self, old, left, error);
	mc_running_free(old);
	return TRUE;
}

static json_t *
identify_step(McRecorder *self, const McRecorderRequest *request, const char *person)
{
	const McIdentity *identity = request->identity;
	json_t *step = mc_running_step("identify", mc_store_now_us(&self->store));
	gboolean is_expired = identity->valid_to_yyyymmdd != 0 &&
	                      identity->valid_to_yyyymmdd < mc_recorder_today_yyyymmdd(self);

	json_object_set_new(step, "person", json_string(person));
	json_object_set_new(step, "source", json_integer(request->identity_source));
	json_object_set_new(step, "expired", json_boolean(is_expired));
	return step;
}

static void
keep_identity(McRunning *running, const McIdentity *identity)
{
	running->identity = *identity;
	running->is_identified = TRUE;
}

/* The stimulus that was out when the glass died may have been seen: it is not shown again. */
static void
batch_interrupted(McBatch *batch, McRecorder *self, GPtrArray *steps)
{
	McRunning *remains = self->remains;
	McExamRun *run = mc_running_open_run(remains);
	McExamEvent event = {.kind = MC_EXAM_EVENT_DISCARD, .discard = MC_DISCARD_INTERRUPTED};
	json_auto_t *step = NULL;
	const McExamEvent *last = NULL;

	if (run == NULL || mc_running_next(remains, &event.stimulus) != MC_STEP_PRESENT)
		return;
	last = run->events->len == 0 ? NULL
	                             : &g_array_index(run->events, McExamEvent, run->events->len - 1);
	event.at_us = last == NULL ? 0 : last->at_us;
	step = mc_running_step("event", mc_store_now_us(&self->store));
	json_object_set_new(step, "event", mc_exam_event_to_json(&event));
	g_ptr_array_add(steps, json_dumps(step, JSON_COMPACT));
	mc_batch_step(batch, g_ptr_array_index(steps, steps->len - 1));
}

/* What a clerk vouches for stands in the chain also when no record comes of it. */
static void
batch_clerk(
    McRecorder *self, McBatch *batch, const McRecorderRequest *request, const McRunning *running)
{
	if (request->identity_source == MC_IDENTITY_CLERK_VERIFIED)
		mc_batch_audit(batch, MC_AUDIT_IDENTITY_BY_CLERK,
		    &(McAuditFacts){.visit_id = running->visit->visit_id, .staff = self->staff.name});
}

/* The same card is back in time: the visit that began now makes room for the one that waited. */
static gboolean
resume(McRecorder *self, const McRecorderRequest *request, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);
	g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func(g_free);
	json_auto_t *step = mc_running_step("resume", mc_store_now_us(&self->store));
	gint64 now_us = mc_clock_now_us(self->clock);

	mc_batch_audit(
	    batch, MC_AUDIT_VISIT_RESUMED, &(McAuditFacts){.visit_id = self->remains->visit->visit_id});
	batch_clerk(self, batch, request, self->remains);
	mc_recorder_batch_abort(batch, self->current, MC_ABORT_RESTART, NULL);
	mc_recorder_rewrite_steps(batch, self->remains, NULL);
	g_ptr_array_add(steps, json_dumps(step, JSON_COMPACT));
	mc_batch_step(batch, g_ptr_array_index(steps, 0));
	batch_interrupted(batch, self, steps);
	if (!mc_batch_commit(batch, error))
		return FALSE;
	mc_running_free(self->current);
	self->current = g_steal_pointer(&self->remains);
	for (guint i = 0; i < steps->len; i++)
		if (!mc_running_apply(self->current, g_ptr_array_index(steps, i), now_us, error))
			return FALSE;
	keep_identity(self->current, request->identity);
	return TRUE;
}

/* Somebody else's remains are of no use to anybody any more. */
static gboolean
identify(McRecorder *self, const McRecorderRequest *request, const char *person, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);

	if (self->remains != NULL) {
		mc_recorder_batch_abort(batch, self->remains, MC_ABORT_RESTART, NULL);
		mc_recorder_rewrite_steps(batch, NULL, self->current);
	}
	batch_clerk(self, batch, request, self->current);
	if (!mc_recorder_step(self, batch, identify_step(self, request, person), error))
		return FALSE;
	g_clear_pointer(&self->remains, mc_running_free);
	keep_identity(self->current, request->identity);
	return TRUE;
}

static const char *
identity_problem(McRecorder *self, const McRecorderRequest *request)
{
	gboolean by_clerk = request->identity_source == MC_IDENTITY_CLERK_VERIFIED;

	if (by_clerk != (self->staff.role == MC_STAFF_CLERK))
		return "visit: a clerk verifies a person, a card is read without one";
	if (by_clerk && request->identity->document == MC_DOCUMENT_RESIDENT &&
	    !mc_identity_number_is_valid(request->identity->number))
		return "visit: the number is mistyped, its check character is wrong";
	return NULL;
}

static gboolean
person_of(McRecorder *self, const McIdentity *identity, char person[65], GError **error)
{
	g_autofree char *key = mc_journal_get_value(self->store.journal, MC_VALUE_PERSON_KEY, error);

	if (key == NULL)
		return FALSE;
	if (mc_keyed_digest(key, identity->number, person))
		return TRUE;
	return mc_recorder_refuse(error, MC_ERROR_STORAGE, "journal: its person key is damaged");
}

/* The glass says again who it is after a loss, and does not know yet that the visit is finished: it
 * will ask for that next. */
static gboolean
identify_finished(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	gboolean is_last = FALSE;

	if (!mc_recorder_answer_again(self, request->visit_id, reply, &is_last, error))
		return FALSE;
	if (!is_last)
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, "visit: none is running");
	reply->resumed = TRUE;
	g_strlcpy(reply->visit_id, request->visit_id, sizeof reply->visit_id);
	return TRUE;
}

/* The glass tells a restarted recorder who is there. A clerk stood by when the person was compared,
 * and is not needed a second time. */
static gboolean
is_told_again(McRecorder *self, const McRecorderRequest *request, const char *person)
{
	return self->current != NULL && strcmp(person, self->current->person) == 0 &&
	       request->identity_source == (gint32)self->current->visit->identity_source;
}

static gboolean
identify_current(McRecorder *self, const McRecorderRequest *request, const char *person,
    McRecorderReply *reply, GError **error)
{
	McRunning *current = self->current;
	gboolean is_known = current->person[0] != '\0';

	if (is_known && strcmp(person, current->person) == 0) {
		/* Read once more, or told to a recorder that was restarted. */
		keep_identity(current, request->identity);
		reply->resumed = current->visit->exams > 0;
		return TRUE;
	}
	if (is_known && current->visit->exams > 0)
		return mc_recorder_refuse(
		    error, MC_ERROR_REFUSED, "visit: this is another person than the one examined");
	if (self->remains == NULL || strcmp(person, self->remains->person) != 0)
		return identify(self, request, person, error);
	reply->resumed = TRUE;
	return resume(self, request, error);
}

static void
fill_choices(const McRunning *running, McChoices *choices)
{
	const McVisit *visit = running->visit;

	if (!running->is_chosen)
		return;
	g_strlcpy(choices->business, visit->business, sizeof choices->business);
	choices->classes = visit->classes;
	choices->has_glasses = visit->has_glasses;
	choices->wears_hearing_aid = visit->wears_hearing_aid;
	choices->declared = visit->declared;
}

gboolean
mc_recorder_visit_identify(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	const char *problem = NULL;
	char person[65] = "";

	if (request->identity == NULL || request->identity->number[0] == '\0')
		return mc_recorder_refuse(error, MC_ERROR_BAD_INPUT, "visit: an identity needs a number");
	if (!person_of(self, request->identity, person, error))
		return FALSE;
	if (!is_told_again(self, request, person))
		problem = identity_problem(self, request);
	if (problem != NULL)
		return mc_recorder_refuse(error, MC_ERROR_BAD_INPUT, problem);
	if (self->current == NULL)
		return identify_finished(self, request, reply, error);
	if (!identify_current(self, request, person, reply, error))
		return FALSE;
	reply->resumed_exams = mc_running_finished(self->current);
	if (reply->resumed)
		fill_choices(self->current, &reply->choices);
	mc_recorder_case_running(self->current, &reply->of_case);
	g_strlcpy(reply->visit_id, self->current->visit->visit_id, sizeof reply->visit_id);
	return TRUE;
}

gboolean
mc_recorder_visit_choose(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	const McVisit *visit = self->current->visit;
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);
	McHello *hello = &reply->hello;
	json_t *step = NULL;

	mc_recorder_fill_hello(self, hello);
	if (request->classes == 0 || (request->classes & ~hello->classes) != 0)
		return mc_recorder_refuse(
		    error, MC_ERROR_REFUSED, "visit: a licence class that is not offered here");
	/* The limit of a vision exam follows from the classes: no choosing after seeing a result. */
	if (visit->exams > 0 && visit->classes != request->classes)
		return mc_recorder_refuse(
		    error, MC_ERROR_REFUSED, "visit: the classes stand since the first exam was opened");
	if (mc_recorder_case_choice_problem(self->current, request) != NULL)
		return mc_recorder_refuse(
		    error, MC_ERROR_REFUSED, mc_recorder_case_choice_problem(self->current, request));
	step = mc_running_step("choose", mc_store_now_us(&self->store));
	json_object_set_new(step, "business", json_string(request->business));
	json_object_set_new(step, "classes", json_integer(request->classes));
	json_object_set_new(step, "glasses", json_boolean(request->has_glasses));
	json_object_set_new(step, "hearing_aid", json_boolean(request->wears_hearing_aid));
	return mc_recorder_step(self, batch, step, error);
}

gboolean
mc_recorder_visit_declare(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);
	json_t *step = mc_running_step("declare", mc_store_now_us(&self->store));

	json_object_set_new(step, "declared", json_integer(request->declared));
	return mc_recorder_step(self, batch, step, error);
}

gboolean
mc_recorder_assisted(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);

	return mc_recorder_step(
	    self, batch, mc_running_step("assist", mc_store_now_us(&self->store)), error);
}

static gboolean
end_current(McRecorder *self, McAbortReason reason, const char *by, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);

	mc_recorder_batch_abort(batch, self->current, reason, by);
	mc_recorder_rewrite_steps(batch, self->remains, NULL);
	if (!mc_batch_commit(batch, error))
		return FALSE;
	g_clear_pointer(&self->current, mc_running_free);
	mc_recorder_settle_evidence(self);
	mc_recorder_changed(self);
	return TRUE;
}

gboolean
mc_recorder_visit_abort(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	/* Asked again after a lost reply: it has ended. */
	if (self->current == NULL)
		return TRUE;
	return end_current(self, request->abort, NULL, error);
}

gboolean
mc_recorder_end_visit(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	return end_current(self, request->abort, self->staff.name, error);
}
