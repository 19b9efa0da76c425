/* The running exam belongs to the recorder: no seed can be chosen, no attempt repeated, no answer
 * counted twice, and what the room or the instrument spoilt is not scored (C10, C11, C13, C17).
 */

#include "app/base/error.h"
#include "tests/desk/desk.h"
#include "tests/kit/sample.h"
#include <string.h>

static void
set_up(McDesk **desk, gconstpointer kit)
{
	*desk = mc_desk_new(kit);
	mc_desk_arrive(*desk, 0);
}

/* Before anybody comes: what is enrolled counts from the recorder's next start on. */
static void
set_up_headphones(McDesk **desk, gconstpointer kit)
{
	McDeviceInfo *audiometer = NULL;

	*desk = mc_desk_new(kit);
	audiometer = &(*desk)->device[MC_DEVICE_AUDIOMETER];
	g_strlcpy(audiometer->transducer, "DD450", sizeof audiometer->transducer);
	mc_desk_adopt(*desk, MC_DEVICE_AUDIOMETER);
	mc_desk_arrive(*desk, 0);
}

static McRecorderRequest
answer_to(McDesk *desk, const McStimulus *stimulus)
{
	McRecorderRequest request = {.op = MC_RECORDER_EXAM_ANSWER,
	    .vision = desk->vision,
	    .hearing = desk->hearing,
	    .person_present = desk->person_present};

	mc_sample_answer(stimulus, TRUE, &request.answer);
	return request;
}

/* 21 dB are permitted at 500 Hz for a tone of 0 dB HL, less 5 dB for a peak. */
static gint32
noise_limit(const McStimulus *stimulus)
{
	return 210 + stimulus->as.side.level_deci_db_hl - 50;
}

/* The chain promised each seed before its exam began; no two are alike. */
static void
test_seeds(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(McVisit) visit = NULL;
	g_autoptr(GPtrArray) contents = NULL;

	mc_desk_examine_all(desk);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	contents = mc_desk_contents(desk);
	for (guint i = 0; i < visit->exams; i++) {
		const McExamRun *run = visit->exam[i];
		g_autofree char *digest =
		    g_compute_checksum_for_data(G_CHECKSUM_SHA256, run->seed.bytes, sizeof run->seed.bytes);
		const json_t *opening = g_ptr_array_index(contents, run->opened_seq - 1);

		g_assert_cmpstr(json_string_value(json_object_get(opening, "type")), ==, "exam-opened");
		g_assert_cmpstr(json_string_value(json_object_get(opening, "seed_sha256")), ==, digest);
		g_assert_cmpstr(
		    json_string_value(json_object_get(opening, "visit_id")), ==, visit->visit_id);
		for (guint j = 0; j < i; j++)
			g_assert_cmpint(memcmp(&run->seed, &visit->exam[j]->seed, sizeof run->seed), !=, 0);
	}
}

/* Opening again, restarting, coming back with the card: the same exam, never another seed. */
static void
test_no_seed_grinding(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McStimulus first;

	mc_desk_open(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	first = desk->reply->stimulus;
	for (guint i = 0; i < 3; i++) {
		mc_desk_open(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
		g_assert_cmpmem(&first, sizeof first, &desk->reply->stimulus, sizeof first);
		mc_desk_restart(desk);
	}
	g_assert_cmpuint(mc_desk_count(desk, "exam-opened", NULL), ==, 1);
	/* Another one cannot be opened beside it. */
	mc_desk_refused(desk,
	    &(McRecorderRequest){.op = MC_RECORDER_EXAM_OPEN,
	        .exam = MC_EXAM_HEARING,
	        .device = desk->device[MC_DEVICE_AUDIOMETER]},
	    MC_ERROR_REFUSED);
}

/* C13: attempt N+1 is impossible. */
static void
test_no_second_attempt(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McExamResult result;

	desk->right_permille = 0;
	result = *mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	g_assert_cmpint(result.outcome, !=, MC_OUTCOME_PASS);
	desk->right_permille = 1000;
	g_assert_cmpint(mc_desk_open(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED), ==, MC_STEP_DONE);
	g_assert_cmpint(desk->reply->result.outcome, ==, result.outcome);
	mc_desk_restart(desk);
	mc_desk_begin(desk);
	g_assert_true(mc_desk_identify(desk, 0));
	g_assert_cmpint(mc_desk_open(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED), ==, MC_STEP_DONE);
	g_assert_cmpint(desk->reply->result.outcome, ==, result.outcome);
	g_assert_cmpint(desk->reply->result.presented, ==, result.presented);
}

static void
test_answering_twice(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest answer;
	McRecorderRequest wrong;
	McStimulus next;

	mc_desk_open(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	answer = answer_to(desk, &desk->reply->stimulus);
	mc_desk_ask(desk, &answer);
	next = desk->reply->stimulus;
	g_assert_cmpint(next.trial, ==, answer.answer.trial + 1);
	answer.answer.as.optotype.cannot_see = true;
	for (guint i = 0; i < 3; i++) {
		mc_desk_ask(desk, &answer);
		g_assert_cmpint(desk->reply->stimulus.trial, ==, next.trial);
		mc_desk_restart(desk);
	}
	wrong = answer_to(desk, &next);
	wrong.answer.trial++;
	mc_desk_refused(desk, &wrong, MC_ERROR_REFUSED);
	wrong = answer_to(desk, &next);
	wrong.answer.kind = MC_EXAM_SIDE;
	mc_desk_refused(desk, &wrong, MC_ERROR_REFUSED);
	mc_desk_refused(desk,
	    &(McRecorderRequest){.op = MC_RECORDER_EXAM_DISCARD, .trial = next.trial + 5},
	    MC_ERROR_REFUSED);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_EXAM_DISCARD, .trial = next.trial});
	g_assert_cmpint(desk->reply->stimulus.trial, ==, next.trial + 1);
	/* Nothing waits to be acknowledged: where it stands is said, and nothing happens. */
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_EXAM_ACKNOWLEDGE});
	g_assert_cmpint(desk->reply->stimulus.trial, ==, next.trial + 1);
}

/* C17: power goes after every single answer; the exam comes out as if nothing had been, and the
 * record replays. */
static void
test_power_cut_after_each_answer(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(McVisit) visit = NULL;
	guint cuts = 0;

	for (guint i = 0; i <= MC_EXAM_SIDE; i++) {
		McStep step;

		/* what is opened anew is opened for somebody */
		mc_desk_identify(desk, 0);
		step = mc_desk_open(desk, (McExamKind)i, MC_CORRECTION_NAKED);
		while (step == MC_STEP_PRESENT) {
			step = mc_desk_answer(desk);
			mc_desk_restart(desk);
			cuts++;
			step = mc_desk_open(desk, (McExamKind)i, MC_CORRECTION_NAKED);
		}
		g_assert_cmpint(step, ==, MC_STEP_DONE);
		g_assert_cmpint(desk->reply->result.outcome, ==, MC_OUTCOME_PASS);
	}
	g_assert_cmpuint(cuts, >=, 30);
	mc_desk_identify(desk, 0);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	for (guint i = 0; i < visit->exams; i++)
		for (guint j = 0; j < visit->exam[i]->events->len; j++)
			g_assert_cmpint(g_array_index(visit->exam[i]->events, McExamEvent, j).kind, ==,
			    MC_EXAM_EVENT_ANSWER);
}

/* C10: the head moved, the other eye saw, the chin stood elsewhere, the answer came too late. */
static void
test_vision_conditions(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest answer;
	gint32 trial = 0;

	mc_desk_open(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	trial = desk->reply->stimulus.trial;
	answer = answer_to(desk, &desk->reply->stimulus);
	answer.vision.head_in_place = FALSE;
	mc_desk_ask(desk, &answer);
	g_assert_true(desk->reply->discarded);
	g_assert_cmpint(desk->reply->discard, ==, MC_DISCARD_POSITION);
	g_assert_cmpint(desk->reply->stimulus.trial, ==, trial + 1);
	answer = answer_to(desk, &desk->reply->stimulus);
	answer.vision.occlusion_ok = FALSE;
	mc_desk_ask(desk, &answer);
	g_assert_true(desk->reply->discarded);
	g_assert_cmpint(desk->reply->discard, ==, MC_DISCARD_OCCLUSION);
	/* 2 % is .009 logMAR */
	answer = answer_to(desk, &desk->reply->stimulus);
	answer.vision.distance_permille = 979;
	mc_desk_ask(desk, &answer);
	g_assert_true(desk->reply->discarded);
	g_assert_cmpint(desk->reply->discard, ==, MC_DISCARD_DISTANCE);
	answer = answer_to(desk, &desk->reply->stimulus);
	answer.vision.distance_permille = 1020;
	mc_desk_ask(desk, &answer);
	g_assert_false(desk->reply->discarded);
	/* what is seen in the dark is no acuity, whoever looked */
	answer = answer_to(desk, &desk->reply->stimulus);
	answer.vision.luminance_cd_m2 = 79;
	mc_desk_ask(desk, &answer);
	g_assert_true(desk->reply->discarded);
	g_assert_cmpint(desk->reply->discard, ==, MC_DISCARD_LUMINANCE);
	/* one that holds the head by itself measures none */
	answer = answer_to(desk, &desk->reply->stimulus);
	answer.vision.distance_permille = MC_DISTANCE_NOT_MEASURED;
	mc_desk_ask(desk, &answer);
	g_assert_false(desk->reply->discarded);
	/* pressed after the optotype had gone */
	answer = answer_to(desk, &desk->reply->stimulus);
	answer.answer.as.optotype.reaction_us = 40 * G_USEC_PER_SEC;
	mc_desk_ask(desk, &answer);
	g_assert_true(desk->reply->discarded);
	g_assert_cmpint(desk->reply->discard, ==, MC_DISCARD_NO_ANSWER);
	mc_desk_answer(desk);
	g_assert_false(desk->reply->discarded);
	mc_desk_examine(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	g_assert_cmpint(desk->reply->result.discarded, ==, 5);
	g_assert_cmpint(desk->reply->result.lost[MC_DISCARD_LUMINANCE], ==, 1);
	g_assert_cmpint(desk->reply->result.lost[MC_DISCARD_POSITION], ==, 1);
	g_assert_cmpint(desk->reply->result.lost[MC_DISCARD_OCCLUSION], ==, 1);
	g_assert_cmpint(desk->reply->result.lost[MC_DISCARD_DISTANCE], ==, 1);
	g_assert_cmpint(desk->reply->result.lost[MC_DISCARD_NO_ANSWER], ==, 1);
}

/* C11: the room was loud, in the tone's octave or in another; the headphones were off. */
static void
test_hearing_conditions(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest answer;

	mc_desk_open(desk, MC_EXAM_SIDE, MC_CORRECTION_NAKED);
	answer = answer_to(desk, &desk->reply->stimulus);
	/* The octave of its 500 Hz: what is permitted for this level under any headphones. */
	answer.hearing.noise_deci_db_spl[0] = noise_limit(&desk->reply->stimulus) + 1;
	mc_desk_ask(desk, &answer);
	g_assert_true(desk->reply->discarded);
	g_assert_cmpint(desk->reply->discard, ==, MC_DISCARD_NOISE);
	answer = answer_to(desk, &desk->reply->stimulus);
	answer.hearing.noise_deci_db_spl[0] = noise_limit(&desk->reply->stimulus);
	answer.hearing.noise_deci_db_spl[3] = 2000; /* an octave that hides nothing of it */
	mc_desk_ask(desk, &answer);
	g_assert_false(desk->reply->discarded);
	answer = answer_to(desk, &desk->reply->stimulus);
	answer.hearing.headphones_on = FALSE;
	mc_desk_ask(desk, &answer);
	g_assert_cmpint(desk->reply->discard, ==, MC_DISCARD_POSITION);
}

/* C11: the same room under headphones that keep more out. */
static void
test_noise_by_headphones(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest answer;

	mc_desk_open(desk, MC_EXAM_SIDE, MC_CORRECTION_NAKED);
	answer = answer_to(desk, &desk->reply->stimulus);
	answer.hearing.noise_deci_db_spl[0] = noise_limit(&desk->reply->stimulus) + 155;
	mc_desk_ask(desk, &answer);
	g_assert_false(desk->reply->discarded);
	answer = answer_to(desk, &desk->reply->stimulus);
	answer.hearing.noise_deci_db_spl[0] = noise_limit(&desk->reply->stimulus) + 156;
	mc_desk_ask(desk, &answer);
	g_assert_cmpint(desk->reply->discard, ==, MC_DISCARD_NOISE);
}

/* C13: a room that stays loud ends NOT DETERMINED, with that reason; never FAIL. The
 * level stands in the record. */
static void
test_loud_room(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	const McExamResult *result = NULL;
	const McExamEvent *event = NULL;
	g_autoptr(McVisit) visit = NULL;

	desk->hearing.noise_deci_db_spl[0] = 900;
	desk->hearing.noise_deci_db_spl[1] = 900;
	desk->hearing.noise_deci_db_spl[2] = 900;
	result = mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_true(result->reasons & MC_REASON_NOISE);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	event = &g_array_index(visit->exam[0]->events, McExamEvent, 0);
	g_assert_cmpint(event->kind, ==, MC_EXAM_EVENT_DISCARD);
	g_assert_true(event->has_conditions);
	g_assert_cmpint(event->conditions.noise_deci_db_spl[0], ==, 900);
}

static void
test_glasses(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest open = {.op = MC_RECORDER_EXAM_OPEN,
	    .exam = MC_EXAM_ACUITY,
	    .correction = MC_CORRECTION_GLASSES,
	    .device = desk->device[MC_DEVICE_VISION_TESTER]};
	g_autoptr(McVisit) visit = NULL;

	mc_desk_refused(desk, &open, MC_ERROR_REFUSED);
	desk->right_permille = 250;
	mc_desk_examine(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	g_assert_cmpint(desk->reply->result.outcome, ==, MC_OUTCOME_FAIL);
	desk->right_permille = 1000;
	mc_desk_examine(desk, MC_EXAM_ACUITY, MC_CORRECTION_GLASSES);
	g_assert_cmpint(desk->reply->result.outcome, ==, MC_OUTCOME_PASS);
	mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	mc_desk_examine(desk, MC_EXAM_SIDE, MC_CORRECTION_NAKED);
	mc_desk_finish(desk);
	g_assert_true(desk->reply->verdict[0].restriction_glasses);
	visit = mc_desk_record(desk);
	g_assert_cmpuint(visit->exams, ==, 4);
}

static void
test_no_glasses_after_a_pass(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	mc_desk_examine(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	mc_desk_refused(desk,
	    &(McRecorderRequest){.op = MC_RECORDER_EXAM_OPEN,
	        .exam = MC_EXAM_ACUITY,
	        .correction = MC_CORRECTION_GLASSES,
	        .device = desk->device[MC_DEVICE_VISION_TESTER]},
	    MC_ERROR_REFUSED);
}

/* C13: not done has its reason, in the record too; each way of ending is stated as it was. */
static void
test_not_done(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest stop = {
	    .op = MC_RECORDER_EXAM_STOP, .exam = MC_EXAM_HEARING, .stop = MC_REASON_NOT_UNDERSTOOD};
	g_autoptr(McVisit) visit = NULL;

	mc_desk_ask(desk, &stop);
	g_assert_cmpint(desk->reply->step, ==, MC_STEP_DONE);
	mc_desk_open(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	mc_desk_answer(desk);
	mc_desk_refused(desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_FINISH}, MC_ERROR_REFUSED);
	stop.exam = MC_EXAM_ACUITY;
	stop.stop = MC_REASON_STOPPED;
	mc_desk_ask(desk, &stop);
	mc_desk_ask(desk, &stop);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	g_assert_cmpuint(visit->exams, ==, 2);
	g_assert_cmpint(visit->exam[0]->result.outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_true(visit->exam[0]->result.reasons & MC_REASON_NOT_UNDERSTOOD);
	g_assert_true(visit->exam[1]->result.reasons & MC_REASON_STOPPED);
}

/* The person and the classes come first: the limit of an exam follows from them. */
static void
test_order(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest open = {.op = MC_RECORDER_EXAM_OPEN,
	    .exam = MC_EXAM_HEARING,
	    .device = desk->device[MC_DEVICE_AUDIOMETER]};

	mc_desk_begin(desk);
	mc_desk_refused(desk, &open, MC_ERROR_REFUSED);
	mc_desk_identify(desk, 0);
	mc_desk_refused(desk, &open, MC_ERROR_REFUSED);
	mc_desk_refused(
	    desk, &(McRecorderRequest){.op = MC_RECORDER_EXAM_ACKNOWLEDGE}, MC_ERROR_REFUSED);
	mc_desk_choose(desk, 1u << MC_CLASS_C1);
	mc_desk_ask(desk, &open);
}

/* The strictest limit of the classes applied for is what one run decides. */
static void
test_cut(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	guint32 classes = 1u << MC_CLASS_C1 | 1u << MC_CLASS_A1;
	g_autoptr(McVisit) visit = NULL;

	mc_desk_choose(desk, classes);
	mc_desk_examine_all(desk);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	/* One run decides both limits. */
	g_assert_cmpint(visit->exam[0]->plan.as.acuity.cuts, ==, 2);
	g_assert_cmpint(visit->exam[0]->plan.as.acuity.cut_milli_log_mar[0], ==, 0);
	g_assert_cmpint(visit->exam[0]->plan.as.acuity.cut_milli_log_mar[1], ==, 100);
	g_assert_cmpint(visit->exam[0]->result.part[MC_EYE_LEFT].cuts, ==, 2);
	g_assert_cmpint(visit->exam[0]->plan.as.acuity.vergence_centi_dioptre, ==, -20);
	g_assert_true(visit->exam[0]->plan.as.acuity.interleaved);
}

/* C5: stature and reaction on their own instruments, through the chain and judged from there; what
 * no instrument here measures is stated as not done. */
static void
test_body(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(McVisit) visit = NULL;
	const McExamResult *result = mc_desk_examine(desk, MC_EXAM_STATURE, MC_CORRECTION_NAKED);

	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(result->figures.stature.height_mm, ==, 1702);
	result = mc_desk_examine(desk, MC_EXAM_REACTION, MC_CORRECTION_NAKED);
	g_assert_cmphex(result->reasons, ==, MC_REASON_UNSCORED | MC_REASON_LATENCY_UNKNOWN);
	g_assert_cmpint(result->figures.reaction.simple.counted, ==, 20);
	result = mc_desk_examine(desk, MC_EXAM_LIMBS, MC_CORRECTION_NAKED);
	g_assert_cmphex(result->reasons, ==, MC_REASON_NO_DEVICE);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	g_assert_cmpuint(visit->exams, ==, 3);
	g_assert_cmpint(visit->exam[0]->result.figures.stature.height_mm, ==, 1702);
	for (guint i = 0; i < visit->exams; i++)
		g_assert_true(mc_exam_run_verify(visit->exam[i], NULL));
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
#define ADD(name, func)                                                                            \
	g_test_add("/recorder/exam/" name, McDesk *, kit, set_up, func, mc_desk_fixture_free)
	ADD("seeds", test_seeds);
	ADD("no-seed-grinding", test_no_seed_grinding);
	ADD("no-second-attempt", test_no_second_attempt);
	ADD("answering-twice", test_answering_twice);
	ADD("power-cut-after-each-answer", test_power_cut_after_each_answer);
	ADD("conditions-of-vision", test_vision_conditions);
	ADD("conditions-of-hearing", test_hearing_conditions);
	g_test_add("/recorder/exam/noise-by-headphones", McDesk *, kit, set_up_headphones,
	    test_noise_by_headphones, mc_desk_fixture_free);
	ADD("loud-room", test_loud_room);
	ADD("glasses", test_glasses);
	ADD("no-glasses-after-a-pass", test_no_glasses_after_a_pass);
	ADD("not-done", test_not_done);
	ADD("order", test_order);
	ADD("cut", test_cut);
	ADD("body", test_body);
#undef ADD
	return g_test_run();
}
