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
	    {"{\"kiosk\":\"\",\"site\":\"s\",\"institution\":\"i\",\"classes\":[\"C1\"],"
	     "\"enrolments\":[]}",
	        "kiosk: an id is needed"},
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
	     "\"enrolments\":[],\"picture_kept_days\":0}",
	        "picture_kept_days"},
	    {"{\"kiosk\":\"K\",\"site\":\"S\",\"institution\":\"I\",\"classes\":[\"C1\"],"
	     "\"enrolments\":[],\"picture_kept_days\":0}",
	        "picture_kept_days"},
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
	g_assert_true(config.reaction_practice);
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
	g_assert_true(config.unmeasured_screen);
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) refused = NULL;
		g_autoptr(GBytes) text = g_bytes_new_static(bad[i].text, strlen(bad[i].text));

		g_assert_false(mc_recorder_config_read(text, &config, &refused));
		g_assert_error(refused, MC_ERROR, MC_ERROR_BAD_INPUT);
		g_assert_nonnull(strstr(refused->message, bad[i].names));
	}
}

#define WITH_CARD(kind, corrections)                                                               \
	"{\"kiosk\":\"K-1\",\"site\":\"s\",\"institution\":\"i\",\"classes\":[\"C1\"],\"enrolments\":" \
	"[{\"kind\":\"" kind "\",\"serial\":\"SC-1\",\"minimum_firmware\":\"\",\"calibration\":{"      \
	"\"certificate\":\"EX-1\",\"on\":20260105,\"expires\":20270104,\"sound_card\":{"               \
	"\"vendor_id\":3468,\"product_id\":12,\"laboratory\":\"L\",\"headphones\":\"HDA 200\","        \
	"\"headphones_serial\":\"H-1\",\"volume_db_256\":-1024,\"ceiling_deci_db_hl\":700,"            \
	"\"full_scale_left_deci_db_spl\":1102,\"full_scale_right_deci_db_spl\":1098,"                  \
	"\"corrections\":[" corrections "]}}}]}"
#define AT(hz, left, right)                                                                        \
	"{\"frequency_hz\":" hz ",\"left_deci_db\":" left ",\"right_deci_db\":" right "}"

/* The macro above closes the list. */
#define WITH_MASKING(numbers) AT("500", "-3", "2") "],\"masking_above_tone_deci_db\":[" numbers

/* T5: a sound card in the place of an audiometer, by what the laboratory wrote. */
static void
test_sound_card(void)
{
	static const char good[] =
	    WITH_CARD("audiometer", AT("500", "-3", "2") "," AT("1000", "1", "-4"));
	static const char stated[] =
	    WITH_CARD("audiometer", WITH_MASKING("40,40,40,50,75,60,60,60,50,50,50"));
	static const struct {
		const char *text, *names;
	} bad[] = {
	    {WITH_CARD("stature", AT("500", "-3", "2")), "sound_card"},
	    {WITH_CARD("audiometer", ""), "corrections"},
	    {WITH_CARD("audiometer", AT("500", "-3", "151")), "corrections"},
	    {WITH_CARD("audiometer", AT("501", "-3", "2")), "corrections"},
	    {WITH_CARD("audiometer", AT("1000", "0", "0") "," AT("500", "0", "0")), "corrections"},
	    {WITH_CARD("audiometer", AT("500", "0.5", "0")), "left_deci_db"},
	    {WITH_CARD("audiometer", WITH_MASKING("40,40,40")), "masking_above_tone_deci_db"},
	    {WITH_CARD("audiometer", WITH_MASKING("40,40,40,50,201,60,60,60,50,50,50")),
	        "masking_above_tone_deci_db"},
	    {WITH_CARD("audiometer", WITH_MASKING("-1,40,40,50,60,60,60,60,50,50,50")),
	        "masking_above_tone_deci_db"},
	};
	g_autoptr(GBytes) bytes = g_bytes_new_static(good, sizeof good - 1);
	g_autoptr(GError) error = NULL;
	McRecorderConfig config;
	const McSoundCardRecord *card = &config.enrolment[0].sound_card;

	mc_recorder_config_read(bytes, &config, &error);
	g_assert_no_error(error);
	g_assert_true(config.enrolment[0].has_sound_card);
	g_assert_cmpint(card->volume_db_256, ==, -1024);
	g_assert_cmpint(card->full_scale_deci_db_spl[MC_EAR_RIGHT], ==, 1098);
	g_assert_cmpint(card->corrections.at[1].deci_db[MC_EAR_RIGHT], ==, -4);
	g_assert_false(card->has_masking);
	g_bytes_unref(g_steal_pointer(&bytes));
	bytes = g_bytes_new_static(stated, sizeof stated - 1);
	mc_recorder_config_read(bytes, &config, &error);
	g_assert_no_error(error);
	g_assert_true(card->has_masking);
	g_assert_cmpint(card->masking_above_tone_deci_db[4], ==, 75);
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
	g_test_add_func("/recorder/config/sound-card-T5", test_sound_card);
	return g_test_run();
}
