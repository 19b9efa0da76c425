/* B2, C17: the recorder dies by kill -9 at the first, second and seventh time that it comes past
 * each of its named places, whatever is asked of it, and whatever it does by itself: at its start,
 * with receipts, with packs, when the glass goes. Then it goes on, the chain has no gap, and every
 * visit that the glass was told of is there once.
 *
 * MC_WHOLE=all: every one of them (tests/fault/nothing-lost), else a few. fault-kill-points holds
 * the list against the places that stand in the code. */

#include "acts.h"

#include "app/link/words.h"
#include "app/record/pack.h"
#include "app/spool/spool.h"
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static const guint occurrences[] = {1, 2, 7};

typedef enum Place { BEFORE_COMMIT, AFTER_COMMIT, AFTER_SPOOL, BEFORE_REPLY } Place;
#define PLACES 4
static const char *const place_names[PLACES] = {
    "before-commit", "after-commit", "after-spool", "before-reply"};

typedef struct Death Death;
struct Death {
	const McDeskKit *kit;
	McRecorderOp op;
	void (*perform)(McDesk *desk, const Death *death); /* without a request */
	void (*pass)(McDesk *desk); /* the time in which it happens once */
	char *at; /* "place:occurrence" */
	guint occurrence;
	guint places; /* the first so many of Place are passed */
};

static void
death_free(gpointer data)
{
	Death *death = data;

	g_free(death->at);
	g_free(death);
}

/* ---- asked by the glass ---- */

static McDesk *
new_desk(const Death *death, const char *at)
{
	McDesk *desk = mc_desk_new_program(death->kit, NULL);

	mc_desk_kill_program(desk);
	if (death->op == MC_RECORDER_EVIDENCE)
		mc_desk_have_pictures(desk);
	mc_desk_start_program(desk, at);
	return desk;
}

static void
test_asked(gconstpointer data)
{
	const Death *death = data;
	const McAct *act = &mc_acts[death->op];
	g_autoptr(McDesk) desk = new_desk(death, death->at);
	guint acts = 0;

	while (desk->deaths == 0) {
		act->perform(desk);
		g_assert_cmpuint(++acts, <=, death->occurrence);
	}
	act->perform(desk);
	g_assert_cmpuint(desk->deaths, ==, 1);
	mc_desk_verify_chain(desk);
	g_assert_cmpuint(mc_desk_count(desk, "visit", NULL), ==, (acts + 1) * act->visits);
}

/* What the table calls not passed is not. */
static void
test_not_passed(gconstpointer data)
{
	const Death *death = data;
	g_autoptr(McDesk) desk = new_desk(death, death->at);

	for (guint i = 0; i < 2; i++)
		mc_acts[death->op].perform(desk);
	g_assert_cmpuint(desk->deaths, ==, 0);
}

/* ---- by itself ---- */

static void
await_death(McDesk *desk)
{
	while (g_subprocess_get_identifier(desk->program) != NULL)
		g_main_context_iteration(NULL, TRUE);
}

/* It comes past each of these once a start: so many starts in a row die. */
static void
start(McDesk *desk, const Death *death)
{
	const char *colon = strrchr(death->at, ':');
	g_autofree char *place = g_strndup(death->at, (gsize)(colon - death->at));
	g_autofree char *at = g_strconcat(place, ":1", NULL);

	for (guint i = 0; i < death->occurrence; i++) {
		mc_desk_start_program(desk, at);
		await_death(desk);
		desk->deaths++;
	}
	mc_desk_start_program(desk, NULL);
}

static void
hello_until(McDesk *desk, gboolean (*condition)(McDesk *desk, guint number), guint number)
{
	do
		mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	while (desk->deaths == 0 && !condition(desk, number));
}

static McSpool *
open_spool(McDesk *desk)
{
	g_autofree char *path = g_build_filename(desk->folder, "spool", NULL);
	McSpool *spool = mc_spool_open(path, NULL);

	g_assert_nonnull(spool);
	return spool;
}

static gboolean
is_taken(McDesk *desk, McSpoolBox box, guint number)
{
	g_autoptr(McSpool) spool = open_spool(desk);
	g_autoptr(GBytes) bytes = mc_spool_get(spool, box, number, NULL);

	return bytes == NULL;
}

static gboolean
receipt_is_taken(McDesk *desk, guint number)
{
	return is_taken(desk, MC_SPOOL_RECEIPTS, number);
}

/* Receipts that are none. */
static void
take_receipts(McDesk *desk, const Death *death)
{
	g_autoptr(McSpool) spool = open_spool(desk);
	g_autoptr(GBytes) junk = g_bytes_new_static("junk", 4);

	mc_desk_start_program(desk, death->at);
	for (guint i = 0; i < death->occurrence; i++)
		mc_acts[MC_RECORDER_VISIT_BEGIN].perform(desk);
	for (guint seq = 1; desk->deaths == 0; seq++) {
		g_assert_cmpuint(seq, <=, 2 * death->occurrence);
		g_assert_true(mc_spool_put(spool, MC_SPOOL_RECEIPTS, seq, junk, NULL));
		hello_until(desk, receipt_is_taken, seq);
	}
}

static gboolean
pack_is_taken(McDesk *desk, guint number)
{
	return is_taken(desk, MC_SPOOL_INBOX, number);
}

static GBytes *
make_pack(McDesk *desk, McSigner *office, guint version)
{
	static const char devices[] = "{\"enrolments\":[]}";
	gint64 now_us = mc_clock_wall_us(desk->clock);
	McPack pack = {.kind = MC_PACK_DEVICES,
	    .kiosk = "K-0001",
	    .version = version,
	    .issued_wall_us = now_us,
	    .effective_wall_us = now_us,
	    .expires_wall_us = now_us + G_TIME_SPAN_DAY,
	    .file = g_bytes_new_static(devices, strlen(devices))};
	g_autoptr(GBytes) content = mc_pack_write(&pack, NULL);

	mc_pack_clear(&pack);
	return mc_seal(office, content, NULL);
}

static void
take_packs(McDesk *desk, const Death *death)
{
	g_autoptr(McSpool) spool = open_spool(desk);
	g_autoptr(McSigner) office = mc_desk_signer(desk, "authority", "pack");

	mc_desk_start_program(desk, death->at);
	for (guint version = 1; desk->deaths == 0; version++) {
		g_autoptr(GBytes) pack = make_pack(desk, office, version);

		g_assert_cmpuint(version, <=, death->occurrence);
		g_assert_true(mc_spool_put(spool, MC_SPOOL_INBOX, version, pack, NULL));
		hello_until(desk, pack_is_taken, version);
	}
	while (!pack_is_taken(desk, death->occurrence))
		mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpuint(
	    mc_desk_count(desk, "audit", "configuration-activated"), ==, death->occurrence);
}

static void
come_anew(McDesk *desk)
{
	g_autofree char *socket = g_build_filename(desk->folder, "recorder", "recorder.sock", NULL);

	g_clear_pointer(&desk->link, mc_link_free);
	desk->link = mc_link_new(socket, desk->clock);
	desk->port = mc_link_port(desk->link);
}

/* Somebody is signed in when it goes. */
static void
lose_glass(McDesk *desk, const Death *death)
{

	mc_desk_start_program(desk, death->at);
	for (guint i = 0; i < death->occurrence; i++) {
		mc_desk_sign_in(desk, "lin", "731205");
		come_anew(desk);
		mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	}
}

static void
test_by_itself(gconstpointer data)
{
	const Death *death = data;
	g_autoptr(McDesk) desk = mc_desk_new_bare(death->kit, mc_clock_new_system(1));

	come_anew(desk);
	death->perform(desk, death);
	g_assert_cmpuint(desk->deaths, >=, 1);
	mc_acts[MC_RECORDER_VISIT_FINISH].perform(desk);
	mc_desk_verify_chain(desk);
	g_assert_cmpuint(mc_desk_count(desk, "visit", NULL), ==, 1);
}

/* ---- when time passes ---- */

static void
end_day(McDesk *desk)
{
	for (guint hour = 0; hour < 24; hour++)
		mc_clock_advance_ms(desk->clock, 60 * 60 * 1000);
}

/* The disk takes nothing for a while, and then it does. */
static void
suffer_disk(McDesk *desk)
{
	struct rlimit limit;
	struct rlimit none;

	g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &limit), ==, 0);
	none = limit;
	none.rlim_cur = 0;
	g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &none), ==, 0);
	mc_desk_refused(desk, &(McRecorderRequest){.op = MC_RECORDER_HELP}, MC_ERROR_STORAGE);
	g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &limit), ==, 0);
	mc_clock_advance_ms(desk->clock, 10 * 1000);
}

/* A process of its own, whose clock is moved: no program is to wait for midnight. */
static pid_t
begin_child(McDesk *desk, const Death *death)
{
	McRecorderSetup setup = {
	    .state_path = desk->folder, .clock = desk->clock, .kill_at = death->at};
	pid_t child = fork();

	g_assert_cmpint(child, >=, 0);
	if (child != 0)
		return child;
	signal(SIGXFSZ, SIG_IGN);
	desk->recorder = mc_recorder_new(&setup, NULL);
	for (guint i = 0; desk->recorder != NULL && i < death->occurrence; i++)
		death->pass(desk);
	_exit(0);
}

static void
test_in_time(gconstpointer data)
{
	const Death *death = data;
	gint64 now_us = g_get_real_time() + G_TIME_SPAN_MINUTE;
	g_autoptr(McDesk) desk = mc_desk_new_bare(death->kit, mc_clock_new_manual(now_us));
	g_autoptr(GError) error = NULL;
	int status = 0;
	pid_t child = begin_child(desk, death);

	g_assert_cmpint(waitpid(child, &status, 0), ==, child);
	g_assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	mc_clock_move_wall_us(desk->clock, death->occurrence * G_TIME_SPAN_DAY);
	mc_desk_start(desk, &error);
	g_assert_no_error(error);
	mc_acts[MC_RECORDER_VISIT_FINISH].perform(desk);
	mc_desk_verify_chain(desk);
	g_assert_cmpuint(mc_desk_count(desk, "visit", NULL), ==, 1);
}

/* ---- which ---- */

static gboolean
is_wanted(void)
{
	static guint number;

	return g_strcmp0(g_getenv("MC_WHOLE"), "all") == 0 || number++ % 37 == 0;
}

static void
add_asked(const McDeskKit *kit, McRecorderOp op, Place place, guint occurrence, GTestDataFunc test)
{
	Death *death = g_new0(Death, 1);
	g_autofree char *path = NULL;

	*death = (Death){.kit = kit, .op = op, .occurrence = occurrence};
	death->at =
	    g_strdup_printf("%s.%s:%u", mc_recorder_op_name(op), place_names[place], occurrence);
	path =
	    g_strdup_printf("/kills/%s/%s", test == test_asked ? "recorder" : "not-passed", death->at);
	g_test_add_data_func_full(path, death, test, death_free);
}

static void
add_op(const McDeskKit *kit, McRecorderOp op)
{
	static const guint passed[PLACES] = {
	    MC_PASSED_COMMIT, MC_PASSED_COMMIT, MC_PASSED_SPOOL, MC_PASSED_REPLY};

	for (guint place = 0; place < PLACES; place++) {
		gboolean is_passed = (mc_acts[op].passes & passed[place]) == passed[place];

		for (guint i = 0; i < (is_passed ? G_N_ELEMENTS(occurrences) : 1); i++)
			if (is_wanted())
				add_asked(kit, op, (Place)place, occurrences[i],
				    is_passed ? test_asked : test_not_passed);
	}
}

static void
add_by_itself(const McDeskKit *kit, const char *scope, const Death *of, GTestDataFunc test)
{
	for (guint place = 0; place < of->places; place++)
		for (guint i = 0; i < G_N_ELEMENTS(occurrences); i++) {
			Death *death = NULL;
			g_autofree char *path = NULL;

			if (!is_wanted())
				continue;
			death = g_new0(Death, 1);
			*death = *of;
			death->kit = kit;
			death->occurrence = occurrences[i];
			death->at = g_strdup_printf("%s.%s:%u", scope, place_names[place], occurrences[i]);
			path = g_strconcat("/kills/recorder/", death->at, NULL);
			g_test_add_data_func_full(path, death, test, death_free);
		}
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new_hired();
	for (guint op = 0; op < MC_RECORDER_OPS; op++)
		add_op(kit, (McRecorderOp)op);
	/* The outbox is filled when what came back is taken: by "delivery". */
	add_by_itself(kit, "start", &(Death){.perform = start, .places = AFTER_SPOOL}, test_by_itself);
	add_by_itself(kit, "delivery", &(Death){.perform = take_receipts, .places = BEFORE_REPLY},
	    test_by_itself);
	add_by_itself(
	    kit, "packs", &(Death){.perform = take_packs, .places = BEFORE_REPLY}, test_by_itself);
	add_by_itself(
	    kit, "glass-left", &(Death){.perform = lose_glass, .places = BEFORE_REPLY}, test_by_itself);
	add_by_itself(kit, "day", &(Death){.pass = end_day, .places = BEFORE_REPLY}, test_in_time);
	add_by_itself(
	    kit, "probe", &(Death){.pass = suffer_disk, .places = BEFORE_REPLY}, test_in_time);
	return g_test_run();
}
