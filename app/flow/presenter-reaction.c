/* The practice of memory, judgement and reaction: shown by the glass, its timed keys on a response
 * pad where there is one, else on the glass. */

#include "app/flow/presenter-parts.h"

static gboolean
is_running(const McPresenter *self)
{
	return self->running && self->kind == MC_EXAM_REACTION;
}

/* ---- the show ---- */

static void
on_changed(gpointer data)
{
	McPresenter *self = data;

	mc_presenter_set_phase(self, MC_PHASE_PRESENTING);
}

/* Of who let the time pass nobody knows whether she was there. */
static void
on_answered(const McReactionAnswer *given, gboolean touched, gpointer data)
{
	McAnswer full = {.as.reaction = *given};

	mc_presenter_answer(data, &full, touched ? 1 : MC_PRESENCE_UNKNOWN);
}

/* ---- the pad ---- */

/* One signal: any key. Two: those that point to a side. */
static gboolean
key_of(McReactionTask task, McPadKey key, McReactionKey *side)
{
	*side = MC_REACTION_KEY_LEFT;
	switch (key) {
	case MC_PAD_LEFT:
	case MC_PAD_UP_LEFT:
	case MC_PAD_DOWN_LEFT: return TRUE;
	case MC_PAD_RIGHT:
	case MC_PAD_UP_RIGHT:
	case MC_PAD_DOWN_RIGHT: *side = MC_REACTION_KEY_RIGHT; return TRUE;
	case MC_PAD_UP:
	case MC_PAD_DOWN:
	case MC_PAD_CANNOT: break;
	}
	return task == MC_REACTION_SIMPLE;
}

static void
on_pressed(McPadKey key, gint64 at_us, gpointer data)
{
	McPresenter *self = data;
	McReactionKey side;

	if (!is_running(self) || !self->by_pad)
		return;
	self->events->active(self->data);
	if (is_running(self) && self->presenting && key_of(self->reaction.stimulus.task, key, &side))
		mc_reaction_show_key(&self->reaction, side, at_us);
}

static void
on_lost(const GError *error, gpointer data)
{
	McPresenter *self = data;

	if (is_running(self) && self->by_pad)
		mc_presenter_lost(self, error);
}

static const McResponsePadListener listener = {.pressed = on_pressed, .lost = on_lost};

void
mc_presenter_reaction_init(McPresenter *self)
{
	mc_reaction_show_init(&self->reaction, self->clock, on_changed, on_answered, self);
}

void
mc_presenter_reaction_listen(McPresenter *self)
{
	McResponsePadPort *port = self->pad_port;

	port->set_listener(port->self, &listener, self);
}

void
mc_presenter_reaction_clear(McPresenter *self)
{
	McResponsePadPort *port = self->pad_port;

	port->set_listener(port->self, &(McResponsePadListener){0}, NULL);
}

void
mc_presenter_reaction_begin(McPresenter *self)
{
	mc_reaction_show_begin(&self->reaction, &self->stimulus.as.reaction);
}

/* ---- the glass ---- */

void
mc_presenter_set_pad(McPresenter *self, gboolean by_pad)
{
	self->by_pad = by_pad;
}

void
mc_presenter_react(McPresenter *self, gint64 figure)
{
	McReactionTask task = self->reaction.stimulus.task;

	if (!is_running(self) || !self->presenting)
		return;
	switch (task) {
	case MC_REACTION_SIMPLE:
	case MC_REACTION_CHOICE:
		if (!self->by_pad)
			mc_reaction_show_key(&self->reaction,
			    figure == MC_REACTION_KEY_RIGHT ? MC_REACTION_KEY_RIGHT : MC_REACTION_KEY_LEFT,
			    mc_clock_now_us(self->clock));
		break;
	case MC_REACTION_MEMORY: mc_reaction_show_digit(&self->reaction, figure); break;
	case MC_REACTION_JUDGEMENT: mc_reaction_show_place(&self->reaction, figure); break;
	}
}

void
mc_presenter_react_erase(McPresenter *self)
{
	if (is_running(self) && self->presenting)
		mc_reaction_show_erase(&self->reaction);
}

void
mc_presenter_react_give_up(McPresenter *self)
{
	if (is_running(self) && self->presenting)
		mc_reaction_show_give_up(&self->reaction);
}

void
mc_presenter_react_view(const McPresenter *self, McReactionView *view)
{
	mc_reaction_show_view(&self->reaction, view);
	view->task = self->stimulus.as.reaction.task;
	view->by_pad = self->by_pad;
}
