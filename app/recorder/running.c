#include "app/recorder/running.h"

#include "app/base/error.h"
#include "app/json/fields.h"
#include "app/link/parts.h"
#include "app/record/case.h"
#include "app/record/passport.h"
#include "app/record/pictures.h"
#include <string.h>

McRunning *
mc_running_new(void)
{
	McRunning *self = g_new0(McRunning, 1);

	self->visit = mc_visit_new();
	self->steps = g_ptr_array_new_with_free_func(g_free);
	return self;
}

void
mc_running_free(McRunning *self)
{
	if (self == NULL)
		return;
	mc_visit_free(self->visit);
	g_ptr_array_unref(self->steps);
	g_free(self->exam);
	explicit_bzero(self, sizeof *self);
	g_free(self);
}

json_t *
mc_running_step(const char *step, gint64 wall_us)
{
	return json_pack("{sI ss}", "at", (json_int_t)wall_us, "step", step);
}

gboolean
mc_running_step_is(const char *step, const char *word)
{
	json_auto_t *json = json_loads(step, 0, NULL);

	return g_strcmp0(json_string_value(json_object_get(json, "step")), word) == 0;
}

McExamRun *
mc_running_open_run(const McRunning *self)
{
	McExamRun *last = self->visit->exams == 0 ? NULL : self->visit->exam[self->visit->exams - 1];

	return last == NULL || last->finished ? NULL : last;
}

McExamRun *
mc_running_find(const McRunning *self, McExamKind kind, McCorrection correction)
{
	for (guint i = 0; i < self->visit->exams; i++) {
		McExamRun *run = self->visit->exam[i];

		if (run->plan.kind != kind)
			continue;
		if (kind != MC_EXAM_ACUITY || run->plan.as.acuity.correction == correction)
			return run;
	}
	return NULL;
}

guint
mc_running_finished(const McRunning *self)
{
	guint bits = 0;

	for (guint i = 0; i < MC_EXAM_KINDS; i++) {
		const McExamRun *run = mc_running_find(self, (McExamKind)i, MC_CORRECTION_NAKED);

		if (run != NULL && run->finished)
			bits |= 1u << i;
	}
	return bits;
}

static void
apply_begin(McRunning *self, McFields *fields, gint64 now_us)
{
	self->began_us = now_us;
	self->began_wall_us = self->visit->began_wall_us = self->touched_wall_us;
	mc_fields_hex(fields, "visit", self->visit->visit_id, sizeof self->visit->visit_id);
	mc_link_text(fields, "language", self->visit->language, sizeof self->visit->language);
	mc_fields_hex(fields, "pack", self->pack_digest, sizeof self->pack_digest);
	if (mc_fields_has(fields, "configuration"))
		mc_fields_hex(
		    fields, "configuration", self->configuration_sha256, sizeof self->configuration_sha256);
	if (mc_fields_has(fields, "unsure"))
		self->began_unsure = mc_fields_bool(fields, "unsure");
}

static void
apply_identify(McRunning *self, McFields *fields)
{
	mc_fields_hex(fields, "person", self->person, sizeof self->person);
	self->visit->identity_source = (McIdentitySource)mc_fields_int32(
	    fields, "source", MC_IDENTITY_CARD_READ, MC_IDENTITY_CLERK_VERIFIED);
	self->visit->card_expired = mc_fields_bool(fields, "expired");
}

static void
apply_case(McRunning *self, McFields *fields)
{
	McVisit *visit = self->visit;
	GError *error = NULL;
	const json_t *mark = mc_fields_object(fields, "mark");

	if (mark != NULL && !mc_case_mark_from_json(mark, &visit->of_case, &error))
		mc_fields_take_error(fields, "mark", error);
	self->case_missing = visit->of_case.missing;
	mc_link_text(fields, "business", visit->business, sizeof visit->business);
	visit->classes = mc_link_bits(fields, "classes", MC_CLASSES);
	visit->wears_hearing_aid = mc_fields_bool(fields, "hearing_aid");
	self->is_chosen = FALSE; /* what was chosen before the code was given is void */
}

static void
apply_choose(McRunning *self, McFields *fields)
{
	McVisit *visit = self->visit;

	mc_link_text(fields, "business", visit->business, sizeof visit->business);
	visit->classes = mc_link_bits(fields, "classes", MC_CLASSES);
	visit->has_glasses = mc_fields_bool(fields, "glasses");
	visit->wears_hearing_aid = mc_fields_bool(fields, "hearing_aid");
	self->is_chosen = TRUE;
}

static void
apply_declare(McRunning *self, McFields *fields)
{
	self->visit->declared = mc_link_bits(fields, "declared", 10);
	self->visit->declaration_made = TRUE;
}

/* An exam that is over before the first stimulus (optical distance too near) is finished at once.
 */
static void
settle(McRunning *self, McExamRun *run)
{
	McStimulus stimulus = {0};

	if (mc_exam_next(self->exam, &stimulus) != MC_STEP_DONE)
		return;
	run->result = *mc_exam_result(self->exam);
	run->finished = TRUE;
	g_clear_pointer(&self->exam, g_free);
}

/* Its number. Two exams that were measured on the same instrument, in the same state, share one;
 * there are never more than exams. */
static guint
remember_device(McVisit *visit, const McDeviceInfo *device)
{
	for (guint i = 0; i < visit->devices; i++)
		if (mc_passport_equal(&visit->device[i], device))
			return i + 1;
	visit->device[visit->devices++] = *device;
	return visit->devices;
}

static void
apply_open(McRunning *self, McFields *fields, gint64 now_us)
{
	McVisit *visit = self->visit;
	McDeviceInfo device = {0};
	g_autoptr(GError) error = NULL;
	const json_t *json = mc_fields_object(fields, "run");
	g_autoptr(McExamRun) run = json == NULL ? NULL : mc_exam_run_from_json(json, &error);

	mc_fields_take_error(fields, "run", g_steal_pointer(&error));
	mc_link_device_read(fields, "device", &device);
	mc_pictures_read_consent(fields, &visit->pictures);
	if (run == NULL || !mc_fields_good(fields))
		return;
	if (mc_running_open_run(self) != NULL || visit->exams == MC_VISIT_EXAMS_MAX) {
		mc_fields_refuse(fields, "run", "no further exam can be opened");
		return;
	}
	self->exam = g_new0(McExam, 1);
	if (!mc_exam_run_replay(run, self->exam, &error)) {
		g_clear_pointer(&self->exam, g_free);
		mc_fields_take_error(fields, "run", g_steal_pointer(&error));
		return;
	}
	self->exam_base_us = now_us;
	if (device.serial[0] != '\0')
		run->passport = remember_device(visit, &device);
	visit->exam[visit->exams] = g_steal_pointer(&run);
	settle(self, visit->exam[visit->exams++]);
}

static gboolean
take_event(McExam *exam, const McExamEvent *event)
{
	McStimulus stimulus = {0};
	McStep step = mc_exam_next(exam, &stimulus);

	switch (event->kind) {
	case MC_EXAM_EVENT_ANSWER: return mc_exam_answer(exam, &event->answer);
	case MC_EXAM_EVENT_DISCARD: return mc_exam_discard(exam, event->stimulus.trial, event->discard);
	case MC_EXAM_EVENT_ACKNOWLEDGE: return mc_exam_acknowledge(exam);
	case MC_EXAM_EVENT_STOP:
		if (step != MC_STEP_DONE)
			mc_exam_stop(exam, event->stop);
		return step != MC_STEP_DONE;
	}
	return FALSE;
}

gboolean
mc_running_would_take(const McRunning *self, const McExamEvent *event)
{
	McExam trial = *self->exam;

	return take_event(&trial, event);
}

McStep
mc_running_next(const McRunning *self, McStimulus *stimulus)
{
	return mc_exam_next(self->exam, stimulus);
}

static void
apply_event(McRunning *self, McFields *fields, gint64 now_us)
{
	McExamRun *run = mc_running_open_run(self);
	const json_t *json = mc_fields_object(fields, "event");
	g_autoptr(GError) error = NULL;
	McExamEvent event = {0};

	if (json == NULL)
		return;
	if (!mc_exam_event_from_json(json, &event, &error)) {
		mc_fields_take_error(fields, "event", g_steal_pointer(&error));
		return;
	}
	if (run == NULL || !take_event(self->exam, &event)) {
		mc_fields_refuse(fields, "event", "the exam does not take it");
		return;
	}
	/* After a restart the monotonic clock starts anew: time goes on from the last event. */
	self->exam_base_us = now_us - event.at_us;
	g_array_append_val(run->events, event);
	settle(self, run);
}

static void
apply_evidence(McRunning *self, McFields *fields)
{
	McVisit *visit = self->visit;
	McVisitEvidence evidence = {.at_wall_us = self->touched_wall_us};

	mc_fields_hex(fields, "digest", evidence.digest, sizeof evidence.digest);
	if (mc_fields_has(fields, "picture"))
		mc_fields_hex(fields, "picture", evidence.picture, sizeof evidence.picture);
	mc_link_text(fields, "device_serial", evidence.device_serial, sizeof evidence.device_serial);
	evidence.exam = (McExamKind)mc_fields_int32(fields, "exam", 0, MC_EXAM_KINDS - 1);
	evidence.trial = mc_fields_int32(fields, "trial", 0, G_MAXINT32);
	if (visit->evidences == MC_VISIT_EVIDENCE_MAX)
		mc_fields_refuse(fields, "digest", "no further picture");
	else
		visit->evidence[visit->evidences++] = evidence;
}

static void
apply_one(McRunning *self, const char *step, McFields *fields, gint64 now_us)
{
	if (strcmp(step, "begin") == 0)
		apply_begin(self, fields, now_us);
	else if (strcmp(step, "identify") == 0)
		apply_identify(self, fields);
	else if (strcmp(step, "case") == 0)
		apply_case(self, fields);
	else if (strcmp(step, "choose") == 0)
		apply_choose(self, fields);
	else if (strcmp(step, "declare") == 0)
		apply_declare(self, fields);
	else if (strcmp(step, "assist") == 0)
		self->visit->assisted++;
	else if (strcmp(step, "open") == 0)
		apply_open(self, fields, now_us);
	else if (strcmp(step, "event") == 0)
		apply_event(self, fields, now_us);
	else if (strcmp(step, "evidence") == 0)
		apply_evidence(self, fields);
	else if (strcmp(step, "left") != 0 && strcmp(step, "resume") != 0)
		mc_fields_refuse(fields, "step", "unknown word");
}

gboolean
mc_running_apply(McRunning *self, const char *step, gint64 now_us, GError **error)
{
	json_auto_t *json = json_loads(step, JSON_REJECT_DUPLICATES, NULL);
	GError *problem = NULL;
	McFields fields;
	gint64 at_wall_us = 0;
	const char *word = NULL;

	mc_fields_begin(&fields, json, "step");
	at_wall_us = mc_fields_int64(&fields, "at", 0, G_MAXINT64);
	word = mc_fields_string(&fields, "step", 16);
	self->touched_wall_us = at_wall_us;
	self->touched_us = now_us;
	if (mc_fields_good(&fields))
		apply_one(self, word, &fields, now_us);
	if (mc_fields_end(&fields, &problem)) {
		g_ptr_array_add(self->steps, g_strdup(step));
		return TRUE;
	}
	g_set_error(
	    error, MC_ERROR, MC_ERROR_STORAGE, "journal: steps of a visit: %s", problem->message);
	g_error_free(problem);
	return FALSE;
}
