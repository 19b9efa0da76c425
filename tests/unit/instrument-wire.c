/* The lines of vision tester and audiometer (docs/instrument-protocol.md). */
#include "drivers/hearing/wire.h"
#include "drivers/vision/wire.h"

static void
test_show(void)
{
	McOptotypeStimulus stimulus = {.eye = MC_EYE_LEFT,
	    .optotype = MC_OPTOTYPE_LANDOLT_C,
	    .direction = MC_DIRECTION_DOWN,
	    .size_milli_log_mar = -150};
	char line[64];

	mc_vision_encode_show(&stimulus, line, sizeof line);
	g_assert_cmpstr(line, ==, "STIM:OPT C,DOWN,-150,LEFT");
	for (guint i = MC_DIRECTION_UP_RIGHT; i < MC_DIRECTIONS; i++) {
		static const char *const oblique[] = {"UPRIGHT", "UPLEFT", "DOWNLEFT", "DOWNRIGHT"};
		g_autofree char *expected =
		    g_strdup_printf("STIM:OPT C,%s,-150,LEFT", oblique[i - MC_DIRECTION_UP_RIGHT]);

		stimulus.direction = (McDirection)i;
		mc_vision_encode_show(&stimulus, line, sizeof line);
		g_assert_cmpstr(line, ==, expected);
	}
	stimulus =
	    (McOptotypeStimulus){MC_EYE_RIGHT, MC_OPTOTYPE_TUMBLING_E, MC_DIRECTION_UP, 1000, TRUE};
	mc_vision_encode_show(&stimulus, line, sizeof line);
	g_assert_cmpstr(line, ==, "STIM:OPT E,UP,1000,RIGHT");
}

static void
test_vision_answer(void)
{
	static const char *const bad[] = {"", "LEFT", "LEFT,5", "LEFT,5,4", "LEFT,-1,4", "SIDE,1,2",
	    "LEFT,1,2,3", "LEFT,1,x", "\"LEFT\",1,2", "LEFT,1,99999999999999999999"};
	McVisionReply reply;

	g_assert_true(mc_vision_parse_answer("UP,1000,1850000", &reply));
	g_assert_cmpint(reply.key, ==, MC_VISION_KEY_DIRECTION);
	g_assert_cmpint(reply.answer.direction, ==, MC_DIRECTION_UP);
	g_assert_cmpint(reply.answer.reaction_us, ==, 1849000);
	g_assert_false(reply.answer.cannot_see);
	g_assert_true(mc_vision_parse_answer("DOWNLEFT,1000,1850000", &reply));
	g_assert_cmpint(reply.answer.direction, ==, MC_DIRECTION_DOWN_LEFT);
	g_assert_true(mc_vision_parse_answer("cannot,1000,1000", &reply));
	g_assert_true(reply.answer.cannot_see);
	g_assert_true(mc_vision_parse_answer("NONE,0,0", &reply));
	g_assert_cmpint(reply.key, ==, MC_VISION_KEY_NONE);
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_false(mc_vision_parse_answer(bad[i], &reply));
}

static void
test_vision_conditions(void)
{
	static const char *const bad[] = {"", "1,1,80", "2,1,80,1000", "1,1,-3,1000", "1,1,80,1000,1",
	    "yes,1,80,1000", "1,1,80,-1", "1,1,80,10000"};
	McVisionConditions conditions;

	g_assert_true(mc_vision_parse_conditions("1,0,80,1015", &conditions));
	g_assert_true(conditions.head_in_place);
	g_assert_false(conditions.occlusion_ok);
	g_assert_cmpint(conditions.luminance_cd_m2, ==, 80);
	g_assert_cmpint(conditions.distance_permille, ==, 1015);
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_false(mc_vision_parse_conditions(bad[i], &conditions));
}

static void
test_present(void)
{
	McStimulus stimulus = {
	    .kind = MC_EXAM_HEARING,
	    .as.tone = {MC_EAR_LEFT, 4000, 305, MC_NO_MASKING, TRUE, 800, 1000, 1200},
	};
	McHearingOrder order;
	char line[96];

	g_assert_true(mc_hearing_order_from_stimulus(&stimulus, 12, &order));
	mc_hearing_encode_present(&order, line, sizeof line);
	g_assert_cmpstr(line, ==, "SOUR:PRES 12,LEFT,4000,305,OFF,800,1000,1200,SILENT");
	g_assert_cmpuint(mc_hearing_order_length_ms(&order), ==, 3000);
	stimulus = (McStimulus){
	    .kind = MC_EXAM_SIDE,
	    .as.side = {FALSE, MC_EAR_RIGHT, 500, 450, 250, 100, 200, 300},
	};
	g_assert_true(mc_hearing_order_from_stimulus(&stimulus, G_MAXINT32, &order));
	mc_hearing_encode_present(&order, line, sizeof line);
	g_assert_cmpstr(line, ==, "SOUR:PRES 2147483647,RIGHT,500,450,250,100,200,300,TONE");
	stimulus.kind = MC_EXAM_ACUITY;
	g_assert_false(mc_hearing_order_from_stimulus(&stimulus, 1, &order));
	order.gap_ms = order.duration_ms = order.window_ms = G_MAXINT32;
	g_assert_cmpuint(mc_hearing_order_length_ms(&order), ==, 600000);
	order.gap_ms = order.duration_ms = order.window_ms = G_MININT32;
	g_assert_cmpuint(mc_hearing_order_length_ms(&order), ==, 0);
}

static void
test_ceiling(void)
{
	McHearingOrder order = {.level_deci_db_hl = 800, .masking_deci_db = MC_NO_MASKING};

	g_assert_true(mc_hearing_order_is_within(&order, 800));
	order.masking_deci_db = 801;
	g_assert_false(mc_hearing_order_is_within(&order, 800));
	order.masking_deci_db = 800;
	order.level_deci_db_hl = 801;
	g_assert_false(mc_hearing_order_is_within(&order, 800));
}

static void
test_result(void)
{
	static const char *const bad[] = {"", "7", "7,0", "7,0,1,2,3", "7,1,320,280,240,220",
	    "7,1,5,UP,320,280,240,220", "7,1,5,LEFT,320,280,240", "7,-1,1,2,3,4", "7,17,1,2,3,4",
	    "-1,0,1,2,3,4", "7,0,1,2,3,4,5"};
	McHearingResult result;

	g_assert_true(mc_hearing_parse_result("7,2,-1500,LEFT,412000,RIGHT,320,280,-24,220", &result));
	g_assert_cmpint(result.id, ==, 7);
	g_assert_cmpint(result.presses.count, ==, 2);
	g_assert_cmpint(result.presses.press[0].at_us, ==, -1500);
	g_assert_cmpint(result.presses.press[0].key, ==, MC_EAR_LEFT);
	g_assert_cmpint(result.presses.press[1].key, ==, MC_EAR_RIGHT);
	g_assert_cmpint(result.noise_deci_db_spl[2], ==, -24);
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_false(mc_hearing_parse_result(bad[i], &result));
}

static void
test_most_presses(void)
{
	g_autoptr(GString) text = g_string_new("1,16");
	McHearingResult result;

	for (guint i = 0; i < MC_PRESSES_MAX; i++)
		g_string_append_printf(text, ",%u,RIGHT", i);
	g_string_append(text, ",1,2,3,4");
	g_assert_true(mc_hearing_parse_result(text->str, &result));
	g_assert_cmpint(result.presses.count, ==, MC_PRESSES_MAX);
	g_assert_cmpint(result.presses.press[15].at_us, ==, 15);
}

static gboolean
take_corrections(const char *text, McCorrections *corrections)
{
	McScpiFields fields;

	return mc_scpi_split(text, &fields) && mc_hearing_take_corrections(&fields, corrections);
}

/* T5: count and numbers agree, and each is a whole number: SCPI's own "not a number" and infinity,
 * and whatever a float becomes, are none. */
static void
test_corrections(void)
{
	static const char *const bad[] = {"", "1", "1,500,1", "1,500,1,2,3", "2,500,1,2", "0,500,1,2",
	    "-1", "1,500,1,9.91E37", "1,500,1,NAN", "1,500,INF,1", "1,500,0.5,1", "1,500,1001,1",
	    "1,500,1,-1001", "1,0,1,1", "1,8001,1,1", "1,500,\"1\",",
	    "12,1,0,0,2,0,0,3,0,0,4,0,0,5,0,0,6,0,0,7,0,0,8,0,0,9,0,0,10,0,0,11,0,0,12,0,0"};
	McCorrections corrections;

	g_assert_true(take_corrections("2,500,-3,2,1000,1,-4", &corrections));
	g_assert_cmpint(corrections.count, ==, 2);
	g_assert_cmpint(corrections.at[0].frequency_hz, ==, 500);
	g_assert_cmpint(corrections.at[0].deci_db[MC_EAR_LEFT], ==, -3);
	g_assert_cmpint(corrections.at[1].deci_db[MC_EAR_RIGHT], ==, -4);
	g_assert_true(take_corrections("0", &corrections));
	g_assert_cmpint(corrections.count, ==, 0);
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_assert_false(take_corrections(bad[i], &corrections));
		g_assert_cmpint(corrections.count, ==, 0);
	}
}

static void
test_button(void)
{
	static const char *const bad[] = {"", "LEFT", "UP,1", "LEFT,1,2", "LEFT,-1"};
	gboolean pressed = FALSE;
	McEar key = MC_EAR_LEFT;
	McHearingConditions conditions;

	g_assert_true(mc_hearing_parse_button("RIGHT,55", &pressed, &key));
	g_assert_true(pressed);
	g_assert_cmpint(key, ==, MC_EAR_RIGHT);
	g_assert_true(mc_hearing_parse_button("NONE,0", &pressed, &key));
	g_assert_false(pressed);
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_false(mc_hearing_parse_button(bad[i], &pressed, &key));
	g_assert_true(mc_hearing_parse_conditions("1,10,20,30,40", &conditions));
	g_assert_true(conditions.headphones_on);
	g_assert_cmpint(conditions.noise_deci_db_spl[3], ==, 40);
	g_assert_false(mc_hearing_parse_conditions("1,10,20,30", &conditions));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/vision/show", test_show);
	g_test_add_func("/vision/answer", test_vision_answer);
	g_test_add_func("/vision/conditions", test_vision_conditions);
	g_test_add_func("/hearing/present", test_present);
	g_test_add_func("/hearing/ceiling", test_ceiling);
	g_test_add_func("/hearing/result", test_result);
	g_test_add_func("/hearing/most-presses", test_most_presses);
	g_test_add_func("/hearing/corrections-T5", test_corrections);
	g_test_add_func("/hearing/button", test_button);
	return g_test_run();
}
