/* B2, C17: the power fails before each operation that the recorder's real transactions make on the
 * disk, and what was not flushed is kept, lost, torn or garbage. Whatever a reply had promised is
 * there afterwards, whatever had not been asked for is not, nothing is half there, and a recorder
 * starts on it and goes on.
 *
 * MC_POWER_EVERY=n looks at every n-th operation only; 1 is all of them (tests/fault/nothing-lost).
 */

#include "app/journal/journal.h"
#include "app/record/pack.h"
#include "app/record/time.h"
#include "app/spool/spool.h"
#include "tests/desk/desk.h"
#include "tests/kit/provision.h"
#include "tests/support/disk/disk.h"
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define EVERY 23
#define START_EVERY 200

typedef struct Play {
	McDesk *desk;
	McDisk *disk;
	GArray *replies; /* of guint: operations made when each reply was ready */
	guint last_visit; /* operations before it */
	guint unsent; /* operations before a receipt came: until then the outbox has the whole chain */
	gint32 first_yyyymmdd; /* the day of the visits */
	GArray *middles; /* of guint: operations made in the middle of what seldom happens */
} Play;

/* ---- the play ---- */

static void
replied(Play *play)
{
	guint at = mc_disk_operations(play->disk);

	g_array_append_val(play->replies, at);
}

static void
ask(Play *play, const McRecorderRequest *request)
{
	mc_desk_ask(play->desk, request);
	replied(play);
}

static void
examine(Play *play, McExamKind kind)
{
	McStep step = mc_desk_open(play->desk, kind, MC_CORRECTION_NAKED);

	replied(play);
	while (step != MC_STEP_DONE) {
		if (step == MC_STEP_PRESENT)
			mc_desk_answer(play->desk);
		else
			mc_desk_ask(play->desk, &(McRecorderRequest){.op = MC_RECORDER_EXAM_ACKNOWLEDGE});
		replied(play);
		step = play->desk->reply->step;
	}
}

static void
finish(Play *play)
{
	mc_desk_finish(play->desk);
	replied(play);
}

static void
accept(Play *play, const McRecordState *record, McSigner *gateway)
{
	McReceipt receipt;

	mc_desk_receipt(play->desk, record, &receipt);
	mc_desk_deliver(play->desk, record->seq, &receipt, gateway);
	while (play->desk->last_state.state != MC_RECEIPT_ACCEPTED)
		g_main_context_iteration(NULL, TRUE);
	replied(play);
}

/* The recorder is started there, too: the places every so often may miss it. */
static void
note_middle(Play *play, guint before)
{
	guint middle = before + (mc_disk_operations(play->disk) - before) / 2;

	g_array_append_val(play->middles, middle);
}

/* ---- what comes through the spool, and with the hours ---- */

static gboolean
lies_in(McSpool *spool, McSpoolBox box, guint64 seq)
{
	g_autoptr(GBytes) bytes = mc_spool_get(spool, box, seq, NULL);

	return bytes != NULL;
}

static void
bring(Play *play, McSpoolBox box, guint64 seq, GBytes *bytes)
{
	g_autofree char *path = g_build_filename(play->desk->folder, "spool", NULL);
	g_autoptr(McSpool) spool = mc_spool_open(path, NULL);
	guint before = mc_disk_operations(play->disk);

	g_assert_nonnull(spool);
	g_assert_true(mc_spool_put(spool, box, seq, bytes, NULL));
	/* a note of what is parked stays */
	while (box == MC_SPOOL_PARKED ? play->desk->last_state.state != MC_RECEIPT_PARKED
	                              : lies_in(spool, box, seq))
		g_main_context_iteration(NULL, TRUE);
	replied(play);
	note_middle(play, before);
}

static void
take_pack(Play *play)
{
	gint64 now_us = mc_clock_wall_us(play->desk->clock);
	McPack pack = {.kind = MC_PACK_DEVICES,
	    .kiosk = "K-0001",
	    .version = 1,
	    .issued_wall_us = now_us,
	    .effective_wall_us = now_us,
	    .expires_wall_us = now_us + 20 * G_TIME_SPAN_DAY,
	    .file = g_bytes_new_static("{\"enrolments\":[]}", 17)};
	g_autoptr(McSigner) office = mc_desk_signer(play->desk, "authority", "pack");
	g_autoptr(GBytes) content = mc_pack_write(&pack, NULL);
	g_autoptr(GBytes) envelope = mc_seal(office, content, NULL);

	mc_pack_clear(&pack);
	bring(play, MC_SPOOL_INBOX, 1, envelope);
	g_assert_cmpuint(mc_desk_count(play->desk, "audit", "configuration-activated"), ==, 1);
}

/* Something that is no receipt, and the gateway's refusal. */
static void
take_answers(Play *play, guint64 seq)
{
	static const char note[] = "{\"codes\":[\"bad-seal\"]}";
	g_autoptr(GBytes) junk = g_bytes_new_static("junk", 4);
	g_autoptr(GBytes) parked = g_bytes_new_static(note, strlen(note));

	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "receipt of record *");
	bring(play, MC_SPOOL_RECEIPTS, seq, junk);
	g_test_assert_expected_messages();
	bring(play, MC_SPOOL_PARKED, seq, parked);
	g_assert_cmpuint(mc_desk_count(play->desk, "audit", "receipt-refused"), ==, 1);
	g_assert_cmpuint(mc_desk_count(play->desk, "audit", "record-parked"), ==, 1);
}

/* The day is closed, and the key of what the outlet keeps of it destroyed. */
static void
pass_a_day(Play *play)
{
	guint closes = mc_desk_count(play->desk, "audit", "daily-close");

	for (guint hour = 0; hour < 25; hour++) {
		guint before = mc_disk_operations(play->disk);

		mc_clock_advance_ms(play->desk->clock, 60u * 60 * 1000);
		replied(play);
		if (mc_disk_operations(play->disk) > before)
			note_middle(play, before);
	}
	g_assert_cmpuint(mc_desk_count(play->desk, "audit", "daily-close"), ==, closes + 1);
	g_assert_cmpuint(mc_desk_count(play->desk, "audit", "day-data-shredded"), ==, 1);
}

static void
take_picture(Play *play)
{
	guint before = 0;

	g_assert_cmpint(mc_desk_open_watched(play->desk), ==, MC_STEP_PRESENT);
	replied(play);
	before = mc_disk_operations(play->disk);
	mc_desk_take_picture(play->desk, " a picture ");
	replied(play);
	note_middle(play, before);
	ask(play, &(McRecorderRequest){
	              .op = MC_RECORDER_EXAM_STOP, .exam = MC_EXAM_LIMBS, .stop = MC_REASON_TIME_OUT});
}

/* A visit, one that is broken off, a staff session, a signed pack, a restart (which empties the
 * write-ahead log into the database), and one more visit with a picture, which is refused, outlives
 * the day and is accepted. */
static void
perform(Play *play)
{
	McDesk *desk = play->desk;
	g_autoptr(McSigner) gateway = mc_desk_signer(desk, "gateway", "receipt");
	McRecordState last;

	replied(play);
	mc_desk_arrive(desk, 0);
	replied(play);
	examine(play, MC_EXAM_HEARING);
	examine(play, MC_EXAM_ACUITY);
	finish(play);
	mc_desk_arrive(desk, 1);
	examine(play, MC_EXAM_SIDE);
	ask(play, &(McRecorderRequest){.op = MC_RECORDER_VISIT_ABORT, .abort = MC_ABORT_CITIZEN});
	mc_desk_sign_in(desk, "lin", "731205");
	ask(play, &(McRecorderRequest){.op = MC_RECORDER_SET_PAUSED, .flag = TRUE});
	ask(play, &(McRecorderRequest){.op = MC_RECORDER_SET_PAUSED});
	mc_desk_sign_out(desk);
	take_pack(play);
	mc_desk_restart(desk);
	replied(play);
	play->last_visit = mc_disk_operations(play->disk);
	mc_desk_arrive(desk, 2);
	examine(play, MC_EXAM_ACUITY);
	take_picture(play);
	finish(play);
	last = desk->reply->record;
	take_answers(play, last.seq);
	pass_a_day(play);
	play->unsent = mc_disk_operations(play->disk);
	accept(play, &last, gateway);
}

/* ---- what a journal holds ---- */

static const char *const tables[] = {
    "entry", "blob", "receipt", "outbox", "counter", "step", "value"};

static void
add_row(GChecksum *sum, sqlite3_stmt *row)
{
	for (int i = 0; i < sqlite3_column_count(row); i++) {
		int size = sqlite3_column_bytes(row, i);

		g_checksum_update(sum, (const guchar *)&size, sizeof size);
		if (size > 0)
			g_checksum_update(sum, sqlite3_column_blob(row, i), size);
	}
}

static void
add_table(GChecksum *sum, sqlite3 *db, const char *table)
{
	g_autofree char *sql = g_strdup_printf("SELECT * FROM %s ORDER BY 1", table);
	sqlite3_stmt *row = NULL;
	int code = sqlite3_prepare_v2(db, sql, -1, &row, NULL);

	g_assert_cmpint(code, ==, SQLITE_OK);
	while ((code = sqlite3_step(row)) == SQLITE_ROW)
		add_row(sum, row);
	g_assert_cmpint(code, ==, SQLITE_DONE);
	sqlite3_finalize(row);
}

static void
assert_sound(sqlite3 *db)
{
	sqlite3_stmt *row = NULL;

	g_assert_cmpint(
	    sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &row, NULL), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_step(row), ==, SQLITE_ROW);
	g_assert_cmpstr((const char *)sqlite3_column_text(row, 0), ==, "ok");
	sqlite3_finalize(row);
}

/* Everything that the journal in the folder holds, as one digest. Opens it first as the recorder
 * does. */
static char *
holdings(const char *folder)
{
	g_autofree char *path = g_build_filename(folder, "recorder", "journal.db", NULL);
	g_autoptr(GError) error = NULL;
	McJournal *journal = mc_journal_open(path, FALSE, &error);
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	sqlite3 *db = NULL;

	g_assert_no_error(error);
	mc_journal_close(journal);
	g_assert_cmpint(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
	/* A write-ahead log is read without shared memory by its only user. */
	sqlite3_exec(db, "PRAGMA locking_mode = EXCLUSIVE", NULL, NULL, NULL);
	assert_sound(db);
	for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
		add_table(sum, db, tables[i]);
	sqlite3_close(db);
	return g_strdup(g_checksum_get_string(sum));
}

static void
empty(const char *folder)
{
	static const char *const names[] = {"journal.db", "journal.db-wal", "journal.db-journal"};

	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(folder, "recorder", names[i], NULL);

		g_unlink(path);
	}
}

static char *
holdings_after(Play *play, guint at, McLoss loss, const char *folder)
{
	empty(folder);
	mc_disk_crash(play->disk, at, loss, at * MC_LOSSES + (guint)loss, folder);
	return holdings(folder);
}

/* ---- the proof ---- */

/* Between two replies each operation may complete what is being asked for. */
static gboolean
may_hold(Play *play, const char *found, guint from, guint to, const char *folder)
{
	for (guint at = to; at >= from; at--) {
		g_autofree char *whole = holdings_after(play, at, MC_LOSS_NONE, folder);

		if (strcmp(whole, found) == 0)
			return TRUE;
		if (at == 0)
			break;
	}
	return FALSE;
}

static void
fail_power(Play *play, guint at, const char *folder)
{
	guint reply = 0;
	guint next = mc_disk_operations(play->disk);
	g_autofree char *promised = NULL;

	while (reply + 1 < play->replies->len && g_array_index(play->replies, guint, reply + 1) <= at)
		reply++;
	if (reply + 1 < play->replies->len)
		next = g_array_index(play->replies, guint, reply + 1);
	promised =
	    holdings_after(play, g_array_index(play->replies, guint, reply), MC_LOSS_NONE, folder);
	for (guint loss = 0; loss < MC_LOSSES; loss++) {
		g_autofree char *found = holdings_after(play, at, (McLoss)loss, folder);

		if (strcmp(found, promised) == 0)
			continue;
		if (!may_hold(
		        play, found, g_array_index(play->replies, guint, reply), MIN(at, next), folder))
			g_error("power failed before operation %u, loss %u: what is left was never stored", at,
			    loss);
	}
}

/* The power went between the clerk's pause and its end: that is kept, too. */
static void
open_again(McDesk *desk)
{
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	if (!desk->reply->hello.paused)
		return;
	mc_desk_sign_in(desk, "lin", "731205");
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_SET_PAUSED});
	mc_desk_sign_out(desk);
}

/* Beside the journal lies what lay there at the end; but a destroyed key's file, by now empty, goes
 * only after the journal has said so. */
static void
leave_destroyed_key(Play *play, const McDesk *desk)
{
	g_autofree char *path =
	    g_strdup_printf("%s/recorder/day-keys/%d", desk->folder, play->first_yyyymmdd);

	g_assert_true(g_file_set_contents(path, "", 0, NULL));
}

/* The recorder itself on what is left: the spool is made anew from the journal, the chain holds,
 * and a visit goes through. */
static void
start_after(Play *play, guint at)
{
	const McDeskKit kit = {.folder = play->desk->folder};
	g_autoptr(McDesk) desk =
	    mc_desk_new_bare(&kit, mc_clock_new_manual(mc_clock_wall_us(play->desk->clock)));
	g_autofree char *spool = g_build_filename(desk->folder, "spool", NULL);
	g_autoptr(GError) error = NULL;
	guint before = 0;

	mc_test_folder_remove(g_steal_pointer(&spool));
	/* A start whose clock nobody believes ends no day. */
	mc_clock_set_synchronised(desk->clock, TRUE);
	empty(desk->folder);
	leave_destroyed_key(play, desk);
	mc_disk_crash(play->disk, at, MC_LOSS_GARBAGE, at, desk->folder);
	mc_desk_start(desk, &error);
	g_assert_no_error(error);
	open_again(desk);
	before = mc_desk_count(desk, "visit", NULL);
	/* Somebody else: who was there before would go on where he stood. */
	mc_desk_visit(desk, at < play->last_visit ? 2 : 1);
	mc_desk_verify_chain(desk);
	g_assert_cmpuint(mc_desk_count(desk, "visit", NULL), ==, before + 1);
	/* The day of the first visit is over by now, whoever ended it. */
	if (at >= play->last_visit)
		g_assert_cmpuint(mc_desk_count(desk, "audit", "day-data-shredded"), ==, 1);
}

static guint
every(void)
{
	const char *text = g_getenv("MC_POWER_EVERY");
	guint64 value = text != NULL ? g_ascii_strtoull(text, NULL, 10) : EVERY;

	return value > 0 ? (guint)value : 1;
}

/* At noon: the play counts midnights. */
static McDesk *
new_desk(gconstpointer kit)
{
	gint64 later_us = g_get_real_time() + 12 * G_TIME_SPAN_HOUR + G_TIME_SPAN_MINUTE;
	gint64 noon_us = mc_time_midnight_in_shanghai(later_us) + 12 * G_TIME_SPAN_HOUR;

	return mc_desk_new_bare(kit, mc_clock_new_manual(noon_us));
}

static void
test_power(gconstpointer kit)
{
	Play play = {.replies = g_array_new(FALSE, FALSE, sizeof(guint)),
	    .middles = g_array_new(FALSE, FALSE, sizeof(guint))};
	g_autoptr(GError) error = NULL;
	char *folder = mc_test_folder_new();
	guint step = every();
	guint points = 0;
	guint starts = 0;

	play.desk = new_desk(kit);
	play.first_yyyymmdd = mc_time_day_in_shanghai(mc_clock_wall_us(play.desk->clock));
	mc_desk_have_pictures(play.desk);
	play.disk = mc_disk_new(play.desk->folder);
	mc_desk_start(play.desk, &error);
	g_assert_no_error(error);
	perform(&play);
	for (guint at = g_array_index(play.replies, guint, 0); at <= mc_disk_operations(play.disk);
	     at += step) {
		fail_power(&play, at, folder);
		points++;
	}
	for (guint at = g_array_index(play.replies, guint, 0); at < play.unsent;
	     at += step * START_EVERY / EVERY, starts++)
		start_after(&play, at);
	for (guint i = 0; i < play.middles->len; i++, starts++)
		start_after(&play, g_array_index(play.middles, guint, i));
	g_test_message("metric crash_points %u of %u operations, %d losses each, %u replies, %u starts",
	    points, mc_disk_operations(play.disk), MC_LOSSES, play.replies->len, starts);
	mc_desk_free(play.desk);
	mc_disk_free(play.disk);
	g_array_unref(play.replies);
	g_array_unref(play.middles);
	mc_test_folder_remove(folder);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new_hired();
	g_test_add_data_func("/fault/power", kit, test_power);
	return g_test_run();
}
