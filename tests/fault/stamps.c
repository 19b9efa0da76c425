/* S6: tokens of a time-stamping authority (stock `openssl ts` behind loopback HTTP)
 * over what a real gateway has accepted, with an authority that is away, wrong or hostile. */

#include "tests/kit/file.h"
#include "tests/support/gateway/desk.h"
#include <glib/gstdio.h>
#include <string.h>

static const char gateway_program[] = MC_BINARY_DIR "/bin/medcheck-gateway";
static const char medcheck_program[] = MC_BINARY_DIR "/bin/medcheck";
static const char later_preload[] = MC_BINARY_DIR "/tests/medcheck-later.so";

typedef struct Fixture {
	McDesk desk;
	char *tsa_folder, *proofs;
	GSubprocess *tsa;
	guint tsa_port, renew_before_days;
	GBytes *parcel[64]; /* as they were accepted, from 1 */
} Fixture;

/* ---- the authority ---- */

static GSubprocess *
spawn_tsa(const Fixture *fixture, const char *what)
{
	g_autoptr(GError) error = NULL;
	GSubprocess *tsa = g_subprocess_new(
	    G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, MC_TSA, what, fixture->tsa_folder, NULL);

	g_assert_no_error(error);
	return tsa;
}

static void
start_tsa(Fixture *fixture)
{
	g_autoptr(GDataInputStream) out = NULL;
	g_autofree char *line = NULL;

	fixture->tsa = spawn_tsa(fixture, "serve");
	out = g_data_input_stream_new(g_subprocess_get_stdout_pipe(fixture->tsa));
	line = g_data_input_stream_read_line(out, NULL, NULL, NULL);
	g_assert_nonnull(line);
	g_assert_cmpint(sscanf(line, "listening on %u", &fixture->tsa_port), ==, 1);
}

static void
write_file(const char *folder, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void
tell_tsa(const Fixture *fixture, const char *how)
{
	write_file(fixture->tsa_folder, "how", how);
}

/* ---- the gateway's side ---- */

static void
configure(const Fixture *fixture, guint records_max)
{
	g_autofree char *folder = mc_world_path(fixture->desk.world, "gateway");
	g_autofree char *first = mc_test_text(fixture->tsa_folder, "roots.pem");
	g_autofree char *later = mc_test_text(fixture->tsa_folder, "later.pem");
	g_autofree char *roots = g_strconcat(first, later, NULL);
	g_autofree char *json = g_strdup_printf(
	    "{\"every_ms\":20,\"records_max\":%u,\"renew_before_days\":%u,\"request_timeout_ms\":5000,"
	    "\"retry_base_ms\":5,\"retry_max_ms\":20,\"tsa\":\"http://127.0.0.1:%u/\"}",
	    records_max, fixture->renew_before_days, fixture->tsa_port);

	write_file(folder, "tsa-roots.pem", roots);
	write_file(folder, "stamps.json", json);
}

static void
accept_records(Fixture *fixture, guint count)
{
	for (guint i = 0; i < count; i++) {
		GBytes *parcel = mc_test_chain_next(&fixture->desk.chain);

		mc_desk_put_last(&fixture->desk, parcel, 201, NULL);
		fixture->parcel[fixture->desk.chain.seq] = parcel;
	}
}

static void
set_up(Fixture *fixture, gconstpointer data)
{
	mc_desk_set_up(&fixture->desk, NULL);
	mc_world_start_gateway(fixture->desk.world, NULL);
	fixture->tsa_folder = mc_test_folder_new();
	fixture->proofs = mc_test_folder_new();
	g_subprocess_wait_check(spawn_tsa(fixture, "make"), NULL, NULL);
	tell_tsa(fixture, "good");
	start_tsa(fixture);
	configure(fixture, 1000);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	g_subprocess_force_exit(fixture->tsa);
	g_subprocess_wait(fixture->tsa, NULL, NULL);
	g_clear_object(&fixture->tsa);
	for (guint i = 0; i < G_N_ELEMENTS(fixture->parcel); i++)
		g_clear_pointer(&fixture->parcel[i], g_bytes_unref);
	mc_test_folder_remove(fixture->tsa_folder);
	mc_test_folder_remove(fixture->proofs);
	mc_desk_tear_down(&fixture->desk, NULL);
}

/* What a program prints, both streams; *status is its exit status. */
static char *
run(const char *const *arguments, int *status)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process = g_subprocess_newv(
	    arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
	char *text = NULL;

	g_assert_no_error(error);
	g_subprocess_communicate_utf8(process, NULL, NULL, &text, NULL, &error);
	g_assert_no_error(error);
	*status = g_subprocess_get_exit_status(process);
	return text;
}

static char *
stamps(const Fixture *fixture, const char *wish, int *status)
{
	const char *arguments[] = {
	    gateway_program, "stamps", "--state", fixture->desk.world->provision->folder, wish, NULL};

	return run(arguments, status);
}

static void
assert_stamps(const Fixture *fixture, guint count, const char *first, const char *last)
{
	int status = 0;
	g_autofree char *text = stamps(fixture, "--list", &status);
	g_auto(GStrv) lines = g_strsplit(g_strchomp(text), "\n", -1);

	g_assert_cmpint(status, ==, 0);
	g_test_message("%s", text);
	g_assert_cmpuint(g_strv_length(lines), ==, count + 1);
	g_assert_true(g_str_has_prefix(lines[0], first));
	g_assert_cmpstr(lines[count], ==, last);
}

static void
give_proofs(const Fixture *fixture, const char *said)
{
	const char *arguments[] = {gateway_program, "stamps", "--state",
	    fixture->desk.world->provision->folder, "--give", "K-0001", "--to", fixture->proofs, NULL};
	int status = 0;
	g_autofree char *text = run(arguments, &status);

	g_assert_nonnull(strstr(text, said));
}

/* Puts a record away with a proof; what the tool says. */
static char *
put_away(const Fixture *fixture, guint seq, guint proof, int *status)
{
	g_autofree char *parcel = g_strdup_printf("%s/record.parcel", fixture->proofs);
	g_autofree char *stamp = g_strdup_printf("%s/%u.stamp.json", fixture->proofs, proof);
	g_autofree char *tsa_roots = mc_world_path(fixture->desk.world, "gateway/tsa-roots.pem");
	g_autofree char *roots = mc_world_path(fixture->desk.world, "trust/roots.pem");
	g_autofree char *out = g_strdup_printf("%s/archive", fixture->proofs);
	const char *arguments[] = {medcheck_program, "archive", parcel, "--trust", roots, "--stamp",
	    stamp, "--tsa-roots", tsa_roots, "--out", out, NULL};

	g_assert_true(g_file_set_contents(parcel, g_bytes_get_data(fixture->parcel[seq], NULL),
	    (gssize)g_bytes_get_size(fixture->parcel[seq]), NULL));
	return run(arguments, status);
}

/* The commands of VERIFY.txt, as they stand there, today and when all certificates have ended; all
 * name the moment as of which they prove, but the sum of the files and what proves a seal of SM2.
 */
static gboolean
proves_itself(const Fixture *fixture, guint commands)
{
	guint undated = strcmp(mc_provision_suite(), "p256-sha256") == 0 ? 1 : 2;
	g_autofree char *out = g_strdup_printf("%s/archive", fixture->proofs);
	g_autofree char *count = g_strdup_printf("%u", commands);
	g_autofree char *dated = g_strdup_printf("%u", commands - undated);
	const char *arguments[] = {MC_LATER, later_preload, out, count, dated, NULL};
	int status = 0;
	g_autofree char *text = run(arguments, &status);

	g_test_message("%s", text);
	return status == 0;
}

static void
clear_archive(const Fixture *fixture)
{
	g_autofree char *out = g_strdup_printf("%s/archive", fixture->proofs);
	const char *arguments[] = {"rm", "-r", out, NULL};
	int status = 0;

	g_free(run(arguments, &status));
	g_assert_cmpint(status, ==, 0);
}

/* ---- tests ---- */

/* One token for all that waits, the next for what came since; each record is proven by it with
 * stock tools, and by no other record's proof. */
static void
test_good(Fixture *fixture, gconstpointer data)
{
	int status = 0;
	g_autofree char *said = NULL;
	g_autofree char *wrong = NULL;

	accept_records(fixture, 5);
	said = stamps(fixture, "--once", &status);
	g_assert_cmpint(status, ==, 0);
	g_assert_cmpstr(said, ==, "5 records stamped\n");
	accept_records(fixture, 1);
	assert_stamps(fixture, 1, "1-5 ", "1 without a stamp");
	g_free(stamps(fixture, "--once", &status));
	assert_stamps(fixture, 2, "1-5 ", "0 without a stamp");
	give_proofs(fixture, "6 proofs\n");
	for (guint seq = 1; seq <= 6; seq++) {
		g_autofree char *text = put_away(fixture, seq, seq, &status);

		g_test_message("%s", text);
		g_assert_cmpint(status, ==, 0);
		g_assert_true(proves_itself(fixture, 3));
	}
	wrong = put_away(fixture, 3, 4, &status);
	g_assert_cmpint(status, ==, 1);
	g_assert_nonnull(strstr(wrong, "imprint"));
}

/* Nothing is kept of a wrong answer, and the next good one is for the same records. */
static void
test_wrong(Fixture *fixture, gconstpointer data)
{
	static const struct {
		const char *how, *cause;
	} rows[] = {{"away", "HTTP status 503"}, {"silent", "no answer"}, {"other-imprint", "imprint"},
	    {"other-nonce", "nonce"}, {"other-key-usage", "purpose"}, {"stranger", "issuer"},
	    {"refuses", "refuses"}, {"garbage", "no time stamp"}};
	int status = 0;

	accept_records(fixture, 3);
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *said = NULL;

		tell_tsa(fixture, rows[i].how);
		said = stamps(fixture, "--once", &status);
		g_test_message("%s: %s", rows[i].how, said);
		g_assert_cmpint(status, ==, 1);
		g_assert_nonnull(strstr(said, rows[i].cause));
		assert_stamps(fixture, 0, "3 without", "3 without a stamp");
	}
	tell_tsa(fixture, "good");
	g_free(stamps(fixture, "--once", &status));
	assert_stamps(fixture, 1, "1-3 ", "0 without a stamp");
}

/* Not more under one stamp than is set; all of them get one. */
static void
test_bound(Fixture *fixture, gconstpointer data)
{
	int status = 0;
	g_autofree char *said = NULL;

	configure(fixture, 2);
	accept_records(fixture, 5);
	said = stamps(fixture, "--once", &status);
	g_assert_cmpstr(said, ==, "2 records stamped\n2 records stamped\n1 records stamped\n");
	assert_stamps(fixture, 3, "1-2 ", "0 without a stamp");
}

static gboolean
has_asked(McWorld *world, gpointer data)
{
	g_autofree char *asked = mc_test_text(((Fixture *)data)->tsa_folder, "asked");
	g_auto(GStrv) lines = g_strsplit(asked, "\n", -1);

	return g_strv_length(lines) > 4;
}

static gboolean
has_stamp(McWorld *world, gpointer data)
{
	int status = 0;
	g_autofree char *text = stamps(data, "--list", &status);

	return g_str_has_prefix(text, "1-") && strstr(text, "\n0 without a stamp") != NULL;
}

static gboolean
is_held(McWorld *world, gpointer data)
{
	g_autofree char *asked = mc_test_text(((Fixture *)data)->tsa_folder, "asked");

	return g_str_has_suffix(asked, "holds\n");
}

static GSubprocess *
start_service(const Fixture *fixture)
{
	g_autoptr(GError) error = NULL;
	GSubprocess *service = g_subprocess_new(G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
	    gateway_program, "stamps", "--state", fixture->desk.world->provision->folder, NULL);

	g_assert_no_error(error);
	return service;
}

static void
kill_service(GSubprocess *service)
{
	g_subprocess_force_exit(service);
	g_subprocess_wait(service, NULL, NULL);
	g_assert_true(g_subprocess_get_if_signaled(service));
}

/* The process beside the gateway: it asks again while the authority is away, records are accepted
 * meanwhile as ever, and when it is back they are stamped; killed while the authority has its
 * question, and while there is nothing to ask, it loses nothing. */
static void
test_service(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GSubprocess) service = NULL;
	g_autoptr(GSubprocess) next = NULL;

	tell_tsa(fixture, "away");
	accept_records(fixture, 1);
	service = start_service(fixture);
	mc_world_await(fixture->desk.world, "it asks again and again", has_asked, fixture);
	accept_records(fixture, 2);
	tell_tsa(fixture, "good");
	mc_world_await(fixture->desk.world, "all are stamped", has_stamp, fixture);
	tell_tsa(fixture, "holds");
	accept_records(fixture, 20);
	mc_world_await(fixture->desk.world, "the authority has its question", is_held, fixture);
	kill_service(service);
	g_assert_false(has_stamp(fixture->desk.world, fixture));
	tell_tsa(fixture, "good");
	next = start_service(fixture);
	mc_world_await(fixture->desk.world, "those too", has_stamp, fixture);
	kill_service(next);
	give_proofs(fixture, "23 proofs\n");
}

/* A store in which somebody has put another record under a stamp gives no proof. */
static void
test_changed_store(Fixture *fixture, gconstpointer data)
{
	g_autofree char *store = mc_world_path(fixture->desk.world, "gateway/store.db");
	const char *arguments[] = {"sqlite3", store,
	    "UPDATE record SET digest = (SELECT digest FROM record WHERE id = 1) WHERE id = 2", NULL};
	int status = 0;

	accept_records(fixture, 3);
	g_free(stamps(fixture, "--once", &status));
	mc_world_stop_gateway(fixture->desk.world);
	g_free(run(arguments, &status));
	g_assert_cmpint(status, ==, 0);
	give_proofs(fixture, "are not those that were stamped");
}

/* ---- renewal ---- */

static void
have_renewed(Fixture *fixture, const char *how, const char *wish, const char *said)
{
	int status = 0;
	g_autofree char *text = NULL;

	tell_tsa(fixture, how);
	text = stamps(fixture, wish, &status);
	g_test_message("%s: %s", how, text);
	g_assert_cmpstr(text, ==, said);
	g_assert_cmpint(status, ==, 0);
}

/* Twenty years: the first authority's certificates end after 30 days, and are renewed by another
 * one before, and that renewal again; each record's whole series is proven with stock tools as of a
 * time at which the first stamp alone proves nothing any more. */
static void
test_renewed(Fixture *fixture, gconstpointer data)
{
	static const guint commands[] = {5, 5, 5, 4};
	int status = 0;

	/* 30 days are left: not due, then due. */
	fixture->renew_before_days = 5;
	configure(fixture, 2);
	accept_records(fixture, 3);
	have_renewed(fixture, "good", "--once", "2 records stamped\n1 records stamped\n");
	fixture->renew_before_days = 100;
	configure(fixture, 2);
	have_renewed(fixture, "in-20-days", "--once", "2 answers renewed\n");
	have_renewed(fixture, "in-20-days", "--once", "");
	/* A record that comes later, and one renewal over its stamp and over the renewal. */
	accept_records(fixture, 1);
	fixture->renew_before_days = 5;
	configure(fixture, 2);
	have_renewed(fixture, "good", "--once", "1 records stamped\n");
	have_renewed(fixture, "in-25-days", "--renew", "2 answers renewed\n");
	give_proofs(fixture, "4 proofs\n");
	for (guint seq = 1; seq <= 4; seq++) {
		g_autofree char *text = put_away(fixture, seq, seq, &status);

		g_test_message("%s", text);
		g_assert_cmpint(status, ==, 0);
		g_assert_true(proves_itself(fixture, commands[seq - 1]));
		clear_archive(fixture);
	}
}

/* A renewal that comes after the first certificates have run out proves nothing: the archive is
 * refused, and says which stamp it was. */
static void
test_renewed_too_late(Fixture *fixture, gconstpointer data)
{
	int status = 0;
	g_autofree char *said = NULL;

	accept_records(fixture, 1);
	have_renewed(fixture, "good", "--once", "1 records stamped\n");
	have_renewed(fixture, "in-40-days", "--renew", "1 answers renewed\n");
	give_proofs(fixture, "1 proofs\n");
	said = put_away(fixture, 1, 1, &status);
	g_test_message("%s", said);
	g_assert_cmpint(status, ==, 1);
	g_assert_nonnull(strstr(said, "stamp 1, when it was renewed"));
	g_assert_nonnull(strstr(said, "expired"));
}

/* Nothing of a wrong answer is kept, and a stamp that was changed in the store is not renewed as if
 * it were good. */
static void
test_renewal_refused(Fixture *fixture, gconstpointer data)
{
	static const char *const wrong[] = {"away", "other-imprint", "stranger", "garbage"};
	g_autofree char *store = mc_world_path(fixture->desk.world, "gateway/store.db");
	const char *spoil[] = {"sqlite3", store,
	    "UPDATE stamp SET response = (SELECT response FROM stamp WHERE last = 2) WHERE last = 1",
	    NULL};
	const char *spoil_renewal[] = {"sqlite3", store,
	    "UPDATE stamp SET root = (SELECT root FROM stamp WHERE last = 2),"
	    " response = (SELECT response FROM stamp WHERE last = 2) WHERE last = 1",
	    NULL};
	int status = 0;

	configure(fixture, 1);
	accept_records(fixture, 2);
	have_renewed(fixture, "good", "--once", "1 records stamped\n1 records stamped\n");
	for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autofree char *said = NULL;

		tell_tsa(fixture, wrong[i]);
		said = stamps(fixture, "--renew", &status);
		g_assert_cmpint(status, ==, 1);
	}
	have_renewed(fixture, "in-20-days", "--renew", "2 answers renewed\n");
	mc_world_stop_gateway(fixture->desk.world);
	for (guint i = 0; i < 2; i++) {
		g_autofree char *said = NULL;

		g_free(run(i == 0 ? spoil : spoil_renewal, &status));
		g_assert_cmpint(status, ==, 0);
		said = stamps(fixture, "--renew", &status);
		g_test_message("%s", said);
		g_assert_cmpint(status, ==, 1);
		g_assert_nonnull(strstr(said, i == 0 ? "the stamp up to record 1" : "renewal 1"));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
	g_test_add("/stamps/S6/" path, Fixture, NULL, set_up, function, tear_down)
	ADD("good", test_good);
	ADD("wrong", test_wrong);
	ADD("bound", test_bound);
	ADD("service", test_service);
	ADD("changed-store", test_changed_store);
	ADD("renewed", test_renewed);
	ADD("renewed-too-late", test_renewed_too_late);
	ADD("renewal-refused", test_renewal_refused);
	return g_test_run();
}
