#include "drivers/camera/child/pipeline.h"

#include "drivers/camera/child/format.h"
#include "drivers/camera/child/trouble.h"

#include <errno.h>
#include <fcntl.h>
#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define START_MAX_S 4
#define STILL_MAX_S 3

/* Four pictures a second are enough for one that is asked for, and cost next to nothing: the others
 * are dropped before anything looks into them. */
#define SEVERAL "videorate drop-only=true max-rate=4 ! "
/* RGB: from what a camera calls YUV a JPEG would have washed-out colours. */
#define TO_STILL                                                                                   \
	"videoconvert n-threads=1 ! videoscale n-threads=1 !"                                          \
	" video/x-raw,format=RGB,width=640,height=480,pixel-aspect-ratio=1/1 ! jpegenc quality=80 !"   \
	" appsink name=still max-buffers=1 drop=true sync=false"
/* The size of the still when the camera has it, for there is least to be done. */
#define TAKEN(type) "capsfilter caps=\"" type ",width=640,height=480;" type "\" ! "

static const char *const branches[] = {
    [MC_CAMERA_FORMAT_RAW] = TAKEN("video/x-raw") SEVERAL TO_STILL,
    /* what a camera calls a JPEG is decoded here, where it can reach nothing */
    [MC_CAMERA_FORMAT_JPEG] = TAKEN("image/jpeg") SEVERAL "jpegdec ! " TO_STILL,
};

/* A camera's JPEG has its colours in full range. */
static const char test_raw[] = "videotestsrc is-live=true pattern=smpte";
static const char test_mjpeg[] =
    "videotestsrc is-live=true pattern=smpte ! video/x-raw,format=RGB ! videoconvert !"
    " video/x-raw,format=I420,width=1280,height=720,colorimetry=1:4:0:0 ! jpegenc quality=90";

struct McCameraPipeline {
	GstElement *element, *source;
	GstAppSink *sink;
	GstBus *bus;
};

/* These and no other: nothing is looked for, and no list of what was found is kept. */
static const char *const plugins[] = {
    "coreelements", "app", "videorate", "videoconvertscale", "jpeg"};

static gboolean
load_plugin(const char *name)
{
	g_autofree char *path = g_strdup_printf("%s/libgst%s.so", MC_GST_PLUGINS, name);
	GstPlugin *plugin = gst_plugin_load_file(path, NULL);

	if (plugin != NULL)
		gst_object_unref(plugin);
	return plugin != NULL;
}

static gboolean
load_plugins(const char *source)
{
	g_setenv("GST_REGISTRY_DISABLE", "yes", TRUE);
	g_setenv("GST_PLUGIN_SYSTEM_PATH_1_0", "", TRUE);
	g_setenv("ORC_CODE", "backup", TRUE); /* it would make code at run time, in a file */
	gst_registry_fork_set_enabled(FALSE);
	if (!gst_init_check(NULL, NULL, NULL))
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(plugins); i++)
		if (!load_plugin(plugins[i]))
			return FALSE;
	return load_plugin(mc_camera_is_test(source) ? "videotestsrc" : "video4linux2");
}

/* GStreamer says that a node cannot be opened, and not always why. */
static McCameraCause
probe(const char *node)
{
	int file = open(node, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	int why = errno;
	struct stat about = {0};
	gboolean is_device = FALSE;

	if (file >= 0) {
		is_device = fstat(file, &about) == 0 && S_ISCHR(about.st_mode);
		close(file);
		return is_device ? MC_CAMERA_CAUSE_NONE : MC_CAMERA_CAUSE_WRONG;
	}
	if (why == EBUSY)
		return MC_CAMERA_CAUSE_BUSY;
	if (why == EACCES || why == EPERM || why == EROFS)
		return MC_CAMERA_CAUSE_PERMISSION;
	return why == EISDIR ? MC_CAMERA_CAUSE_WRONG : MC_CAMERA_CAUSE_GONE;
}

McCameraCause
mc_camera_pipeline_trouble(McCameraPipeline *self)
{
	McCameraCause cause = mc_camera_trouble_on(self->bus);

	/* What it has was looked at when it was opened. One that fails at that afterwards is no other
	 * device; which of GStreamer's errors comes first is chance. */
	return cause == MC_CAMERA_CAUSE_WRONG && self->sink != NULL ? MC_CAMERA_CAUSE_BROKEN : cause;
}

static McCameraCause
bring_to(McCameraPipeline *self, GstState state)
{
	GstStateChangeReturn reached = gst_element_set_state(self->element, state);
	McCameraCause cause = MC_CAMERA_CAUSE_NONE;

	if (reached == GST_STATE_CHANGE_ASYNC)
		reached = gst_element_get_state(self->element, NULL, NULL, START_MAX_S * GST_SECOND);
	cause = mc_camera_pipeline_trouble(self);
	if (cause != MC_CAMERA_CAUSE_NONE)
		return cause;
	if (reached == GST_STATE_CHANGE_ASYNC)
		return MC_CAMERA_CAUSE_SILENT;
	return reached == GST_STATE_CHANGE_FAILURE ? MC_CAMERA_CAUSE_BROKEN : MC_CAMERA_CAUSE_NONE;
}

static GstElement *
source_new(const char *source)
{
	GstElement *element = NULL;

	if (mc_camera_is_test(source))
		return gst_parse_bin_from_description(
		    strcmp(source, MC_CAMERA_TEST_MJPEG) == 0 ? test_mjpeg : test_raw, TRUE, NULL);
	element = gst_element_factory_make("v4l2src", NULL);
	if (element != NULL)
		g_object_set(element, "device", source, NULL);
	return element;
}

/* As far as the camera: what it has is known once it is open. */
static McCameraPipeline *
begin(GstElement *source)
{
	McCameraPipeline *self = g_new0(McCameraPipeline, 1);

	self->element = gst_pipeline_new(NULL);
	self->source = source;
	gst_bin_add(GST_BIN(self->element), source);
	self->bus = gst_element_get_bus(self->element);
	return self;
}

static McCameraFormat
format_of(GstElement *source)
{
	GstPad *pad = gst_element_get_static_pad(source, "src");
	GstCaps *caps = pad == NULL ? NULL : gst_pad_query_caps(pad, NULL);
	McCameraFormat format = caps == NULL ? MC_CAMERA_FORMAT_NONE : mc_camera_format_of(caps);

	gst_clear_caps(&caps);
	gst_clear_object(&pad);
	return format;
}

static McCameraCause
finish(McCameraPipeline *self)
{
	McCameraFormat format = format_of(self->source);
	GstElement *rest = NULL;

	if (format == MC_CAMERA_FORMAT_NONE)
		return MC_CAMERA_CAUSE_WRONG;
	rest = gst_parse_bin_from_description(branches[format], TRUE, NULL);
	if (rest == NULL || !gst_bin_add(GST_BIN(self->element), rest) ||
	    !gst_element_link(self->source, rest))
		return MC_CAMERA_CAUSE_BROKEN;
	self->sink = GST_APP_SINK(gst_bin_get_by_name(GST_BIN(rest), "still"));
	return bring_to(self, GST_STATE_READY);
}

McCameraPipeline *
mc_camera_pipeline_open(const char *source, McCameraCause *cause)
{
	McCameraPipeline *self = NULL;
	GstElement *element = NULL;

	*cause = mc_camera_is_test(source) ? MC_CAMERA_CAUSE_NONE : probe(source);
	if (*cause != MC_CAMERA_CAUSE_NONE)
		return NULL;
	element = load_plugins(source) ? source_new(source) : NULL;
	if (element == NULL) {
		*cause = MC_CAMERA_CAUSE_BROKEN;
		return NULL;
	}
	self = begin(element);
	*cause = bring_to(self, GST_STATE_READY);
	if (*cause == MC_CAMERA_CAUSE_NONE)
		*cause = finish(self);
	/* What failed here ends the process: nothing is taken apart. */
	return *cause == MC_CAMERA_CAUSE_NONE ? self : NULL;
}

McCameraCause
mc_camera_pipeline_start(McCameraPipeline *self)
{
	return bring_to(self, GST_STATE_PLAYING);
}

McCameraCause
mc_camera_pipeline_stop(McCameraPipeline *self)
{
	return bring_to(self, GST_STATE_READY);
}

static GBytes *
copy(GstSample *sample, guint *width, guint *height)
{
	const GstStructure *caps = gst_caps_get_structure(gst_sample_get_caps(sample), 0);
	GstMapInfo map;
	GBytes *bytes = NULL;
	gint size[2] = {0, 0};

	if (!gst_structure_get_int(caps, "width", &size[0]) ||
	    !gst_structure_get_int(caps, "height", &size[1]) || size[0] <= 0 || size[1] <= 0 ||
	    !gst_buffer_map(gst_sample_get_buffer(sample), &map, GST_MAP_READ))
		return NULL;
	*width = (guint)size[0];
	*height = (guint)size[1];
	if (map.size <= MC_CAMERA_STILL_BYTES_MAX)
		bytes = g_bytes_new(map.data, map.size);
	gst_buffer_unmap(gst_sample_get_buffer(sample), &map);
	return bytes;
}

GBytes *
mc_camera_pipeline_still(McCameraPipeline *self, guint *width, guint *height, McCameraCause *cause)
{
	GstSample *sample = NULL;
	GBytes *bytes = NULL;

	/* The one that lies there was taken before it was asked for. */
	while ((sample = gst_app_sink_try_pull_sample(self->sink, 0)) != NULL)
		gst_sample_unref(sample);
	sample = gst_app_sink_try_pull_sample(self->sink, STILL_MAX_S * GST_SECOND);
	*cause = mc_camera_pipeline_trouble(self);
	if (sample == NULL) {
		if (*cause == MC_CAMERA_CAUSE_NONE)
			*cause = MC_CAMERA_CAUSE_SILENT;
		return NULL;
	}
	bytes = copy(sample, width, height);
	gst_sample_unref(sample);
	if (bytes == NULL)
		*cause = MC_CAMERA_CAUSE_BROKEN;
	return bytes;
}

int
mc_camera_pipeline_file(McCameraPipeline *self)
{
	GPollFD file = {.fd = -1};

	gst_bus_get_pollfd(self->bus, &file);
	return file.fd;
}
