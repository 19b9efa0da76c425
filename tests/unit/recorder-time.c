/* T13: a dead or jumped clock never blocks a visit and never makes a false date: what the recorder
 * states of its time, by what is sure. */

#include "app/recorder/provision.h"
#include "tests/desk/desk.h"
#include "tests/kit/provision.h"
#include "tests/kit/sample.h"
#include <gio/gio.h>
#include <string.h>

#define YEAR_US (365 * (gint64)G_TIME_SPAN_DAY)
#define MINUTE_MS (60 * 1000u)

static McDesk *
desk_at(const McDeskKit *kit, gint64 wall_us)
{
	McDesk *desk = mc_desk_new_bare(kit, mc_clock_new_manual(wall_us));
	g_autoptr(GError) error = NULL;

	mc_desk_start(desk, &error);
	g_assert_no_error(error);
	return desk;
}

static void
set_up(McDesk **desk, gconstpointer kit)
{
	*desk = desk_at(kit, g_get_real_time() + G_TIME_SPAN_MINUTE);
}

static void
set_up_dead(McDesk **desk, gconstpointer kit)
{
	*desk = desk_at(kit, 0);
}

static void
assert_head(McDesk *desk, McClockQuality quality, McContentHead *head)
{
	json_auto_t *body = mc_desk_newest(desk, head);

	g_assert_true(json_is_object(body));
	g_assert_cmpstr(mc_clock_quality_name(head->clock.quality), ==, mc_clock_quality_name(quality));
	g_assert_cmpint(head->at_wall_us, >=, head->clock.not_before_wall_us);
}

/* The record just made; it replays and judges to what it states. */
static McVisit *
newest_visit(McDesk *desk)
{
	McContentHead head;
	json_auto_t *body = mc_desk_newest(desk, &head);
	g_autofree McRulePack *pack = g_new0(McRulePack, 1);
	g_autoptr(GError) error = NULL;
	char digest[65];
	McVisit *visit = mc_visit_from_json(body, &error);

	g_assert_no_error(error);
	mc_sample_pack(pack, digest);
	mc_visit_verify(visit, pack, &error);
	g_assert_no_error(error);
	return visit;
}

static void
accept_newest(McDesk *desk, gint64 received_wall_us)
{
	g_autoptr(McSigner) signer = mc_desk_signer(desk, "gateway", "receipt");
	McRecordState record = desk->reply->record;
	McReceipt receipt;

	mc_desk_receipt(desk, &record, &receipt);
	receipt.received_wall_us = received_wall_us;
	mc_desk_deliver(desk, record.seq, &receipt, signer);
	while (desk->last_state.seq != record.seq || desk->last_state.state != MC_RECEIPT_ACCEPTED)
		g_main_context_iteration(NULL, TRUE);
}

/* A good clock that nobody steers: kept; one that the kernel steers: synchronised. */
static void
test_good(McDesk **world, gconstpointer kit)
{
	McDesk *desk = *world;
	g_autoptr(McVisit) visit = NULL;
	McContentHead head;

	mc_desk_visit(desk, 0);
	assert_head(desk, MC_CLOCK_KEPT, &head);
	g_assert_cmpint(head.at_wall_us, ==, mc_clock_wall_us(desk->clock));
	g_assert_cmpint(desk->reply->record.recorded_wall_us, ==, head.at_wall_us);
	g_assert_cmpint(desk->reply->record.earliest_yyyymmdd, ==, 0);
	visit = newest_visit(desk);
	g_assert_cmpint(visit->visit_date.year, !=, 0);
	mc_clock_set_synchronised(desk->clock, TRUE);
	mc_desk_visit(desk, 1);
	assert_head(desk, MC_CLOCK_SYNCHRONISED, &head);
	mc_desk_verify_chain(desk);
}

/* 1970 at the start: the visit runs under the pack in force, states no date, and is dated within
 * what is sure: the certificate's first and last day. */
static void
test_dead(McDesk **world, gconstpointer kit)
{
	McDesk *desk = *world;
	g_autoptr(McVisit) visit = NULL;
	gint64 real_us = g_get_real_time();
	McContentHead head;

	mc_desk_visit(desk, 0);
	assert_head(desk, MC_CLOCK_BOUNDED, &head);
	g_assert_cmpint(head.clock.not_before_wall_us, >, real_us - G_TIME_SPAN_HOUR);
	g_assert_cmpint(head.clock.not_after_wall_us, >, real_us);
	g_assert_cmpint(head.clock.not_after_wall_us, <, real_us + 40 * G_TIME_SPAN_DAY);
	visit = newest_visit(desk);
	g_assert_cmpstr(visit->rule_pack_id, ==, "cn-172");
	g_assert_cmpint(visit->visit_date.year, ==, 0);
	g_assert_cmpint(visit->earliest_date.year, >=, 2026);
	g_assert_false(visit->clock_synchronised);
	g_assert_cmpint(desk->reply->record.recorded_wall_us, ==, 0);
	g_assert_cmpint(
	    desk->reply->record.earliest_yyyymmdd, ==, mc_date_to_yyyymmdd(visit->earliest_date));
	g_assert_cmpint(
	    desk->reply->record.latest_yyyymmdd, ==, mc_date_to_yyyymmdd(visit->latest_date));
	/* The age is the same on every day that it may be. */
	g_assert_cmpint(visit->verdict[0].requirement[0].requirement, ==, MC_REQUIREMENT_AGE);
	g_assert_cmpint(visit->verdict[0].requirement[0].outcome, ==, MC_OUTCOME_PASS);
	mc_desk_verify_chain(desk);
}

/* The first receipt says how late it is, and from then on records have their date again: the
 * monotonic clock carries it. */
static void
test_receipt(McDesk **world, gconstpointer kit)
{
	McDesk *desk = *world;
	gint64 real_us = g_get_real_time() + G_TIME_SPAN_DAY;
	g_autoptr(McVisit) visit = NULL;
	McContentHead head;

	mc_desk_visit(desk, 0);
	mc_clock_advance_ms(desk->clock, MINUTE_MS);
	accept_newest(desk, real_us);
	mc_clock_advance_ms(desk->clock, 10 * MINUTE_MS);
	mc_desk_visit(desk, 1);
	assert_head(desk, MC_CLOCK_BOUNDED, &head);
	g_assert_cmpint(head.clock.not_before_wall_us, ==, real_us + 10 * G_TIME_SPAN_MINUTE);
	g_assert_cmpint(head.clock.not_after_wall_us, ==, real_us + 11 * G_TIME_SPAN_MINUTE);
	g_assert_cmpint(desk->reply->record.recorded_wall_us, !=, 0);
	visit = newest_visit(desk);
	g_assert_cmpint(
	    visit->visit_date.year * 10000 + visit->visit_date.month * 100 + visit->visit_date.day, >=,
	    20261126);
	/* Set by hand to what it is, the clock is believed again; set wrongly it is not. */
	mc_clock_move_wall_us(desk->clock, real_us);
	mc_desk_visit(desk, 2);
	assert_head(desk, MC_CLOCK_KEPT, &head);
}

/* A day back, and back before everything that is sure: the monotonic clock goes on. */
static void
test_day_back(McDesk **world, gconstpointer kit)
{
	McDesk *desk = *world;
	gint64 before_us = mc_clock_wall_us(desk->clock);
	g_autoptr(McVisit) visit = NULL;
	McContentHead head;

	mc_desk_arrive(desk, 0);
	mc_desk_examine_all(desk);
	mc_clock_move_wall_us(desk->clock, -G_TIME_SPAN_DAY);
	mc_clock_advance_ms(desk->clock, MINUTE_MS);
	mc_desk_finish(desk);
	assert_head(desk, MC_CLOCK_KEPT, &head);
	g_assert_cmpint(head.at_wall_us, >=, before_us + G_TIME_SPAN_MINUTE);
	visit = newest_visit(desk);
	g_assert_cmpint(visit->visit_date.year, !=, 0);
	g_assert_cmpint(visit->ended_wall_us, >, visit->began_wall_us);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "clock-jump"), ==, 1);
	/* Also over a restart of the program within the boot. */
	mc_desk_restart(desk);
	mc_desk_visit(desk, 1);
	assert_head(desk, MC_CLOCK_KEPT, &head);
	g_assert_cmpint(head.at_wall_us, >=, before_us + G_TIME_SPAN_MINUTE);
	mc_desk_verify_chain(desk);
}

/* A year ahead in mid-visit: it keeps the date on which it began; the next one has none, until a
 * receipt shows which of the two clocks was right. */
static void
test_year_ahead(McDesk **world, gconstpointer kit)
{
	McDesk *desk = *world;
	gint32 year = 0;
	g_autoptr(McVisit) first = NULL;
	g_autoptr(McVisit) second = NULL;
	g_autoptr(McVisit) third = NULL;
	McContentHead head;

	mc_desk_arrive(desk, 0);
	mc_clock_move_wall_us(desk->clock, YEAR_US);
	mc_desk_examine_all(desk);
	mc_desk_finish(desk);
	first = newest_visit(desk);
	year = first->visit_date.year;
	assert_head(desk, MC_CLOCK_BOUNDED, &head);
	g_assert_cmpint(year, >=, 2026);
	g_assert_cmpint(head.at_wall_us, <, mc_clock_wall_us(desk->clock) - YEAR_US / 2);
	mc_desk_visit(desk, 1);
	second = newest_visit(desk);
	g_assert_cmpint(second->visit_date.year, ==, 0);
	accept_newest(desk, mc_clock_wall_us(desk->clock) - YEAR_US);
	mc_desk_visit(desk, 2);
	assert_head(desk, MC_CLOCK_KEPT, &head);
	third = newest_visit(desk);
	g_assert_cmpint(third->visit_date.year, ==, year);
	g_assert_cmpint(head.at_wall_us, <, mc_clock_wall_us(desk->clock) - YEAR_US / 2);
}

/* Needs a record that is later in its boot than the restart is in the next: boots are told apart by
 * the monotonic clock here. */
static void
restart_in_other_boot(McDesk *desk, gint64 wall_us)
{
	mc_desk_stop(desk);
	mc_clock_free(desk->clock);
	desk->clock = mc_clock_new_manual(wall_us);
	mc_desk_restart(desk);
}

/* A year ahead at the start of another boot: nobody confirms it, no date. The last steered moment
 * is the lower bound. */
static void
test_year_ahead_boot(McDesk **world, gconstpointer kit)
{
	McDesk *desk = *world;
	gint64 good_us = mc_clock_wall_us(desk->clock) + G_TIME_SPAN_DAY;
	g_autoptr(McVisit) visit = NULL;
	McContentHead head;

	mc_clock_advance_ms(desk->clock, 24 * 60 * MINUTE_MS);
	mc_clock_set_synchronised(desk->clock, TRUE);
	mc_desk_visit(desk, 0);
	restart_in_other_boot(desk, good_us + YEAR_US);
	mc_desk_visit(desk, 1);
	assert_head(desk, MC_CLOCK_BOUNDED, &head);
	g_assert_cmpint(head.clock.not_before_wall_us, >=, good_us - G_TIME_SPAN_HOUR);
	g_assert_cmpint(head.at_wall_us, <, good_us + YEAR_US / 2);
	visit = newest_visit(desk);
	g_assert_cmpint(visit->visit_date.year, ==, 0);
	/* Steered by a reference again: believed. */
	mc_clock_move_wall_us(desk->clock, -YEAR_US);
	mc_clock_set_synchronised(desk->clock, TRUE);
	mc_desk_visit(desk, 2);
	assert_head(desk, MC_CLOCK_SYNCHRONISED, &head);
	mc_desk_verify_chain(desk);
}

/* A week ahead: doubted, because nobody knows which clock is right. That the recorder starts again,
 * in this boot or in another, makes the machine's clock no truer; the technician who sets it back
 * does in this boot, and a reference always. */
static void
test_doubt_is_kept(McDesk **world, gconstpointer kit)
{
	McDesk *desk = *world;
	gint64 good_us = mc_clock_wall_us(desk->clock);
	McContentHead head;

	mc_clock_advance_ms(desk->clock, 10 * MINUTE_MS);
	mc_desk_visit(desk, 0);
	mc_clock_move_wall_us(desk->clock, 7 * G_TIME_SPAN_DAY);
	mc_desk_visit(desk, 1);
	assert_head(desk, MC_CLOCK_BOUNDED, &head);
	mc_desk_restart(desk);
	mc_desk_visit(desk, 2);
	assert_head(desk, MC_CLOCK_BOUNDED, &head);
	g_assert_cmpint(head.at_wall_us, >=, good_us);
	g_assert_cmpint(head.at_wall_us, <, good_us + G_TIME_SPAN_DAY);
	restart_in_other_boot(desk, good_us + 8 * G_TIME_SPAN_DAY);
	mc_clock_advance_ms(desk->clock, 5 * MINUTE_MS);
	mc_desk_visit(desk, 1);
	assert_head(desk, MC_CLOCK_BOUNDED, &head);
	restart_in_other_boot(desk, good_us + 9 * G_TIME_SPAN_DAY);
	mc_desk_visit(desk, 0);
	assert_head(desk, MC_CLOCK_BOUNDED, &head);
	mc_clock_set_synchronised(desk->clock, TRUE);
	mc_desk_visit(desk, 1);
	assert_head(desk, MC_CLOCK_SYNCHRONISED, &head);
	mc_desk_verify_chain(desk);
}

/* Set back to what it was, in the boot in which it jumped, also after a restart. */
static void
test_doubt_ends(McDesk **world, gconstpointer kit)
{
	McDesk *desk = *world;
	McContentHead head;

	mc_desk_visit(desk, 0);
	mc_clock_move_wall_us(desk->clock, 7 * G_TIME_SPAN_DAY);
	mc_desk_visit(desk, 1);
	mc_desk_restart(desk);
	mc_clock_move_wall_us(desk->clock, -7 * G_TIME_SPAN_DAY);
	mc_desk_visit(desk, 2);
	assert_head(desk, MC_CLOCK_KEPT, &head);
	g_assert_cmpint(head.at_wall_us, ==, mc_clock_wall_us(desk->clock));
}

/* What a receipt proved of a jumped clock stays proven over a restart in the boot. */
static void
test_receipt_is_kept(McDesk **world, gconstpointer kit)
{
	McDesk *desk = *world;
	McContentHead head;

	mc_desk_visit(desk, 0);
	mc_clock_move_wall_us(desk->clock, 7 * G_TIME_SPAN_DAY);
	mc_desk_visit(desk, 1);
	accept_newest(desk, mc_clock_wall_us(desk->clock) - 7 * G_TIME_SPAN_DAY);
	mc_desk_visit(desk, 2);
	assert_head(desk, MC_CLOCK_KEPT, &head);
	mc_desk_restart(desk);
	mc_desk_visit(desk, 1);
	assert_head(desk, MC_CLOCK_KEPT, &head);
	g_assert_cmpint(head.at_wall_us, <, mc_clock_wall_us(desk->clock) - 6 * G_TIME_SPAN_DAY);
}

/* A boot with a dead clock does not make the last good date forgotten: the clock of the boot after
 * it says less than that, and is not believed. */
static void
test_last_is_kept(McDesk **world, gconstpointer kit)
{
	McDesk *desk = *world;
	gint64 good_us = mc_clock_wall_us(desk->clock) + 20 * G_TIME_SPAN_DAY;
	McContentHead head;

	mc_clock_advance_ms(desk->clock, 10 * MINUTE_MS);
	mc_desk_visit(desk, 0);
	restart_in_other_boot(desk, good_us);
	mc_clock_advance_ms(desk->clock, 5 * MINUTE_MS);
	mc_desk_visit(desk, 1);
	assert_head(desk, MC_CLOCK_KEPT, &head);
	restart_in_other_boot(desk, 0);
	mc_clock_advance_ms(desk->clock, 4 * MINUTE_MS);
	mc_desk_visit(desk, 2);
	assert_head(desk, MC_CLOCK_BOUNDED, &head);
	restart_in_other_boot(desk, good_us - 10 * G_TIME_SPAN_DAY);
	mc_clock_advance_ms(desk->clock, 3 * MINUTE_MS);
	mc_desk_visit(desk, 1);
	assert_head(desk, MC_CLOCK_BOUNDED, &head);
	restart_in_other_boot(desk, good_us + G_TIME_SPAN_DAY);
	mc_desk_visit(desk, 0);
	assert_head(desk, MC_CLOCK_KEPT, &head);
	mc_desk_verify_chain(desk);
}

/* The technician sets a dead clock while somebody is being examined. */
static void
test_set_in_visit(McDesk **world, gconstpointer kit)
{
	McDesk *desk = *world;
	g_autoptr(McVisit) visit = NULL;
	McContentHead head;

	mc_desk_arrive(desk, 0);
	mc_clock_move_wall_us(desk->clock, g_get_real_time() + 2 * G_TIME_SPAN_DAY);
	mc_desk_examine_all(desk);
	mc_desk_finish(desk);
	assert_head(desk, MC_CLOCK_KEPT, &head);
	g_assert_cmpint(head.at_wall_us, ==, mc_clock_wall_us(desk->clock));
	visit = newest_visit(desk);
	g_assert_cmpint(visit->visit_date.year, !=, 0);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "clock-jump"), ==, 1);
	mc_desk_verify_chain(desk);
}

/* A dead clock at the very first start, when the journal itself is made. */
static void
test_first_start(void)
{
	g_autoptr(McProvision) made = mc_provision_new();
	g_autoptr(McClock) clock = mc_clock_new_manual(0);
	g_autoptr(McDesk) desk = NULL;
	McDeskKit kit = {.folder = made->folder};
	g_autoptr(GError) error = NULL;
	McContentHead head;

	mc_provision(made->folder, clock, kit.code, &error);
	g_assert_no_error(error);
	desk = desk_at(&kit, 0);
	mc_desk_visit(desk, 0);
	assert_head(desk, MC_CLOCK_BOUNDED, &head);
	g_assert_cmpint(head.clock.not_before_wall_us, >, g_get_real_time() - G_TIME_SPAN_HOUR);
	mc_desk_verify_chain(desk);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
#define ROW(name, start, test) g_test_add(name, McDesk *, kit, start, test, mc_desk_fixture_free)
	ROW("/recorder/time/good", set_up, test_good);
	ROW("/recorder/time/dead", set_up_dead, test_dead);
	ROW("/recorder/time/receipt", set_up_dead, test_receipt);
	ROW("/recorder/time/day-back", set_up, test_day_back);
	ROW("/recorder/time/year-ahead", set_up, test_year_ahead);
	ROW("/recorder/time/year-ahead-at-start", set_up, test_year_ahead_boot);
	ROW("/recorder/time/doubt-is-kept", set_up, test_doubt_is_kept);
	ROW("/recorder/time/doubt-ends", set_up, test_doubt_ends);
	ROW("/recorder/time/receipt-is-kept", set_up, test_receipt_is_kept);
	ROW("/recorder/time/last-is-kept", set_up, test_last_is_kept);
	ROW("/recorder/time/set-in-visit", set_up_dead, test_set_in_visit);
	g_test_add_func("/recorder/time/first-start", test_first_start);
	return g_test_run();
}
