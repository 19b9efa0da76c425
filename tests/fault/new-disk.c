/* "Replace the disk": all that the kiosk had on it is gone. Either its keys were kept aside: then
 * the nightly copy and what the gateway gives back make the journal again, and the chain goes on
 * without a gap or a fork. Or they are gone, too: then the copy is handed in at the gateway, and
 * the new machine begins a new chain with new keys. In both nothing that was recorded until the
 * copy, or accepted since, is missing (B2, T9). */

#include "disk.h"
#include "run.h"

#include "app/base/error.h"
#include "app/record/parcel.h"
#include "tests/desk/desk.h"
#include "tests/kit/provision.h"
#include "tests/support/gateway/world.h"
#include <glib/gstdio.h>
#include <string.h>

#define CLOCK_RATE 200

typedef struct Rehearsal {
	McDesk *desk;
	McWorld *world;
	GSubprocess *admission; /* the office's desk, or NULL */
	guint admission_port;
	char *copies, *copy, *kept, *given_back, *trust, *journal;
} Rehearsal;

static char *
in_folder(const Rehearsal *self, const char *name)
{
	return g_build_filename(self->desk->folder, name, NULL);
}

static void
add_backup_folder(const Rehearsal *self)
{
	g_autofree char *path = in_folder(self, "recorder/recorder.json");
	json_auto_t *json = json_load_file(path, 0, NULL);

	json_object_set_new(json, "backup_folder", json_string(self->copies));
	g_assert_cmpint(json_dump_file(json, path, 0), ==, 0);
}

/* What docs/auditing.md tells an operator to keep: all but the journal. */
static void
keep_aside(const Rehearsal *self)
{
	g_autofree char *journal = g_build_filename(self->kept, "recorder/journal.db", NULL);

	mc_disk_copy(self->desk->folder, self->kept);
	g_assert_cmpint(g_unlink(journal), ==, 0);
}

static void
put_back(const Rehearsal *self, const char *name)
{
	g_autofree char *from = g_build_filename(self->kept, name, NULL);
	g_autofree char *to = in_folder(self, name);
	g_autofree char *folder = g_path_get_dirname(to);

	mc_disk_copy_one(from, folder);
}

static void
lose_disk(Rehearsal *self)
{
	mc_desk_kill_program(self->desk);
	if (self->world->courier != NULL)
		mc_world_stop_courier(self->world);
	mc_disk_remove(self->desk->folder);
}

static void
put_back_all(const Rehearsal *self)
{
	mc_disk_copy(self->kept, self->desk->folder);
}

static void
start_kiosk(Rehearsal *self)
{
	mc_world_start_courier(self->world, NULL, CLOCK_RATE);
	mc_desk_start_program(self->desk, NULL);
}

static void
set_up(Rehearsal *self, gconstpointer kit)
{
	g_autofree char *socket = NULL;

	self->desk = mc_desk_new_bare(kit, mc_clock_new_system(1));
	self->copies = in_folder(self, "copies");
	self->kept = in_folder(self, "kept");
	self->given_back = in_folder(self, "given-back");
	self->trust = in_folder(self, "trust/roots.pem");
	self->journal = in_folder(self, "recorder/journal.db");
	g_mkdir(self->copies, 0700);
	g_mkdir(self->given_back, 0700);
	add_backup_folder(self);
	keep_aside(self);
	self->world = mc_world_new_in(self->desk->folder);
	mc_world_start_gateway(self->world, NULL);
	socket = in_folder(self, "recorder/recorder.sock");
	self->desk->link = mc_link_new(socket, self->desk->clock);
	self->desk->port = mc_link_port(self->desk->link);
}

static void
tear_down(Rehearsal *self, gconstpointer kit)
{
	if (self->admission != NULL) {
		g_subprocess_force_exit(self->admission);
		g_subprocess_wait(self->admission, NULL, NULL);
		g_object_unref(self->admission);
	}
	mc_world_free(self->world);
	mc_desk_free(self->desk);
	g_free(self->copies);
	g_free(self->copy);
	g_free(self->kept);
	g_free(self->given_back);
	g_free(self->trust);
	g_free(self->journal);
}

/* ---- the play ---- */

static void
visit(Rehearsal *self, guint person)
{
	mc_desk_arrive(self->desk, person);
	mc_desk_finish(self->desk);
}

static void
await_accepted(Rehearsal *self)
{
	do {
		mc_desk_ask(self->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
		g_usleep(5000);
	} while (self->desk->reply->hello.pending > 0);
}

static void
make_copy(Rehearsal *self)
{
	const char *name = NULL;

	g_subprocess_send_signal(self->desk->program, SIGUSR1);
	while (name == NULL) {
		g_autoptr(GDir) dir = g_dir_open(self->copies, 0, NULL);

		while ((name = g_dir_read_name(dir)) != NULL && !g_str_has_suffix(name, ".db"))
			continue;
		if (name != NULL)
			self->copy = g_build_filename(self->copies, name, NULL);
		else
			g_usleep(5000);
	}
}

#define RUN_SAYING(program, said, out, ...)                                                        \
	mc_run_program(program, said, (const char *const[]){__VA_ARGS__, NULL}, out)
#define RUN(program, out, ...) RUN_SAYING(program, NULL, out, __VA_ARGS__)

static int
restore(Rehearsal *self, char **out)
{
	return RUN("medcheck-recorder", out, "--state", self->desk->folder, "--restore", self->copy,
	    "--given-back", self->given_back, "--trust", self->trust);
}

static void
give_back(Rehearsal *self)
{
	g_autofree char *out = NULL;

	g_assert_cmpint(RUN("medcheck-gateway", &out, "--state", self->desk->folder, "--give-back",
	                    "K-0001", "--after", "2", "--to", self->given_back),
	    ==, 0);
}

static void
assert_gateway_has(Rehearsal *self, guint visits)
{
	g_auto(GStrv) lines = mc_world_list(self->world);
	guint found = 0;

	for (guint i = 0; lines[i] != NULL; i++) {
		found += strstr(lines[i], " visit ") != NULL;
		g_assert_null(strstr(lines[i], "gap-before"));
	}
	g_assert_cmpuint(found, ==, visits);
}

/* B12: the envelopes alone, for a study: good, with nothing of the person in the file. */
static void
assert_exported(Rehearsal *self)
{
	g_autofree char *folder = g_build_filename(self->desk->folder, "exported", NULL);
	g_autofree char *first = g_build_filename(folder, "1.p7m", NULL);
	g_autofree char *out = NULL;
	g_autofree char *verified = NULL;
	g_autofree char *bare = NULL;

	g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
	g_assert_cmpint(RUN("medcheck-gateway", &out, "--state", self->desk->folder, "--export",
	                    "K-0001", "--after", "0", "--to", folder),
	    ==, 0);
	g_assert_cmpint(RUN("medcheck", &verified, "verify", "--trust", self->trust, first), ==, 0);
	g_assert_nonnull(strstr(verified, "result     good"));
	g_assert_cmpint(
	    RUN("medcheck-gateway", &bare, "--state", self->desk->folder, "--export", "K-0001"), ==, 2);
	g_assert_nonnull(strstr(bare, "--to DIR"));
}

static void
test_rehearsal(Rehearsal *self, gconstpointer kit)
{
	g_autofree char *said = NULL;
	g_autofree char *audited = NULL;

	start_kiosk(self);
	visit(self, 0);
	make_copy(self);
	visit(self, 1);
	await_accepted(self);
	lose_disk(self);
	put_back_all(self);
	give_back(self);
	g_assert_cmpint(restore(self, &said), ==, 0);
	g_assert_nonnull(strstr(said, "records came back"));
	g_assert_null(strstr(said, "; 0 records"));
	/* Where a journal stands nothing is restored over it. */
	g_clear_pointer(&said, g_free);
	g_assert_cmpint(restore(self, &said), ==, 1);
	start_kiosk(self);
	visit(self, 2);
	await_accepted(self);
	assert_gateway_has(self, 3);
	assert_exported(self);
	mc_desk_kill_program(self->desk);
	g_assert_cmpint(
	    RUN("medcheck", &audited, "audit", self->journal, "--trust", self->trust), ==, 0);
	g_assert_nonnull(strstr(audited, "3 of them visits"));
}

/* The last record but one: of the time after the copy, as the last. */
static char *
before_last(const Rehearsal *self)
{
	char *last = NULL;
	char *before = NULL;

	for (guint seq = 3;; seq++) {
		char *path = g_strdup_printf("%s/%u.parcel", self->given_back, seq);

		if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
			g_free(path);
			g_free(last);
			return before;
		}
		g_free(before);
		before = last;
		last = path;
	}
}

/* One byte of what comes back is another, or one is missing: nothing is restored, and the reason is
 * said. */
static void
test_spoiled(Rehearsal *self, gconstpointer kit)
{
	g_autofree char *said = NULL;
	g_autofree char *path = NULL;
	g_autofree char *text = NULL;
	gsize size = 0;

	start_kiosk(self);
	visit(self, 0);
	make_copy(self);
	visit(self, 1);
	await_accepted(self);
	lose_disk(self);
	put_back_all(self);
	give_back(self);
	path = before_last(self);
	g_assert_true(g_file_get_contents(path, &text, &size, NULL));
	text[size / 2] = text[size / 2] == 'A' ? 'B' : 'A';
	g_file_set_contents(path, text, (gssize)size, NULL);
	g_assert_cmpint(restore(self, &said), ==, 1);
	g_assert_false(g_file_test(self->journal, G_FILE_TEST_EXISTS));
	g_unlink(path);
	g_clear_pointer(&said, g_free);
	g_assert_cmpint(restore(self, &said), ==, 1);
	g_assert_nonnull(strstr(said, "a gap"));
	g_assert_false(g_file_test(self->journal, G_FILE_TEST_EXISTS));
}

/* ---- the keys are gone, too ---- */

static void
open_admission(Rehearsal *self)
{
	g_autofree char *program = g_build_filename(MC_BINARY_DIR, "bin", "medcheck-gateway", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(GDataInputStream) out = NULL;
	g_autofree char *line = NULL;

	self->admission = g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "admission",
	    "--state", self->desk->folder, "--serve", "127.0.0.1:0", NULL);
	g_assert_no_error(error);
	out = g_data_input_stream_new(g_subprocess_get_stdout_pipe(self->admission));
	line = g_data_input_stream_read_line(out, NULL, NULL, &error);
	g_assert_no_error(error);
	g_assert_nonnull(line);
	self->admission_port = (guint)g_ascii_strtoull(strrchr(line, ':') + 1, NULL, 10);
}

static int
enrol(Rehearsal *self, const char *code, char **out)
{
	g_autofree char *address = g_strdup_printf("https://localhost:%u", self->admission_port);

	return RUN_SAYING("medcheck", code, out, "enrol", "--state", self->desk->folder, "--kiosk",
	    "K-0001", "--once", "--keep", "file", "--gateway", address);
}

static int
ask_for_code(Rehearsal *self, const char *how, char **out)
{
	g_clear_pointer(out, g_free);
	return RUN("medcheck-gateway", out, "admission", "--state", self->desk->folder, how, "K-0001");
}

/* Before the copy was handed in nobody takes the old keys back by mistake. */
static void
assert_not_replaced_yet(Rehearsal *self)
{
	g_autofree char *said = NULL;

	g_assert_cmpint(ask_for_code(self, "--replace", &said), ==, 1);
	g_assert_nonnull(strstr(said, "the gateway has its chain up to record "));
	g_assert_nonnull(strstr(said, "--hand-in"));
}

/* What an installation brings, and then the way of docs/keys.md. how: --invite or --replace. */
static void
come_to_keys(Rehearsal *self, const char *how)
{
	static const char *const installed[] = {
	    "recorder/recorder.json", "recorder/rules", "courier/courier.json"};
	g_autofree char *trust = in_folder(self, "trust");
	g_autofree char *invited = NULL;
	g_autofree char *asked = NULL;
	g_autofree char *approved = NULL;
	g_autofree char *answered = NULL;
	g_auto(GStrv) lines = NULL;

	g_mkdir(trust, 0700);
	for (guint i = 0; i < G_N_ELEMENTS(installed); i++)
		put_back(self, installed[i]);
	g_assert_cmpint(ask_for_code(self, how, &invited), ==, 0);
	lines = g_strsplit(invited, "\n", 0);
	g_assert_cmpint(enrol(self, lines[1], &asked), ==, 3);
	g_assert_cmpint(RUN("medcheck-gateway", &approved, "admission", "--state", self->desk->folder,
	                    "--approve", "K-0001"),
	    ==, 0);
	g_assert_cmpint(enrol(self, "", &answered), ==, 0);
}

static void
begin_journal(Rehearsal *self)
{
	g_autofree char *out = NULL;

	g_assert_cmpint(
	    RUN("medcheck-recorder", &out, "--state", self->desk->folder, "--provision"), ==, 0);
	start_kiosk(self);
}

static int
hand_in(Rehearsal *self, char **out)
{
	g_clear_pointer(out, g_free);
	return RUN("medcheck-gateway", out, "--state", self->desk->folder, "--hand-in", self->copy);
}

static void
assert_handed_in(Rehearsal *self)
{
	g_autofree char *said = NULL;
	g_autofree char *log = NULL;

	g_assert_cmpint(hand_in(self, &said), ==, 0);
	g_assert_nonnull(strstr(said, ", 0 refused"));
	g_assert_null(strstr(said, ": 0 accepted now"));
	assert_gateway_has(self, 2);
	g_assert_cmpint(hand_in(self, &said), ==, 0);
	g_assert_nonnull(strstr(said, ": 0 accepted now"));
	assert_gateway_has(self, 2);
	g_assert_cmpint(
	    RUN("medcheck-gateway", &log, "admission", "--state", self->desk->folder, "--log"), ==, 0);
	g_assert_nonnull(strstr(log, "handed-in kiosk=K-0001"));
}

/* With the replacement the old key is taken back: nothing that it seals comes in any more, whoever
 * brings it. */
static void
assert_too_late(Rehearsal *self)
{
	g_auto(GStrv) before = mc_world_list(self->world);
	g_auto(GStrv) after = NULL;
	g_autofree char *said = NULL;

	g_assert_cmpint(hand_in(self, &said), ==, 1);
	g_assert_nonnull(strstr(said, "revoked"));
	g_assert_nonnull(strstr(said, " 0 accepted now, 0 were here"));
	after = mc_world_list(self->world);
	g_assert_cmpuint(g_strv_length(after), ==, g_strv_length(before));
}

/* The new key does not go on with the old chain; the words of the refusal lead on. */
static void
assert_not_restored(Rehearsal *self)
{
	g_autofree char *said = NULL;

	g_assert_cmpint(
	    RUN("medcheck-recorder", &said, "--state", self->desk->folder, "--restore", self->copy), ==,
	    1);
	g_assert_nonnull(strstr(said, "not the certificate that the copy's chain leads to"));
	g_assert_nonnull(strstr(said, "--hand-in"));
	g_assert_false(g_file_test(self->journal, G_FILE_TEST_EXISTS));
}

static void
test_new_keys(Rehearsal *self, gconstpointer kit)
{
	open_admission(self);
	lose_disk(self);
	come_to_keys(self, "--invite");
	begin_journal(self);
	visit(self, 0);
	await_accepted(self);
	mc_world_stop_courier(self->world);
	visit(self, 1);
	make_copy(self);
	lose_disk(self);
	assert_gateway_has(self, 1);
	assert_not_replaced_yet(self);
	assert_handed_in(self);
	come_to_keys(self, "--replace");
	assert_too_late(self);
	assert_not_restored(self);
	begin_journal(self);
	visit(self, 2);
	await_accepted(self);
	assert_gateway_has(self, 3);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;
	g_autoptr(McDeskKit) office = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
	office = mc_desk_kit_new_office();
	g_test_add("/new-disk/rehearsal", Rehearsal, kit, set_up, test_rehearsal, tear_down);
	g_test_add("/new-disk/spoiled", Rehearsal, kit, set_up, test_spoiled, tear_down);
	g_test_add("/new-disk/new-keys", Rehearsal, office, set_up, test_new_keys, tear_down);
	return g_test_run();
}
