#include "app/flow/delays.h"
#include "app/flow/prompts.h"
#include "app/flow/session-private.h"

#include <string.h>

/* The steps of a visit. What this kiosk cannot do is no step of it. */
typedef enum Step {
	STEP_NONE,
	STEP_LANGUAGE,
	STEP_PRIVACY,
	STEP_CARD,
	STEP_BUSINESS,
	STEP_DECLARATION,
	STEP_VISION,
	STEP_HEARING,
	STEP_SIDE,
	STEP_COLOUR,
	STEP_STATURE,
	STEP_LIMBS,
	STEP_REACTION,
	STEP_END,
} Step;

static const struct {
	McPage page;
	Step step;
	McDelay quiet;
} shapes[MC_VISIT_STATES] = {
    [MC_STATE_WELCOME] = {MC_PAGE_WELCOME, STEP_NONE, MC_DELAY_IDLE},
    [MC_STATE_LANGUAGE] = {MC_PAGE_LANGUAGE, STEP_LANGUAGE, MC_DELAY_IDLE},
    [MC_STATE_PRIVACY] = {MC_PAGE_PRIVACY, STEP_PRIVACY, MC_DELAY_IDLE_READING},
    [MC_STATE_CARD] = {MC_PAGE_CARD, STEP_CARD, MC_DELAY_IDLE},
    [MC_STATE_CONFIRM] = {MC_PAGE_CONFIRM, STEP_CARD, MC_DELAY_IDLE},
    [MC_STATE_BUSINESS] = {MC_PAGE_BUSINESS, STEP_BUSINESS, MC_DELAY_IDLE},
    [MC_STATE_CASE] = {MC_PAGE_CASE, STEP_BUSINESS, MC_DELAY_IDLE_READING},
    [MC_STATE_AIDS] = {MC_PAGE_AIDS, STEP_BUSINESS, MC_DELAY_IDLE},
    [MC_STATE_DECLARATION] = {MC_PAGE_DECLARATION, STEP_DECLARATION, MC_DELAY_IDLE_READING},
    [MC_STATE_VISION_PRACTICE] = {MC_PAGE_PRACTICE, STEP_VISION, MC_DELAY_IDLE_EXAM},
    [MC_STATE_VISION] = {MC_PAGE_EXAM, STEP_VISION, MC_DELAY_IDLE_EXAM},
    [MC_STATE_GLASSES_ON] = {MC_PAGE_GLASSES_ON, STEP_VISION, MC_DELAY_IDLE_EXAM},
    [MC_STATE_VISION_GLASSES] = {MC_PAGE_EXAM, STEP_VISION, MC_DELAY_IDLE_EXAM},
    [MC_STATE_HEARING_PRACTICE] = {MC_PAGE_PRACTICE, STEP_HEARING, MC_DELAY_IDLE_EXAM},
    [MC_STATE_HEARING] = {MC_PAGE_EXAM, STEP_HEARING, MC_DELAY_IDLE_EXAM},
    [MC_STATE_SIDE_PRACTICE] = {MC_PAGE_PRACTICE, STEP_SIDE, MC_DELAY_IDLE_EXAM},
    [MC_STATE_SIDE] = {MC_PAGE_EXAM, STEP_SIDE, MC_DELAY_IDLE_EXAM},
    [MC_STATE_COLOUR_PRACTICE] = {MC_PAGE_PRACTICE, STEP_COLOUR, MC_DELAY_IDLE_EXAM},
    [MC_STATE_COLOUR] = {MC_PAGE_EXAM, STEP_COLOUR, MC_DELAY_IDLE_EXAM},
    [MC_STATE_STATURE] = {MC_PAGE_EXAM, STEP_STATURE, MC_DELAY_IDLE_EXAM},
    [MC_STATE_LIMBS] = {MC_PAGE_EXAM, STEP_LIMBS, MC_DELAY_IDLE_EXAM},
    [MC_STATE_REACTION] = {MC_PAGE_EXAM, STEP_REACTION, MC_DELAY_IDLE_EXAM},
    [MC_STATE_SUMMARY] = {MC_PAGE_SUMMARY, STEP_END, MC_DELAY_IDLE_READING},
    [MC_STATE_SIGNATURE] = {MC_PAGE_SIGNATURE, STEP_END, MC_DELAY_IDLE},
    [MC_STATE_SEALING] = {MC_PAGE_SEALING, STEP_END, MC_DELAY_IDLE},
    [MC_STATE_END] = {MC_PAGE_END, STEP_END, MC_DELAY_END_PAGE},
    [MC_STATE_ABORTED] = {MC_PAGE_ABORTED, STEP_NONE, MC_DELAY_ABORTED_PAGE},
    [MC_STATE_FAULT] = {MC_PAGE_FAULT, STEP_NONE, MC_DELAY_FAULT_PAGE},
    [MC_STATE_STATUS] = {MC_PAGE_STATUS, STEP_NONE, MC_DELAY_IDLE_READING},
};

McPage
mc_session_page_of(McVisitState state)
{
	return shapes[state].page;
}

/* ---- steps ---- */

static gboolean
exam_of(Step step, McExamKind *kind)
{
	switch (step) {
	case STEP_VISION: *kind = MC_EXAM_ACUITY; return TRUE;
	case STEP_HEARING: *kind = MC_EXAM_HEARING; return TRUE;
	case STEP_SIDE: *kind = MC_EXAM_SIDE; return TRUE;
	case STEP_COLOUR: *kind = MC_EXAM_COLOUR; return TRUE;
	case STEP_STATURE: *kind = MC_EXAM_STATURE; return TRUE;
	case STEP_LIMBS: *kind = MC_EXAM_LIMBS; return TRUE;
	case STEP_REACTION: *kind = MC_EXAM_REACTION; return TRUE;
	case STEP_NONE:
	case STEP_LANGUAGE:
	case STEP_PRIVACY:
	case STEP_CARD:
	case STEP_BUSINESS:
	case STEP_DECLARATION:
	case STEP_END: return FALSE;
	}
	return FALSE;
}

static gboolean
is_taken(const McSession *self, Step step)
{
	McExamKind kind;

	return !exam_of(step, &kind) || mc_session_offers(self, kind);
}

/* Which one it is of those that this kiosk has for this person. */
static gint
count_steps(const McSession *self, Step last)
{
	gint count = 0;

	for (gint step = STEP_LANGUAGE; step <= (gint)last; step++)
		count += is_taken(self, (Step)step) ? 1 : 0;
	return count;
}

/* ---- idle ---- */

/* To tones, or to the voice that says the next movement: nobody touches the glass meanwhile. */
static gboolean
is_listening(const McSession *self)
{
	McPage page = shapes[self->state].page;
	const McExamView *exam = &self->view.exam;

	if ((page != MC_PAGE_PRACTICE && page != MC_PAGE_EXAM) ||
	    (exam->kind != MC_EXAM_HEARING && exam->kind != MC_EXAM_SIDE && !exam->watched))
		return FALSE;
	return self->phase == MC_PHASE_WAIT || self->phase == MC_PHASE_PRESENTING ||
	       self->phase == MC_PHASE_RIGHT || self->phase == MC_PHASE_WRONG;
}

static gboolean
is_as_at_first(const McSession *self)
{
	return self->view.language == self->first_language && self->view.text_size == MC_TEXT_NORMAL &&
	       !self->help_open;
}

/* 0: nobody is waited for. */
guint
mc_session_quiet_ms(const McSession *self)
{
	guint ms = mc_delay_ms(shapes[self->state].quiet);

	if (self->desk.active)
		return mc_delay_ms(self->desk.role == MC_STAFF_NONE ? MC_DELAY_SIGN_IN : MC_DELAY_STAFF);
	if (self->state == MC_STATE_SEALING || self->calls.away || self->presenter.away)
		return 0;
	if (self->state == MC_STATE_WELCOME && is_as_at_first(self))
		return 0;
	if (is_listening(self))
		ms = mc_delay_ms(MC_DELAY_IDLE_LISTENING);
	if (mc_visit_is_running(self->state) &&
	    (self->view.text_size == MC_TEXT_LARGE || self->assisted || self->help_open))
		ms *= 2;
	return ms;
}

void
mc_session_touch(McSession *self)
{
	gboolean warned = self->idle.seconds_left > 0;

	mc_idle_arm(&self->idle, mc_session_quiet_ms(self));
	if (warned)
		mc_session_refresh(self, MC_CHANGE_OVERLAY);
}

static void
set_idle_time(McSession *self)
{
	guint quiet_ms = mc_session_quiet_ms(self);
	gboolean warns = self->idle.seconds_left > 0;

	if (quiet_ms == 0 || (!warns && quiet_ms != self->idle.quiet_ms))
		mc_idle_arm(&self->idle, quiet_ms);
}

/* ---- what is shown ---- */

void
mc_session_hold(McSession *self)
{
	mc_presenter_hold(&self->presenter, self->desk.active || self->help_open || self->stop_asked);
}

static McOverlay
overlay_of(const McSession *self)
{
	if (self->desk.active)
		return MC_OVERLAY_NONE;
	if (self->calls.away)
		return MC_OVERLAY_RECORDER;
	if (self->idle.seconds_left > 0)
		return MC_OVERLAY_IDLE;
	if (self->stop_asked)
		return MC_OVERLAY_STOP;
	if (self->help_open)
		return MC_OVERLAY_HELP;
	if (self->feedback.open)
		return self->feedback.done ? MC_OVERLAY_FEEDBACK_DONE : MC_OVERLAY_FEEDBACK;
	if (self->presenter.away)
		return MC_OVERLAY_WAITING;
	return MC_OVERLAY_NONE;
}

static void
view_colour(const McSession *self, McExamView *exam)
{
	exam->colour = self->presenter.stimulus.as.colour;
	exam->trial = self->presenter.stimulus.trial;
	exam->picture_on = self->presenter.screen.is_on;
}

static void
view_reaction(const McSession *self, McExamView *exam)
{
	/* before the first stimulus, too: the page says whose keys count */
	exam->reaction.by_pad = self->presenter.by_pad;
	if (self->presenter.stimulus.kind != MC_EXAM_REACTION)
		return;
	exam->trial = self->presenter.stimulus.trial;
	mc_presenter_react_view(&self->presenter, &exam->reaction);
}

static void
view_stature(const McSession *self, McExamView *exam)
{
	exam->reading = self->presenter.stimulus.as.stature.reading;
	memcpy(exam->height_mm, self->drive.height_mm, sizeof exam->height_mm);
}

static void
view_limbs(const McSession *self, McExamView *exam)
{
	if (self->presenter.stimulus.kind == MC_EXAM_LIMBS)
		exam->movement = self->presenter.stimulus.as.limbs.movement;
	exam->watched = self->phase == MC_PHASE_PREPARE
	                    ? mc_readiness_takes_pictures(MC_EXAM_LIMBS, &self->view.hello)
	                    : self->presenter.camera != NULL;
}

static void
view_exam(McSession *self)
{
	McExamView *exam = &self->view.exam;
	McExamKind kind;
	McCorrection correction;

	*exam = (McExamView){
	    .step = count_steps(self, shapes[self->state].step), .steps = count_steps(self, STEP_END)};
	if (!mc_session_exam_of(self->state, &kind, &correction))
		return;
	exam->kind = kind;
	exam->correction = correction;
	exam->by_loudspeaker =
	    (kind == MC_EXAM_HEARING || kind == MC_EXAM_SIDE) && self->view.wears_hearing_aid;
	exam->phase = self->phase;
	exam->practice = shapes[self->state].page == MC_PAGE_PRACTICE;
	exam->optotype = self->view.hello.optotype;
	if (exam->practice && kind == MC_EXAM_ACUITY)
		exam->direction = self->practice.stimulus.as.optotype.direction;
	if (kind == MC_EXAM_COLOUR && self->presenter.kind == kind)
		view_colour(self, exam);
	if (kind == MC_EXAM_STATURE && self->presenter.stimulus.kind == kind)
		view_stature(self, exam);
	if (kind == MC_EXAM_LIMBS)
		view_limbs(self, exam);
	if (kind == MC_EXAM_REACTION)
		view_reaction(self, exam);
}

static void
view_staff(McSession *self)
{
	McView *view = &self->view;

	view->role = self->desk.role;
	view->visit_suspended = self->desk.active && mc_visit_is_running(self->state);
	view->may_give_code = (self->state == MC_STATE_BUSINESS || self->state == MC_STATE_CASE) &&
	                      mc_session_wants_code(self);
	view->lines = self->lines->len;
	view->line = (const McRecorderLine *)(gpointer)self->lines->data;
}

static void
speak(McSession *self)
{
	McVoicePort *voice = self->ports.voice;
	const char *prompt = mc_prompt_for(&self->view);

	if (prompt == self->spoken && self->view.language == self->spoken_language)
		return;
	self->spoken = prompt;
	self->spoken_language = self->view.language;
	if (prompt == NULL)
		voice->hush(voice->self);
	else
		voice->say(voice->self, prompt, self->view.language);
}

static guint
what_changed(McSession *self)
{
	const McView *view = &self->view;
	guint changes = 0;

	if (view->page != self->shown.page || view->language != self->shown.language ||
	    view->text_size != self->shown.text_size)
		changes |= MC_CHANGE_PAGE;
	if (view->overlay != self->shown.overlay)
		changes |= MC_CHANGE_OVERLAY;
	self->shown.page = view->page;
	self->shown.overlay = view->overlay;
	self->shown.language = view->language;
	self->shown.text_size = view->text_size;
	return changes;
}

void
mc_session_refresh(McSession *self, guint changes)
{
	McView *view = &self->view;

	self->changes |= changes;
	if (self->handling)
		return;
	view_exam(self);
	view_staff(self);
	set_idle_time(self);
	view->page = self->desk.active ? self->desk.page : shapes[self->state].page;
	view->overlay = overlay_of(self);
	mc_readiness_device_of(view->exam.kind, &view->waiting_for);
	view->overlay_seconds = view->overlay == MC_OVERLAY_IDLE ? self->idle.seconds_left : 0;
	if (self->state != MC_STATE_CONFIRM)
		view->identity_shown_in_full = FALSE;
	view->abort = self->abort_reason;
	view->fault = self->state == MC_STATE_FAULT ? self->fault : "";
	speak(self);
	changes = self->changes | what_changed(self);
	self->changes = 0;
	if (self->listener != NULL && changes != 0)
		self->listener(changes, self->listener_data);
}
