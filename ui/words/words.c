#include "ui/words/words.h"
#include "ui/words/language.h"
#include <string.h>

const char *
mc_word_exam(McExamKind kind)
{
	switch (kind) {
	case MC_EXAM_ACUITY: return _("Eyesight");
	case MC_EXAM_HEARING: return _("Hearing");
	case MC_EXAM_SIDE: return _("Sound direction");
	case MC_EXAM_STATURE: return _("Body height");
	case MC_EXAM_LIMBS: return _("Movements");
	case MC_EXAM_REACTION: return _("Reaction practice");
	case MC_EXAM_COLOUR: return _("Colour vision");
	}
	return "";
}

const char *
mc_word_exam_run(McExamKind kind, McCorrection correction)
{
	if (kind == MC_EXAM_ACUITY)
		return correction == MC_CORRECTION_GLASSES ? _("Eyesight with glasses")
		                                           : _("Eyesight without glasses");
	return mc_word_exam(kind);
}

const char *
mc_word_outcome(McOutcome outcome)
{
	switch (outcome) {
	case MC_OUTCOME_NOT_DETERMINED: return _("No result");
	case MC_OUTCOME_PASS: return _("Meets the requirement");
	case MC_OUTCOME_FAIL: return _("Below the requirement");
	case MC_OUTCOME_REFER: return _("A doctor decides");
	}
	return "";
}

const char *
mc_word_class_outcome(const McClassVerdict *verdict)
{
	if (verdict->outcome == MC_OUTCOME_NOT_DETERMINED && verdict->outcome_here == MC_OUTCOME_PASS)
		return _("Fine so far, not yet complete");
	switch (verdict->outcome) {
	case MC_OUTCOME_NOT_DETERMINED: return _("Not yet decided");
	case MC_OUTCOME_PASS: return _("All requirements are met");
	case MC_OUTCOME_FAIL: return _("A requirement is not met");
	case MC_OUTCOME_REFER: return _("A doctor decides");
	}
	return "";
}

const char *
mc_word_reason(McReason reason)
{
	switch (reason) {
	case MC_REASON_NONE:
	case MC_REASON_RE_INSTRUCTED:
	case MC_REASON_CONTINUED: return "";
	case MC_REASON_BORDERLINE:
		return _("The measurement is close to the limit. A doctor looks at it, not a machine.");
	case MC_REASON_DEVICE_LOST: return _("The measuring instrument was interrupted.");
	case MC_REASON_NOISE: return _("It was too loud here to measure your hearing.");
	case MC_REASON_UNRELIABLE:
		return _("There were too many answers when there was nothing to answer.");
	case MC_REASON_STOPPED: return _("The exam was ended before it was finished.");
	case MC_REASON_NOT_UNDERSTOOD: return _("The practice did not work out. A clerk can help.");
	case MC_REASON_UNCALIBRATED:
		return _("The measuring instrument is due for calibration and was not used.");
	case MC_REASON_NO_DEVICE: return _("There is no instrument for it here at the moment.");
	case MC_REASON_TIME_OUT: return _("There was no answer for too long.");
	case MC_REASON_POSITION: return _("The head was not in place often enough.");
	case MC_REASON_NO_AGREEMENT: return _("The readings did not agree with each other.");
	case MC_REASON_FOR_DOCTOR: return _("A doctor looks at what was recorded.");
	case MC_REASON_UNSCORED: return _("This was a practice and does not count.");
	case MC_REASON_TOO_NEAR: return _("The instrument is not made for this distance.");
	case MC_REASON_PANEL_ASSUMED: return _("The colours of this screen have not been measured.");
	case MC_REASON_SIGNALS: return _("The colours of the signal lights were not all named.");
	case MC_REASON_COLOUR_WEAK:
		return _("Faint colours were not told apart. Colour vision may be weak.");
	case MC_REASON_BY_LOUDSPEAKER: return _("Measured by loudspeaker, with the hearing aid.");
	case MC_REASON_LATENCY_UNKNOWN:
		return _("The delay of the instrument was not calibrated. It is part of these times.");
	case MC_REASON_LUMINANCE:
		return _("The light in the vision tester was too dark or too bright to measure by.");
	case MC_REASON_NOT_SHOWN: return _("The vision tester here cannot show a line this small.");
	case MC_REASON_NO_LOUDSPEAKER:
		return _("With a hearing aid, hearing is examined by loudspeaker. There is none here.");
	}
	return "";
}

const char *
mc_word_side(McExamKind kind, guint side)
{
	if (kind == MC_EXAM_COLOUR)
		return side == MC_AXIS_PROTAN ? _("Red plates") : _("Green plates");
	if (kind == MC_EXAM_ACUITY)
		return side == MC_EYE_LEFT ? _("Left eye") : _("Right eye");
	return side == MC_EAR_LEFT ? _("Left ear") : _("Right ear");
}

const char *
mc_word_signal(McSignal signal)
{
	switch (signal) {
	case MC_SIGNAL_RED: return _("Red");
	case MC_SIGNAL_YELLOW: return _("Yellow");
	case MC_SIGNAL_GREEN: return _("Green");
	}
	return "";
}

const char *
mc_word_reaction_task(McReactionTask task)
{
	switch (task) {
	case MC_REACTION_SIMPLE: return _("Simple reaction");
	case MC_REACTION_CHOICE: return _("Choice reaction");
	case MC_REACTION_MEMORY: return _("Memory");
	case MC_REACTION_JUDGEMENT: return _("Judgement");
	}
	return "";
}

/* Left and right are the person's own. */
const char *
mc_word_movement(McMovement movement)
{
	switch (movement) {
	case MC_MOVEMENT_NECK_TURN_LEFT: return _("Turn your head to the left");
	case MC_MOVEMENT_NECK_TURN_RIGHT: return _("Turn your head to the right");
	case MC_MOVEMENT_NECK_BEND: return _("Lower your chin to the chest, then look up");
	case MC_MOVEMENT_TRUNK_BEND: return _("Bend forward, then straighten up");
	case MC_MOVEMENT_ARM_RAISE_LEFT: return _("Raise your left arm");
	case MC_MOVEMENT_ARM_RAISE_RIGHT: return _("Raise your right arm");
	case MC_MOVEMENT_HAND_OPEN_LEFT: return _("Left hand: make a fist, then spread all fingers");
	case MC_MOVEMENT_HAND_OPEN_RIGHT: return _("Right hand: make a fist, then spread all fingers");
	case MC_MOVEMENT_LEG_LIFT_LEFT: return _("Lift your left knee");
	case MC_MOVEMENT_LEG_LIFT_RIGHT: return _("Lift your right knee");
	case MC_MOVEMENT_FOOT_PRESS_LEFT: return _("Press down with your left foot, as on a pedal");
	case MC_MOVEMENT_FOOT_PRESS_RIGHT: return _("Press down with your right foot, as on a pedal");
	case MC_MOVEMENT_SQUAT: return _("Squat down and stand up again, without using your hands");
	}
	return "";
}

char *
mc_word_height(gint32 height_mm)
{
	return g_strdup_printf(_("%d.%d cm"), height_mm / 10, height_mm % 10);
}

const char *
mc_word_direction(McDirection direction)
{
	switch (direction) {
	case MC_DIRECTION_RIGHT: return _("To the right");
	case MC_DIRECTION_UP: return _("Up");
	case MC_DIRECTION_LEFT: return _("To the left");
	case MC_DIRECTION_DOWN: return _("Down");
	case MC_DIRECTION_UP_RIGHT: return _("Up and to the right");
	case MC_DIRECTION_UP_LEFT: return _("Up and to the left");
	case MC_DIRECTION_DOWN_LEFT: return _("Down and to the left");
	case MC_DIRECTION_DOWN_RIGHT: return _("Down and to the right");
	}
	return "";
}

const char *
mc_word_service(McService service)
{
	switch (service) {
	case MC_SERVICE_OPEN: return _("Open");
	case MC_SERVICE_PARTLY: return _("Partly open");
	case MC_SERVICE_PAUSED: return _("Paused");
	case MC_SERVICE_OUT: return _("Out of service");
	}
	return "";
}

const char *
mc_word_service_detail(McService service)
{
	switch (service) {
	case MC_SERVICE_OPEN: return _("Everything here works. You can begin.");
	case MC_SERVICE_PARTLY: return _("Not every exam can be done here just now.");
	case MC_SERVICE_PAUSED: return _("A clerk has paused this kiosk. It will open again soon.");
	case MC_SERVICE_OUT:
		return _("Nothing can be measured here just now. Please ask at the counter.");
	}
	return "";
}

const char *
mc_word_receipt(McReceiptState state)
{
	switch (state) {
	case MC_RECEIPT_NONE: return _("Not yet recorded");
	case MC_RECEIPT_RECORDED: return _("Recorded here");
	case MC_RECEIPT_SENT: return _("Sent");
	case MC_RECEIPT_ACCEPTED: return _("Accepted");
	case MC_RECEIPT_PARKED: return _("Needs a person");
	}
	return "";
}

const char *
mc_word_receipt_detail(McReceiptState state)
{
	switch (state) {
	case MC_RECEIPT_NONE: return _("Please wait a moment.");
	case MC_RECEIPT_RECORDED:
		return _("Stored safely in this kiosk. It is sent by itself, also after you leave.");
	case MC_RECEIPT_SENT: return _("On its way. The office has not confirmed it yet.");
	case MC_RECEIPT_ACCEPTED: return _("The office has received and checked your record.");
	case MC_RECEIPT_PARKED:
		return _(
		    "Stored, but the office did not take it. A clerk sees to it. Please keep the number.");
	}
	return "";
}

static char *
day_text(gint32 yyyymmdd)
{
	return g_strdup_printf(
	    "%04d-%02d-%02d", yyyymmdd / 10000, yyyymmdd / 100 % 100, yyyymmdd % 100);
}

char *
mc_word_unsure_date(const McRecordState *record)
{
	g_autofree char *from = day_text(record->earliest_yyyymmdd);
	g_autofree char *until = day_text(record->latest_yyyymmdd);

	if (record->earliest_yyyymmdd == 0)
		return g_strdup("");
	if (record->latest_yyyymmdd >= MC_VALID_LONG_TERM)
		return g_strdup_printf(
		    _("The kiosk's clock is not set: this check has no sure date. It was not before %s."),
		    from);
	return g_strdup_printf(_("The kiosk's clock is not set: this check has no sure date. It was "
	                         "between %s and %s."),
	    from, until);
}

const char *
mc_word_abort(McAbortReason reason)
{
	switch (reason) {
	case MC_ABORT_WALKED_AWAY: return _("Nobody was here for a while, so the check was ended.");
	case MC_ABORT_CITIZEN: return _("You have ended the check.");
	case MC_ABORT_CLERK: return _("A clerk has ended the check.");
	case MC_ABORT_DEVICE: return _("There is no instrument left to measure with.");
	case MC_ABORT_FAULT: return _("The kiosk could not go on. It was not your fault.");
	case MC_ABORT_REFUSED: return _("The check cannot be done without this.");
	case MC_ABORT_RESTART: return _("An earlier check was not finished in time.");
	}
	return "";
}

const char *
mc_word_abort_choice(McAbortReason reason)
{
	switch (reason) {
	case MC_ABORT_WALKED_AWAY: return _("The person has left");
	case MC_ABORT_CITIZEN: return _("The person wants to stop");
	case MC_ABORT_CLERK: return _("Help was needed that the kiosk cannot give");
	case MC_ABORT_DEVICE: return _("An instrument does not work");
	case MC_ABORT_FAULT: return _("The kiosk does not work");
	case MC_ABORT_REFUSED: return _("The person may not be examined here");
	case MC_ABORT_RESTART: return _("Left over from an earlier check");
	}
	return "";
}

const char *
mc_word_device(McDeviceKind kind)
{
	switch (kind) {
	case MC_DEVICE_VISION_TESTER: return _("Vision tester");
	case MC_DEVICE_AUDIOMETER: return _("Audiometer");
	case MC_DEVICE_ID_READER: return _("Card reader");
	case MC_DEVICE_STATURE: return _("Height and weight unit");
	case MC_DEVICE_RESPONSE_PAD: return _("Response pad");
	case MC_DEVICE_PRINTER: return _("Slip printer");
	case MC_DEVICE_SOUND_METER: return _("Sound level meter");
	case MC_DEVICE_LUMINANCE_METER: return _("Luminance meter");
	case MC_DEVICE_CAMERA: return _("Camera");
	}
	return "";
}

const char *
mc_word_try_out(McDeviceKind kind)
{
	switch (kind) {
	case MC_DEVICE_VISION_TESTER:
		return _("Look into the window and press the key to which the E opens.");
	case MC_DEVICE_AUDIOMETER:
		return _("Put the headphones on. A tone comes in one ear: press the key of that side.");
	case MC_DEVICE_ID_READER:
		return _("Lay an identity card on the reader. Nothing of it is kept.");
	case MC_DEVICE_STATURE: return _("Step on, stand straight and still.");
	case MC_DEVICE_RESPONSE_PAD: return _("Press any key of the pad.");
	case MC_DEVICE_PRINTER:
	case MC_DEVICE_SOUND_METER:
	case MC_DEVICE_LUMINANCE_METER:
	case MC_DEVICE_CAMERA: break;
	}
	return "";
}

const char *
mc_word_consumable(McConsumable consumable)
{
	switch (consumable) {
	case MC_CONSUMABLE_PAPER: return _("Paper, in slips");
	case MC_CONSUMABLE_EAR_COVERS: return _("Ear covers, in pairs");
	case MC_CONSUMABLE_WIPES: return _("Wipes");
	}
	return "";
}

const char *
mc_word_device_state(McDeviceState state)
{
	switch (state) {
	case MC_DEVICE_ABSENT: return _("Absent");
	case MC_DEVICE_STARTING: return _("Starting");
	case MC_DEVICE_READY: return _("Ready");
	case MC_DEVICE_FAULTY: return _("Faulty");
	case MC_DEVICE_LOCKED: return _("Locked");
	}
	return "";
}

const char *
mc_word_role(McStaffRole role)
{
	switch (role) {
	case MC_STAFF_NONE: return "";
	case MC_STAFF_CLERK: return _("Clerk");
	case MC_STAFF_TECHNICIAN: return _("Technician");
	}
	return "";
}
