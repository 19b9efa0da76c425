/* S6, "insider at the gateway": whoever has the gateway's machine and key takes a record out of its
 * store, changes it, moves it, or writes the log anew; the witness refuses, and the audit names it.
 */

#include "tests/kit/file.h"
#include "tests/support/gateway/desk.h"
#include <glib/gstdio.h>
#include <string.h>

static const char gateway_program[] = MC_BINARY_DIR "/bin/medcheck-gateway";
static const char medcheck_program[] = MC_BINARY_DIR "/bin/medcheck";
static const char later_preload[] = MC_BINARY_DIR "/tests/medcheck-later.so";
static const char reader[] = MC_SOURCE_DIR "/tests/reader/tree.py";

typedef struct Fixture {
	McDesk desk;
	char *state;
	char *folder; /* what goes between gateway and witness, and the witness's own */
	char *kept; /* the store with eleven records and two witnessed heads */
} Fixture;

/* What a program prints, both streams; asserts its exit status. */
static char *
run(int expected, const char *const *arguments)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process = g_subprocess_newv(
	    arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
	char *text = NULL;

	g_assert_no_error(error);
	g_subprocess_communicate_utf8(process, NULL, NULL, &text, NULL, &error);
	g_assert_no_error(error);
	g_test_message("%s", text);
	g_assert_cmpint(g_subprocess_get_exit_status(process), ==, expected);
	return text;
}
#define RUN(expected, ...) run(expected, (const char *const[]){__VA_ARGS__, NULL})

static void
says(int expected, const char *words, char *text)
{
	g_assert_nonnull(strstr(text, words));
	g_free(text);
}

static char *
in_folder(const Fixture *fixture, const char *name)
{
	return g_build_filename(fixture->folder, name, NULL);
}

static void
accept_records(Fixture *fixture, guint count)
{
	for (guint i = 0; i < count; i++) {
		g_autoptr(GBytes) parcel = mc_test_chain_next(&fixture->desk.chain);

		mc_desk_put_last(&fixture->desk, parcel, 201, NULL);
	}
}

/* A second party: a key, a certificate and a root that the gateway's operator knows. */
static void
make_witness(const Fixture *fixture)
{
	g_autoptr(McAuthority) authority = mc_authority_new("Witness root");
	g_autofree char *key = in_folder(fixture, "witness.key");
	g_autofree char *certificate = in_folder(fixture, "witness.crt");
	g_autofree char *roots = in_folder(fixture, "witness-roots.pem");
	g_autofree char *known = mc_world_path(fixture->desk.world, "gateway/witness-roots.pem");
	const McLeaf leaf = {.name = "W-0001", .from_days = -1, .to_days = 100};

	mc_authority_issue(authority, &leaf, key, certificate);
	mc_authority_write_root(authority, roots);
	mc_test_copy(roots, known);
}

/* ---- between gateway and witness ---- */

static char *
offer(const Fixture *fixture, const char *name)
{
	g_autofree char *path = in_folder(fixture, name);

	return RUN(0, gateway_program, "tree", "--state", fixture->state, "--head", "--offer", path);
}

/* begin: the log's name, or NULL. */
static char *
witness(
    const Fixture *fixture, int expected, const char *offered, const char *out, const char *begin)
{
	g_autofree char *path = in_folder(fixture, offered);
	g_autofree char *signed_path = in_folder(fixture, out);
	g_autofree char *roots = in_folder(fixture, "gateway-roots.pem");

	return RUN(expected, medcheck_program, "witness", path, "--own", fixture->folder, "--gateway",
	    roots, "--out", signed_path, begin != NULL ? "--begin" : NULL, begin);
}

static char *
take(const Fixture *fixture, int expected, const char *name)
{
	g_autofree char *path = in_folder(fixture, name);

	return RUN(expected, gateway_program, "tree", "--state", fixture->state, "--take", path);
}

static char *
audit(const Fixture *fixture, int expected, gboolean with_held)
{
	g_autofree char *gateway = in_folder(fixture, "gateway-roots.pem");
	g_autofree char *roots = in_folder(fixture, "witness-roots.pem");
	g_autofree char *held = in_folder(fixture, "last.p7m");

	return RUN(expected, gateway_program, "tree", "--state", fixture->state, "--audit", "--gateway",
	    gateway, "--witness", roots, with_held ? "--held" : NULL, held);
}

/* Eleven records; heads over five and over nine are witnessed. */
static void
have_witnessed(Fixture *fixture)
{
	accept_records(fixture, 5);
	says(0, "a head over 5 records", offer(fixture, "first.offer"));
	says(1, "begin to witness with --begin G-0001",
	    witness(fixture, 1, "first.offer", "first.witnessed", NULL));
	says(1, "not signed", witness(fixture, 1, "first.offer", "first.witnessed", "G-0002"));
	says(
	    0, "witnessed: 5 records", witness(fixture, 0, "first.offer", "first.witnessed", "G-0001"));
	says(0, "over 5 records is witnessed", take(fixture, 0, "first.witnessed"));
	accept_records(fixture, 4);
	says(0, "a head over 9 records", offer(fixture, "second.offer"));
	says(1, "cannot begin again", witness(fixture, 1, "second.offer", "no", "G-0001"));
	says(0, "witnessed: 9 records", witness(fixture, 0, "second.offer", "second.witnessed", NULL));
	says(0, "over 9 records is witnessed", take(fixture, 0, "second.witnessed"));
	accept_records(fixture, 2);
}

/* ---- tests ---- */

static char *
keep_store(const Fixture *fixture)
{
	g_autofree char *store = mc_world_path(fixture->desk.world, "gateway/store.db");
	char *kept = in_folder(fixture, "kept.db");

	mc_world_stop_gateway(fixture->desk.world);
	mc_test_copy(store, kept);
	return kept;
}

/* Once for all: each test begins with what is kept. */
static void
set_up(Fixture *fixture)
{
	g_autofree char *roots = NULL;
	g_autofree char *gateway = NULL;

	mc_desk_set_up(&fixture->desk, NULL);
	mc_world_start_gateway(fixture->desk.world, NULL);
	fixture->state = fixture->desk.world->provision->folder;
	fixture->folder = mc_test_folder_new();
	make_witness(fixture);
	roots = in_folder(fixture, "gateway-roots.pem");
	gateway = mc_world_path(fixture->desk.world, "recorder/gateway-roots.pem");
	mc_test_copy(gateway, roots);
	have_witnessed(fixture);
	fixture->kept = keep_store(fixture);
}

static void
tear_down(Fixture *fixture)
{
	g_free(fixture->kept);
	mc_test_folder_remove(fixture->folder);
	mc_desk_tear_down(&fixture->desk, NULL);
}

/* A record's archive proves with stock tools that it is in the log, and that this was witnessed,
 * today and when all certificates have ended; and takes no other record's proof. */
static void
put_away(const Fixture *fixture)
{
	g_autofree char *record = in_folder(fixture, "7.p7m");
	g_autofree char *proof = in_folder(fixture, "7.tree.json");
	g_autofree char *other = in_folder(fixture, "8.tree.json");
	g_autofree char *gateway = in_folder(fixture, "gateway-roots.pem");
	g_autofree char *roots = in_folder(fixture, "witness-roots.pem");
	g_autofree char *trust = mc_world_path(fixture->desk.world, "trust/roots.pem");
	g_autofree char *out = in_folder(fixture, "archive");
	static const char changed[] = "cd \"$1\" && sed 's/00/01/' -i log.sh && grep log.sh "
	                              "commands.sh >some.sh && ! sh -e some.sh";

	says(1, "not in the gateway's log",
	    RUN(1, medcheck_program, "archive", record, "--trust", trust, "--log", other, "--gateway",
	        gateway, "--out", out));
	g_free(RUN(0, medcheck_program, "archive", record, "--trust", trust, "--log", proof,
	    "--gateway", gateway, "--witness", roots, "--out", out));
	g_free(RUN(0, MC_LATER, later_preload, out, "4",
	    strcmp(mc_provision_suite(), "p256-sha256") == 0 ? "3" : "0"));
	g_free(RUN(0, "sh", "-c", changed, "sh", out));
}

/* What is said of the log is what an independent reader finds by the definitions. */
static void
test_good(gconstpointer data)
{
	Fixture *fixture = (Fixture *)data;
	g_autofree char *early = in_folder(fixture, "early.offer");

	says(
	    0, "11 records, 11 in the log, 2 heads, 2 witnessed; 0 findings", audit(fixture, 0, FALSE));
	says(0, "11 in the log, 3 heads, 2 witnessed; 0 findings", audit(fixture, 0, TRUE));
	g_free(RUN(
	    0, gateway_program, "tree", "--state", fixture->state, "--offer", early, "--from", "3"));
	says(0, "9 proofs",
	    RUN(0, gateway_program, "tree", "--state", fixture->state, "--give", "K-0001", "--to",
	        fixture->folder));
	g_free(RUN(0, gateway_program, "--state", fixture->state, "--export", "K-0001", "--to",
	    fixture->folder));
	says(0, "11 records, 3 heads grown, 9 proofs: good",
	    RUN(0, "python3", "-B", reader, fixture->folder));
	put_away(fixture);
	/* He signs no earlier head, and none by another proof than from where he is. */
	says(1, "shrunk", witness(fixture, 1, "first.offer", "no", NULL));
	says(1, "ask the gateway for --from 9", witness(fixture, 1, "early.offer", "no", NULL));
	says(1, "is over 9 records alone",
	    RUN(1, gateway_program, "tree", "--state", fixture->state, "--offer", early, "--from",
	        "10"));
}

/* ---- what an insider does to the store ---- */

static void
restore(const Fixture *fixture)
{
	g_autofree char *store = mc_world_path(fixture->desk.world, "gateway/store.db");

	mc_test_copy(fixture->kept, store);
}

static void
run_sql(const Fixture *fixture, const char *sql)
{
	g_autofree char *store = mc_world_path(fixture->desk.world, "gateway/store.db");

	g_free(RUN(0, "sqlite3", store, sql));
}

static void
test_changed_store(gconstpointer data)
{
	Fixture *fixture = (Fixture *)data;
	static const struct {
		const char *sql, *found, *found_too;
	} rows[] = {
	    {"DELETE FROM record WHERE id = 4", "missing: record 4 of K-0001 (leaf 3", NULL},
	    {"DELETE FROM record WHERE id = 11", "missing: a record (leaf 10", NULL},
	    {"UPDATE record SET envelope = CAST(envelope || x'00' AS BLOB) WHERE id = 4",
	        "changed: record 4 of K-0001: its digest is not its own", NULL},
	    {"UPDATE record SET digest = (SELECT digest FROM record WHERE id = 5) WHERE id = 4",
	        "changed: record 4 of K-0001: its digest is not its own", NULL},
	    {"UPDATE record SET envelope = substr(envelope, 2), digest = lower(hex(zeroblob(32)))"
	     " WHERE id = 4",
	        "changed: record 4 of K-0001 is not the one", "missing: record 4 of K-0001"},
	    {"UPDATE record SET id = 99 WHERE id = 4; UPDATE record SET id = 4 WHERE id = 5;"
	     "UPDATE record SET id = 5 WHERE id = 99",
	        "moved: record 4 of K-0001 was accepted as number 4",
	        "moved: record 5 of K-0001 was accepted as number 5"},
	    {"CREATE TEMP TABLE copy AS SELECT * FROM record WHERE id = 4;"
	     "UPDATE copy SET id = 12, seq = 12; INSERT INTO record SELECT * FROM copy",
	        "unlogged: record 12 of K-0001", NULL},
	    {"UPDATE tree SET nodes = zeroblob(32) WHERE size = 2",
	        "log: the nodes of the row up to record 2", NULL},
	    {"DELETE FROM tree WHERE size = 3", "log: the row up to record 4 does not follow", NULL},
	    {"DELETE FROM tree WHERE size > 8", "shrunk: head 2", "unlogged: record 9 of K-0001"},
	    {"UPDATE tree SET digests = zeroblob(32) WHERE size = 3", "rewritten: head 1",
	        "log: the nodes of the row up to record 4"},
	    {"UPDATE tree_head SET witnessed = (SELECT witnessed FROM tree_head WHERE number = 1)"
	     " WHERE number = 2",
	        "witness: head 2: the witness has signed another head", NULL},
	    {"UPDATE tree_head SET head = x'00' WHERE number = 1", "seal: head 1", NULL},
	    {"DELETE FROM tree_head", "overdue: no head was ever witnessed", NULL},
	};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text = NULL;

		restore(fixture);
		run_sql(fixture, rows[i].sql);
		text = audit(fixture, 1, TRUE);
		g_assert_nonnull(strstr(text, rows[i].found));
		g_assert_true(rows[i].found_too == NULL || strstr(text, rows[i].found_too) != NULL);
	}
}

/* The whole log written anew, in good order, over a store without some records, and with new heads
 * by the gateway's own key: the witness does not sign it, and the audit by what he keeps names it.
 */
static void
test_rewritten_log(gconstpointer data)
{
	Fixture *fixture = (Fixture *)data;
	static const struct {
		const char *taken_out, *refused;
	} rows[] = {
	    {"4", "rewritten: the log does not begin with the records that were signed for"},
	    {"4, 10", "forked: another root over as many records"},
	    {"4, 10, 11", "shrunk: the log has lost records"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *sql = g_strdup_printf("DELETE FROM record WHERE id IN (%s);"
		                                       "DELETE FROM tree; DELETE FROM tree_head",
		    rows[i].taken_out);
		g_autofree char *path = in_folder(fixture, "new.offer");

		restore(fixture);
		run_sql(fixture, sql);
		/* That is how a log begins over a store of before. */
		mc_world_start_gateway(fixture->desk.world, NULL);
		mc_world_stop_gateway(fixture->desk.world);
		g_free(RUN(0, gateway_program, "tree", "--state", fixture->state, "--head"));
		g_free(RUN(0, gateway_program, "tree", "--state", fixture->state, "--offer", path, "--from",
		    i == 0 ? "9" : "0"));
		says(1, rows[i].refused, witness(fixture, 1, "new.offer", "no", NULL));
		says(1,
		    i < 2 ? "rewritten: the head that the witness signed"
		          : "shrunk: the head that the witness signed",
		    audit(fixture, 1, TRUE));
		/* Without what he keeps it is still overdue. */
		says(1, "overdue", audit(fixture, 1, FALSE));
	}
}

/* Nobody is his own second party, and nobody else's word is taken. */
static void
test_wrong_witness(gconstpointer data)
{
	Fixture *fixture = (Fixture *)data;
	g_autofree char *known = mc_world_path(fixture->desk.world, "gateway/witness-roots.pem");
	g_autofree char *own_roots = in_folder(fixture, "gateway-roots.pem");
	const char *const names[] = {".key", ".crt", "-chain.pem"};

	g_autofree char *last = in_folder(fixture, "last.p7m");

	restore(fixture);
	g_unlink(last);
	g_free(offer(fixture, "third.offer"));
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *from = g_strdup_printf("%s/gateway/receipt%s", fixture->state, names[i]);
		g_autofree char *to = g_strdup_printf("%s/witness%s", fixture->folder, names[i]);

		mc_test_copy(from, to);
	}
	g_free(witness(fixture, 0, "third.offer", "own.witnessed", "G-0001"));
	says(1, "issuer", take(fixture, 1, "own.witnessed"));
	mc_test_copy(own_roots, known);
	says(1, "a second party is needed", take(fixture, 1, "own.witnessed"));
}

/* A store of before there was a log: its records are in it from the first start on, and those that
 * come follow. */
static void
test_older_store(gconstpointer data)
{
	Fixture *fixture = (Fixture *)data;
	g_autofree char *path = in_folder(fixture, "third.offer");

	restore(fixture);
	run_sql(fixture, "DELETE FROM tree; DELETE FROM tree_head");
	mc_world_start_gateway(fixture->desk.world, NULL);
	accept_records(fixture, 4);
	g_free(offer(fixture, "third.offer"));
	/* The gateway has forgotten how far he was. */
	g_free(
	    RUN(0, gateway_program, "tree", "--state", fixture->state, "--offer", path, "--from", "9"));
	says(0, "witnessed: 15 records", witness(fixture, 0, "third.offer", "third.witnessed", NULL));
	g_free(take(fixture, 0, "third.witnessed"));
	says(0, "15 records, 15 in the log, 2 heads, 1 witnessed; 0 findings", audit(fixture, 0, TRUE));
}

int
main(int argc, char **argv)
{
	Fixture fixture = {0};
	int failed = 0;

	g_test_init(&argc, &argv, NULL);
	set_up(&fixture);
#define ADD(path, function) g_test_add_data_func("/gateway-tree/S6/" path, &fixture, function)
	ADD("good", test_good);
	ADD("changed-store", test_changed_store);
	ADD("rewritten-log", test_rewritten_log);
	ADD("older-store", test_older_store);
	ADD("wrong-witness", test_wrong_witness);
	failed = g_test_run();
	tear_down(&fixture);
	return failed;
}
