#include "tests/bench/durable/durable.h"

#include "app/journal/journal.h"
#include "tests/bench/durable/peer.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TURNS 400
#define OPENINGS 41
#define FEW 1000
#define BATCH 10000
#define TAKEN 16

typedef struct Series {
	gdouble us[TURNS];
	guint count;
} Series;

static void
note(Series *series, gint64 began_us)
{
	series->us[series->count++] = (gdouble)(g_get_monotonic_time() - began_us);
}

static int
compare(gconstpointer one, gconstpointer other)
{
	gdouble difference = *(const gdouble *)one - *(const gdouble *)other;

	return difference < 0 ? -1 : difference > 0;
}

static gdouble
median(Series *series)
{
	qsort(series->us, series->count, sizeof *series->us, compare);
	return series->us[series->count / 2];
}

static gdouble
mean(const Series *series)
{
	gdouble sum = 0;

	for (guint i = 0; i < series->count; i++)
		sum += series->us[i];
	return sum / series->count;
}

static McJournal *
make_journal(const McBenchRecord *record, const char *name, char **path)
{
	McJournal *journal = NULL;

	*path = g_build_filename(record->folder, name, NULL);
	journal = mc_journal_open(*path, TRUE, NULL);
	g_assert_nonnull(journal);
	return journal;
}

static void
append(McJournal *journal, GBytes *envelope)
{
	McJournalEntry entry = {.type = "visit", .envelope = envelope};
	char digest[MC_DIGEST_HEX_SIZE];

	mc_journal_head(journal, &entry.seq, digest);
	entry.seq++;
	mc_digest_hex(envelope, entry.digest);
	g_assert_true(mc_journal_append(journal, &entry, NULL));
}

static void
commit_one(McJournal *journal, GBytes *envelope)
{
	g_assert_true(mc_journal_begin(journal, NULL));
	append(journal, envelope);
	g_assert_true(mc_journal_commit(journal, NULL));
}

static void
seal_and_commit(const McBenchRecord *record, McJournal *journal)
{
	g_autoptr(GBytes) envelope = mc_seal(record->signer, record->content, NULL);

	commit_one(journal, envelope);
}

void
mc_bench_durable(const McBenchRecord *record)
{
	g_autofree char *path = NULL;
	McJournal *journal = make_journal(record, "durable.db", &path);
	McBenchPeer *peer = mc_bench_peer_new(record);
	Series ours = {0};
	Series floor = {0};
	Series plain = {0};

	for (guint i = 0; i < TURNS; i++) {
		gint64 began_us = g_get_monotonic_time();

		seal_and_commit(record, journal);
		note(&ours, began_us);
		began_us = g_get_monotonic_time();
		mc_bench_peer_flush(peer);
		note(&floor, began_us);
		began_us = g_get_monotonic_time();
		mc_bench_peer_insert(peer);
		note(&plain, began_us);
	}
	g_print("metric record-durable-mean %.0f us\n", mean(&ours));
	g_print("metric record-durable-mean-floor %.0f us\n", mean(&floor));
	g_print("metric record-durable-mean-sqlite %.0f us\n", mean(&plain));
	g_print("metric record-durable-mean-ratio %.2f ratio\n", mean(&ours) / mean(&floor));
	g_print("metric record-durable %.0f us\n", median(&ours));
	g_print("metric record-durable-floor %.0f us\n", median(&floor));
	g_print("metric record-durable-sqlite %.0f us\n", median(&plain));
	g_print("metric record-durable-ratio %.2f ratio\n", median(&ours) / median(&floor));
	mc_bench_peer_free(peer);
	mc_journal_close(journal);
}

/* ---- growth ---- */

typedef enum Kind { INSERT, TAKE, ACKNOWLEDGE, START } Kind;
#define KINDS 4
static const char *const kind_names[KINDS] = {"insert", "take", "acknowledge", "start"};

typedef struct Kept {
	McJournal *journal;
	char *path;
	guint64 next_accepted;
	Series series[KINDS];
} Kept;

static void
fill(Kept *kept, GBytes *envelope, guint count)
{
	for (guint i = 0; i < count; i++) {
		if (i % BATCH == 0)
			g_assert_true(mc_journal_begin(kept->journal, NULL));
		append(kept->journal, envelope);
		if (i % BATCH == BATCH - 1 || i == count - 1)
			g_assert_true(mc_journal_commit(kept->journal, NULL));
	}
}

static void
take(McJournal *journal)
{
	g_autoptr(GArray) pending = mc_journal_pending(journal, TAKEN, NULL);
	McJournalEntry entry = {0};

	g_assert_true(mc_journal_get(journal, g_array_index(pending, guint64, 0), TRUE, &entry, NULL));
	mc_journal_entry_clear(&entry);
}

static void
run_turn(Kept *kept, GBytes *envelope)
{
	gint64 began_us = g_get_monotonic_time();

	commit_one(kept->journal, envelope);
	note(&kept->series[INSERT], began_us);
	began_us = g_get_monotonic_time();
	take(kept->journal);
	note(&kept->series[TAKE], began_us);
	began_us = g_get_monotonic_time();
	g_assert_true(mc_journal_set_accepted(kept->journal, ++kept->next_accepted, envelope, 1, NULL));
	note(&kept->series[ACKNOWLEDGE], began_us);
}

static void
open_again(Kept *kept)
{
	gint64 began_us = 0;

	mc_journal_close(kept->journal);
	began_us = g_get_monotonic_time();
	kept->journal = mc_journal_open(kept->path, FALSE, NULL);
	note(&kept->series[START], began_us);
	g_assert_nonnull(kept->journal);
}

static void
print_growth(Kept *few, Kept *many, guint records)
{
	for (guint i = 0; i < KINDS; i++) {
		gdouble small_us = median(&few->series[i]);
		gdouble large_us = median(&many->series[i]);

		g_print("metric journal-%s %.0f us\n", kind_names[i], small_us);
		g_print("metric journal-%s-at-%u %.0f us\n", kind_names[i], records, large_us);
		g_print("metric journal-%s-growth %.2f ratio\n", kind_names[i], large_us / small_us);
	}
}

void
mc_bench_growth(const McBenchRecord *record, guint records)
{
	g_autoptr(GBytes) envelope = mc_seal(record->signer, record->content, NULL);
	g_autofree Kept *few = g_new0(Kept, 1);
	g_autofree Kept *many = g_new0(Kept, 1);

	few->journal = make_journal(record, "few.db", &few->path);
	many->journal = make_journal(record, "many.db", &many->path);
	fill(few, envelope, FEW);
	fill(many, envelope, records);
	for (guint i = 0; i < TURNS; i++) {
		run_turn(few, envelope);
		run_turn(many, envelope);
	}
	for (guint i = 0; i < OPENINGS; i++) {
		open_again(few);
		open_again(many);
	}
	print_growth(few, many, records);
	mc_journal_close(few->journal);
	mc_journal_close(many->journal);
	g_free(few->path);
	g_free(many->path);
}
