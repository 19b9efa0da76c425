/* O5: signed packs from the gateway's folder over the network into the kiosk's inbox, byte for byte
 * and in their order, once, also when the courier dies between fetching one and noting that. */

#include "app/record/pack.h"
#include "app/spool/spool.h"
#include "tests/support/gateway/desk.h"
#include <glib/gstdio.h>
#include <string.h>

#define CLOCK_RATE 200

typedef struct Fixture {
	McDesk desk;
	McSpool *spool;
	McSigner *office;
	guint64 want; /* for the condition */
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
	g_autofree char *spool = NULL;
	g_autofree char *key = NULL;
	g_autofree char *certificate = NULL;
	g_autofree char *folder = NULL;
	g_autoptr(GError) error = NULL;

	mc_desk_set_up(&fixture->desk, data);
	spool = mc_world_path(fixture->desk.world, "spool");
	key = mc_world_path(fixture->desk.world, "authority/pack.key");
	certificate = mc_world_path(fixture->desk.world, "authority/pack.crt");
	folder = mc_world_path(fixture->desk.world, "gateway/packs");
	fixture->spool = mc_spool_open(spool, &error);
	g_assert_no_error(error);
	fixture->office = mc_signer_new_from_files(key, certificate, NULL, &error);
	g_assert_no_error(error);
	g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
	mc_world_start_gateway(fixture->desk.world, NULL);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	mc_signer_free(fixture->office);
	mc_spool_close(fixture->spool);
	mc_desk_tear_down(&fixture->desk, data);
}

/* What the operator puts there. */
static GBytes *
offer_file(Fixture *fixture, guint number, const char *kiosk, McPackKind kind, const char *text)
{
	g_autofree char *name = g_strdup_printf("gateway/packs/%u.p7m", number);
	g_autofree char *path = mc_world_path(fixture->desk.world, name);
	gint64 now_us = g_get_real_time();
	McPack pack = {.kind = kind,
	    .version = number,
	    .issued_wall_us = now_us,
	    .effective_wall_us = now_us,
	    .expires_wall_us = now_us + G_TIME_SPAN_DAY,
	    .file = g_bytes_new(text, strlen(text))};
	g_autoptr(GBytes) content = NULL;
	GBytes *envelope = NULL;

	g_strlcpy(pack.kiosk, kiosk, sizeof pack.kiosk);
	content = mc_pack_write(&pack, NULL);
	envelope = mc_seal(fixture->office, content, NULL);
	mc_pack_clear(&pack);
	g_assert_true(g_file_set_contents(
	    path, g_bytes_get_data(envelope, NULL), (gssize)g_bytes_get_size(envelope), NULL));
	return envelope;
}

static GBytes *
offer(Fixture *fixture, guint number, const char *kiosk, gsize size)
{
	g_autofree char *text = g_strnfill(size, 'x');

	return offer_file(fixture, number, kiosk, MC_PACK_RULES, text);
}

static gboolean
is_fetched(McWorld *world, gpointer data)
{
	Fixture *fixture = data;
	g_autoptr(GArray) list = mc_spool_list(fixture->spool, MC_SPOOL_FETCHED, NULL);

	return list->len == 1 && g_array_index(list, guint64, 0) == fixture->want;
}

static void
await_fetched(Fixture *fixture, guint64 number)
{
	fixture->want = number;
	mc_world_await(fixture->desk.world, "packs", is_fetched, fixture);
}

static void
assert_inbox(Fixture *fixture, guint64 number, GBytes *wanted)
{
	g_autoptr(GBytes) bytes = mc_spool_get(fixture->spool, MC_SPOOL_INBOX, number, NULL);

	g_assert_cmpint(bytes != NULL, ==, wanted != NULL);
	g_assert_true(bytes == NULL || g_bytes_equal(bytes, wanted));
}

/* Another kiosk's stays there; a large one comes whole; what was fetched is not fetched again. */
static void
test_fetched(Fixture *fixture, gconstpointer data)
{
	McWorld *world = fixture->desk.world;
	g_autoptr(GBytes) first = offer(fixture, 1, "*", 100);
	g_autoptr(GBytes) large = offer(fixture, 10, "K-0001", 700 * 1024);
	g_autoptr(GBytes) late = NULL;

	g_bytes_unref(offer(fixture, 2, "K-0002", 100));
	mc_world_start_courier(world, NULL, CLOCK_RATE);
	await_fetched(fixture, 10);
	assert_inbox(fixture, 1, first);
	assert_inbox(fixture, 2, NULL);
	assert_inbox(fixture, 10, large);
	/* The recorder takes them away. */
	g_assert_true(mc_spool_remove(fixture->spool, MC_SPOOL_INBOX, 1, NULL));
	g_assert_true(mc_spool_remove(fixture->spool, MC_SPOOL_INBOX, 10, NULL));
	late = offer(fixture, 11, "*", 10);
	await_fetched(fixture, 11);
	assert_inbox(fixture, 1, NULL);
	assert_inbox(fixture, 10, NULL);
	assert_inbox(fixture, 11, late);
}

/* A group's go to those whose newest configuration there puts them into it. */
static void
test_groups(Fixture *fixture, gconstpointer data)
{
	static const char north[] = "{\"groups\":[\"north\"]}";
	static const char south[] = "{\"groups\":[\"south\"]}";
	McWorld *world = fixture->desk.world;
	g_autoptr(GBytes) ours = NULL;

	g_bytes_unref(offer_file(fixture, 1, "K-0001", MC_PACK_CONFIGURATION, south));
	g_bytes_unref(offer_file(fixture, 2, "K-0001", MC_PACK_CONFIGURATION, north));
	g_bytes_unref(offer_file(fixture, 3, "K-0002", MC_PACK_CONFIGURATION, south));
	g_bytes_unref(offer(fixture, 4, "@south", 100));
	ours = offer(fixture, 5, "@north", 100);
	mc_world_start_courier(world, NULL, CLOCK_RATE);
	await_fetched(fixture, 5);
	assert_inbox(fixture, 4, NULL);
	assert_inbox(fixture, 5, ours);
}

static const guint occurrences[] = {1, 2, 7};

/* Killed with the last of so many packs fetched and not noted: nothing is left out or spoilt. */
static void
test_killed(Fixture *fixture, gconstpointer data)
{
	McWorld *world = fixture->desk.world;
	guint packs = GPOINTER_TO_UINT(data);
	g_autoptr(GPtrArray) offered = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	g_autofree char *fault = g_strdup_printf("MEDCHECK_KILL_AT=after-pack:%u", packs);

	for (guint number = 1; number <= packs; number++)
		g_ptr_array_add(offered, offer(fixture, number, "*", 100));
	mc_world_start_courier(world, fault, CLOCK_RATE);
	mc_world_await_courier_killed(world);
	assert_inbox(fixture, packs, g_ptr_array_index(offered, packs - 1));
	mc_world_start_courier(world, NULL, CLOCK_RATE);
	await_fetched(fixture, packs);
	for (guint number = 1; number <= packs; number++)
		assert_inbox(fixture, number, g_ptr_array_index(offered, number - 1));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/packs/O5/fetched", Fixture, NULL, set_up, test_fetched, tear_down);
	g_test_add("/packs/O5/groups", Fixture, NULL, set_up, test_groups, tear_down);
	for (guint i = 0; i < G_N_ELEMENTS(occurrences); i++) {
		g_autofree char *path =
		    g_strdup_printf("/packs/O5/courier-killed-after-pack-%u", occurrences[i]);

		g_test_add(path, Fixture, GUINT_TO_POINTER(occurrences[i]), set_up, test_killed, tear_down);
	}
	return g_test_run();
}
