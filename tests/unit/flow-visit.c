/* The visit's state table: every state meets every event. */

#include "app/flow/visit.h"

static gboolean
is_everywhere(McVisitEvent event)
{
	return event == MC_EVENT_DEVICE_LOST || event == MC_EVENT_DEVICE_BACK ||
	       event == MC_EVENT_IDLE || event == MC_EVENT_ABORT || event == MC_EVENT_FAULT ||
	       event == MC_EVENT_STAFF_IN || event == MC_EVENT_STAFF_OUT;
}

static void
every_pair(void)
{
	for (guint s = 0; s < MC_VISIT_STATES; s++) {
		for (guint e = 0; e < MC_VISIT_EVENTS; e++) {
			McVisitMove move = mc_visit_move((McVisitState)s, (McVisitEvent)e);

			g_assert_cmpuint(move.next, <, MC_VISIT_STATES);
			g_assert_true(move.listed || !is_everywhere((McVisitEvent)e));
			if (move.listed)
				continue;
			g_assert_cmpint(move.next, ==, MC_STATE_FAULT);
			g_assert_true(move.effects & MC_EFFECT_HALT);
			g_assert_true(move.effects & MC_EFFECT_WIPE);
		}
	}
}

/* C8: whoever leaves a visit that runs leaves it wiped, dark and told; O16: staff changes nothing.
 */
static void
leaving(void)
{
	const guint all = MC_EFFECT_HALT | MC_EFFECT_TELL_ABORT | MC_EFFECT_WIPE;

	for (guint s = 0; s < MC_VISIT_STATES; s++) {
		McVisitState state = (McVisitState)s;
		McVisitMove in = mc_visit_move(state, MC_EVENT_STAFF_IN);
		McVisitMove abort = mc_visit_move(state, MC_EVENT_ABORT);

		g_assert_cmpint(in.next, ==, state);
		g_assert_cmpuint(in.effects, ==, MC_EFFECT_SUSPEND);
		if (!mc_visit_is_running(state))
			continue;
		g_assert_cmpint(abort.next, ==, MC_STATE_ABORTED);
		g_assert_cmpuint(abort.effects, ==, all);
		g_assert_cmpuint(mc_visit_move(state, MC_EVENT_FAULT).effects, ==, all);
		g_assert_cmpuint(mc_visit_move(state, MC_EVENT_IDLE).effects, ==, MC_EFFECT_WARN);
	}
}

static void
note_next(McVisitState state, gboolean *reached)
{
	for (guint e = 0; e < MC_VISIT_EVENTS; e++)
		if (mc_visit_listens(state, (McVisitEvent)e))
			reached[mc_visit_move(state, (McVisitEvent)e).next] = TRUE;
}

static void
every_state_is_reached(void)
{
	gboolean reached[MC_VISIT_STATES] = {[MC_STATE_WELCOME] = TRUE};

	for (guint round = 0; round < MC_VISIT_STATES; round++)
		for (guint s = 0; s < MC_VISIT_STATES; s++)
			if (reached[s])
				note_next((McVisitState)s, reached);
	for (guint s = 0; s < MC_VISIT_STATES; s++)
		g_assert_true(reached[s]);
}

/* However the events fall, nobody's data outlives the visit and every end leads to welcome. */
static void
random_sequences(void)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(20251124);

	for (guint run = 0; run < 2000; run++) {
		McVisitState state = MC_STATE_WELCOME;
		gboolean personal = FALSE;

		for (guint i = 0; i < 60; i++) {
			McVisitEvent event = (McVisitEvent)g_rand_int_range(random, 0, MC_VISIT_EVENTS);
			McVisitMove move = mc_visit_move(state, event);

			state = move.next;
			g_assert_cmpuint(state, <, MC_VISIT_STATES);
			personal =
			    (personal || event == MC_EVENT_CARD_READ) && !(move.effects & MC_EFFECT_WIPE);
			if (state == MC_STATE_WELCOME || state == MC_STATE_ABORTED || state == MC_STATE_FAULT)
				g_assert_false(personal);
		}
		g_assert_cmpuint(state, <, MC_VISIT_STATES);
	}
}

/* The straight way, by its names, as the log shows it. */
static void
straight_way(void)
{
	static const struct {
		McVisitEvent event;
		const char *state;
	} way[] = {{MC_EVENT_START, "language"}, {MC_EVENT_NEXT, "privacy"}, {MC_EVENT_NEXT, "card"},
	    {MC_EVENT_CARD_READ, "confirm"}, {MC_EVENT_IDENTIFIED, "business"}, {MC_EVENT_NEXT, "aids"},
	    {MC_EVENT_NEXT, "declaration"}, {MC_EVENT_NEXT, "vision-practice"},
	    {MC_EVENT_EXAM_READY, "vision"}, {MC_EVENT_GLASSES_NEEDED, "glasses-on"},
	    {MC_EVENT_NEXT, "vision-glasses"}, {MC_EVENT_EXAM_DONE, "hearing-practice"},
	    {MC_EVENT_EXAM_READY, "hearing"}, {MC_EVENT_EXAM_DONE, "side-practice"},
	    {MC_EVENT_EXAM_READY, "side"}, {MC_EVENT_EXAM_DONE, "colour-practice"},
	    {MC_EVENT_EXAM_READY, "colour"}, {MC_EVENT_EXAM_DONE, "stature"},
	    {MC_EVENT_EXAM_DONE, "limbs"}, {MC_EVENT_EXAM_DONE, "reaction"},
	    {MC_EVENT_EXAM_DONE, "summary"}, {MC_EVENT_NEXT, "signature"}, {MC_EVENT_NEXT, "sealing"},
	    {MC_EVENT_SEALED, "end"}, {MC_EVENT_NEXT, "welcome"}};
	McVisitState state = MC_STATE_WELCOME;

	for (guint i = 0; i < G_N_ELEMENTS(way); i++) {
		state = mc_visit_move(state, way[i].event).next;
		g_assert_cmpstr(mc_visit_state_name(state), ==, way[i].state);
	}
	g_assert_cmpstr(mc_visit_event_name(MC_EVENT_STAFF_OUT), ==, "staff-out");
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/visit/every-pair", every_pair);
	g_test_add_func("/flow/visit/leaving-C8-O16", leaving);
	g_test_add_func("/flow/visit/every-state-is-reached", every_state_is_reached);
	g_test_add_func("/flow/visit/random-sequences", random_sequences);
	g_test_add_func("/flow/visit/straight-way", straight_way);
	return g_test_run();
}
