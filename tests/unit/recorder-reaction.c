/* The practice of memory, judgement and reaction in the recorder: from which age it is offered, on
 * the pad or on the glass, and never a part of any verdict. */

#include "tests/desk/desk.h"
#include <jansson.h>
#include <string.h>

static gint32
offered_from(McDesk *desk)
{
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	return desk->reply->hello.reaction_from_years;
}

/* B8: the rule pack says from which age a class has the authority's own test; a kiosk that offers
 * no such class, or no practice, says nothing. */
static void
test_offered(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	g_assert_cmpint(offered_from(desk), ==, 70);
	mc_desk_configure(desk, json_pack("{s[ss]}", "classes", "A1", "B2"));
	mc_desk_restart(desk);
	g_assert_cmpint(offered_from(desk), ==, 0);
	mc_desk_configure(desk, json_pack("{s[ss]}", "classes", "A1", "C1"));
	mc_desk_restart(desk);
	g_assert_cmpint(offered_from(desk), ==, 70);
	mc_desk_configure(desk, json_pack("{sb}", "reaction_practice", 0));
	mc_desk_restart(desk);
	g_assert_cmpint(offered_from(desk), ==, 0);
	mc_desk_configure(desk, json_pack("{sb}", "reaction_practice", 1));
	mc_desk_restart(desk);
	g_assert_cmpint(offered_from(desk), ==, 70);
}

static const McExamRun *
only_run(const McVisit *visit)
{
	g_assert_cmpuint(visit->exams, ==, 1);
	g_assert_cmpint(visit->exam[0]->plan.kind, ==, MC_EXAM_REACTION);
	return visit->exam[0];
}

/* Whose keys are on the glass: the record names no instrument, corrects nothing and says so. */
static void
test_by_touch(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(McVisit) visit = NULL;
	const McExamResult *result = NULL;

	desk->device[MC_DEVICE_RESPONSE_PAD] = (McDeviceInfo){0};
	mc_desk_arrive(desk, 0);
	result = mc_desk_examine(desk, MC_EXAM_REACTION, MC_CORRECTION_NAKED);
	g_assert_cmphex(result->reasons, ==, MC_REASON_UNSCORED | MC_REASON_LATENCY_UNKNOWN);
	g_assert_cmpint(result->figures.reaction.simple.counted, ==, 20);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	g_assert_cmpstr(only_run(visit)->device_serial, ==, "");
	g_assert_cmpuint(visit->devices, ==, 0);
	g_assert_cmpint(only_run(visit)->plan.as.reaction.latency_us, ==, MC_LATENCY_UNKNOWN);
	g_assert_true(mc_exam_run_verify(only_run(visit), NULL));
}

/* A pad that nobody enrolled is none. */
static void
test_strange_pad(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	g_strlcpy(desk->device[MC_DEVICE_RESPONSE_PAD].serial, "RP-STRANGE", 64);
	mc_desk_arrive(desk, 0);
	g_assert_true(mc_desk_examine(desk, MC_EXAM_REACTION, MC_CORRECTION_NAKED)->reasons &
	              MC_REASON_NO_DEVICE);
}

/* Nobody touched anything: whether somebody was there is not known, and the signal is missed, not
 * thrown away; of who is known to be gone it is. */
static void
test_missed(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest request = {
	    .op = MC_RECORDER_EXAM_ANSWER, .person_present = MC_PRESENCE_UNKNOWN};

	mc_desk_arrive(desk, 0);
	mc_desk_open(desk, MC_EXAM_REACTION, MC_CORRECTION_NAKED);
	request.answer = (McAnswer){.kind = MC_EXAM_REACTION, .as.reaction = {.none = TRUE}};
	mc_desk_ask(desk, &request);
	g_assert_false(desk->reply->discarded);
	request.answer.trial = desk->reply->stimulus.trial;
	request.person_present = 0;
	mc_desk_ask(desk, &request);
	g_assert_true(desk->reply->discarded);
	g_assert_cmpint(desk->reply->discard, ==, MC_DISCARD_ABSENT);
}

typedef enum Course { NOT_OFFERED, WELL, TOO_EARLY, LEFT_OUT } Course;

static void
practise(McDesk *desk, Course course)
{
	const McExamResult *result = NULL;

	switch (course) {
	case NOT_OFFERED: return;
	case WELL:
	case TOO_EARLY:
		desk->right_permille = course == WELL ? 1000 : 0;
		result = mc_desk_examine(desk, MC_EXAM_REACTION, MC_CORRECTION_NAKED);
		g_assert_cmpint((result->reasons & MC_REASON_UNRELIABLE) != 0, ==, course == TOO_EARLY);
		return;
	case LEFT_OUT:
		mc_desk_ask(desk,
		    &(McRecorderRequest){
		        .op = MC_RECORDER_EXAM_STOP, .exam = MC_EXAM_REACTION, .stop = MC_REASON_STOPPED});
		return;
	}
}

/* Of somebody of 76. */
static json_t *
verdicts_after(gconstpointer kit, Course course)
{
	McDesk *desk = mc_desk_new(kit);
	McIdentity old = *mc_desk_person(0);
	g_autoptr(McVisit) visit = NULL;
	json_auto_t *json = NULL;
	json_t *verdicts = NULL;

	old.birth_yyyymmdd = 19491231;
	mc_desk_begin(desk);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_IDENTIFY, .identity = &old});
	mc_desk_choose(desk, 1u << MC_CLASS_C1);
	mc_desk_declare(desk);
	mc_desk_examine_all(desk);
	practise(desk, course);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	g_assert_cmpuint(visit->exams, ==, course == NOT_OFFERED ? 3 : 4);
	json = mc_visit_to_json(visit);
	verdicts = json_deep_copy(json_object_get(json, "verdicts"));
	mc_desk_free(desk);
	return verdicts;
}

/* Whatever became of the practice, the authority's own test stays a doctor's case, and nothing else
 * is touched. */
static void
test_no_verdict(gconstpointer kit)
{
	json_auto_t *expected = verdicts_after(kit, NOT_OFFERED);
	g_autofree char *text = json_dumps(expected, JSON_COMPACT);

	g_assert_cmpuint(json_array_size(expected), ==, 1);
	g_assert_nonnull(strstr(text, "memory-test"));
	g_assert_cmpstr(
	    json_string_value(json_object_get(json_array_get(expected, 0), "outcome")), ==, "refer");
	for (Course course = WELL; course <= LEFT_OUT; course++) {
		json_auto_t *verdicts = verdicts_after(kit, course);

		g_assert_true(json_equal(verdicts, expected));
	}
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
#define ADD(name, func)                                                                            \
	g_test_add("/recorder/reaction/" name, McDesk *, kit, mc_desk_fixture_new, func,               \
	    mc_desk_fixture_free)
	ADD("offered-B8", test_offered);
	ADD("by-touch", test_by_touch);
	ADD("strange-pad", test_strange_pad);
	ADD("missed", test_missed);
#undef ADD
	g_test_add_data_func("/recorder/reaction/no-verdict", kit, test_no_verdict);
	return g_test_run();
}
