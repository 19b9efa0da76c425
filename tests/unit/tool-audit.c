/* S6, M5: medcheck audit finds in a journal what was deleted, swapped, flipped, cut off or
 * rewritten, and SQLite's own check does not. */

#include "app/journal/journal.h"
#include "tests/desk/desk.h"
#include <sqlite3.h>
#include <string.h>

typedef struct Fixture {
	McDesk *desk;
	char *journal, *trust, *gateway;
	char *qr; /* of the last visit: its slip */
	char *out;
	int status;
} Fixture;

static void
change_sql(Fixture *fixture, const char *sql)
{
	sqlite3 *db = NULL;
	char *problem = NULL;

	g_assert_cmpint(sqlite3_open(fixture->journal, &db), ==, SQLITE_OK);
	sqlite3_exec(db, sql, NULL, NULL, &problem);
	g_assert_cmpstr(problem, ==, NULL);
	g_assert_cmpint(sqlite3_changes(db), >, 0);
	sqlite3_close(db);
}

/* Two visits, one of them accepted, and the recorder has ended. */
static void
set_up(Fixture *fixture, gconstpointer kit)
{
	McDesk *desk = mc_desk_new(kit);
	g_autoptr(McSigner) signer = mc_desk_signer(desk, "gateway", "receipt");
	McRecordState record;
	McReceipt receipt;

	fixture->desk = desk;
	mc_desk_visit(desk, 0);
	record = desk->reply->record;
	mc_desk_receipt(desk, &record, &receipt);
	mc_desk_deliver(desk, record.seq, &receipt, signer);
	while (desk->last_state.state != MC_RECEIPT_ACCEPTED)
		g_main_context_iteration(NULL, TRUE);
	mc_clock_move_wall_us(desk->clock, 2 * G_TIME_SPAN_HOUR);
	mc_desk_visit(desk, 1);
	fixture->qr = g_strdup(desk->reply->record.qr);
	mc_desk_stop(desk);
	fixture->journal = g_build_filename(desk->folder, "recorder", "journal.db", NULL);
	fixture->trust = g_build_filename(desk->folder, "trust", "roots.pem", NULL);
	fixture->gateway = g_build_filename(desk->folder, "recorder", "gateway-roots.pem", NULL);
}

static void
tear_down(Fixture *fixture, gconstpointer kit)
{
	mc_desk_free(fixture->desk);
	g_free(fixture->journal);
	g_free(fixture->trust);
	g_free(fixture->gateway);
	g_free(fixture->qr);
	g_free(fixture->out);
}

static void
audit(Fixture *fixture, const char *anchors)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_build_filename(fixture->desk->folder, "anchors.txt", NULL);
	g_autoptr(GSubprocess) process = NULL;

	g_file_set_contents(path, anchors, -1, NULL);
	process = g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
	    MC_BINARY_DIR "/bin/medcheck", "audit", fixture->journal, "--trust", fixture->trust,
	    "--gateway", fixture->gateway, "--anchors", path, NULL);
	g_assert_no_error(error);
	g_clear_pointer(&fixture->out, g_free);
	g_subprocess_communicate_utf8(process, NULL, NULL, &fixture->out, NULL, &error);
	g_assert_no_error(error);
	fixture->status = g_subprocess_get_exit_status(process);
}

static void
assert_says(const Fixture *fixture, const char *text)
{
	if (strstr(fixture->out, text) == NULL)
		g_error("not said: %s\n%s", text, fixture->out);
}

static void
test_good(Fixture *fixture, gconstpointer kit)
{
	g_autofree char *anchors = g_strconcat("\n", fixture->qr, "\n", NULL);

	audit(fixture, anchors);
	assert_says(fixture, "2 of them visits");
	assert_says(fixture, "1 proven");
	assert_says(fixture, "anchors    1 of 1 met");
	assert_says(fixture, "the machine's clock moved by +7200 s; time from then on: bounded");
	assert_says(fixture, "result     good, 0 findings");
	g_assert_cmpint(fixture->status, ==, 0);
}

/* A copy made while the recorder owns the file audits like the file itself. */
static void
test_backup(Fixture *fixture, gconstpointer kit)
{
	g_autofree char *path = g_build_filename(fixture->desk->folder, "backup.db", NULL);
	g_autoptr(GError) error = NULL;
	McJournal *journal = mc_journal_open(fixture->journal, FALSE, &error);

	g_assert_no_error(error);
	mc_journal_backup(journal, path, &error);
	g_assert_no_error(error);
	mc_journal_backup(journal, path, &error);
	g_assert_no_error(error);
	mc_journal_close(journal);
	g_free(fixture->journal);
	fixture->journal = g_steal_pointer(&path);
	audit(fixture, fixture->qr);
	assert_says(fixture, "result     good, 0 findings");
}

typedef struct Spoil {
	const char *name;
	const char *sql;
	const char *says;
} Spoil;

static const Spoil spoils[] = {
    {"delete", "DELETE FROM entry WHERE seq = 7", "gap        number 7"},
    {"delete-envelope", "DELETE FROM blob WHERE seq = 7", "gap        number 7"},
    {"link-after-deleted", "DELETE FROM entry WHERE seq = 7", "chain      number 8"},
    {"swap",
        "UPDATE blob SET envelope = (SELECT envelope FROM blob b WHERE b.seq = 9 - blob.seq)"
        " WHERE seq IN (4, 5)",
        "chain      number 4"},
    {"replace",
        "UPDATE blob SET envelope = (SELECT envelope FROM blob b WHERE b.seq = 3) WHERE seq = 4",
        "chain      number 4: the envelope here states another number"},
    {"type", "UPDATE entry SET type = 'visit' WHERE seq = 3", "column     number 3"},
    {"time", "UPDATE entry SET at_wall_us = at_wall_us + 1 WHERE seq = 3", "column     number 3"},
    {"label", "UPDATE entry SET label = 'paused' WHERE type = 'visit'", "column     number"},
    {"digest", "UPDATE entry SET digest = substr(digest, 2) || substr(digest, 1, 1) WHERE seq = 3",
        "column     number 3"},
    {"reference", "UPDATE entry SET reference = 'MC-K0001-000001-A' WHERE type = 'visit'",
        "column     number"},
    {"personal", "UPDATE blob SET personal = zeroblob(300) WHERE personal IS NOT NULL",
        "personal   number"},
    {"personal-gone", "UPDATE blob SET personal = NULL WHERE personal IS NOT NULL",
        "personal   number"},
    {"accepted", "UPDATE entry SET accepted_wall_us = 5 WHERE seq = 3", "receipt    number 3"},
    {"receipt", "UPDATE receipt SET receipt = (SELECT envelope FROM blob WHERE seq = 3)",
        "receipt    number"},
    {"receipt-gone", "DELETE FROM receipt", "receipt    number"},
    {"counter", "UPDATE counter SET pending = 0", "column     number"},
};

/* What the row does to the journal is found, and named. */
static void
test_spoiled(Fixture *fixture, gconstpointer kit)
{
	g_autofree char *original = NULL;
	gsize size = 0;

	g_assert_true(g_file_get_contents(fixture->journal, &original, &size, NULL));
	for (gsize i = 0; i < G_N_ELEMENTS(spoils); i++) {
		g_test_message("%s", spoils[i].name);
		change_sql(fixture, spoils[i].sql);
		audit(fixture, "");
		g_assert_cmpint(fixture->status, ==, 1);
		assert_says(fixture, spoils[i].says);
		g_file_set_contents(fixture->journal, original, (gssize)size, NULL);
	}
}

static guint64
ask_number(Fixture *fixture, const char *sql)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *row = NULL;
	guint64 number = 0;

	g_assert_cmpint(sqlite3_open(fixture->journal, &db), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_prepare_v2(db, sql, -1, &row, NULL), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_step(row), ==, SQLITE_ROW);
	number = (guint64)sqlite3_column_int64(row, 0);
	sqlite3_finalize(row);
	sqlite3_close(db);
	return number;
}

/* One bit, by SQLite itself; `piece` is then what stood from that byte on. */
#define PIECE 24

static void
flip_bit(Fixture *fixture, const char *column, guint64 seq, GRand *random, guint8 piece[PIECE])
{
	sqlite3 *db = NULL;
	sqlite3_blob *blob = NULL;
	guint8 changed = 0;
	int at = 0;

	g_assert_cmpint(sqlite3_open(fixture->journal, &db), ==, SQLITE_OK);
	g_assert_cmpint(
	    sqlite3_blob_open(db, "main", "blob", column, (gint64)seq, 1, &blob), ==, SQLITE_OK);
	at = g_rand_int_range(random, 0, sqlite3_blob_bytes(blob) - PIECE);
	g_assert_cmpint(sqlite3_blob_read(blob, piece, PIECE, at), ==, SQLITE_OK);
	changed = piece[0] ^ (guint8)(1u << g_rand_int_range(random, 0, 8));
	g_assert_cmpint(sqlite3_blob_write(blob, &changed, 1, at), ==, SQLITE_OK);
	sqlite3_blob_close(blob);
	sqlite3_close(db);
}

static void
assert_found(Fixture *fixture, const char *says)
{
	audit(fixture, "");
	g_assert_cmpint(fixture->status, ==, 1);
	g_assert_null(strstr(fixture->out, "not sound"));
	assert_says(fixture, says);
}

/* A bit anywhere in an envelope or a personal part; integrity_check is content with each of them.
 */
static void
test_flipped(Fixture *fixture, gconstpointer kit)
{
	static const char person[] = "SELECT max(seq) FROM blob WHERE personal IS NOT NULL";
	g_autofree char *original = NULL;
	gsize size = 0;
	GRand *random = g_rand_new_with_seed(5);
	guint64 last = ask_number(fixture, "SELECT max(seq) FROM blob");
	guint64 visit = ask_number(fixture, person);
	guint8 piece[PIECE];

	g_assert_true(g_file_get_contents(fixture->journal, &original, &size, NULL));
	for (guint i = 0; i < 15; i++) {
		gboolean is_personal = i % 5 == 4;
		guint64 seq = is_personal ? visit : (guint64)g_rand_int_range(random, 1, (gint32)last + 1);
		g_autofree char *says = g_strdup_printf("number %" G_GUINT64_FORMAT, seq);

		flip_bit(fixture, is_personal ? "personal" : "envelope", seq, random, piece);
		assert_found(fixture, says);
		g_file_set_contents(fixture->journal, original, (gssize)size, NULL);
	}
	g_rand_free(random);
}

/* Not what is the same in each envelope, nor what lies in two pages. */
static char *
only_place(char *file, gsize size, const guint8 piece[PIECE])
{
	char *first = memmem(file, size, piece, PIECE);
	gsize from = first == NULL ? 0 : (gsize)(first - file) + 1;

	return first == NULL || memmem(file + from, size - from, piece, PIECE) != NULL ? NULL : first;
}

/* The same on the disk, below SQLite; and a bit of what SQLite keeps for itself. */
static void
test_flipped_on_disk(Fixture *fixture, gconstpointer kit)
{
	static const guint first_page_kind = 100;
	g_autofree char *original = NULL;
	char *at = NULL;
	gsize size = 0;
	GRand *random = g_rand_new_with_seed(6);
	guint8 piece[PIECE];

	g_assert_true(g_file_get_contents(fixture->journal, &original, &size, NULL));
	for (guint64 seq = 2; seq < 6; seq++) {
		g_autofree char *says = g_strdup_printf("number %" G_GUINT64_FORMAT, seq);

		do {
			flip_bit(fixture, "envelope", seq, random, piece);
			at = only_place(original, size, piece);
		} while (at == NULL);
		*at ^= 1;
		g_file_set_contents(fixture->journal, original, (gssize)size, NULL);
		assert_found(fixture, says);
		*at ^= 1;
	}
	original[first_page_kind] ^= 1;
	g_file_set_contents(fixture->journal, original, (gssize)size, NULL);
	audit(fixture, "");
	g_assert_cmpint(fixture->status, ==, 2);
	g_rand_free(random);
}

/* Whoever cuts the tail and knows SQL leaves a journal in order; the slip in somebody's hand speaks
 * against it. */
static void
test_tail(Fixture *fixture, gconstpointer kit)
{
	change_sql(fixture,
	    "CREATE TEMP TABLE cut AS SELECT max(seq) AS seq FROM entry WHERE type = 'visit';"
	    "DELETE FROM blob WHERE seq >= (SELECT seq FROM cut);"
	    "DELETE FROM outbox WHERE seq >= (SELECT seq FROM cut);"
	    "DELETE FROM entry WHERE seq >= (SELECT seq FROM cut);"
	    "UPDATE counter SET pending = (SELECT count(*) FROM outbox)");
	audit(fixture, "");
	assert_says(fixture, "result     good");
	audit(fixture, fixture->qr);
	assert_says(fixture, "tail       number");
	g_assert_cmpint(fixture->status, ==, 1);
}

static void
test_fork(Fixture *fixture, gconstpointer kit)
{
	audit(fixture, "MC1/K-0001/3/00000000000000000000000000000000");
	assert_says(fixture, "fork       number 3");
	g_assert_cmpint(fixture->status, ==, 1);
	audit(fixture, "MC1/K-0001/03/00000000000000000000000000000000");
	g_assert_cmpint(fixture->status, ==, 2);
}

/* ---- time ---- */

typedef struct Jump {
	const char *name;
	gint64 by_s;
	gboolean is_other_boot, has_no_clock, at_start;
	int status;
	const char *says;
} Jump;

static const Jump jumps[] = {
    {"forward, unsaid", 7200, .status = 1, .says = "civil time moved by +7200 s\n"},
    {"back, unsaid", -7200, .status = 1, .says = "civil time moved by -7200 s\n"},
    {"small", 30, .says = "result     good, 0 findings"},
    {"in another boot", 7200, .is_other_boot = TRUE, .says = "result     good, 0 findings"},
    {"while it was off", 7200, .at_start = TRUE,
        .says = "civil time moved by +7200 s, while the recorder was not running"},
    {"without a clock", 7200, .has_no_clock = TRUE,
        .says = "civil time moved by +7200 s, where no clock could be believed"},
};

/* One more entry, properly sealed and chained, a second after the last one but for what moved. */
static void
append_moved(Fixture *fixture, const Jump *jump)
{
	g_autoptr(McJournal) journal = mc_journal_open(fixture->journal, FALSE, NULL);
	g_autoptr(McSigner) signer = mc_desk_signer(fixture->desk, "recorder", "signing");
	json_auto_t *body = jump->at_start ? json_pack("{s:s, s:i, s:s}", "event", "recorder-started",
	                                         "clock_rate", 1, "software", "medcheck 0.1.0")
	                                   : json_pack("{s:s}", "event", "help-asked");
	json_auto_t *before = NULL;
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) content = NULL;
	g_autoptr(GBytes) own = NULL;
	McJournalEntry entry = {0}, last = {0};
	McContentHead head;

	mc_journal_head(journal, &entry.seq, entry.digest);
	g_assert_true(mc_journal_get(journal, entry.seq, TRUE, &last, &error));
	content = mc_seal_peek(last.envelope, &error);
	g_assert_true(mc_content_read(content, &head, &before, &error));
	mc_journal_entry_clear(&last);
	head.seq++;
	head.at_wall_us += (jump->by_s + 1) * G_USEC_PER_SEC;
	head.mono_us += G_USEC_PER_SEC;
	g_strlcpy(head.prev, entry.digest, sizeof head.prev);
	g_strlcpy(head.type, "audit", sizeof head.type);
	if (jump->is_other_boot)
		head.boot[0] = head.boot[0] == 'a' ? 'b' : 'a';
	head.clock = (McMoment){.quality = jump->has_no_clock ? MC_CLOCK_BOUNDED : MC_CLOCK_KEPT,
	    .not_before_wall_us = G_USEC_PER_SEC};
	own = mc_content_write(&head, body, &error);
	g_assert_no_error(error);
	entry.envelope = mc_seal_at(signer, own, head.at_wall_us, &error);
	entry.seq = head.seq;
	entry.at_wall_us = head.at_wall_us;
	mc_digest_hex(entry.envelope, entry.digest);
	g_strlcpy(entry.type, "audit", sizeof entry.type);
	g_strlcpy(entry.label, json_string_value(json_object_get(body, "event")), sizeof entry.label);
	g_assert_true(mc_journal_begin(journal, &error) && mc_journal_append(journal, &entry, &error) &&
	              mc_journal_commit(journal, &error));
	mc_journal_entry_clear(&entry);
}

/* T13: civil time against the other clock, from one entry to the next. What nothing explains is a
 * finding. */
static void
test_jumps(Fixture *fixture, gconstpointer kit)
{
	g_autofree char *original = NULL;
	gsize size = 0;

	g_assert_true(g_file_get_contents(fixture->journal, &original, &size, NULL));
	for (gsize i = 0; i < G_N_ELEMENTS(jumps); i++) {
		g_test_message("%s", jumps[i].name);
		append_moved(fixture, &(Jump){"none", 7200, .is_other_boot = TRUE});
		append_moved(fixture, &jumps[i]);
		audit(fixture, "");
		assert_says(fixture, jumps[i].says);
		g_assert_cmpint(fixture->status, ==, jumps[i].status);
		g_file_set_contents(fixture->journal, original, (gssize)size, NULL);
	}
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
#define ADD(name, func) g_test_add("/tool-audit/" name, Fixture, kit, set_up, func, tear_down)
	ADD("good", test_good);
	ADD("backup", test_backup);
	ADD("spoiled", test_spoiled);
	ADD("flipped", test_flipped);
	ADD("flipped-on-disk", test_flipped_on_disk);
	ADD("tail", test_tail);
	ADD("fork", test_fork);
	ADD("T13/jumps", test_jumps);
#undef ADD
	return g_test_run();
}
