/* A disk that is full or takes no write: refused clearly, nothing lost, back by itself (B6). */

#include "app/base/error.h"
#include "tests/desk/desk.h"
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

static void
set_up(McDesk **desk, gconstpointer kit)
{
	*desk = mc_desk_new(kit);
}

static void
tear_down(McDesk **desk, gconstpointer unused)
{
	mc_desk_free(*desk);
}

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

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
#define ADD(name, func)                                                                            \
	g_test_add("/recorder/storage/" name, McDesk *, kit, set_up, func, tear_down)
	ADD("no-room", test_no_room);
	ADD("failing-disk", test_failing_disk);
#undef ADD
	return g_test_run();
}
