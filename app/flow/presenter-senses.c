#include "app/flow/presenter-parts.h"

/* What the vision tester and the audiometer say. */

static void
on_shown(gpointer data)
{
	McPresenter *self = data;

	self->shown_at_us = mc_clock_now_us(self->clock);
}

static void
on_answered(const McOptotypeAnswer *given, gpointer data)
{
	McPresenter *self = data;
	McAnswer full = {.as.optotype = *given};

	if (!self->running || !mc_presenter_is_vision(self) || !self->presenting)
		return;
	self->events->active(self->data);
	if (self->presenting)
		mc_presenter_answer(self, &full, MC_PRESENCE_UNKNOWN);
}

static void
on_vision_conditions(const McVisionConditions *conditions, gpointer data)
{
	McPresenter *self = data;

	self->vision = *conditions;
	self->vision_known = TRUE;
	if (mc_presenter_is_vision(self))
		mc_presenter_conditions_changed(self);
}

static void
on_vision_lost(const GError *error, gpointer data)
{
	McPresenter *self = data;

	self->vision_known = FALSE;
	if (mc_presenter_is_vision(self))
		mc_presenter_lost(self, error);
}

static void
on_finished(const McPressAnswer *presses, const McHearingConditions *conditions, gpointer data)
{
	McPresenter *self = data;
	McAnswer full = {.as.press = *presses};

	if (!self->running || !mc_presenter_is_heard(self) || !self->presenting)
		return;
	self->hearing = *conditions;
	if (mc_presenter_hears_well(self, conditions)) {
		mc_presenter_answer(self, &full, MC_PRESENCE_UNKNOWN);
		return;
	}
	mc_presenter_pause(self, mc_presenter_why_unfit(self, conditions));
	mc_presenter_spoil(self, mc_presenter_why_unfit(self, conditions));
}

static void
on_pressed(McEar key, gpointer data)
{
	McPresenter *self = data;

	if (self->running)
		self->events->active(self->data);
}

static void
on_hearing_conditions(const McHearingConditions *conditions, gpointer data)
{
	McPresenter *self = data;

	self->room = *conditions;
	self->hearing = *conditions;
	self->room_known = TRUE;
	if (mc_presenter_is_heard(self))
		mc_presenter_conditions_changed(self);
}

static void
on_hearing_lost(const GError *error, gpointer data)
{
	McPresenter *self = data;

	self->room_known = FALSE;
	if (mc_presenter_is_heard(self))
		mc_presenter_lost(self, error);
}

const McVisionListener mc_presenter_vision_listener = {
    .shown = on_shown,
    .answered = on_answered,
    .conditions = on_vision_conditions,
    .lost = on_vision_lost,
};
const McHearingListener mc_presenter_hearing_listener = {
    .finished = on_finished,
    .pressed = on_pressed,
    .conditions = on_hearing_conditions,
    .lost = on_hearing_lost,
};
