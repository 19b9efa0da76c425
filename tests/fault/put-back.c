/* An old copy of the kiosk's disk is put back after it went on: the chain then has two histories.
 * The gateway refuses the second one by name, the kiosk keeps each of its records and says so to
 * the technician, and who holds a slip of the first one shows that it was here (M5, B3). */

#include "disk.h"
#include "run.h"

#include "tests/desk/desk.h"
#include "tests/kit/provision.h"
#include "tests/support/gateway/world.h"
#include <glib/gstdio.h>
#include <string.h>

#define CLOCK_RATE 200

typedef struct Play {
	McDesk *desk;
	McWorld *world;
	char *image; /* the copy */
	GString *slips; /* of the first history, a line each */
} Play;

static void
start_kiosk(Play *self)
{
	mc_desk_start_program(self->desk, NULL);
	mc_world_start_courier(self->world, NULL, CLOCK_RATE);
}

static void
stop_kiosk(Play *self)
{
	mc_desk_kill_program(self->desk);
	mc_world_stop_courier(self->world);
}

static void
set_up(Play *self, gconstpointer kit)
{
	g_autofree char *socket = NULL;

	self->desk = mc_desk_new_bare(kit, mc_clock_new_system(1));
	self->image = g_build_filename(self->desk->folder, "image", NULL);
	self->slips = g_string_new("");
	self->world = mc_world_new_in(self->desk->folder);
	mc_world_start_gateway(self->world, NULL);
	socket = g_build_filename(self->desk->folder, "recorder/recorder.sock", NULL);
	self->desk->link = mc_link_new(socket, self->desk->clock);
	self->desk->port = mc_link_port(self->desk->link);
}

static void
tear_down(Play *self, gconstpointer kit)
{
	mc_world_free(self->world);
	mc_desk_free(self->desk);
	g_free(self->image);
	g_string_free(self->slips, TRUE);
}

/* Its number. */
static guint64
visit(Play *self, guint person)
{
	mc_desk_arrive(self->desk, person);
	mc_desk_finish(self->desk);
	return self->desk->reply->record.seq;
}

static McReceiptState
state_of(Play *self, guint64 seq)
{
	mc_desk_ask(self->desk, &(McRecorderRequest){.op = MC_RECORDER_RECORD_STATE, .seq = seq});
	return self->desk->reply->record.state;
}

static void
await_state(Play *self, guint64 seq, McReceiptState state)
{
	while (state_of(self, seq) != state)
		g_usleep(5000);
}

static void
visit_accepted(Play *self, guint person)
{
	await_state(self, visit(self, person), MC_RECEIPT_ACCEPTED);
	g_string_append_printf(self->slips, "%s\n", self->desk->reply->record.qr);
}

/* Refused at the gateway for this reason alone, with a row. */
static void
assert_fork_at_the_gateway(Play *self, guint64 seq)
{
	g_auto(GStrv) refusals = mc_world_refusals(self->world);
	g_autofree char *path = g_strdup_printf("/records/%" G_GUINT64_FORMAT " ", seq);
	guint found = 0;

	for (guint i = 0; refusals[i] != NULL; i++)
		found += strstr(refusals[i], path) != NULL && strstr(refusals[i], " fork") != NULL;
	g_assert_cmpuint(found, ==, 1);
}

static gboolean
lists(Play *self, McRecorderOp op, guint64 seq, const char *event, McReceiptState state)
{
	mc_desk_ask(self->desk, &(McRecorderRequest){.op = op});
	for (guint i = 0; i < self->desk->reply->lines; i++) {
		const McRecorderLine *line = &self->desk->reply->line[i];

		if ((seq == 0 || line->seq == seq) && (event == NULL || strcmp(line->event, event) == 0) &&
		    (event != NULL || line->state == state))
			return TRUE;
	}
	return FALSE;
}

/* By the heartbeat that follows. */
static void
await_rolled_back(Play *self)
{
	do {
		mc_desk_ask(self->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
		g_usleep(5000);
	} while (!self->desk->reply->hello.rolled_back);
}

static void
assert_told(Play *self, guint64 seq)
{
	mc_desk_sign_in(self->desk, "wei", "482916");
	g_assert_true(lists(self, MC_RECORDER_OUTBOX, seq, NULL, MC_RECEIPT_PARKED));
	g_assert_true(lists(self, MC_RECORDER_EVENTS, 0, "record-parked", MC_RECEIPT_NONE));
	g_assert_true(lists(self, MC_RECORDER_EVENTS, 0, "journal-behind-gateway", MC_RECEIPT_NONE));
	mc_desk_sign_out(self->desk);
}

/* Whoever holds slips of the first history, and by what the recorder has chained. */
static void
assert_audited(Play *self)
{
	g_autofree char *journal = g_build_filename(self->desk->folder, "recorder/journal.db", NULL);
	g_autofree char *trust = g_build_filename(self->desk->folder, "trust/roots.pem", NULL);
	g_autofree char *anchors = g_build_filename(self->desk->folder, "slips.txt", NULL);
	const char *bare[] = {"audit", journal, "--trust", trust, NULL};
	const char *held[] = {"audit", journal, "--trust", trust, "--anchors", anchors, NULL};
	g_autofree char *said = NULL;
	g_autofree char *found = NULL;

	g_assert_true(g_file_set_contents(anchors, self->slips->str, -1, NULL));
	g_assert_cmpint(mc_run_program("medcheck", NULL, bare, &said), ==, 1);
	g_assert_nonnull(strstr(said, "rolled-back"));
	g_assert_null(strstr(said, "fork"));
	g_assert_cmpint(mc_run_program("medcheck", NULL, held, &found), ==, 1);
	g_assert_nonnull(strstr(found, "fork"));
	g_assert_nonnull(strstr(found, "somebody holds another record of this number"));
}

static void
go_on_and_put_back(Play *self)
{
	start_kiosk(self);
	visit_accepted(self, 0);
	stop_kiosk(self);
	mc_disk_copy(self->desk->folder, self->image);
	g_string_truncate(self->slips, 0);
	start_kiosk(self);
	visit_accepted(self, 1);
	visit_accepted(self, 2);
	stop_kiosk(self);
	mc_disk_remove(self->desk->folder);
	mc_disk_copy(self->image, self->desk->folder);
}

static void
test_put_back(Play *self, gconstpointer kit)
{
	guint64 seq = 0;

	go_on_and_put_back(self);
	/* Before the courier: what the parking chains would come between. */
	mc_desk_start_program(self->desk, NULL);
	seq = visit(self, 0);
	mc_world_start_courier(self->world, NULL, CLOCK_RATE);
	await_state(self, seq, MC_RECEIPT_PARKED);
	assert_fork_at_the_gateway(self, seq);
	await_rolled_back(self);
	assert_told(self, seq);
	mc_desk_kill_program(self->desk);
	assert_audited(self);
}

/* ---- what docs/auditing.md says to do ---- */

static int
restore(Play *self, char **said)
{
	g_autofree char *copy = g_build_filename(self->image, "recorder/journal.db", NULL);
	g_autofree char *given_back = g_build_filename(self->desk->folder, "given-back", NULL);
	g_autofree char *trust = g_build_filename(self->desk->folder, "trust/roots.pem", NULL);
	const char *arguments[] = {"--state", self->desk->folder, "--restore", copy, "--given-back",
	    given_back, "--trust", trust, NULL};

	g_clear_pointer(said, g_free);
	return mc_run_program("medcheck-recorder", NULL, arguments, said);
}

static void
give_back(Play *self)
{
	g_autofree char *to = g_build_filename(self->desk->folder, "given-back", NULL);
	g_autofree char *said = NULL;
	const char *arguments[] = {
	    "--state", self->desk->folder, "--give-back", "K-0001", "--after", "0", "--to", to, NULL};

	g_assert_cmpint(g_mkdir(to, 0700), ==, 0);
	g_assert_cmpint(mc_run_program("medcheck-gateway", NULL, arguments, &said), ==, 0);
}

static void
move_away(Play *self, const char *from, const char *to)
{
	g_autofree char *old = g_build_filename(self->desk->folder, from, NULL);
	g_autofree char *new = g_build_filename(self->desk->folder, to, NULL);

	g_assert_cmpint(g_rename(old, new), ==, 0);
}

static void
await_accepted(Play *self)
{
	do {
		mc_desk_ask(self->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
		g_usleep(5000);
	} while (self->desk->reply->hello.pending > 0);
}

/* The first history goes on; nothing that was made on the old copy is taken for a part of it. */
static void
test_set_right(Play *self, gconstpointer kit)
{
	g_autofree char *said = NULL;

	go_on_and_put_back(self);
	mc_desk_start_program(self->desk, NULL);
	visit(self, 0);
	mc_world_start_courier(self->world, NULL, CLOCK_RATE);
	await_rolled_back(self);
	stop_kiosk(self);
	give_back(self);
	move_away(self, "recorder/journal.db", "old-journal.db");
	move_away(self, "recorder/journal.db-wal", "old-journal.db-wal");
	g_assert_cmpint(restore(self, &said), ==, 1);
	g_assert_nonnull(strstr(said, "move them away"));
	move_away(self, "spool", "old-spool");
	g_assert_cmpint(restore(self, &said), ==, 0);
	start_kiosk(self);
	visit(self, 0);
	await_accepted(self);
	g_assert_false(self->desk->reply->hello.rolled_back);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new_hired();
	g_test_add("/put-back/disk", Play, kit, set_up, test_put_back, tear_down);
	g_test_add("/put-back/set-right", Play, kit, set_up, test_set_right, tear_down);
	return g_test_run();
}
