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
	case MC_DEVICE_PRINTER: return FALSE;
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
	case MC_DEVICE_LUMINANCE_METER: return TRUE;
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

const char *
mc_device_cause_name(McDeviceCause cause)
{
	switch (cause) {
	case MC_CAUSE_NONE: return "none";
	case MC_CAUSE_UNPLUGGED: return "unplugged";
	case MC_CAUSE_NO_POWER: return "no-power";
	case MC_CAUSE_BUSY: return "busy";
	case MC_CAUSE_PERMISSION: return "permission";
	case MC_CAUSE_NO_ANSWER: return "no-answer";
	case MC_CAUSE_PROTOCOL: return "protocol";
	case MC_CAUSE_WRONG_DEVICE: return "wrong-device";
	case MC_CAUSE_FIRMWARE: return "firmware";
	case MC_CAUSE_NOT_ENROLLED: return "not-enrolled";
	case MC_CAUSE_UNCALIBRATED: return "uncalibrated";
	case MC_CAUSE_SELF_TEST: return "self-test";
	}
	g_return_val_if_reached("unknown");
}
