#include "drivers/camera/child/format.h"

McCameraFormat
mc_camera_format_of(const GstCaps *caps)
{
	McCameraFormat format = MC_CAMERA_FORMAT_NONE;

	for (guint i = 0; i < gst_caps_get_size(caps); i++) {
		const GstStructure *one = gst_caps_get_structure(caps, i);
		const GstCapsFeatures *where = gst_caps_get_features(caps, i);

		/* pictures in a device's own memory are nothing that the elements here can read */
		if (where != NULL &&
		    !gst_caps_features_is_equal(where, GST_CAPS_FEATURES_MEMORY_SYSTEM_MEMORY))
			continue;
		if (gst_structure_has_name(one, "video/x-raw"))
			return MC_CAMERA_FORMAT_RAW;
		if (gst_structure_has_name(one, "image/jpeg"))
			format = MC_CAMERA_FORMAT_JPEG;
	}
	return format;
}
