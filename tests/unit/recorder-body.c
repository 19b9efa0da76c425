/* Height and guided movements in the recorder: the movements where the site has them done, watched
 * by nobody, so that what is not known of presence is no loss and what the person cannot do is a
 * doctor's case. */

#include "tests/desk/desk.h"
#include <jansson.h>

static void
offer_movements(McDesk *desk)
{
	mc_desk_configure(desk, json_pack("{sb}", "movements", 1));
	mc_desk_restart(desk);
	mc_desk_arrive(desk, 0);
}

static const McExamRun *
run_of(const McVisit *visit, McExamKind kind)
{
	for (guint i = 0; i < visit->exams; i++)
		if (visit->exam[i]->plan.kind == kind)
			return visit->exam[i];
	g_assert_not_reached();
}

static const McRequirementVerdict *
requirement_of(const McVisit *visit, McRequirement what)
{
	for (gint32 i = 0; i < visit->verdict[0].requirements; i++)
		if (visit->verdict[0].requirement[i].requirement == what)
			return &visit->verdict[0].requirement[i];
	g_assert_not_reached();
}

static McStep
answer(McDesk *desk, McMovementSeen seen, gint32 presence)
{
	McRecorderRequest request = {.op = MC_RECORDER_EXAM_ANSWER, .person_present = presence};

	g_assert_cmpint(desk->reply->step, ==, MC_STEP_PRESENT);
	request.answer = (McAnswer){
	    .kind = MC_EXAM_LIMBS, .trial = desk->reply->stimulus.trial, .as.limbs = {.seen = seen}};
	mc_desk_ask(desk, &request);
	return desk->reply->step;
}

/* Nobody watches: what cannot be seen stays so, what the person says she cannot do calls a doctor,
 * and no machine fails or passes her by it. */
static void
test_movements(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(McVisit) visit = NULL;
	const McExamRun *run = NULL;
	McStep step;

	offer_movements(desk);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpint(desk->reply->hello.movements, ==, MC_MOVEMENTS);
	step = mc_desk_open(desk, MC_EXAM_LIMBS, MC_CORRECTION_NAKED);
	while (step == MC_STEP_PRESENT)
		step = desk->reply->stimulus.as.limbs.movement == MC_MOVEMENT_ARM_RAISE_LEFT
		           ? answer(desk, MC_MOVEMENT_NOT_DONE, 1)
		           : answer(desk, MC_MOVEMENT_COULD_NOT_SEE, MC_PRESENCE_UNKNOWN);
	g_assert_cmpint(step, ==, MC_STEP_DONE);
	g_assert_cmpint(desk->reply->result.outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmpint(desk->reply->result.presented, ==, MC_MOVEMENTS);
	g_assert_cmpint(desk->reply->result.discarded, ==, 0);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	run = run_of(visit, MC_EXAM_LIMBS);
	g_assert_cmpstr(run->device_serial, ==, "");
	g_assert_cmpuint(visit->devices, ==, 0);
	g_assert_cmpint(g_array_index(run->events, McExamEvent, 0).conditions.person_present, ==,
	    run->result.figures.limbs.movement[g_array_index(run->events, McExamEvent, 0)
	                                           .stimulus.as.limbs.movement] == MC_MOVEMENT_NOT_DONE
	        ? 1
	        : MC_PRESENCE_UNKNOWN);
	g_assert_cmpint(
	    requirement_of(visit, MC_REQUIREMENT_UPPER_LIMBS)->outcome, ==, MC_OUTCOME_REFER);
	g_assert_cmpint(
	    requirement_of(visit, MC_REQUIREMENT_LOWER_LIMBS)->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmpint(requirement_of(visit, MC_REQUIREMENT_TRUNK_NECK)->basis, ==, MC_BASIS_EVIDENCE);
	g_assert_cmpint(visit->verdict[0].outcome, ==, MC_OUTCOME_REFER);
}

/* A movement of somebody who is known to be gone is none. */
static void
test_nobody_there(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	offer_movements(desk);
	mc_desk_open(desk, MC_EXAM_LIMBS, MC_CORRECTION_NAKED);
	answer(desk, MC_MOVEMENT_COULD_NOT_SEE, 0);
	g_assert_true(desk->reply->discarded);
	g_assert_cmpint(desk->reply->discard, ==, MC_DISCARD_ABSENT);
}

/* Where the site has none done they are to be examined elsewhere. */
static void
test_not_offered(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	mc_desk_arrive(desk, 0);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpint(desk->reply->hello.movements, ==, 0);
	g_assert_true(
	    mc_desk_examine(desk, MC_EXAM_LIMBS, MC_CORRECTION_NAKED)->reasons & MC_REASON_NO_DEVICE);
}

/* A reading that the unit did not take of somebody is no reading. */
static void
test_stature(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	const McExamResult *result = NULL;

	mc_desk_arrive(desk, 0);
	mc_desk_open(desk, MC_EXAM_STATURE, MC_CORRECTION_NAKED);
	desk->person_present = MC_PRESENCE_UNKNOWN;
	mc_desk_answer(desk);
	g_assert_true(desk->reply->discarded);
	g_assert_cmpint(desk->reply->discard, ==, MC_DISCARD_ABSENT);
	desk->person_present = 1;
	result = mc_desk_examine(desk, MC_EXAM_STATURE, MC_CORRECTION_NAKED);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(result->lost[MC_DISCARD_ABSENT], ==, 1);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
#define ADD(name, func)                                                                            \
	g_test_add(                                                                                    \
	    "/recorder/body/" name, McDesk *, kit, mc_desk_fixture_new, func, mc_desk_fixture_free)
	ADD("movements", test_movements);
	ADD("nobody-there", test_nobody_there);
	ADD("not-offered", test_not_offered);
	ADD("stature", test_stature);
#undef ADD
	return g_test_run();
}
