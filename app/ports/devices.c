#include "app/ports/devices.h"

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

McErrorCode
mc_device_cause_error(McDeviceCause cause)
{
	g_return_val_if_fail((guint)cause < MC_CAUSES, MC_ERROR_INTERNAL);
	return causes[cause].error;
}
