/* B2: committed is there, not committed is not, whatever happens to the process in between. */

#include "app/journal/journal.h"
#include "app/base/error.h"
#include "tests/kit/provision.h"
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Fixture {
	char *folder, *path;
	McJournal *journal;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;

	fixture->folder = mc_test_folder_new();
	fixture->path = g_build_filename(fixture->folder, "journal.db", NULL);
	fixture->journal = mc_journal_open(fixture->path, TRUE, &error);
	g_assert_no_error(error);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	mc_journal_close(fixture->journal);
	g_free(fixture->path);
	mc_test_folder_remove(fixture->folder);
}

static void
reopen(Fixture *fixture)
{
	g_autoptr(GError) error = NULL;

	mc_journal_close(fixture->journal);
	fixture->journal = mc_journal_open(fixture->path, FALSE, &error);
	g_assert_no_error(error);
}

static void
make_entry(McJournalEntry *entry, guint64 seq, const char *type)
{
	g_autofree char *text = g_strdup_printf("envelope %" G_GUINT64_FORMAT, seq);

	memset(entry, 0, sizeof *entry);
	entry->seq = seq;
	g_strlcpy(entry->type, type, sizeof entry->type);
	entry->at_wall_us = 1000 * (gint64)seq;
	entry->envelope = g_bytes_new(text, strlen(text));
	mc_digest_hex(entry->envelope, entry->digest);
}

static gboolean
append(McJournal *journal, guint64 seq, const char *type, GError **error)
{
	McJournalEntry entry;
	gboolean good = FALSE;

	make_entry(&entry, seq, type);
	good = mc_journal_append(journal, &entry, error);
	mc_journal_entry_clear(&entry);
	return good;
}

static void
append_committed(McJournal *journal, guint64 first, guint64 last)
{
	for (guint64 seq = first; seq <= last; seq++) {
		g_assert_true(mc_journal_begin(journal, NULL));
		g_assert_true(append(journal, seq, seq % 3 == 0 ? "visit" : "audit", NULL));
		g_assert_true(mc_journal_commit(journal, NULL));
	}
}

static guint64
head(McJournal *journal)
{
	char digest[MC_DIGEST_HEX_SIZE];
	guint64 seq = 0;

	mc_journal_head(journal, &seq, digest);
	return seq;
}

static void
test_empty(Fixture *fixture, gconstpointer data)
{
	char digest[MC_DIGEST_HEX_SIZE];
	guint64 seq = 1;
	McJournalEntry entry;
	g_autoptr(GError) error = NULL;

	mc_journal_head(fixture->journal, &seq, digest);
	g_assert_cmpuint(seq, ==, 0);
	g_assert_cmpstr(digest, ==, "0000000000000000000000000000000000000000000000000000000000000000");
	g_assert_cmpuint(mc_journal_pending_count(fixture->journal), ==, 0);
	g_assert_false(mc_journal_get(fixture->journal, 1, TRUE, &entry, &error));
	g_assert_no_error(error);
}

static void
test_creation(Fixture *fixture, gconstpointer data)
{
	g_autofree char *missing = g_build_filename(fixture->folder, "none.db", NULL);
	g_autofree char *strange = g_build_filename(fixture->folder, "strange.db", NULL);
	g_autoptr(GError) error = NULL;

	g_assert_null(mc_journal_open(missing, FALSE, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_STORAGE);
	g_clear_error(&error);
	g_assert_false(g_file_test(missing, G_FILE_TEST_EXISTS));
	g_assert_null(mc_journal_open(fixture->path, TRUE, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_STORAGE);
	g_clear_error(&error);
	g_assert_true(g_file_set_contents(strange, "no database at all, but long enough", -1, NULL));
	g_assert_null(mc_journal_open(strange, FALSE, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_STORAGE);
}

/* Runs act in a process of its own, which then dies as by a power cut of the process. */
static void
in_dying_process(const char *path, void (*act)(McJournal *journal))
{
	pid_t child = fork();
	int status = 0;

	g_assert_cmpint(child, >=, 0);
	if (child == 0) {
		McJournal *journal = mc_journal_open(path, FALSE, NULL);

		if (journal != NULL)
			act(journal);
		kill(getpid(), SIGKILL);
	}
	g_assert_cmpint(waitpid(child, &status, 0), ==, child);
	g_assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void
append_only(McJournal *journal)
{
	mc_journal_begin(journal, NULL);
	append(journal, 6, "visit", NULL);
	mc_journal_steps_clear(journal, NULL);
}

static void
append_and_commit(McJournal *journal)
{
	append_only(journal);
	mc_journal_commit(journal, NULL);
}

static void
open_only(McJournal *journal)
{
}

static void
test_killed_before_and_after_commit(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GPtrArray) steps = NULL;

	append_committed(fixture->journal, 1, 5);
	g_assert_true(mc_journal_step_append(fixture->journal, "{}", NULL));
	g_clear_pointer(&fixture->journal, mc_journal_close);

	in_dying_process(fixture->path, append_only);
	fixture->journal = mc_journal_open(fixture->path, FALSE, NULL);
	g_assert_cmpuint(head(fixture->journal), ==, 5);
	g_assert_cmpuint(mc_journal_pending_count(fixture->journal), ==, 5);
	steps = mc_journal_steps(fixture->journal, NULL);
	g_assert_cmpuint(steps->len, ==, 1);
	g_clear_pointer(&steps, g_ptr_array_unref);
	g_clear_pointer(&fixture->journal, mc_journal_close);

	in_dying_process(fixture->path, append_and_commit);
	in_dying_process(fixture->path, open_only);
	fixture->journal = mc_journal_open(fixture->path, FALSE, NULL);
	g_assert_cmpuint(head(fixture->journal), ==, 6);
	g_assert_cmpuint(mc_journal_pending_count(fixture->journal), ==, 6);
	steps = mc_journal_steps(fixture->journal, NULL);
	g_assert_cmpuint(steps->len, ==, 0);
}

static void
test_second_owner_is_refused(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(mc_journal_open(fixture->path, FALSE, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_STORAGE);
}

static void
test_refused_entries(Fixture *fixture, gconstpointer data)
{
	McJournalEntry entry;
	g_autoptr(GError) error = NULL;

	g_assert_false(append(fixture->journal, 1, "genesis", &error));
	g_assert_nonnull(strstr(error->message, "outside a transaction"));
	g_clear_error(&error);
	g_assert_true(mc_journal_begin(fixture->journal, NULL));
	g_assert_false(append(fixture->journal, 2, "audit", &error));
	g_assert_nonnull(strstr(error->message, "follow the head"));
	g_clear_error(&error);
	make_entry(&entry, 1, "audit");
	entry.digest[0] ^= 1;
	g_assert_false(mc_journal_append(fixture->journal, &entry, &error));
	g_assert_nonnull(strstr(error->message, "digest"));
	mc_journal_entry_clear(&entry);
	mc_journal_rollback(fixture->journal);
}

static void
test_rollback(Fixture *fixture, gconstpointer data)
{
	append_committed(fixture->journal, 1, 2);
	g_assert_true(mc_journal_begin(fixture->journal, NULL));
	g_assert_true(append(fixture->journal, 3, "audit", NULL));
	g_assert_cmpuint(head(fixture->journal), ==, 3);
	mc_journal_rollback(fixture->journal);
	g_assert_cmpuint(head(fixture->journal), ==, 2);
	g_assert_cmpuint(mc_journal_pending_count(fixture->journal), ==, 2);
	append_committed(fixture->journal, 3, 3);
	reopen(fixture);
	g_assert_cmpuint(head(fixture->journal), ==, 3);
}

static void
test_entry_returns(Fixture *fixture, gconstpointer data)
{
	McJournalEntry entry;
	McJournalEntry again;
	g_autoptr(GError) error = NULL;

	make_entry(&entry, 1, "visit");
	g_strlcpy(entry.label, "label", sizeof entry.label);
	g_strlcpy(entry.reference, "MC-K0001-000001-7", sizeof entry.reference);
	g_strlcpy(entry.summary, "finished", sizeof entry.summary);
	entry.personal = g_bytes_new_static("sealed", 6);
	g_assert_true(mc_journal_begin(fixture->journal, NULL));
	g_assert_true(mc_journal_append(fixture->journal, &entry, &error));
	g_assert_true(mc_journal_commit(fixture->journal, NULL));
	reopen(fixture);
	g_assert_true(mc_journal_get(fixture->journal, 1, TRUE, &again, &error));
	g_assert_cmpstr(again.type, ==, "visit");
	g_assert_cmpstr(again.label, ==, "label");
	g_assert_cmpstr(again.reference, ==, entry.reference);
	g_assert_cmpstr(again.summary, ==, "finished");
	g_assert_cmpstr(again.digest, ==, entry.digest);
	g_assert_cmpint(again.at_wall_us, ==, 1000);
	g_assert_true(g_bytes_equal(again.envelope, entry.envelope));
	g_assert_true(g_bytes_equal(again.personal, entry.personal));
	g_assert_null(again.receipt);
	g_assert_false(again.sent);
	mc_journal_entry_clear(&again);
	mc_journal_entry_clear(&entry);
}

static void
test_outbox(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GBytes) receipt = g_bytes_new_static("receipt", 7);
	g_autoptr(GArray) pending = NULL;
	McJournalEntry entry;
	g_autoptr(GError) error = NULL;

	append_committed(fixture->journal, 1, 10);
	g_assert_true(mc_journal_set_sent(fixture->journal, 4, &error));
	g_assert_true(mc_journal_set_accepted(fixture->journal, 4, receipt, 77, &error));
	/* B3: once more changes nothing. */
	g_assert_true(mc_journal_set_accepted(fixture->journal, 4, receipt, 99, &error));
	g_assert_true(mc_journal_set_accepted(fixture->journal, 400, receipt, 99, &error));
	g_assert_no_error(error);
	reopen(fixture);
	g_assert_cmpuint(mc_journal_pending_count(fixture->journal), ==, 9);
	pending = mc_journal_pending(fixture->journal, 5, &error);
	g_assert_cmpuint(pending->len, ==, 5);
	g_assert_cmpuint(g_array_index(pending, guint64, 0), ==, 1);
	g_assert_cmpuint(g_array_index(pending, guint64, 3), ==, 5);
	g_assert_true(mc_journal_get(fixture->journal, 4, TRUE, &entry, &error));
	g_assert_true(entry.sent);
	g_assert_cmpint(entry.accepted_wall_us, ==, 77);
	g_assert_true(g_bytes_equal(entry.receipt, receipt));
	mc_journal_entry_clear(&entry);
}

static void
test_lists(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GPtrArray) all = NULL;
	g_autoptr(GPtrArray) visits = NULL;
	g_autoptr(GPtrArray) late = NULL;

	append_committed(fixture->journal, 1, 10);
	all = mc_journal_list(fixture->journal, NULL, 0, 4, NULL);
	visits = mc_journal_list(fixture->journal, "visit", 0, 100, NULL);
	late = mc_journal_list(fixture->journal, "visit", 5000, 100, NULL);
	g_assert_cmpuint(all->len, ==, 4);
	g_assert_cmpuint(((McJournalEntry *)g_ptr_array_index(all, 0))->seq, ==, 10);
	g_assert_cmpuint(((McJournalEntry *)g_ptr_array_index(all, 3))->seq, ==, 7);
	g_assert_cmpuint(visits->len, ==, 3);
	g_assert_cmpuint(((McJournalEntry *)g_ptr_array_index(visits, 2))->seq, ==, 3);
	g_assert_cmpuint(late->len, ==, 2);
}

static void
test_steps_and_values(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GPtrArray) steps = NULL;
	g_autofree char *value = NULL;
	g_autoptr(GError) error = NULL;

	g_assert_true(mc_journal_step_append(fixture->journal, "{\"a\":1}", NULL));
	g_assert_true(mc_journal_step_append(fixture->journal, "{\"b\":2}", NULL));
	g_assert_true(mc_journal_set_value(fixture->journal, "paused", "1", NULL));
	g_assert_true(mc_journal_set_value(fixture->journal, "paused", "2", NULL));
	g_assert_true(mc_journal_set_value(fixture->journal, "gone", "x", NULL));
	g_assert_true(mc_journal_set_value(fixture->journal, "gone", NULL, NULL));
	reopen(fixture);
	steps = mc_journal_steps(fixture->journal, NULL);
	g_assert_cmpuint(steps->len, ==, 2);
	g_assert_cmpstr(g_ptr_array_index(steps, 1), ==, "{\"b\":2}");
	value = mc_journal_get_value(fixture->journal, "paused", &error);
	g_assert_cmpstr(value, ==, "2");
	g_assert_null(mc_journal_get_value(fixture->journal, "gone", &error));
	g_assert_no_error(error);
	g_assert_true(mc_journal_steps_clear(fixture->journal, NULL));
	g_clear_pointer(&steps, g_ptr_array_unref);
	steps = mc_journal_steps(fixture->journal, NULL);
	g_assert_cmpuint(steps->len, ==, 0);
}

static void
assert_not_in_file(const char *path, const char *needle)
{
	g_autofree char *text = NULL;
	gsize size = 0;

	if (!g_file_get_contents(path, &text, &size, NULL))
		return;
	g_assert_null(memmem(text, size, needle, strlen(needle)));
}

/* What was cleared must not lie about in free pages or in the write-ahead log. */
static void
test_cleared_is_gone(Fixture *fixture, gconstpointer data)
{
	g_autofree char *log = g_strconcat(fixture->path, "-wal", NULL);

	g_assert_true(mc_journal_step_append(fixture->journal, "CANARY-OF-A-STEP", NULL));
	g_assert_true(mc_journal_set_value(fixture->journal, "key", "CANARY-OF-A-VALUE", NULL));
	g_assert_true(mc_journal_steps_clear(fixture->journal, NULL));
	g_assert_true(mc_journal_set_value(fixture->journal, "key", NULL, NULL));
	g_clear_pointer(&fixture->journal, mc_journal_close);
	assert_not_in_file(fixture->path, "CANARY-OF-A");
	assert_not_in_file(log, "CANARY-OF-A");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(path, function) g_test_add("/journal/" path, Fixture, NULL, set_up, function, tear_down)
	ADD("empty", test_empty);
	ADD("creation", test_creation);
	ADD("B2/killed-before-and-after-commit", test_killed_before_and_after_commit);
	ADD("second-owner-is-refused", test_second_owner_is_refused);
	ADD("refused-entries", test_refused_entries);
	ADD("rollback", test_rollback);
	ADD("entry-returns", test_entry_returns);
	ADD("B3/outbox", test_outbox);
	ADD("K5/lists", test_lists);
	ADD("steps-and-values", test_steps_and_values);
	ADD("C8/cleared-is-gone", test_cleared_is_gone);
	return g_test_run();
}
