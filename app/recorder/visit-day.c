/* The day of a visit. A clock that was dead or wrong when it began may have been put right since:
 * then its beginning is as long before now as the monotonic clock has it, and what the recorder let
 * pass by the days that it might have been is looked at once more. */

#include "app/record/time.h"
#include "app/record/visit-passports.h"
#include "app/recorder/state.h"

/* Clocks that are right differ by less. */
#define WRONG_US (60 * (gint64)G_USEC_PER_SEC)

/* ---- when it was ---- */

/* Over a restart of the recorder: at least. */
static gint64
elapsed_us(McRecorder *self)
{
	return (mc_clock_now_us(self->clock) - self->current->began_us) /
	       (gint64)mc_clock_rate(self->clock);
}

/* Whether the beginning that was stated then is not to be believed, now that one knows when it is.
 * After a restart a visit has lasted longer than one knows; too late it cannot have begun. */
static gboolean
was_wrong(const McRunning *running, const McMoment *now, gint64 began_us)
{
	if (running->began_unsure)
		return TRUE;
	if (now->quality == MC_CLOCK_BOUNDED)
		return FALSE;
	return running->began_wall_us - began_us > WRONG_US ||
	       (!running->was_restarted && began_us - running->began_wall_us > WRONG_US);
}

/* Not a date where no clock can be believed, but the days that it may have been. Before a restart
 * it may have been the day before. */
static void
take_days(McRecorder *self, McVisit *visit)
{
	McDays days = mc_recorder_days_ago(self, elapsed_us(self));
	const McRunning *running = self->current;

	if (running->was_restarted)
		days.first = MIN(days.first, mc_time_day_in_shanghai(running->began_wall_us));
	mc_date_from_yyyymmdd(days.first, &visit->earliest_date);
	mc_date_from_yyyymmdd(days.last, &visit->latest_date);
	if (days.first != days.last)
		return;
	visit->visit_date = visit->earliest_date;
	visit->earliest_date = visit->latest_date = (McDate){0};
}

static void
take_times(McRecorder *self, McVisit *visit)
{
	const McRunning *running = self->current;
	McMoment now = mc_store_now(&self->store);
	gint64 began_us = now.at_wall_us - elapsed_us(self);

	visit->visit_date = visit->earliest_date = visit->latest_date = (McDate){0};
	visit->began_wall_us = was_wrong(running, &now, began_us) ? began_us : running->began_wall_us;
	visit->ended_wall_us = MAX(now.at_wall_us, visit->began_wall_us);
	if (running->began_unsure && now.quality == MC_CLOCK_BOUNDED)
		take_days(self, visit);
	else
		mc_date_from_yyyymmdd(mc_time_day_in_shanghai(visit->began_wall_us), &visit->visit_date);
}

/* ---- what counts ---- */

static gboolean
screen_counted(const McVisit *visit, const McColourPlan *plan)
{
	return !plan->panel.measured || mc_visit_calibration_holds(visit, plan->calibrated_yyyymmdd,
	                                    plan->calibration_expires_yyyymmdd);
}

/* A distance that was taken from a collimation record is as good as that. */
static gboolean
collimation_counted(McRecorder *self, const McVisit *visit, const McDeviceInfo *device)
{
	const McEnrolment *enrolment = mc_recorder_enrolment(self, device->kind, device->serial);

	return device->collimation[0] == '\0' || enrolment == NULL ||
	       mc_visit_calibration_holds(
	           visit, enrolment->calibrated_yyyymmdd, enrolment->calibration_expires_yyyymmdd);
}

static gboolean
counted(McRecorder *self, const McVisit *visit, const McExamRun *run)
{
	const McDeviceInfo *device = mc_visit_passport(visit, run);

	if (run->plan.kind == MC_EXAM_COLOUR)
		return screen_counted(visit, &run->plan.as.colour);
	if (device == NULL || !mc_device_kind_is_calibrated(device->kind))
		return TRUE;
	return mc_visit_calibration_holds(
	           visit, device->calibrated_yyyymmdd, device->calibration_expires_yyyymmdd) &&
	       collimation_counted(self, visit, device);
}

static gboolean
make_void(McExamRun *run, GError **error)
{
	const McExamEvent *last = &g_array_index(run->events, McExamEvent, run->events->len - 1);
	McExamEvent event = {
	    .kind = MC_EXAM_EVENT_STOP, .at_us = last->at_us, .stop = MC_REASON_UNCALIBRATED};
	g_autofree McExam *exam = g_new0(McExam, 1);

	g_array_append_val(run->events, event);
	if (!mc_exam_run_replay(run, exam, error))
		return FALSE;
	run->result = *mc_exam_result(exam);
	return TRUE;
}

static gboolean
void_what_did_not_count(McRecorder *self, McVisit *visit, GError **error)
{
	for (guint i = 0; i < visit->exams; i++) {
		McExamRun *run = visit->exam[i];

		if (run->finished && run->result.presented > 0 && !mc_exam_is_void(&run->result) &&
		    !counted(self, visit, run) && !make_void(run, error))
			return FALSE;
	}
	return TRUE;
}

/* ---- the rules ---- */

/* They were chosen by a clock that was wrong, and what was measured was so by their plans: it goes
 * on by them. Then the record states no day on which they had not been in force, but that it was
 * one of the days from theirs to this one. */
static void
reach_to_rules(McVisit *visit, const McRulePack *pack)
{
	gboolean is_known = visit->visit_date.year != 0;
	McDate first = is_known ? visit->visit_date : visit->earliest_date;
	McDate last = is_known ? visit->visit_date : visit->latest_date;

	if (mc_rules_in_force(pack, first, last))
		return;
	visit->visit_date = (McDate){0};
	visit->earliest_date = pack->valid_to.year != 0 && mc_date_compare(pack->valid_to, first) < 0
	                           ? pack->valid_to
	                           : first;
	visit->latest_date = mc_date_compare(pack->valid_from, last) > 0 ? pack->valid_from : last;
}

gboolean
mc_recorder_settle_day(McRecorder *self, const McRulePack *pack, GError **error)
{
	McVisit *visit = self->current->visit;

	take_times(self, visit);
	if (!void_what_did_not_count(self, visit, error))
		return FALSE;
	reach_to_rules(visit, pack);
	return TRUE;
}
