/* The program medcheck, run as its user runs it. */

#include "app/record/opening.h"
#include "app/record/parcel.h"
#include "app/record/seal.h"
#include "tests/kit/provision.h"
#include "tests/kit/sample.h"
#include <gio/gio.h>
#include <string.h>

static const char rules_folder[] = MC_SOURCE_DIR "/data";
static const char no_previous[] =
    "0000000000000000000000000000000000000000000000000000000000000000";

typedef struct Fixture {
	McProvision *provision;
	McSigner *signer;
	McRulePack pack;
	char pack_digest[MC_DIGEST_HEX_SIZE];
	char *roots;
	char *out, *err;
	int status;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
	g_autofree char *key = NULL;
	g_autofree char *certificate = NULL;
	g_autofree char *chain = NULL;

	fixture->provision = mc_provision_new();
	fixture->roots = mc_provision_path(fixture->provision, "trust/roots.pem");
	key = mc_provision_path(fixture->provision, "recorder/signing.key");
	certificate = mc_provision_path(fixture->provision, "recorder/signing.crt");
	chain = mc_provision_path(fixture->provision, "recorder/signing-chain.pem");
	fixture->signer = mc_signer_new_from_files(key, certificate, chain, NULL);
	mc_sample_pack(&fixture->pack, fixture->pack_digest);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	mc_signer_free(fixture->signer);
	mc_provision_free(fixture->provision);
	g_free(fixture->roots);
	g_free(fixture->out);
	g_free(fixture->err);
}

static void
medcheck(Fixture *fixture, const char *const *arguments)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	g_autoptr(GSubprocess) process = NULL;
	g_autoptr(GError) error = NULL;

	g_ptr_array_add(all, (gpointer)MC_BINARY_DIR "/bin/medcheck");
	for (guint i = 0; arguments[i] != NULL; i++)
		g_ptr_array_add(all, (gpointer)arguments[i]);
	g_ptr_array_add(all, NULL);
	g_clear_pointer(&fixture->out, g_free);
	g_clear_pointer(&fixture->err, g_free);
	process = g_subprocess_newv((const char *const *)all->pdata,
	    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
	g_assert_no_error(error);
	g_subprocess_communicate_utf8(process, NULL, NULL, &fixture->out, &fixture->err, &error);
	g_assert_no_error(error);
	g_assert_true(g_subprocess_get_if_exited(process));
	fixture->status = g_subprocess_get_exit_status(process);
}
#define MEDCHECK(fixture, ...) medcheck(fixture, (const char *const[]){__VA_ARGS__, NULL})

static void
assert_says(const Fixture *fixture, const char *text)
{
	if (strstr(fixture->out, text) == NULL)
		g_test_message("%s%s", fixture->out, fixture->err);
	g_assert_nonnull(strstr(fixture->out, text));
}

static GBytes *
seal(Fixture *fixture, guint64 seq, const char *prev, const char *type, const char *kiosk,
    json_t *body)
{
	McContentHead head = {.seq = seq, .at_wall_us = g_get_real_time(), .mono_us = 5};
	g_autoptr(GBytes) content = NULL;
	g_autoptr(GError) error = NULL;
	GBytes *envelope = NULL;

	g_strlcpy(head.type, type, sizeof head.type);
	g_strlcpy(head.kiosk, kiosk, sizeof head.kiosk);
	memset(head.journal, '1', 32);
	memset(head.boot, '2', 32);
	g_strlcpy(head.prev, prev, sizeof head.prev);
	content = mc_content_write(&head, body, &error);
	g_assert_no_error(error);
	envelope = mc_seal(fixture->signer, content, &error);
	g_assert_no_error(error);
	return envelope;
}

static char *
keep(Fixture *fixture, const char *name, GBytes *bytes)
{
	char *path = mc_provision_path(fixture->provision, name);

	g_assert_true(g_file_set_contents(
	    path, g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes), NULL));
	return path;
}

static char *
keep_visit(Fixture *fixture, void (*change)(McVisit *visit))
{
	g_autoptr(McVisit) visit = mc_sample_visit(&fixture->pack, fixture->pack_digest, 11, 980);
	json_auto_t *body = NULL;
	g_autoptr(GBytes) envelope = NULL;

	if (change != NULL)
		change(visit);
	body = mc_visit_to_json(visit);
	envelope = seal(fixture, 42, no_previous, "visit", "K-0001", body);
	return keep(fixture, "rec.p7m", envelope);
}

static void
test_verify(Fixture *fixture, gconstpointer data)
{
	g_autofree char *path = keep_visit(fixture, NULL);

	MEDCHECK(fixture, "verify", path, "--trust", fixture->roots, "--rules", rules_folder);
	g_assert_cmpint(fixture->status, ==, 0);
	assert_says(fixture, "one signature, by K-0001");
	assert_says(fixture, "number     42 (reference MC-K0001-000042-");
	assert_says(fixture, "judged again under cn-172 version 1, the same");
	assert_says(fixture, "result     good");
	/* Without rules it says what it did not prove. */
	MEDCHECK(fixture, "verify", path, "--trust", fixture->roots);
	g_assert_cmpint(fixture->status, ==, 0);
	assert_says(fixture, "NOT judged again");
}

/* The command that it prints is one that works. */
static void
test_stock_command(Fixture *fixture, gconstpointer data)
{
	g_autofree char *path = keep_visit(fixture, NULL);
	const char *command = NULL;
	g_autofree char *line = NULL;
	g_autofree char *content = NULL;
	int status = 1;

	MEDCHECK(fixture, "verify", path, "--trust", fixture->roots);
	command = strstr(fixture->out, "openssl cms");
	g_assert_nonnull(command);
	line = g_strndup(command, strcspn(command, "\n"));
	g_assert_true(g_spawn_command_line_sync(line, &content, NULL, &status, NULL));
	g_assert_cmpint(status, ==, 0);
	g_assert_true(g_str_has_prefix(content, "{\"at\":"));
}

static void
forge_outcome(McVisit *visit)
{
	visit->exam[0]->result.part[MC_EYE_LEFT].outcome = MC_OUTCOME_FAIL;
}

static void
forge_verdict(McVisit *visit)
{
	visit->verdict[0].restriction_glasses = !visit->verdict[0].restriction_glasses;
}

static void
forge_pack(McVisit *visit)
{
	memset(visit->rule_pack_digest, '0', 64);
}

/* A kiosk whose key was stolen signs anything; the trials speak against it. */
static void
test_verify_refuses(Fixture *fixture, gconstpointer data)
{
	static const struct {
		void (*change)(McVisit *visit);
		const char *cause;
	} rows[] = {
	    {forge_outcome, "exam 1 (acuity): the result does not come out"},
	    {forge_verdict, "restriction_glasses differs"},
	    {forge_pack, "holds no rule pack"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *path = keep_visit(fixture, rows[i].change);

		MEDCHECK(fixture, "verify", path, "--trust", fixture->roots, "--rules", rules_folder);
		g_assert_cmpint(fixture->status, ==, 1);
		assert_says(fixture, "NOT GOOD");
		assert_says(fixture, rows[i].cause);
	}
}

/* B1: the key of one kiosk under the name of another. */
static void
test_other_kiosk(Fixture *fixture, gconstpointer data)
{
	json_auto_t *body = json_pack("{s:s}", "event", "help-asked");
	g_autoptr(GBytes) envelope = seal(fixture, 2, no_previous, "audit", "K-0002", body);
	g_autofree char *path = keep(fixture, "rec.p7m", envelope);

	MEDCHECK(fixture, "verify", path, "--trust", fixture->roots);
	g_assert_cmpint(fixture->status, ==, 1);
	assert_says(fixture, "the content names kiosk K-0002, but K-0001 sealed it");
}

static void
test_changed_byte(Fixture *fixture, gconstpointer data)
{
	g_autofree char *path = keep_visit(fixture, NULL);
	g_autofree char *text = NULL;
	gsize size = 0;
	char *at = NULL;

	g_assert_true(g_file_get_contents(path, &text, &size, NULL));
	at = memmem(text, size, "\"outcome\":\"pass\"", 16);
	g_assert_nonnull(at);
	at[12] ^= 1;
	g_assert_true(g_file_set_contents(path, text, (gssize)size, NULL));
	MEDCHECK(fixture, "verify", path, "--trust", fixture->roots);
	g_assert_cmpint(fixture->status, ==, 1);
	assert_says(fixture, "signature");
}

static void
test_parcel(Fixture *fixture, gconstpointer data)
{
	g_autoptr(McVisit) visit = mc_sample_visit(&fixture->pack, fixture->pack_digest, 11, 980);
	g_autoptr(GBytes) personal = g_bytes_new_static("sealed", 6);
	g_autoptr(GBytes) other = g_bytes_new_static("sealeD", 6);
	g_autoptr(GBytes) envelope = NULL;
	json_auto_t *body = NULL;

	mc_digest_hex(personal, visit->personal_digest);
	body = mc_visit_to_json(visit);
	envelope = seal(fixture, 42, no_previous, "visit", "K-0001", body);
	for (guint i = 0; i < 3; i++) {
		const McParcel parcel = {
		    .seq = i == 2 ? 43 : 42, .envelope = envelope, .personal = i == 1 ? other : personal};
		g_autoptr(GBytes) bytes = mc_parcel_write(&parcel);
		g_autofree char *path = keep(fixture, "42.json", bytes);

		MEDCHECK(fixture, "verify", path, "--trust", fixture->roots);
		g_assert_cmpint(fixture->status, ==, i == 0 ? 0 : 1);
		assert_says(fixture, i == 0   ? "the sealed part is the one that the record names"
		                     : i == 1 ? "personal part is not the one"
		                              : "the parcel says number 43");
	}
}

/* S6: one of three deleted, two swapped. */
static void
test_chain(Fixture *fixture, gconstpointer data)
{
	json_auto_t *body = json_pack("{s:s}", "event", "help-asked");
	char digest[MC_DIGEST_HEX_SIZE];
	char *paths[3] = {NULL, NULL, NULL};

	g_strlcpy(digest, no_previous, sizeof digest);
	for (guint i = 0; i < 3; i++) {
		g_autofree char *name = g_strdup_printf("%u.p7m", i + 1);
		g_autoptr(GBytes) envelope = seal(fixture, i + 1, digest, "audit", "K-0001", body);

		mc_digest_hex(envelope, digest);
		paths[i] = keep(fixture, name, envelope);
	}
	MEDCHECK(fixture, "verify", "--trust", fixture->roots, paths[0], paths[1], paths[2]);
	g_assert_cmpint(fixture->status, ==, 0);
	assert_says(fixture, "chain      good");
	MEDCHECK(fixture, "verify", "--trust", fixture->roots, paths[0], paths[2]);
	g_assert_cmpint(fixture->status, ==, 1);
	assert_says(fixture, "number 3: a gap");
	MEDCHECK(fixture, "verify", "--trust", fixture->roots, paths[1], paths[0]);
	g_assert_cmpint(fixture->status, ==, 1);
	assert_says(fixture, "does not come after");
	for (guint i = 0; i < 3; i++)
		g_free(paths[i]);
}

/* The openings of the exams from link 40 on, then the visit that names them; the tool is given the
 * files from `first` on. change: of the visit after it was promised. */
static void
verify_promised(Fixture *fixture, void (*change)(McVisit *visit), guint first)
{
	g_autoptr(McVisit) visit = mc_sample_visit(&fixture->pack, fixture->pack_digest, 11, 980);
	g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func(g_free);
	char digest[MC_DIGEST_HEX_SIZE];

	g_ptr_array_add(arguments, g_strdup("verify"));
	g_ptr_array_add(arguments, g_strdup("--trust"));
	g_ptr_array_add(arguments, g_strdup(fixture->roots));
	g_strlcpy(digest, no_previous, sizeof digest);
	for (guint i = 0; i < visit->exams; i++)
		visit->exam[i]->opened_seq = 40 + i;
	for (guint i = 0; i <= visit->exams; i++) {
		gboolean is_opening = i < visit->exams;
		g_autofree char *name = g_strdup_printf("%u.p7m", 40 + i);
		g_autofree char *path = NULL;
		McOpening opening;
		json_auto_t *body = NULL;
		g_autoptr(GBytes) envelope = NULL;

		if (is_opening)
			mc_opening_of(visit->visit_id, visit->exam[i], &opening);
		else if (change != NULL)
			change(visit);
		body = is_opening ? mc_opening_to_json(&opening) : mc_visit_to_json(visit);
		envelope =
		    seal(fixture, 40 + i, digest, is_opening ? "exam-opened" : "visit", "K-0001", body);
		mc_digest_hex(envelope, digest);
		path = keep(fixture, name, envelope);
		if (i >= first)
			g_ptr_array_add(arguments, g_steal_pointer(&path));
	}
	g_ptr_array_add(arguments, NULL);
	medcheck(fixture, (const char *const *)arguments->pdata);
}

static void
swap_openings(McVisit *visit)
{
	visit->exam[1]->opened_seq = 42;
	visit->exam[2]->opened_seq = 41;
}

static void
name_one_twice(McVisit *visit)
{
	visit->exam[2]->opened_seq = 41;
}

/* B12: seeds were promised before the first stimulus; verify holds the record to it. */
static void
test_promises(Fixture *fixture, gconstpointer data)
{
	verify_promised(fixture, NULL, 0);
	g_assert_cmpint(fixture->status, ==, 0);
	assert_says(fixture, "exams ran by what the chain promised");
	verify_promised(fixture, NULL, 1);
	g_assert_cmpint(fixture->status, ==, 0);
	assert_says(fixture, "openings   NOT matched for 1 of");
	verify_promised(fixture, swap_openings, 0);
	g_assert_cmpint(fixture->status, ==, 1);
	assert_says(fixture, "exam 2 (hearing) names link 42 as its opening: it is of another exam");
	verify_promised(fixture, name_one_twice, 0);
	g_assert_cmpint(fixture->status, ==, 1);
}

static void
test_explain(Fixture *fixture, gconstpointer data)
{
	g_autofree char *path = keep_visit(fixture, NULL);

	MEDCHECK(fixture, "explain", path);
	g_assert_cmpint(fixture->status, ==, 0);
	assert_says(fixture, "未核验");
	assert_says(fixture, "Not verified");
	assert_says(fixture, "准驾车型 C1");
	assert_says(fixture, "Licence class C1");
	assert_says(fixture, "watched here, judged by a doctor");
	assert_says(fixture, "plates for red blindness");
	MEDCHECK(fixture, "explain", path, "--trust", fixture->roots);
	assert_says(fixture, "Verified: nothing was changed");
	/* Not one word was left out of either language. */
	g_assert_null(strchr(fixture->out, '?'));
}

static void
test_replay(Fixture *fixture, gconstpointer data)
{
	g_autofree char *path = keep_visit(fixture, NULL);
	g_autofree char *forged = NULL;

	MEDCHECK(fixture, "replay", path);
	g_assert_cmpint(fixture->status, ==, 0);
	assert_says(fixture, "exam 1: acuity, naked");
	assert_says(fixture, "exam 3: side");
	assert_says(fixture, "thrown away: noise");
	assert_says(fixture, "right");
	assert_says(fixture, "run again: the same");
	forged = keep_visit(fixture, forge_outcome);
	MEDCHECK(fixture, "replay", forged);
	g_assert_cmpint(fixture->status, ==, 1);
	assert_says(fixture, "run again: DIFFERENT: the result does not come out");
}

static void
test_tables(Fixture *fixture, gconstpointer data)
{
	MEDCHECK(fixture, "rules", MC_SOURCE_DIR "/data/rules-cn-172.json");
	g_assert_cmpint(fixture->status, ==, 0);
	assert_says(fixture, "rule pack cn-172 version 1");
	assert_says(fixture, "cn-172-p");
	assert_says(fixture, fixture->pack_digest);
	MEDCHECK(fixture, "audit-events");
	assert_says(fixture, "| `paused` |");
}

static void
test_wrong_use(Fixture *fixture, gconstpointer data)
{
	MEDCHECK(fixture, "dance");
	g_assert_cmpint(fixture->status, ==, 2);
	g_assert_nonnull(strstr(fixture->err, "usage"));
	MEDCHECK(fixture, "verify", "/nonexistent");
	g_assert_cmpint(fixture->status, ==, 2);
	MEDCHECK(fixture, "verify", "/nonexistent", "--trust", fixture->roots);
	g_assert_cmpint(fixture->status, ==, 1);
	MEDCHECK(fixture, "verify", fixture->roots, "--trust", fixture->roots);
	g_assert_cmpint(fixture->status, ==, 1);
	assert_says(fixture, "no CMS signed data");
	MEDCHECK(fixture, "replay");
	g_assert_cmpint(fixture->status, ==, 2);
	MEDCHECK(fixture, "explain", "--colour");
	g_assert_cmpint(fixture->status, ==, 2);
}

/* A record put away is proven by the two commands of its own instructions, and not once a byte is
 * another one. */
static void
test_archive(Fixture *fixture, gconstpointer data)
{
	static const char script[] = "set -e; cd \"$1\"; grep '^    ' VERIFY.txt >commands.sh;"
	                             " test $(wc -l <commands.sh) = 2; sh -e commands.sh";
	g_autofree char *path = keep_visit(fixture, NULL);
	g_autofree char *out = mc_provision_path(fixture->provision, "archive");
	g_autofree char *record = g_build_filename(out, "record.p7m", NULL);
	g_autofree char *bytes = NULL;
	gsize size = 0;

	MEDCHECK(fixture, "archive", path, "--trust", fixture->roots, "--out", out);
	g_assert_cmpint(fixture->status, ==, 0);
	for (guint round = 0; round < 2; round++) {
		g_autoptr(GSubprocess) shell =
		    g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
		        NULL, "sh", "-c", script, "sh", out, NULL);

		g_assert_true(g_subprocess_wait(shell, NULL, NULL));
		g_assert_cmpint(g_subprocess_get_successful(shell), ==, round == 0);
		if (round > 0)
			break;
		g_assert_true(g_file_get_contents(record, &bytes, &size, NULL));
		bytes[size / 2] ^= 1;
		g_assert_true(g_file_set_contents(record, bytes, (gssize)size, NULL));
		g_clear_pointer(&bytes, g_free);
	}
	MEDCHECK(fixture, "archive", record, "--trust", fixture->roots, "--out", out);
	g_assert_cmpint(fixture->status, ==, 1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(path, function) g_test_add("/tools/" path, Fixture, NULL, set_up, function, tear_down)
	ADD("T7/verify", test_verify);
	ADD("T7/stock-command", test_stock_command);
	ADD("B7/verify-refuses", test_verify_refuses);
	ADD("B1/other-kiosk", test_other_kiosk);
	ADD("B1/changed-byte", test_changed_byte);
	ADD("parcel", test_parcel);
	ADD("S6/chain", test_chain);
	ADD("B12/promises", test_promises);
	ADD("explain", test_explain);
	ADD("S5/replay", test_replay);
	ADD("B10/archive", test_archive);
	ADD("tables", test_tables);
	ADD("wrong-use", test_wrong_use);
	return g_test_run();
}
