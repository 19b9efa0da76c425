/* B2, O1: a renewed sealing key takes over by itself when nobody is there; the old one announces it
 * with its last seal, and stays until one is there that everybody believes. */

#include "app/recorder/provision.h"
#include "app/spool/spool.h"
#include "tests/desk/desk.h"
#include "tests/kit/file.h"
#include "tests/kit/provision.h"
#include <glib/gstdio.h>
#include <string.h>

#define LATER_MS (11u * 60 * 1000)

typedef struct World {
	McDesk *desk;
	McProvision *other; /* has the new key */
} World;

static void
set_up(World *world, gconstpointer kit)
{
	world->desk = mc_desk_new(kit);
	world->other = mc_provision_new();
}

static void
tear_down(World *world, gconstpointer kit)
{
	mc_desk_free(world->desk);
	mc_provision_free(world->other);
}

static void
write_file(const World *world, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(world->desk->folder, name, NULL);
	g_autofree char *folder = g_path_get_dirname(path);

	g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

/* From the other provisioning to recorder/next. */
static void
bring(const World *world, const char *name)
{
	g_autofree char *from = g_build_filename("recorder", name, NULL);
	g_autofree char *to = g_build_filename("recorder", "next", name, NULL);
	g_autofree char *text = mc_test_text(world->other->folder, from);

	write_file(world, to, text);
}

static void
bring_all(const World *world)
{
	bring(world, "signing.key");
	bring(world, "signing-chain.pem");
	bring(world, "signing.crt");
}

static void
trust_both(const World *world)
{
	g_autofree char *first = mc_test_text(world->desk->folder, "trust/roots.pem");
	g_autofree char *second = mc_test_text(world->other->folder, "trust/roots.pem");
	g_autofree char *both = g_strconcat(first, second, NULL);

	write_file(world, "trust/roots.pem", both);
	write_file(world, "gateway/kiosk-roots.pem", both);
}

static guint
changes(const World *world)
{
	mc_clock_advance_ms(world->desk->clock, LATER_MS);
	return mc_desk_count(world->desk, "audit", "signing-key-changed");
}

static void
assert_in_force(const World *world, gboolean is_new)
{
	g_autofree char *now = mc_test_text(world->desk->folder, "recorder/signing.crt");
	g_autofree char *new = mc_test_text(world->other->folder, "recorder/signing.crt");
	g_autofree char *next = g_build_filename(world->desk->folder, "recorder", "next", NULL);

	g_assert_cmpint(strcmp(now, new) == 0, ==, is_new);
	g_assert_cmpint(g_file_test(next, G_FILE_TEST_EXISTS), ==, !is_new);
}

/* Not while somebody is being examined, nor half of a key; then at once, and what follows is sealed
 * with it, after a restart, too. */
static void
test_takes_over(World *world, gconstpointer kit)
{
	McDesk *desk = world->desk;

	trust_both(world);
	mc_desk_visit(desk, 0);
	bring(world, "signing.key");
	bring(world, "signing-chain.pem");
	write_file(world, "recorder/next/request.p7m", "asked for");
	g_assert_cmpuint(changes(world), ==, 0);
	mc_desk_arrive(desk, 1);
	bring(world, "signing.crt");
	mc_desk_examine(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	g_assert_cmpuint(changes(world), ==, 0);
	assert_in_force(world, FALSE);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_ABORT});
	g_assert_cmpuint(changes(world), ==, 1);
	assert_in_force(world, TRUE);
	mc_desk_visit(desk, 2);
	mc_desk_restart(desk);
	mc_desk_visit(desk, 0);
	/* Every seal and every link; the key that the chain announces seals. */
	mc_desk_verify_chain(desk);
	g_assert_cmpuint(changes(world), ==, 1);
}

static gboolean
has(const World *world, const char *name)
{
	g_autofree char *path = g_build_filename(world->desk->folder, "recorder", name, NULL);

	return g_file_test(path, G_FILE_TEST_EXISTS);
}

/* What came while the recorder was down. Of a key that was sealed before, and is in a token or TPM
 * now, nothing is left: the unit would be given it at the next start, in the place of the new one.
 */
static void
test_at_start(World *world, gconstpointer kit)
{
	trust_both(world);
	mc_desk_stop(world->desk);
	write_file(world, "recorder/signing.key.cred", "the old one");
	bring_all(world);
	mc_desk_restart(world->desk);
	assert_in_force(world, TRUE);
	g_assert_true(has(world, "signing.key"));
	g_assert_false(has(world, "signing.key.cred"));
	mc_desk_visit(world->desk, 0);
	g_assert_cmpuint(changes(world), ==, 1);
}

/* Nor, the other way, of one that lay in the clear. */
static void
test_sealed_from_now_on(World *world, gconstpointer kit)
{
	g_autofree char *credentials = g_build_filename(world->desk->folder, "credentials", NULL);
	g_autofree char *key = mc_test_text(world->other->folder, "recorder/signing.key");

	trust_both(world);
	write_file(world, "credentials/next-signing.key", key);
	write_file(world, "recorder/next/signing.key.cred", "the new one");
	g_setenv("CREDENTIALS_DIRECTORY", credentials, TRUE);
	bring(world, "signing-chain.pem");
	bring(world, "signing.crt");
	g_assert_cmpuint(changes(world), ==, 1);
	g_unsetenv("CREDENTIALS_DIRECTORY");
	assert_in_force(world, TRUE);
	g_assert_true(has(world, "signing.key.cred"));
	g_assert_false(has(world, "signing.key"));
}

/* A certificate that leads to none of the roots, a key that is not the certificate's: the old one
 * seals on, that is said once, and a better one is taken. */
static void
test_stays_with_the_old(World *world, gconstpointer kit)
{
	g_autofree char *old = mc_test_text(world->desk->folder, "recorder/signing.key");

	bring_all(world);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "the next sealing key: *certificate*");
	g_assert_cmpuint(changes(world), ==, 0);
	g_assert_cmpuint(changes(world), ==, 0);
	assert_in_force(world, FALSE);
	trust_both(world);
	write_file(world, "recorder/next/signing.key", old);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "the next sealing key: *");
	g_assert_cmpuint(changes(world), ==, 0);
	g_test_assert_expected_messages();
	mc_desk_visit(world->desk, 0);
	bring(world, "signing.key");
	g_assert_cmpuint(changes(world), ==, 1);
	assert_in_force(world, TRUE);
}

/* ---- a new disk, and a key that changed after the copy ---- */

static char *
copy_journal(const World *world)
{
	g_autofree char *journal = g_build_filename(world->desk->folder, "recorder/journal.db", NULL);
	char *copy = g_build_filename(world->desk->folder, "copy.db", NULL);

	mc_desk_stop(world->desk);
	mc_test_copy(journal, copy);
	g_assert_true(mc_desk_start(world->desk, NULL));
	return copy;
}

/* All that left the kiosk, as a gateway gives it back. */
static char *
give_back(const World *world)
{
	g_autofree char *path = g_build_filename(world->desk->folder, "spool", NULL);
	char *folder = g_build_filename(world->desk->folder, "given-back", NULL);
	g_autoptr(McSpool) spool = mc_spool_open(path, NULL);
	g_autoptr(GArray) list = mc_spool_list(spool, MC_SPOOL_OUTBOX, NULL);

	g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
	for (guint i = 0; i < list->len; i++) {
		guint64 seq = g_array_index(list, guint64, i);
		g_autoptr(GBytes) parcel = mc_spool_get(spool, MC_SPOOL_OUTBOX, seq, NULL);
		g_autofree char *file = g_strdup_printf("%s/%u.parcel", folder, (guint)seq);

		g_assert_true(g_file_set_contents(
		    file, g_bytes_get_data(parcel, NULL), (gssize)g_bytes_get_size(parcel), NULL));
	}
	return folder;
}

/* The copy's chain alone does not lead to the key that is there; with what the gateway gives back
 * it does. */
static void
test_restored(World *world, gconstpointer kit)
{
	McDesk *desk = world->desk;
	g_autofree char *journal = g_build_filename(desk->folder, "recorder/journal.db", NULL);
	g_autofree char *roots = g_build_filename(desk->folder, "trust/roots.pem", NULL);
	g_autofree char *spool = g_build_filename(desk->folder, "spool", NULL);
	g_autofree char *away = g_build_filename(desk->folder, "old-spool", NULL);
	g_autofree char *copy = copy_journal(world);
	g_autofree char *given_back = NULL;
	g_autoptr(GError) error = NULL;
	guint added = 0;

	trust_both(world);
	bring_all(world);
	g_assert_cmpuint(changes(world), ==, 1);
	mc_desk_visit(desk, 0);
	given_back = give_back(world);
	mc_desk_stop(desk);
	g_assert_cmpint(g_unlink(journal), ==, 0);
	g_assert_cmpint(g_rename(spool, away), ==, 0);
	g_assert_false(
	    mc_restore(desk->folder, &(McRestoreFrom){.copy = copy}, desk->clock, &added, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
	g_assert_nonnull(strstr(error->message, "--given-back"));
	g_assert_false(g_file_test(journal, G_FILE_TEST_EXISTS));
	g_clear_error(&error);
	mc_restore(
	    desk->folder, &(McRestoreFrom){copy, given_back, roots}, desk->clock, &added, &error);
	g_assert_no_error(error);
	g_assert_true(mc_desk_start(desk, NULL));
	mc_desk_visit(desk, 1);
	mc_desk_verify_chain(desk);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
#define ADD(name, func) g_test_add("/recorder/next-key/" name, World, kit, set_up, func, tear_down)
	ADD("B2-takes-over", test_takes_over);
	ADD("B2-at-start", test_at_start);
	ADD("B2-sealed-from-now-on", test_sealed_from_now_on);
	ADD("B2-stays-with-the-old", test_stays_with_the_old);
	ADD("B2-restored", test_restored);
#undef ADD
	return g_test_run();
}
