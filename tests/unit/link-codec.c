/* The socket between glass and recorder: every request and every reply survives the way, and no
 * bytes hurt. */

#include "app/base/error.h"
#include "app/link/codec.h"
#include "app/link/words.h"
#include "app/transcript/transcript.h"
#include <stdlib.h>
#include <string.h>

#define SEEDS MC_SOURCE_DIR "/tests/fuzz/link/"

static void
fill_device(McDeviceInfo *device)
{
	*device = (McDeviceInfo){.kind = MC_DEVICE_AUDIOMETER,
	    .state = MC_DEVICE_LOCKED,
	    .cause = MC_CAUSE_UNCALIBRATED,
	    .vendor_id = 0xffff,
	    .product_id = 1,
	    .maker = "Maker",
	    .serial = "AU-1",
	    .firmware = "1.2.3",
	    .corrections = {.count = 2, .at = {{500, {-3, 2}}, {1000, {1, -1000}}}},
	    .loudspeaker_corrections = {.count = 1, .at = {{8000, {1000, 0}}}},
	    .calibrated_yyyymmdd = 20260101,
	    .calibration_expires_yyyymmdd = 20261231,
	    .vergence_centi_dioptre = -20,
	    .smallest_milli_log_mar = -300,
	    .largest_milli_log_mar = 1000,
	    .collimation = "CO-9",
	    .shutters = TRUE,
	    .last_self_test_wall_us = 7,
	    .transfers = 8,
	    .faults = 9};
}

static void
fill_identity(McIdentity *identity)
{
	*identity = (McIdentity){.document = MC_DOCUMENT_FOREIGNER_2023,
	    .name = "张三",
	    .sex = MC_SEX_FEMALE,
	    .birth_yyyymmdd = 19900307,
	    .number = "110101199003070011",
	    .address = "某路 1 号",
	    .authority = "某局",
	    .valid_from_yyyymmdd = 20200101,
	    .valid_to_yyyymmdd = MC_VALID_LONG_TERM,
	    .photo = {1, 2, 3},
	    .photo_bytes = 3};
}

static void
fill_request(McRecorderRequest *request, const McIdentity *identity, GBytes *strokes)
{
	*request = (McRecorderRequest){.visit_id = "00112233445566778899aabbccddeeff",
	    .language = "zh_CN",
	    .identity = identity,
	    .identity_source = 1,
	    .business = "A",
	    .classes = 0x1ffff,
	    .has_glasses = TRUE,
	    .declared = 0x3ff,
	    .exam = MC_EXAM_SIDE,
	    .correction = MC_CORRECTION_GLASSES,
	    .answer = {.kind = MC_EXAM_HEARING, .trial = 3},
	    .hearing = {.headphones_on = TRUE, .noise_deci_db_spl = {400, -20, 420, 430}},
	    .trial = 4,
	    .discard = MC_DISCARD_NOISE,
	    .stop = MC_REASON_TIME_OUT,
	    .abort = MC_ABORT_DEVICE,
	    .phone = "13800000000",
	    .signature_strokes = strokes,
	    .picture = strokes,
	    .seq = 42,
	    .staff_name = "wang",
	    .pin = "1234",
	    .code = "ABCDEFGHJK",
	    .case_code = "MCC1/00/11",
	    .role = MC_STAFF_CLERK,
	    .flag = TRUE,
	    .wall_us = 1234567};
	request->answer.as.press.count = 1;
	request->answer.as.press.press[0].at_us = -5;
	fill_device(&request->device);
}

/* What is written is read and written again to the same line. */
static void
test_every_request(void)
{
	g_autoptr(GBytes) strokes = g_bytes_new_static("[[[1,2,3]]]", 11);
	McIdentity identity;
	McRecorderRequest request;

	fill_identity(&identity);
	fill_request(&request, &identity, strokes);
	for (guint op = 0; op < MC_RECORDER_OPS; op++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *line = NULL;
		g_autofree char *again = NULL;
		McLinkRequest back;

		request.op = (McRecorderOp)op;
		line = mc_link_request_write(op + 1, &request, &error);
		g_assert_no_error(error);
		g_assert_true(mc_link_request_read(line, strlen(line), &back, &error));
		g_assert_no_error(error);
		g_assert_cmpint(back.id, ==, op + 1);
		g_assert_cmpint(back.request.op, ==, op);
		again = mc_link_request_write(back.id, &back.request, &error);
		g_assert_no_error(error);
		g_assert_cmpstr(again, ==, line);
		mc_link_request_clear(&back);
	}
}

static void
test_identity_arrives(void)
{
	McIdentity identity;
	McRecorderRequest request = {.op = MC_RECORDER_VISIT_IDENTIFY, .identity = &identity};
	g_autofree char *line = NULL;
	McLinkRequest back;

	fill_identity(&identity);
	line = mc_link_request_write(1, &request, NULL);
	g_assert_true(mc_link_request_read(line, strlen(line), &back, NULL));
	g_assert_cmpmem(&identity, sizeof identity, back.request.identity, sizeof identity);
	mc_link_request_clear(&back);
	g_assert_null(back.request.identity);
	g_assert_cmpstr(back.identity.name, ==, "");
}

static void
test_a_bad_text_is_not_sent(void)
{
	McRecorderRequest request = {.op = MC_RECORDER_STAFF_SIGN_IN, .staff_name = "\xff", .pin = "1"};
	g_autoptr(GError) error = NULL;

	g_assert_null(mc_link_request_write(1, &request, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
}

static void
fill_hello(McHello *hello)
{
	*hello = (McHello){.kiosk = "K-0001",
	    .site = "某处",
	    .institution = "某院",
	    .rule_pack_id = "cn-172",
	    .rule_pack_version = 3,
	    .classes = 0x20,
	    .paused = TRUE,
	    .storage = MC_STORAGE_FULL,
	    .rolled_back = TRUE,
	    .run_outs = 2,
	    .run_out = {{"staff", 3}, {"devices", 4102444800}},
	    .online = TRUE,
	    .pending = 12,
	    .help_requests = 2,
	    .enrolments = 3,
	    .enrolment = {{.kind = MC_DEVICE_STATURE,
	                      .serial = "at-usb-1-2.4",
	                      .minimum_firmware = "1",
	                      .certificate = "EX-0044",
	                      .calibrated_yyyymmdd = 20260105,
	                      .calibration_expires_yyyymmdd = 20270104,
	                      .has_latency = TRUE,
	                      .latency_us = 21500},
	        {.kind = MC_DEVICE_AUDIOMETER,
	            .serial = "SC-0001",
	            .certificate = "EX-0077",
	            .calibrated_yyyymmdd = 20260105,
	            .calibration_expires_yyyymmdd = 20270104,
	            .has_sound_card = TRUE,
	            .sound_card = {.vendor_id = 0xffff,
	                .product_id = 2,
	                .laboratory = "某所",
	                .transducer = "HDA 200",
	                .transducer_serial = "H-9",
	                .volume_db_256 = -32767,
	                .ceiling_deci_db_hl = 800,
	                .full_scale_deci_db_spl = {1100, 1095},
	                .corrections = {2, {{500, {-3, 2}}, {1000, {1, -150}}}},
	                .has_masking = TRUE,
	                .masking_above_tone_deci_db = {0, 40, 40, 50, 75, 60, 60, 60, 50, 50, 200}}},
	        {.kind = MC_DEVICE_VISION_TESTER,
	            .serial = "VT-0001",
	            .certificate = "CO-9",
	            .calibrated_yyyymmdd = 20260105,
	            .calibration_expires_yyyymmdd = 20270104,
	            .has_collimation = TRUE,
	            .collimated_centi_dioptre = -25,
	            .has_adopted = TRUE,
	            .adopted = {.vendor_id = 0xffff,
	                .product_id = 3,
	                .transducer = "屏",
	                .transducer_serial = "P-1",
	                .loudspeaker = "L20",
	                .loudspeaker_serial = "L-1",
	                .laboratory = "某所",
	                .certificate = "EX-9",
	                .calibrated_yyyymmdd = 20260105,
	                .calibration_expires_yyyymmdd = 20270104,
	                .corrections_sha256 =
	                    "9ffb1999ca8b1e03dd8b646f3bacd8d1d19d41f05d689d88b7754df8e14b8e62",
	                .loudspeaker_corrections_sha256 =
	                    "8c91866c378fced4a6b53c5149aef33a84a2c37cc65653c81d707679cabf8485"}}},
	    .resumable = TRUE,
	    .visit_id = "00112233445566778899aabbccddeeff",
	    .identified = TRUE,
	    .noise_limit_deci_db_spl = {610, 660, 740, 770},
	    .optotype = MC_OPTOTYPE_LANDOLT_C,
	    .distance_apart_permille = 20,
	    .luminance_min_cd_m2 = 80,
	    .luminance_max_cd_m2 = 320,
	    .today_yyyymmdd = 20261124,
	    .colour_offered = TRUE,
	    .colour_calibrated = TRUE,
	    .movements = 13,
	    .picture_kept_days = 180,
	    .reaction_from_years = 70,
	    .stock = {[MC_CONSUMABLE_PAPER] = {0, MC_STOCK_UNKNOWN},
	        [MC_CONSUMABLE_EAR_COVERS] = {100, MC_STOCK_UNKNOWN},
	        [MC_CONSUMABLE_WIPES] = {150, 0}},
	    .uses = {[MC_DEVICE_VISION_TESTER] = 1204, [MC_DEVICE_PRINTER] = 1}};
	mc_exam_plan_default(&hello->colour, MC_EXAM_COLOUR);
}

static void
fill_reply(McRecorderReply *reply, const McRecorderLine *line)
{
	reply->record = (McRecordState){.seq = 9,
	    .state = MC_RECEIPT_ACCEPTED,
	    .was_sent = TRUE,
	    .reference = "MC-K0001-000009-5",
	    .qr = "MC1/K-0001/9/ab",
	    .digest = "ab",
	    .recorded_wall_us = 1,
	    .accepted_wall_us = 2};
	fill_hello(&reply->hello);
	g_strlcpy(reply->visit_id, "00112233445566778899aabbccddeeff", sizeof reply->visit_id);
	reply->resumed = TRUE;
	reply->resumed_exams = 5;
	reply->choices =
	    (McChoices){.business = "A", .classes = 0x20, .has_glasses = TRUE, .declared = 0x201};
	reply->role = MC_STAFF_TECHNICIAN;
	reply->discarded = TRUE;
	reply->discard = MC_DISCARD_POSITION;
	reply->of_case = (McCaseNote){.part = 2,
	    .missing = 6,
	    .lapses_yyyymmdd = 20261224,
	    .code = "MCC1/00/11",
	    .is_code_wanted = TRUE};
	reply->case_trouble = MC_CASE_TROUBLE_LAPSED;
	reply->status = (McSlipStatus){.outcome = MC_STATUS_FOUND,
	    .is_asking = TRUE,
	    .is_unreached = TRUE,
	    .is_here = TRUE,
	    .state = MC_RECEIPT_ACCEPTED,
	    .reference = "MC-K0002-000009-5",
	    .accepted_wall_us = 3,
	    .as_of_wall_us = 4};
	reply->clock = (McClockState){.trust = MC_CLOCK_TRUST_BOUNDED,
	    .at_wall_us = 5,
	    .not_before_wall_us = 4,
	    .not_after_wall_us = 6,
	    .machine_wall_us = 7,
	    .error_us = -1};
	reply->slip = (McSlip){.copy = 2, .language = "zh_CN", .exam_lines = 1};
	reply->slip.exam_line[0] = (McExamLine){.kind = MC_EXAM_ACUITY,
	    .correction = MC_CORRECTION_GLASSES,
	    .done = TRUE,
	    .result = {.kind = MC_EXAM_ACUITY, .outcome = MC_OUTCOME_PASS, .attempts = 1}};
	reply->lines = 1;
	reply->line = line;
	reply->verdicts = 1;
	reply->verdict[0] = (McClassVerdict){.licence_class = MC_CLASS_C1,
	    .outcome = MC_OUTCOME_NOT_DETERMINED,
	    .outcome_here = MC_OUTCOME_PASS,
	    .restriction_glasses = true,
	    .requirements = 1,
	    .requirement = {{.requirement = MC_REQUIREMENT_COLOUR,
	        .outcome = MC_OUTCOME_NOT_DETERMINED,
	        .basis = MC_BASIS_ELSEWHERE,
	        .reasons = MC_REASON_NOISE | MC_REASON_STOPPED,
	        .rule_id = "cn-172-c1-colour"}}};
}

static void
fill_step(McRecorderReply *reply, McStep step)
{
	reply->step = step;
	reply->stimulus = (McStimulus){.kind = MC_EXAM_ACUITY, .trial = 7, .attempt = 2};
	reply->stimulus.as.optotype.size_milli_log_mar = -100;
	reply->result = (McExamResult){.kind = MC_EXAM_SIDE, .outcome = MC_OUTCOME_FAIL, .attempts = 1};
}

static void
check_reply(const McRecorderReply *reply)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *line = mc_link_reply_write(5, reply, &error);
	g_autoptr(McLinkMessage) back = NULL;
	g_autofree char *again = NULL;

	g_assert_no_error(error);
	back = mc_link_message_read(line, strlen(line), &error);
	g_assert_no_error(error);
	g_assert_cmpint(back->kind, ==, MC_LINK_REPLY);
	g_assert_cmpint(back->id, ==, 5);
	g_assert_cmpint(back->reply.op, ==, reply->op);
	again = mc_link_message_write(back, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(again, ==, line);
}

static void
test_every_reply(void)
{
	McRecorderLine line = {.seq = 3,
	    .at_wall_us = 4,
	    .type = "audit",
	    .event = "visit-opened",
	    .reference = "",
	    .state = MC_RECEIPT_SENT,
	    .name = "张*",
	    .number = "1101**********0011"};
	g_autofree McRecorderReply *reply = g_new0(McRecorderReply, 1);

	fill_reply(reply, &line);
	for (guint op = 0; op < MC_RECORDER_OPS; op++)
		for (guint step = MC_STEP_PRESENT; step <= MC_STEP_DONE; step++) {
			reply->op = (McRecorderOp)op;
			fill_step(reply, (McStep)step);
			check_reply(reply);
		}
}

static void
test_errors_and_events(void)
{
	g_autoptr(GError) problem = g_error_new(MC_ERROR, MC_ERROR_REFUSED, "staff: wait");
	g_autofree char *line = mc_link_error_write(8, problem, 15);
	g_autoptr(McLinkMessage) back = mc_link_message_read(line, strlen(line), NULL);
	g_autoptr(McLinkMessage) changed = mc_link_message_new(MC_LINK_CHANGED);
	g_autoptr(McLinkMessage) changed_back = NULL;
	g_autofree char *text = NULL;

	g_assert_cmpint(back->kind, ==, MC_LINK_ERROR);
	g_assert_error(back->error, MC_ERROR, MC_ERROR_REFUSED);
	g_assert_cmpstr(back->error->message, ==, "staff: wait");
	g_assert_cmpuint(back->reply.wait_seconds, ==, 15);

	fill_hello(&changed->reply.hello);
	text = mc_link_message_write(changed, NULL);
	changed_back = mc_link_message_read(text, strlen(text), NULL);
	g_assert_cmpint(changed_back->kind, ==, MC_LINK_CHANGED);
	g_assert_cmpmem(
	    &changed_back->reply.hello, sizeof(McHello), &changed->reply.hello, sizeof(McHello));
}

/* Everything that is refused, with its reason. */
static void
test_refused_lines(void)
{
	static const struct {
		const char *line, *names;
	} cases[] = {
	    {"", "request"},
	    {"[1]", "request"},
	    {"{\"id\":0,\"op\":\"hello\"}", "id"},
	    {"{\"id\":1,\"op\":\"shell\"}", "op"},
	    {"{\"id\":1,\"op\":\"hello\",\"more\":1}", "more"},
	    {"{\"id\":1,\"op\":\"help\",\"op\":\"hello\"}", "request"},
	    {"{\"id\":1,\"op\":\"visit-begin\"}", "language"},
	    {"{\"id\":1,\"op\":\"visit-begin\",\"language\":\"123456789\"}", "language"},
	    {"{\"id\":1,\"op\":\"visit-begin\",\"language\":\"a\\u0007\"}", "control"},
	    {"{\"id\":1,\"op\":\"visit-declare\",\"visit\":\"\",\"declared\":1024}", "declared"},
	    {"{\"id\":1,\"op\":\"record-state\",\"seq\":-1}", "seq"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		McLinkRequest request;

		g_assert_false(
		    mc_link_request_read(cases[i].line, strlen(cases[i].line), &request, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
		g_assert_nonnull(strstr(error->message, cases[i].names));
		mc_link_request_clear(&request);
	}
}

/* An error text never repeats what was sent: there may be a person in it. */
static void
test_errors_name_no_values(void)
{
	static const char line[] =
	    "{\"id\":1,\"op\":\"visit-begin\",\"language\":\"110101199003070011\"}";
	g_autoptr(GError) error = NULL;
	McLinkRequest request;

	g_assert_false(mc_link_request_read(line, strlen(line), &request, &error));
	g_assert_null(strstr(error->message, "1990"));
	mc_link_request_clear(&request);
}

/* ---- what the fuzzer begins with ---- */

/* Writes a seed, or holds it against the one that is there. */
typedef void (*SeedFunc)(const char *path, const char *text);

static void
write_seed(const char *path, const char *text)
{
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void
compare_seed(const char *path, const char *text)
{
	g_autofree char *have = NULL;

	if (!g_file_get_contents(path, &have, NULL, NULL) || strcmp(have, text) != 0)
		g_error("%s is not of today's protocol: run this test with MC_WRITE_CORPUS=1", path);
}

/* One line of each kind. */
static void
each_seed(SeedFunc func)
{
	g_autoptr(GBytes) strokes = g_bytes_new_static("[[[1,2,3]]]", 11);
	g_autofree McRecorderReply *reply = g_new0(McRecorderReply, 1);
	McRecorderLine line = {.seq = 3, .type = "audit", .event = "visit-opened"};
	McIdentity identity;
	McRecorderRequest request;

	fill_identity(&identity);
	fill_request(&request, &identity, strokes);
	fill_reply(reply, &line);
	for (guint op = 0; op < MC_RECORDER_OPS; op++) {
		const char *name = mc_recorder_op_name((McRecorderOp)op);
		g_autofree char *asked = g_strconcat(SEEDS, name, NULL);
		g_autofree char *answered = g_strconcat(SEEDS, name, "-reply", NULL);
		g_autofree char *question = NULL;
		g_autofree char *answer = NULL;

		request.op = reply->op = (McRecorderOp)op;
		fill_step(reply, (McStep)(op % 4));
		question = mc_link_request_write(1, &request, NULL);
		answer = mc_link_reply_write(1, reply, NULL);
		func(asked, question);
		func(answered, answer);
	}
}

static void
test_seeds(void)
{
	g_autoptr(GDir) names = g_dir_open(SEEDS, 0, NULL);
	guint count = 0;

	each_seed(compare_seed);
	while (g_dir_read_name(names) != NULL)
		count++;
	g_assert_cmpuint(count, ==, 2 * MC_RECORDER_OPS);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	if (g_getenv("MC_WRITE_CORPUS") != NULL)
		each_seed(write_seed);
	g_test_add_func("/link/every-request", test_every_request);
	g_test_add_func("/link/identity-arrives", test_identity_arrives);
	g_test_add_func("/link/bad-text-is-not-sent", test_a_bad_text_is_not_sent);
	g_test_add_func("/link/every-reply", test_every_reply);
	g_test_add_func("/link/errors-and-events", test_errors_and_events);
	g_test_add_func("/link/refused-lines", test_refused_lines);
	g_test_add_func("/link/errors-name-no-values", test_errors_name_no_values);
	g_test_add_func("/link/seeds", test_seeds);
	return g_test_run();
}
