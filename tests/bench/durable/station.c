#include "tests/bench/durable/station.h"

#include "app/courier/queue.h"
#include "app/journal/journal.h"
#include "tests/bench/bar/bar.h"
#include "tests/bench/durable/series.h"
#include "tests/desk/desk.h"
#include <sqlite3.h>
#include <string.h>

#define FEW 1000
#define BATCH 10000
#define BACKLOG 100 /* not yet accepted, as after an evening without a network */
#define VISITS 60
#define STARTS 31

typedef enum Kind { FINISH, TAKE, RECEIPT, START } Kind;
#define KINDS 4
static const char *const kind_names[KINDS] = {
    "recorder_visit_finish", "courier_take", "recorder_receipt", "recorder_start"};
static const gdouble growth_at_most[KINDS] = {1.6, 1.25, 1.25, 1.25};

typedef struct Station {
	McDesk *desk;
	McSigner *gateway;
	McSpool *spool;
	McSeries series[KINDS];
} Station;

/* ---- transactions ---- */

static guint commits;

static int
on_commit(void *data)
{
	commits++;
	return 0;
}

/* Of every database that this process opens from now on. */
static int
watch(sqlite3 *db, const char **problem, const struct sqlite3_api_routines *api)
{
	sqlite3_commit_hook(db, on_commit, NULL);
	return SQLITE_OK;
}

static void
watch_transactions(void)
{
	g_assert_cmpint(sqlite3_auto_extension((void (*)(void))watch), ==, SQLITE_OK);
}

/* ---- a station ---- */

static void
append(McJournal *journal, GBytes *envelope, gboolean is_accepted)
{
	g_autoptr(GBytes) receipt = g_bytes_new_static("accepted", 8);
	McJournalEntry entry = {.type = "audit", .envelope = envelope};
	char digest[MC_DIGEST_HEX_SIZE];

	mc_journal_head(journal, &entry.seq, digest);
	entry.seq++;
	mc_digest_hex(envelope, entry.digest);
	g_assert_true(mc_journal_append(journal, &entry, NULL));
	if (is_accepted)
		g_assert_true(mc_journal_set_accepted(journal, entry.seq, receipt, 1, NULL));
}

static void
fill(const McDesk *desk, GBytes *envelope, guint count)
{
	g_autofree char *path = g_build_filename(desk->folder, "recorder", "journal.db", NULL);
	McJournal *journal = mc_journal_open(path, FALSE, NULL);

	g_assert_nonnull(journal);
	for (guint i = 0; i < count; i++) {
		if (i % BATCH == 0)
			g_assert_true(mc_journal_begin(journal, NULL));
		append(journal, envelope, i + BACKLOG < count);
		if (i % BATCH == BATCH - 1 || i == count - 1)
			g_assert_true(mc_journal_commit(journal, NULL));
	}
	mc_journal_close(journal);
}

static Station *
new_station(const McDeskKit *kit, GBytes *envelope, guint records)
{
	Station *station = g_new0(Station, 1);
	g_autofree char *spool = NULL;
	g_autoptr(GError) error = NULL;

	station->desk = mc_desk_new_bare(kit, mc_clock_new_system(1));
	spool = g_build_filename(station->desk->folder, "spool", NULL);
	station->gateway = mc_desk_signer(station->desk, "gateway", "receipt");
	station->spool = mc_spool_open(spool, &error);
	fill(station->desk, envelope, records);
	mc_desk_start(station->desk, &error);
	g_assert_no_error(error);
	return station;
}

static void
free_station(Station *station)
{
	mc_signer_free(station->gateway);
	mc_spool_close(station->spool);
	mc_desk_free(station->desk);
	g_free(station);
}

/* ---- what is measured ---- */

static void
note(Station *station, Kind kind, gdouble began_us)
{
	mc_series_add(&station->series[kind], mc_series_cpu_us() - began_us);
}

static guint
finish_visit(Station *station)
{
	guint before = 0;
	gdouble began_us = 0;

	mc_desk_arrive(station->desk, 0);
	before = commits;
	began_us = mc_series_cpu_us();
	mc_desk_finish(station->desk);
	note(station, FINISH, began_us);
	return commits - before;
}

static void
take(Station *station)
{
	gdouble began_us = mc_series_cpu_us();
	g_autoptr(GArray) queue = mc_courier_queue_read(station->spool, NULL);
	g_autoptr(GBytes) parcel =
	    mc_spool_get(station->spool, MC_SPOOL_OUTBOX, g_array_index(queue, guint64, 0), NULL);

	g_assert_nonnull(parcel);
	note(station, TAKE, began_us);
}

static void
accept_visit(Station *station)
{
	McDesk *desk = station->desk;
	McRecordState record = desk->reply->record;
	McReceipt receipt;
	gdouble began_us = 0;

	mc_desk_receipt(desk, &record, &receipt);
	mc_desk_deliver(desk, record.seq, &receipt, station->gateway);
	began_us = mc_series_cpu_us();
	while (desk->last_state.seq != record.seq || desk->last_state.state != MC_RECEIPT_ACCEPTED)
		g_main_context_iteration(NULL, TRUE);
	note(station, RECEIPT, began_us);
}

static void
start_again(Station *station)
{
	g_autoptr(GError) error = NULL;
	gdouble began_us = 0;

	mc_desk_stop(station->desk);
	began_us = mc_series_cpu_us();
	mc_desk_start(station->desk, &error);
	note(station, START, began_us);
	g_assert_no_error(error);
}

static void
print_growth(Station *few, Station *many, guint records)
{
	for (guint i = 0; i < KINDS; i++) {
		gdouble small_us = mc_series_median(&few->series[i]);
		gdouble large_us = mc_series_median(&many->series[i]);
		g_autofree char *name = g_strconcat(kind_names[i], "_growth", NULL);

		g_print("metric %s %.0f us\n", kind_names[i], small_us);
		g_print("metric %s_at_%u %.0f us\n", kind_names[i], records, large_us);
		mc_bench_bar(name, large_us / small_us, growth_at_most[i], "ratio");
	}
}

void
mc_bench_station(GBytes *envelope, guint records)
{
	g_autoptr(McDeskKit) kit = mc_desk_kit_new();
	Station *station[2] = {NULL};
	guint most = 0;

	watch_transactions();
	station[0] = new_station(kit, envelope, FEW);
	station[1] = new_station(kit, envelope, records);
	for (guint i = 0; i < VISITS; i++)
		for (guint n = 0; n < G_N_ELEMENTS(station); n++) {
			most = MAX(most, finish_visit(station[n]));
			take(station[n]);
			accept_visit(station[n]);
		}
	for (guint i = 0; i < STARTS; i++)
		for (guint n = 0; n < G_N_ELEMENTS(station); n++)
			start_again(station[n]);
	g_assert_cmpuint(most, >, 0); /* else nobody counts */
	mc_bench_bar("recorder_visit_finish_transactions", most, 1, "transactions");
	print_growth(station[0], station[1], records);
	for (guint n = 0; n < G_N_ELEMENTS(station); n++)
		free_station(station[n]);
}
