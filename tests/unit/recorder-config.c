/* recorder.json is read strictly. */

#include "app/base/error.h"
#include "app/recorder/config.h"
#include <string.h>

/* O12: an unknown key, a missing one, a value out of bounds: said by name. */
static void
test_configuration(void)
{
	static const char good[] =
	    "{\"kiosk\":\"K-1\",\"site\":\"s\",\"institution\":\"i\",\"classes\":[\"C1\"],"
	    "\"enrolments\":[]}";
	static const struct {
		const char *text, *names;
	} bad[] = {
	    {"{", "recorder.json"},
	    {"{\"kiosk\":\"K-1\",\"site\":\"s\",\"institution\":\"i\",\"classes\":[],\"enrolments\":[]"
	     "}",
	        "classes"},
	    {"{\"kiosk\":\"K-1\",\"site\":\"s\",\"institution\":\"i\",\"classes\":[\"Z\"],"
	     "\"enrolments\":[]}",
	        "classes"},
	    {"{\"kiosk\":\"K-1\",\"site\":\"s\",\"institution\":\"i\",\"classes\":[\"C1\"],"
	     "\"enrolments\":[],\"resume_minutes\":0}",
	        "resume_minutes"},
	    {"{\"kiosk\":\"K-1\",\"site\":\"s\",\"institution\":\"i\",\"classes\":[\"C1\"],"
	     "\"enrolments\":[],\"demo\":true}",
	        "demo"},
	    {"{\"kiosk\":\"K-1\",\"site\":\"s\",\"institution\":\"i\",\"classes\":[\"C1\"],"
	     "\"enrolments\":[{\"kind\":\"robot\",\"serial\":\"\",\"minimum_firmware\":\"\"}]}",
	        "kind"},
	};
	g_autoptr(GBytes) bytes = g_bytes_new_static(good, sizeof good - 1);
	McRecorderConfig config;

	g_assert_true(mc_recorder_config_read(bytes, &config, NULL));
	g_assert_cmpuint(config.resume_minutes, ==, 30);
	g_assert_cmpint(config.glass_uid, ==, -1);
	g_assert_false(config.demonstration);
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GBytes) text = g_bytes_new_static(bad[i].text, strlen(bad[i].text));

		g_assert_false(mc_recorder_config_read(text, &config, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
		g_assert_nonnull(strstr(error->message, bad[i].names));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/recorder/configuration", test_configuration);
	return g_test_run();
}
