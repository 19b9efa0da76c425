/* What the courier brings back: accepted is said only with the gateway's own signature over this
 * very record; the outbox can be rebuilt from the journal at any time (B3, B4, C15). */

#include "app/base/error.h"
#include "app/record/parcel.h"
#include "app/record/seal.h"
#include "app/spool/spool.h"
#include "tests/desk/desk.h"
#include "tests/kit/receipt.h"
#include "tests/support/gateway/authority.h"
#include <glib/gstdio.h>
#include <string.h>

typedef struct World {
	McDesk *desk;
	McSpool *spool; /* the courier's view of it */
	McRecordState record;
} World;

static void
set_up(World *world, gconstpointer kit)
{
	g_autofree char *path = NULL;

	world->desk = mc_desk_new(kit);
	path = g_build_filename(world->desk->folder, "spool", NULL);
	world->spool = mc_spool_open(path, NULL);
	mc_desk_visit(world->desk, 0);
	world->record = world->desk->reply->record;
}

static void
tear_down(World *world, gconstpointer unused)
{
	mc_spool_close(world->spool);
	mc_desk_free(world->desk);
}

static gboolean
is_in(World *world, McSpoolBox box, guint64 seq)
{
	g_autoptr(GBytes) bytes = mc_spool_get(world->spool, box, seq, NULL);

	return bytes != NULL;
}

static void
wait_until_gone(World *world, McSpoolBox box)
{
	while (is_in(world, box, world->record.seq))
		g_main_context_iteration(NULL, TRUE);
}

static McReceiptState
state(World *world)
{
	mc_desk_ask(world->desk,
	    &(McRecorderRequest){.op = MC_RECORDER_RECORD_STATE, .seq = world->record.seq});
	return world->desk->reply->record.state;
}

/* C15: recorded here, sent, accepted; each when it is true. */
static void
test_accepted(World *world, gconstpointer unused)
{
	g_autoptr(McSigner) gateway = mc_desk_signer(world->desk, "gateway", "receipt");
	g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);
	McReceipt receipt;
	const McRecorderLine *last = NULL;

	g_assert_cmpint(state(world), ==, MC_RECEIPT_RECORDED);
	mc_desk_receipt(world->desk, &world->record, &receipt);
	mc_spool_put(world->spool, MC_SPOOL_SENT, world->record.seq, nothing, NULL);
	while (world->desk->states < 1)
		g_main_context_iteration(NULL, TRUE);
	g_assert_cmpint(world->desk->last_state.state, ==, MC_RECEIPT_SENT);
	g_assert_true(world->desk->last_state.was_sent);
	g_assert_cmpint(state(world), ==, MC_RECEIPT_SENT);
	mc_desk_restart(world->desk);
	g_assert_cmpint(state(world), ==, MC_RECEIPT_SENT);
	world->desk->states = 1;
	mc_desk_deliver(world->desk, world->record.seq, &receipt, gateway);
	while (world->desk->states < 2)
		g_main_context_iteration(NULL, TRUE);
	g_assert_cmpint(world->desk->last_state.state, ==, MC_RECEIPT_ACCEPTED);
	g_assert_cmpint(world->desk->last_state.accepted_wall_us, >, 0);
	g_assert_cmpint(state(world), ==, MC_RECEIPT_ACCEPTED);
	wait_until_gone(world, MC_SPOOL_RECEIPTS);
	g_assert_false(is_in(world, MC_SPOOL_OUTBOX, world->record.seq));
	g_assert_false(is_in(world, MC_SPOOL_SENT, world->record.seq));
	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_true(world->desk->reply->hello.online);
	mc_desk_restart(world->desk);
	g_assert_cmpint(state(world), ==, MC_RECEIPT_ACCEPTED);
	g_assert_false(is_in(world, MC_SPOOL_OUTBOX, world->record.seq));
	/* the technician's list has what is not yet accepted, and the receipts after it */
	mc_desk_sign_in(world->desk, "wei", "482916");
	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_OUTBOX});
	last = &world->desk->lines[world->desk->reply->lines - 1];
	g_assert_cmpint(world->desk->lines[0].state, ==, MC_RECEIPT_RECORDED);
	g_assert_cmpuint(last->seq, ==, world->record.seq);
	g_assert_cmpint(last->state, ==, MC_RECEIPT_ACCEPTED);
}

/* A receipt that came while the recorder was down is taken at the start. */
static void
test_receipt_at_start(World *world, gconstpointer unused)
{
	g_autoptr(McSigner) gateway = mc_desk_signer(world->desk, "gateway", "receipt");
	McReceipt receipt;

	mc_desk_receipt(world->desk, &world->record, &receipt);
	mc_desk_stop(world->desk);
	mc_desk_deliver(world->desk, world->record.seq, &receipt, gateway);
	mc_spool_remove(world->spool, MC_SPOOL_OUTBOX, world->record.seq, NULL);
	mc_desk_restart(world->desk);
	g_assert_cmpint(state(world), ==, MC_RECEIPT_ACCEPTED);
	g_assert_false(is_in(world, MC_SPOOL_OUTBOX, world->record.seq));
}

static void
check_not_taken(World *world, GBytes *receipt, const char *why)
{
	g_autofree char *pattern = g_strdup_printf("receipt of record*%s*", why);
	guint before = mc_desk_count(world->desk, "audit", "receipt-refused");

	/* The courier believed it and cleared its box. */
	mc_desk_stop(world->desk);
	mc_spool_put(world->spool, MC_SPOOL_RECEIPTS, world->record.seq, receipt, NULL);
	mc_spool_remove(world->spool, MC_SPOOL_OUTBOX, world->record.seq, NULL);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, pattern);
	mc_desk_restart(world->desk);
	g_test_assert_expected_messages();
	g_assert_cmpint(state(world), ==, MC_RECEIPT_RECORDED);
	g_assert_false(is_in(world, MC_SPOOL_RECEIPTS, world->record.seq));
	g_assert_true(is_in(world, MC_SPOOL_OUTBOX, world->record.seq));
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "receipt-refused"), ==, before + 1);
}

static void
check_refused(World *world, const McReceipt *receipt, McSigner *by)
{
	g_autoptr(GBytes) made = mc_test_receipt(receipt, by);

	check_not_taken(world, made, ": ");
}

/* B3: what is stated is for this record, and the seal is the gateway's own, but over another's
 * statement: a courier, or another kiosk, has put them together. */
static void
test_slipped_in(World *world, gconstpointer unused)
{
	g_autoptr(McSigner) gateway = mc_desk_signer(world->desk, "gateway", "receipt");
	g_autoptr(GBytes) made = NULL;
	McReceipt good;
	McReceipt other;

	mc_desk_receipt(world->desk, &world->record, &good);
	other = good;
	g_strlcpy(other.kiosk, "K-0002", sizeof other.kiosk);
	made = mc_test_receipt_slipped_in(&good, &other, gateway);
	check_not_taken(world, made, "not among those that were sealed");
}

/* Signed by another key, for another record, journal or kiosk. */
static void
test_false_receipts(World *world, gconstpointer unused)
{
	g_autoptr(McSigner) gateway = mc_desk_signer(world->desk, "gateway", "receipt");
	g_autoptr(McSigner) kiosk = mc_desk_signer(world->desk, "recorder", "signing");
	McReceipt good;
	McReceipt bad;

	mc_desk_receipt(world->desk, &world->record, &good);
	check_refused(world, &good, kiosk);
	bad = good;
	bad.digest[0] = bad.digest[0] == '0' ? '1' : '0';
	check_refused(world, &bad, gateway);
	bad = good;
	bad.journal[0] = bad.journal[0] == '0' ? '1' : '0';
	check_refused(world, &bad, gateway);
	bad = good;
	g_strlcpy(bad.kiosk, "K-0002", sizeof bad.kiosk);
	check_refused(world, &bad, gateway);
	bad = good;
	bad.seq++;
	check_refused(world, &bad, gateway);
}

/* The certificate that signed a receipt: of a stranger's authority, run out, not yet good, taken
 * back; and the same one, not taken back. */
static void
test_receipt_certificates(World *world, gconstpointer unused)
{
	static const struct {
		int from_days, to_days;
		gboolean is_stranger, is_revoked;
	} rows[] = {{0, 20, TRUE, FALSE}, {-20, -1, FALSE, FALSE}, {3, 20, FALSE, FALSE},
	    {0, 20, FALSE, TRUE}, {0, 20, FALSE, FALSE}};
	const char *folder = world->desk->folder;
	g_autoptr(McAuthority) authority = mc_authority_new_since("Test gateway", -30);
	g_autoptr(McAuthority) stranger = mc_authority_new("Test gateway");
	g_autofree char *roots = g_build_filename(folder, "recorder", "gateway-roots.pem", NULL);
	g_autofree char *lists = g_build_filename(folder, "recorder", "crls.pem", NULL);
	g_autofree char *key = g_build_filename(folder, "gateway", "other.key", NULL);
	g_autofree char *certificate = g_build_filename(folder, "gateway", "other.crt", NULL);
	McReceipt receipt;

	mc_authority_write_root(authority, roots);
	mc_desk_receipt(world->desk, &world->record, &receipt);
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		const McLeaf leaf = {"G-0001", NULL, NULL, rows[i].from_days, rows[i].to_days};
		g_autoptr(McSigner) signer = NULL;

		mc_authority_issue(rows[i].is_stranger ? stranger : authority, &leaf, key, certificate);
		mc_authority_revoke(authority, rows[i].is_revoked ? certificate : NULL, lists);
		signer = mc_signer_new_from_files(key, certificate, NULL, NULL);
		g_test_message("row %u", i);
		if (i + 1 < G_N_ELEMENTS(rows)) {
			check_refused(world, &receipt, signer);
			continue;
		}
		mc_desk_stop(world->desk);
		mc_desk_deliver(world->desk, world->record.seq, &receipt, signer);
		mc_desk_restart(world->desk);
		g_assert_cmpint(state(world), ==, MC_RECEIPT_ACCEPTED);
	}
}

static void
deliver_now(World *world, const McReceipt *receipt, McSigner *by)
{
	mc_desk_deliver(world->desk, world->record.seq, receipt, by);
	while (is_in(world, MC_SPOOL_RECEIPTS, world->record.seq))
		g_main_context_iteration(NULL, TRUE);
}

/* B2: a receipt's signer that is taken back while the recorder runs signs nothing more. */
static void
test_receipt_revoked(World *world, gconstpointer unused)
{
	const McLeaf leaf = {"G-0001", NULL, NULL, 0, 20};
	const char *folder = world->desk->folder;
	g_autoptr(McAuthority) authority = mc_authority_new("Test gateway");
	g_autofree char *roots = g_build_filename(folder, "recorder", "gateway-roots.pem", NULL);
	g_autofree char *lists = g_build_filename(folder, "recorder", "crls.pem", NULL);
	g_autofree char *key = g_build_filename(folder, "gateway", "other.key", NULL);
	g_autofree char *certificate = g_build_filename(folder, "gateway", "other.crt", NULL);
	g_autoptr(McSigner) signer = NULL;
	McReceipt receipt;

	mc_authority_write_root(authority, roots);
	mc_authority_issue(authority, &leaf, key, certificate);
	signer = mc_signer_new_from_files(key, certificate, NULL, NULL);
	mc_desk_receipt(world->desk, &world->record, &receipt);
	mc_desk_restart(world->desk);
	mc_authority_revoke(authority, certificate, lists);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "receipt of record*revoked*");
	deliver_now(world, &receipt, signer);
	g_test_assert_expected_messages();
	g_assert_cmpint(state(world), ==, MC_RECEIPT_RECORDED);
	mc_authority_revoke(authority, NULL, lists);
	deliver_now(world, &receipt, signer);
	g_assert_cmpint(state(world), ==, MC_RECEIPT_ACCEPTED);
}

static void
test_receipt_garbage(World *world, gconstpointer unused)
{
	g_autoptr(GBytes) garbage = g_bytes_new_static("garbage", 7);

	mc_desk_stop(world->desk);
	mc_spool_put(world->spool, MC_SPOOL_RECEIPTS, world->record.seq, garbage, NULL);
	mc_spool_put(world->spool, MC_SPOOL_RECEIPTS, 4000, garbage, NULL);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "receipt of record*");
	mc_desk_restart(world->desk);
	g_test_assert_expected_messages();
	g_assert_cmpint(state(world), ==, MC_RECEIPT_RECORDED);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "receipt-refused"), ==, 2);
	g_assert_false(is_in(world, MC_SPOOL_RECEIPTS, 4000));
}

/* B2: whoever may write into the spool could else make the chain grow without end, and so fill the
 * disk: with receipts for nothing, or with one that cannot even be removed. */
static void
test_receipt_flood(World *world, gconstpointer unused)
{
	g_autoptr(GBytes) garbage = g_bytes_new_static("garbage", 7);
	g_autofree char *folder =
	    g_build_filename(world->desk->folder, "spool", "receipts", "00000000000000005000", NULL);

	mc_desk_stop(world->desk);
	for (guint64 seq = 4000; seq < 4100; seq++)
		mc_spool_put(world->spool, MC_SPOOL_RECEIPTS, seq, garbage, NULL);
	g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "delivery: cannot remove*");
	mc_desk_restart(world->desk);
	g_assert_false(is_in(world, MC_SPOOL_RECEIPTS, 4099));
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "receipt-refused"), ==, 20);
	for (guint i = 0; i < 50; i++) {
		g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "delivery: cannot remove*");
		mc_clock_advance_ms(world->desk->clock, 2000);
	}
	g_test_assert_expected_messages();
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "receipt-refused"), ==, 20);
	g_assert_cmpint(g_rmdir(folder), ==, 0);
	/* The next day is another one. */
	mc_clock_advance_ms(world->desk->clock, 24u * 3600 * 1000);
	mc_spool_put(world->spool, MC_SPOOL_RECEIPTS, 6000, garbage, NULL);
	while (is_in(world, MC_SPOOL_RECEIPTS, 6000))
		g_main_context_iteration(NULL, TRUE);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "receipt-refused"), ==, 21);
}

static void
park(World *world, guint64 seq)
{
	static const char note[] = "{\"codes\":[\"fork\"],\"reason\":\"x\",\"status\":409,\"v\":1}";
	g_autoptr(GBytes) bytes = g_bytes_new_static(note, sizeof note - 1);

	mc_spool_put(world->spool, MC_SPOOL_PARKED, seq, bytes, NULL);
}

/* B4: parked is said once, also over a restart; the note about it being parked too makes no more.
 */
static void
test_parked(World *world, gconstpointer unused)
{
	guint64 note_seq = world->record.seq + 1;

	park(world, world->record.seq);
	while (world->desk->states < 1)
		g_main_context_iteration(NULL, TRUE);
	g_assert_cmpint(world->desk->last_state.state, ==, MC_RECEIPT_PARKED);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "record-parked"), ==, 1);
	park(world, note_seq);
	mc_desk_restart(world->desk);
	mc_desk_restart(world->desk);
	g_assert_cmpint(state(world), ==, MC_RECEIPT_PARKED);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "record-parked"), ==, 1);
	/* the courier could not even send it */
	g_assert_false(world->desk->reply->record.was_sent);
}

/* C15: refused, seen to by a person, and accepted after all. */
static void
test_parked_and_accepted(World *world, gconstpointer unused)
{
	g_autoptr(McSigner) gateway = mc_desk_signer(world->desk, "gateway", "receipt");
	g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);
	McReceipt receipt;

	mc_spool_put(world->spool, MC_SPOOL_SENT, world->record.seq, nothing, NULL);
	while (world->desk->last_state.state != MC_RECEIPT_SENT)
		g_main_context_iteration(NULL, TRUE);
	park(world, world->record.seq);
	while (world->desk->last_state.state != MC_RECEIPT_PARKED)
		g_main_context_iteration(NULL, TRUE);
	g_assert_true(world->desk->last_state.was_sent);
	mc_desk_restart(world->desk);
	g_assert_cmpint(state(world), ==, MC_RECEIPT_PARKED);
	mc_desk_receipt(world->desk, &world->record, &receipt);
	mc_desk_deliver(world->desk, world->record.seq, &receipt, gateway);
	while (world->desk->last_state.state != MC_RECEIPT_ACCEPTED)
		g_main_context_iteration(NULL, TRUE);
	g_assert_cmpint(state(world), ==, MC_RECEIPT_ACCEPTED);
	wait_until_gone(world, MC_SPOOL_RECEIPTS);
	g_assert_false(is_in(world, MC_SPOOL_PARKED, world->record.seq));
}

/* The spool was lost or emptied: everything not accepted lies in it again. */
static void
test_rebuilt_outbox(World *world, gconstpointer unused)
{
	g_autoptr(GArray) before = mc_spool_list(world->spool, MC_SPOOL_OUTBOX, NULL);
	g_autoptr(GArray) after = NULL;

	mc_desk_stop(world->desk);
	for (guint i = 0; i < before->len; i += 2)
		mc_spool_remove(world->spool, MC_SPOOL_OUTBOX, g_array_index(before, guint64, i), NULL);
	mc_desk_restart(world->desk);
	after = mc_spool_list(world->spool, MC_SPOOL_OUTBOX, NULL);
	/* One more: the recorder said that it started. */
	g_assert_cmpuint(after->len, ==, before->len + 1);
	mc_desk_verify_chain(world->desk);
}

/* B6: the day's last record could not be put into the outbox; it waits for no next one. */
static void
test_outbox_again(World *world, gconstpointer unused)
{
	g_autoptr(GArray) before = mc_spool_list(world->spool, MC_SPOOL_OUTBOX, NULL);
	guint64 next = g_array_index(before, guint64, before->len - 1) + 1;
	g_autofree char *name = g_strdup_printf("%020" G_GUINT64_FORMAT, next);
	g_autofree char *path = g_build_filename(world->desk->folder, "spool", "outbox", name, NULL);

	/* A folder in its place: the rename fails, whoever runs the test. */
	g_assert_cmpint(g_mkdir(path, 0700), ==, 0);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "outbox: not filled, tried again by itself*");
	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELP});
	g_test_assert_expected_messages();
	g_assert_cmpint(g_rmdir(path), ==, 0);
	mc_clock_advance_ms(world->desk->clock, 2000);
	g_assert_true(is_in(world, MC_SPOOL_OUTBOX, next));
}

static void
expect_online(World *world, gboolean wanted)
{
	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpint(world->desk->reply->hello.online, ==, wanted);
}

static void
beat(World *world, guint64 old, guint64 new)
{
	g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);
	guint changed = world->desk->changed;

	mc_spool_remove(world->spool, MC_SPOOL_BEAT, old, NULL);
	mc_spool_put(world->spool, MC_SPOOL_BEAT, new, nothing, NULL);
	while (world->desk->changed == changed)
		g_main_context_iteration(NULL, TRUE);
}

/* O2: the courier's beats say whether the office is reached; a courier that falls silent reaches
 * nobody, and an old beat says nothing about now. */
static void
test_beats(World *world, gconstpointer unused)
{
	expect_online(world, FALSE);
	beat(world, MC_BEAT_UNREACHED, MC_BEAT_REACHED);
	expect_online(world, TRUE);
	beat(world, MC_BEAT_REACHED, MC_BEAT_UNREACHED);
	expect_online(world, FALSE);
	beat(world, MC_BEAT_UNREACHED, MC_BEAT_REACHED);
	expect_online(world, TRUE);
	mc_clock_advance_ms(world->desk->clock, 2 * 60 * 1000);
	expect_online(world, TRUE);
	mc_clock_advance_ms(world->desk->clock, 2 * 60 * 1000);
	expect_online(world, FALSE);
	beat(world, MC_BEAT_REACHED, MC_BEAT_REACHED);
	mc_desk_restart(world->desk);
	expect_online(world, FALSE);
}

static void
test_unknown_record(World *world, gconstpointer unused)
{
	mc_desk_refused(world->desk, &(McRecorderRequest){.op = MC_RECORDER_RECORD_STATE, .seq = 9999},
	    MC_ERROR_BAD_INPUT);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new_hired();
#define ADD(name, func) g_test_add("/recorder/delivery/" name, World, kit, set_up, func, tear_down)
	ADD("accepted", test_accepted);
	ADD("receipt-at-start", test_receipt_at_start);
	ADD("false-receipts", test_false_receipts);
	ADD("receipt-slipped-in", test_slipped_in);
	ADD("receipt-certificates", test_receipt_certificates);
	ADD("receipt-revoked", test_receipt_revoked);
	ADD("receipt-garbage", test_receipt_garbage);
	ADD("receipt-flood", test_receipt_flood);
	ADD("parked", test_parked);
	ADD("C15/parked-and-accepted", test_parked_and_accepted);
	ADD("rebuilt-outbox", test_rebuilt_outbox);
	ADD("outbox-again", test_outbox_again);
	ADD("beats", test_beats);
	ADD("unknown-record", test_unknown_record);
#undef ADD
	return g_test_run();
}
