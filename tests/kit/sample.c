#include "tests/kit/sample.h"

#include "app/base/error.h"
#include <stdlib.h>
#include <string.h>

static void
answer_optotype(const McStimulus *stimulus, gboolean right, McAnswer *answer)
{
	McDirection direction = stimulus->as.optotype.direction;

	answer->as.optotype.direction =
	    right ? direction : (McDirection)((direction + 1) % MC_DIRECTIONS_STRAIGHT);
	answer->as.optotype.reaction_us = 900000;
}

static void
answer_reaction(const McReactionStimulus *shown, gboolean right, McAnswer *answer)
{
	McReactionAnswer *given = &answer->as.reaction;

	given->reaction_us = right ? 260000 + shown->foreperiod_ms : 40000;
	given->key = shown->key;
	given->digits = shown->digits;
	memcpy(given->digit, shown->digit, sizeof given->digit);
	given->place = right ? shown->dark : (shown->dark + 1) % MC_PLACES;
}

static void
press(McAnswer *answer, McEar key, gint64 at_us)
{
	answer->as.press.count = 1;
	answer->as.press.press[0].key = key;
	answer->as.press.press[0].at_us = at_us;
}

void
mc_sample_answer(const McStimulus *stimulus, gboolean right, McAnswer *answer)
{
	memset(answer, 0, sizeof *answer);
	answer->kind = stimulus->kind;
	answer->trial = stimulus->trial;
	switch (stimulus->kind) {
	case MC_EXAM_ACUITY: answer_optotype(stimulus, right, answer); return;
	case MC_EXAM_HEARING:
		if (right != stimulus->as.tone.silent)
			press(answer, MC_EAR_LEFT, 600000);
		return;
	case MC_EXAM_SIDE:
		if (right != stimulus->as.side.silent)
			press(answer, stimulus->as.side.side, 700000);
		return;
	case MC_EXAM_COLOUR: {
		gint32 figures = stimulus->as.colour.show == MC_COLOUR_SIGNAL ? MC_SIGNALS : MC_DIGITS;

		answer->as.colour.figure = (stimulus->as.colour.figure + (right ? 0 : 1)) % figures;
		answer->as.colour.reaction_us = 1400000;
		return;
	}
	case MC_EXAM_STATURE:
		answer->as.stature.height_mm = 1702 + (right ? 0 : 40 * (stimulus->trial % 2));
		return;
	case MC_EXAM_LIMBS:
		answer->as.limbs.seen = right ? MC_MOVEMENT_DONE : MC_MOVEMENT_NOT_DONE;
		answer->as.limbs.held_ms = right ? stimulus->as.limbs.hold_ms : 0;
		return;
	case MC_EXAM_REACTION: answer_reaction(&stimulus->as.reaction, right, answer); return;
	}
}

static gboolean
is_by_loudspeaker(const McStimulus *stimulus)
{
	return (stimulus->kind == MC_EXAM_HEARING && stimulus->as.tone.by_loudspeaker) ||
	       (stimulus->kind == MC_EXAM_SIDE && stimulus->as.side.by_loudspeaker);
}

static void
take(McExam *exam, McExamRun *run, McStep step, const McStimulus *stimulus, gboolean right)
{
	McExamEvent event = {.at_us = 3000000 * (gint64)(run->events->len + 1)};

	event.stimulus = *stimulus;
	event.conditions = (McTrialConditions){.person_present = 1,
	    .head_in_place = 1,
	    .occlusion_ok = 1,
	    .distance_permille = 1000,
	    .luminance_cd_m2 = 200,
	    .headphones_on = is_by_loudspeaker(stimulus) ? 0 : 1,
	    .noise_deci_db_spl = {300, 290, 280, 270}};
	if (step != MC_STEP_PRESENT) {
		event = (McExamEvent){.kind = MC_EXAM_EVENT_ACKNOWLEDGE, .at_us = event.at_us};
		mc_exam_acknowledge(exam);
	} else if (run->events->len % 9 == 4) {
		event.kind = MC_EXAM_EVENT_DISCARD;
		event.discard = MC_DISCARD_NOISE;
		mc_exam_discard(exam, stimulus->trial, event.discard);
	} else {
		event.kind = MC_EXAM_EVENT_ANSWER;
		mc_sample_answer(stimulus, right, &event.answer);
		g_assert_true(mc_exam_answer(exam, &event.answer));
	}
	g_array_append_val(run->events, event);
}

/* What measures it, by the numbers of set_devices(). */
static void
name_instrument(McExamRun *run)
{
	static const struct {
		const char *serial;
		guint passport;
	} instruments[MC_EXAM_KINDS] = {
	    [MC_EXAM_ACUITY] = {"VT-SIM-0001", 1},
	    [MC_EXAM_HEARING] = {"AU-SIM-0001", 2},
	    [MC_EXAM_SIDE] = {"AU-SIM-0001", 2},
	    [MC_EXAM_STATURE] = {"ST-SIM-0001", 3},
	    [MC_EXAM_LIMBS] = {"", 0}, /* nobody watched */
	    [MC_EXAM_REACTION] = {"RP-SIM-0001", 4},
	    [MC_EXAM_COLOUR] = {"", 0}, /* below */
	};

	g_strlcpy(run->device_serial, instruments[run->plan.kind].serial, sizeof run->device_serial);
	run->passport = instruments[run->plan.kind].passport;
	if (run->plan.kind == MC_EXAM_COLOUR) /* "": on a screen that nobody measured */
		g_strlcpy(run->device_serial, run->plan.as.colour.calibration, sizeof run->device_serial);
}

McExamRun *
mc_sample_run(const McExamPlan *plan, guint32 seed, guint right_permille)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	McSeed exam_seed = {{0}};
	McExam exam;
	McExamRun *run = NULL;
	McStimulus stimulus;
	McStep step = MC_STEP_DONE;

	for (guint i = 0; i < sizeof exam_seed.bytes; i++)
		exam_seed.bytes[i] = (guint8)g_rand_int(random);
	run = mc_exam_run_new(plan, &exam_seed);
	g_assert_true(mc_exam_init(&exam, plan, &exam_seed));
	for (;;) {
		memset(&stimulus, 0, sizeof stimulus);
		step = mc_exam_next(&exam, &stimulus);
		if (step == MC_STEP_DONE)
			break;
		take(&exam, run, step, &stimulus, g_rand_int_range(random, 0, 1000) < (gint)right_permille);
	}
	run->result = *mc_exam_result(&exam);
	run->finished = TRUE;
	run->opened_seq = 3;
	run->opened_wall_us = G_GINT64_CONSTANT(1795486500000000);
	name_instrument(run);
	return run;
}

McExamRun *
mc_sample_run_answered(
    const McExamPlan *plan, const McSeed *seed, McSampleAnswerFunc func, gpointer data)
{
	McExamRun *run = mc_exam_run_new(plan, seed);
	McExam exam;
	McStimulus stimulus;
	McStep step = MC_STEP_DONE;

	g_assert_true(mc_exam_init(&exam, plan, seed));
	while ((step = mc_exam_next(&exam, &stimulus)) != MC_STEP_DONE) {
		McExamEvent event = {.kind = MC_EXAM_EVENT_ACKNOWLEDGE,
		    .at_us = (gint64)(run->events->len + 1) * G_USEC_PER_SEC};

		if (step == MC_STEP_PRESENT) {
			event.kind = MC_EXAM_EVENT_ANSWER;
			event.stimulus = stimulus;
			event.conditions = (McTrialConditions){.person_present = 1, .headphones_on = 1};
			event.answer = (McAnswer){.kind = stimulus.kind, .trial = stimulus.trial};
			func(&stimulus, &event.answer, data);
			g_assert_true(mc_exam_answer(&exam, &event.answer));
		} else {
			mc_exam_acknowledge(&exam);
		}
		g_array_append_val(run->events, event);
	}
	run->result = *mc_exam_result(&exam);
	run->finished = TRUE;
	return run;
}

void
mc_sample_print(McExamRun *run)
{
	json_auto_t *exam = mc_exam_run_to_json(run);
	json_auto_t *visit = json_pack("{s:[O]}", "exams", exam);
	char *text = json_dumps(visit, JSON_COMPACT | JSON_SORT_KEYS);

	g_print("%s\n", text);
	free(text);
	mc_exam_run_free(run);
}

void
mc_sample_pack(McRulePack *pack, char *digest)
{
	g_autoptr(GError) error = NULL;

	mc_rule_pack_read_file(MC_SOURCE_DIR "/data/rules-cn-172.json", pack, digest, &error);
	g_assert_no_error(error);
}

McCorrections
mc_sample_corrections(void)
{
	return (McCorrections){MC_TRANSDUCER_FREQUENCIES,
	    {{125, {12, 9}}, {250, {6, 8}}, {500, {-3, 2}}, {750, {0, -2}}, {1000, {1, -4}},
	        {1500, {4, 3}}, {2000, {-7, -5}}, {3000, {5, 10}}, {4000, {11, 6}}, {6000, {-14, -9}},
	        {8000, {18, 21}}}};
}

McCorrections
mc_sample_loudspeaker_corrections(void)
{
	return (McCorrections){MC_TRANSDUCER_FREQUENCIES,
	    {{125, {21, 18}}, {250, {9, 12}}, {500, {4, 7}}, {750, {-6, -3}}, {1000, {8, 5}},
	        {1500, {-11, -9}}, {2000, {3, 6}}, {3000, {14, 12}}, {4000, {-8, -13}},
	        {6000, {17, 22}}, {8000, {-19, -16}}}};
}

static void
set_devices(McVisit *visit)
{
	visit->devices = 4;
	visit->device[0] = (McDeviceInfo){
	    .kind = MC_DEVICE_VISION_TESTER,
	    .vendor_id = 0x1209,
	    .product_id = 0x0001,
	    .maker = "Example",
	    .serial = "VT-SIM-0001",
	    .calibrated_yyyymmdd = 20260901,
	    .calibration_expires_yyyymmdd = 20270901,
	    .vergence_centi_dioptre = -20,
	    .shutters = TRUE,
	};
	visit->device[1] = (McDeviceInfo){
	    .kind = MC_DEVICE_AUDIOMETER,
	    .vendor_id = 0x1209,
	    .product_id = 0x0002,
	    .maker = "Example",
	    .serial = "AU-SIM-0001",
	    .corrections = mc_sample_corrections(),
	    .calibrated_yyyymmdd = 20260901,
	    .calibration_expires_yyyymmdd = 20270901,
	};
	visit->device[2] = (McDeviceInfo){
	    .kind = MC_DEVICE_STATURE,
	    .maker = "Example",
	    .serial = "ST-SIM-0001",
	    .calibrated_yyyymmdd = 20260901,
	    .calibration_expires_yyyymmdd = 20270901,
	};
	visit->device[3] = (McDeviceInfo){
	    .kind = MC_DEVICE_RESPONSE_PAD,
	    .vendor_id = 0x1209,
	    .product_id = 0x0004,
	    .maker = "Example",
	    .serial = "RP-SIM-0001",
	};
}

McVisit *
mc_sample_visit(const McRulePack *pack, const char *pack_digest, guint32 seed, guint right_permille)
{
	McVisit *visit = mc_visit_new();

	g_strlcpy(visit->visit_id, "00112233445566778899aabbccddeeff", sizeof visit->visit_id);
	visit->began_wall_us = G_GINT64_CONSTANT(1795486400000000); /* 2026-11-24 in Shanghai */
	visit->ended_wall_us = G_GINT64_CONSTANT(1795486900000000);
	visit->clock_rate = 1;
	g_strlcpy(visit->language, "zh_CN", sizeof visit->language);
	visit->birth_for_age = (McDate){1990, 3, 7};
	visit->visit_date = (McDate){2026, 11, 24};
	g_strlcpy(visit->business, "A", sizeof visit->business);
	visit->classes = 1u << MC_CLASS_C1;
	visit->declaration_made = TRUE;
	for (guint kind = 0; kind < MC_EXAM_KINDS; kind++) {
		McExamPlan plan = pack->plans[kind];

		if (kind == MC_EXAM_ACUITY)
			mc_rules_set_vision_cuts(pack, visit->classes, &plan.as.acuity);
		visit->exam[visit->exams++] = mc_sample_run(&plan, seed + kind, right_permille);
	}
	set_devices(visit);
	g_strlcpy(visit->rule_pack_id, pack->id, sizeof visit->rule_pack_id);
	visit->rule_pack_version = pack->version;
	g_strlcpy(visit->rule_pack_digest, pack_digest, sizeof visit->rule_pack_digest);
	g_strlcpy(visit->software, "medcheck 0.1.0", sizeof visit->software);
	memset(visit->software_sha256, 'c', 64);
	memset(visit->configuration_sha256, 'd', 64);
	visit->clock_error_max_us = -1;
	memset(visit->commitment, 'a', 64);
	memset(visit->personal_digest, 'b', 64);
	mc_visit_judge(visit, pack);
	return visit;
}

void
mc_sample_screen(McVisit *visit, const McRulePack *pack)
{
	McExamPlan plan = pack->plans[MC_EXAM_COLOUR];
	McColourPlan *colour = &plan.as.colour;

	colour->panel.measured = true;
	g_strlcpy(colour->calibration, "SCR-SIM-0001", sizeof colour->calibration);
	colour->calibrated_yyyymmdd = 20260901;
	colour->calibration_expires_yyyymmdd = 20270901;
	mc_exam_run_free(visit->exam[MC_EXAM_COLOUR]);
	visit->exam[MC_EXAM_COLOUR] = mc_sample_run(&plan, 1, 1000);
	mc_visit_judge(visit, pack);
}

void
mc_sample_pictures(McVisit *visit)
{
	visit->pictures = (McVisitPictures){.asked = TRUE, .agreed = TRUE, .kept_days = 180};
	visit->device[visit->devices++] =
	    (McDeviceInfo){.kind = MC_DEVICE_CAMERA, .serial = "CAM-SIM-0001"};
	g_strlcpy(visit->exam[MC_EXAM_LIMBS]->device_serial, "CAM-SIM-0001",
	    sizeof visit->exam[MC_EXAM_LIMBS]->device_serial);
	visit->exam[MC_EXAM_LIMBS]->passport = visit->devices;
	visit->evidences = 2;
	for (guint i = 0; i < visit->evidences; i++) {
		visit->evidence[i] = (McVisitEvidence){.device_serial = "CAM-SIM-0001",
		    .exam = MC_EXAM_LIMBS,
		    .trial = (gint32)i,
		    .at_wall_us = visit->began_wall_us};
		memset(visit->evidence[i].digest, i == 0 ? 'e' : 'f', 64);
	}
}

void
mc_sampled_set_up(McSampled *sampled, gconstpointer unused)
{
	mc_sample_pack(&sampled->pack, sampled->digest);
	sampled->visit = mc_sample_visit(&sampled->pack, sampled->digest, 11, 980);
}

void
mc_sampled_tear_down(McSampled *sampled, gconstpointer unused)
{
	mc_visit_free(sampled->visit);
}

void
mc_sampled_refuse(McSampled *sampled, const McForgery *forgery)
{
	g_autoptr(GError) error = NULL;

	mc_sampled_tear_down(sampled, NULL);
	mc_sampled_set_up(sampled, NULL);
	forgery->forge(sampled);
	g_assert_false(mc_visit_verify(sampled->visit, &sampled->pack, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
	g_test_message("%s", error->message);
	g_assert_nonnull(strstr(error->message, forgery->cause));
}
