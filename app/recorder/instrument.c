#include "app/recorder/instrument.h"

#include "app/record/passport.h"
#include <stdlib.h>
#include <string.h>

/* "1.10" is newer than "1.9". */
static gboolean
is_at_least(const char *version, const char *minimum)
{
	while (*minimum != '\0') {
		guint64 have = g_ascii_strtoull(version, (char **)&version, 10);
		guint64 need = g_ascii_strtoull(minimum, (char **)&minimum, 10);

		if (have != need)
			return have > need;
		version += *version == '.';
		if (*minimum != '.' && *minimum != '\0')
			return FALSE;
		minimum += *minimum == '.';
	}
	return TRUE;
}

gboolean
mc_instrument_calibration_holds(McRecorder *self, gint32 from_yyyymmdd, gint32 to_yyyymmdd)
{
	McDays days = mc_recorder_days(self);

	return from_yyyymmdd != 0 && from_yyyymmdd <= days.last && to_yyyymmdd >= days.first;
}

void
mc_instrument_set_screen(const McRecorder *self, McColourPlan *plan)
{
	const McScreenConfig *screen = &self->config.screen;

	if (screen->calibration[0] == '\0')
		return;
	plan->panel = screen->panel;
	g_strlcpy(plan->calibration, screen->calibration, sizeof plan->calibration);
	plan->calibrated_yyyymmdd = screen->calibrated_yyyymmdd;
	plan->calibration_expires_yyyymmdd = screen->expires_yyyymmdd;
}

McReason
mc_instrument_screen_problem(McRecorder *self)
{
	const McScreenConfig *screen = &self->config.screen;

	if (screen->calibration[0] == '\0')
		return self->config.unmeasured_screen ? MC_REASON_NONE : MC_REASON_NO_DEVICE;
	return mc_instrument_calibration_holds(
	           self, screen->calibrated_yyyymmdd, screen->expires_yyyymmdd)
	           ? MC_REASON_NONE
	           : MC_REASON_UNCALIBRATED;
}

/* Headphones over an aid, or in its place, measure neither the ear nor the aid. */
static McReason
aid_problem(const McRecorder *self, const McRecorderRequest *request)
{
	gboolean is_heard = request->exam == MC_EXAM_HEARING || request->exam == MC_EXAM_SIDE;

	return is_heard && self->current->visit->wears_hearing_aid &&
	               request->device.loudspeaker[0] == '\0'
	           ? MC_REASON_NO_LOUDSPEAKER
	           : MC_REASON_NONE;
}

/* Tones whose level nobody has measured in this transducer say nothing of an ear. Who is sent
 * elsewhere for want of loudspeakers is told that. */
static gboolean
is_corrected(McRecorder *self, const McRecorderRequest *request)
{
	const McRulePack *pack = &mc_recorder_pack_of(self, self->current)->pack;

	return request->device.kind != MC_DEVICE_AUDIOMETER ||
	       (mc_corrections_are_usable(&request->device.corrections) &&
	           mc_visit_is_corrected(self->current->visit->wears_hearing_aid, &request->device,
	               &pack->plans[request->exam]));
}

/* A limit whose line the display cannot draw honestly is not examined here. */
static McReason
display_problem(McRecorder *self, const McRecorderRequest *request)
{
	const McRulePack *pack = &mc_recorder_pack_of(self, self->current)->pack;
	McAcuityPlan plan = pack->plans[MC_EXAM_ACUITY].as.acuity;

	mc_rules_set_vision_cuts(pack, self->current->visit->classes, &plan);
	return mc_visit_show_by(&plan, &request->device) ? MC_REASON_NONE : MC_REASON_NOT_SHOWN;
}

gint32
mc_instrument_latency_us(McRecorder *self, const McDeviceInfo *device)
{
	const McEnrolment *enrolment = mc_recorder_enrolment(self, device->kind, device->serial);

	if (enrolment == NULL || !enrolment->has_latency ||
	    !mc_instrument_calibration_holds(
	        self, enrolment->calibrated_yyyymmdd, enrolment->calibration_expires_yyyymmdd))
		return MC_LATENCY_UNKNOWN;
	return enrolment->latency_us;
}

McDeviceInfo
mc_instrument_certified(McRecorder *self, const McDeviceInfo *device)
{
	const McEnrolment *enrolment = mc_recorder_enrolment(self, device->kind, device->serial);
	McDeviceInfo certified = *device;

	certified.collimation[0] = '\0';
	if (enrolment == NULL || !enrolment->has_collimation ||
	    !mc_instrument_calibration_holds(
	        self, enrolment->calibrated_yyyymmdd, enrolment->calibration_expires_yyyymmdd))
		return certified;
	certified.vergence_centi_dioptre = enrolment->collimated_centi_dioptre;
	g_strlcpy(certified.collimation, enrolment->certificate, sizeof certified.collimation);
	return certified;
}

gboolean
mc_instrument_watches(const McDeviceInfo *device)
{
	return device->kind == MC_DEVICE_CAMERA && device->serial[0] != '\0';
}

static gboolean
has_camera(McRecorder *self)
{
	for (guint i = 0; i < self->enrolled; i++)
		if (self->enrolment[i].kind == MC_DEVICE_CAMERA)
			return TRUE;
	return FALSE;
}

gint32
mc_instrument_picture_kept_days(McRecorder *self)
{
	return self->config.movements && has_camera(self) ? self->config.picture_kept_days : 0;
}

/* An instrument that is away for a moment does not count: what it cannot present is lost and
 * presented again, or the glass stops the exam. */
McReason
mc_instrument_problem(McRecorder *self, const McRecorderRequest *request, McDeviceCause *cause)
{
	const McDeviceInfo *device = &request->device;
	const McEnrolment *enrolment = mc_recorder_enrolment(self, device->kind, device->serial);
	McDeviceCause difference;

	*cause = MC_CAUSE_NONE;
	if (request->exam == MC_EXAM_COLOUR)
		return mc_instrument_screen_problem(self);
	if (request->exam == MC_EXAM_LIMBS && !self->config.movements)
		return MC_REASON_NO_DEVICE;
	/* they are shown and done all the same, and nobody sees them */
	if (request->exam == MC_EXAM_LIMBS && !mc_instrument_watches(device))
		return MC_REASON_NONE;
	/* without a pad the glass has the keys, whose delay nobody measured */
	if (request->exam == MC_EXAM_REACTION && device->serial[0] == '\0')
		return MC_REASON_NONE;
	*cause = MC_CAUSE_WRONG_DEVICE;
	if (!mc_passport_measures(device->kind, request->exam))
		return MC_REASON_NO_DEVICE;
	*cause = MC_CAUSE_NOT_ENROLLED;
	if (enrolment == NULL)
		return MC_REASON_NO_DEVICE;
	difference = mc_enrolment_difference(enrolment, device);
	*cause = difference;
	if (difference == MC_CAUSE_USB_ID)
		return MC_REASON_NO_DEVICE;
	*cause = MC_CAUSE_FIRMWARE;
	if (!is_at_least(device->firmware, enrolment->minimum_firmware))
		return MC_REASON_NO_DEVICE;
	*cause = MC_CAUSE_UNCALIBRATED;
	if (mc_device_kind_is_calibrated(device->kind) &&
	    (!mc_instrument_calibration_holds(
	         self, device->calibrated_yyyymmdd, device->calibration_expires_yyyymmdd) ||
	        !is_corrected(self, request)))
		return MC_REASON_UNCALIBRATED;
	*cause = difference;
	if (difference != MC_CAUSE_NONE)
		return MC_REASON_UNCALIBRATED;
	*cause = device->cause;
	if (device->state == MC_DEVICE_LOCKED)
		return MC_REASON_NO_DEVICE;
	*cause = MC_CAUSE_NONE;
	return request->exam == MC_EXAM_ACUITY ? display_problem(self, request)
	                                       : aid_problem(self, request);
}

void
mc_instrument_conditions(const McRecorderRequest *request, McTrialConditions *conditions)
{
	*conditions = (McTrialConditions){.person_present = -1,
	    .head_in_place = -1,
	    .occlusion_ok = -1,
	    .distance_permille = -1,
	    .luminance_cd_m2 = -1,
	    .headphones_on = -1,
	    .noise_deci_db_spl = {-1, -1, -1, -1}};
	switch (request->answer.kind) {
	case MC_EXAM_ACUITY:
		conditions->head_in_place = request->vision.head_in_place ? 1 : 0;
		conditions->occlusion_ok = request->vision.occlusion_ok ? 1 : 0;
		if (request->vision.distance_permille != MC_DISTANCE_NOT_MEASURED)
			conditions->distance_permille = request->vision.distance_permille;
		conditions->luminance_cd_m2 = request->vision.luminance_cd_m2;
		return;
	case MC_EXAM_HEARING:
	case MC_EXAM_SIDE:
		conditions->headphones_on = request->hearing.headphones_on ? 1 : 0;
		memcpy(conditions->noise_deci_db_spl, request->hearing.noise_deci_db_spl,
		    sizeof conditions->noise_deci_db_spl);
		return;
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION:
	case MC_EXAM_COLOUR: conditions->person_present = request->person_present; return;
	}
}

gboolean
mc_instrument_answered_in_time(const McAnswer *answer)
{
	/* the glass darkens it by a timer of its own: two clocks are not quite the same */
	const gint64 latest_us = (MC_OPTOTYPE_SHOWN_MS_MAX + 1000) * G_GINT64_CONSTANT(1000);

	return answer->kind != MC_EXAM_ACUITY || answer->as.optotype.reaction_us <= latest_us;
}
