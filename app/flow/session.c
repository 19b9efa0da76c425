#include "app/flow/delays.h"
#include "app/flow/session-private.h"

#include <string.h>

/* ---- idle ---- */

static void
on_quiet(gpointer data)
{
	McSession *self = data;

	if (self->desk.active)
		mc_session_staff_leave(self);
	else
		mc_session_event(self, MC_EVENT_IDLE);
}

static void
on_counting(gint seconds_left, gpointer data)
{
	mc_session_refresh(data, MC_CHANGE_OVERLAY);
}

static void
on_expired(gpointer data)
{
	mc_session_abort(data, MC_ABORT_WALKED_AWAY);
}

static const McIdleEvents idle_events = {
    .quiet = on_quiet,
    .counting = on_counting,
    .expired = on_expired,
};

/* ---- acts that every page knows ---- */

/* Always one of the same two strings, so that they may be compared by address. */
static const char *
language_of(const char *text, const char *otherwise)
{
	if (g_strcmp0(text, "en") == 0)
		return "en";
	return g_strcmp0(text, "zh_CN") == 0 ? "zh_CN" : otherwise;
}

static void
set_language(McSession *self, const char *language)
{
	self->view.language = language_of(language, self->view.language);
	mc_session_refresh(self, 0);
}

static void
set_text_size(McSession *self, gint64 size)
{
	self->view.text_size = size == MC_TEXT_LARGE ? MC_TEXT_LARGE : MC_TEXT_NORMAL;
	mc_session_refresh(self, 0);
}

/* C19: it rings at the clerk's, whatever else is the matter. */
static void
ask_for_help(McSession *self)
{
	McRecorderRequest request = mc_session_request(self, MC_RECORDER_HELP);

	if (self->help_open)
		return;
	self->help_open = TRUE;
	mc_session_hold(self);
	mc_calls_tell(&self->calls, &request);
	mc_session_refresh(self, MC_CHANGE_OVERLAY);
}

static void
ask_to_stop(McSession *self)
{
	if (!mc_visit_is_running(self->state))
		return;
	self->stop_asked = TRUE;
	mc_session_hold(self);
	mc_session_refresh(self, MC_CHANGE_OVERLAY);
}

static void
close_overlay(McSession *self)
{
	self->stop_asked = FALSE;
	self->help_open = FALSE;
	mc_session_hold(self);
	mc_session_refresh(self, MC_CHANGE_OVERLAY);
}

/* TRUE: the act belonged to what lies over the page. */
static gboolean
act_on_overlay(McSession *self, const McAct *act)
{
	gboolean is_yes = act->kind == MC_ACT_YES || act->kind == MC_ACT_NEXT;

	if (self->view.overlay == MC_OVERLAY_IDLE || self->view.overlay == MC_OVERLAY_RECORDER)
		return act->kind != MC_ACT_LANGUAGE && act->kind != MC_ACT_TEXT_SIZE &&
		       act->kind != MC_ACT_HELP && act->kind != MC_ACT_STAFF;
	if (self->view.overlay != MC_OVERLAY_STOP && self->view.overlay != MC_OVERLAY_HELP)
		return FALSE;
	if (!is_yes && act->kind != MC_ACT_NO && act->kind != MC_ACT_BACK)
		return FALSE;
	if (self->view.overlay == MC_OVERLAY_STOP && is_yes)
		mc_session_abort(
		    self, self->state == MC_STATE_PRIVACY ? MC_ABORT_REFUSED : MC_ABORT_CITIZEN);
	else
		close_overlay(self);
	return TRUE;
}

/* ---- acts of the citizen's pages ---- */

static void
start(McSession *self)
{
	/* the day may have turned since an instrument last said something */
	mc_session_ready(self);
	mc_session_refresh(self, MC_CHANGE_VIEW);
	if (self->view.service == MC_SERVICE_OPEN || self->view.service == MC_SERVICE_PARTLY)
		mc_session_move(self, MC_EVENT_START);
}

static void
say_no(McSession *self)
{
	if (self->state == MC_STATE_PRIVACY)
		mc_session_abort(self, MC_ABORT_REFUSED);
	else if (self->state == MC_STATE_GLASSES_ON)
		mc_session_no_glasses(self);
	else if (self->state == MC_STATE_REACTION)
		mc_session_leave_practice(self);
	else if (self->state == MC_STATE_LIMBS)
		mc_session_exam_unwatched(self);
	else if (!mc_calls_busy(&self->calls))
		mc_session_move(self, MC_EVENT_NO);
}

/* A code says business and classes: its page stands where they would be chosen, and there is no way
 * back from it. */
static McVisitEvent
back_from(const McSession *self)
{
	if (mc_session_is_part(self) &&
	    (self->state == MC_STATE_AIDS || (self->state == MC_STATE_DECLARATION &&
	                                         !mc_session_is_asked_for(self, MC_EXAM_ACUITY))))
		return MC_EVENT_CASE;
	return MC_EVENT_BACK;
}

static void
go_back(McSession *self)
{
	if (mc_calls_busy(&self->calls) || (self->state == MC_STATE_CASE && mc_session_is_part(self)))
		return;
	self->view.case_trouble = MC_CASE_TROUBLE_NONE;
	mc_session_move(self, back_from(self));
}

static void
enter_text(McSession *self, const McAct *act)
{
	if (self->state != MC_STATE_SIGNATURE)
		return;
	if (act->kind == MC_ACT_PHONE)
		mc_session_set_phone(self, act->text);
	else
		mc_session_set_signature(self, act->bytes);
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

static void
show_identity(McSession *self, gboolean in_full)
{
	self->view.identity_shown_in_full = in_full && self->state == MC_STATE_CONFIRM;
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

/* A sub-range of the acts; the others belong to choices.c or to staff. */
static void
act_as_citizen(McSession *self, const McAct *act)
{
	if (act->kind == MC_ACT_START)
		start(self);
	else if (act->kind == MC_ACT_STATUS)
		mc_session_move(self, MC_EVENT_STATUS);
	else if (act->kind == MC_ACT_NEXT)
		mc_session_forward(self);
	else if (act->kind == MC_ACT_BACK)
		go_back(self);
	else if (act->kind == MC_ACT_STOP)
		ask_to_stop(self);
	else if (act->kind == MC_ACT_YES && self->state == MC_STATE_CONFIRM)
		mc_session_forward(self);
	else if (act->kind == MC_ACT_NO)
		say_no(self);
	else if (act->kind == MC_ACT_SHOW_IDENTITY)
		show_identity(self, act->number != 0);
	else if (act->kind == MC_ACT_ANSWER_DIRECTION || act->kind == MC_ACT_ANSWER_CANNOT ||
	         act->kind == MC_ACT_ANSWER_FIGURE || act->kind == MC_ACT_ANSWER_ERASE)
		mc_session_exam_answer(self, act);
	else if (act->kind == MC_ACT_PHONE || act->kind == MC_ACT_SIGNATURE)
		enter_text(self, act);
	else if (act->kind == MC_ACT_ASK_CLERK && self->view.may_ask_clerk)
		ask_for_help(self);
	else
		mc_session_choose(self, act);
}

void
mc_session_act(McSession *self, const McAct *act)
{
	gboolean overlaid;

	if (act->kind == MC_ACT_DRAWN) {
		mc_presenter_drawn(&self->presenter, (gint32)act->number);
		return;
	}
	overlaid =
	    !self->desk.active && (act_on_overlay(self, act) || mc_session_feedback_act(self, act));

	mc_session_touch(self);
	if (overlaid || act->kind == MC_ACT_TOUCH)
		return;
	if (act->kind == MC_ACT_LANGUAGE)
		set_language(self, act->text);
	else if (act->kind == MC_ACT_TEXT_SIZE)
		set_text_size(self, act->number);
	else if (self->desk.active)
		mc_session_staff_act(self, act);
	else if (act->kind == MC_ACT_STAFF)
		mc_session_staff_enter(self);
	else if (act->kind == MC_ACT_HELP)
		ask_for_help(self);
	else
		act_as_citizen(self, act);
}

void
mc_session_post(McSession *self, McActKind kind)
{
	mc_session_act(self, &(McAct){.kind = kind});
}

void
mc_session_post_number(McSession *self, McActKind kind, gint64 number)
{
	mc_session_act(self, &(McAct){.kind = kind, .number = number});
}

void
mc_session_post_text(McSession *self, McActKind kind, const char *text)
{
	mc_session_act(self, &(McAct){.kind = kind, .text = text});
}

/* ---- begin and end ---- */

McSession *
mc_session_new(const McSessionPorts *ports)
{
	McSession *self = g_new0(McSession, 1);

	self->ports = *ports;
	self->events = g_queue_new();
	self->lines = g_array_new(FALSE, TRUE, sizeof(McRecorderLine));
	self->first_language = language_of(ports->language, language_of("zh_CN", NULL));
	self->view.language = self->first_language;
	self->view.demonstration = ports->demonstration;
	self->view.support = ports->support == NULL ? MC_SUPPORT_NOT_HERE : MC_SUPPORT_NONE;
	self->view.fault = "";
	self->view.staff_error = "";
	self->fault = "";
	mc_idle_init(&self->idle, ports->clock, &idle_events, self);
	mc_session_house_init(self);
	mc_session_exams_init(self);
	mc_session_card_init(self);
	mc_session_slip_init(self);
	mc_session_status_forget(self);
	self->view.recorder_connected = ports->recorder->is_connected(ports->recorder->self);
	if (self->view.recorder_connected)
		mc_calls_connected(&self->calls, TRUE);
	mc_session_refresh(self, 0);
	return self;
}

void
mc_session_free(McSession *self)
{
	if (self == NULL)
		return;
	self->listener = NULL;
	mc_session_exams_halt(self);
	mc_session_card_stop(self);
	mc_session_wipe(self);
	mc_session_staff_clear(self);
	mc_session_slip_clear(self);
	mc_session_house_clear(self);
	mc_presenter_clear(&self->presenter);
	mc_calls_clear(&self->calls);
	mc_idle_clear(&self->idle);
	self->ports.recorder->set_listener(self->ports.recorder->self, &(McRecorderListener){0}, NULL);
	self->ports.devices->set_listener(self->ports.devices->self, NULL, NULL);
	self->ports.id_reader->set_listener(
	    self->ports.id_reader->self, &(McIdReaderListener){0}, NULL);
	g_queue_free(self->events);
	g_array_unref(self->lines);
	g_free(self);
}

void
mc_session_set_listener(McSession *self, McSessionListener listener, gpointer data)
{
	self->listener = listener;
	self->listener_data = data;
}

const McView *
mc_session_view(const McSession *self)
{
	return &self->view;
}
