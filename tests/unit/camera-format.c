/* O3: what is taken of a camera, by what v4l2src says that it has. */
#include "drivers/camera/child/format.h"

#define RANGE "width=[2,1920],height=[2,1080]"

static void
test_formats(void)
{
	static const struct {
		const char *caps;
		McCameraFormat format;
	} rows[] = {
	    /* most webcams: both; raw costs no decoding */
	    {"image/jpeg,width=1280,height=720;video/x-raw,format=YUY2,width=640,height=480",
	        MC_CAMERA_FORMAT_RAW},
	    {"image/jpeg,width=640,height=480;image/jpeg,width=1280,height=720", MC_CAMERA_FORMAT_JPEG},
	    {"video/x-h264,width=1280,height=720;image/jpeg," RANGE, MC_CAMERA_FORMAT_JPEG},
	    {"video/x-raw(memory:DMABuf),format=NV12," RANGE ";image/jpeg," RANGE,
	        MC_CAMERA_FORMAT_JPEG},
	    /* no webcam of ours: a sensor without its processor, a recorder of films, an infrared one
	     */
	    {"video/x-bayer,format=rggb," RANGE, MC_CAMERA_FORMAT_NONE},
	    {"video/x-h264," RANGE ";video/mpegts", MC_CAMERA_FORMAT_NONE},
	    {"video/x-raw(memory:DMABuf),format=NV12," RANGE, MC_CAMERA_FORMAT_NONE},
	    {"EMPTY", MC_CAMERA_FORMAT_NONE},
	};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		GstCaps *caps = gst_caps_from_string(rows[i].caps);

		g_assert_nonnull(caps);
		g_assert_cmpint(mc_camera_format_of(caps), ==, rows[i].format);
		gst_caps_unref(caps);
	}
}

/* v4l2src itself, of which there is no camera here: that it is made, and that both branches take
 * what it can give. */
static void
test_v4l2src(void)
{
	GstPlugin *plugin = gst_plugin_load_file(MC_GST_PLUGINS "/libgstvideo4linux2.so", NULL);
	GstElement *element = plugin == NULL ? NULL : gst_element_factory_make("v4l2src", NULL);
	GstPad *pad = NULL;
	GstCaps *all = NULL;

	g_assert_nonnull(element);
	pad = gst_element_get_static_pad(element, "src");
	all = gst_pad_query_caps(pad, NULL);
	for (guint i = 0; i < 2; i++) {
		GstCaps *wanted = gst_caps_from_string(
		    i == 0 ? "video/x-raw,width=640,height=480" : "image/jpeg,width=640,height=480");
		GstCaps *both = gst_caps_intersect(all, wanted);

		g_assert_cmpint(
		    mc_camera_format_of(both), ==, i == 0 ? MC_CAMERA_FORMAT_RAW : MC_CAMERA_FORMAT_JPEG);
		gst_caps_unref(both);
		gst_caps_unref(wanted);
	}
	gst_caps_unref(all);
	gst_object_unref(pad);
	gst_object_unref(element);
	gst_object_unref(plugin);
}

int
main(int argc, char **argv)
{
	g_setenv("GST_REGISTRY_DISABLE", "yes", TRUE);
	g_setenv("GST_PLUGIN_SYSTEM_PATH_1_0", "", TRUE);
	g_test_init(&argc, &argv, NULL);
	gst_init(NULL, NULL);
	g_test_add_func("/camera/format/what-it-has-O3", test_formats);
	g_test_add_func("/camera/format/v4l2src-O3", test_v4l2src);
	return g_test_run();
}
