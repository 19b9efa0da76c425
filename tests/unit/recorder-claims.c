/* T13, O5, B8: what others say of the time. Their clocks may be wrong, too: a pack, a receipt and a
 * reference are held against each other, and no one of them makes a false date. */

#include "packs-kit.h"

#include "app/record/time.h"
#include "tests/support/gateway/authority.h"
#include <string.h>

#define DAY_US ((gint64)G_TIME_SPAN_DAY)
#define MINUTE_US ((gint64)G_TIME_SPAN_MINUTE)
static const char devices[] = "{\"enrolments\":[]}";

/* An entry, made now: its head. */
static void
entry(McPacksWorld *world, McClockQuality quality, McContentHead *head)
{
	json_auto_t *body = NULL;

	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELP});
	body = mc_desk_newest(world->desk, head);
	g_assert_nonnull(body);
	g_assert_cmpstr(mc_clock_quality_name(head->clock.quality), ==, mc_clock_quality_name(quality));
}

/* In another boot: boots are told apart by the monotonic clock here. */
static void
start_at(McPacksWorld *world, gint64 wall_us)
{
	mc_clock_advance_ms(world->desk->clock, 60u * 1000);
	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELP});
	mc_desk_stop(world->desk);
	mc_clock_free(world->desk->clock);
	world->desk->clock = mc_clock_new_manual(wall_us);
	mc_desk_restart(world->desk);
}

/* As the desk is made, but the machine's clock has always been dead. */
static void
set_up_dead(McPacksWorld *world, gconstpointer kit)
{
	g_autoptr(GError) error = NULL;

	mc_packs_set_up(world, kit);
	mc_signer_free(world->office);
	mc_spool_close(world->spool);
	mc_desk_free(world->desk);
	world->desk = mc_desk_new_bare(kit, mc_clock_new_manual(0));
	world->office = mc_desk_signer(world->desk, "authority", "pack");
	{
		g_autofree char *path = g_build_filename(world->desk->folder, "spool", NULL);

		world->spool = mc_spool_open(path, NULL);
	}
	mc_desk_start(world->desk, &error);
	g_assert_no_error(error);
}

static McPack
pack_of(const McPacksWorld *world, gint64 issued_us, gint64 version)
{
	McPack pack = mc_packs_pack(world, MC_PACK_DEVICES, devices);

	pack.version = version;
	pack.issued_wall_us = pack.effective_wall_us = issued_us;
	pack.expires_wall_us = issued_us + 90 * DAY_US;
	return pack;
}

/* For the newest entry; waits until it is taken. */
static void
receive_from(McPacksWorld *world, McSigner *gateway, gint64 received_wall_us)
{
	g_autoptr(GArray) list = mc_spool_list(world->spool, MC_SPOOL_OUTBOX, NULL);
	guint64 seq = g_array_index(list, guint64, list->len - 1);
	g_autoptr(GBytes) bytes = mc_spool_get(world->spool, MC_SPOOL_OUTBOX, seq, NULL);
	McRecordState record = {.seq = seq};
	McParcel parcel = {0};
	McReceipt receipt;

	g_assert_true(mc_parcel_read(bytes, &parcel, NULL));
	mc_digest_hex(parcel.envelope, record.digest);
	mc_parcel_clear(&parcel);
	g_strlcpy(record.reference, "MC-K0001-000001-X", sizeof record.reference);
	mc_desk_receipt(world->desk, &record, &receipt);
	receipt.received_wall_us = received_wall_us;
	mc_desk_deliver(world->desk, seq, &receipt, gateway);
	for (;;) {
		g_autoptr(GBytes) waiting = mc_spool_get(world->spool, MC_SPOOL_RECEIPTS, seq, NULL);

		if (waiting == NULL)
			return;
		g_main_context_iteration(NULL, TRUE);
	}
}

/* The newest entry says what was found wrong, and by how much. */
static void
assert_told(McPacksWorld *world, const char *reason, gint64 moved_us)
{
	McContentHead head;
	json_auto_t *body = mc_desk_newest(world->desk, &head);
	gint64 stated_us = json_integer_value(json_object_get(body, "moved_us"));

	g_assert_cmpstr(json_string_value(json_object_get(body, "event")), ==, "time-contradicted");
	g_assert_cmpstr(json_string_value(json_object_get(body, "reason")), ==, reason);
	g_assert_cmpint(ABS(stated_us - moved_us), <, 10 * MINUTE_US);
}

/* It lies there at the start: one that comes later is looked at when the system tells of its file,
 * and one that has to wait leaves no other sign that it was. */
static void
deliver_and_settle(McPacksWorld *world, McPack *pack)
{
	mc_desk_stop(world->desk);
	mc_packs_deliver_by(world, pack, world->office);
	mc_desk_restart(world->desk);
	mc_clock_advance_ms(world->desk->clock, 2u * 60 * 1000);
}

static void
receive(McPacksWorld *world, gint64 received_wall_us)
{
	g_autoptr(McSigner) gateway = mc_desk_signer(world->desk, "gateway", "receipt");

	receive_from(world, gateway, received_wall_us);
}

/* ---- packs ---- */

/* What is refused says nothing of the time, whatever it was refused for. */
static void
test_refused(McPacksWorld *world, gconstpointer unused)
{
	gint64 now_us = mc_clock_wall_us(world->desk->clock);
	McPack pack = pack_of(world, now_us + 20 * DAY_US, 1);
	McContentHead head;

	g_strlcpy(pack.kiosk, "K-0002", sizeof pack.kiosk);
	mc_packs_assert_refused(world, &pack, "other-kiosk");
	entry(world, MC_CLOCK_KEPT, &head);
	g_assert_cmpint(head.at_wall_us, ==, now_us);
	g_assert_cmpint(head.clock.not_before_wall_us, <=, now_us);
	mc_desk_restart(world->desk);
	entry(world, MC_CLOCK_KEPT, &head);
	g_assert_cmpint(head.at_wall_us, ==, now_us);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "daily-close"), ==, 0);
}

/* An office whose clock is ahead of one that a reference steers is refused; of a little it is not,
 * and moves nothing. */
static void
test_synchronised(McPacksWorld *world, gconstpointer unused)
{
	gint64 now_us = mc_clock_wall_us(world->desk->clock);
	McPack pack;
	McContentHead head;

	mc_clock_set_synchronised(world->desk->clock, TRUE);
	pack = pack_of(world, now_us + 20 * DAY_US, 1);
	mc_packs_assert_refused(world, &pack, "bad-times");
	pack = pack_of(world, now_us + 3 * MINUTE_US, 1);
	mc_packs_assert_refused(world, &pack, "bad-times");
	pack = pack_of(world, now_us + MINUTE_US, 1);
	pack.effective_wall_us = now_us;
	mc_packs_deliver_by(world, &pack, world->office);
	while (mc_packs_lie_there(world))
		g_main_context_iteration(NULL, TRUE);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 1);
	entry(world, MC_CLOCK_SYNCHRONISED, &head);
	g_assert_cmpint(head.at_wall_us, ==, now_us);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "daily-close"), ==, 0);
}

/* The small tolerance is the site's. */
static void
test_tolerance(McPacksWorld *world, gconstpointer unused)
{
	gint64 now_us = mc_clock_wall_us(world->desk->clock);
	McPack pack;

	mc_desk_stop(world->desk);
	mc_desk_configure(world->desk, json_pack("{s:i}", "issue_tolerance_s", 600));
	mc_desk_restart(world->desk);
	mc_clock_set_synchronised(world->desk->clock, TRUE);
	pack = pack_of(world, now_us + 11 * MINUTE_US, 1);
	mc_packs_assert_refused(world, &pack, "bad-times");
	pack = pack_of(world, now_us + 9 * MINUTE_US, 1);
	pack.effective_wall_us = now_us;
	mc_packs_deliver(world, &pack);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 1);
}

/* Against a clock that is believed and that nobody steers it waits: one of the two is wrong. When a
 * reference says which, it is refused. */
static void
test_kept(McPacksWorld *world, gconstpointer unused)
{
	gint64 now_us = mc_clock_wall_us(world->desk->clock);
	McPack pack = pack_of(world, now_us + 5 * 365 * DAY_US, 1);
	McContentHead head;

	/* Past the kiosk's own certificate it need not wait. */
	mc_packs_assert_refused(world, &pack, "bad-times");
	pack = pack_of(world, now_us + 20 * DAY_US, 1);
	deliver_and_settle(world, &pack);
	g_assert_true(mc_packs_lie_there(world));
	entry(world, MC_CLOCK_KEPT, &head);
	g_assert_cmpint(head.at_wall_us, <, now_us + DAY_US / 2);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*bad-times*what is in force stays*");
	mc_clock_set_synchronised(world->desk->clock, TRUE);
	mc_clock_advance_ms(world->desk->clock, 2u * 60 * 1000);
	g_test_assert_expected_messages();
	g_assert_false(mc_packs_lie_there(world));
}

/* A dead clock, and a good pack: its moment is the bound, over a restart, too. */
static void
test_dead(McPacksWorld *world, gconstpointer unused)
{
	gint64 issued_us = g_get_real_time() + DAY_US;
	McPack pack = pack_of(world, issued_us, 1);
	McContentHead head;

	mc_packs_deliver(world, &pack);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 1);
	entry(world, MC_CLOCK_BOUNDED, &head);
	g_assert_cmpint(head.clock.not_before_wall_us, >=, issued_us);
	g_assert_cmpint(head.at_wall_us, <, issued_us + DAY_US);
	start_at(world, 0);
	entry(world, MC_CLOCK_BOUNDED, &head);
	g_assert_cmpint(head.clock.not_before_wall_us, >=, issued_us);
	/* The pack's word alone ends no day. */
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "daily-close"), ==, 0);
}

/* Nobody's word leads past the last day of the certificate that seals. */
static void
test_dead_past_certificate(McPacksWorld *world, gconstpointer unused)
{
	McPack pack = pack_of(world, g_get_real_time() + 5 * 365 * DAY_US, 1);
	McContentHead head;

	mc_packs_deliver_by(world, &pack, world->office);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*what is in force stays*");
	while (mc_packs_lie_there(world))
		g_main_context_iteration(NULL, TRUE);
	g_test_assert_expected_messages();
	entry(world, MC_CLOCK_BOUNDED, &head);
	g_assert_cmpint(head.at_wall_us, <, g_get_real_time() + DAY_US);
	mc_desk_verify_chain(world->desk);
}

/* A dead clock, and an office that is ahead: the next receipt puts it right, and it is said. */
static void
test_corrected_by_receipt(McPacksWorld *world, gconstpointer unused)
{
	gint64 real_us = g_get_real_time() + MINUTE_US;
	McPack pack = pack_of(world, real_us + 20 * DAY_US, 1);
	McContentHead head;

	mc_packs_deliver(world, &pack);
	entry(world, MC_CLOCK_BOUNDED, &head);
	g_assert_cmpint(head.clock.not_before_wall_us, >=, real_us + 20 * DAY_US);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "daily-close"), ==, 0);
	receive(world, real_us);
	assert_told(world, "corrected-by-receipt", -20 * DAY_US);
	entry(world, MC_CLOCK_BOUNDED, &head);
	g_assert_cmpint(head.clock.not_before_wall_us, <, real_us + MINUTE_US);
	g_assert_cmpint(head.clock.not_after_wall_us, <, real_us + DAY_US);
	mc_desk_restart(world->desk);
	entry(world, MC_CLOCK_BOUNDED, &head);
	g_assert_cmpint(head.clock.not_before_wall_us, <, real_us + MINUTE_US);
	/* And what the office says next is held against it. */
	pack = pack_of(world, real_us + 21 * DAY_US, 2);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*what is in force stays*");
	mc_packs_deliver(world, &pack);
	g_test_assert_expected_messages();
}

/* Or a reference does, in that boot or in a later one. */
static void
test_corrected_by_reference(McPacksWorld *world, gconstpointer restarts)
{
	gint64 real_us = g_get_real_time() + MINUTE_US;
	McPack pack = pack_of(world, real_us + 20 * DAY_US, 1);
	McContentHead head;

	mc_packs_deliver(world, &pack);
	start_at(world, real_us);
	entry(world, MC_CLOCK_BOUNDED, &head);
	g_assert_cmpint(head.clock.not_before_wall_us, >=, real_us + 20 * DAY_US);
	mc_clock_set_synchronised(world->desk->clock, TRUE);
	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	assert_told(world, "corrected-by-reference", -20 * DAY_US);
	entry(world, MC_CLOCK_SYNCHRONISED, &head);
	g_assert_cmpint(head.at_wall_us, ==, real_us);
	g_assert_cmpint(head.clock.not_before_wall_us, <=, real_us);
	mc_desk_restart(world->desk);
	entry(world, MC_CLOCK_SYNCHRONISED, &head);
	g_assert_cmpint(head.at_wall_us, ==, real_us);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "daily-close"), ==, 0);
}

/* In mid-visit: what began by the pack's word would be dated before its own beginning. */
static void
test_corrected_in_visit(McPacksWorld *world, gconstpointer unused)
{
	McDesk *desk = world->desk;
	gint64 real_us = g_get_real_time() + MINUTE_US;
	McPack pack = pack_of(world, real_us + 20 * DAY_US, 1);
	g_autoptr(McVisit) visit = NULL;
	McContentHead head;

	mc_packs_deliver(world, &pack);
	mc_desk_arrive(desk, 0);
	mc_desk_examine_all(desk);
	mc_clock_move_wall_us(desk->clock, real_us - mc_clock_wall_us(desk->clock));
	mc_clock_set_synchronised(desk->clock, TRUE);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	g_assert_cmpint(visit->began_wall_us, <=, real_us);
	g_assert_cmpint(
	    mc_date_to_yyyymmdd(visit->visit_date), ==, mc_time_day_in_shanghai(visit->began_wall_us));
	entry(world, MC_CLOCK_SYNCHRONISED, &head);
}

/* ---- receipts ---- */

/* A gateway and a reference that contradict each other: no date, the bounds hold both, after a
 * restart, too; until they agree. */
static void
test_both_hold(McPacksWorld *world, gconstpointer unused)
{
	static const gint64 off_us[] = {20 * DAY_US, -20 * MINUTE_US};

	/* Well after the certificate's first moment, which nothing leads behind. */
	mc_clock_advance_ms(world->desk->clock, 2u * 3600 * 1000);
	for (guint i = 0; i < G_N_ELEMENTS(off_us); i++) {
		gint64 now_us = mc_clock_wall_us(world->desk->clock);
		McContentHead head;

		mc_clock_set_synchronised(world->desk->clock, TRUE);
		entry(world, MC_CLOCK_SYNCHRONISED, &head);
		receive(world, now_us + off_us[i]);
		assert_told(world, "both-hold", MIN(off_us[i], 0));
		for (guint start = 0; start < 2; start++) {
			entry(world, MC_CLOCK_BOUNDED, &head);
			g_assert_cmpint(head.clock.not_before_wall_us, <=, now_us + MIN(off_us[i], 0));
			g_assert_cmpint(head.clock.not_after_wall_us, >=, now_us + MAX(off_us[i], 0));
			g_assert_cmpint(head.clock.not_after_wall_us, <, now_us + 21 * DAY_US);
			mc_desk_restart(world->desk);
			mc_clock_set_synchronised(world->desk->clock, TRUE);
		}
		receive(world, now_us);
		entry(world, MC_CLOCK_SYNCHRONISED, &head);
		g_assert_cmpint(head.at_wall_us, ==, now_us);
		g_assert_cmpint(head.clock.not_before_wall_us, >, now_us - 10 * MINUTE_US);
		g_assert_cmpint(head.clock.not_after_wall_us, <, now_us + 10 * MINUTE_US);
	}
}

/* A gateway that is years ahead of a certificate and of the machine's clock moves nothing. */
static void
test_receipt_past_certificate(McPacksWorld *world, gconstpointer unused)
{
	const McLeaf leaf = {"G-0001", NULL, NULL, 0, 900};
	gint64 real_us = g_get_real_time();
	g_autoptr(McAuthority) authority = mc_authority_new("Test gateways");
	g_autofree char *roots =
	    g_build_filename(world->desk->folder, "recorder", "gateway-roots.pem", NULL);
	g_autofree char *key = g_build_filename(world->desk->folder, "g.key", NULL);
	g_autofree char *certificate = g_build_filename(world->desk->folder, "g.crt", NULL);
	g_autoptr(McSigner) gateway = NULL;
	McContentHead head;
	gint64 before_us = 0;

	mc_authority_write_root(authority, roots);
	mc_authority_issue(authority, &leaf, key, certificate);
	gateway = mc_signer_new_from_files(key, certificate, NULL, NULL);
	g_assert_nonnull(gateway);
	mc_desk_restart(world->desk);
	entry(world, MC_CLOCK_BOUNDED, &head);
	before_us = head.clock.not_before_wall_us;
	receive_from(world, gateway, real_us + 400 * DAY_US);
	assert_told(world, "past-certificate", 0);
	entry(world, MC_CLOCK_BOUNDED, &head);
	g_assert_cmpint(head.clock.not_before_wall_us, <, before_us + DAY_US);
	mc_desk_restart(world->desk);
	entry(world, MC_CLOCK_BOUNDED, &head);
	g_assert_cmpint(head.at_wall_us, <, before_us + DAY_US);
}

/* Nor does a reference: either the certificate has run out or the reference is wrong, and what is
 * stated can be proven in either case. */
static void
test_steered_past_certificate(McPacksWorld *world, gconstpointer unused)
{
	gint64 real_us = g_get_real_time() + 10 * MINUTE_US;
	gint64 past_us = real_us + 4000 * DAY_US;
	McContentHead head;

	start_at(world, past_us);
	mc_clock_set_synchronised(world->desk->clock, TRUE);
	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	assert_told(world, "past-certificate", 0);
	entry(world, MC_CLOCK_BOUNDED, &head);
	g_assert_cmpint(head.at_wall_us, <, past_us);
	g_assert_cmpint(head.clock.not_before_wall_us, <=, head.at_wall_us);
	g_assert_cmpint(head.clock.not_after_wall_us, ==, 0);
	/* Each seal holds at the moment that it states. */
	mc_desk_verify_chain(world->desk);
	/* A reference that comes to its senses is believed. */
	start_at(world, real_us);
	mc_clock_set_synchronised(world->desk->clock, TRUE);
	entry(world, MC_CLOCK_SYNCHRONISED, &head);
	g_assert_cmpint(head.at_wall_us, ==, real_us);
}

/* Without a reference a gateway that was ahead is put right by its own next receipt. */
static void
test_receipt_corrected(McPacksWorld *world, gconstpointer unused)
{
	gint64 real_us = g_get_real_time() + MINUTE_US;
	McContentHead head;

	entry(world, MC_CLOCK_BOUNDED, &head);
	receive(world, real_us + 10 * DAY_US);
	entry(world, MC_CLOCK_BOUNDED, &head);
	g_assert_cmpint(head.clock.not_before_wall_us, >=, real_us + 10 * DAY_US);
	receive(world, real_us);
	assert_told(world, "corrected-by-receipt", -10 * DAY_US);
	entry(world, MC_CLOCK_BOUNDED, &head);
	g_assert_cmpint(head.clock.not_before_wall_us, <, real_us + DAY_US);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
#define ADD(path, start, function)                                                                 \
	g_test_add("/recorder-claims/" path, McPacksWorld, kit, start, function, mc_packs_tear_down)
	ADD("T13/refused", mc_packs_set_up, test_refused);
	ADD("T13/synchronised", mc_packs_set_up, test_synchronised);
	ADD("T13/tolerance", mc_packs_set_up, test_tolerance);
	ADD("T13/kept", mc_packs_set_up, test_kept);
	ADD("T13/dead", set_up_dead, test_dead);
	ADD("T13/dead-past-certificate", set_up_dead, test_dead_past_certificate);
	ADD("T13/corrected-by-receipt", set_up_dead, test_corrected_by_receipt);
	ADD("T13/corrected-by-reference", set_up_dead, test_corrected_by_reference);
	ADD("T13/corrected-in-visit", set_up_dead, test_corrected_in_visit);
	ADD("T13/both-hold", mc_packs_set_up, test_both_hold);
	ADD("T13/receipt-past-certificate", set_up_dead, test_receipt_past_certificate);
	ADD("T13/steered-past-certificate", set_up_dead, test_steered_past_certificate);
	ADD("T13/receipt-corrected", set_up_dead, test_receipt_corrected);
	return g_test_run();
}
