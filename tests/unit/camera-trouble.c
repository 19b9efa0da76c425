/* O11, K3: what a camera's pipeline says, as a cause. */
#include "drivers/camera/child/trouble.h"

typedef struct Said {
	GQuark (*domain)(void);
	gint code;
} Said;

static void
post(GstBus *bus, const Said *said)
{
	g_autoptr(GError) error = g_error_new_literal(said->domain(), said->code, "trouble");

	g_assert_true(gst_bus_post(bus, gst_message_new_error(NULL, error, "")));
}

static McCameraCause
cause_of(const Said *first, const Said *second)
{
	g_autoptr(GstBus) bus = gst_bus_new();
	McCameraCause cause;

	post(bus, first);
	if (second != NULL)
		post(bus, second);
	cause = mc_camera_trouble_on(bus);
	g_assert_cmpint(mc_camera_trouble_on(bus), ==, MC_CAMERA_CAUSE_NONE);
	return cause;
}

static const Said unreadable = {gst_resource_error_quark, GST_RESOURCE_ERROR_READ};
static const Said busy = {gst_resource_error_quark, GST_RESOURCE_ERROR_BUSY};
static const Said format = {gst_stream_error_quark, GST_STREAM_ERROR_FORMAT};
static const Said ended = {gst_stream_error_quark, GST_STREAM_ERROR_FAILED};

static void
causes(void)
{
	g_assert_cmpint(cause_of(&unreadable, NULL), ==, MC_CAMERA_CAUSE_GONE);
	g_assert_cmpint(cause_of(&busy, NULL), ==, MC_CAMERA_CAUSE_BUSY);
	g_assert_cmpint(cause_of(&format, NULL), ==, MC_CAMERA_CAUSE_WRONG);
	g_assert_cmpint(cause_of(&ended, NULL), ==, MC_CAMERA_CAUSE_BROKEN);
}

/* A camera that is pulled out says both, and both may be there before anybody looks. */
static void
first_word(void)
{
	g_assert_cmpint(cause_of(&unreadable, &ended), ==, MC_CAMERA_CAUSE_GONE);
	g_assert_cmpint(cause_of(&busy, &ended), ==, MC_CAMERA_CAUSE_BUSY);
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	gst_init(NULL, NULL);
	g_test_add_func("/camera/trouble/causes-O11", causes);
	g_test_add_func("/camera/trouble/first-word-O11", first_word);
	return g_test_run();
}
