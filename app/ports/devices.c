#include "app/ports/devices.h"

#include <string.h>

const char *
mc_device_kind_name(McDeviceKind kind)
{
	switch (kind) {
	case MC_DEVICE_VISION_TESTER: return "vision-tester";
	case MC_DEVICE_AUDIOMETER: return "audiometer";
	case MC_DEVICE_ID_READER: return "id-reader";
	case MC_DEVICE_STATURE: return "stature";
	case MC_DEVICE_RESPONSE_PAD: return "response-pad";
	case MC_DEVICE_PRINTER: return "printer";
	case MC_DEVICE_SOUND_METER: return "sound-meter";
	case MC_DEVICE_LUMINANCE_METER: return "luminance-meter";
	case MC_DEVICE_CAMERA: return "camera";
	}
	g_return_val_if_reached("unknown");
}

gboolean
mc_device_kind_is_calibrated(McDeviceKind kind)
{
	switch (kind) {
	case MC_DEVICE_VISION_TESTER:
	case MC_DEVICE_AUDIOMETER:
	case MC_DEVICE_STATURE:
	case MC_DEVICE_SOUND_METER:
	case MC_DEVICE_LUMINANCE_METER: return TRUE;
	case MC_DEVICE_ID_READER:
	case MC_DEVICE_RESPONSE_PAD:
	case MC_DEVICE_PRINTER:
	case MC_DEVICE_CAMERA: return FALSE;
	}
	g_return_val_if_reached(TRUE);
}

gboolean
mc_device_kind_is_optional(McDeviceKind kind)
{
	switch (kind) {
	case MC_DEVICE_VISION_TESTER:
	case MC_DEVICE_AUDIOMETER:
	case MC_DEVICE_ID_READER: return FALSE;
	case MC_DEVICE_STATURE:
	case MC_DEVICE_RESPONSE_PAD:
	case MC_DEVICE_PRINTER:
	case MC_DEVICE_SOUND_METER:
	case MC_DEVICE_LUMINANCE_METER:
	case MC_DEVICE_CAMERA: return TRUE;
	}
	g_return_val_if_reached(FALSE);
}

gboolean
mc_device_kind_has_test(McDeviceKind kind, McTestLevel level)
{
	switch (kind) {
	case MC_DEVICE_VISION_TESTER:
	case MC_DEVICE_AUDIOMETER: return TRUE;
	case MC_DEVICE_PRINTER: return level != MC_TEST_INTERACTIVE;
	case MC_DEVICE_ID_READER:
	case MC_DEVICE_STATURE:
	case MC_DEVICE_RESPONSE_PAD: return level != MC_TEST_ACTIVE;
	case MC_DEVICE_SOUND_METER:
	case MC_DEVICE_LUMINANCE_METER:
	case MC_DEVICE_CAMERA: return level == MC_TEST_SILENT;
	}
	g_return_val_if_reached(FALSE);
}

const char *
mc_device_state_name(McDeviceState state)
{
	switch (state) {
	case MC_DEVICE_ABSENT: return "absent";
	case MC_DEVICE_STARTING: return "starting";
	case MC_DEVICE_READY: return "ready";
	case MC_DEVICE_FAULTY: return "faulty";
	case MC_DEVICE_LOCKED: return "locked";
	}
	g_return_val_if_reached("unknown");
}

static const struct {
	const char *id, *when;
	McErrorCode error;
} causes[] = {
#define MC_DEVICE_CAUSE(constant, cause_id, cause_error, cause_when, ...)                          \
	[MC_CAUSE_##constant] = {                                                                      \
	    .id = (cause_id), .when = (cause_when), .error = MC_ERROR_##cause_error},
#include "app/ports/device-causes.def"
#undef MC_DEVICE_CAUSE
};
G_STATIC_ASSERT(G_N_ELEMENTS(causes) == MC_CAUSES);

const char *
mc_device_cause_name(McDeviceCause cause)
{
	g_return_val_if_fail((guint)cause < MC_CAUSES, "unknown");
	return causes[cause].id;
}

const char *
mc_device_cause_when(McDeviceCause cause)
{
	g_return_val_if_fail((guint)cause < MC_CAUSES, "");
	return causes[cause].when;
}

gboolean
mc_device_cause_can_be_adopted(McDeviceCause cause)
{
	switch (cause) {
	case MC_CAUSE_NOT_ENROLLED:
	case MC_CAUSE_USB_ID:
	case MC_CAUSE_TRANSDUCER:
	case MC_CAUSE_RECORD:
	case MC_CAUSE_CORRECTIONS: return TRUE;
	case MC_CAUSE_NONE:
	case MC_CAUSE_UNPLUGGED:
	case MC_CAUSE_NO_POWER:
	case MC_CAUSE_BUSY:
	case MC_CAUSE_PERMISSION:
	case MC_CAUSE_NO_ANSWER:
	case MC_CAUSE_PROTOCOL:
	case MC_CAUSE_WRONG_DEVICE:
	case MC_CAUSE_FIRMWARE:
	case MC_CAUSE_UNCALIBRATED:
	case MC_CAUSE_SELF_TEST:
	case MC_CAUSE_STREAM:
	case MC_CAUSE_PAPER_LOW:
	case MC_CAUSE_COVER_OPEN:
	case MC_CAUSE_PAPER_OUT:
	case MC_CAUSE_CUTTER_STUCK:
	case MC_CAUSE_PRINTER_ERROR: return FALSE;
	}
	g_return_val_if_reached(FALSE);
}

gboolean
mc_device_cause_wants_a_hand(McDeviceCause cause)
{
	return cause >= MC_CAUSE_PAPER_LOW && cause <= MC_CAUSE_PRINTER_ERROR;
}

McErrorCode
mc_device_cause_error(McDeviceCause cause)
{
	g_return_val_if_fail((guint)cause < MC_CAUSES, MC_ERROR_INTERNAL);
	return causes[cause].error;
}

/* ---- adoption ---- */

void
mc_corrections_digest(const McCorrections *corrections, char digest[MC_CORRECTIONS_DIGEST])
{
	g_autoptr(GString) table = g_string_new(NULL);
	g_autofree char *sha256 = NULL;

	digest[0] = '\0';
	if (corrections->count == 0)
		return;
	g_string_printf(table, "%d", corrections->count);
	for (gint32 i = 0; i < MIN(corrections->count, MC_TRANSDUCER_FREQUENCIES); i++)
		g_string_append_printf(table, ",%d,%d,%d", corrections->at[i].frequency_hz,
		    corrections->at[i].deci_db[MC_EAR_LEFT], corrections->at[i].deci_db[MC_EAR_RIGHT]);
	sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, table->str, (gssize)table->len);
	g_strlcpy(digest, sha256, MC_CORRECTIONS_DIGEST);
}

McAdopted
mc_device_adopted(const McDeviceInfo *info)
{
	McAdopted adopted = {.vendor_id = info->vendor_id, .product_id = info->product_id};

	if (!mc_device_kind_is_calibrated(info->kind))
		return adopted;
	g_strlcpy(adopted.transducer, info->transducer, sizeof adopted.transducer);
	g_strlcpy(adopted.transducer_serial, info->transducer_serial, sizeof adopted.transducer_serial);
	g_strlcpy(adopted.loudspeaker, info->loudspeaker, sizeof adopted.loudspeaker);
	g_strlcpy(
	    adopted.loudspeaker_serial, info->loudspeaker_serial, sizeof adopted.loudspeaker_serial);
	g_strlcpy(adopted.laboratory, info->laboratory, sizeof adopted.laboratory);
	g_strlcpy(adopted.certificate, info->certificate, sizeof adopted.certificate);
	adopted.calibrated_yyyymmdd = info->calibrated_yyyymmdd;
	adopted.calibration_expires_yyyymmdd = info->calibration_expires_yyyymmdd;
	mc_corrections_digest(&info->corrections, adopted.corrections_sha256);
	mc_corrections_digest(&info->loudspeaker_corrections, adopted.loudspeaker_corrections_sha256);
	return adopted;
}

gboolean
mc_enrolment_is_a_record(const McEnrolment *enrolment, const McDeviceInfo *info)
{
	return enrolment->has_sound_card ||
	       (info->kind == MC_DEVICE_STATURE && info->transducer_serial[0] == '\0' &&
	           enrolment->calibrated_yyyymmdd != 0);
}

/* Of a device that keeps no record. A line says which chip is in its plug where others name their
 * transducer: that is its USB id once more. */
static McAdopted
adopted_by_record(const McEnrolment *enrolment, const McDeviceInfo *info)
{
	const McSoundCardRecord *card = &enrolment->sound_card;
	McAdopted adopted = {.calibrated_yyyymmdd = enrolment->calibrated_yyyymmdd,
	    .calibration_expires_yyyymmdd = enrolment->calibration_expires_yyyymmdd};

	g_strlcpy(adopted.certificate, enrolment->certificate, sizeof adopted.certificate);
	if (!enrolment->has_sound_card) {
		g_strlcpy(adopted.transducer, info->transducer, sizeof adopted.transducer);
		return adopted;
	}
	g_strlcpy(adopted.laboratory, card->laboratory, sizeof adopted.laboratory);
	g_strlcpy(adopted.transducer, card->transducer, sizeof adopted.transducer);
	g_strlcpy(adopted.transducer_serial, card->transducer_serial, sizeof adopted.transducer_serial);
	mc_corrections_digest(&card->corrections, adopted.corrections_sha256);
	return adopted;
}

static gboolean
is_usb_id(const McEnrolment *enrolment, const McDeviceInfo *info)
{
	const McSoundCardRecord *card = &enrolment->sound_card;
	const McAdopted *adopted = &enrolment->adopted;

	if (enrolment->has_sound_card &&
	    (info->vendor_id != card->vendor_id || info->product_id != card->product_id))
		return FALSE;
	return !enrolment->has_adopted ||
	       (info->vendor_id == adopted->vendor_id && info->product_id == adopted->product_id);
}

/* Loudspeakers that were taken away measure nothing: who needs them is sent elsewhere. */
static gboolean
has_transducers(const McDeviceInfo *info, const McAdopted *adopted)
{
	return strcmp(info->transducer, adopted->transducer) == 0 &&
	       strcmp(info->transducer_serial, adopted->transducer_serial) == 0 &&
	       (info->loudspeaker[0] == '\0' ||
	           (strcmp(info->loudspeaker, adopted->loudspeaker) == 0 &&
	               strcmp(info->loudspeaker_serial, adopted->loudspeaker_serial) == 0));
}

static gboolean
has_record(const McDeviceInfo *info, const McAdopted *adopted)
{
	return strcmp(info->laboratory, adopted->laboratory) == 0 &&
	       strcmp(info->certificate, adopted->certificate) == 0 &&
	       info->calibrated_yyyymmdd == adopted->calibrated_yyyymmdd &&
	       info->calibration_expires_yyyymmdd == adopted->calibration_expires_yyyymmdd;
}

static gboolean
has_corrections(const McDeviceInfo *info, const McAdopted *adopted)
{
	char own[MC_CORRECTIONS_DIGEST], of_loudspeakers[MC_CORRECTIONS_DIGEST];

	mc_corrections_digest(&info->corrections, own);
	mc_corrections_digest(&info->loudspeaker_corrections, of_loudspeakers);
	return strcmp(own, adopted->corrections_sha256) == 0 &&
	       (info->loudspeaker[0] == '\0' ||
	           strcmp(of_loudspeakers, adopted->loudspeaker_corrections_sha256) == 0);
}

McDeviceCause
mc_enrolment_difference(const McEnrolment *enrolment, const McDeviceInfo *info)
{
	gboolean by_record = mc_enrolment_is_a_record(enrolment, info);
	McAdopted adopted = by_record ? adopted_by_record(enrolment, info) : enrolment->adopted;

	if (!is_usb_id(enrolment, info))
		return MC_CAUSE_USB_ID;
	if (!mc_device_kind_is_calibrated(info->kind))
		return MC_CAUSE_NONE;
	if (!by_record && !enrolment->has_adopted)
		return MC_CAUSE_RECORD;
	if (!has_transducers(info, &adopted))
		return MC_CAUSE_TRANSDUCER;
	if (!has_record(info, &adopted))
		return MC_CAUSE_RECORD;
	return has_corrections(info, &adopted) ? MC_CAUSE_NONE : MC_CAUSE_CORRECTIONS;
}
