/* A disk that is full or takes no write: refused clearly, nothing lost, back by itself (B6). */

#include "app/base/error.h"
#include "tests/desk/desk.h"
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static const McHello *
hello(McDesk *desk)
{
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	return &desk->reply->hello;
}

/* B6: below the floor no visit begins, and the glass is told. */
static void
test_no_room(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	mc_desk_configure(desk, json_pack("{si}", "free_floor_mib", 2147483647));
	mc_desk_restart(desk);
	g_assert_cmpint(hello(desk)->storage, ==, MC_STORAGE_FULL);
	mc_desk_refused(desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_BEGIN, .language = "en"},
	    MC_ERROR_STORAGE);
	mc_clock_advance_ms(desk->clock, 60 * 1000);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "storage-alarm"), ==, 1);
}

/* The disk takes no write: nothing is said to be done, and it goes on by itself when it can. */
static void
test_failing_disk(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest answer = {.op = MC_RECORDER_VISIT_DECLARE};
	struct rlimit limit;
	struct rlimit none;

	mc_desk_arrive(desk, 0);
	g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &limit), ==, 0);
	none = limit;
	none.rlim_cur = 0;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &none);
	mc_desk_refused(desk, &answer, MC_ERROR_STORAGE);
	g_assert_cmpint(hello(desk)->storage, ==, MC_STORAGE_FAILING);
	mc_desk_refused(desk, &answer, MC_ERROR_STORAGE);
	mc_clock_advance_ms(desk->clock, 30 * 1000);
	g_assert_cmpint(hello(desk)->storage, ==, MC_STORAGE_FAILING);
	setrlimit(RLIMIT_FSIZE, &limit);
	mc_clock_advance_ms(desk->clock, 10 * 1000);
	g_assert_cmpint(hello(desk)->storage, ==, MC_STORAGE_OK);
	mc_desk_examine_all(desk);
	mc_desk_finish(desk);
	mc_desk_verify_chain(desk);
	g_assert_cmpuint(mc_desk_count(desk, "visit", NULL), ==, 1);
}

/* ---- a disk that is really full ---- */

#define DISK "size=96m"
#define BALLAST_MIB 8

static gboolean has_own_disk;
/* not by GLib, which would remember where temporary files went before */
static char own_disk[] = "/tmp/medcheck.disk.XXXXXX";

static gboolean
write_file(const char *path, const char *text)
{
	int file = open(path, O_WRONLY | O_CLOEXEC);
	gboolean good = file >= 0 && write(file, text, strlen(text)) == (gssize)strlen(text);

	if (file >= 0)
		close(file);
	return good;
}

/* A small one of this program's own, below which all that it makes lies. It needs a mount
 * namespace; where the kernel gives none the tests that need it say so. */
static void
have_own_disk(void)
{
	g_autofree char *user = g_strdup_printf("0 %u 1", (guint)getuid());
	g_autofree char *group = g_strdup_printf("0 %u 1", (guint)getgid());

	if (mkdtemp(own_disk) == NULL || unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
		return;
	has_own_disk = write_file("/proc/self/uid_map", user) &&
	               write_file("/proc/self/setgroups", "deny") &&
	               write_file("/proc/self/gid_map", group) &&
	               mount("none", own_disk, "tmpfs", MS_NOSUID | MS_NODEV, DISK) == 0;
	if (has_own_disk)
		g_setenv("TMPDIR", own_disk, TRUE);
}

static void
leave_own_disk(void)
{
	umount2(own_disk, MNT_DETACH);
	rmdir(own_disk);
}

static char *
in_recorder(McDesk *desk, const char *name)
{
	return g_build_filename(desk->folder, "recorder", name, NULL);
}

/* Up to the last byte. */
static void
fill_disk(const char *path)
{
	static const char zeros[64 * 1024];
	int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	for (gsize size = sizeof zeros; size > 0;)
		if (write(file, zeros, size) != (gssize)size)
			size /= 2;
	close(file);
}

static gint64
size_of(const char *path)
{
	struct stat state;

	return stat(path, &state) == 0 ? (gint64)state.st_size : -1;
}

/* Time for the next look. */
static void
look_again(McDesk *desk)
{
	mc_clock_advance_ms(desk->clock, 10 * 1000);
}

/* B2, B6: the disk fills in the middle of a check. The check is recorded all the same, by the room
 * that was held back; the next one does not begin; and it is held back again when there is room. */
static void
test_ballast(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autofree char *ballast = in_recorder(desk, "ballast");
	g_autofree char *filler = in_recorder(desk, "filler");

	if (!has_own_disk) {
		g_test_skip("no mount namespace here");
		return;
	}
	mc_desk_configure(desk, json_pack("{si si}", "free_floor_mib", 2, "ballast_mib", BALLAST_MIB));
	mc_desk_restart(desk);
	g_assert_cmpint(size_of(ballast), ==, BALLAST_MIB * 1024 * 1024);
	mc_desk_arrive(desk, 0);
	fill_disk(filler);
	mc_desk_examine_all(desk);
	mc_desk_finish(desk);
	g_assert_cmpint(size_of(ballast), ==, -1);
	g_assert_cmpint(hello(desk)->storage, ==, MC_STORAGE_FULL);
	mc_desk_refused(desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_BEGIN, .language = "en"},
	    MC_ERROR_STORAGE);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "ballast-dropped"), ==, 1);
	/* a restart on the full disk */
	mc_desk_restart(desk);
	g_assert_cmpint(hello(desk)->storage, ==, MC_STORAGE_FULL);
	look_again(desk);
	g_assert_cmpint(size_of(ballast), ==, -1);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "ballast-taken-in"), ==, 0);
	g_assert_cmpint(g_unlink(filler), ==, 0);
	look_again(desk);
	g_assert_cmpint(hello(desk)->storage, ==, MC_STORAGE_OK);
	g_assert_cmpint(size_of(ballast), ==, BALLAST_MIB * 1024 * 1024);
	mc_desk_visit(desk, 1);
	mc_desk_verify_chain(desk);
	g_assert_cmpuint(mc_desk_count(desk, "visit", NULL), ==, 2);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "ballast-dropped"), ==, 1);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "ballast-taken-in"), ==, 1);
}

/* B3: a receipt comes to the full disk. What was held back is given up for it, too, since the
 * office has the record and nobody would know. */
static void
test_receipt(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autofree char *ballast = in_recorder(desk, "ballast");
	g_autofree char *filler = in_recorder(desk, "filler");
	g_autoptr(McSigner) gateway = NULL;
	McRecordState record;
	McReceipt receipt;

	if (!has_own_disk) {
		g_test_skip("no mount namespace here");
		return;
	}
	gateway = mc_desk_signer(desk, "gateway", "receipt");
	mc_desk_configure(desk, json_pack("{si si}", "free_floor_mib", 2, "ballast_mib", BALLAST_MIB));
	mc_desk_restart(desk);
	mc_desk_visit(desk, 0);
	record = desk->reply->record;
	mc_desk_receipt(desk, &record, &receipt);
	mc_desk_deliver(desk, record.seq, &receipt, gateway);
	fill_disk(filler);
	g_assert_cmpint(size_of(ballast), ==, BALLAST_MIB * 1024 * 1024);
	while (desk->last_state.seq != record.seq || desk->last_state.state != MC_RECEIPT_ACCEPTED)
		g_main_context_iteration(NULL, TRUE);
	g_assert_cmpint(size_of(ballast), ==, -1);
	mc_desk_restart(desk);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_RECORD_STATE, .seq = record.seq});
	g_assert_cmpint(desk->reply->record.state, ==, MC_RECEIPT_ACCEPTED);
}

/* Filled while the recorder was down: its start is chained, and what waits is told. */
static void
test_ballast_at_start(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autofree char *filler = in_recorder(desk, "filler");
	guint starts = 0;

	if (!has_own_disk) {
		g_test_skip("no mount namespace here");
		return;
	}
	mc_desk_configure(desk, json_pack("{si si}", "free_floor_mib", 2, "ballast_mib", BALLAST_MIB));
	mc_desk_restart(desk);
	mc_desk_visit(desk, 0);
	starts = mc_desk_count(desk, "audit", "recorder-started");
	mc_desk_stop(desk);
	fill_disk(filler);
	mc_desk_restart(desk);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "recorder-started"), ==, starts + 1);
	g_assert_cmpint(hello(desk)->storage, ==, MC_STORAGE_FULL);
	mc_desk_verify_chain(desk);
	g_assert_cmpint(g_unlink(filler), ==, 0);
	look_again(desk);
	g_assert_cmpint(hello(desk)->storage, ==, MC_STORAGE_OK);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;
	int status = 0;

	have_own_disk();
	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
#define ADD(name, func)                                                                            \
	g_test_add(                                                                                    \
	    "/recorder/storage/" name, McDesk *, kit, mc_desk_fixture_new, func, mc_desk_fixture_free)
	ADD("no-room", test_no_room);
	ADD("failing-disk", test_failing_disk);
	ADD("B6/ballast", test_ballast);
	ADD("B6/ballast-at-start", test_ballast_at_start);
	ADD("B3/receipt", test_receipt);
#undef ADD
	status = g_test_run();
	g_clear_pointer(&kit, mc_desk_kit_free);
	leave_own_disk();
	/* What could not be shown is counted as skipped. */
	return status == 0 && !has_own_disk ? 77 : status;
}
