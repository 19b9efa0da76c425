#include "app/flow/practice-run.h"

#include "app/flow/delays.h"

void
mc_practice_run_init(McPracticeRun *self, McClock *clock, McPresenter *presenter,
    const McPracticeRunEvents *events, gpointer data)
{
	*self = (McPracticeRun){.clock = clock, .presenter = presenter, .events = events, .data = data};
}

static void
end(McPracticeRun *self, McPracticeEnd how)
{
	mc_practice_run_end(self);
	self->events->ended(how, self->data);
}

static void
next(McPracticeRun *self)
{
	switch (mc_practice_next(&self->practice, &self->stimulus)) {
	case MC_PRACTICE_RUNNING: mc_presenter_present(self->presenter, &self->stimulus); return;
	case MC_PRACTICE_PASSED: end(self, MC_PRACTICE_END_READY); return;
	case MC_PRACTICE_NOT_UNDERSTOOD: break;
	}
	if (++self->runs >= MC_PRACTICE_RUNS) {
		end(self, MC_PRACTICE_END_NOT_UNDERSTOOD);
		return;
	}
	self->waits_for_continue = TRUE;
	self->events->phase(MC_PHASE_RE_INSTRUCT, self->data);
}

/* The seed decides nothing that is recorded: any number will do. */
static void
start(McPracticeRun *self)
{
	mc_practice_init(&self->practice, self->kind, self->optotype, self->presenter->by_loudspeaker,
	    g_random_int());
	next(self);
}

void
mc_practice_run_begin(McPracticeRun *self, McExamKind kind, McOptotype optotype)
{
	self->running = TRUE;
	self->waits_for_continue = FALSE;
	self->kind = kind;
	self->optotype = optotype;
	self->runs = 0;
	mc_presenter_begin(self->presenter, kind);
	start(self);
}

void
mc_practice_run_continue(McPracticeRun *self)
{
	if (!self->running || !self->waits_for_continue)
		return;
	self->waits_for_continue = FALSE;
	start(self);
}

void
mc_practice_run_end(McPracticeRun *self)
{
	if (!self->running)
		return;
	self->running = FALSE;
	mc_clock_cancel(self->clock, &self->feedback);
	mc_presenter_end(self->presenter);
}

static void
on_feedback_over(gpointer data)
{
	McPracticeRun *self = data;

	self->feedback = 0;
	next(self);
}

void
mc_practice_run_answered(McPracticeRun *self, const McAnswer *answer)
{
	gboolean right = mc_practice_answer(&self->practice, answer);

	self->events->phase(right ? MC_PHASE_RIGHT : MC_PHASE_WRONG, self->data);
	self->feedback =
	    mc_clock_after_ms(self->clock, mc_delay_ms(MC_DELAY_FEEDBACK), on_feedback_over, self);
}

void
mc_practice_run_spoilt(McPracticeRun *self)
{
	mc_presenter_present(self->presenter, &self->stimulus);
}

void
mc_practice_run_gave_up(McPracticeRun *self)
{
	end(self, MC_PRACTICE_END_NO_DEVICE);
}
