/* `medcheck pack` (O5, B8): makes a signed pack, and says all that speaks against one; as the
 * office runs it. */

#include "app/record/seal.h"
#include "packs-wrong.h"
#include "tests/kit/provision.h"
#include <gio/gio.h>
#include <string.h>

static const char medcheck_program[] = MC_BINARY_DIR "/bin/medcheck";

typedef struct Fixture {
	McProvision *provision;
	char *file, *out; /* what goes in; what comes out */
	char *key, *certificate, *chain, *roots;
	char *said; /* of the last run, both streams */
	int status;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
	fixture->provision = mc_provision_new();
	fixture->file = mc_provision_path(fixture->provision, "devices.json");
	fixture->out = mc_provision_path(fixture->provision, "devices.pack");
	fixture->key = mc_provision_path(fixture->provision, "authority/pack.key");
	fixture->certificate = mc_provision_path(fixture->provision, "authority/pack.crt");
	fixture->chain = mc_provision_path(fixture->provision, "authority/pack-chain.pem");
	fixture->roots = mc_provision_path(fixture->provision, "recorder/pack-roots.pem");
	g_assert_true(g_file_set_contents(fixture->file, "{\"enrolments\":[]}", -1, NULL));
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	mc_provision_free(fixture->provision);
	g_free(fixture->file);
	g_free(fixture->out);
	g_free(fixture->key);
	g_free(fixture->certificate);
	g_free(fixture->chain);
	g_free(fixture->roots);
	g_free(fixture->said);
}

static void
run(Fixture *fixture, const char *const *arguments)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process = g_subprocess_newv(
	    arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);

	g_assert_no_error(error);
	g_clear_pointer(&fixture->said, g_free);
	g_subprocess_communicate_utf8(process, NULL, NULL, &fixture->said, NULL, &error);
	g_assert_no_error(error);
	fixture->status = g_subprocess_get_exit_status(process);
	g_test_message("%s", fixture->said);
}
#define PACK(fixture, ...)                                                                         \
	run(fixture, (const char *const[]){medcheck_program, "pack", __VA_ARGS__, NULL})

static void
make(Fixture *fixture, const char *kind, const char *file, const char *version)
{
	PACK(fixture, file, "--kind", kind, "--for", "K-0001", "--version", version, "--days", "90",
	    "--key", fixture->key, "--certificate", fixture->certificate, "--chain", fixture->chain,
	    "--out", fixture->out);
}

static void
assert_says(const Fixture *fixture, int status, const char *words)
{
	g_assert_cmpint(fixture->status, ==, status);
	g_assert_nonnull(strstr(fixture->said, words));
}

/* One that was made is good for its kiosk; for what it is not good each reason is said, all at
 * once. */
static void
test_made_and_checked(Fixture *fixture, gconstpointer data)
{
	g_autofree char *says = g_strconcat(
	    "devices, number 7, for K-0001, signed by O-0001 in suite ", mc_provision_suite(), NULL);

	make(fixture, "devices", fixture->file, "7");
	g_assert_cmpint(fixture->status, ==, 0);
	PACK(fixture, fixture->out, "--trust", fixture->roots, "--kiosk", "K-0001", "--taken", "6");
	assert_says(fixture, 0, says);
	assert_says(fixture, 0, "result     good\n");
	PACK(fixture, fixture->out, "--trust", fixture->roots, "--kiosk", "K-0002", "--taken", "7");
	assert_says(fixture, 1, "result     NOT GOOD: other-kiosk rollback\n");
}

/* Signed by somebody else, changed, no pack at all. */
static void
test_not_the_offices(Fixture *fixture, gconstpointer data)
{
	g_autofree char *kiosks = mc_provision_path(fixture->provision, "trust/roots.pem");
	char *bytes = NULL;
	gsize size = 0;

	make(fixture, "devices", fixture->file, "1");
	PACK(fixture, fixture->out, "--trust", kiosks);
	assert_says(fixture, 1, "result     NOT GOOD: bad-seal\n");
	g_assert_true(g_file_get_contents(fixture->out, &bytes, &size, NULL));
	bytes[size - 10] ^= 1;
	g_assert_true(g_file_set_contents(fixture->out, bytes, (gssize)size, NULL));
	g_free(bytes);
	PACK(fixture, fixture->out, "--trust", fixture->roots);
	assert_says(fixture, 1, "result     NOT GOOD: bad-seal\n");
	PACK(fixture, fixture->file, "--trust", fixture->roots);
	assert_says(fixture, 1, "result     NOT GOOD: bad-seal\n");
}

/* Rules that no kiosk could read are not even signed. */
static void
test_rules_are_read_first(Fixture *fixture, gconstpointer data)
{
	make(fixture, "rules", fixture->file, "1");
	g_assert_cmpint(fixture->status, ==, 2);
	g_assert_false(g_file_test(fixture->out, G_FILE_TEST_EXISTS));
	make(fixture, "rules", MC_SOURCE_DIR "/data/rules-cn-172.json", "1");
	g_assert_cmpint(fixture->status, ==, 0);
	PACK(fixture, fixture->out, "--trust", fixture->roots);
	assert_says(fixture, 0, "result     good\n");
}

/* What the exam would refuse the office hears before anything is signed, in the same words. */
static void
test_plans_are_held_against_their_limits(Fixture *fixture, gconstpointer data)
{
	static const struct {
		const char *from, *to, *says;
	} rows[] = {
	    {"\"mean_pass_deci_db_hl\": 400", "\"mean_pass_deci_db_hl\": 300",
	        "hearing: level_deci_db_hl: screening level is above the mean that passes"},
	    {"\"frequency_hz\": [500, 1000, 2000]", "\"frequency_hz\": [500, 500, 2000]",
	        "hearing: frequency_hz: a frequency stands twice"},
	    {"\"nearest_centi_dioptre\": -34", "\"nearest_centi_dioptre\": -1000",
	        "acuity: nearest_centi_dioptre: nearest that is examined is not from -0.34 D to 0"},
	    {"\"axis_plates\": 4", "\"axis_plates\": 1",
	        "colour: axis_plates: plates of an axis not from 3 to 20"},
	};
	g_autofree char *good = NULL;

	g_assert_true(g_file_get_contents(MC_SOURCE_DIR "/data/rules-cn-172.json", &good, NULL, NULL));
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_auto(GStrv) parts = g_strsplit(good, rows[i].from, -1);
		g_autofree char *bad = g_strjoinv(rows[i].to, parts);

		g_assert_cmpstr(bad, !=, good);
		g_assert_true(g_file_set_contents(fixture->file, bad, -1, NULL));
		make(fixture, "rules", fixture->file, "1");
		assert_says(fixture, 2, rows[i].says);
		g_assert_false(g_file_test(fixture->out, G_FILE_TEST_EXISTS));
	}
}

/* A file with mistakes is not signed, and of one that was, each of them is said in a line of its
 * own.
 */
static void
test_all_wrong(Fixture *fixture, gconstpointer data)
{
	g_autoptr(McSigner) office =
	    mc_signer_new_from_files(fixture->key, fixture->certificate, fixture->chain, NULL);
	gint64 now_us = g_get_real_time();

	for (guint i = 0; i < MC_WRONG_FILES; i++) {
		const McWrongFile *file = &mc_wrong_files[i];
		McPack pack = {.kind = file->kind,
		    .kiosk = "K-0001",
		    .version = 1,
		    .issued_wall_us = now_us,
		    .effective_wall_us = now_us,
		    .expires_wall_us = now_us + G_TIME_SPAN_DAY,
		    .file = mc_wrong_file(file)};
		g_autoptr(GBytes) content = mc_pack_write(&pack, NULL);
		g_autoptr(GBytes) envelope = mc_seal(office, content, NULL);

		g_assert_true(g_file_set_contents(fixture->file, g_bytes_get_data(pack.file, NULL),
		    (gssize)g_bytes_get_size(pack.file), NULL));
		make(fixture, mc_pack_kind_name(file->kind), fixture->file, "1");
		assert_says(fixture, 2, file->wrong[0]);
		g_assert_false(g_file_test(fixture->out, G_FILE_TEST_EXISTS));
		mc_pack_clear(&pack);
		g_assert_true(g_file_set_contents(fixture->file, g_bytes_get_data(envelope, NULL),
		    (gssize)g_bytes_get_size(envelope), NULL));
		PACK(fixture, fixture->file, "--trust", fixture->roots);
		assert_says(fixture, 1, "result     NOT GOOD: bad-file\n");
		for (guint at = 0; at < mc_wrong_count(file); at++) {
			g_autofree char *line = g_strdup_printf("\nwrong      %s\n", file->wrong[at]);

			assert_says(fixture, 1, line);
		}
	}
}

/* O5: the office goes back: the file of an earlier pack of its own under a higher number, once more
 * proven; and addresses a group. */
static void
test_again(Fixture *fixture, gconstpointer data)
{
	g_autofree char *later = mc_provision_path(fixture->provision, "later.pack");
	g_autofree char *kiosks = mc_provision_path(fixture->provision, "trust/roots.pem");

#define AGAIN(version, trust)                                                                      \
	PACK(fixture, "--again", fixture->out, "--trust", trust, "--version", version, "--days", "90", \
	    "--key", fixture->key, "--certificate", fixture->certificate, "--chain", fixture->chain,   \
	    "--out", later)
	PACK(fixture, fixture->file, "--kind", "devices", "--for", "@north", "--version", "7", "--days",
	    "90", "--key", fixture->key, "--certificate", fixture->certificate, "--chain",
	    fixture->chain, "--out", fixture->out);
	g_assert_cmpint(fixture->status, ==, 0);
	AGAIN("7", fixture->roots);
	assert_says(fixture, 2, "--version has to be above");
	AGAIN("9", kiosks);
	g_assert_cmpint(fixture->status, ==, 2);
	g_assert_false(g_file_test(later, G_FILE_TEST_EXISTS));
	AGAIN("9", fixture->roots);
	g_assert_cmpint(fixture->status, ==, 0);
	PACK(fixture, later, "--trust", fixture->roots, "--kiosk", "K-0001", "--groups", "south,north",
	    "--taken", "8");
	assert_says(fixture, 0, "devices, number 9, for @north, signed by O-0001");
	PACK(fixture, later, "--trust", fixture->roots, "--kiosk", "K-0001", "--groups", "south");
	assert_says(fixture, 1, "result     NOT GOOD: other-kiosk\n");
}

static void
test_wrong_use(Fixture *fixture, gconstpointer data)
{
	static const char *const kinds[] = {"nothing", "devices", "devices"};
	static const char *const versions[] = {"1", "0", "x"};
	static const char *const named[] = {"--kind is", "--version is", "--version is"};

	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
		make(fixture, kinds[i], fixture->file, versions[i]);
		assert_says(fixture, 2, named[i]);
		g_assert_false(g_file_test(fixture->out, G_FILE_TEST_EXISTS));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
	g_test_add("/tool-pack/" path, Fixture, NULL, set_up, function, tear_down)
	ADD("O5/made-and-checked", test_made_and_checked);
	ADD("O5/not-the-offices", test_not_the_offices);
	ADD("B8/rules-are-read-first", test_rules_are_read_first);
	ADD("B8/plans-are-held-against-their-limits", test_plans_are_held_against_their_limits);
	ADD("O5/all-wrong", test_all_wrong);
	ADD("O5/again", test_again);
	ADD("wrong-use", test_wrong_use);
	return g_test_run();
}
