/* C16: what became of a slip, at the kiosk that made it and at any other: truthful, sealed, with
 * its age, and nothing of the person. */

#include "app/record/status.h"
#include "app/spool/spool.h"
#include "tests/desk/desk.h"
#include <string.h>

#define ELSEWHERE "MC1/K-0002/7/0123456789abcdef0123456789abcdef"

typedef struct World {
	McDesk *desk;
	McSpool *spool; /* the courier's view of it */
	McSigner *gateway;
	guint64 number; /* of what was asked about last */
} World;

static void
set_up(World *world, gconstpointer kit)
{
	g_autofree char *path = NULL;

	world->desk = mc_desk_new(kit);
	path = g_build_filename(world->desk->folder, "spool", NULL);
	world->spool = mc_spool_open(path, NULL);
	world->gateway = mc_desk_signer(world->desk, "gateway", "receipt");
}

static void
tear_down(World *world, gconstpointer unused)
{
	mc_signer_free(world->gateway);
	mc_spool_close(world->spool);
	mc_desk_free(world->desk);
}

static const McSlipStatus *
look(World *world, const char *code, gboolean is_new)
{
	McRecorderRequest request = {.op = MC_RECORDER_STATUS, .flag = is_new};

	g_strlcpy(request.case_code, code, sizeof request.case_code);
	mc_desk_ask(world->desk, &request);
	return &world->desk->reply->status;
}

/* With what the gateway said to it. */
static void
beat(World *world, gboolean reached, const char *said)
{
	g_autoptr(GBytes) bytes = g_bytes_new(said, strlen(said));
	guint changed = world->desk->changed;

	mc_spool_remove(
	    world->spool, MC_SPOOL_BEAT, reached ? MC_BEAT_UNREACHED : MC_BEAT_REACHED, NULL);
	mc_spool_put(
	    world->spool, MC_SPOOL_BEAT, reached ? MC_BEAT_REACHED : MC_BEAT_UNREACHED, bytes, NULL);
	while (world->desk->changed == changed)
		g_main_context_iteration(NULL, TRUE);
}

static void
reach_gateway(World *world, gboolean reached)
{
	beat(world, reached, "");
}

/* As the courier does. */
static void
answer(World *world, GBytes *bytes)
{
	g_autoptr(GArray) asked = mc_spool_list(world->spool, MC_SPOOL_ASKED, NULL);
	guint changed = world->desk->changed;

	g_assert_cmpuint(asked->len, ==, 1);
	world->number = g_array_index(asked, guint64, 0);
	mc_spool_put(world->spool, MC_SPOOL_ANSWERS, world->number, bytes, NULL);
	mc_spool_remove(world->spool, MC_SPOOL_ASKED, world->number, NULL);
	while (world->desk->changed == changed)
		g_main_context_iteration(NULL, TRUE);
}

static GBytes *
say(World *world, McSigner *by, const char *code, gint64 received_ago_s)
{
	gint64 now_us = mc_clock_wall_us(world->desk->clock);
	McStatusAnswer stated = {.answered_wall_us = now_us,
	    .received_wall_us = received_ago_s == 0 ? 0 : now_us - received_ago_s * G_USEC_PER_SEC};
	GBytes *sealed = NULL;

	g_strlcpy(stated.code, code, sizeof stated.code);
	sealed = mc_status_seal(by, &stated, NULL);
	g_assert_nonnull(sealed);
	return sealed;
}

/* Its own records this kiosk knows best, with and without a network. */
static void
test_here(World *world, gconstpointer unused)
{
	g_autofree char *code = NULL;
	g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);
	McReceipt receipt;
	McRecordState record;
	const McSlipStatus *status = NULL;

	mc_desk_visit(world->desk, 0);
	record = world->desk->reply->record;
	code = g_strdup(record.qr);
	status = look(world, code, TRUE);
	g_assert_cmpint(status->outcome, ==, MC_STATUS_FOUND);
	g_assert_cmpint(status->state, ==, MC_RECEIPT_RECORDED);
	g_assert_true(status->is_here);
	g_assert_false(status->is_asking);
	g_assert_cmpstr(status->reference, ==, record.reference);
	g_assert_cmpint(status->as_of_wall_us, >=, record.recorded_wall_us);
	mc_spool_put(world->spool, MC_SPOOL_SENT, record.seq, nothing, NULL);
	while (world->desk->last_state.state != MC_RECEIPT_SENT)
		g_main_context_iteration(NULL, TRUE);
	g_assert_cmpint(look(world, code, TRUE)->state, ==, MC_RECEIPT_SENT);
	mc_desk_receipt(world->desk, &record, &receipt);
	mc_desk_deliver(world->desk, record.seq, &receipt, world->gateway);
	while (world->desk->last_state.state != MC_RECEIPT_ACCEPTED)
		g_main_context_iteration(NULL, TRUE);
	status = look(world, code, TRUE);
	g_assert_cmpint(status->state, ==, MC_RECEIPT_ACCEPTED);
	g_assert_cmpint(status->accepted_wall_us, >, 0);
	/* nothing of it goes out */
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "visit-opened"), ==, 1);
	mc_desk_verify_chain(world->desk);
}

/* Digest by digest the same is said of a false code and of a number that was never given. */
static void
test_guessed(World *world, gconstpointer unused)
{
	static const char *const codes[] = {"MC1/K-0001/4000/0123456789abcdef0123456789abcdef",
	    "MC1/K-0001/1/0123456789abcdef0123456789abcdef"};
	static const char *const bad[] = {"", "MCC1/x", "MC1/K-0001/0/0123", "MC1/K-0001/007/ab",
	    "MC1/K?1/7/0123456789abcdef0123456789abcdef", "http://example.invalid/"};
	g_autofree char *false_digest = NULL;
	char *last = NULL;

	mc_desk_visit(world->desk, 0);
	false_digest = g_strdup(world->desk->reply->record.qr);
	last = &false_digest[strlen(false_digest) - 1];
	*last = *last == '0' ? '1' : '0';
	g_assert_cmpint(
	    look(world, world->desk->reply->record.reference, TRUE)->outcome, ==, MC_STATUS_NUMBER);
	g_assert_cmpint(look(world, false_digest, TRUE)->outcome, ==, MC_STATUS_UNREACHED);
	for (guint i = 0; i < G_N_ELEMENTS(codes); i++) {
		const McSlipStatus *status = look(world, codes[i], TRUE);

		g_assert_cmpint(status->outcome, ==, MC_STATUS_UNREACHED);
		g_assert_false(status->is_here);
		g_assert_cmpint(status->as_of_wall_us, ==, 0);
	}
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_cmpint(look(world, bad[i], TRUE)->outcome, ==, MC_STATUS_MISREAD);
}

/* The office is asked, and what it said is told again later, with its age, over a restart too. */
static void
test_elsewhere(World *world, gconstpointer unused)
{
	g_autoptr(GBytes) unknown = say(world, world->gateway, ELSEWHERE, 0);
	g_autoptr(GBytes) accepted = NULL;
	gint64 first_us = mc_clock_wall_us(world->desk->clock);
	const McSlipStatus *status = look(world, ELSEWHERE, TRUE);

	g_assert_cmpint(status->outcome, ==, MC_STATUS_UNREACHED);
	reach_gateway(world, TRUE);
	status = look(world, ELSEWHERE, TRUE);
	g_assert_cmpint(status->outcome, ==, MC_STATUS_ASKING);
	g_assert_true(status->is_asking);
	g_assert_cmpstr(status->reference, ==, "MC-K0002-000007-C");
	answer(world, unknown);
	status = look(world, ELSEWHERE, FALSE);
	g_assert_cmpint(status->outcome, ==, MC_STATUS_UNKNOWN);
	g_assert_false(status->is_asking || status->is_unreached);
	g_assert_cmpint(status->as_of_wall_us, ==, first_us);
	/* asked again, the older answer stands until there is a newer one */
	mc_clock_advance_ms(world->desk->clock, 60 * 1000);
	status = look(world, ELSEWHERE, TRUE);
	g_assert_cmpint(status->outcome, ==, MC_STATUS_UNKNOWN);
	g_assert_true(status->is_asking);
	accepted = say(world, world->gateway, ELSEWHERE, 30);
	answer(world, accepted);
	status = look(world, ELSEWHERE, FALSE);
	g_assert_cmpint(status->outcome, ==, MC_STATUS_FOUND);
	g_assert_cmpint(status->state, ==, MC_RECEIPT_ACCEPTED);
	g_assert_cmpint(status->as_of_wall_us, ==, first_us + 60 * G_USEC_PER_SEC);
	/* a day later, after a restart and without a network: with its age */
	mc_clock_advance_ms(world->desk->clock, 24u * 3600 * 1000);
	mc_desk_restart(world->desk);
	status = look(world, ELSEWHERE, TRUE);
	g_assert_cmpint(status->outcome, ==, MC_STATUS_FOUND);
	g_assert_true(status->is_unreached);
	g_assert_false(status->is_asking);
	g_assert_cmpint(status->as_of_wall_us, ==, first_us + 60 * G_USEC_PER_SEC);
}

/* Nobody could be asked: said at once; and where a courier says nothing any more, too. */
static void
test_nobody_asked(World *world, gconstpointer unused)
{
	g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);

	reach_gateway(world, TRUE);
	look(world, ELSEWHERE, TRUE);
	answer(world, nothing);
	g_assert_cmpint(look(world, ELSEWHERE, FALSE)->outcome, ==, MC_STATUS_UNREACHED);
	g_assert_true(look(world, ELSEWHERE, TRUE)->is_asking);
	mc_clock_advance_ms(world->desk->clock, 4 * 60 * 1000);
	g_assert_cmpint(look(world, ELSEWHERE, FALSE)->outcome, ==, MC_STATUS_UNREACHED);
}

/* Another's seal, an answer about another code, garbage: none of it is told, none is kept. */
static void
test_false_answers(World *world, gconstpointer unused)
{
	g_autoptr(McSigner) kiosk = mc_desk_signer(world->desk, "recorder", "signing");
	g_autoptr(GBytes) garbage = g_bytes_new_static("garbage", 7);
	g_autoptr(GBytes) by_kiosk = say(world, kiosk, ELSEWHERE, 30);
	g_autoptr(GBytes) of_other =
	    say(world, world->gateway, "MC1/K-0002/8/0123456789abcdef0123456789abcdef", 30);
	GBytes *const bad[] = {garbage, by_kiosk};

	reach_gateway(world, TRUE);
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		look(world, ELSEWHERE, TRUE);
		g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "status: the answer is not taken*");
		answer(world, bad[i]);
		g_test_assert_expected_messages();
		g_assert_cmpint(look(world, ELSEWHERE, FALSE)->outcome, ==, MC_STATUS_UNREACHED);
		/* put where answers are kept it is believed no more */
		mc_spool_put(world->spool, MC_SPOOL_KNOWN, world->number, bad[i], NULL);
		g_assert_cmpint(look(world, ELSEWHERE, FALSE)->outcome, ==, MC_STATUS_UNREACHED);
	}
	look(world, ELSEWHERE, TRUE);
	answer(world, of_other);
	g_assert_cmpint(look(world, ELSEWHERE, FALSE)->outcome, ==, MC_STATUS_UNREACHED);
}

/* Whoever stands there can neither flood the office nor fill the disk. */
static void
test_flood(World *world, gconstpointer unused)
{
	g_autoptr(GBytes) old = say(world, world->gateway, ELSEWHERE, 0);
	g_autoptr(GArray) known = NULL;
	guint asked = 0;

	for (guint64 number = 1; number <= 300; number++)
		mc_spool_put(world->spool, MC_SPOOL_KNOWN, number, old, NULL);
	reach_gateway(world, TRUE);
	for (guint i = 0; i < 100; i++)
		asked += look(world, ELSEWHERE, TRUE)->is_asking ? 1 : 0;
	g_assert_cmpuint(asked, ==, 60);
	mc_clock_advance_ms(world->desk->clock, 3600 * 1000);
	reach_gateway(world, TRUE);
	g_assert_true(look(world, ELSEWHERE, TRUE)->is_asking);
	answer(world, old);
	known = mc_spool_list(world->spool, MC_SPOOL_KNOWN, NULL);
	g_assert_cmpuint(known->len, ==, 200);
	g_assert_cmpint(look(world, ELSEWHERE, FALSE)->outcome, ==, MC_STATUS_UNKNOWN);
}

/* ---- how far the gateway has the chain ---- */

#define OTHER_DIGEST "00000000000000000000000000000000000000000000000000000000000000ff"
#define OTHER_JOURNAL "000000000000000000000000000000ff"

/* Two beats: each of them changes whether somebody is reached, and is heard of by that. */
static void
say_head(World *world, const char *journal, guint64 seq, const char *digest)
{
	g_autofree char *said =
	    g_strdup_printf("{\"digest\":\"%s\",\"journal\":\"%s\",\"open_gaps\":0,\"packs\":0,"
	                    "\"records\":%" G_GUINT64_FORMAT ",\"seq\":%" G_GUINT64_FORMAT ",\"v\":1}",
	        digest, journal, seq, seq);

	beat(world, TRUE, said);
	reach_gateway(world, FALSE);
}

static void
expect_rolled_back(World *world, gboolean wanted)
{
	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpint(world->desk->reply->hello.rolled_back, ==, wanted);
	g_assert_cmpuint(
	    mc_desk_count(world->desk, "audit", "journal-behind-gateway"), ==, wanted ? 1 : 0);
}

static json_t *
newest(World *world, McContentHead *head)
{
	mc_desk_visit(world->desk, 0);
	return mc_desk_newest(world->desk, head);
}

/* What it may say of a journal that is as it should be, and what is no word of it at all. */
static void
test_head_fits(World *world, gconstpointer unused)
{
	static const char *const nothing[] = {"{", "[]", "7", "{\"seq\":\"9\"}", "{\"seq\":-9}",
	    "{\"digest\":7,\"journal\":[],\"seq\":999}"};
	g_autofree char *long_one = g_strnfill(5000, ' ');
	McContentHead head;
	json_auto_t *body = newest(world, &head);
	McRecordState record = world->desk->reply->record;

	g_assert_nonnull(body);
	say_head(world, head.journal, record.seq, record.digest);
	say_head(world, head.journal, 0, "");
	say_head(world, OTHER_JOURNAL, record.seq + 9, OTHER_DIGEST);
	for (guint i = 0; i < G_N_ELEMENTS(nothing); i++) {
		beat(world, TRUE, nothing[i]);
		reach_gateway(world, FALSE);
	}
	beat(world, TRUE, long_one);
	expect_rolled_back(world, FALSE);
}

/* A record that this journal has not, or has otherwise: chained once, told until the journal is set
 * up again, and checks go on. */
static void
tell_twice(World *world, guint beyond)
{
	McContentHead head;
	json_auto_t *body = newest(world, &head);
	McRecordState record = world->desk->reply->record;
	guint64 seq = record.seq + beyond;

	g_assert_nonnull(body);
	say_head(world, head.journal, seq, OTHER_DIGEST);
	expect_rolled_back(world, TRUE);
	say_head(world, head.journal, seq + 7, OTHER_DIGEST);
	expect_rolled_back(world, TRUE);
	mc_desk_restart(world->desk);
	say_head(world, head.journal, seq + 7, OTHER_DIGEST);
	expect_rolled_back(world, TRUE);
	mc_desk_visit(world->desk, 1);
}

static void
test_head_beyond(World *world, gconstpointer unused)
{
	tell_twice(world, 1);
}

static void
test_head_other(World *world, gconstpointer unused)
{
	tell_twice(world, 0);
}

/* A record that the gateway refuses because it has another one in that place says as much. */
static void
test_fork(World *world, gconstpointer unused)
{
	static const char *const codes[] = {"weak-key", "fork"};

	for (guint i = 0; i < G_N_ELEMENTS(codes); i++) {
		g_autofree char *text = g_strdup_printf(
		    "{\"codes\":[\"%s\"],\"reason\":\"\",\"status\":409,\"v\":1}", codes[i]);
		g_autoptr(GBytes) note = g_bytes_new(text, strlen(text));
		guint changed = 0;

		mc_desk_visit(world->desk, i);
		changed = world->desk->changed;
		mc_spool_put(world->spool, MC_SPOOL_PARKED, world->desk->reply->record.seq, note, NULL);
		while (world->desk->changed == changed)
			g_main_context_iteration(NULL, TRUE);
		mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
		g_assert_cmpint(world->desk->reply->hello.rolled_back, ==, i == 1);
	}
	mc_desk_restart(world->desk);
	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_true(world->desk->reply->hello.rolled_back);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "journal-behind-gateway"), ==, 0);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new_hired();
#define ADD(name, func) g_test_add("/recorder/C16/" name, World, kit, set_up, func, tear_down)
	ADD("here", test_here);
	ADD("guessed", test_guessed);
	ADD("elsewhere", test_elsewhere);
	ADD("nobody-asked", test_nobody_asked);
	ADD("false-answers", test_false_answers);
	ADD("flood", test_flood);
#undef ADD
#define ADD(name, func) g_test_add("/recorder/M5/" name, World, kit, set_up, func, tear_down)
	ADD("head-fits", test_head_fits);
	ADD("head-beyond", test_head_beyond);
	ADD("head-other", test_head_other);
	ADD("fork", test_fork);
#undef ADD
	return g_test_run();
}
