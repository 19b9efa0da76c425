#ifndef MC_APP_FLOW_PRESENTER_PARTS_H
#define MC_APP_FLOW_PRESENTER_PARTS_H

/* Between the files that make the presenter. */

#include "app/flow/presenter.h"

static inline gboolean
mc_presenter_is_vision(const McPresenter *self)
{
	return self->kind == MC_EXAM_ACUITY;
}

/* Shown by the glass itself. */
static inline gboolean
mc_presenter_is_on_screen(const McPresenter *self)
{
	return self->kind == MC_EXAM_COLOUR;
}

static inline gboolean
mc_presenter_is_heard(const McPresenter *self)
{
	return self->kind == MC_EXAM_HEARING || self->kind == MC_EXAM_SIDE;
}

/* Done with the body, before the glass: on a unit's plate, or as a picture shows it. */
static inline gboolean
mc_presenter_is_of_body(const McPresenter *self)
{
	return self->kind == MC_EXAM_STATURE || self->kind == MC_EXAM_LIMBS;
}

static inline gboolean
mc_presenter_is_reaction(const McPresenter *self)
{
	return self->kind == MC_EXAM_REACTION;
}

/* ---- presenter.c ---- */
void mc_presenter_set_phase(McPresenter *presenter, McExamPhase phase);
void mc_presenter_answer(McPresenter *presenter, McAnswer *given, gint32 presence);
/* The instrument lost the presentation. */
void mc_presenter_lost(McPresenter *presenter, const GError *error);
/* What is shown is lost, and said to be. */
void mc_presenter_spoil(McPresenter *presenter, McDiscard why);
/* Of the head, the headphones, the room. */
void mc_presenter_conditions_changed(McPresenter *presenter);

/* ---- presenter-body.c ---- */
gboolean mc_presenter_body_is_ready(const McPresenter *presenter);
void mc_presenter_body_listen(McPresenter *presenter, gboolean listens);
void mc_presenter_body_begin(McPresenter *presenter);
void mc_presenter_body_stop(McPresenter *presenter);

/* ---- presenter-reaction.c ---- */
void mc_presenter_reaction_init(McPresenter *presenter);
void mc_presenter_reaction_listen(McPresenter *presenter);
void mc_presenter_reaction_clear(McPresenter *presenter);
void mc_presenter_reaction_begin(McPresenter *presenter);

/* ---- presenter-fit.c ---- */
/* The head, the headphones, the room: is the person fit to be examined just now? */
gboolean mc_presenter_is_fit(const McPresenter *presenter);
gboolean mc_presenter_hears_well(const McPresenter *presenter, const McHearingConditions *room);
McDiscard mc_presenter_why_unfit(const McPresenter *presenter, const McHearingConditions *room);
/* What the page says of it meanwhile. */
McExamPhase mc_presenter_phase_of(McDiscard why);

#endif
