/* Whole visits through the recorder: recorded once, sealed to the authority, resumed by the same
 * card, wiped for everybody else (B1, B2, C13, C17, K5). */

#include "app/base/error.h"
#include "app/journal/journal.h"
#include "app/record/parcel.h"
#include "app/spool/spool.h"
#include "tests/desk/desk.h"
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

static const McHello *
hello(McDesk *desk)
{
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	return &desk->reply->hello;
}

static guint
steps_on_disk(McDesk *desk)
{
	g_autofree char *path = g_build_filename(desk->folder, "recorder", "journal.db", NULL);
	g_autoptr(McJournal) journal = NULL;
	g_autoptr(GPtrArray) steps = NULL;

	mc_desk_stop(desk);
	journal = mc_journal_open(path, FALSE, NULL);
	steps = mc_journal_steps(journal, NULL);
	return steps->len;
}

static void
run_command(const char *const *arguments)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process = g_subprocess_newv(
	    arguments, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);

	g_assert_no_error(error);
	g_subprocess_wait_check(process, NULL, &error);
	g_assert_no_error(error);
}

static void
test_whole_visit(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(McVisit) visit = NULL;

	mc_desk_visit(desk, 0);
	g_assert_cmpint(desk->reply->record.state, ==, MC_RECEIPT_RECORDED);
	g_assert_true(mc_reference_is_valid(desk->reply->record.reference));
	g_assert_true(g_str_has_prefix(desk->reply->record.qr, "MC1/K-0001/"));
	g_assert_cmpuint(desk->reply->verdicts, ==, 1);
	g_assert_cmpint(desk->reply->verdict[0].outcome_here, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(desk->reply->verdict[0].outcome, ==, MC_OUTCOME_NOT_DETERMINED);

	visit = mc_desk_record(desk);
	g_assert_cmpstr(visit->visit_id, ==, desk->visit_id);
	g_assert_cmpstr(visit->language, ==, "en");
	g_assert_cmpint(visit->birth_for_age.year, ==, 1990);
	g_assert_cmpuint(visit->exams, ==, 3);
	g_assert_cmpuint(visit->devices, ==, 2);
	g_assert_true(visit->demonstration);
	g_assert_cmpuint(mc_desk_count(desk, "exam-opened", NULL), ==, 3);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "visit-opened"), ==, 1);
	g_assert_cmpuint(steps_on_disk(desk), ==, 0);
}

/* The two commands of the court: the seal by stock openssl, the person by the authority's key. */
static void
test_stock_openssl(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autofree char *spool_path = g_build_filename(desk->folder, "spool", NULL);
	g_autofree char *envelope = g_build_filename(desk->folder, "record.p7m", NULL);
	g_autofree char *sealed = g_build_filename(desk->folder, "personal.der", NULL);
	g_autofree char *clear = g_build_filename(desk->folder, "clear", NULL);
	g_autofree char *roots = g_build_filename(desk->folder, "trust", "roots.pem", NULL);
	g_autofree char *key = g_build_filename(desk->folder, "authority", "authority.key", NULL);
	g_autofree char *text = NULL;
	g_autofree char *digest = NULL;
	g_autoptr(McSpool) spool = mc_spool_open(spool_path, NULL);
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(McVisit) visit = NULL;
	McParcel parcel = {0};

	mc_desk_visit(desk, 0);
	visit = mc_desk_record(desk);
	bytes = mc_spool_get(spool, MC_SPOOL_OUTBOX, desk->reply->record.seq, NULL);
	g_assert_true(mc_parcel_read(bytes, &parcel, NULL));
	g_file_set_contents(envelope, g_bytes_get_data(parcel.envelope, NULL),
	    (gssize)g_bytes_get_size(parcel.envelope), NULL);
	g_file_set_contents(sealed, g_bytes_get_data(parcel.personal, NULL),
	    (gssize)g_bytes_get_size(parcel.personal), NULL);
	mc_parcel_clear(&parcel);
	run_command((const char *const[]){"openssl", "cms", "-verify", "-cades", "-inform", "DER",
	    "-in", envelope, "-CAfile", roots, "-purpose", "any", "-binary", NULL});
	run_command((const char *const[]){"openssl", "cms", "-decrypt", "-inform", "DER", "-in", sealed,
	    "-inkey", key, "-out", clear, "-binary", NULL});
	g_assert_true(g_file_get_contents(clear, &text, NULL, NULL));
	g_assert_nonnull(strstr(text, mc_desk_person(0)->number));
	g_assert_nonnull(strstr(text, "13800000000"));
	digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
	g_assert_cmpstr(digest, ==, visit->commitment);
}

/* B14: no readable person on the disk, neither during the visit nor after it. */
static void
test_no_person_on_disk(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	mc_desk_arrive(desk, 0);
	mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	g_assert_false(mc_desk_is_on_disk(desk, "recorder", mc_desk_person(0)->number));
	g_assert_true(mc_desk_is_on_disk(desk, "recorder", desk->visit_id));
	mc_desk_finish(desk);
	g_assert_false(mc_desk_is_on_disk(desk, "recorder", mc_desk_person(0)->number));
	g_assert_false(mc_desk_is_on_disk(desk, "recorder", mc_desk_person(0)->name));
	g_assert_false(mc_desk_is_on_disk(desk, "recorder", "13800000000"));
	g_assert_false(mc_desk_is_on_disk(desk, "spool", mc_desk_person(0)->number));
	g_assert_false(mc_desk_is_on_disk(desk, "spool", mc_desk_person(0)->name));
}

/* The glass did not hear the reply: the same record, not a second one; also after a restart. */
static void
test_finish_again(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecordState first;
	guint verdicts = 0;

	mc_desk_visit(desk, 0);
	first = desk->reply->record;
	verdicts = desk->reply->verdicts;
	for (guint i = 0; i < 2; i++) {
		mc_desk_finish(desk);
		g_assert_cmpuint(desk->reply->record.seq, ==, first.seq);
		g_assert_cmpstr(desk->reply->record.digest, ==, first.digest);
		g_assert_cmpuint(desk->reply->verdicts, ==, verdicts);
		mc_desk_restart(desk);
		/* A glass that comes back says first who is there. */
		g_assert_true(mc_desk_identify(desk, 0));
	}
	g_assert_cmpuint(mc_desk_count(desk, "visit", NULL), ==, 1);
}

/* C17: kiosk and recorder lose power at any point; the same card goes on where it was. */
static void
test_resume(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(McVisit) visit = NULL;
	char old[MC_VISIT_ID_SIZE];
	McStimulus out = {0};
	const McExamEvent *event = NULL;

	mc_desk_arrive(desk, 0);
	mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	mc_desk_open(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	mc_desk_answer(desk);
	out = desk->reply->stimulus;
	g_strlcpy(old, desk->visit_id, sizeof old);
	mc_desk_restart(desk);
	g_assert_true(hello(desk)->resumable);
	desk->visit_id[0] = '\0';

	mc_desk_begin(desk);
	g_assert_cmpstr(desk->visit_id, !=, old);
	g_assert_true(mc_desk_identify(desk, 0));
	g_assert_cmpstr(desk->visit_id, ==, old);
	g_assert_cmpuint(desk->reply->resumed_exams, ==, 1u << MC_EXAM_HEARING);
	g_assert_cmpuint(desk->reply->choices.classes, ==, 1u << MC_CLASS_C1);
	g_assert_cmpstr(desk->reply->choices.business, ==, "A");
	g_assert_true(desk->reply->choices.has_glasses);
	/* What was out when the power went is not shown again. */
	mc_desk_open(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	g_assert_cmpint(desk->reply->stimulus.trial, ==, out.trial + 1);
	mc_desk_examine_all(desk);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	g_assert_cmpuint(visit->exams, ==, 3);
	event = &g_array_index(visit->exam[1]->events, McExamEvent, 1);
	g_assert_cmpint(event->kind, ==, MC_EXAM_EVENT_DISCARD);
	g_assert_cmpint(event->discard, ==, MC_DISCARD_INTERRUPTED);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "visit-resumed"), ==, 1);
	g_assert_cmpuint(mc_desk_count(desk, "visit", NULL), ==, 1);
}

/* Another card: what lay there is chained as aborted and gone for good. */
static void
test_other_person(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	mc_desk_arrive(desk, 0);
	mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	mc_desk_restart(desk);
	mc_desk_begin(desk);
	g_assert_false(mc_desk_identify(desk, 1));
	g_assert_cmpuint(desk->reply->resumed_exams, ==, 0);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "visit-aborted"), ==, 1);
	mc_desk_restart(desk);
	g_assert_false(hello(desk)->resumable);
	mc_desk_begin(desk);
	g_assert_false(mc_desk_identify(desk, 0));
}

/* Nobody swaps the person in the middle of a visit. */
static void
test_no_swap(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	mc_desk_arrive(desk, 0);
	mc_desk_identify(desk, 1); /* "that is not me": nothing was measured yet */
	mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	mc_desk_refused(desk,
	    &(McRecorderRequest){.op = MC_RECORDER_VISIT_IDENTIFY, .identity = mc_desk_person(0)},
	    MC_ERROR_REFUSED);
	mc_desk_identify(desk, 1);
}

/* After the site's minutes nobody can resume; the recorder ends it by itself. */
static void
test_too_late(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	mc_desk_arrive(desk, 0);
	mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	mc_desk_restart(desk);
	mc_desk_begin(desk);
	mc_desk_ask(
	    desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_ABORT, .abort = MC_ABORT_WALKED_AWAY});
	g_assert_true(hello(desk)->resumable);
	mc_clock_advance_ms(desk->clock, 9 * 60 * 1000);
	g_assert_true(hello(desk)->resumable);
	mc_clock_advance_ms(desk->clock, 5 * 60 * 1000);
	g_assert_false(hello(desk)->resumable);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "visit-aborted"), ==, 2);
	g_assert_cmpuint(steps_on_disk(desk), ==, 0);
}

/* The same over a restart. */
static void
test_too_late_after_restart(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	mc_desk_arrive(desk, 0);
	mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	mc_desk_stop(desk);
	mc_clock_advance_ms(desk->clock, 11 * 60 * 1000);
	mc_desk_restart(desk);
	g_assert_false(hello(desk)->resumable);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "visit-aborted"), ==, 1);
}

/* The recorder alone is restarted; the glass goes on, but has to say again who it is. */
static void
test_recorder_restarted(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(McVisit) visit = NULL;

	mc_desk_arrive(desk, 0);
	mc_desk_examine_all(desk);
	mc_desk_restart(desk);
	g_assert_cmpstr(hello(desk)->visit_id, ==, desk->visit_id);
	g_assert_false(desk->reply->hello.identified);
	mc_desk_refused(desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_FINISH}, MC_ERROR_REFUSED);
	g_assert_true(mc_desk_identify(desk, 0));
	g_assert_true(hello(desk)->identified);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	g_assert_cmpuint(visit->exams, ==, 3);
}

static void
test_abort(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest request = {.op = MC_RECORDER_VISIT_ABORT, .abort = MC_ABORT_CITIZEN};

	mc_desk_arrive(desk, 0);
	mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	mc_desk_ask(desk, &request);
	mc_desk_ask(desk, &request);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "visit-aborted"), ==, 1);
	g_assert_cmpuint(mc_desk_count(desk, "visit", NULL), ==, 0);
	mc_desk_refused(desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_FINISH}, MC_ERROR_REFUSED);
	g_assert_cmpuint(steps_on_disk(desk), ==, 0);
}

/* M8: chained with the number of the record, once of each, and nothing of the person. */
static void
test_feedback(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest feedback = {.op = MC_RECORDER_FEEDBACK};
	char first[48];

	mc_desk_visit(desk, 0);
	feedback.seq = desk->reply->record.seq;
	mc_desk_ask(desk, &feedback);
	g_strlcpy(first, desk->reply->record.reference, sizeof first);
	g_assert_cmpuint(desk->reply->record.seq, >, feedback.seq);
	g_assert_cmpuint(strlen(first), >, 8);
	mc_desk_ask(desk, &feedback);
	g_assert_cmpstr(desk->reply->record.reference, ==, first);
	feedback.flag = TRUE;
	mc_desk_ask(desk, &feedback);
	g_assert_cmpstr(desk->reply->record.reference, !=, first);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "complained"), ==, 1);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "praised"), ==, 1);
	/* an audit entry is no record, and an earlier person's record is none of this one's */
	feedback.seq++;
	mc_desk_refused(desk, &feedback, MC_ERROR_BAD_INPUT);
	feedback.seq = 1;
	mc_desk_refused(desk, &feedback, MC_ERROR_REFUSED);
	mc_desk_verify_chain(desk);
}

static void
test_choices(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest choose = {.op = MC_RECORDER_VISIT_CHOOSE, .business = "A"};

	mc_desk_refused(desk, &choose, MC_ERROR_REFUSED);
	mc_desk_arrive(desk, 0);
	mc_desk_refused(desk, &choose, MC_ERROR_REFUSED);
	choose.classes = 1u << MC_CLASS_A1;
	mc_desk_ask(desk, &choose);
	mc_desk_open(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	choose.classes = 1u << MC_CLASS_C1;
	mc_desk_refused(desk, &choose, MC_ERROR_REFUSED);
	g_strlcpy(choose.visit_id, "00000000000000000000000000000000", sizeof choose.visit_id);
	choose.classes = 1u << MC_CLASS_A1;
	mc_desk_refused(desk, &choose, MC_ERROR_REFUSED);
}

static void
test_expired_card(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(McVisit) visit = NULL;

	mc_desk_visit(desk, 2);
	visit = mc_desk_record(desk);
	g_assert_true(visit->card_expired);
	g_assert_cmpint(visit->identity_source, ==, MC_IDENTITY_CARD_READ);
}

/* After a restart what waits for its card does not stand in the way of maintenance. */
static void
test_remains_after_restart(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	mc_desk_arrive(desk, 0);
	mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	mc_desk_restart(desk);
	mc_desk_begin(desk);
	mc_desk_ask(
	    desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_ABORT, .abort = MC_ABORT_WALKED_AWAY});
	mc_desk_restart(desk);
	g_assert_true(hello(desk)->resumable);
	g_assert_cmpstr(desk->reply->hello.visit_id, ==, "");
	mc_desk_begin(desk);
	g_assert_true(mc_desk_identify(desk, 0));
	mc_desk_restart(desk);
	g_assert_true(mc_desk_identify(desk, 0));
	g_assert_cmpuint(desk->reply->resumed_exams, ==, 1u << MC_EXAM_HEARING);
	mc_desk_examine_all(desk);
	mc_desk_finish(desk);
	g_assert_cmpuint(mc_desk_count(desk, "visit", NULL), ==, 1);
}

/* T13: the wall clock jumps a day in mid-visit: said in the chain, the visit goes on. */
static void
test_clock_jump(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	mc_desk_arrive(desk, 0);
	mc_desk_examine_all(desk);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "clock-jump"), ==, 0);
	mc_clock_move_wall_us(desk->clock, G_TIME_SPAN_DAY);
	mc_clock_advance_ms(desk->clock, 60 * 1000);
	mc_desk_finish(desk);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "clock-jump"), ==, 1);
	g_assert_cmpuint(mc_desk_count(desk, "visit", NULL), ==, 1);
}

/* What nobody can understand does not lock the kiosk. */
static void
test_broken_steps(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autofree char *path = g_build_filename(desk->folder, "recorder", "journal.db", NULL);
	g_autoptr(McJournal) journal = NULL;

	mc_desk_arrive(desk, 0);
	mc_desk_stop(desk);
	journal = mc_journal_open(path, FALSE, NULL);
	g_assert_true(mc_journal_begin(journal, NULL));
	mc_journal_step_append(journal, "{\"at\":1,\"step\":\"dance\"}", NULL);
	g_assert_true(mc_journal_commit(journal, NULL));
	g_clear_pointer(&journal, mc_journal_close);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*cannot be continued*");
	mc_desk_restart(desk);
	g_test_assert_expected_messages();
	g_assert_cmpstr(hello(desk)->visit_id, ==, "");
	g_assert_cmpuint(mc_desk_count(desk, "audit", "visit-aborted"), ==, 1);
	mc_desk_visit(desk, 1);
}

/* B1: a key that names another kiosk does not start. */
static void
test_other_kiosks_key(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autofree char *path = g_build_filename(desk->folder, "recorder", "recorder.json", NULL);
	g_autofree char *text = NULL;
	g_autofree char *other = NULL;
	g_auto(GStrv) parts = NULL;
	g_autoptr(GError) error = NULL;

	mc_desk_stop(desk);
	g_file_get_contents(path, &text, NULL, NULL);
	parts = g_strsplit(text, "K-0001", 2);
	other = g_strjoinv("K-0002", parts);
	g_file_set_contents(path, other, -1, NULL);
	g_assert_false(mc_desk_start(desk, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new_hired();
#define ADD(name, func)                                                                            \
	g_test_add(                                                                                    \
	    "/recorder/visit/" name, McDesk *, kit, mc_desk_fixture_new, func, mc_desk_fixture_free)
	ADD("whole", test_whole_visit);
	ADD("stock-openssl", test_stock_openssl);
	ADD("no-person-on-disk", test_no_person_on_disk);
	ADD("finish-again", test_finish_again);
	ADD("resume", test_resume);
	ADD("other-person", test_other_person);
	ADD("no-swap", test_no_swap);
	ADD("too-late", test_too_late);
	ADD("too-late-after-restart", test_too_late_after_restart);
	ADD("recorder-restarted", test_recorder_restarted);
	ADD("abort", test_abort);
	ADD("feedback", test_feedback);
	ADD("choices", test_choices);
	ADD("expired-card", test_expired_card);
	ADD("remains-after-restart", test_remains_after_restart);
	ADD("clock-jump", test_clock_jump);
	ADD("broken-steps", test_broken_steps);
	ADD("other-kiosks-key", test_other_kiosks_key);
#undef ADD
	return g_test_run();
}
