/* O2: whether a gateway is reached is told by beats of the courier, not guessed. */

#include "courier-kit.h"
#include <string.h>

#define BEAT_MS (60 * 1000)

static void
expect_beat(McCourierKit *kit, guint64 wanted)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) list = mc_spool_list(kit->spool, MC_SPOOL_BEAT, &error);

	g_assert_no_error(error);
	g_assert_cmpuint(list->len, ==, wanted == 0 ? 0 : 1);
	if (wanted != 0)
		g_assert_cmpuint(g_array_index(list, guint64, 0), ==, wanted);
}

/* With nothing to send: at once, and again within the interval. */
static void
test_idle(McCourierKit *kit, gconstpointer data)
{
	mc_courier_kit_start(kit);
	g_assert_null(kit->fake.url);
	mc_clock_advance_ms(kit->clock, 1);
	g_assert_cmpstr(kit->fake.url, ==, "https://a/v1/kiosks/K-0001/head");
	expect_beat(kit, 0);
	mc_courier_kit_answer(kit, 200, 0, NULL);
	expect_beat(kit, MC_BEAT_REACHED);
	for (guint i = 2; i <= 5; i++) {
		mc_clock_advance_ms(kit->clock, BEAT_MS);
		g_assert_cmpuint(kit->fake.gets, ==, i);
		mc_courier_kit_answer(kit, 200, 0, NULL);
	}
	g_assert_cmpuint(kit->fake.puts, ==, 0);
}

/* Also the first one keeps to the spread of the start. */
static void
test_start_spread(McCourierKit *kit, gconstpointer data)
{
	guint early = 0;

	kit->settings.start_spread_ms = 30000;
	for (guint kiosk = 0; kiosk < 1000; kiosk++) {
		mc_courier_kit_start(kit);
		mc_clock_advance_ms(kit->clock, 15000);
		early += kit->fake.url != NULL;
		mc_clock_advance_ms(kit->clock, 15000);
		g_assert_nonnull(kit->fake.url);
		mc_courier_free(g_steal_pointer(&kit->courier));
	}
	g_assert_cmpuint(early, >, 400);
	g_assert_cmpuint(early, <, 600);
}

/* The other gateways are asked before it is said that none is reached; and the return is told. */
static void
test_unreached(McCourierKit *kit, gconstpointer data)
{
	mc_courier_kit_start(kit);
	mc_clock_advance_ms(kit->clock, 1);
	mc_courier_kit_answer(kit, 0, 0, NULL);
	g_assert_cmpstr(kit->fake.url, ==, "https://b/v1/kiosks/K-0001/head");
	expect_beat(kit, 0);
	mc_courier_kit_answer(kit, 0, 0, NULL);
	expect_beat(kit, MC_BEAT_UNREACHED);
	g_assert_null(kit->fake.url);
	mc_clock_advance_ms(kit->clock, BEAT_MS);
	mc_courier_kit_answer(kit, 200, 0, NULL);
	expect_beat(kit, MC_BEAT_REACHED);
}

/* Records come first: they show by themselves how it is. */
static void
test_sending(McCourierKit *kit, gconstpointer data)
{
	mc_courier_kit_fill_outbox(kit, 1);
	mc_courier_kit_start(kit);
	mc_clock_advance_ms(kit->clock, 1);
	g_assert_cmpuint(kit->fake.puts, ==, 1);
	g_assert_cmpuint(kit->fake.gets, ==, 0);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*waits*");
	mc_courier_kit_answer(kit, 0, 0, NULL);
	mc_courier_kit_answer(kit, 0, 0, NULL);
	g_test_assert_expected_messages();
	expect_beat(kit, MC_BEAT_UNREACHED);
	mc_clock_advance_ms(kit->clock, 2000);
	g_assert_cmpuint(kit->fake.puts, ==, 3);
	g_assert_cmpuint(kit->fake.gets, ==, 0);
}

/* What arrives during a beat goes out right after it. */
static void
test_record_during_a_beat(McCourierKit *kit, gconstpointer data)
{
	mc_courier_kit_start(kit);
	mc_clock_advance_ms(kit->clock, 1);
	mc_courier_kit_fill_outbox(kit, 1);
	mc_courier_nudge(kit->courier);
	g_assert_cmpuint(kit->fake.puts, ==, 0);
	mc_courier_kit_answer(kit, 200, 0, NULL);
	g_assert_cmpuint(kit->fake.puts, ==, 1);
}

/* ---- questions about slips (C16) ---- */

#define QUESTION 42
#define CODE "K-0002/7/0123456789abcdef0123456789abcdef"

static void
put_question(McCourierKit *kit, const char *text)
{
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));

	g_assert_true(mc_spool_put(kit->spool, MC_SPOOL_ASKED, QUESTION, bytes, NULL));
}

static void
expect_answer(McCourierKit *kit, const char *wanted)
{
	g_autoptr(GBytes) answer = mc_spool_get(kit->spool, MC_SPOOL_ANSWERS, QUESTION, NULL);

	g_assert_nonnull(answer);
	g_assert_cmpmem(
	    g_bytes_get_data(answer, NULL), g_bytes_get_size(answer), wanted, strlen(wanted));
	g_assert_cmpuint(mc_courier_kit_boxed(kit, MC_SPOOL_ASKED), ==, 0);
}

/* Before the records: somebody waits. */
static void
test_question(McCourierKit *kit, gconstpointer data)
{
	g_autoptr(GBytes) answer = g_bytes_new_static("sealed", 6);

	mc_courier_kit_fill_outbox(kit, 1);
	put_question(kit, "MC1/" CODE);
	mc_courier_kit_start(kit);
	g_assert_cmpstr(kit->fake.url, ==, "https://a/v1/kiosks/K-0001/status/" CODE);
	mc_courier_kit_answer(kit, 200, 0, answer);
	expect_answer(kit, "sealed");
	g_assert_cmpuint(kit->fake.puts, ==, 1);
}

/* Every gateway is asked; then it is said at once that none was reached. */
static void
test_question_unreached(McCourierKit *kit, gconstpointer data)
{
	put_question(kit, "MC1/" CODE);
	mc_courier_kit_start(kit);
	mc_courier_kit_answer(kit, 0, 0, NULL);
	g_assert_cmpstr(kit->fake.url, ==, "https://b/v1/kiosks/K-0001/status/" CODE);
	mc_courier_kit_answer(kit, 0, 0, NULL);
	expect_answer(kit, "");
	expect_beat(kit, MC_BEAT_UNREACHED);
	/* a gateway that does not know the address, or has no time */
	put_question(kit, "MC1/" CODE);
	mc_courier_nudge(kit->courier);
	mc_courier_kit_answer(kit, 503, 30, NULL);
	expect_answer(kit, "");
}

/* Nobody waits for the end of an outage, or of what a busy gateway asked for. */
static void
test_question_while_waiting(McCourierKit *kit, gconstpointer data)
{
	mc_courier_kit_fill_outbox(kit, 1);
	mc_courier_kit_start(kit);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*waits*");
	mc_courier_kit_answer(kit, 429, 60, NULL);
	g_test_assert_expected_messages();
	put_question(kit, "MC1/" CODE);
	while (mc_courier_kit_boxed(kit, MC_SPOOL_ASKED) > 0)
		g_main_context_iteration(NULL, TRUE);
	expect_answer(kit, "");
	g_assert_cmpuint(kit->fake.gets, ==, 0);
}

/* What is no code goes into no address. */
static void
test_no_question(McCourierKit *kit, gconstpointer data)
{
	put_question(kit, "MC1/K-0002/7/?x=../#");
	mc_courier_kit_start(kit);
	g_assert_null(kit->fake.url);
	g_assert_cmpuint(mc_courier_kit_boxed(kit, MC_SPOOL_ASKED), ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
	g_test_add("/courier/beat/" name, McCourierKit, NULL, mc_courier_kit_set_up, func,             \
	    mc_courier_kit_tear_down)
	ADD("idle", test_idle);
	ADD("start-spread", test_start_spread);
	ADD("unreached", test_unreached);
	ADD("sending", test_sending);
	ADD("record-during-a-beat", test_record_during_a_beat);
	ADD("C16/question", test_question);
	ADD("C16/question-unreached", test_question_unreached);
	ADD("C16/question-while-waiting", test_question_while_waiting);
	ADD("C16/no-question", test_no_question);
#undef ADD
	return g_test_run();
}
