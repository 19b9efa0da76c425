/* Databases of earlier versions (C16): frozen SQL makes a tiny one as the program of then did, and
 * the program of today takes it up without losing a row, or says which version it is and leaves it.
 */

#include "app/base/error.h"
#include "app/gateway/store/stamps.h"
#include "app/gateway/store/store.h"
#include "app/journal/journal.h"
#include "tests/kit/provision.h"
#include <sqlite3.h>
#include <string.h>

#define JOURNAL "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

typedef struct Fixture {
	char *folder, *path;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
	fixture->folder = mc_test_folder_new();
	fixture->path = g_build_filename(fixture->folder, "old.db", NULL);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	mc_test_folder_remove(fixture->folder);
	g_free(fixture->path);
}

static void
run_sql(const Fixture *fixture, const char *sql)
{
	sqlite3 *db = NULL;

	g_assert_cmpint(sqlite3_open(fixture->path, &db), ==, SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		g_error("%s", sqlite3_errmsg(db));
	sqlite3_close(db);
}

static void
thaw(const Fixture *fixture, const char *name)
{
	g_autofree char *path = g_strdup_printf(MC_SOURCE_DIR "/tests/vectors/schemas/%s.sql", name);
	g_autofree char *sql = NULL;

	g_assert_true(g_file_get_contents(path, &sql, NULL, NULL));
	run_sql(fixture, sql);
}

static int
ask_number(const Fixture *fixture, const char *sql)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *statement = NULL;
	int number = 0;

	g_assert_cmpint(sqlite3_open(fixture->path, &db), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_step(statement), ==, SQLITE_ROW);
	number = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return number;
}

/* ---- the gateway's store ---- */

static void
count_refusal(const McStoreRefusal *refusal, gpointer data)
{
	(*(guint *)data)++;
}

static void
count_leaf(const McStoreLeaf *leaf, gpointer data)
{
	(*(guint *)data)++;
}

static guint
refusals(McStore *store)
{
	g_autoptr(GError) error = NULL;
	guint count = 0;

	mc_store_each_refusal(store, count_refusal, &count, &error);
	g_assert_no_error(error);
	return count;
}

static guint
unstamped(McStore *store)
{
	g_autoptr(GError) error = NULL;
	guint count = 0;

	mc_store_unstamped(store, 10, count_leaf, &count, &error);
	g_assert_no_error(error);
	return count;
}

/* What was there is there; the chain goes on where it was. */
static void
assert_kept(McStore *store)
{
	g_autoptr(GError) error = NULL;
	const McStoreRecord record = {.kiosk = "K-0001", .journal = JOURNAL, .seq = 2};
	g_auto(McStoreReceipt) receipt = {0};
	McStoreHead head;

	mc_store_receipt(store, &record, &receipt, &error);
	g_assert_no_error(error);
	g_assert_cmpint(receipt.id, ==, 2);
	g_assert_cmpstr(receipt.reference, ==, "MC-K0001-000002-X");
	g_assert_cmpint(receipt.received_wall_us, ==, G_GINT64_CONSTANT(1764000002000000));
	/* of when each record had a seal of its own: it is made anew when it is asked for */
	g_assert_null(receipt.under.seal);
	mc_store_head(store, "K-0001", &head, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(head.seq, ==, 2);
	g_assert_cmpuint(head.records, ==, 2);
	g_assert_cmpstr(head.journal, ==, JOURNAL);
}

static void
add_third(McStore *store)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static("\003\003", 2);
	g_autoptr(GError) error = NULL;
	char prev[65], digest[65], certificate[65];
	const McStoreRecord record = {.kiosk = "K-0001",
	    .journal = JOURNAL,
	    .digest = memset(digest, '3', 64),
	    .prev = memset(prev, '2', 64),
	    .type = "audit",
	    .reference = "MC-K0001-000003-X",
	    .certificate = memset(certificate, 'c', 64),
	    .next_certificate = certificate,
	    .outcomes = "",
	    .seq = 3,
	    .envelope = bytes};
	const McStoreRefusal refusal = {
	    .kiosk = "K-0001", .path = "", .digest = "", .codes = "fork", .text = ""};
	McStorePlace place = MC_STORE_PLACE_FORK;
	gint64 id = 0;

	digest[64] = prev[64] = certificate[64] = '\0';
	mc_store_look(store, &record, &place, &error);
	g_assert_no_error(error);
	g_assert_cmpint(place, ==, MC_STORE_PLACE_FREE);
	mc_store_add(store, &record, place, &id, &error);
	g_assert_no_error(error);
	g_assert_cmpint(id, ==, 3);
	mc_store_refuse(store, &refusal, &error);
	g_assert_no_error(error);
	mc_store_commit(store, &error);
	g_assert_no_error(error);
}

typedef struct Version {
	const char *name;
	guint refusals, unstamped; /* of what is in it */
} Version;

static void
test_store(Fixture *fixture, gconstpointer data)
{
	const Version *version = data;
	g_autoptr(GError) error = NULL;
	McStore *store = NULL;
	int before = 0;

	thaw(fixture, version->name);
	before = ask_number(fixture, "PRAGMA user_version");
	store = mc_store_open(fixture->path, &error);
	g_assert_no_error(error);
	assert_kept(store);
	g_assert_cmpuint(refusals(store), ==, version->refusals);
	g_assert_cmpuint(unstamped(store), ==, version->unstamped);
	add_third(store);
	mc_store_close(store);
	g_assert_cmpint(ask_number(fixture, "PRAGMA user_version"), >=, before);
	g_assert_cmpint(
	    ask_number(fixture, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), ==, 1);
	/* It has become like one that was made today. */
	store = mc_store_open_for_reading(fixture->path, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(refusals(store), ==, version->refusals + 1);
	g_assert_cmpuint(unstamped(store), ==, version->unstamped + 1);
	mc_store_close(store);
}

static char *
tables(const Fixture *fixture)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *statement = NULL;
	GString *text = g_string_new(NULL);

	g_assert_cmpint(sqlite3_open(fixture->path, &db), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_prepare_v2(db,
	                    "SELECT m.name || '.' || c.name || ' ' || c.type || c.\"notnull\" || c.pk"
	                    " FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'"
	                    " ORDER BY m.name, c.cid",
	                    -1, &statement, NULL),
	    ==, SQLITE_OK);
	while (sqlite3_step(statement) == SQLITE_ROW)
		g_string_append_printf(text, "%s\n", (const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return g_string_free(text, FALSE);
}

static void
test_same_tables(Fixture *fixture, gconstpointer data)
{
	Fixture fresh = {0};
	g_autofree char *old = NULL;
	g_autofree char *made = NULL;

	set_up(&fresh, NULL);
	thaw(fixture, data);
	mc_store_close(mc_store_open(fixture->path, NULL));
	mc_store_close(mc_store_open(fresh.path, NULL));
	old = tables(fixture);
	made = tables(&fresh);
	g_assert_cmpstr(old, ==, made);
	g_assert_nonnull(strstr(made, "stamp.response BLOB"));
	g_assert_nonnull(strstr(made, "renewal.response BLOB"));
	g_assert_nonnull(strstr(made, "case_part.record INTEGER"));
	g_assert_nonnull(strstr(made, "joint.statement BLOB"));
	tear_down(&fresh, NULL);
}

/* Whoever only looks changes nothing: he is told what to do. */
static void
test_store_is_not_brought_up_by_looking(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;

	thaw(fixture, "store-3");
	g_assert_null(mc_store_open_for_reading(fixture->path, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_STORAGE);
	g_assert_nonnull(strstr(error->message, "schema version 3"));
	g_assert_nonnull(strstr(error->message, "start the gateway once"));
	g_assert_cmpint(ask_number(fixture, "PRAGMA user_version"), ==, 3);
}

/* A program of before, or one of later, has made it. */
static void
test_unknown_store(Fixture *fixture, gconstpointer data)
{
	static const int versions[] = {1, 99};

	thaw(fixture, "store-2");
	for (guint i = 0; i < G_N_ELEMENTS(versions); i++) {
		g_autofree char *mark = g_strdup_printf("PRAGMA user_version = %d", versions[i]);
		g_autofree char *named = g_strdup_printf("schema version %d", versions[i]);
		g_autoptr(GError) error = NULL;

		run_sql(fixture, mark);
		g_assert_null(mc_store_open(fixture->path, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_STORAGE);
		g_assert_nonnull(strstr(error->message, named));
		g_assert_nonnull(strstr(error->message, "install the program that fits"));
		g_assert_cmpint(ask_number(fixture, "SELECT count(*) FROM record"), ==, 2);
	}
}

/* One that cannot be brought up whole is as it was: here somebody's table has the name. */
static void
test_half_brought_up(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;

	thaw(fixture, "store-2");
	run_sql(fixture, "CREATE TABLE stamp(x)");
	g_assert_null(mc_store_open(fixture->path, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_STORAGE);
	g_assert_cmpint(ask_number(fixture, "PRAGMA user_version"), ==, 2);
	g_assert_cmpint(
	    ask_number(fixture, "SELECT count(*) FROM sqlite_schema WHERE name = 'refusal'"), ==, 0);
}

/* ---- the kiosk's journal ---- */

static void
test_journal(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(McJournal) journal = NULL;
	McJournalEntry entry = {0};
	char digest[MC_DIGEST_HEX_SIZE];
	guint64 seq = 0;

	thaw(fixture, "journal-1");
	journal = mc_journal_open(fixture->path, FALSE, &error);
	g_assert_no_error(error);
	mc_journal_head(journal, &seq, digest);
	g_assert_cmpuint(seq, ==, 2);
	g_assert_true(digest[0] == '2' && digest[63] == '2');
	g_assert_cmpuint(mc_journal_pending_count(journal), ==, 1);
	g_assert_true(mc_journal_get(journal, 1, TRUE, &entry, &error));
	g_assert_no_error(error);
	g_assert_nonnull(entry.receipt);
	g_assert_cmpuint(g_bytes_get_size(entry.envelope), ==, 2);
	mc_journal_entry_clear(&entry);
	g_assert_true(mc_journal_check(journal, &error));
}

static void
test_unknown_journal(Fixture *fixture, gconstpointer data)
{
	static const char *const marks[] = {"PRAGMA user_version = 0", "PRAGMA user_version = 2"};

	thaw(fixture, "journal-1");
	for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
		g_autoptr(GError) error = NULL;

		run_sql(fixture, marks[i]);
		g_assert_null(mc_journal_open(fixture->path, FALSE, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_STORAGE);
		g_assert_nonnull(strstr(error->message, "schema version"));
		g_assert_cmpint(ask_number(fixture, "SELECT count(*) FROM entry"), ==, 2);
	}
	run_sql(fixture, "PRAGMA application_id = 0");
	g_assert_null(mc_journal_open(fixture->path, FALSE, NULL));
}

int
main(int argc, char **argv)
{
	static const Version versions[] = {
	    {"store-2", 0, 2}, {"store-3", 1, 2}, {"store-4", 1, 0}, {"store-5", 1, 0}};

	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(versions); i++) {
		g_autofree char *path = g_strdup_printf("/schema/%s", versions[i].name);
		g_autofree char *tables_path = g_strdup_printf("/schema/tables/%s", versions[i].name);

		g_test_add(path, Fixture, &versions[i], set_up, test_store, tear_down);
		g_test_add(tables_path, Fixture, versions[i].name, set_up, test_same_tables, tear_down);
	}
#define ADD(path, function) g_test_add("/schema/" path, Fixture, NULL, set_up, function, tear_down)
	ADD("looking", test_store_is_not_brought_up_by_looking);
	ADD("unknown-store", test_unknown_store);
	ADD("half", test_half_brought_up);
	ADD("journal", test_journal);
	ADD("unknown-journal", test_unknown_journal);
	return g_test_run();
}
