/* C18: medcheck join, run as its user runs it, and the independent reader beside it. */

#include "app/record/seal.h"
#include "tests/kit/case.h"
#include "tests/kit/provision.h"
#include <gio/gio.h>
#include <string.h>

static const char medcheck_program[] = MC_BINARY_DIR "/bin/medcheck";
static const char reader_program[] = MC_SOURCE_DIR "/tests/reader/reader.py";
static const char schema[] = MC_SOURCE_DIR "/docs/record.schema.json";
static const char rules_folder[] = MC_SOURCE_DIR "/data";

typedef struct Fixture {
	McProvision *provision;
	McSigner *signer;
	McRulePack pack;
	char pack_digest[MC_DIGEST_HEX_SIZE];
	char *roots, *path[2];
	char *out;
	int status;
} Fixture;

static char *
seal_visit(Fixture *fixture, guint64 seq, const McVisit *visit, char *digest)
{
	McContentHead head = {.type = "visit", .kiosk = "K-0001", .seq = seq, .mono_us = 5};
	json_auto_t *body = mc_visit_to_json(visit);
	g_autofree char *name = g_strdup_printf("%" G_GUINT64_FORMAT ".p7m", seq);
	char *path = mc_provision_path(fixture->provision, name);
	g_autoptr(GBytes) content = NULL;
	g_autoptr(GBytes) envelope = NULL;
	g_autoptr(GError) error = NULL;

	head.at_wall_us = g_get_real_time();
	head.clock = (McMoment){
	    .quality = MC_CLOCK_KEPT, .not_before_wall_us = head.at_wall_us - 365 * G_TIME_SPAN_DAY};
	memset(head.journal, '1', 32);
	memset(head.boot, '2', 32);
	memset(head.prev, '0', 64);
	content = mc_content_write(&head, body, &error);
	g_assert_no_error(error);
	envelope = mc_seal_at(fixture->signer, content, head.at_wall_us, &error);
	g_assert_no_error(error);
	mc_digest_hex(envelope, digest);
	g_assert_true(g_file_set_contents(
	    path, g_bytes_get_data(envelope, NULL), (gssize)g_bytes_get_size(envelope), NULL));
	return path;
}

static void
set_up(Fixture *fixture, gconstpointer data)
{
	g_autofree char *key = NULL;
	g_autofree char *certificate = NULL;
	g_autofree char *chain = NULL;
	g_autoptr(McVisit) first = NULL;
	g_autoptr(McVisit) second = NULL;
	char digest[MC_DIGEST_HEX_SIZE];

	fixture->provision = mc_provision_new();
	fixture->roots = mc_provision_path(fixture->provision, "trust/roots.pem");
	key = mc_provision_path(fixture->provision, "recorder/signing.key");
	certificate = mc_provision_path(fixture->provision, "recorder/signing.crt");
	chain = mc_provision_path(fixture->provision, "recorder/signing-chain.pem");
	fixture->signer = mc_signer_new_from_files(key, certificate, chain, NULL);
	mc_sample_pack(&fixture->pack, fixture->pack_digest);
	first = mc_sample_part_1(&fixture->pack, fixture->pack_digest);
	fixture->path[0] = seal_visit(fixture, 42, first, digest);
	second = mc_sample_part_2(&fixture->pack, fixture->pack_digest, digest);
	fixture->path[1] = seal_visit(fixture, 57, second, digest);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	mc_signer_free(fixture->signer);
	mc_provision_free(fixture->provision);
	g_free(fixture->roots);
	g_free(fixture->path[0]);
	g_free(fixture->path[1]);
	g_free(fixture->out);
}

static void
run(Fixture *fixture, const char *const *arguments)
{
	g_autoptr(GSubprocess) process = NULL;
	g_autoptr(GError) error = NULL;

	g_clear_pointer(&fixture->out, g_free);
	process = g_subprocess_newv(
	    arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
	g_assert_no_error(error);
	g_subprocess_communicate_utf8(process, NULL, NULL, &fixture->out, NULL, &error);
	g_assert_no_error(error);
	fixture->status = g_subprocess_get_exit_status(process);
	g_test_message("%s", fixture->out);
}
#define JOIN(fixture, ...)                                                                         \
	run(fixture, (const char *const[]){medcheck_program, "join", "--trust", (fixture)->roots,      \
	                 "--rules", rules_folder, __VA_ARGS__, NULL})
#define READER(fixture, ...)                                                                       \
	run(fixture,                                                                                   \
	    (const char *const[]){"/usr/bin/python3", reader_program, "--roots", (fixture)->roots,     \
	        "--rules", rules_folder, "--schema", schema, "--join", __VA_ARGS__, NULL})

/* The line that begins so, without that beginning. */
static char *
line_after(const char *text, const char *beginning)
{
	const char *at = strstr(text, beginning);

	g_assert_nonnull(at);
	at += strlen(beginning);
	return g_strndup(at, strcspn(at, "\n"));
}

/* Two programs of two languages state the same of the whole, to the byte. */
static void
test_both_readers(Fixture *fixture, gconstpointer data)
{
	g_autofree char *ours = NULL;
	g_autofree char *theirs = NULL;

	JOIN(fixture, fixture->path[1], fixture->path[0]);
	g_assert_cmpint(fixture->status, ==, 0);
	g_assert_nonnull(strstr(fixture->out, "result     good: one whole of 2 parts"));
	ours = line_after(fixture->out, "joined     ");
	READER(fixture, fixture->path[0], fixture->path[1]);
	g_assert_cmpint(fixture->status, ==, 0);
	theirs = line_after(fixture->out, "{\"case_id\"");
	g_assert_cmpstr(ours + strlen("{\"case_id\""), ==, theirs);
}

/* Half of it is no whole, for neither. */
static void
test_half(Fixture *fixture, gconstpointer data)
{
	JOIN(fixture, fixture->path[0]);
	g_assert_cmpint(fixture->status, ==, 1);
	g_assert_nonnull(strstr(fixture->out, "NOT ONE WHOLE: incomplete"));
	READER(fixture, fixture->path[0]);
	g_assert_cmpint(fixture->status, ==, 1);
	JOIN(fixture, fixture->path[1]);
	g_assert_nonnull(strstr(fixture->out, "NOT ONE WHOLE: gap"));
	READER(fixture, fixture->path[1]);
	g_assert_cmpint(fixture->status, ==, 1);
}

/* Whoever reads one part in plain words is told that it is one. */
static void
test_explained(Fixture *fixture, gconstpointer data)
{
	static const char *const first[] = {"分次体检的第 1 部分，案号 " MC_SAMPLE_CASE,
	    "此后还缺：听力（纯音）、辨别声源方向", "Part 1 of a check in parts, case " MC_SAMPLE_CASE,
	    "missing after it: hearing (tones), telling the side of a sound",
	    "last day for the rest: 2026-12-24", "holds for this part alone"};
	static const char *const second[] = {"Part 2 of a check in parts", "missing after it: nothing"};

	run(fixture, (const char *const[]){medcheck_program, "explain", fixture->path[0], NULL});
	g_assert_cmpint(fixture->status, ==, 0);
	for (guint i = 0; i < G_N_ELEMENTS(first); i++)
		g_assert_nonnull(strstr(fixture->out, first[i]));
	run(fixture, (const char *const[]){medcheck_program, "explain", fixture->path[1], NULL});
	for (guint i = 0; i < G_N_ELEMENTS(second); i++)
		g_assert_nonnull(strstr(fixture->out, second[i]));
}

/* A part whose seal is broken is none. */
static void
test_tampered(Fixture *fixture, gconstpointer data)
{
	g_autofree char *bytes = NULL;
	g_autofree char *spoilt = mc_provision_path(fixture->provision, "spoilt.p7m");
	gsize size = 0;

	g_assert_true(g_file_get_contents(fixture->path[1], &bytes, &size, NULL));
	bytes[size / 2] ^= 1;
	g_assert_true(g_file_set_contents(spoilt, bytes, (gssize)size, NULL));
	JOIN(fixture, fixture->path[0], spoilt);
	g_assert_cmpint(fixture->status, ==, 1);
	g_assert_nonnull(strstr(fixture->out, "NOT GOOD"));
}

static void
test_wrong_use(Fixture *fixture, gconstpointer data)
{
	run(fixture, (const char *const[]){medcheck_program, "join", fixture->path[0], NULL});
	g_assert_cmpint(fixture->status, ==, 2);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/tools/C18/join/both-readers", Fixture, NULL, set_up, test_both_readers, tear_down);
	g_test_add("/tools/C18/join/half", Fixture, NULL, set_up, test_half, tear_down);
	g_test_add("/tools/C18/explained", Fixture, NULL, set_up, test_explained, tear_down);
	g_test_add("/tools/C18/join/tampered", Fixture, NULL, set_up, test_tampered, tear_down);
	g_test_add("/tools/C18/join/wrong-use", Fixture, NULL, set_up, test_wrong_use, tear_down);
	return g_test_run();
}
