#include "tests/bench/durable/durable.h"

#include "app/journal/journal.h"
#include "tests/bench/bar/bar.h"
#include "tests/bench/durable/peer.h"
#include "tests/bench/durable/series.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TURNS 400
#define OPENINGS 41
#define FEW 1000
#define BATCH 10000
#define TAKEN 16

static void
note(McSeries *series, gint64 began_us)
{
	mc_series_add(series, (gdouble)(g_get_monotonic_time() - began_us));
}

static void
note_cpu(McSeries *series, gdouble began_us)
{
	mc_series_add(series, mc_series_cpu_us() - began_us);
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
	McSeries ours = {0};
	McSeries floor = {0};
	McSeries plain = {0};

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
	g_print("metric record_durable_mean %.0f us\n", mc_series_mean(&ours));
	g_print("metric record_durable_mean_floor %.0f us\n", mc_series_mean(&floor));
	g_print("metric record_durable_mean_sqlite %.0f us\n", mc_series_mean(&plain));
	mc_bench_bar(
	    "record_durable_mean_ratio", mc_series_mean(&ours) / mc_series_mean(&floor), 1.5, "ratio");
	g_print("metric record_durable_mean_to_sqlite %.2f ratio\n",
	    mc_series_mean(&ours) / mc_series_mean(&plain));
	g_print("metric record_durable %.0f us\n", mc_series_median(&ours));
	g_print("metric record_durable_floor %.0f us\n", mc_series_median(&floor));
	g_print("metric record_durable_sqlite %.0f us\n", mc_series_median(&plain));
	mc_bench_bar(
	    "record_durable_ratio", mc_series_median(&ours) / mc_series_median(&floor), 1.5, "ratio");
	mc_bench_peer_free(peer);
	mc_journal_close(journal);
}

/* ---- growth ---- */

typedef enum Kind { INSERT, TAKE, ACKNOWLEDGE, START } Kind;
#define KINDS 4
static const char *const kind_names[KINDS] = {"insert", "take", "acknowledge", "start"};
/* Opening the file is a thirtieth of a recorder's start, which has its bar (station.c). */
static const gdouble growth_at_most[KINDS] = {1.6, 1.25, 1.25, 0};

typedef struct Kept {
	McJournal *journal;
	char *path;
	guint64 next_accepted;
	McSeries series[KINDS];
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
	gdouble began_us = mc_series_cpu_us();

	commit_one(kept->journal, envelope);
	note_cpu(&kept->series[INSERT], began_us);
	began_us = mc_series_cpu_us();
	take(kept->journal);
	note_cpu(&kept->series[TAKE], began_us);
	began_us = mc_series_cpu_us();
	g_assert_true(mc_journal_set_accepted(kept->journal, ++kept->next_accepted, envelope, 1, NULL));
	note_cpu(&kept->series[ACKNOWLEDGE], began_us);
}

static void
open_again(Kept *kept)
{
	gdouble began_us = 0;

	mc_journal_close(kept->journal);
	began_us = mc_series_cpu_us();
	kept->journal = mc_journal_open(kept->path, FALSE, NULL);
	note_cpu(&kept->series[START], began_us);
	g_assert_nonnull(kept->journal);
}

static void
print_growth(Kept *few, Kept *many, guint records)
{
	for (guint i = 0; i < KINDS; i++) {
		gdouble small_us = mc_series_median(&few->series[i]);
		gdouble large_us = mc_series_median(&many->series[i]);
		g_autofree char *name = g_strdup_printf("journal_%s_growth", kind_names[i]);

		g_print("metric journal_%s %.0f us\n", kind_names[i], small_us);
		g_print("metric journal_%s_at_%u %.0f us\n", kind_names[i], records, large_us);
		if (growth_at_most[i] > 0)
			mc_bench_bar(name, large_us / small_us, growth_at_most[i], "ratio");
		else
			g_print("metric %s %.2f ratio\n", name, large_us / small_us);
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
