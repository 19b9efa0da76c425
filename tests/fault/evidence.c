/* B3, B12, C17: evidence files between a real spool and a real gateway: resumed after deaths on
 * both sides, whole or not there, refused by name. */

#include "app/spool/evidence.h"
#include "app/spool/spool.h"
#include "tests/support/failing/ledger.h"
#include "tests/support/gateway/desk.h"
#include <glib/gstdio.h>
#include <string.h>

#define CLOCK_RATE 200
#define SIZE 600000 /* five parts */

typedef struct Fixture {
	McDesk desk;
	McSpool *spool;
	McEvidenceBox *box;
	char digest[MC_EVIDENCE_DIGEST_SIZE];
	GBytes *file;
	char *path; /* of its courier's requests */
	GPtrArray *others; /* digests of the files that lie there beside it */
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
	g_autofree char *spool = NULL;
	g_autofree guint8 *bytes = g_malloc(SIZE);
	g_autoptr(GRand) random = g_rand_new_with_seed(17);
	g_autoptr(GError) error = NULL;

	mc_desk_set_up(&fixture->desk, data);
	spool = mc_world_path(fixture->desk.world, "spool");
	fixture->spool = mc_spool_open(spool, &error);
	g_assert_no_error(error);
	fixture->box = mc_evidence_open(spool, &error);
	g_assert_no_error(error);
	for (guint i = 0; i < SIZE; i++)
		bytes[i] = (guint8)g_rand_int(random);
	fixture->file = g_bytes_new(bytes, SIZE);
	g_assert_true(mc_evidence_put(fixture->box, fixture->file, fixture->digest, &error));
	fixture->path = g_strdup_printf("/v1/kiosks/K-0001/evidence/%s", fixture->digest);
	fixture->others = g_ptr_array_new_with_free_func(g_free);
}

/* One file more for each time that a place is passed once a file. */
static void
put_others(Fixture *fixture, const char *fault)
{
	guint64 files = g_ascii_strtoull(strrchr(fault, ':') + 1, NULL, 10);

	for (guint64 i = 1; i < files; i++) {
		g_autoptr(GBytes) other = g_bytes_new_from_bytes(fixture->file, i, SIZE - i);
		char digest[MC_EVIDENCE_DIGEST_SIZE];

		g_assert_true(mc_evidence_put(fixture->box, other, digest, NULL));
		g_ptr_array_add(fixture->others, g_strdup(digest));
	}
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	g_ptr_array_unref(fixture->others);
	g_free(fixture->path);
	g_bytes_unref(fixture->file);
	mc_evidence_close(fixture->box);
	mc_spool_close(fixture->spool);
	mc_desk_tear_down(&fixture->desk, data);
}

static char *
kept_path_of(Fixture *fixture, const char *digest, const char *suffix)
{
	g_autofree char *name = g_strconcat("gateway/evidence/K-0001/", digest, suffix, NULL);

	return mc_world_path(fixture->desk.world, name);
}

static char *
kept_path(Fixture *fixture, const char *suffix)
{
	return kept_path_of(fixture, fixture->digest, suffix);
}

static void
assert_other_kept(Fixture *fixture, guint number)
{
	g_autofree char *whole = kept_path_of(fixture, g_ptr_array_index(fixture->others, number), "");
	g_autofree char *bytes = NULL;
	gsize size = 0;

	g_assert_true(g_file_get_contents(whole, &bytes, &size, NULL));
	g_assert_cmpmem(bytes, size, (const char *)g_bytes_get_data(fixture->file, NULL) + number + 1,
	    SIZE - number - 1);
}

/* The gateway has exactly these bytes, and nothing half of them. */
static void
assert_kept(Fixture *fixture)
{
	g_autofree char *whole = kept_path(fixture, "");
	g_autofree char *part = kept_path(fixture, ".part");
	g_autofree char *bytes = NULL;
	gsize size = 0;
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) kept = NULL;

	g_file_get_contents(whole, &bytes, &size, &error);
	g_assert_no_error(error);
	kept = g_bytes_new_take(g_steal_pointer(&bytes), size);
	g_assert_true(g_bytes_equal(kept, fixture->file));
	g_assert_false(g_file_test(part, G_FILE_TEST_EXISTS));
	for (guint i = 0; i < fixture->others->len; i++)
		assert_other_kept(fixture, i);
}

static gboolean
is_gone(McWorld *world, gpointer data)
{
	Fixture *fixture = data;
	g_autoptr(GPtrArray) list = mc_evidence_list(fixture->box, NULL);

	return list->len == 0;
}

static void
await_kept(Fixture *fixture)
{
	mc_world_await(fixture->desk.world, "evidence", is_gone, fixture);
	assert_kept(fixture);
}

static void
test_delivers(Fixture *fixture, gconstpointer data)
{
	McWorld *world = fixture->desk.world;

	mc_world_start_gateway(world, NULL);
	mc_world_start_courier(world, NULL, CLOCK_RATE);
	await_kept(fixture);
	mc_world_stop_courier(world);
	mc_world_stop_gateway(world);
}

/* A record that lies there, too, is at the gateway before all of the evidence is. */
static void
test_records_first(Fixture *fixture, gconstpointer data)
{
	McWorld *world = fixture->desk.world;
	g_autoptr(GBytes) parcel = mc_test_chain_next(&fixture->desk.chain);

	g_assert_true(mc_spool_put(fixture->spool, MC_SPOOL_OUTBOX, 1, parcel, NULL));
	mc_world_start_gateway(world, "MEDCHECK_KILL_AT=before-whole:1");
	mc_world_start_courier(world, NULL, CLOCK_RATE);
	mc_world_await_gateway_killed(world);
	mc_desk_assert_records(&fixture->desk, 1);
	mc_world_start_gateway(world, NULL);
	await_kept(fixture);
}

static void
test_gateway_killed(Fixture *fixture, gconstpointer fault)
{
	McWorld *world = fixture->desk.world;

	put_others(fixture, fault);
	mc_world_start_gateway(world, fault);
	mc_world_start_courier(world, NULL, CLOCK_RATE);
	mc_world_await_gateway_killed(world);
	mc_world_start_gateway(world, NULL);
	await_kept(fixture);
}

static void
test_courier_killed(Fixture *fixture, gconstpointer fault)
{
	McWorld *world = fixture->desk.world;

	put_others(fixture, fault);
	mc_world_start_gateway(world, NULL);
	mc_world_start_courier(world, fault, CLOCK_RATE);
	mc_world_await_courier_killed(world);
	mc_world_start_courier(world, NULL, CLOCK_RATE);
	await_kept(fixture);
}

/* ---- by hand ---- */

static void
put_part(Fixture *fixture, gsize offset, gsize size, const char *total, long status,
    const char *expected)
{
	g_autoptr(GBytes) part = g_bytes_new_from_bytes(fixture->file, offset, size);
	g_autofree char *range =
	    g_strdup_printf("Content-Range: bytes %" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT "/%s", offset,
	        offset + size - 1, total);
	g_auto(McAnswered) answered =
	    mc_client_put_with(fixture->desk.client, fixture->path, part, range);
	g_autofree char *text = g_strndup((const char *)answered.body->data, answered.body->len);

	mc_desk_assert_status(&answered, status);
	if (strstr(text, expected) == NULL)
		g_error("%s is not in %s", expected, text);
}

/* A part that does not fit where the gateway is changes nothing, and is told where to go on. */
static void
test_order(Fixture *fixture, gconstpointer data)
{
	mc_world_start_gateway(fixture->desk.world, NULL);
	put_part(fixture, 1000, 1000, "600000", 202, "\"have\":0");
	put_part(fixture, 0, 1000, "600000", 202, "\"have\":1000");
	put_part(fixture, 0, 1000, "600000", 202, "\"have\":1000");
	put_part(fixture, 2000, 1000, "600000", 202, "\"have\":1000");
	put_part(fixture, 1000, 400000, "600000", 202, "\"have\":401000");
	/* Also after a restart. */
	mc_world_stop_gateway(fixture->desk.world);
	mc_world_start_gateway(fixture->desk.world, NULL);
	put_part(fixture, 401000, 199000, "600000", 201, "\"whole\":true");
	put_part(fixture, 0, 1000, "600000", 200, "\"whole\":true");
	assert_kept(fixture);
}

/* B12: each bad part has its name and its row, and leaves nothing. */
static void
test_refusals(Fixture *fixture, gconstpointer data)
{
	McWorld *world = fixture->desk.world;
	g_autofree char *whole = kept_path(fixture, "");
	g_autofree char *part = kept_path(fixture, ".part");
	g_auto(GStrv) rows = NULL;

	world->evidence_file_max_bytes = SIZE;
	mc_world_start_gateway(world, NULL);
	put_part(fixture, 0, 1000, "x", 400, "bad-range");
	put_part(fixture, 0, 1000, "500", 400, "bad-range");
	put_part(fixture, 0, 1000, "600001", 413, "evidence-too-large");
	put_part(fixture, 0, 1000, "1000", 422, "wrong-digest");
	g_assert_false(g_file_test(whole, G_FILE_TEST_EXISTS));
	g_assert_false(g_file_test(part, G_FILE_TEST_EXISTS));
	rows = mc_world_refusals(world);
	g_assert_cmpuint(g_strv_length(rows), ==, 4);
	g_assert_nonnull(strstr(rows[3], "[wrong-digest]"));
	/* One changed byte among good ones: nothing of it stays, and the good file is taken after it.
	 */
	put_part(fixture, 1, 300000, "600000", 202, "\"have\":0");
	put_part(fixture, 0, 300000, "600000", 202, "\"have\":300000");
	mc_world_stop_gateway(world);
	{
		g_autofree char *bytes = NULL;
		gsize size = 0;

		g_assert_true(g_file_get_contents(part, &bytes, &size, NULL));
		bytes[12345] ^= 1;
		g_assert_true(g_file_set_contents(part, bytes, (gssize)size, NULL));
	}
	mc_world_start_gateway(world, NULL);
	put_part(fixture, 300000, 300000, "600000", 422, "wrong-digest");
	g_assert_false(g_file_test(part, G_FILE_TEST_EXISTS));
	mc_world_start_courier(world, NULL, CLOCK_RATE);
	await_kept(fixture);
}

static gboolean
says_full(McWorld *world, gpointer data)
{
	g_autofree char *log = mc_world_log(world, "medcheck-courier");

	return strstr(log, "the gateway answers 507") != NULL;
}

/* A kiosk's share is used up: the file waits at the kiosk; with more room it goes. */
static void
test_share(Fixture *fixture, gconstpointer data)
{
	McWorld *world = fixture->desk.world;
	g_autofree guint8 *other = g_malloc0(500000);
	g_autoptr(GBytes) second = g_bytes_new(other, 500000);
	char digest[MC_EVIDENCE_DIGEST_SIZE];

	g_assert_true(mc_evidence_put(fixture->box, second, digest, NULL));
	world->evidence_kiosk_max_mib = 1;
	mc_world_start_gateway(world, NULL);
	mc_world_start_courier(world, NULL, CLOCK_RATE);
	mc_world_await(world, "a full share", says_full, NULL);
	mc_world_stop_gateway(world);
	world->evidence_kiosk_max_mib = 2;
	mc_world_start_gateway(world, NULL);
	await_kept(fixture);
}

/* Files that were begun while there was room are not all taken to their end: one after the other
 * they would fill the gateway's disk. A file of one byte takes a block of it. */
static void
test_share_of_begun(Fixture *fixture, gconstpointer data)
{
	McWorld *world = fixture->desk.world;
	g_autofree char *first = g_strdup(fixture->path);
	g_autofree char *second = g_strdup(fixture->path);

	second[strlen(second) - 1] = second[strlen(second) - 1] == '0' ? '1' : '0';
	world->evidence_kiosk_max_mib = 1;
	mc_world_start_gateway(world, NULL);
	put_part(fixture, 0, 1000, "600000", 202, "\"have\":1000");
	g_free(g_steal_pointer(&fixture->path));
	fixture->path = g_strdup(second);
	put_part(fixture, 0, 1000, "600000", 202, "\"have\":1000");
	g_free(g_steal_pointer(&fixture->path));
	fixture->path = g_strdup(first);
	put_part(fixture, 1000, 599000, "600000", 201, "\"whole\":true");
	g_free(g_steal_pointer(&fixture->path));
	fixture->path = g_strdup(second);
	put_part(fixture, 1000, 599000, "600000", 507, "evidence-full");
	for (guint i = 0; i < 256; i++) {
		g_autofree char *digest = g_strdup_printf("%064x", i);

		g_free(g_steal_pointer(&fixture->path));
		fixture->path = g_strconcat("/v1/kiosks/K-0001/evidence/", digest, NULL);
		/* 600,000 and 4,096 bytes lie there already. */
		put_part(fixture, 0, 1, "2", i < 108 ? 202 : 507, i < 108 ? "\"have\":1" : "evidence-full");
	}
}

/* Whole is said when the file and its name are on the disk. */
static void
test_flushed(Fixture *fixture, gconstpointer data)
{
	McWorld *world = fixture->desk.world;
	g_autofree char *path = mc_world_path(world, "ledger");
	g_autofree char *variable = g_strconcat(MC_LEDGER_VARIABLE, "=", path, NULL);
	char preload[] = "LD_PRELOAD=" MC_BINARY_DIR "/tests/medcheck-failing.so";
	char *environment[] = {preload, variable, NULL};
	McLedger *ledger = mc_ledger_new(path);
	guint before = 0;

	world->gateway_environment = environment;
	mc_world_start_gateway(world, NULL);
	put_part(fixture, 0, 300000, "600000", 202, "\"have\":300000");
	before = ledger->flushes;
	put_part(fixture, 300000, 300000, "600000", 201, "\"whole\":true");
	g_assert_cmpuint(ledger->flushes - before, ==, 2);
	mc_world_stop_gateway(world);
	mc_ledger_free(ledger);
}

/* Another kiosk's certificate opens no door. */
static void
test_not_yours(Fixture *fixture, gconstpointer data)
{
	g_autoptr(McClient) other = NULL;
	g_autoptr(GBytes) part = g_bytes_new_from_bytes(fixture->file, 0, 10);

	mc_world_start_gateway(fixture->desk.world, NULL);
	other = mc_client_new(fixture->desk.world, "other");
	{
		g_auto(McAnswered) put =
		    mc_client_put_with(other, fixture->path, part, "Content-Range: bytes 0-9/10");
		g_auto(McAnswered) got = mc_client_get(other, fixture->path);

		mc_desk_assert_refused(&put, 403, "not-yours");
		mc_desk_assert_refused(&got, 403, "not-yours");
	}
}

#define CASE(path, function) g_test_add(path, Fixture, NULL, set_up, function, tear_down)
#define KILLED(who, function, place, time)                                                         \
	g_test_add("/evidence/" who "-killed-" place "-" time, Fixture,                                \
	    "MEDCHECK_KILL_AT=" place ":" time, set_up, function, tear_down)
#define KILLED_TWICE(who, function, place)                                                         \
	KILLED(who, function, place, "1");                                                             \
	KILLED(who, function, place, "2")

/* Seven files take their time: with tests/fault/nothing-lost. */
static void
add_seventh(void)
{
	KILLED("gateway", test_gateway_killed, "after-part", "7");
	KILLED("gateway", test_gateway_killed, "before-whole", "7");
	KILLED("gateway", test_gateway_killed, "after-whole", "7");
	KILLED("courier", test_courier_killed, "after-evidence-answer", "7");
	KILLED("courier", test_courier_killed, "before-evidence-remove", "7");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	CASE("/evidence/delivers", test_delivers);
	CASE("/evidence/records-first", test_records_first);
	KILLED_TWICE("gateway", test_gateway_killed, "after-part");
	KILLED_TWICE("gateway", test_gateway_killed, "before-whole");
	KILLED_TWICE("gateway", test_gateway_killed, "after-whole");
	KILLED_TWICE("courier", test_courier_killed, "after-evidence-answer");
	KILLED_TWICE("courier", test_courier_killed, "before-evidence-remove");
	if (g_strcmp0(g_getenv("MC_WHOLE"), "all") == 0)
		add_seventh();
	CASE("/evidence/order", test_order);
	CASE("/evidence/refusals", test_refusals);
	CASE("/evidence/share", test_share);
	CASE("/evidence/share-of-begun", test_share_of_begun);
	CASE("/evidence/flushed", test_flushed);
	CASE("/evidence/not-yours", test_not_yours);
	return g_test_run();
}
