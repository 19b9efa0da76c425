#include "tests/support/play/play.h"

#include "app/base/error.h"
#include "app/journal/journal.h"
#include "tests/support/gateway/world.h"
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define CLOCK_RATE 200 /* a wait of two minutes takes less than a second */
#define STALL_MS 2000 /* of the true clock: libcurl knows no other */
#define CALM_AFTER 12
#define PATIENCE_S 90

#define YEAR_S ((gint64)366 * 24 * 3600)

typedef struct Play {
	const McMishap *mishap;
	McOutcomeRow *row;
	McDesk *desk;
	McWorld *world;
	McLedger *ledger;
	McChaos *chaos;
	char *environment[4];
} Play;

/* ---- setting up ---- */

static void
prepare_failure(Play *play)
{
	const McMishap *mishap = play->mishap;
	g_autofree char *path = g_build_filename(play->desk->folder, "ledger", NULL);

	play->ledger = mc_ledger_new(path);
	play->ledger->fail_at[mishap->kind] = mishap->at;
	play->ledger->fail_count[mishap->kind] = mishap->count;
	play->ledger->error[mishap->kind] = mishap->error;
	play->ledger->full_at_start = mishap->full_at_restart ? 2 : 0;
	play->ledger->wall_shift_s = mishap->wall_shift_s;
	play->environment[0] =
	    g_strconcat("LD_PRELOAD=", MC_BINARY_DIR, "/tests/medcheck-failing.so", NULL);
	play->environment[1] = g_strconcat(MC_LEDGER_VARIABLE, "=", path, NULL);
	if (mishap->whom == MC_WHOM_RECORDER)
		play->desk->environment = play->environment;
	if (mishap->whom == MC_WHOM_COURIER)
		play->world->courier_environment = play->environment;
	if (mishap->whom == MC_WHOM_GATEWAY)
		play->world->gateway_environment = play->environment;
}

static char *
fault_of(const Play *play, McWhom whom)
{
	return play->mishap->kill_at != NULL && play->mishap->whom == whom
	           ? g_strconcat("MEDCHECK_KILL_AT=", play->mishap->kill_at, NULL)
	           : NULL;
}

static void
begin(Play *play, const McDeskKit *kit)
{
	g_autofree char *socket = NULL;
	g_autofree char *gateway_fault = fault_of(play, MC_WHOM_GATEWAY);
	g_autofree char *courier_fault = fault_of(play, MC_WHOM_COURIER);

	play->desk = mc_desk_new_bare(kit, mc_clock_new_system(1));
	play->desk->patience = 50;
	play->world = mc_world_new_in(play->desk->folder);
	prepare_failure(play);
	play->row->restarts += mc_world_insist_on_gateway(play->world, gateway_fault);
	if (play->mishap->chaos_seed > 0) {
		play->chaos = mc_chaos_new(play->world->port, play->mishap->chaos_seed, CALM_AFTER);
		play->world->via_port = mc_chaos_port(play->chaos);
		play->world->courier_timeout_ms = STALL_MS;
	}
	if (play->mishap->flip_seed == 0)
		mc_world_start_courier(play->world, courier_fault, CLOCK_RATE);
	mc_desk_start_program(
	    play->desk, play->mishap->whom == MC_WHOM_RECORDER ? play->mishap->kill_at : NULL);
	socket = g_build_filename(play->desk->folder, "recorder", "recorder.sock", NULL);
	play->desk->link = mc_link_new(socket, play->desk->clock);
	play->desk->port = mc_link_port(play->desk->link);
}

/* ---- the play ---- */

static void
visit(Play *play, guint person)
{
	mc_desk_arrive(play->desk, person % MC_DESK_PERSONS);
	if (person == 0)
		mc_desk_examine(play->desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	mc_desk_finish(play->desk);
	play->row->made++;
	play->row->restarts += mc_world_revive(play->world, CLOCK_RATE);
}

static gboolean
has_waited(McWorld *world, gpointer data)
{
	g_autofree char *log = mc_world_log(world, "medcheck-courier");

	return strstr(log, " waits: ") != NULL;
}

static void
set_clock_right(Play *play)
{
	g_auto(GStrv) lines = NULL;

	/* By less than that no certificate has run out. */
	if (play->mishap->wall_shift_s < YEAR_S || play->mishap->whom == MC_WHOM_RECORDER)
		return;
	mc_world_await(play->world, "a certificate that is refused", has_waited, NULL);
	lines = mc_world_list(play->world);
	g_assert_cmpuint(g_strv_length(lines), ==, 0);
	play->ledger->wall_shift_s = 0;
}

/* ---- bits that flip on the kiosk's disk ---- */

typedef void (*EachFile)(Play *play, const char *name, gpointer data);

static guint
each_file(Play *play, const char *box, EachFile func, gpointer data)
{
	g_autofree char *folder = g_build_filename(play->desk->folder, "spool", box, NULL);
	g_autoptr(GDir) names = g_dir_open(folder, 0, NULL);
	const char *name = NULL;
	guint count = 0;

	g_assert_nonnull(names);
	while ((name = g_dir_read_name(names)) != NULL) {
		/* one that is just being written */
		if (*name == '.')
			continue;
		count++;
		if (func != NULL)
			func(play, name, data);
	}
	return count;
}

static void
flip(Play *play, const char *name, gpointer random)
{
	g_autofree char *path = g_build_filename(play->desk->folder, "spool", "outbox", name, NULL);
	g_autofree char *bytes = NULL;
	gsize size = 0;

	g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
	bytes[g_rand_int_range(random, 0, (gint32)size)] ^= (char)(1 << g_rand_int_range(random, 0, 7));
	g_assert_true(g_file_set_contents(path, bytes, (gssize)size, NULL));
}

static gboolean
are_parked(McWorld *world, gpointer data)
{
	Play *play = data;

	return each_file(play, "parked", NULL, NULL) == each_file(play, "outbox", NULL, NULL);
}

static void
throw_away(Play *play, const char *name, gpointer unused)
{
	static const char *const boxes[] = {"outbox", "parked"};

	for (guint i = 0; i < G_N_ELEMENTS(boxes); i++) {
		g_autofree char *path = g_build_filename(play->desk->folder, "spool", boxes[i], name, NULL);

		g_assert_cmpint(g_unlink(path), ==, 0);
	}
	play->row->parked++;
}

/* Each is refused by name and parked, none is taken for good. A person throws the spoilt parcels
 * away, and the recorder makes them of the journal anew when it starts. */
static void
flip_bits(Play *play)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(play->mishap->flip_seed);

	if (play->mishap->flip_seed == 0)
		return;
	mc_desk_kill_program(play->desk);
	each_file(play, "outbox", flip, random);
	mc_world_start_courier(play->world, NULL, CLOCK_RATE);
	mc_world_await(play->world, "every spoilt parcel's note", are_parked, play);
	each_file(play, "parked", throw_away, NULL);
	mc_desk_start_program(play->desk, NULL);
}

/* The recorder says that nothing waits any more. */
static void
settle(Play *play)
{
	gint64 until_us = g_get_monotonic_time() + PATIENCE_S * G_TIME_SPAN_SECOND;

	do {
		mc_desk_ask(play->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
		play->row->restarts += mc_world_revive(play->world, CLOCK_RATE);
		if (g_get_monotonic_time() > until_us)
			g_error("%" G_GUINT64_FORMAT " links of the chain were never accepted",
			    play->desk->reply->hello.pending);
		g_usleep(5000);
	} while (play->desk->reply->hello.pending > 0);
}

/* ---- counting ---- */

static void
count_journal(Play *play, guint64 *head)
{
	g_autofree char *path = g_build_filename(play->desk->folder, "recorder", "journal.db", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(McJournal) journal = mc_journal_open(path, FALSE, &error);
	g_autoptr(GPtrArray) visits = NULL;
	char digest[MC_DIGEST_HEX_SIZE];

	g_assert_no_error(error);
	mc_journal_head(journal, head, digest);
	visits = mc_journal_list(journal, "visit", 0, 100, &error);
	g_assert_no_error(error);
	play->row->recorded = visits->len;
	for (guint i = 0; i < visits->len; i++) {
		const McJournalEntry *entry = g_ptr_array_index(visits, i);

		play->row->sent += entry->sent || entry->accepted_wall_us != 0;
		play->row->accepted += entry->accepted_wall_us != 0;
	}
}

static void
count_gateway(Play *play, guint64 head)
{
	g_auto(GStrv) lines = mc_world_list(play->world);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	guint visits = 0;

	for (guint i = 0; lines[i] != NULL; i++) {
		g_auto(GStrv) words = g_strsplit(lines[i], " ", 4);

		if (!g_hash_table_add(seen, g_strdup(words[1])))
			play->row->doubled++;
		visits += strcmp(words[2], "visit") == 0;
		g_assert_null(strstr(lines[i], "gap-before"));
	}
	if (play->row->recorded > play->row->made)
		play->row->doubled += play->row->recorded - play->row->made;
	play->row->lost += play->row->made - MIN(play->row->made, visits);
	play->row->lost += (guint)head - MIN((guint)head, g_hash_table_size(seen));
}

static void
end(Play *play)
{
	guint64 head = 0;

	play->row->restarts += play->desk->deaths;
	mc_desk_kill_program(play->desk);
	count_journal(play, &head);
	count_gateway(play, head);
	for (guint i = 0; i < MC_CALL_KINDS; i++) {
		play->row->calls[i] = play->ledger->made[i];
		play->row->failed += play->ledger->failed[i];
	}
	mc_world_free(play->world);
	if (play->chaos != NULL) {
		for (guint i = MC_MISCHIEF_CUT_REQUEST; i < MC_MISCHIEFS; i++)
			play->row->mischiefs += mc_chaos_count(play->chaos, (McMischief)i);
		mc_chaos_free(play->chaos);
	}
	mc_ledger_free(play->ledger);
	mc_desk_free(play->desk);
	for (guint i = 0; i < G_N_ELEMENTS(play->environment); i++)
		g_free(play->environment[i]);
}

guint
mc_play_visits(const McMishap *mishap)
{
	return mishap->visits == 0 ? MC_PLAY_VISITS : mishap->visits;
}

void
mc_play(const McDeskKit *kit, const McMishap *mishap, McOutcomeRow *row)
{
	Play play = {.mishap = mishap, .row = row};

	*row = (McOutcomeRow){0};
	begin(&play, kit);
	for (guint person = 0; person < mc_play_visits(mishap); person++)
		visit(&play, person);
	set_clock_right(&play);
	flip_bits(&play);
	settle(&play);
	end(&play);
}
