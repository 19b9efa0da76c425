/* B2–B6, C15, C17: three visits or more from the glass's request to the gateway's receipt through
 * the real recorder, courier and gateway, while something goes wrong: a program dies at a named
 * place, a call of the system fails, the network is bad, the disk is full for a while, a clock is
 * wrong. Nothing that the glass was told is recorded may be lost, nothing may be doubled.
 *
 * Prints the matrix. MC_WHOLE=all makes every row (tests/fault/nothing-lost), else a few of each
 * kind. */

#include "tests/support/play/play.h"
#include <errno.h>
#include <string.h>

static const char *const whoms[MC_WHOMS] = {"recorder", "courier", "gateway"};
static const char *const kinds[MC_CALL_KINDS] = {"storage", "socket", "name", "reading"};

/* A play that makes fewer of them is none. */
static const guint least_calls[MC_CALL_KINDS] = {20, 20, 20, 8};

/* A short run lets so many of them fail, one in each play. */
static const guint short_run[MC_CALL_KINDS] = {4, 4, 2, 2};

static gboolean
is_all(void)
{
	return g_strcmp0(g_getenv("MC_WHOLE"), "all") == 0;
}

/* What it is called is also where it begins: -p /whole/recorder/… plays it alone. */
static void
tell(const char *name, const McOutcomeRow *row)
{
	g_print("# %-46s made %u recorded %u sent %u accepted %u doubled %u lost %u | restarts %u"
	        " failed calls %u spoiled connections %u\n",
	    name, row->made, row->recorded, row->sent, row->accepted, row->doubled, row->lost,
	    row->restarts, row->failed, row->mischiefs);
}

static void
assert_visits(const char *name, const McOutcomeRow *row, guint visits)
{
	tell(name, row);
	g_assert_cmpuint(row->made, ==, visits);
	g_assert_cmpuint(row->recorded, ==, visits);
	g_assert_cmpuint(row->sent, ==, visits);
	g_assert_cmpuint(row->accepted, ==, visits);
	g_assert_cmpuint(row->doubled, ==, 0);
	g_assert_cmpuint(row->lost, ==, 0);
}

static void
assert_whole(const char *name, const McOutcomeRow *row)
{
	assert_visits(name, row, MC_PLAY_VISITS);
}

/* ---- deaths ---- */

typedef struct Case {
	const McDeskKit *kit;
	McMishap mishap;
	char *kill_at;
	guint part, parts; /* of a series that is dealt out to several processes */
} Case;

static void
case_free(gpointer data)
{
	Case *one = data;

	g_free(one->kill_at);
	g_free(one);
}

/* GLib frees the data of a test that is run: a chosen few of these are. So they are kept here. */
static GPtrArray *cases;

static Case *
case_new(const McDeskKit *kit)
{
	Case *one = g_new0(Case, 1);

	one->kit = kit;
	g_ptr_array_add(cases, one);
	return one;
}

static void
test_death(gconstpointer data)
{
	const Case *one = data;
	McOutcomeRow row;

	mc_play(one->kit, &one->mishap, &row);
	assert_visits(one->mishap.kill_at, &row, mc_play_visits(&one->mishap));
	g_assert_cmpuint(row.restarts, >=, 1);
}

/* Each of these comes at least once a visit. The courier's while-sending takes larger records than
 * these: fault-courier. */
static const struct {
	McWhom whom;
	const char *place;
} places[] = {
    {MC_WHOM_RECORDER, "exam-answer.before-commit"},
    {MC_WHOM_RECORDER, "exam-answer.after-commit"},
    {MC_WHOM_RECORDER, "exam-answer.before-reply"},
    {MC_WHOM_RECORDER, "visit-finish.before-commit"},
    {MC_WHOM_RECORDER, "visit-finish.after-commit"},
    {MC_WHOM_RECORDER, "visit-finish.after-spool"},
    {MC_WHOM_RECORDER, "visit-finish.before-reply"},
    {MC_WHOM_RECORDER, "receipt.before-commit"},
    {MC_WHOM_RECORDER, "receipt.after-commit"},
    {MC_WHOM_COURIER, "after-sent"},
    {MC_WHOM_COURIER, "before-receipt"},
    {MC_WHOM_COURIER, "after-receipt"},
    {MC_WHOM_COURIER, "after-remove"},
    {MC_WHOM_GATEWAY, "before-commit"},
    {MC_WHOM_GATEWAY, "after-commit"},
    {MC_WHOM_GATEWAY, "after-reply"},
};

static void
add_death(const McDeskKit *kit, McWhom whom, const char *place, guint occurrence)
{
	Case *one = case_new(kit);
	g_autofree char *path = NULL;

	one->kill_at = g_strdup_printf("%s:%u", place, occurrence);
	one->mishap = (McMishap){
	    .whom = whom, .kill_at = one->kill_at, .visits = MAX(occurrence, MC_PLAY_VISITS)};
	path = g_strdup_printf("/whole/%s/killed/%s", whoms[whom], one->kill_at);
	g_test_add_data_func(path, one, test_death);
}

static void
add_deaths(const McDeskKit *kit)
{
	static const guint occurrences[] = {1, 2, 7};

	for (guint i = 0; i < G_N_ELEMENTS(places); i++)
		for (guint n = 0; n < G_N_ELEMENTS(occurrences); n++)
			if (is_all() || (3 * i + n) % 11 == 1)
				add_death(kit, places[i].whom, places[i].place, occurrences[n]);
}

/* ---- failing calls ---- */

/* The calls of a play without a mishap, which is played once for all kinds; the row that shows that
 * the harness sees a good one. */
static guint
calls_of(const McDeskKit *kit, McWhom whom, McCallKind kind)
{
	static McOutcomeRow rows[MC_WHOMS];
	McOutcomeRow *row = &rows[whom];

	if (row->made == 0) {
		mc_play(kit, &(McMishap){.whom = whom}, row);
		assert_whole("no mishap", row);
	}
	g_assert_cmpuint(row->calls[kind], >, least_calls[kind]);
	return row->calls[kind];
}

/* How often the call failed: once, or never where the play came to its end before it. */
static guint
fail_one(const Case *one, const McMishap *mishap, guint calls)
{
	g_autofree char *name = g_strdup_printf(
	    "%s %s call %u of %u fails", whoms[mishap->whom], kinds[mishap->kind], mishap->at, calls);
	McOutcomeRow row;

	mc_play(one->kit, mishap, &row);
	assert_whole(name, &row);
	g_assert_cmpuint(row.failed, ==, row.calls[mishap->kind] < mishap->at ? 0 : 1);
	return row.failed;
}

/* Every call fails once, every parts-th in each part (or, in a short run, a few spread over the
 * play). No two plays make exactly as many, the slower ones more, with every beat of the courier:
 * of the last ones some may come in none. */
static void
test_calls(gconstpointer data)
{
	const Case *one = data;
	McMishap mishap = one->mishap;
	guint calls = calls_of(one->kit, mishap.whom, mishap.kind);
	guint step = is_all() ? one->parts : calls / short_run[mishap.kind] + 1;
	guint plays = 0;
	guint failed = 0;

	mishap.count = 1;
	/* The very first one always: before it nothing was ever good. */
	for (mishap.at = 1 + one->part; mishap.at <= calls; mishap.at += step) {
		failed += fail_one(one, &mishap, calls);
		plays++;
	}
	g_print("# %s %s calls, every %u. from %u: failed in %u of %u plays\n", whoms[mishap.whom],
	    kinds[mishap.kind], step, 1 + one->part, failed, plays);
	g_assert_cmpuint(plays, >, 0);
	g_assert_cmpuint(2 * failed, >=, plays);
}

static void
add_calls(const McDeskKit *kit, McWhom whom, McCallKind kind, int error)
{
	guint parts = is_all() ? 8 : 1;

	for (guint part = 0; part < parts; part++) {
		Case *one = case_new(kit);
		g_autofree char *path =
		    g_strdup_printf("/whole/%s/%s-calls/%u", whoms[whom], kinds[kind], part);

		one->part = part;
		one->parts = parts;
		one->mishap = (McMishap){.whom = whom, .kind = kind, .error = error};
		g_test_add_data_func(path, one, test_calls);
	}
}

/* The disk is full for many calls in a row, in the middle of the play, and then is not (B6). */
static void
test_full_disk(gconstpointer data)
{
	const Case *one = data;
	McOutcomeRow row;

	mc_play(one->kit, &one->mishap, &row);
	assert_whole("the disk is full for a while", &row);
	g_assert_cmpuint(row.failed, >, 5);
}

/* Killed, and started again on a disk that is full: it comes up or is started until it does, what
 * it had is there, and it goes on when there is room. */
static void
test_restart_on_full_disk(gconstpointer data)
{
	const Case *one = data;
	g_autofree char *name =
	    g_strdup_printf("%s is started on a full disk", whoms[one->mishap.whom]);
	McOutcomeRow row;

	mc_play(one->kit, &one->mishap, &row);
	assert_whole(name, &row);
	g_assert_cmpuint(row.restarts, >=, 1);
	g_assert_cmpuint(row.failed, ==, one->mishap.count);
}

static void
add_restart_on_full_disk(const McDeskKit *kit, McWhom whom, const char *kill_at)
{
	Case *one = case_new(kit);
	g_autofree char *path = g_strdup_printf("/whole/%s/restart-on-full-disk", whoms[whom]);

	one->kill_at = g_strdup(kill_at);
	one->mishap = (McMishap){.whom = whom,
	    .kill_at = one->kill_at,
	    .kind = MC_CALL_STORAGE,
	    .count = 12,
	    .error = ENOSPC,
	    .full_at_restart = TRUE};
	g_test_add_data_func(path, one, test_restart_on_full_disk);
}

/* ---- network and clock ---- */

/* A bad network, and in the middle of it one of the three dies somewhere, by the same dice. */
static void
test_chaos(gconstpointer data)
{
	guint seeds = is_all() ? 20 : 2;
	guint mischiefs = 0;

	for (guint seed = 1; seed <= seeds; seed++) {
		g_autoptr(GRand) dice = g_rand_new_with_seed(seed);
		guint place = (guint)g_rand_int_range(dice, 0, G_N_ELEMENTS(places));
		g_autofree char *kill_at = g_strdup_printf(
		    "%s:%d", places[place].place, g_rand_int_range(dice, 1, MC_PLAY_VISITS + 1));
		const McMishap mishap = {
		    .whom = places[place].whom, .kill_at = kill_at, .chaos_seed = seed};
		g_autofree char *name = g_strdup_printf(
		    "bad network, seed %u, %s dies at %s", seed, whoms[mishap.whom], kill_at);
		McOutcomeRow row;

		mc_play(data, &mishap, &row);
		assert_whole(name, &row);
		g_assert_cmpuint(row.restarts, >=, 1);
		mischiefs += row.mischiefs;
	}
	g_assert_cmpuint(mischiefs, >, seeds);
}

/* A dead battery (1970), and a clock that is a day ahead: the visit goes on, nothing is refused for
 * good. */
static void
test_clock(gconstpointer data)
{
	const Case *one = data;
	g_autofree char *name = g_strdup_printf(
	    "%s's clock %+" G_GINT64_FORMAT " s", whoms[one->mishap.whom], one->mishap.wall_shift_s);
	McOutcomeRow row;

	mc_play(one->kit, &one->mishap, &row);
	assert_whole(name, &row);
}

static void
add_clock(const McDeskKit *kit, McWhom whom, const char *name, gint64 wall_shift_s)
{
	Case *one = case_new(kit);
	g_autofree char *path = g_strconcat("/whole/clock/", name, NULL);

	one->mishap = (McMishap){.whom = whom, .wall_shift_s = wall_shift_s};
	g_test_add_data_func(path, one, test_clock);
}

/* Each side in turn takes the other's certificate for expired: nothing is sent, and all of it when
 * the clock is right. */
static void
test_certificate(gconstpointer data)
{
	const Case *one = data;
	g_autofree char *name =
	    g_strdup_printf("expired certificate, for the %s", whoms[one->mishap.whom]);
	McOutcomeRow row;

	mc_play(one->kit, &one->mishap, &row);
	assert_whole(name, &row);
}

static void
add_certificate(const McDeskKit *kit, McWhom whom)
{
	Case *one = case_new(kit);
	g_autofree char *path = g_strconcat("/whole/", whoms[whom], "/certificate", NULL);

	one->mishap = (McMishap){.whom = whom, .wall_shift_s = (gint64)30 * 366 * 24 * 3600};
	g_test_add_data_func(path, one, test_certificate);
}

/* A bit flips in every parcel on the kiosk's disk. */
static void
test_flips(gconstpointer data)
{
	McMishap mishap = {.whom = MC_WHOM_COURIER};

	for (mishap.flip_seed = 1; mishap.flip_seed <= (is_all() ? 10 : 1); mishap.flip_seed++) {
		g_autofree char *name =
		    g_strdup_printf("a bit flips in each parcel, seed %u", mishap.flip_seed);
		McOutcomeRow row;

		mc_play(data, &mishap, &row);
		assert_whole(name, &row);
		g_assert_cmpuint(row.parked, >=, MC_PLAY_VISITS);
	}
}

static void
add_full_disk(const McDeskKit *kit, McWhom whom, guint at, guint count)
{
	Case *one = case_new(kit);
	g_autofree char *path = g_strdup_printf("/whole/%s/full-disk", whoms[whom]);

	one->mishap = (McMishap){
	    .whom = whom, .kind = MC_CALL_STORAGE, .at = at, .count = count, .error = ENOSPC};
	g_test_add_data_func(path, one, test_full_disk);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;
	g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func(case_free);

	cases = owned;
	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
	add_deaths(kit);
	for (guint whom = 0; whom < MC_WHOMS; whom++) {
		add_calls(kit, (McWhom)whom, MC_CALL_STORAGE, EIO);
		add_calls(kit, (McWhom)whom, MC_CALL_SOCKET, ECONNRESET);
		add_calls(kit, (McWhom)whom, MC_CALL_NAME, EMFILE);
		add_calls(kit, (McWhom)whom, MC_CALL_READING, EIO);
	}
	add_full_disk(kit, MC_WHOM_RECORDER, 150, 40);
	add_full_disk(kit, MC_WHOM_COURIER, 20, 12);
	add_full_disk(kit, MC_WHOM_GATEWAY, 40, 20);
	add_restart_on_full_disk(kit, MC_WHOM_RECORDER, "exam-answer.after-commit:2");
	add_restart_on_full_disk(kit, MC_WHOM_COURIER, "before-receipt:2");
	add_restart_on_full_disk(kit, MC_WHOM_GATEWAY, "after-commit:2");
	g_test_add_data_func("/whole/network/chaos", kit, test_chaos);
	add_certificate(kit, MC_WHOM_COURIER);
	add_certificate(kit, MC_WHOM_GATEWAY);
	g_test_add_data_func("/whole/spool/flips", kit, test_flips);
	add_clock(kit, MC_WHOM_RECORDER, "1970", -g_get_real_time() / G_USEC_PER_SEC);
	add_clock(kit, MC_WHOM_RECORDER, "yesterday", -24 * 3600);
	add_clock(kit, MC_WHOM_RECORDER, "tomorrow", 24 * 3600);
	add_clock(kit, MC_WHOM_RECORDER, "next-year", 365 * 24 * 3600);
	add_clock(kit, MC_WHOM_GATEWAY, "gateway-an-hour-ahead", 3600);
	return g_test_run();
}
