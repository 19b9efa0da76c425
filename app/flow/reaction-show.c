#include "app/flow/reaction-show.h"

#include "app/flow/delays.h"

#include <string.h>

void
mc_reaction_show_init(McReactionShow *self, McClock *clock, void (*changed)(gpointer data),
    void (*answered)(const McReactionAnswer *answer, gboolean touched, gpointer data),
    gpointer data)
{
	*self =
	    (McReactionShow){.clock = clock, .changed = changed, .answered = answered, .data = data};
}

gboolean
mc_reaction_is_timed(McReactionTask task)
{
	return task == MC_REACTION_SIMPLE || task == MC_REACTION_CHOICE;
}

void
mc_reaction_show_stop(McReactionShow *self)
{
	mc_clock_cancel(self->clock, &self->timer);
	self->stage = MC_REACTION_DARK;
}

/* ---- what shows ---- */

static void
enter(McReactionShow *self, McReactionStage stage, guint ms, McClockFunc over)
{
	mc_clock_cancel(self->clock, &self->timer);
	self->stage = stage;
	self->timer = mc_clock_after_ms(self->clock, ms, over, self);
}

static void
answer(McReactionShow *self, const McReactionAnswer *given, gboolean touched)
{
	mc_reaction_show_stop(self);
	self->answered(given, touched, self->data);
}

static void
on_window_over(gpointer data)
{
	McReactionShow *self = data;

	self->timer = 0;
	answer(self, &(McReactionAnswer){.none = TRUE}, FALSE);
}

static void
signal_now(McReactionShow *self)
{
	self->signal_us = mc_clock_now_us(self->clock);
	enter(self, MC_REACTION_SIGNAL, (guint)self->stimulus.window_ms, on_window_over);
	self->changed(self->data);
}

static void on_gap_over(gpointer data);

static void
on_digit_over(gpointer data)
{
	McReactionShow *self = data;

	self->timer = 0;
	self->digit++;
	enter(self, MC_REACTION_GAP, mc_delay_ms(MC_DELAY_DIGIT_GAP), on_gap_over);
	self->changed(self->data);
}

/* The next digit, or, after the last one and after the places went dark, the signal. */
static void
on_gap_over(gpointer data)
{
	McReactionShow *self = data;

	self->timer = 0;
	if (self->stimulus.task == MC_REACTION_MEMORY && self->digit < self->stimulus.digits) {
		enter(self, MC_REACTION_DIGIT, mc_delay_ms(MC_DELAY_DIGIT), on_digit_over);
		self->changed(self->data);
	} else {
		signal_now(self);
	}
}

static void
on_wait_over(gpointer data)
{
	McReactionShow *self = data;

	self->timer = 0;
	switch (self->stimulus.task) {
	case MC_REACTION_SIMPLE:
	case MC_REACTION_CHOICE: signal_now(self); break;
	case MC_REACTION_MEMORY: on_gap_over(self); break;
	/* A place that went dark before the eyes would need no judgement. */
	case MC_REACTION_JUDGEMENT:
		enter(self, MC_REACTION_GAP, mc_delay_ms(MC_DELAY_PLACES_DARK), on_gap_over);
		self->changed(self->data);
		break;
	}
}

void
mc_reaction_show_begin(McReactionShow *self, const McReactionStimulus *stimulus)
{
	self->stimulus = *stimulus;
	self->digit = 0;
	self->drawn = FALSE;
	memset(&self->entry, 0, sizeof self->entry);
	self->signal_us =
	    mc_clock_now_us(self->clock) + (gint64)stimulus->foreperiod_ms * G_TIME_SPAN_MILLISECOND;
	enter(self, MC_REACTION_WAIT, (guint)stimulus->foreperiod_ms, on_wait_over);
}

void
mc_reaction_show_drawn(McReactionShow *self)
{
	if (self->stage != MC_REACTION_SIGNAL || self->drawn)
		return;
	self->drawn = TRUE;
	self->signal_us = mc_clock_now_us(self->clock);
	enter(self, MC_REACTION_SIGNAL, (guint)self->stimulus.window_ms, on_window_over);
}

/* ---- what is answered ---- */

/* A key before the signal is an answer, too: an anticipation. */
void
mc_reaction_show_key(McReactionShow *self, McReactionKey key, gint64 at_us)
{
	McReactionAnswer given = {.key = key, .reaction_us = at_us - self->signal_us};

	if (mc_reaction_is_timed(self->stimulus.task) && self->stage != MC_REACTION_DARK)
		answer(self, &given, TRUE);
}

static gboolean
is_asking(const McReactionShow *self, McReactionTask task)
{
	return self->stage == MC_REACTION_SIGNAL && self->stimulus.task == task;
}

static void
answer_now(McReactionShow *self)
{
	McReactionAnswer given = self->entry;

	given.reaction_us = mc_clock_now_us(self->clock) - self->signal_us;
	answer(self, &given, TRUE);
}

void
mc_reaction_show_digit(McReactionShow *self, gint64 digit)
{
	if (!is_asking(self, MC_REACTION_MEMORY) || digit < 0 || digit > 9)
		return;
	self->entry.digit[self->entry.digits++] = (gint32)digit;
	if (self->entry.digits == self->stimulus.digits)
		answer_now(self);
	else
		self->changed(self->data);
}

void
mc_reaction_show_erase(McReactionShow *self)
{
	if (!is_asking(self, MC_REACTION_MEMORY) || self->entry.digits == 0)
		return;
	self->entry.digit[--self->entry.digits] = 0;
	self->changed(self->data);
}

void
mc_reaction_show_place(McReactionShow *self, gint64 place)
{
	if (!is_asking(self, MC_REACTION_JUDGEMENT) || place < 0 || place >= MC_PLACES)
		return;
	self->entry.place = (gint32)place;
	answer_now(self);
}

void
mc_reaction_show_give_up(McReactionShow *self)
{
	if (is_asking(self, MC_REACTION_MEMORY) || is_asking(self, MC_REACTION_JUDGEMENT))
		answer(self, &(McReactionAnswer){.none = TRUE}, TRUE);
}

/* ---- for the page ---- */

static gint32
places_lit(const McReactionShow *self)
{
	if (self->stage == MC_REACTION_WAIT)
		return self->stimulus.places;
	return self->stage == MC_REACTION_SIGNAL ? self->stimulus.places & ~(1 << self->stimulus.dark)
	                                         : 0;
}

void
mc_reaction_show_view(const McReactionShow *self, McReactionView *view)
{
	const McReactionStimulus *stimulus = &self->stimulus;

	*view = (McReactionView){.task = stimulus->task, .stage = self->stage};
	switch (stimulus->task) {
	case MC_REACTION_SIMPLE: break;
	case MC_REACTION_CHOICE:
		if (self->stage == MC_REACTION_SIGNAL)
			view->side = stimulus->key;
		break;
	case MC_REACTION_MEMORY:
		view->digits = stimulus->digits;
		if (self->stage == MC_REACTION_DIGIT)
			view->digit = stimulus->digit[self->digit];
		view->entered = self->entry.digits;
		memcpy(view->entry, self->entry.digit, sizeof view->entry);
		break;
	case MC_REACTION_JUDGEMENT: view->places = places_lit(self); break;
	}
}
