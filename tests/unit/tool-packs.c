/* O5, M5, B8: which rules and signed packs were in force is said of a visit in words, and held
 * against what the kiosk's own chain activated, by medcheck audit and medcheck verify. */

#include "app/journal/journal.h"
#include "app/record/packs-in-force.h"
#include "packs-kit.h"
#include "tool-kit.h"
#include <string.h>

typedef struct Fixture {
	McPacksWorld packs;
	char *journal, *trust, *out;
	int status;
} Fixture;

static const char devices[] =
    "{\"enrolments\":["
    "{\"kind\":\"vision-tester\",\"minimum_firmware\":\"\",\"serial\":\"VT-000117\"},"
    "{\"kind\":\"audiometer\",\"minimum_firmware\":\"\",\"serial\":\"AU-000231\"}]}";

/* A pack is taken, a visit made after it, and the recorder has ended. */
static void
set_up(Fixture *fixture, gconstpointer kit)
{
	McPack pack;

	mc_packs_set_up(&fixture->packs, kit);
	pack = mc_packs_pack(&fixture->packs, MC_PACK_DEVICES, devices);
	pack.version = 7;
	mc_packs_deliver(&fixture->packs, &pack);
	mc_desk_visit(fixture->packs.desk, 0);
	mc_desk_stop(fixture->packs.desk);
	fixture->journal =
	    g_build_filename(fixture->packs.desk->folder, "recorder", "journal.db", NULL);
	fixture->trust = g_build_filename(fixture->packs.desk->folder, "trust", "roots.pem", NULL);
}

static void
tear_down(Fixture *fixture, gconstpointer kit)
{
	mc_packs_tear_down(&fixture->packs, kit);
	g_free(fixture->journal);
	g_free(fixture->trust);
	g_free(fixture->out);
}

static void
medcheck(Fixture *fixture, const char *command, const char *file)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process = g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
	    MC_BINARY_DIR "/bin/medcheck", command, file, "--trust", fixture->trust, NULL);

	g_assert_no_error(error);
	g_clear_pointer(&fixture->out, g_free);
	g_subprocess_communicate_utf8(process, NULL, NULL, &fixture->out, NULL, &error);
	g_assert_no_error(error);
	fixture->status = g_subprocess_get_exit_status(process);
}

static void
assert_says(const Fixture *fixture, const char *text)
{
	if (strstr(fixture->out, text) == NULL)
		g_error("not said: %s\n%s", text, fixture->out);
}

static void
last_entry(McJournal *journal, McJournalEntry *entry)
{
	guint64 seq = 0;
	char digest[MC_DIGEST_HEX_SIZE];
	g_autoptr(GError) error = NULL;

	mc_journal_head(journal, &seq, digest);
	g_assert_true(mc_journal_get(journal, seq, TRUE, entry, &error));
	g_assert_cmpstr(entry->type, ==, "visit");
}

static void
test_explained(Fixture *fixture, gconstpointer kit)
{
	g_autoptr(McJournal) journal = mc_journal_open(fixture->journal, FALSE, NULL);
	g_autofree char *path = g_build_filename(fixture->packs.desk->folder, "visit.p7m", NULL);
	g_autofree char *digest = NULL;
	g_autoptr(GBytes) file = g_bytes_new_static(devices, sizeof devices - 1);
	McJournalEntry entry;
	char file_digest[MC_DIGEST_HEX_SIZE];

	last_entry(journal, &entry);
	g_assert_true(g_file_set_contents(path, g_bytes_get_data(entry.envelope, NULL),
	    (gssize)g_bytes_get_size(entry.envelope), NULL));
	mc_journal_entry_clear(&entry);
	medcheck(fixture, "explain", path);
	g_assert_cmpint(fixture->status, ==, 0);
	assert_says(fixture, "judged by cn-172");
	assert_says(fixture, "signed pack: list of instruments, number 7");
	assert_says(fixture, "已签发的包：仪器名单，第 7");
	mc_digest_hex(file, file_digest);
	digest = g_strconcat("SHA-256 ", file_digest, NULL);
	assert_says(fixture, digest);
}

static void
test_good(Fixture *fixture, gconstpointer kit)
{
	medcheck(fixture, "audit", fixture->journal);
	assert_says(fixture, "result     good, 0 findings");
	g_assert_cmpint(fixture->status, ==, 0);
}

typedef struct Lie {
	const char *name, *packs, *says;
} Lie;

#define SHA "1111111111111111111111111111111111111111111111111111111111111111"
static const Lie lies[] = {
    {"version", "[{\"file_sha256\":\"" SHA "\",\"kind\":\"devices\",\"version\":8}]",
        "it states another pack than the chain activated last"},
    {"file", "[{\"file_sha256\":\"" SHA "\",\"kind\":\"devices\",\"version\":7}]",
        "it states another pack than the chain activated last"},
    {"left-out", NULL, "a pack that the chain activated is not among those that it states"},
    {"never-taken", "[{\"file_sha256\":\"" SHA "\",\"kind\":\"rules\",\"version\":1}]",
        "it states a pack that the chain has not activated"},
};

/* The last visit once more, properly sealed and chained, but with these packs. */
static void
append_lie(Fixture *fixture, const char *packs)
{
	g_autoptr(McJournal) journal = mc_journal_open(fixture->journal, FALSE, NULL);
	g_autoptr(McSigner) signer = mc_desk_signer(fixture->packs.desk, "recorder", "signing");
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) content = NULL;
	McJournalEntry entry;
	McContentHead head;
	json_auto_t *body = NULL;

	last_entry(journal, &entry);
	content = mc_seal_peek(entry.envelope, &error);
	mc_content_read(content, &head, &body, &error);
	g_assert_no_error(error);
	if (packs != NULL)
		json_object_set_new(body, "packs", json_loads(packs, 0, NULL));
	else
		json_object_del(body, "packs");
	head.seq++;
	g_strlcpy(head.prev, entry.digest, sizeof head.prev);
	g_bytes_unref(content);
	content = mc_content_write(&head, body, &error);
	g_assert_no_error(error);
	g_bytes_unref(entry.envelope);
	entry.envelope = mc_seal_at(signer, content, head.at_wall_us, &error);
	g_assert_no_error(error);
	entry.seq = head.seq;
	mc_digest_hex(entry.envelope, entry.digest);
	mc_reference_write("K-0001", entry.seq, entry.reference);
	g_assert_true(mc_journal_begin(journal, &error) && mc_journal_append(journal, &entry, &error) &&
	              mc_journal_commit(journal, &error));
	mc_journal_entry_clear(&entry);
}

static void
test_lies(Fixture *fixture, gconstpointer kit)
{
	g_autofree char *original = NULL;
	gsize size = 0;

	g_assert_true(g_file_get_contents(fixture->journal, &original, &size, NULL));
	for (gsize i = 0; i < G_N_ELEMENTS(lies); i++) {
		g_autofree char *words = g_strdup_printf(": %s", lies[i].says);

		g_test_message("%s", lies[i].name);
		append_lie(fixture, lies[i].packs);
		medcheck(fixture, "audit", fixture->journal);
		assert_says(fixture, "packs      number ");
		assert_says(fixture, words);
		g_assert_cmpint(fixture->status, ==, 1);
		g_assert_true(g_file_set_contents(fixture->journal, original, (gssize)size, NULL));
	}
}

/* Of files that an office was given: what it has not seen activated it cannot say. */
static void
test_verified(McToolWorld *world, gconstpointer unused)
{
	json_auto_t *taken = json_pack("{s:s, s:s, s:s, s:i}", "event", "configuration-activated",
	    "file_sha256", SHA, "pack", "rules", "version", 3);
	char digest[MC_DIGEST_HEX_SIZE];
	g_autoptr(GBytes) first =
	    mc_tool_seal(world, 41, mc_tool_no_previous, "audit", "K-0001", taken);
	g_autofree char *activation = mc_tool_keep(world, "41.p7m", first);

	mc_digest_hex(first, digest);
	for (guint version = 3; version <= 4; version++) {
		g_autoptr(McVisit) visit = mc_sample_visit(&world->pack, world->pack_digest, 11, 980);
		g_autoptr(GBytes) second = NULL;
		g_autofree char *path = NULL;
		json_auto_t *body = NULL;

		visit->packs = 1;
		visit->pack[0] = (McVisitPack){.kind = MC_PACK_RULES, .version = version};
		g_strlcpy(visit->pack[0].file_sha256, SHA, sizeof visit->pack[0].file_sha256);
		body = mc_visit_to_json(visit);
		second = mc_tool_seal(world, 42, digest, "visit", "K-0001", body);
		path = mc_tool_keep(world, version == 3 ? "42.p7m" : "other.p7m", second);
		MEDCHECK(world, "verify", "--trust", world->roots, activation, path);
		g_assert_cmpint(world->status, ==, version == 3 ? 0 : 1);
		if (version == 4)
			mc_tool_assert_says(
			    world, "packs: it states another pack than the chain activated last");
		MEDCHECK(world, "verify", "--trust", world->roots, path);
		g_assert_cmpint(world->status, ==, 0);
	}
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
#define ADD(name, func) g_test_add("/tool-packs/" name, Fixture, kit, set_up, func, tear_down)
	ADD("O5/explained", test_explained);
	ADD("M5/good", test_good);
	ADD("M5/lies", test_lies);
#undef ADD
	g_test_add("/tool-packs/M5/verified", McToolWorld, NULL, mc_tool_set_up, test_verified,
	    mc_tool_tear_down);
	return g_test_run();
}
