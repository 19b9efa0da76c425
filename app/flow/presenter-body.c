/* What a person does with the body: standing on the unit that measures heights, and the movements
 * that the glass shows. */

#include "app/flow/presenter-parts.h"

#include "app/base/error.h"

#define HEIGHT_MAX_MM 9999 /* of any answer */

static gboolean
is_on(const McPresenter *self, McExamKind kind)
{
	return self->running && self->presenting && self->kind == kind;
}

/* ---- height ---- */

static void
on_measured(const McStatureReading *reading, gpointer data)
{
	McPresenter *self = data;
	McAnswer answer = {.as.stature.height_mm = reading->height_mm};

	if (!is_on(self, MC_EXAM_STATURE))
		return;
	if (!reading->has_height || reading->height_mm < 1 || reading->height_mm > HEIGHT_MAX_MM) {
		g_autoptr(GError) error =
		    g_error_new_literal(MC_ERROR, MC_ERROR_PROTOCOL, "the unit measured no height");

		mc_presenter_lost(self, error);
		return;
	}
	self->events->active(self->data);
	/* the unit begins anew when somebody steps off before it is done */
	if (is_on(self, MC_EXAM_STATURE))
		mc_presenter_answer(self, &answer, 1);
}

/* The unit goes on by itself. */
static void
on_hint(McStatureHint hint, gpointer data)
{
	McPresenter *self = data;

	if (!is_on(self, MC_EXAM_STATURE))
		return;
	if (hint == MC_STATURE_STAND_STILL)
		self->events->active(self->data);
	mc_presenter_set_phase(
	    self, hint == MC_STATURE_STAND_STILL ? MC_PHASE_POSITION : MC_PHASE_PRESENTING);
}

static void
on_lost(const GError *error, gpointer data)
{
	McPresenter *self = data;

	if (self->kind == MC_EXAM_STATURE)
		mc_presenter_lost(self, error);
}

static const McStatureListener listener = {
    .measured = on_measured,
    .hint = on_hint,
    .lost = on_lost,
};

void
mc_presenter_body_listen(McPresenter *self, gboolean listens)
{
	McStaturePort *port = self->stature_port;

	port->set_listener(port->self, listens ? &listener : &(McStatureListener){0}, self);
}

/* ---- movements ---- */

static void
move(McPresenter *self, McMovementSeen seen, gint32 presence)
{
	McAnswer answer = {.as.limbs.seen = seen};

	if (!is_on(self, MC_EXAM_LIMBS))
		return;
	mc_presenter_body_stop(self);
	mc_presenter_answer(self, &answer, presence);
}

/* The camera looks while a movement is shown, and no longer. A picture is no sight: no machine
 * looks at it. What the person cannot do needs none. */
static void
on_still(const McCameraStill *still, const GError *error, gpointer data)
{
	McPresenter *self = data;

	self->taking = FALSE;
	if (!is_on(self, MC_EXAM_LIMBS))
		return;
	if (self->seen == MC_MOVEMENT_COULD_NOT_SEE && still == NULL) {
		mc_presenter_lost(self, error);
		return;
	}
	if (self->seen == MC_MOVEMENT_COULD_NOT_SEE)
		self->events->pictured(still, self->data);
	move(self, self->seen, self->person_present);
}

/* The movement is over: its end is what the picture shows. */
static void
look(McPresenter *self, gint32 presence)
{
	if (self->camera == NULL) {
		move(self, MC_MOVEMENT_COULD_NOT_SEE, presence);
		return;
	}
	if (self->taking)
		return;
	mc_clock_cancel(self->clock, &self->limit);
	self->taking = TRUE;
	self->seen = MC_MOVEMENT_COULD_NOT_SEE;
	self->person_present = presence;
	self->camera->still(self->camera->self, on_still, self);
}

/* Nobody touched the glass, and nothing here sees who stands before it. */
static void
on_window_over(gpointer data)
{
	McPresenter *self = data;

	self->limit = 0;
	look(self, MC_PRESENCE_UNKNOWN);
}

/* Who says that it is done may be right: it was not seen. Who says that she cannot is believed. */
void
mc_presenter_move_on(McPresenter *self, gboolean cannot)
{
	if (!is_on(self, MC_EXAM_LIMBS))
		return;
	self->events->active(self->data);
	if (!cannot) {
		look(self, 1);
	} else if (self->taking) {
		self->seen = MC_MOVEMENT_NOT_DONE;
		self->person_present = 1;
	} else {
		move(self, MC_MOVEMENT_NOT_DONE, 1);
	}
}

void
mc_presenter_set_camera(McPresenter *self, McCameraPort *camera)
{
	self->camera = camera;
}

/* ---- both ---- */

gboolean
mc_presenter_body_is_ready(const McPresenter *self)
{
	if (self->kind == MC_EXAM_STATURE)
		return self->stature_port->is_ready(self->stature_port->self);
	return self->camera == NULL || self->camera->is_ready(self->camera->self);
}

void
mc_presenter_body_begin(McPresenter *self)
{
	if (self->kind == MC_EXAM_STATURE) {
		self->stature_port->start(self->stature_port->self);
		return;
	}
	if (self->camera != NULL)
		self->camera->start(self->camera->self);
	self->limit = mc_clock_after_ms(
	    self->clock, (guint)self->stimulus.as.limbs.window_ms, on_window_over, self);
}

void
mc_presenter_body_stop(McPresenter *self)
{
	self->taking = FALSE;
	if (self->kind == MC_EXAM_STATURE)
		self->stature_port->stop(self->stature_port->self);
	else if (self->kind == MC_EXAM_LIMBS && self->camera != NULL)
		self->camera->stop(self->camera->self);
}
