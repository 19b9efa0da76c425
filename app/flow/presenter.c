#include "app/flow/presenter-parts.h"

#include "app/flow/delays.h"

static void advance(McPresenter *self);

static gboolean
instrument_is_ready(const McPresenter *self)
{
	if (mc_presenter_is_on_screen(self))
		return TRUE;
	if (mc_presenter_is_reaction(self))
		return !self->by_pad || self->pad_port->is_ready(self->pad_port->self);
	if (mc_presenter_is_of_body(self))
		return mc_presenter_body_is_ready(self);
	if (mc_presenter_is_vision(self))
		return self->vision_port->is_ready(self->vision_port->self);
	return self->hearing_port->is_ready(self->hearing_port->self);
}

static void
silence(McPresenter *self)
{
	mc_clock_cancel(self->clock, &self->limit);
	mc_screen_dark(&self->screen);
	self->vision_port->dark(self->vision_port->self);
	self->hearing_port->mute(self->hearing_port->self);
	mc_presenter_body_stop(self);
	mc_reaction_show_stop(&self->reaction);
}

void
mc_presenter_set_phase(McPresenter *self, McExamPhase phase)
{
	self->phase = phase;
	self->events->phase(phase, self->data);
}

/* ---- fit to be examined: the head, the headphones, the room ---- */

static void
on_settled(gpointer data)
{
	McPresenter *self = data;

	self->settle = 0;
	self->unfit = FALSE;
	mc_clock_cancel(self->clock, &self->light);
	mc_presenter_set_phase(self, MC_PHASE_WAIT);
	advance(self);
}

static void
settle_for(McPresenter *self, McDelay delay)
{
	mc_clock_cancel(self->clock, &self->settle);
	if (self->running && mc_presenter_is_fit(self))
		self->settle = mc_clock_after_ms(self->clock, mc_delay_ms(delay), on_settled, self);
}

static void
settle(McPresenter *self)
{
	settle_for(self, MC_DELAY_SETTLE);
}

static void
become_unfit(McPresenter *self, McDiscard why)
{
	self->unfit = TRUE;
	mc_clock_cancel(self->clock, &self->blank);
	mc_presenter_set_phase(self, mc_presenter_phase_of(why));
}

void
mc_presenter_spoil(McPresenter *self, McDiscard why)
{
	self->presenting = FALSE;
	self->wanted = FALSE;
	silence(self);
	self->events->spoilt(why, self->data);
}

void
mc_presenter_conditions_changed(McPresenter *self)
{
	McDiscard why = mc_presenter_why_unfit(self, &self->room);

	if (!self->running)
		return;
	if (!mc_presenter_is_fit(self)) {
		gboolean was_on = self->presenting;

		mc_clock_cancel(self->clock, &self->settle);
		if (was_on || self->wanted)
			become_unfit(self, why);
		if (was_on)
			mc_presenter_spoil(self, why);
	}
	if (self->unfit && self->settle == 0)
		settle(self);
}

/* Nobody in the chair can mend a lamp: one that does not recover loses presentation after
 * presentation, and so ends the exam with its reason. */
static void
on_still_badly_lit(gpointer data)
{
	McPresenter *self = data;

	self->light = 0;
	if (self->running && self->wanted && self->unfit && !mc_presenter_is_fit(self))
		mc_presenter_spoil(self, MC_DISCARD_LUMINANCE);
}

static void
wait_for_light(McPresenter *self)
{
	if (self->light == 0 && !mc_presenter_is_fit(self) &&
	    mc_presenter_why_unfit(self, &self->room) == MC_DISCARD_LUMINANCE)
		self->light =
		    mc_clock_after_ms(self->clock, mc_delay_ms(MC_DELAY_LIGHT), on_still_badly_lit, self);
}

/* ---- present ---- */

static void
on_limit(gpointer data)
{
	McPresenter *self = data;

	self->limit = 0;
	if (self->presenting)
		mc_presenter_spoil(self, MC_DISCARD_NO_ANSWER);
}

static void
on_blank_over(gpointer data)
{
	McPresenter *self = data;

	self->blank = 0;
	self->presenting = TRUE;
	self->shown_at_us = mc_clock_now_us(self->clock);
	if (mc_presenter_is_on_screen(self))
		mc_screen_show(&self->screen, (guint)self->stimulus.as.colour.exposure_ms);
	if (mc_presenter_is_reaction(self))
		mc_presenter_reaction_begin(self);
	mc_presenter_set_phase(self, MC_PHASE_PRESENTING);
	if (mc_presenter_is_reaction(self))
		return;
	if (mc_presenter_is_heard(self)) {
		self->hearing_port->play(self->hearing_port->self, &self->stimulus);
		return;
	}
	if (mc_presenter_is_of_body(self)) {
		mc_presenter_body_begin(self);
		return;
	}
	self->limit = mc_clock_after_ms(self->clock, mc_delay_ms(MC_DELAY_NO_ANSWER), on_limit, self);
	if (mc_presenter_is_vision(self))
		self->vision_port->show(self->vision_port->self, &self->stimulus.as.optotype);
}

static void
advance(McPresenter *self)
{
	if (!self->running || !self->wanted || self->presenting || self->blank != 0)
		return;
	if (self->held || self->away || self->settle != 0)
		return;
	if (!self->unfit && !mc_presenter_is_fit(self))
		become_unfit(self, mc_presenter_why_unfit(self, &self->room));
	if (self->unfit) {
		settle(self);
		wait_for_light(self);
		return;
	}
	self->blank = mc_clock_after_ms(self->clock, mc_delay_ms(MC_DELAY_BLANK), on_blank_over, self);
}

void
mc_presenter_announce(McPresenter *self, const McStimulus *stimulus)
{
	self->stimulus = *stimulus;
}

void
mc_presenter_present(McPresenter *self, const McStimulus *stimulus)
{
	self->stimulus = *stimulus;
	self->wanted = TRUE;
	if (!self->unfit)
		mc_presenter_set_phase(self, MC_PHASE_WAIT);
	advance(self);
}

void
mc_presenter_answer(McPresenter *self, McAnswer *given, gint32 presence)
{
	given->kind = self->kind;
	self->person_present = presence;
	given->trial = self->stimulus.trial;
	mc_clock_cancel(self->clock, &self->limit);
	self->presenting = FALSE;
	self->wanted = FALSE;
	self->losses = 0;
	self->events->answered(given, self->data);
}

/* ---- an instrument that goes and comes ---- */

static void
on_wait_over(gpointer data)
{
	McPresenter *self = data;

	self->wait = 0;
	self->events->gave_up(self->data);
}

static void
set_away(McPresenter *self, gboolean is_away)
{
	if (self->away == is_away)
		return;
	self->away = is_away;
	mc_clock_cancel(self->clock, &self->wait);
	mc_clock_cancel(self->clock, &self->blank);
	if (is_away)
		self->wait =
		    mc_clock_after_ms(self->clock, mc_delay_ms(MC_DELAY_DEVICE_AWAY), on_wait_over, self);
	self->events->away(is_away, self->data);
	if (!is_away)
		settle(self);
	advance(self);
}

void
mc_presenter_check(McPresenter *self)
{
	gboolean ready;

	if (!self->running)
		return;
	ready = instrument_is_ready(self);
	if (!ready && self->presenting)
		mc_presenter_spoil(self, MC_DISCARD_DEVICE_LOST);
	set_away(self, !ready);
}

void
mc_presenter_lost(McPresenter *self, const GError *error)
{
	if (!self->running)
		return;
	g_message("presentation lost: %s", error->message);
	if (self->presenting) {
		self->losses++;
		settle_for(self, MC_DELAY_AFTER_LOSS);
		mc_presenter_spoil(self, MC_DISCARD_DEVICE_LOST);
	}
	if (self->losses >= MC_LOSSES_MAX)
		self->events->gave_up(self->data);
	else
		mc_presenter_check(self);
}

/* ---- what the glass itself shows ---- */

static void
on_vanished(gpointer data)
{
	McPresenter *self = data;

	mc_presenter_set_phase(self, MC_PHASE_PRESENTING);
}

void
mc_presenter_drawn(McPresenter *self, gint32 trial)
{
	if (!self->presenting || trial != self->stimulus.trial)
		return;
	if (mc_presenter_is_reaction(self)) {
		mc_reaction_show_drawn(&self->reaction);
		return;
	}
	if (!mc_screen_drawn(&self->screen))
		return;
	/* who looks may take as long as anywhere */
	mc_clock_cancel(self->clock, &self->limit);
	self->limit = mc_clock_after_ms(self->clock, mc_delay_ms(MC_DELAY_NO_ANSWER), on_limit, self);
}

void
mc_presenter_figure(McPresenter *self, const McColourAnswer *given)
{
	McAnswer full = {.as.colour = *given};

	if (!self->running || !mc_presenter_is_on_screen(self) || !self->presenting ||
	    self->screen.onset_us == 0)
		return;
	full.as.colour.reaction_us = mc_screen_reaction_us(&self->screen);
	mc_screen_dark(&self->screen);
	/* a finger on the glass is somebody there */
	mc_presenter_answer(self, &full, 1);
}

/* ---- begin and end ---- */

void
mc_presenter_init(
    McPresenter *self, const McSessionPorts *ports, const McPresenterEvents *events, gpointer data)
{
	*self = (McPresenter){.clock = ports->clock,
	    .vision_port = ports->vision,
	    .hearing_port = ports->hearing,
	    .stature_port = ports->stature,
	    .pad_port = ports->response_pad,
	    .events = events,
	    .data = data};
	mc_screen_init(&self->screen, self->clock, on_vanished, self);
	mc_presenter_reaction_init(self);
	mc_presenter_listen(self);
}

void
mc_presenter_listen(McPresenter *self)
{
	self->vision_port->set_listener(self->vision_port->self, &mc_presenter_vision_listener, self);
	self->hearing_port->set_listener(
	    self->hearing_port->self, &mc_presenter_hearing_listener, self);
	mc_presenter_body_listen(self, TRUE);
	mc_presenter_reaction_listen(self);
}

void
mc_presenter_clear(McPresenter *self)
{
	mc_presenter_end(self);
	self->vision_port->set_listener(self->vision_port->self, &(McVisionListener){0}, NULL);
	self->hearing_port->set_listener(self->hearing_port->self, &(McHearingListener){0}, NULL);
	mc_presenter_body_listen(self, FALSE);
	mc_presenter_reaction_clear(self);
}

void
mc_presenter_begin(McPresenter *self, McExamKind kind)
{
	mc_presenter_end(self);
	self->kind = kind;
	self->running = TRUE;
	self->losses = 0;
	mc_presenter_check(self);
}

void
mc_presenter_pause(McPresenter *self, McDiscard why)
{
	become_unfit(self, why);
	settle(self);
}

void
mc_presenter_hold(McPresenter *self, gboolean is_held)
{
	if (self->held == is_held)
		return;
	self->held = is_held;
	if (is_held)
		mc_clock_cancel(self->clock, &self->blank);
	if (is_held && self->running && self->presenting)
		mc_presenter_spoil(self, MC_DISCARD_INTERRUPTED);
	advance(self);
}

void
mc_presenter_key(McPresenter *self, const McOptotypeAnswer *given)
{
	McAnswer full = {.as.optotype = *given};

	if (!self->running || !mc_presenter_is_vision(self) || !self->presenting)
		return;
	full.as.optotype.reaction_us = mc_clock_now_us(self->clock) - self->shown_at_us;
	silence(self);
	mc_presenter_answer(self, &full, MC_PRESENCE_UNKNOWN);
}

void
mc_presenter_end(McPresenter *self)
{
	silence(self);
	mc_clock_cancel(self->clock, &self->blank);
	mc_clock_cancel(self->clock, &self->settle);
	mc_clock_cancel(self->clock, &self->wait);
	mc_clock_cancel(self->clock, &self->light);
	self->running = FALSE;
	self->wanted = FALSE;
	self->presenting = FALSE;
	self->away = FALSE;
	self->unfit = FALSE;
}
