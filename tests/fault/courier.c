/* B3, B4, B5, B14: the courier between a real spool and a real gateway, through deaths on both
 * sides. */

#include "app/spool/spool.h"
#include "tests/kit/sample.h"
#include "tests/support/gateway/desk.h"
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

typedef struct Fixture {
	McDesk desk;
	McSpool *spool;
	guint want; /* for conditions */
} Fixture;

#define CLOCK_RATE 200 /* a wait of two minutes takes less than a second */

static void
set_up(Fixture *fixture, gconstpointer data)
{
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;

	mc_desk_set_up(&fixture->desk, data);
	path = mc_world_path(fixture->desk.world, "spool");
	fixture->spool = mc_spool_open(path, &error);
	g_assert_no_error(error);
	mc_world_start_gateway(fixture->desk.world, NULL);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	mc_spool_close(fixture->spool);
	mc_desk_tear_down(&fixture->desk, data);
}

static void
post(Fixture *fixture, GBytes *parcel)
{
	g_autoptr(GError) error = NULL;

	mc_spool_put(fixture->spool, MC_SPOOL_OUTBOX, fixture->desk.chain.seq, parcel, &error);
	g_assert_no_error(error);
}

static void
post_next(Fixture *fixture, guint count)
{
	for (guint i = 0; i < count; i++) {
		g_autoptr(GBytes) parcel = mc_test_chain_next(&fixture->desk.chain);

		post(fixture, parcel);
	}
}

static guint
boxed(Fixture *fixture, McSpoolBox box)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) list = mc_spool_list(fixture->spool, box, &error);

	g_assert_no_error(error);
	return list->len;
}

static gboolean
is_delivered(McWorld *world, gpointer data)
{
	Fixture *fixture = data;

	return boxed(fixture, MC_SPOOL_OUTBOX) == 0 && boxed(fixture, MC_SPOOL_SENT) == 0 &&
	       boxed(fixture, MC_SPOOL_RECEIPTS) == fixture->want;
}

static void
await_delivered(Fixture *fixture, guint count)
{
	fixture->want = count;
	mc_world_await(fixture->desk.world, "delivery", is_delivered, fixture);
	mc_desk_assert_records(&fixture->desk, count);
}

static gboolean
has_said(McWorld *world, gpointer text)
{
	g_autofree char *log = mc_world_log(world, "medcheck-courier");

	return strstr(log, text) != NULL;
}

static void
await_words(McWorld *world, const char *text)
{
	mc_world_await(world, text, has_said, (gpointer)text);
}

static void
start_courier(Fixture *fixture, const char *fault)
{
	mc_world_start_courier(fixture->desk.world, fault, CLOCK_RATE);
}

/* What comes home is the gateway's signed receipt for each item. */
static void
test_delivers(Fixture *fixture, gconstpointer data)
{
	McDesk *desk = &fixture->desk;
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) brought = NULL;
	g_autoptr(GBytes) visit = NULL;
	g_autoptr(GBytes) given = NULL;

	post_next(fixture, 2);
	start_courier(fixture, NULL);
	await_delivered(fixture, 2);
	/* It was idle; what is new goes at once. */
	visit = mc_test_chain_visit(&desk->chain, 8, 980);
	post(fixture, visit);
	await_delivered(fixture, 3);
	brought = mc_spool_get(fixture->spool, MC_SPOOL_RECEIPTS, 3, &error);
	g_assert_no_error(error);
	given = mc_desk_put_for_receipt(desk, visit, 200);
	g_assert_true(g_bytes_equal(brought, given));
	mc_world_stop_courier(desk->world);
	mc_world_stop_gateway(desk->world);
}

static gboolean
is_settled(McWorld *world, gpointer data)
{
	Fixture *fixture = data;

	return boxed(fixture, MC_SPOOL_RECEIPTS) == 9 && boxed(fixture, MC_SPOOL_PARKED) == 1;
}

/* B4: item 3 of 10 is always refused: nine delivered, one parked, nothing deleted. */
static void
test_poison(Fixture *fixture, gconstpointer data)
{
	McDesk *desk = &fixture->desk;
	McContentHead head;
	json_auto_t *body = json_pack("{s:s}", "not", "a visit");
	g_autoptr(GBytes) poison = NULL;
	g_autoptr(GBytes) note = NULL;
	g_autofree char *text = NULL;

	post_next(fixture, 2);
	head = mc_test_chain_head(&desk->chain, "visit");
	poison = mc_test_chain_seal(&desk->chain, &head, body, NULL);
	post(fixture, poison);
	post_next(fixture, 7);
	start_courier(fixture, NULL);
	mc_world_await(desk->world, "nine receipts and a note", is_settled, fixture);
	mc_desk_assert_records(desk, 9);
	g_assert_cmpuint(boxed(fixture, MC_SPOOL_OUTBOX), ==, 1);
	note = mc_spool_get(fixture->spool, MC_SPOOL_PARKED, 3, NULL);
	text = g_strndup(g_bytes_get_data(note, NULL), g_bytes_get_size(note));
	g_assert_nonnull(strstr(text, "bad-visit"));
	g_assert_nonnull(strstr(text, "422"));
}

/* B5: down while there is something to carry, back later: delivered once, by itself. */
static void
test_down_then_up(Fixture *fixture, gconstpointer data)
{
	McWorld *world = fixture->desk.world;

	mc_world_stop_gateway(world);
	post_next(fixture, 3);
	start_courier(fixture, NULL);
	await_words(world, "record 1 waits");
	mc_world_start_gateway(world, NULL);
	await_delivered(fixture, 3);
}

/* The gateway accepts the second record and loses its reply: two records, not three. */
static void
test_lost_reply(Fixture *fixture, gconstpointer data)
{
	McWorld *world = fixture->desk.world;

	mc_world_stop_gateway(world);
	mc_world_start_gateway(world, "MEDCHECK_LOSE_REPLY=2");
	post_next(fixture, 3);
	start_courier(fixture, NULL);
	await_delivered(fixture, 3);
}

static void
test_gateway_killed(Fixture *fixture, gconstpointer data)
{
	McWorld *world = fixture->desk.world;

	mc_world_stop_gateway(world);
	mc_world_start_gateway(world, data);
	post_next(fixture, 9);
	start_courier(fixture, NULL);
	mc_world_await_gateway_killed(world);
	mc_world_start_gateway(world, NULL);
	await_delivered(fixture, 9);
}

static void
test_courier_killed(Fixture *fixture, gconstpointer data)
{
	McWorld *world = fixture->desk.world;

	post_next(fixture, 9);
	start_courier(fixture, data);
	mc_world_await_courier_killed(world);
	start_courier(fixture, NULL);
	await_delivered(fixture, 9);
}

/* Killed with some of a visit gone and some not: what the gateway has of it is no record, and what
 * lies in the spool goes again as a whole. */
static void
test_courier_killed_sending(Fixture *fixture, gconstpointer data)
{
	const guint visits = 7;

	post_next(fixture, 1);
	for (guint i = 0; i < visits; i++) {
		g_autoptr(GBytes) visit = mc_test_chain_visit(&fixture->desk.chain, 8 + i, 980);

		post(fixture, visit);
	}
	start_courier(fixture, data);
	mc_world_await_courier_killed(fixture->desk.world);
	g_assert_cmpuint(boxed(fixture, MC_SPOOL_OUTBOX), >, 0);
	start_courier(fixture, NULL);
	await_delivered(fixture, 1 + visits);
}

/* B6: the spool cannot be opened at the start: it says so, goes on trying, and then carries. */
static void
test_no_spool(Fixture *fixture, gconstpointer data)
{
	McWorld *world = fixture->desk.world;
	g_autofree char *spool = mc_world_path(world, "spool");
	g_autofree char *away = mc_world_path(world, "spool-away");

	post_next(fixture, 1);
	g_assert_cmpint(g_rename(spool, away), ==, 0);
	g_assert_true(g_file_set_contents(spool, "", 0, NULL));
	start_courier(fixture, NULL);
	await_words(world, "nothing is carried (tried again by itself)");
	g_assert_cmpint(renameat2(AT_FDCWD, away, AT_FDCWD, spool, RENAME_EXCHANGE), ==, 0);
	await_delivered(fixture, 1);
	await_words(world, "the spool can be used again");
	mc_world_stop_courier(world);
}

/* Its own certificate has run out: it says so, and keeps everything. */
static void
test_own_certificate(Fixture *fixture, gconstpointer data)
{
	McWorld *world = fixture->desk.world;
	g_autofree char *key = mc_world_path(world, "courier/tls.key");
	g_autofree char *certificate = mc_world_path(world, "courier/tls.crt");
	const McLeaf expired = {"K-0001", "clientAuth", NULL, -9, -1};
	const McLeaf renewed = {"K-0001", "clientAuth", NULL, -9, 3};

	mc_authority_issue(world->connections, &expired, key, certificate);
	post_next(fixture, 1);
	start_courier(fixture, NULL);
	await_words(world, "own certificate has expired");
	await_words(world, "record 1 waits");
	mc_desk_assert_records(&fixture->desk, 0);
	g_assert_cmpuint(boxed(fixture, MC_SPOOL_OUTBOX), ==, 1);
	mc_world_stop_courier(world);
	mc_authority_issue(world->connections, &renewed, key, certificate);
	start_courier(fixture, NULL);
	await_delivered(fixture, 1);
	await_words(world, "own certificate expires in 2 days");
}

/* A gateway that another authority vouches for gets nothing. */
static void
test_false_gateway(Fixture *fixture, gconstpointer data)
{
	McWorld *world = fixture->desk.world;
	g_autoptr(McAuthority) strangers = mc_authority_new("Test connections");
	g_autofree char *key = mc_world_path(world, "gateway/tls.key");
	g_autofree char *certificate = mc_world_path(world, "gateway/tls.crt");
	const McLeaf leaf = {"localhost", "serverAuth", "IP:127.0.0.1", 0, 30};

	mc_world_stop_gateway(world);
	mc_authority_issue(strangers, &leaf, key, certificate);
	mc_world_start_gateway(world, NULL);
	post_next(fixture, 1);
	start_courier(fixture, NULL);
	await_words(world, "record 1 waits");
	g_assert_cmpuint(boxed(fixture, MC_SPOOL_SENT), ==, 0);
	mc_desk_assert_records(&fixture->desk, 0);
}

static void
assert_clean_names(const char *folder, const char *canary)
{
	g_autoptr(GDir) names = g_dir_open(folder, 0, NULL);
	const char *name = NULL;

	g_assert_nonnull(names);
	while ((name = g_dir_read_name(names)) != NULL)
		g_assert_null(strstr(name, canary));
}

/* B14: nothing of the personal part in a log, a note, a receipt or a file's name. */
static void
test_no_personal_data(Fixture *fixture, gconstpointer data)
{
	static const char *const boxes[] = {"outbox", "receipts", "parked", "sent"};
	McDesk *desk = &fixture->desk;
	g_autoptr(GBytes) visit = NULL;
	g_autofree char *courier_log = NULL;
	g_autofree char *gateway_log = NULL;

	post_next(fixture, 1);
	visit = mc_test_chain_visit(&desk->chain, 30, 600);
	post(fixture, visit);
	start_courier(fixture, NULL);
	await_delivered(fixture, 2);
	courier_log = mc_world_log(desk->world, "medcheck-courier");
	gateway_log = mc_world_log(desk->world, "medcheck-gateway");
	g_assert_null(strstr(courier_log, "personal-part"));
	g_assert_null(strstr(gateway_log, "personal-part"));
	for (guint i = 0; i < G_N_ELEMENTS(boxes); i++) {
		g_autofree char *name = g_strconcat("spool/", boxes[i], NULL);
		g_autofree char *folder = mc_world_path(desk->world, name);

		assert_clean_names(folder, "personal-part");
	}
}

static gboolean
is_told(McWorld *world, gpointer words)
{
	g_auto(GStrv) lines = mc_world_kiosks(world);

	return lines[0] != NULL && g_str_has_suffix(lines[0], words);
}

/* O3: what the recorder says of paper and covers stands at the gateway, heartbeats later. */
static void
test_stock(Fixture *fixture, gconstpointer data)
{
	static const struct {
		const char *told, *shown;
	} rows[] = {
	    {"{\"stock\":[{\"capacity\":250,\"kind\":\"paper\"}],\"v\":1}", " paper=unknown/250"},
	    {"{\"stock\":[{\"capacity\":250,\"kind\":\"paper\",\"left\":0}],\"v\":1}",
	        " paper=0/250 lacks=paper"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GBytes) told = g_bytes_new_static(rows[i].told, strlen(rows[i].told));

		g_assert_true(mc_spool_put(fixture->spool, MC_SPOOL_STOCK, MC_STOCK_MESSAGE, told, NULL));
		if (i == 0)
			start_courier(fixture, NULL);
		mc_world_await(fixture->desk.world, "the stock", is_told, (gpointer)rows[i].shown);
	}
	mc_world_stop_courier(fixture->desk.world);
}

#define CASE(path, function) g_test_add(path, Fixture, NULL, set_up, function, tear_down)
#define KILLED(who, function, place, time)                                                         \
	g_test_add("/courier/" who "-killed-" place "-" time, Fixture,                                 \
	    "MEDCHECK_KILL_AT=" place ":" time, set_up, function, tear_down)
#define KILLED_OFTEN(who, function, place)                                                         \
	KILLED(who, function, place, "1");                                                             \
	KILLED(who, function, place, "2");                                                             \
	KILLED(who, function, place, "7")

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	CASE("/courier/delivers", test_delivers);
	CASE("/courier/poison", test_poison);
	CASE("/courier/down-then-up", test_down_then_up);
	CASE("/courier/lost-reply", test_lost_reply);
	KILLED_OFTEN("gateway", test_gateway_killed, "before-commit");
	KILLED_OFTEN("gateway", test_gateway_killed, "after-commit");
	KILLED_OFTEN("gateway", test_gateway_killed, "after-reply");
	KILLED_OFTEN("courier", test_courier_killed_sending, "while-sending");
	KILLED_OFTEN("courier", test_courier_killed, "after-sent");
	KILLED_OFTEN("courier", test_courier_killed, "before-receipt");
	KILLED_OFTEN("courier", test_courier_killed, "after-receipt");
	KILLED_OFTEN("courier", test_courier_killed, "after-remove");
	CASE("/courier/B6/no-spool", test_no_spool);
	CASE("/courier/own-certificate", test_own_certificate);
	CASE("/courier/false-gateway", test_false_gateway);
	CASE("/courier/no-personal-data", test_no_personal_data);
	CASE("/courier/O3/stock", test_stock);
	return g_test_run();
}
