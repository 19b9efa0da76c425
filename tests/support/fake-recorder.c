#include "tests/support/fake-parts.h"

#include "app/base/error.h"

#include <string.h>

typedef struct McWaiting {
	McRecorderReply reply;
	GError *error;
	McRecorderReplyFunc done;
	gpointer data;
} McWaiting;

static void
free_waiting(McWaiting *waiting)
{
	g_clear_error(&waiting->error);
	explicit_bzero(waiting, sizeof *waiting);
	g_free(waiting);
}

void
mc_fakes_run(McFakes *self)
{
	McWaiting *waiting;

	if (self->drop) {
		self->drop = FALSE;
		mc_fakes_connect(self, FALSE);
	}
	while ((waiting = g_queue_pop_head(self->replies)) != NULL) {
		if (waiting->done != NULL)
			waiting->done(&waiting->reply, waiting->error, waiting->data);
		free_waiting(waiting);
	}
}

/* ---- exams ---- */

static const McFakeExam *
script(const McFakes *self)
{
	return self->kind == MC_EXAM_ACUITY && self->correction == MC_CORRECTION_GLASSES
	           ? &self->glasses
	           : &self->exam[self->kind];
}

/* One of each task, and simple reactions to begin with. */
McReactionStimulus
mc_fakes_reaction(const McFakes *self)
{
	gint before = script(self)->trials - self->answered;
	McReactionStimulus reaction = {.task = before >= MC_REACTION_TASKS
	                                           ? MC_REACTION_SIMPLE
	                                           : (McReactionTask)(MC_REACTION_TASKS - before),
	    .foreperiod_ms = 1200,
	    .window_ms = 20000,
	    .key = MC_REACTION_KEY_RIGHT,
	    .digits = 3,
	    .digit = {7, 0, 0},
	    .places = 0x133,
	    .dark = 4};

	if (reaction.task == MC_REACTION_SIMPLE || reaction.task == MC_REACTION_CHOICE)
		reaction.window_ms = 1500;
	return reaction;
}

static void
stimulus(const McFakes *self, McStimulus *out)
{
	*out = (McStimulus){.kind = self->kind, .trial = self->trial, .attempt = 1};
	if (self->kind == MC_EXAM_ACUITY)
		out->as.optotype = (McOptotypeStimulus){
		    .direction = (McDirection)(self->trial % 4), .eye = (McEye)(self->trial % 2)};
	else if (self->kind == MC_EXAM_HEARING)
		out->as.tone = (McToneStimulus){
		    .ear = (McEar)(self->trial % 2), .frequency_hz = 1000, .level_deci_db_hl = 400};
	else if (self->kind == MC_EXAM_COLOUR)
		/* the last one is a light */
		out->as.colour = (McColourStimulus){.show = self->answered + 1 == script(self)->trials
		                                                ? MC_COLOUR_SIGNAL
		                                                : MC_COLOUR_PROTAN,
		    .figure = self->trial % MC_SIGNALS,
		    .exposure_ms = 4000};
	else if (self->kind == MC_EXAM_STATURE)
		out->as.stature.reading = self->answered % MC_STATURE_READINGS;
	else if (self->kind == MC_EXAM_LIMBS)
		out->as.limbs = (McLimbsStimulus){.movement = (McMovement)(self->answered % MC_MOVEMENTS),
		    .try_number = 1,
		    .hold_ms = 1000,
		    .window_ms = 10000};
	else if (self->kind == MC_EXAM_REACTION)
		out->as.reaction = mc_fakes_reaction(self);
	else
		out->as.side = (McSideStimulus){
		    .side = (McEar)(self->trial % 2), .frequency_hz = 500, .level_deci_db_hl = 500};
}

static void
done(McFakes *self, McOutcome outcome, guint32 reasons, McRecorderReply *reply)
{
	reply->step = MC_STEP_DONE;
	reply->result = (McExamResult){.kind = self->kind,
	    .outcome = outcome,
	    .reasons = reasons,
	    .attempts = 1,
	    .presented = self->trial};
	self->exam_open = FALSE;
}

static void
step(McFakes *self, McRecorderReply *reply)
{
	const McFakeExam *exam = script(self);

	if (self->answered >= exam->trials) {
		done(self, exam->outcome, 0, reply);
	} else if (exam->re_instruct_after > 0 && self->answered == exam->re_instruct_after &&
	           self->phase_done < 1) {
		reply->step = MC_STEP_RE_INSTRUCT;
	} else if (exam->longer_after > 0 && self->answered == exam->longer_after &&
	           self->phase_done < 2) {
		reply->step = MC_STEP_LONGER;
	} else {
		reply->step = MC_STEP_PRESENT;
		stimulus(self, &reply->stimulus);
	}
}

static void
exam_request(McFakes *self, const McRecorderRequest *request, McRecorderReply *reply)
{
	switch ((gint)request->op) {
	case MC_RECORDER_EXAM_OPEN:
		self->exam_open = TRUE;
		self->kind = request->exam;
		g_strlcpy(self->opened_with, request->device.serial, sizeof self->opened_with);
		self->correction = request->correction;
		self->trial = self->answered = self->phase_done = 0;
		break;
	case MC_RECORDER_EXAM_ANSWER:
		/* the same answer once more: it says where it stands */
		if (self->discards_next) {
			self->discards_next = FALSE;
			self->trial++;
			reply->discarded = TRUE;
			reply->discard = MC_DISCARD_NOISE;
		} else if (request->answer.trial == self->trial) {
			self->trial++;
			self->answered++;
			self->scored[self->kind]++;
		}
		break;
	case MC_RECORDER_EXAM_DISCARD:
		if (request->trial == self->trial) {
			self->trial++;
			self->discarded[self->kind]++;
		}
		break;
	case MC_RECORDER_EXAM_ACKNOWLEDGE: self->phase_done = self->phase_done == 0 ? 1 : 2; break;
	default: break;
	}
	if (self->exam_open)
		step(self, reply);
}

static GError *
exam_stop(McFakes *self, const McRecorderRequest *request, McRecorderReply *reply)
{
	self->stated[request->exam] = request->stop;
	self->kind = request->exam;
	done(self, MC_OUTCOME_NOT_DETERMINED, request->stop, reply);
	return NULL;
}

/* ---- the rest of the visit ---- */

static void
judge(McFakes *self, McRecorderReply *reply)
{
	static const McRequirement all[] = {MC_REQUIREMENT_VISION_LEFT, MC_REQUIREMENT_VISION_RIGHT,
	    MC_REQUIREMENT_HEARING_LEFT, MC_REQUIREMENT_HEARING_RIGHT, MC_REQUIREMENT_HEARING_SIDE};
	McClassVerdict *verdict = &reply->verdict[0];

	reply->verdicts = 1;
	verdict->licence_class = MC_CLASS_C1;
	verdict->requirements = (gint32)G_N_ELEMENTS(all);
	for (guint i = 0; i < G_N_ELEMENTS(all); i++)
		verdict->requirement[i] = (McRequirementVerdict){.requirement = all[i],
		    .outcome = i < 2 ? self->judged : MC_OUTCOME_PASS,
		    .reasons = i < 2 ? self->judged_for : 0};
}

GError *
mc_fakes_refused(const char *why)
{
	return g_error_new_literal(MC_ERROR, MC_ERROR_REFUSED, why);
}

static void
finish(McFakes *self, McRecorderReply *reply)
{
	/* finished before: the same record is found again */
	if (self->visit)
		self->records++;
	self->visit = FALSE;
	self->person = FALSE;
	reply->record = (McRecordState){
	    .seq = self->records, .state = MC_RECEIPT_RECORDED, .reference = "MC-1", .qr = "qr"};
	self->case_begun = FALSE;
	reply->of_case = self->of_case;
	judge(self, reply);
}

static GError *
case_continue(McFakes *self, McRecorderReply *reply)
{
	reply->case_trouble = self->case_trouble;
	if (self->case_trouble != MC_CASE_TROUBLE_NONE)
		return NULL;
	self->case_begun = self->case_code_known = TRUE;
	reply->of_case = self->goes_on;
	reply->choices = (McChoices){
	    .business = "B", .classes = 1u << MC_CLASS_C2, .wears_hearing_aid = self->case_hearing_aid};
	return NULL;
}

static GError *
visit_request(McFakes *self, const McRecorderRequest *request, McRecorderReply *reply)
{
	switch ((gint)request->op) {
	case MC_RECORDER_VISIT_BEGIN:
		if (self->hello.paused)
			return mc_fakes_refused("paused");
		self->visit = TRUE;
		break;
	case MC_RECORDER_VISIT_IDENTIFY:
		if ((request->identity_source == 1) != (self->staff == MC_STAFF_CLERK) && !self->person)
			return mc_fakes_refused("a clerk verifies");
		self->person = TRUE;
		reply->resumed = self->resumed_exams != 0;
		reply->resumed_exams = self->resumed_exams;
		if (reply->resumed)
			reply->choices = (McChoices){.business = "A",
			    .classes = 1u << MC_CLASS_C1,
			    .has_glasses = self->resumed_glasses,
			    .declared = 0x4};
		if (self->case_begun)
			reply->of_case = self->goes_on;
		reply->of_case.is_code_wanted = self->case_begun && !self->case_code_known;
		break;
	case MC_RECORDER_CASE_CONTINUE: return case_continue(self, reply);
	case MC_RECORDER_VISIT_JUDGE: judge(self, reply); break;
	case MC_RECORDER_VISIT_FINISH:
		if (self->case_begun && !self->case_code_known)
			return mc_fakes_refused("its code is not known");
		finish(self, reply);
		break;
	case MC_RECORDER_VISIT_ABORT:
	case MC_RECORDER_END_VISIT:
		self->visit = FALSE;
		self->case_begun = FALSE;
		self->person = FALSE;
		self->exam_open = FALSE;
		break;
	case MC_RECORDER_EVIDENCE: return mc_fakes_take_picture(self, request);
	case MC_RECORDER_EXAM_STOP: return exam_stop(self, request, reply);
	default: exam_request(self, request, reply); break;
	}
	return NULL;
}

static GError *
slip(McFakes *self, const McRecorderRequest *request, McRecorderReply *reply)
{
	if (request->flag && self->slips > 0 && self->staff != MC_STAFF_CLERK)
		return mc_fakes_refused("a copy is printed by staff");
	if (!request->flag && self->slips == 0)
		return mc_fakes_refused("none of it is being printed");
	self->slips = request->flag ? self->slips + 1 : self->slips - 1;
	reply->record = (McRecordState){
	    .seq = request->seq, .state = MC_RECEIPT_RECORDED, .reference = "MC-1", .qr = "qr"};
	reply->slip.copy = self->slips;
	return NULL;
}

static gboolean
is_of_citizen(McRecorderOp op)
{
	return op >= MC_RECORDER_VISIT_BEGIN && op <= MC_RECORDER_VISIT_FINISH;
}

static GError *
handle(McFakes *self, const McRecorderRequest *request, McRecorderReply *reply)
{
	McRecorderOp op = request->op;

	reply->op = op;
	g_strlcpy(self->hello.visit_id, self->visit ? "v" : "", sizeof self->hello.visit_id);
	self->hello.identified = self->person;
	reply->hello = self->hello;
	reply->record = self->record;
	if (op == MC_RECORDER_HELLO || op == MC_RECORDER_DEVICE_EVENT || op == MC_RECORDER_RECORD_STATE)
		return NULL;
	if (op == MC_RECORDER_FEEDBACK) {
		reply->record = (McRecordState){.seq = 99, .reference = "MC-FEEDBACK"};
		return NULL;
	}
	if (op == MC_RECORDER_STATUS) {
		reply->status = self->status;
		return NULL;
	}
	if (op == MC_RECORDER_SLIP)
		return slip(self, request, reply);
	if (op == MC_RECORDER_HELP) {
		self->hello.help_requests++;
		return NULL;
	}
	if (is_of_citizen(op) && self->staff != MC_STAFF_NONE && op != MC_RECORDER_VISIT_IDENTIFY &&
	    op != MC_RECORDER_CASE_CONTINUE)
		return mc_fakes_refused("staff is signed in");
	if (is_of_citizen(op) && !self->visit && op != MC_RECORDER_VISIT_BEGIN &&
	    op != MC_RECORDER_VISIT_FINISH)
		return mc_fakes_refused("no visit is running");
	if (is_of_citizen(op) || op == MC_RECORDER_VISIT_ABORT || op == MC_RECORDER_END_VISIT)
		return visit_request(self, request, reply);
	if (op == MC_RECORDER_ASSISTED)
		return self->visit ? NULL : mc_fakes_refused("no visit is running");
	return mc_fakes_staff_request(self, request, reply);
}

static void
unreachable(McFakes *self, McWaiting *waiting)
{
	g_clear_error(&waiting->error);
	waiting->error = g_error_new_literal(MC_ERROR, MC_ERROR_UNREACHABLE, "away");
}

static gboolean
fails_now(McFakes *self, McRecorderOp op, GError **error)
{
	if (mc_fakes_fails_now(self)) {
		*error = mc_fakes_failure();
		return TRUE;
	}
	if (self->refuse_op != (gint)op)
		return FALSE;
	self->refuse_op = -1;
	*error = g_error_new_literal(MC_ERROR, (gint)self->refuse_code, "refused as the test wants it");
	return TRUE;
}

static void
recorder_request(
    gpointer data, const McRecorderRequest *request, McRecorderReplyFunc func, gpointer func_data)
{
	McFakes *self = data;
	McWaiting *waiting = g_new0(McWaiting, 1);

	waiting->done = func;
	waiting->data = func_data;
	g_queue_push_tail(self->replies, waiting);
	if (!self->connected) {
		unreachable(self, waiting);
		return;
	}
	self->count[request->op]++;
	self->last[request->op] = *request;
	self->last[request->op].identity = NULL;
	self->last[request->op].signature_strokes = NULL;
	self->last[request->op].picture = NULL;
	if (fails_now(self, request->op, &waiting->error))
		return;
	waiting->error = handle(self, request, &waiting->reply);
	if (self->lose_reply) {
		self->lose_reply = FALSE;
		self->connected = FALSE;
		self->drop = TRUE;
	}
}

static gboolean
recorder_is_connected(gpointer data)
{
	McFakes *self = data;

	return self->connected;
}

static void
recorder_set_listener(gpointer data, const McRecorderListener *listener, gpointer listener_data)
{
	McFakes *self = data;

	self->recorder_listener = *listener;
	self->recorder_data = listener_data;
}

static void
recorder_forget(gpointer data, gpointer whose)
{
	McFakes *self = data;

	for (GList *item = self->replies->head; item != NULL; item = item->next) {
		McWaiting *waiting = item->data;

		if (waiting->data == whose)
			waiting->done = NULL;
	}
}

void
mc_fakes_connect(McFakes *self, gboolean is_connected)
{
	self->connected = is_connected;
	self->staff = MC_STAFF_NONE;
	for (GList *item = self->replies->head; !is_connected && item != NULL; item = item->next)
		unreachable(self, item->data);
	self->recorder_listener.connected(is_connected, self->recorder_data);
}

void
mc_fakes_hello_changed(McFakes *self)
{
	self->recorder_listener.changed(&self->hello, self->recorder_data);
	mc_fakes_run(self);
}

void
mc_fakes_init_recorder(McFakes *self)
{
	self->replies = g_queue_new();
	self->connected = TRUE;
	self->refuse_op = -1;
	self->judged = MC_OUTCOME_PASS;
	self->hello = (McHello){.kiosk = "K1",
	    .classes = 1u << MC_CLASS_C1 | 1u << MC_CLASS_C2,
	    .online = TRUE,
	    .staff_exists = TRUE,
	    .enrolments = 3,
	    .noise_limit_deci_db_spl = {560, 610, 690, 720},
	    .distance_apart_permille = 20,
	    .luminance_min_cd_m2 = 80,
	    .luminance_max_cd_m2 = 320,
	    .today_yyyymmdd = 20251124};
	for (guint i = 0; i < MC_EXAM_KINDS; i++)
		self->exam[i] = (McFakeExam){.trials = 3, .outcome = MC_OUTCOME_PASS};
	self->exam[MC_EXAM_REACTION] = (McFakeExam){.trials = 5, .outcome = MC_OUTCOME_NOT_DETERMINED};
	self->glasses = self->exam[MC_EXAM_ACUITY];
	self->recorder = (McRecorderPort){.self = self,
	    .is_connected = recorder_is_connected,
	    .set_listener = recorder_set_listener,
	    .request = recorder_request,
	    .forget = recorder_forget};
}

void
mc_fakes_clear_recorder(McFakes *self)
{
	g_queue_free_full(self->replies, (GDestroyNotify)free_waiting);
}
