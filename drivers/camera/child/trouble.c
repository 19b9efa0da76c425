#include "drivers/camera/child/trouble.h"

static McCameraCause
cause_of(const GError *error)
{
	if (g_error_matches(error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_BUSY))
		return MC_CAMERA_CAUSE_BUSY;
	if (g_error_matches(error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND) ||
	    g_error_matches(error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ))
		return MC_CAMERA_CAUSE_GONE;
	if (g_error_matches(error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS) ||
	    g_error_matches(error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT))
		return MC_CAMERA_CAUSE_WRONG;
	return MC_CAMERA_CAUSE_BROKEN;
}

static McCameraCause
cause_in(GstMessage *message)
{
	g_autoptr(GError) error = NULL;

	if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_EOS)
		return MC_CAMERA_CAUSE_GONE;
	if (GST_MESSAGE_TYPE(message) != GST_MESSAGE_ERROR)
		return MC_CAMERA_CAUSE_NONE;
	gst_message_parse_error(message, &error, NULL);
	return cause_of(error);
}

McCameraCause
mc_camera_trouble_on(GstBus *bus)
{
	GstMessage *message = NULL;
	McCameraCause cause = MC_CAMERA_CAUSE_NONE;

	while ((message = gst_bus_pop(bus)) != NULL) {
		if (cause == MC_CAMERA_CAUSE_NONE)
			cause = cause_in(message);
		gst_message_unref(message);
	}
	return cause;
}
