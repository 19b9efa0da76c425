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

/* What the gateway said goes to the recorder as it came, every time; but not what no gateway says.
 */
static void
test_head(McCourierKit *kit, gconstpointer data)
{
	static const char *const said[] = {"{\"seq\":7}", "{\"seq\":8}"};
	g_autofree char *long_text = g_strnfill(5000, ' ');
	g_autoptr(GBytes) long_one = g_bytes_new(long_text, 5000);
	g_autoptr(GBytes) none = NULL;

	mc_courier_kit_start(kit);
	mc_clock_advance_ms(kit->clock, 1);
	for (guint i = 0; i < G_N_ELEMENTS(said); i++) {
		g_autoptr(GBytes) bytes = g_bytes_new(said[i], strlen(said[i]));
		g_autoptr(GBytes) told = NULL;

		mc_courier_kit_answer(kit, 200, 0, bytes);
		told = mc_spool_get(kit->spool, MC_SPOOL_BEAT, MC_BEAT_REACHED, NULL);
		g_assert_true(g_bytes_equal(told, bytes));
		mc_clock_advance_ms(kit->clock, BEAT_MS);
	}
	mc_clock_advance_ms(kit->clock, BEAT_MS);
	mc_courier_kit_answer(kit, 200, 0, long_one);
	none = mc_spool_get(kit->spool, MC_SPOOL_BEAT, MC_BEAT_REACHED, NULL);
	g_assert_cmpuint(g_bytes_get_size(none), ==, 0);
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

/* ---- what is left of what the kiosk uses up (O3) ---- */

static void
put_stock(McCourierKit *kit, const char *text)
{
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));

	g_assert_true(mc_spool_put(kit->spool, MC_SPOOL_STOCK, MC_STOCK_MESSAGE, bytes, NULL));
}

/* With the next heartbeat, which the gateway answers; nothing when wanted is NULL. */
static void
expect_told(McCourierKit *kit, const char *gateway, const char *wanted)
{
	g_autofree char *head = g_strconcat(gateway, "/v1/kiosks/K-0001/head", NULL);
	g_autofree char *stock = g_strconcat(gateway, "/v1/kiosks/K-0001/stock", NULL);

	if (kit->fake.url == NULL)
		mc_clock_advance_ms(kit->clock, BEAT_MS);
	g_assert_cmpstr(kit->fake.url, ==, head);
	mc_courier_kit_answer(kit, 200, 0, NULL);
	g_assert_cmpstr(kit->fake.url, ==, wanted != NULL ? stock : NULL);
	if (wanted != NULL)
		g_assert_cmpmem(g_bytes_get_data(kit->fake.body, NULL), g_bytes_get_size(kit->fake.body),
		    wanted, strlen(wanted));
}

/* When it is news, and again until a gateway has heard it. */
static void
test_stock(McCourierKit *kit, gconstpointer data)
{
	mc_courier_kit_start(kit);
	expect_told(kit, "https://a", NULL);
	put_stock(kit, "many");
	expect_told(kit, "https://a", "many");
	mc_courier_kit_answer(kit, 503, 30, NULL);
	expect_told(kit, "https://a", "many");
	mc_courier_kit_answer(kit, 0, 0, NULL);
	expect_told(kit, "https://a", "many");
	mc_courier_kit_answer(kit, 200, 0, NULL);
	expect_told(kit, "https://a", NULL);
	put_stock(kit, "few");
	expect_told(kit, "https://a", "few");
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*does not take it (status 404)*");
	mc_courier_kit_answer(kit, 404, 0, NULL); /* of a gateway that has not heard of such */
	g_test_assert_expected_messages();
	expect_told(kit, "https://a", NULL);
	expect_beat(kit, MC_BEAT_REACHED);
	mc_clock_advance_ms(kit->clock, BEAT_MS);
	mc_courier_kit_answer(kit, 0, 0, NULL);
	expect_told(kit, "https://b", "few");
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
	ADD("M5/head", test_head);
	ADD("start-spread", test_start_spread);
	ADD("unreached", test_unreached);
	ADD("sending", test_sending);
	ADD("record-during-a-beat", test_record_during_a_beat);
	ADD("O3/stock", test_stock);
	ADD("C16/question", test_question);
	ADD("C16/question-unreached", test_question_unreached);
	ADD("C16/question-while-waiting", test_question_while_waiting);
	ADD("C16/no-question", test_no_question);
#undef ADD
	return g_test_run();
}
