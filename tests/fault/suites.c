/* The whole way of a record in each suite: recorder, courier, gateway, receipt, tools, as real
 * processes; and a chain that changes suite and key (B1, C15, C17). */

#include "app/record/pack.h"
#include "app/spool/spool.h"
#include "tests/desk/desk.h"
#include "tests/kit/file.h"
#include "tests/support/gateway/world.h"
#include <glib/gstdio.h>
#include <string.h>

typedef struct Way {
	McDesk *desk;
	McWorld *world;
	gint64 packs; /* signed by the office so far */
} Way;

static void
set_out(Way *way, const char *suite)
{
	g_autoptr(McDeskKit) kit = mc_desk_kit_new_suite(suite);

	way->packs = 0;
	way->desk = mc_desk_new_program(kit, NULL);
	way->world = mc_world_new_in(way->desk->folder);
}

static void
arrive(Way *way)
{
	mc_world_free(way->world);
	mc_desk_free(way->desk);
}

static char *
path_of(const Way *way, const char *name)
{
	return g_build_filename(way->desk->folder, name, NULL);
}

/* What the courier is about to carry away, in the order of the chain. */
static GPtrArray *
keep_parcels(const Way *way)
{
	g_autofree char *spool_path = path_of(way, "spool");
	g_autoptr(McSpool) spool = mc_spool_open(spool_path, NULL);
	g_autoptr(GArray) list = mc_spool_list(spool, MC_SPOOL_OUTBOX, NULL);
	GPtrArray *kept = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < list->len; i++) {
		guint64 seq = g_array_index(list, guint64, i);
		g_autoptr(GBytes) bytes = mc_spool_get(spool, MC_SPOOL_OUTBOX, seq, NULL);
		g_autofree char *name = g_strdup_printf("kept-%03u.parcel", (guint)seq);
		char *path = path_of(way, name);

		g_assert_true(g_file_set_contents(
		    path, g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes), NULL));
		g_ptr_array_add(kept, path);
	}
	return kept;
}

static char outbox[] = "spool/outbox";
static char inbox[] = "spool/inbox";

/* Looked at from outside: opening the spool would tidy up beneath the two programs. */
static gboolean
is_empty(McWorld *world, gpointer folder)
{
	g_autofree char *path = mc_world_path(world, folder);
	g_autoptr(GDir) listing = g_dir_open(path, 0, NULL);

	return listing != NULL && g_dir_read_name(listing) == NULL;
}

/* Gateway and courier come, everything is accepted and the recorder has believed each receipt. */
static void
carry(Way *way, guint64 visit_seq)
{
	McRecorderRequest ask = {.op = MC_RECORDER_RECORD_STATE, .seq = visit_seq};

	if (way->world->gateway == NULL)
		mc_world_start_gateway(way->world, NULL);
	mc_world_start_courier(way->world, NULL, 1);
	mc_world_await(way->world, "an empty outbox", is_empty, outbox);
	do
		mc_desk_ask(way->desk, &ask);
	while (way->desk->reply->record.state != MC_RECEIPT_ACCEPTED);
	mc_world_stop_courier(way->world);
}

typedef struct Told {
	int status;
	char *text;
} Told;

static void
told_clear(Told *told)
{
	g_free(told->text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Told, told_clear)

/* The arguments, then the files. */
static Told
medcheck(const char *const *arguments, const GPtrArray *files)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process = NULL;
	Told told = {0};

	for (; *arguments != NULL; arguments++)
		g_ptr_array_add(all, (gpointer)*arguments);
	for (guint i = 0; files != NULL && i < files->len; i++)
		g_ptr_array_add(all, g_ptr_array_index(files, i));
	g_ptr_array_add(all, NULL);
	process = g_subprocess_newv((const char *const *)all->pdata,
	    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
	g_assert_no_error(error);
	g_subprocess_communicate_utf8(process, NULL, NULL, &told.text, NULL, &error);
	g_assert_no_error(error);
	told.status = g_subprocess_get_if_exited(process) ? g_subprocess_get_exit_status(process) : -1;
	return told;
}

static const char program_medcheck[] = MC_BINARY_DIR "/bin/medcheck";
static const char rules_folder[] = MC_SOURCE_DIR "/data";
static const char reader_script[] = MC_SOURCE_DIR "/tests/reader/reader.py";
static const char schema_file[] = MC_SOURCE_DIR "/docs/record.schema.json";
static const char program_recorder[] = MC_BINARY_DIR "/bin/medcheck-recorder";

static Told
verify(const Way *way, const GPtrArray *files)
{
	g_autofree char *roots = path_of(way, "trust/roots.pem");
	const char *arguments[] = {
	    program_medcheck, "verify", "--trust", roots, "--rules", rules_folder, NULL};

	return medcheck(arguments, files);
}

static void
assert_good(const Told *told, const char *says)
{
	if (told->status != 0 || strstr(told->text, says) == NULL)
		g_error("status %d, \"%s\" is needed: %s", told->status, says, told->text);
}

/* By the second implementation: seal, chain, counts, verdicts, and the schema of every record. */
static void
read_again(const Way *way, const GPtrArray *files)
{
	g_autofree char *roots = path_of(way, "trust/roots.pem");
	const char *arguments[] = {"/usr/bin/python3", reader_script, "--roots", roots, "--rules",
	    rules_folder, "--schema", schema_file, NULL};
	g_auto(Told) told = medcheck(arguments, files);

	assert_good(&told, "good: visit");
}

static void
assert_tools_agree(const Way *way, const char *suite, GPtrArray *files, guint visit)
{
	const char *path = g_ptr_array_index(files, visit);
	const char *explain[] = {program_medcheck, "explain", path, NULL};
	const char *replay[] = {program_medcheck, "replay", path, NULL};
	g_autofree char *key = path_of(way, "authority/authority.key");
	const char *open[] = {program_medcheck, "open", "--key", key, path, NULL};
	g_autofree char *by = g_strdup_printf("by K-0001 in suite %s", suite);
	g_auto(Told) verified = verify(way, files);
	g_auto(Told) explained = medcheck(explain, NULL);
	g_auto(Told) replayed = medcheck(replay, NULL);
	g_auto(Told) opened = medcheck(open, NULL);

	read_again(way, files);
	assert_good(&verified, by);
	assert_good(&verified, "chain      good");
	assert_good(&verified, "verdict    good");
	assert_good(&explained, "");
	assert_good(&replayed, "run again: the same");
	assert_good(&opened, mc_desk_person(0)->number);
}

static void
test_whole_way(gconstpointer data)
{
	const char *suite = data;
	Way way;
	g_autoptr(GPtrArray) parcels = NULL;
	guint64 visit = 0;

	set_out(&way, suite);
	mc_desk_visit(way.desk, 0);
	visit = way.desk->reply->record.seq;
	parcels = keep_parcels(&way);
	g_assert_cmpuint(parcels->len, ==, visit);
	carry(&way, visit);
	assert_tools_agree(&way, suite, parcels, (guint)visit - 1);
	arrive(&way);
}

/* ---- a chain that changes suite and key ---- */

static void
append_root(const Way *way, const McProvision *other, const char *name)
{
	g_autofree char *from = mc_provision_path(other, "trust/roots.pem");
	g_autofree char *to = path_of(way, name);

	mc_test_append(from, to);
}

static void
place_key(const Way *way, const McProvision *other, const char *folder)
{
	static const char *const names[] = {"signing.key", "signing.crt", "signing-chain.pem"};
	g_autofree char *into = path_of(way, folder);

	g_mkdir_with_parents(into, 0700);
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *name = g_build_filename("recorder", names[i], NULL);
		g_autofree char *from = mc_provision_path(other, name);
		g_autofree char *to = g_build_filename(into, names[i], NULL);

		mc_test_copy(from, to);
	}
}

static GBytes *
configuration_with(const Way *way, const char *from, const char *suite)
{
	g_autofree char *path = path_of(way, "recorder/recorder.json");
	g_autofree char *text = NULL;
	GString *changed = NULL;

	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	changed = g_string_new(text);
	g_assert_cmpuint(g_string_replace(changed, from, suite, 0), ==, 1);
	return g_string_free_to_bytes(changed);
}

static void
write_by_hand(const Way *way, GBytes *configuration)
{
	g_autofree char *path = path_of(way, "recorder/recorder.json");

	g_assert_true(g_file_set_contents(path, g_bytes_get_data(configuration, NULL),
	    (gssize)g_bytes_get_size(configuration), NULL));
}

/* The office's word, as the courier brings it; the recorder that runs takes it. */
static void
ask_for_suite(Way *way, const char *from, const char *suite)
{
	g_autofree char *spool_path = path_of(way, "spool");
	g_autoptr(McSpool) spool = mc_spool_open(spool_path, NULL);
	g_autoptr(McSigner) office = mc_desk_signer(way->desk, "authority", "pack");
	gint64 now_us = g_get_real_time();
	McPack pack = {.kind = MC_PACK_CONFIGURATION,
	    .kiosk = "K-0001",
	    .version = ++way->packs,
	    .issued_wall_us = now_us,
	    .effective_wall_us = now_us,
	    .expires_wall_us = now_us + G_TIME_SPAN_DAY,
	    .file = configuration_with(way, from, suite)};
	g_autoptr(GBytes) content = mc_pack_write(&pack, NULL);
	g_autoptr(GBytes) envelope = mc_seal(office, content, NULL);

	mc_pack_clear(&pack);
	g_assert_true(mc_spool_put(spool, MC_SPOOL_INBOX, (guint64)way->packs, envelope, NULL));
	mc_world_await(way->world, "the office's configuration in force", is_empty, inbox);
}

/* The program at work on the folder, which ends by itself. One that is to refuse and goes on is
 * ended after a minute. */
static Told
recorder(const Way *way, const char *option, const char *variable)
{
	const char *arguments[] = {variable != NULL ? "env" : "timeout",
	    variable != NULL ? variable : "60", program_recorder, "--state", way->desk->folder, option,
	    NULL};

	return medcheck(arguments, NULL);
}

static void
prepare_change(Way *way, McProvision *other, const char *from, const char *to)
{
	append_root(way, other, "gateway/kiosk-roots.pem");
	append_root(way, other, "trust/roots.pem");
	mc_desk_visit(way->desk, 0);
	ask_for_suite(way, from, to);
	/* The old key seals while there is none of the other suite. */
	mc_desk_visit(way->desk, 2);
	mc_desk_kill_program(way->desk);
	place_key(way, other, "recorder/next");
}

static void
prepare_rollover(Way *way, McProvision *other)
{
	prepare_change(way, other, "p256-sha256", "sm2-sm3");
}

static void
test_rollover(gconstpointer data)
{
	const char *kill_at = data;
	g_autoptr(McProvision) other = mc_provision_new_suite("sm2-sm3");
	g_autoptr(GPtrArray) parcels = NULL;
	g_auto(Told) told = {0};
	guint64 visit = 0;
	Way way;

	set_out(&way, "p256-sha256");
	prepare_rollover(&way, other);
	told = recorder(&way, "--rollover", kill_at);
	if (kill_at == NULL)
		assert_good(&told, "");
	else
		g_assert_cmpint(told.status, ==, -1);
	if (kill_at != NULL && strstr(kill_at, "before-commit") != NULL) {
		g_auto(Told) again = recorder(&way, "--rollover", NULL);

		assert_good(&again, "");
	}
	mc_desk_start_program(way.desk, NULL);
	mc_desk_visit(way.desk, 1);
	visit = way.desk->reply->record.seq;
	parcels = keep_parcels(&way);
	carry(&way, visit);
	{
		g_auto(Told) verified = verify(&way, parcels);

		assert_good(&verified, "in suite p256-sha256");
		assert_good(&verified, "in suite sm2-sm3");
		assert_good(&verified, "signing-key-changed");
		read_again(&way, parcels);
	}
	arrive(&way);
}

static void
change_suite(Way *way, McProvision *other, const char *from, const char *to)
{
	g_auto(Told) told = {0};

	prepare_change(way, other, from, to);
	told = recorder(way, "--rollover", NULL);
	assert_good(&told, "");
	mc_desk_start_program(way->desk, NULL);
}

/* One chain: to the other suite, and back to a third key of the first one. */
static void
test_there_and_back(void)
{
	g_autoptr(McProvision) there = mc_provision_new_suite("sm2-sm3");
	g_autoptr(McProvision) back = mc_provision_new_suite("p256-sha256");
	g_autoptr(GPtrArray) parcels = NULL;
	Way way;

	set_out(&way, "p256-sha256");
	change_suite(&way, there, "p256-sha256", "sm2-sm3");
	change_suite(&way, back, "sm2-sm3", "p256-sha256");
	mc_desk_visit(way.desk, 1);
	parcels = keep_parcels(&way);
	carry(&way, way.desk->reply->record.seq);
	{
		g_auto(Told) verified = verify(&way, parcels);
		const char *first = strstr(verified.text, "signing-key-changed");

		assert_good(&verified, "in suite sm2-sm3");
		g_assert_nonnull(first);
		g_assert_nonnull(strstr(first + 1, "signing-key-changed"));
		read_again(&way, parcels);
	}
	arrive(&way);
}

/* A suite that the office has not signed, and a key that nobody announced, seal nothing, and the
 * words of the refusal lead on. */
static void
test_key_without_rollover(gconstpointer data)
{
	static const char *const options[] = {"--clock-rate=1", "--rollover"};
	g_autoptr(McProvision) other = mc_provision_new_suite("sm2-sm3");
	g_autoptr(GBytes) configuration = NULL;
	Way way;

	set_out(&way, "p256-sha256");
	mc_desk_visit(way.desk, 0);
	mc_desk_kill_program(way.desk);
	configuration = configuration_with(&way, "p256-sha256", "sm2-sm3");
	write_by_hand(&way, configuration);
	place_key(&way, other, "recorder/next");
	for (guint i = 0; i < G_N_ELEMENTS(options); i++) {
		g_auto(Told) told = recorder(&way, options[i], NULL);

		g_assert_cmpint(told.status, ==, 1);
		g_assert_nonnull(strstr(told.text, "recorder.json asks for sm2-sm3"));
		g_assert_nonnull(strstr(told.text, "the office has not signed that"));
	}
	place_key(&way, other, "recorder");
	{
		g_auto(Told) told = recorder(&way, "--clock-rate=1", NULL);

		g_assert_cmpint(told.status, ==, 1);
		g_assert_nonnull(strstr(told.text, "the chain does not know it"));
	}
	arrive(&way);
}

/* O1: in service no plain key file seals; a credential of the unit does. */
static void
test_plain_key_in_service(void)
{
	g_autofree char *config = NULL;
	g_autofree char *text = NULL;
	g_autoptr(GString) changed = NULL;
	g_autofree char *credentials = NULL;
	g_autofree char *variable = NULL;
	g_autofree char *from = NULL;
	g_autofree char *to = NULL;
	Way way;

	set_out(&way, "p256-sha256");
	mc_desk_kill_program(way.desk);
	config = path_of(&way, "recorder/recorder.json");
	g_assert_true(g_file_get_contents(config, &text, NULL, NULL));
	changed = g_string_new(text);
	g_string_replace(changed, "\"demonstration\": true", "\"demonstration\": false", 0);
	g_assert_true(g_file_set_contents(config, changed->str, -1, NULL));
	{
		g_auto(Told) told = recorder(&way, "--clock-rate=1", NULL);

		g_assert_cmpint(told.status, ==, 1);
		g_assert_nonnull(strstr(told.text, "a plain file is for a demonstration"));
	}
	credentials = path_of(&way, "credentials");
	g_mkdir_with_parents(credentials, 0700);
	from = path_of(&way, "recorder/signing.key");
	to = g_build_filename(credentials, "signing.key", NULL);
	g_assert_cmpint(g_rename(from, to), ==, 0);
	variable = g_strconcat("CREDENTIALS_DIRECTORY=", credentials, NULL);
	{
		/* It has its key, and finds no other one to change to. */
		g_auto(Told) told = recorder(&way, "--rollover", variable);

		g_assert_cmpint(told.status, ==, 1);
		g_assert_nonnull(strstr(told.text, "recorder/next:"));
	}
	arrive(&way);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/suites/B1/p256-sha256", "p256-sha256", test_whole_way);
	g_test_add_data_func("/suites/B1/sm2-sm3", "sm2-sm3", test_whole_way);
	g_test_add_data_func("/suites/rollover", NULL, test_rollover);
	g_test_add_data_func("/suites/rollover/killed/rollover.before-commit:1",
	    "MEDCHECK_KILL_AT=rollover.before-commit:1", test_rollover);
	g_test_add_data_func("/suites/rollover/killed/rollover.after-commit:1",
	    "MEDCHECK_KILL_AT=rollover.after-commit:1", test_rollover);
	g_test_add_func("/suites/rollover/there-and-back", test_there_and_back);
	g_test_add_func("/suites/O1/plain-key-in-service", test_plain_key_in_service);
	g_test_add_data_func("/suites/key-without-rollover", NULL, test_key_without_rollover);
	return g_test_run();
}
