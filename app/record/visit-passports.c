#include "app/record/visit-passports.h"

#include "app/record/passport.h"
#include "app/record/time.h"
#include <string.h>

const McDeviceInfo *
mc_visit_passport(const McVisit *visit, const McExamRun *run)
{
	return run->passport == 0 ? NULL : &visit->device[run->passport - 1];
}

/* Colours are seen on the screen, below. Movements and reactions may go without: nobody watches, or
 * the keys are on the glass; then no instrument is named. */
static gboolean
needs_passport(const McExamRun *run)
{
	switch (run->plan.kind) {
	case MC_EXAM_ACUITY:
	case MC_EXAM_HEARING:
	case MC_EXAM_SIDE:
	case MC_EXAM_STATURE: return TRUE;
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION: return run->device_serial[0] != '\0';
	case MC_EXAM_COLOUR: return FALSE;
	}
	return TRUE;
}

gboolean
mc_visit_calibration_holds(const McVisit *visit, gint32 from_yyyymmdd, gint32 to_yyyymmdd)
{
	gint32 began = mc_time_day_in_shanghai(visit->began_wall_us);
	gint32 ended = mc_time_day_in_shanghai(visit->ended_wall_us);
	gint32 first = MIN(began, ended);
	gint32 last = MAX(began, ended);

	if (visit->visit_date.year == 0) {
		first = mc_date_to_yyyymmdd(visit->earliest_date);
		last = mc_date_to_yyyymmdd(visit->latest_date);
	}
	return from_yyyymmdd != 0 && from_yyyymmdd <= last && to_yyyymmdd >= first;
}

/* The screen is no instrument that reports itself: its passport is the panel's part of the plan.
 * What follows from one that was not measured is flagged, and for a doctor. */
static const char *
screen_problem(const McVisit *visit, const McExamRun *run)
{
	const McColourPlan *plan = &run->plan.as.colour;

	if (!plan->panel.measured)
		return NULL;
	if (plan->calibration[0] == '\0')
		return "seen on a measured screen whose calibration has no name";
	if (strcmp(run->device_serial, plan->calibration) != 0)
		return "seen on another screen than the one that its calibration names";
	if (!mc_exam_is_void(&run->result) &&
	    !mc_visit_calibration_holds(
	        visit, plan->calibrated_yyyymmdd, plan->calibration_expires_yyyymmdd))
		return "seen on a screen whose calibration did not count on that day";
	return NULL;
}

const char *
mc_visit_passport_problem(const McVisit *visit, const McExamRun *run)
{
	const McDeviceInfo *device = mc_visit_passport(visit, run);

	if (run->result.presented == 0)
		return NULL;
	if (run->plan.kind == MC_EXAM_COLOUR && run->passport == 0)
		return screen_problem(visit, run);
	if (device == NULL)
		return needs_passport(run) ? "measured by an instrument that has no passport here" : NULL;
	if (strcmp(device->serial, run->device_serial) != 0)
		return "its passport is that of another instrument";
	if (!mc_passport_measures(device->kind, run->plan.kind))
		return "measured by an instrument of a kind that does not measure this";
	if (mc_device_kind_is_calibrated(device->kind) && !mc_exam_is_void(&run->result) &&
	    !mc_visit_calibration_holds(
	        visit, device->calibrated_yyyymmdd, device->calibration_expires_yyyymmdd))
		return "measured by an instrument whose calibration did not count on that day";
	return NULL;
}
