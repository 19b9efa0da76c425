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

#define WITH_SCREEN(screen)                                                                        \
	"{\"kiosk\":\"K-1\",\"site\":\"s\",\"institution\":\"i\",\"classes\":[\"C1\"],\"enrolments\":" \
	"[],"                                                                                          \
	"\"screen\":" screen "}"
#define PANEL(measured, gamma)                                                                     \
	"{\"measured\":" measured ",\"gamma_milli\":" gamma                                            \
	",\"x_e5\":[64000,30000,15000],\"y_e5\":[33000,60000,6000],"                                   \
	"\"luminance_centi_cd_m2\":[3402,11443,1155]}"

/* The screen for colour plates: measured, named, and one that can exist. */
static void
test_screen(void)
{
	static const char good[] = WITH_SCREEN(
	    "{\"calibration\":\"SCR-1\",\"calibrated_yyyymmdd\":20260901,\"expires_yyyymmdd\":20270831,"
	    "\"panel\":" PANEL("true", "0") "}");
	static const struct {
		const char *text, *names;
	} bad[] = {
	    {WITH_SCREEN("{\"calibration\":\"\",\"calibrated_yyyymmdd\":20260901,"
	                 "\"expires_yyyymmdd\":20270831,\"panel\":" PANEL("true", "0") "}"),
	        "calibration"},
	    {WITH_SCREEN("{\"calibration\":\"SCR-1\",\"calibrated_yyyymmdd\":20260901,"
	                 "\"expires_yyyymmdd\":20270831,\"panel\":" PANEL("false", "0") "}"),
	        "calibration"},
	    {WITH_SCREEN("{\"calibration\":\"SCR-1\",\"calibrated_yyyymmdd\":20260901,"
	                 "\"expires_yyyymmdd\":20270831,\"panel\":" PANEL("true", "100") "}"),
	        "gamma"},
	    {WITH_SCREEN("{\"calibration\":\"SCR-1\",\"calibrated_yyyymmdd\":20260901,"
	                 "\"panel\":" PANEL("true", "0") "}"),
	        "expires_yyyymmdd"},
	    {WITH_SCREEN("{\"calibration\":\"SCR-1\",\"calibrated_yyyymmdd\":20260901,"
	                 "\"expires_yyyymmdd\":20270831,\"panel\":{}}"),
	        "panel"},
	};
	g_autoptr(GBytes) bytes = g_bytes_new_static(good, sizeof good - 1);
	g_autoptr(GError) error = NULL;
	McRecorderConfig config;

	mc_recorder_config_read(bytes, &config, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(config.screen.calibration, ==, "SCR-1");
	g_assert_true(config.screen.panel.measured);
	g_assert_cmpint(config.screen.panel.y_e5[1], ==, 60000);
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) refused = NULL;
		g_autoptr(GBytes) text = g_bytes_new_static(bad[i].text, strlen(bad[i].text));

		g_assert_false(mc_recorder_config_read(text, &config, &refused));
		g_assert_error(refused, MC_ERROR, MC_ERROR_BAD_INPUT);
		g_assert_nonnull(strstr(refused->message, bad[i].names));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/recorder/configuration", test_configuration);
	g_test_add_func("/recorder/screen", test_screen);
	return g_test_run();
}
