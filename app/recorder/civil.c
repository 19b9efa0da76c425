#include "app/recorder/civil.h"

#include <string.h>

#define JUMP_US (60 * (gint64)G_USEC_PER_SEC)
/* Clocks that are right differ by this much at most: the gateway's and this one. */
#define SLACK_US (2 * (gint64)G_TIME_SPAN_MINUTE)
/* A machine's clock alone, after a start, is believed for as long as a kiosk may stand switched
 * off; later it wants somebody to confirm it. */
#define OFF_US (30 * (gint64)G_TIME_SPAN_DAY)
/* Bounds as close as this decide between two clocks. */
#define CLOSE_US ((gint64)G_TIME_SPAN_HOUR)

/* Unscaled: the bounds are civil time. */
static gint64
mono_us(McCivil *self)
{
	return mc_clock_now_us(self->clock) / (gint64)mc_clock_rate(self->clock);
}

static gint64
carried_us(const McCivilBound *bound, gint64 now_us)
{
	return bound->wall_us == 0 ? 0 : bound->wall_us + MAX(now_us - bound->mono_us, 0);
}

static gint64
not_before_us(const McCivil *self, gint64 now_us)
{
	return MAX(carried_us(&self->floor, now_us), carried_us(&self->claim, now_us));
}

/* From receipts; 0 = no bound. One that contradicts the lower one says nothing. */
static gint64
not_after_us(const McCivil *self, gint64 now_us)
{
	gint64 ceiling_us = self->ceiling.wall_us + now_us - self->ceiling.mono_us;

	return self->ceiling.wall_us == 0 || ceiling_us < not_before_us(self, now_us) ? 0 : ceiling_us;
}

/* What is stated: without a receipt, the last day of the certificate, unless a clock says that it
 * is over: a kiosk may be late with its renewal. */
static gint64
latest_us(McCivil *self, gint64 now_us)
{
	gint64 after_us = not_after_us(self, now_us);
	gint64 guess_us = self->has_guess ? self->guess_drift_us + now_us : 0;

	if (after_us != 0)
		return after_us;
	return MAX(guess_us, self->raw_drift_us + now_us) < self->limit_us &&
	               not_before_us(self, now_us) < self->limit_us
	           ? self->limit_us
	           : 0;
}

static gboolean
fits(McCivil *self, gint64 wall_us, gint64 now_us)
{
	gint64 after_us = not_after_us(self, now_us);

	return wall_us >= not_before_us(self, now_us) - SLACK_US &&
	       (after_us == 0 || wall_us <= after_us + SLACK_US);
}

/* Some bound moves; what it was before has been in the chain. */
static void
tell(McCivil *self, const char *reason, gint64 old_us, gint64 now_us)
{
	self->news = (McCivilNews){reason, not_before_us(self, now_us) - old_us};
}

/* A reference, and what a receipt said: the bounds hold both. */
static void
dispute(McCivil *self, gint64 first_us, gint64 last_us, gint64 now_us)
{
	gint64 old_us = not_before_us(self, now_us);
	gint64 after_us = MAX(not_after_us(self, now_us), old_us);
	gboolean is_news = !self->is_disputed || first_us < old_us;

	self->floor = (McCivilBound){MAX(MIN(first_us, old_us), self->first_us), now_us};
	self->ceiling = (McCivilBound){MAX(last_us, after_us), now_us};
	self->claim = (McCivilBound){0};
	self->is_disputed = TRUE;
	self->is_believed = FALSE;
	if (is_news)
		tell(self, "both-hold", old_us, now_us);
}

static gboolean
is_close(McCivil *self, gint64 now_us)
{
	gint64 after_us = not_after_us(self, now_us);

	return after_us != 0 && after_us - not_before_us(self, now_us) <= CLOSE_US;
}

static void
believe(McCivil *self, gint64 drift_us, gboolean is_synchronised)
{
	self->has_guess = TRUE;
	self->is_believed = TRUE;
	self->is_doubted = FALSE;
	self->guess_drift_us = drift_us;
	self->was_synchronised = is_synchronised;
}

static void
believe_reference(McCivil *self, gint64 wall_us, gint64 now_us)
{
	gint64 old_us = not_before_us(self, now_us);

	if (wall_us < old_us - SLACK_US) {
		self->claim = (McCivilBound){0};
		tell(self, "corrected-by-reference", old_us, now_us);
	}
	believe(self, wall_us - now_us, TRUE);
	/* A time that a reference steers is the last good one for whatever comes; not past the last day
	 * of the certificate: that day may be over, or the reference wrong. */
	if (wall_us - SLACK_US > not_before_us(self, now_us) &&
	    (self->limit_us == 0 || wall_us <= self->limit_us))
		self->floor = (McCivilBound){wall_us - SLACK_US, now_us};
}

/* A clock that nobody confirms goes on from where it was last seen, and not far; once doubted it
 * stays so, for neither a restart nor the weeks after it make it any truer. */
static gboolean
follows_last(McCivil *self, gint64 wall_us, gint64 now_us)
{
	gint64 last_us = MAX(self->last_us, not_before_us(self, now_us));

	return !self->is_doubted && wall_us >= self->last_us - SLACK_US && wall_us <= last_us + OFF_US;
}

/* The machine's clock went another way than the monotonic one, or nothing was believed yet. */
static void
decide(McCivil *self, gint64 wall_us, gint64 now_us)
{
	gboolean is_close_now = is_close(self, now_us);
	gboolean machine_fits = fits(self, wall_us, now_us);
	gboolean guess_fits = self->has_guess && fits(self, self->guess_drift_us + now_us, now_us);

	if (guess_fits && (self->was_synchronised || is_close_now || !machine_fits))
		self->is_believed = TRUE;
	else if (self->has_guess && !is_close_now)
		self->is_believed = FALSE; /* two claims, and nobody to say which is right */
	else if (machine_fits && (is_close_now || follows_last(self, wall_us, now_us)))
		believe(self, wall_us - now_us, FALSE);
	else
		self->is_believed = FALSE;
}

/* TRUE: it is believed. One of before the certificate's first day is none. */
static gboolean
look_at_reference(McCivil *self, gint64 wall_us, gint64 now_us)
{
	gint64 after_us = not_after_us(self, now_us);

	if (wall_us < self->first_us - SLACK_US)
		return FALSE;
	if (wall_us < carried_us(&self->floor, now_us) - SLACK_US ||
	    (after_us != 0 && wall_us > after_us + SLACK_US)) {
		dispute(self, wall_us - SLACK_US, wall_us + SLACK_US, now_us);
		return FALSE;
	}
	if (self->is_disputed)
		return FALSE;
	believe_reference(self, wall_us, now_us);
	return TRUE;
}

static gboolean
look(McCivil *self, gint64 now_us)
{
	gint64 wall_us = mc_clock_wall_us(self->clock);
	gint64 error_max_us = 0;
	gboolean is_synchronised = mc_clock_is_synchronised(self->clock, &error_max_us);
	gint64 drift_us = wall_us - now_us;

	self->raw_drift_us = drift_us;
	if (is_synchronised && look_at_reference(self, wall_us, now_us))
		return TRUE;
	if (self->is_disputed)
		self->is_believed = FALSE;
	else if (!self->has_guess || ABS(drift_us - self->guess_drift_us) >= JUMP_US ||
	         !fits(self, wall_us, now_us))
		decide(self, wall_us, now_us);
	else
		self->is_believed = TRUE;
	return FALSE;
}

void
mc_civil_init(McCivil *self, McClock *clock, gint64 from_wall_us, gint64 to_wall_us)
{
	memset(self, 0, sizeof *self);
	self->clock = clock;
	self->floor = (McCivilBound){from_wall_us, mono_us(self)};
	self->first_us = from_wall_us;
	self->limit_us = to_wall_us;
}

void
mc_civil_certificate(McCivil *self, gint64 from_wall_us, gint64 to_wall_us)
{
	gint64 now_us = mono_us(self);

	self->first_us = from_wall_us;
	self->limit_us = to_wall_us;
	if (from_wall_us > carried_us(&self->floor, now_us))
		self->floor = (McCivilBound){from_wall_us, now_us};
}

static void
go_on_doubting(McCivil *self, gboolean is_same_boot, const McCivilDoubt *doubt)
{
	self->is_doubted = doubt == NULL || doubt->is_doubted;
	self->is_disputed = doubt != NULL && doubt->is_disputed;
	self->last_us = doubt == NULL ? 0 : doubt->last_us;
	if (doubt == NULL || !doubt->has_guess || !is_same_boot)
		return;
	believe(self, doubt->guess_drift_us, FALSE);
	self->is_believed = FALSE;
}

/* What was a pack's word then is no more now. */
static void
go_on_from(McCivil *self, gint64 from_us, gint64 mono_us, const McCivilDoubt *doubt)
{
	gint64 sure_us = doubt != NULL && doubt->sure_us != 0 ? doubt->sure_us : from_us;

	if (sure_us > self->floor.wall_us)
		self->floor = (McCivilBound){sure_us, mono_us};
	if (sure_us < from_us)
		self->claim = (McCivilBound){from_us, mono_us};
}

void
mc_civil_go_on(
    McCivil *self, const McContentHead *newest, gboolean is_same_boot, const McCivilDoubt *doubt)
{
	const McMoment *clock = &newest->clock;
	gint64 then_us = newest->mono_us / (gint64)mc_clock_rate(self->clock);
	gint64 now_us = mono_us(self);

	/* A scaled clock's programs need not run at the same rate. */
	is_same_boot = is_same_boot && then_us <= now_us && mc_clock_rate(self->clock) == 1;
	go_on_from(self, clock->not_before_wall_us, is_same_boot ? then_us : now_us, doubt);
	/* The certificate's last day does not move with the clock. */
	if (is_same_boot && clock->not_after_wall_us != self->limit_us)
		self->ceiling = (McCivilBound){clock->not_after_wall_us, then_us};
	if (clock->quality == MC_CLOCK_BOUNDED) {
		go_on_doubting(self, is_same_boot, doubt);
		return;
	}
	self->last_us = newest->at_wall_us;
	if (is_same_boot)
		believe(self, newest->at_wall_us - then_us, clock->quality == MC_CLOCK_SYNCHRONISED);
}

McCivilDoubt
mc_civil_doubt(McCivil *self)
{
	gint64 now_us = mono_us(self);
	gint64 sure_us = carried_us(&self->floor, now_us);

	return (McCivilDoubt){.last_us = self->last_us,
	    .is_disputed = self->is_disputed,
	    .sure_us = sure_us < not_before_us(self, now_us) ? sure_us : 0,
	    .has_guess = self->has_guess,
	    .guess_drift_us = self->guess_drift_us,
	    .is_doubted = self->has_guess || self->is_doubted};
}

/* As the clocks have it, past the certificate's last day too. */
static McMoment
moment_now(McCivil *self)
{
	gint64 now_us = mono_us(self);
	gboolean is_synchronised = look(self, now_us);
	McMoment moment = {.quality = MC_CLOCK_BOUNDED,
	    .not_before_wall_us = not_before_us(self, now_us),
	    .not_after_wall_us = latest_us(self, now_us)};

	if (self->is_believed)
		moment.quality = is_synchronised ? MC_CLOCK_SYNCHRONISED : MC_CLOCK_KEPT;
	moment.at_wall_us = self->has_guess ? self->guess_drift_us + now_us : 0;
	moment.at_wall_us = MAX(moment.at_wall_us, moment.not_before_wall_us);
	if (moment.not_after_wall_us != 0)
		moment.at_wall_us = MIN(moment.at_wall_us, moment.not_after_wall_us);
	return moment;
}

static void
tell_past(McCivil *self, gint64 now_us)
{
	if (!self->is_past_told)
		tell(self, "past-certificate", not_before_us(self, now_us), now_us);
	self->is_past_told = TRUE;
}

/* A moment at which the certificate is over proves nothing, for ever; that it has run out, or that
 * the clock is wrong, nobody here can tell. So the last moment that can be proven is stated, as a
 * guess, without an upper bound. */
McMoment
mc_civil_now(McCivil *self)
{
	McMoment moment = moment_now(self);

	if (self->limit_us == 0 || moment.at_wall_us <= self->limit_us)
		return moment;
	tell_past(self, mono_us(self));
	return (McMoment){.quality = MC_CLOCK_BOUNDED,
	    .at_wall_us = self->limit_us,
	    .not_before_wall_us = MIN(moment.not_before_wall_us, self->limit_us)};
}

gint64
mc_civil_now_us(McCivil *self)
{
	return mc_civil_now(self).at_wall_us;
}

gboolean
mc_civil_may_be(McCivil *self, gint64 wall_us)
{
	return fits(self, wall_us, mono_us(self));
}

gint64
mc_civil_sure_us(McCivil *self)
{
	return carried_us(&self->floor, mono_us(self));
}

gint64
mc_civil_latest_issue(McCivil *self, gint64 tolerance_us)
{
	gint64 now_us = mono_us(self);
	McMoment now = moment_now(self);
	gint64 after_us = not_after_us(self, now_us);
	gint64 latest_us = self->limit_us != 0 ? self->limit_us : G_MAXINT64;

	if (now.quality == MC_CLOCK_SYNCHRONISED)
		return now.at_wall_us + tolerance_us;
	if (after_us != 0)
		latest_us = MIN(latest_us, after_us + tolerance_us);
	return MAX(latest_us, now.at_wall_us + tolerance_us);
}

void
mc_civil_claim(McCivil *self, gint64 issued_wall_us)
{
	gint64 now_us = mono_us(self);
	McMoment now = moment_now(self);
	gint64 claim_us =
	    now.quality == MC_CLOCK_BOUNDED ? issued_wall_us : MIN(issued_wall_us, now.at_wall_us);

	if (now.quality != MC_CLOCK_SYNCHRONISED && !self->is_disputed &&
	    claim_us > not_before_us(self, now_us))
		self->claim = (McCivilBound){claim_us, now_us};
}

static gboolean
is_past_certificate(const McCivil *self, gint64 wall_us, gint64 now_us)
{
	return self->limit_us != 0 && wall_us > self->limit_us &&
	       self->raw_drift_us + now_us < wall_us - SLACK_US;
}

/* A machine that a reference steers says another time than [first, last]. */
static gboolean
contradicts_reference(McCivil *self, gint64 first_us, gint64 last_us)
{
	gint64 error_max_us = 0;
	gint64 wall_us = mc_clock_wall_us(self->clock);

	return mc_clock_is_synchronised(self->clock, &error_max_us) &&
	       wall_us >= self->first_us - SLACK_US &&
	       (wall_us < first_us - SLACK_US || wall_us > last_us + SLACK_US);
}

/* Without an upper bound to it there is nothing to weigh against a reference: the next receipt has
 * one. */
void
mc_civil_not_before(McCivil *self, gint64 received_wall_us)
{
	gint64 now_us = mono_us(self);

	look(self, now_us);
	if (received_wall_us > carried_us(&self->floor, now_us) && !self->is_disputed &&
	    !is_past_certificate(self, received_wall_us, now_us) &&
	    !contradicts_reference(self, received_wall_us, G_MAXINT64 - SLACK_US))
		self->floor = (McCivilBound){received_wall_us, now_us};
}

gboolean
mc_civil_wants_receipt(McCivil *self, gint64 received_wall_us)
{
	gint64 now_us = mono_us(self);

	look(self, now_us);
	return !self->is_believed || ABS(self->guess_drift_us + now_us - received_wall_us) > SLACK_US;
}

/* It was made between the two moments, and no reference says otherwise. */
static void
learn(McCivil *self, gint64 received_wall_us, gint64 latest_us, gint64 now_us)
{
	gint64 old_us = not_before_us(self, now_us);
	gboolean is_corrected = self->is_disputed || latest_us + SLACK_US < old_us;

	if (is_corrected)
		self->claim = (McCivilBound){0};
	if (self->is_disputed || latest_us + SLACK_US < carried_us(&self->floor, now_us) ||
	    received_wall_us > carried_us(&self->floor, now_us))
		self->floor = (McCivilBound){received_wall_us, now_us};
	if (self->is_disputed || self->ceiling.wall_us == 0 ||
	    self->ceiling.wall_us + now_us - self->ceiling.mono_us > latest_us)
		self->ceiling = (McCivilBound){latest_us, now_us};
	self->is_disputed = FALSE;
	if (is_corrected)
		tell(self, "corrected-by-receipt", old_us, now_us);
}

void
mc_civil_receipt(McCivil *self, gint64 received_wall_us, gint64 sealed_mono_us)
{
	gint64 now_us = mono_us(self);
	gint64 sealed_us = sealed_mono_us / (gint64)mc_clock_rate(self->clock);
	gint64 latest_us = received_wall_us + now_us - sealed_us;

	if (sealed_us > now_us)
		return;
	look(self, now_us);
	if (is_past_certificate(self, received_wall_us, now_us))
		tell_past(self, now_us);
	else if (contradicts_reference(self, received_wall_us, latest_us))
		dispute(self, MIN(received_wall_us, mc_clock_wall_us(self->clock) - SLACK_US),
		    MAX(latest_us, mc_clock_wall_us(self->clock) + SLACK_US), now_us);
	else
		learn(self, received_wall_us, latest_us, now_us);
}
