#include "app/flow/readiness.h"

static gboolean
has_stature(const McHello *hello)
{
	for (guint i = 0; i < hello->enrolments; i++)
		if (hello->enrolment[i].kind == MC_DEVICE_STATURE)
			return TRUE;
	return FALSE;
}

gboolean
mc_readiness_measures(McExamKind exam)
{
	return exam != MC_EXAM_LIMBS && exam != MC_EXAM_REACTION;
}

gboolean
mc_readiness_is_run_here(McExamKind exam, const McHello *hello)
{
	switch (exam) {
	case MC_EXAM_ACUITY:
	case MC_EXAM_HEARING:
	case MC_EXAM_SIDE: return TRUE;
	/* One that is enrolled and not there is missed. */
	case MC_EXAM_STATURE: return has_stature(hello);
	case MC_EXAM_LIMBS: return hello->movements > 0;
	case MC_EXAM_REACTION: return hello->reaction_from_years > 0;
	/* A screen whose time is over is only locked. */
	case MC_EXAM_COLOUR: return hello->colour_offered;
	}
	return FALSE;
}

gboolean
mc_readiness_takes_pictures(McExamKind exam, const McHello *hello)
{
	return exam == MC_EXAM_LIMBS && hello->movements > 0 && hello->picture_kept_days > 0;
}

gboolean
mc_readiness_device_of(McExamKind exam, McDeviceKind *kind)
{
	switch (exam) {
	case MC_EXAM_ACUITY: *kind = MC_DEVICE_VISION_TESTER; return TRUE;
	case MC_EXAM_HEARING:
	case MC_EXAM_SIDE: *kind = MC_DEVICE_AUDIOMETER; return TRUE;
	case MC_EXAM_STATURE: *kind = MC_DEVICE_STATURE; return TRUE;
	case MC_EXAM_LIMBS: *kind = MC_DEVICE_CAMERA; return TRUE;
	case MC_EXAM_REACTION: *kind = MC_DEVICE_RESPONSE_PAD; return FALSE;
	case MC_EXAM_COLOUR: break;
	}
	return FALSE;
}

/* The driver looks at the calibration when it opens the instrument; a kiosk that stays on passes
 * the date of expiry while the instrument is open. */
static McReason
why_not(McDeviceKind kind, const McDeviceInfo *info, gint32 today_yyyymmdd)
{
	switch (info->state) {
	case MC_DEVICE_ABSENT:
	case MC_DEVICE_STARTING:
	case MC_DEVICE_FAULTY: return MC_REASON_NO_DEVICE;
	case MC_DEVICE_LOCKED:
		return mc_device_cause_error(info->cause) == MC_ERROR_UNCALIBRATED ? MC_REASON_UNCALIBRATED
		                                                                   : MC_REASON_NO_DEVICE;
	case MC_DEVICE_READY: break;
	}
	return mc_device_kind_is_calibrated(kind) && info->calibration_expires_yyyymmdd < today_yyyymmdd
	           ? MC_REASON_UNCALIBRATED
	           : MC_REASON_NONE;
}

static McReason
why_not_exam(
    McExamKind exam, const McDeviceInfo *devices, const McHello *hello, gint32 today_yyyymmdd)
{
	McDeviceKind kind;

	/* where nothing watches, nothing is missed */
	if (exam == MC_EXAM_LIMBS && !mc_readiness_takes_pictures(exam, hello))
		return MC_REASON_NONE;
	if (mc_readiness_device_of(exam, &kind))
		return why_not(kind, &devices[kind], today_yyyymmdd);
	return exam == MC_EXAM_COLOUR && !hello->colour_calibrated ? MC_REASON_UNCALIBRATED
	                                                           : MC_REASON_NONE;
}

McReadiness
mc_readiness_judge(const McDeviceInfo *devices, const McHello *hello, gint32 today_yyyymmdd)
{
	static const McHello silent = {0};
	const McHello *said = hello != NULL ? hello : &silent;
	McReadiness ready = {.service = MC_SERVICE_OUT};
	guint possible = 0, wanted = 0;

	for (guint i = 0; i < MC_EXAM_KINDS; i++) {
		ready.reason[i] = MC_REASON_NO_DEVICE;
		if (!mc_readiness_is_run_here((McExamKind)i, said))
			continue;
		ready.reason[i] = why_not_exam((McExamKind)i, devices, said, today_yyyymmdd);
		ready.exam_possible[i] = ready.reason[i] == MC_REASON_NONE;
		if (!mc_readiness_measures((McExamKind)i))
			continue;
		wanted++;
		possible += ready.exam_possible[i] ? 1 : 0;
	}
	if (hello == NULL || hello->storage != MC_STORAGE_OK || hello->classes == 0)
		return ready;
	if (hello->paused)
		ready.service = MC_SERVICE_PAUSED;
	else if (possible == 0)
		ready.service = MC_SERVICE_OUT;
	else if (possible < wanted || devices[MC_DEVICE_ID_READER].state != MC_DEVICE_READY)
		ready.service = MC_SERVICE_PARTLY;
	else
		ready.service = MC_SERVICE_OPEN;
	return ready;
}

gint
mc_readiness_age_years(gint32 birth_yyyymmdd, gint32 today_yyyymmdd)
{
	gint years = today_yyyymmdd / 10000 - birth_yyyymmdd / 10000;

	if (birth_yyyymmdd <= 0 || today_yyyymmdd < birth_yyyymmdd)
		return 0;
	return today_yyyymmdd % 10000 < birth_yyyymmdd % 10000 ? years - 1 : years;
}
