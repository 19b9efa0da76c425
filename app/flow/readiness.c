#include "app/flow/readiness.h"

gboolean
mc_readiness_is_run_here(McExamKind exam)
{
	switch (exam) {
	case MC_EXAM_ACUITY:
	case MC_EXAM_HEARING:
	case MC_EXAM_SIDE: return TRUE;
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION:
	case MC_EXAM_COLOUR: return FALSE;
	}
	return FALSE;
}

McDeviceKind
mc_readiness_device_of(McExamKind exam)
{
	return exam == MC_EXAM_ACUITY ? MC_DEVICE_VISION_TESTER : MC_DEVICE_AUDIOMETER;
}

/* The driver looks at the calibration when it opens the instrument; a kiosk that stays on passes
 * the date of expiry while the instrument is open. */
static McReason
why_not(const McDeviceInfo *info, gint32 today_yyyymmdd)
{
	switch (info->state) {
	case MC_DEVICE_ABSENT:
	case MC_DEVICE_STARTING:
	case MC_DEVICE_FAULTY: return MC_REASON_NO_DEVICE;
	case MC_DEVICE_LOCKED:
		return info->cause == MC_CAUSE_UNCALIBRATED ? MC_REASON_UNCALIBRATED : MC_REASON_NO_DEVICE;
	case MC_DEVICE_READY: break;
	}
	return info->calibration_expires_yyyymmdd < today_yyyymmdd ? MC_REASON_UNCALIBRATED
	                                                           : MC_REASON_NONE;
}

McReadiness
mc_readiness_judge(const McDeviceInfo *devices, const McHello *hello, gint32 today_yyyymmdd)
{
	McReadiness ready = {.service = MC_SERVICE_OUT};
	guint possible = 0, wanted = 0;

	for (guint i = 0; i < MC_EXAM_KINDS; i++) {
		ready.reason[i] = MC_REASON_NO_DEVICE;
		if (!mc_readiness_is_run_here((McExamKind)i))
			continue;
		wanted++;
		ready.reason[i] = why_not(&devices[mc_readiness_device_of((McExamKind)i)], today_yyyymmdd);
		ready.exam_possible[i] = ready.reason[i] == MC_REASON_NONE;
		possible += ready.exam_possible[i] ? 1 : 0;
	}
	if (hello == NULL || !hello->storage_ok || hello->classes == 0)
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
