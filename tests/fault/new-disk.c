/* "Replace the disk": the kiosk's disk dies after records were accepted that the nightly copy does
 * not have. The copy and what the gateway gives back make the journal again; the chain goes on
 * without a gap or a fork, and nothing that was accepted is missing (B2, T9). */

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
	char *copies, *copy, *given_back, *trust, *journal;
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

static void
set_up(Rehearsal *self, gconstpointer kit)
{
	g_autofree char *socket = NULL;

	self->desk = mc_desk_new_bare(kit, mc_clock_new_system(1));
	self->copies = in_folder(self, "copies");
	self->given_back = in_folder(self, "given-back");
	self->trust = in_folder(self, "trust/roots.pem");
	self->journal = in_folder(self, "recorder/journal.db");
	g_mkdir(self->copies, 0700);
	g_mkdir(self->given_back, 0700);
	add_backup_folder(self);
	self->world = mc_world_new_in(self->desk->folder);
	mc_world_start_gateway(self->world, NULL);
	mc_world_start_courier(self->world, NULL, CLOCK_RATE);
	mc_desk_start_program(self->desk, NULL);
	socket = in_folder(self, "recorder/recorder.sock");
	self->desk->link = mc_link_new(socket, self->desk->clock);
	self->desk->port = mc_link_port(self->desk->link);
}

static void
tear_down(Rehearsal *self, gconstpointer kit)
{
	mc_world_free(self->world);
	mc_desk_free(self->desk);
	g_free(self->copies);
	g_free(self->copy);
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

static void
lose_disk(Rehearsal *self)
{
	static const char *const names[] = {"recorder/journal.db", "recorder/journal.db-wal"};

	mc_desk_kill_program(self->desk);
	mc_world_stop_courier(self->world);
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = in_folder(self, names[i]);

		g_unlink(path);
	}
	mc_test_folder_remove(in_folder(self, "spool"));
}

static int
run(const char *program, const char *const *arguments, char **out)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	g_autofree char *path = g_build_filename(MC_BINARY_DIR, "bin", program, NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process = NULL;

	g_ptr_array_add(all, path);
	for (guint i = 0; arguments[i] != NULL; i++)
		g_ptr_array_add(all, (gpointer)arguments[i]);
	g_ptr_array_add(all, NULL);
	process = g_subprocess_newv((const char *const *)all->pdata,
	    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
	g_assert_no_error(error);
	g_subprocess_communicate_utf8(process, NULL, NULL, out, NULL, &error);
	g_assert_no_error(error);
	return g_subprocess_get_exit_status(process);
}
#define RUN(program, out, ...) run(program, (const char *const[]){__VA_ARGS__, NULL}, out)

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

	visit(self, 0);
	make_copy(self);
	visit(self, 1);
	await_accepted(self);
	lose_disk(self);
	give_back(self);
	g_assert_cmpint(restore(self, &said), ==, 0);
	g_assert_nonnull(strstr(said, "records came back"));
	g_assert_null(strstr(said, "; 0 records"));
	/* Where a journal stands nothing is restored over it. */
	g_clear_pointer(&said, g_free);
	g_assert_cmpint(restore(self, &said), ==, 1);
	mc_world_start_courier(self->world, NULL, CLOCK_RATE);
	mc_desk_start_program(self->desk, NULL);
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

	visit(self, 0);
	make_copy(self);
	visit(self, 1);
	await_accepted(self);
	lose_disk(self);
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

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
	g_test_add("/new-disk/rehearsal", Rehearsal, kit, set_up, test_rehearsal, tear_down);
	g_test_add("/new-disk/spoiled", Rehearsal, kit, set_up, test_spoiled, tear_down);
	return g_test_run();
}
