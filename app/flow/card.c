#include "app/flow/delays.h"
#include "app/flow/session-private.h"

#include "app/base/error.h"

static gboolean
reader_is_ready(const McSession *self)
{
	return self->ports.id_reader->is_ready(self->ports.id_reader->self);
}

static void
set_problem(McSession *self, McCardProblem problem, gboolean may_ask_clerk)
{
	self->view.card_problem = problem;
	self->view.may_ask_clerk = self->view.may_ask_clerk || may_ask_clerk;
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

/* ---- the photo ---- */

void
mc_session_photo_forget(McSession *self)
{
	McPhotoPort *port = self->ports.photo;

	if (port != NULL)
		port->cancel(port->self);
	g_clear_pointer(&self->view.photo, g_bytes_unref);
	self->view.photo_width = self->view.photo_height = 0;
}

static void
on_photo(GBytes *rgb, guint width, guint height, const GError *error, gpointer data)
{
	McSession *self = data;

	if (error != NULL) {
		g_message("card: %s", error->message);
		return;
	}
	self->view.photo = g_bytes_ref(rgb);
	self->view.photo_width = width;
	self->view.photo_height = height;
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

/* Nothing waits for it: the page shows it when it comes. */
static void
decode_photo(McSession *self)
{
	McPhotoPort *port = self->ports.photo;
	const McIdentity *identity = &self->view.identity;

	mc_session_photo_forget(self);
	if (port != NULL && identity->photo_bytes > 0)
		port->decode(port->self, identity->photo, identity->photo_bytes, on_photo, self);
}

/* ---- the card ---- */

void
mc_session_card_forget(McSession *self)
{
	mc_session_photo_forget(self);
	mc_clock_cancel(self->ports.clock, &self->card_again);
	mc_identity_wipe(&self->view.identity);
	self->view.card_problem = MC_CARD_FINE;
	self->view.may_ask_clerk = FALSE;
	self->card_failures = 0;
}

void
mc_session_card_find(McSession *self)
{
	self->card_wanted = TRUE;
	if (self->desk.active)
		return;
	if (!reader_is_ready(self)) {
		set_problem(self, MC_CARD_READER_AWAY, TRUE);
		return;
	}
	if (self->view.card_problem == MC_CARD_READER_AWAY)
		self->view.card_problem = MC_CARD_FINE;
	self->ports.id_reader->start(self->ports.id_reader->self);
}

void
mc_session_card_stop(McSession *self)
{
	self->card_wanted = FALSE;
	mc_clock_cancel(self->ports.clock, &self->card_again);
	self->ports.id_reader->stop(self->ports.id_reader->self);
}

void
mc_session_card_check(McSession *self)
{
	gboolean ready = reader_is_ready(self);

	if (!self->card_wanted || self->state != MC_STATE_CARD)
		return;
	if (!ready || self->view.card_problem == MC_CARD_READER_AWAY)
		mc_session_card_find(self);
}

static void
on_again(gpointer data)
{
	McSession *self = data;

	self->card_again = 0;
	if (self->card_wanted && self->state == MC_STATE_CARD)
		mc_session_card_find(self);
}

/* Finding ended with card(): another card may be put down in place of this one. */
static void
look_again(McSession *self)
{
	mc_clock_cancel(self->ports.clock, &self->card_again);
	self->card_again =
	    mc_clock_after_ms(self->ports.clock, mc_delay_ms(MC_DELAY_CARD_AGAIN), on_again, self);
}

static void
on_reading(gpointer data)
{
	McSession *self = data;

	if (!self->card_wanted || self->state != MC_STATE_CARD)
		return;
	mc_session_touch(self);
	/* the reason why this card was not taken stays until another one was read */
	if (self->view.card_problem != MC_CARD_EXPIRED && self->view.card_problem != MC_CARD_UNDER_AGE)
		set_problem(self, MC_CARD_READING, FALSE);
}

static void
on_card(const McIdentity *identity, gpointer data)
{
	McSession *self = data;
	gint32 today = mc_session_today(self);

	if (!self->card_wanted || self->state != MC_STATE_CARD)
		return;
	mc_session_touch(self);
	if (identity->valid_to_yyyymmdd != 0 && identity->valid_to_yyyymmdd < today) {
		look_again(self);
		set_problem(self, MC_CARD_EXPIRED, TRUE);
		return;
	}
	self->view.identity = *identity;
	if (identity->birth_yyyymmdd != 0 &&
	    mc_readiness_age_years(identity->birth_yyyymmdd, today) < MC_AGE_WARNING_YEARS) {
		look_again(self);
		set_problem(self, MC_CARD_UNDER_AGE, TRUE);
		return;
	}
	self->card_wanted = FALSE;
	self->view.card_problem = MC_CARD_FINE;
	decode_photo(self);
	mc_session_event(self, MC_EVENT_CARD_READ);
}

static void
on_failed(const GError *error, gpointer data)
{
	McSession *self = data;

	if (!self->card_wanted || self->state != MC_STATE_CARD)
		return;
	g_message("card: %s", error->message);
	mc_session_touch(self);
	self->card_failures++;
	if (g_error_matches(error, MC_ERROR, MC_ERROR_CARD_LIFTED))
		set_problem(self, MC_CARD_LIFTED, self->card_failures >= MC_CARD_FAILURES);
	else if (g_error_matches(error, MC_ERROR, MC_ERROR_CARD))
		set_problem(self, MC_CARD_UNREADABLE, TRUE);
	else
		set_problem(self, MC_CARD_CHECKSUM, TRUE);
}

static void
on_lost(const GError *error, gpointer data)
{
	McSession *self = data;

	if (!self->card_wanted || self->state != MC_STATE_CARD)
		return;
	g_message("card reader: %s", error->message);
	set_problem(self, MC_CARD_READER_AWAY, TRUE);
}

static const McIdReaderListener listener = {
    .reading = on_reading,
    .card = on_card,
    .failed = on_failed,
    .lost = on_lost,
};

void
mc_session_card_init(McSession *self)
{
	McIdReaderPort *port = self->ports.id_reader;

	port->set_listener(port->self, &listener, self);
}

/* Under age is a warning: the verdict says so too, with the rule. */
void
mc_session_card_next(McSession *self)
{
	if (self->view.card_problem != MC_CARD_UNDER_AGE)
		return;
	mc_session_card_stop(self);
	self->view.card_problem = MC_CARD_FINE;
	mc_session_event(self, MC_EVENT_CARD_READ);
}

/* ---- identified ---- */

/* They stand: other classes after a result was seen would be refused. */
static void
take_choices(McSession *self, const McChoices *choices)
{
	McView *view = &self->view;

	g_strlcpy(view->business, choices->business, sizeof view->business);
	view->classes_chosen = choices->classes;
	view->has_glasses = choices->has_glasses;
	view->wears_hearing_aid = choices->wears_hearing_aid;
	view->glasses_answered = view->hearing_aid_answered = view->aids_answered = TRUE;
	view->declared = choices->declared;
	view->declaration_none = choices->declared == 0;
}

void
mc_session_take_identified(
    McSession *self, const McRecorderReply *reply, const McIdentity *identity, gint32 source)
{
	/* only the page before was to show it */
	mc_session_photo_forget(self);
	mc_calls_identified(&self->calls, identity, source);
	for (guint i = 0; i < MC_EXAM_KINDS; i++)
		if (reply->resumed && mc_readiness_is_run_here((McExamKind)i, &self->view.hello) &&
		    (reply->resumed_exams & (1u << i)) != 0)
			self->slot[i] = (McSlot){.done = TRUE, .resumed = TRUE};
	self->view.of_case = reply->of_case;
	self->is_resumed = reply->resumed && reply->choices.classes != 0;
	if (self->is_resumed)
		take_choices(self, &reply->choices);
	if (reply->of_case.part > 0 && (reply->of_case.is_code_wanted || !self->is_resumed)) {
		/* without its choices: the code has them */
		self->view.of_case.is_code_wanted = TRUE;
		mc_session_event(self, MC_EVENT_CASE);
	} else {
		mc_session_event(self, self->is_resumed ? MC_EVENT_RESUMED : MC_EVENT_IDENTIFIED);
	}
}

static void
on_identified(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = data;

	if (g_error_matches(error, MC_ERROR, MC_ERROR_REFUSED))
		mc_session_abort(self, MC_ABORT_REFUSED);
	else if (error != NULL)
		mc_session_fault(self, error);
	else
		mc_session_take_identified(self, reply, &self->view.identity, 0);
}

void
mc_session_confirmed(McSession *self)
{
	McRecorderRequest request = mc_session_request(self, MC_RECORDER_VISIT_IDENTIFY);

	if (mc_calls_busy(&self->calls))
		return;
	request.identity = &self->view.identity;
	mc_calls_ask(&self->calls, &request, on_identified, self);
}
