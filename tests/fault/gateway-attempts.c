/* C18, B1, B14: the gateway's counter knows that visits at two kiosks are of one person, and nobody
 * reads a number for it. Real records, TLS, store and processes. */

#include "town.h"

#include <string.h>

/* Fails here, pulls the plug there, comes once more: whoever reviews the last record sees it. */
static void
test_shopping(McTown *town, gconstpointer data)
{
	g_autofree char *few = NULL, *many = NULL, *acuity = NULL, *again = NULL, *log = NULL;
	g_auto(GStrv) lines = NULL, refusals = NULL;
	guint last = 0;

	mc_town_visit(town, &town->near, mc_town_one, 0, 0);
	mc_town_visit(town, &town->near, mc_town_other, 980, 0);
	mc_town_aborted(town, &town->far, mc_town_one);
	mc_town_count(town);
	few = ASK(town, 0, "--list");
	g_assert_cmpstr(few, ==, "");
	mc_town_visit(town, &town->far, mc_town_one, 980, 0);
	mc_town_count(town);
	mc_town_count(town);
	acuity = ASK(town, 0, "--list", "--exam", "acuity");
	g_assert_cmpuint(mc_town_times(acuity, "\n"), ==, 3);
	g_assert_nonnull(strstr(acuity, " acuity 1/30d within "));
	g_assert_nonnull(strstr(acuity, " K-0001 MC-K0001-"));
	g_assert_nonnull(strstr(acuity, " fail\n"));
	g_assert_nonnull(strstr(acuity, " aborted\n"));
	g_assert_nonnull(strstr(acuity, " acuity 3/30d over "));
	g_assert_nonnull(strstr(acuity, " pass\n"));
	lines = mc_world_list(town->desk.world);
	last = g_strv_length(lines) - 1;
	g_assert_nonnull(strstr(lines[last], " attempt=acuity:3/30d(K-0001:fail,K-0002:aborted)"));
	refusals = mc_world_refusals(town->desk.world);
	/* accepted all the same, and said once for each exam; the practice is none */
	g_assert_cmpuint(g_strv_length(refusals), ==, MC_EXAM_KINDS - 1);
	g_assert_nonnull(strstr(refusals[0], "[attempts-over]"));
	many = ASK(town, 0, "--list", "--all");
	g_assert_cmpuint(mc_town_times(many, " acuity "), ==, 4);
	g_free(ASK(town, 0, "--rebuild"));
	again = ASK(town, 0, "--list", "--all");
	g_assert_cmpstr(many, ==, again);
	log = mc_world_log(town->desk.world, "medcheck-gateway");
	g_assert_null(strstr(log, mc_town_one));
}

/* What the openings say is not seen by who has no key, and no two are alike. */
static void
test_sealed(McTown *town, gconstpointer data)
{
	g_autoptr(GBytes) first = mc_attempt_seal(town->counter, mc_town_one, NULL);
	g_autoptr(GBytes) second = mc_attempt_seal(town->counter, mc_town_one, NULL);
	g_autoptr(GBytes) of_other = mc_attempt_seal(town->counter, mc_town_other, NULL);
	g_autofree char *key = mc_world_path(town->desk.world, "gateway/attempts/counter.key");
	g_autofree char *authority = mc_world_path(town->desk.world, "authority/authority.key");
	McAttemptKeys keys = {.key_path = key}, wrong = {.key_path = authority};
	char person[3][MC_ATTEMPT_PERSON_SIZE] = {""};

	g_assert_false(g_bytes_equal(first, second));
	g_assert_true(mc_attempt_person(&keys, first, person[0], NULL));
	g_assert_true(mc_attempt_person(&keys, second, person[1], NULL));
	g_assert_true(mc_attempt_person(&keys, of_other, person[2], NULL));
	g_assert_cmpstr(person[0], ==, person[1]);
	g_assert_cmpstr(person[0], !=, person[2]);
	keys.secret[0] = 1;
	g_assert_true(mc_attempt_person(&keys, first, person[1], NULL));
	g_assert_cmpstr(person[0], !=, person[1]);
	g_assert_false(mc_attempt_person(&wrong, first, person[1], NULL));
}

static void
configure(McTown *town, const char *text)
{
	g_autofree char *path = mc_world_path(town->desk.world, "gateway/attempts/attempts.json");

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

/* How many, in how many days, of which exam: the site's. Whose it was is forgotten after a time. */
static void
test_period(McTown *town, gconstpointer data)
{
	gint64 before_us = g_get_real_time() - 10 * G_TIME_SPAN_DAY;
	g_autofree char *apart = NULL, *together = NULL, *named = NULL, *wrong = NULL, *gone = NULL;

	mc_town_visit(town, &town->near, mc_town_one, 0, before_us);
	mc_town_visit(town, &town->far, mc_town_one, 980, 0);
	configure(town, "{\"days\": 7, \"most\": 1}");
	mc_town_count(town);
	apart = ASK(town, 0, "--list");
	g_assert_cmpstr(apart, ==, "");
	configure(town, "{\"days\": 14, \"most\": 1}");
	together = ASK(town, 0, "--list", "--exam", "acuity");
	g_assert_nonnull(strstr(together, " acuity 2/14d over "));
	configure(
	    town, "{\"days\": 7, \"most\": 1, \"exams\": {\"hearing\": {\"days\": 14, \"most\": 1}}}");
	named = ASK(town, 0, "--list");
	g_assert_cmpuint(mc_town_times(named, "\n"), ==, 2);
	g_assert_nonnull(strstr(named, " hearing 2/14d over "));
	configure(town, "{\"days\": 14, \"kept_days\": 7}");
	wrong = ASK(town, 1, "--list");
	g_assert_nonnull(strstr(wrong, "kept_days"));
	configure(town, "{\"days\": 7, \"kept_days\": 8}");
	mc_town_count(town);
	gone = ASK(town, 0, "--list", "--all", "--exam", "hearing");
	g_assert_cmpuint(mc_town_times(gone, "\n"), ==, 1);
}

static guint
marked_lines(McTown *town)
{
	g_auto(GStrv) lines = mc_world_list(town->desk.world);
	guint marked = 0;

	for (guint i = 0; lines[i] != NULL; i++)
		marked += strstr(lines[i], " attempt=") != NULL ? 1 : 0;
	return marked;
}

/* With the pseudonym goes what was said of the person's other visits, beside a record too. */
static void
test_forgotten(McTown *town, gconstpointer data)
{
	gint64 before_us = g_get_real_time() - 10 * G_TIME_SPAN_DAY;

	mc_town_visit(town, &town->near, mc_town_one, 0, before_us);
	mc_town_visit(town, &town->far, mc_town_one, 980, before_us + G_TIME_SPAN_HOUR);
	mc_town_count(town);
	g_assert_cmpuint(marked_lines(town), >, 0);
	configure(town, "{\"days\": 7, \"kept_days\": 8}");
	mc_town_count(town);
	g_assert_cmpuint(marked_lines(town), ==, 0);
}

/* Under another secret everybody would be somebody else: it is not counted on, but anew. */
static void
test_secret(McTown *town, gconstpointer data)
{
	g_autofree char *path = mc_world_path(town->desk.world, "gateway/attempts/pseudonym.secret");
	g_autofree char *secret = g_strnfill(64, 'e');
	g_autofree char *refused = NULL, *unknown = NULL;

	mc_town_visit(town, &town->near, mc_town_one, 0, 0);
	mc_town_visit(town, &town->far, NULL, 0, 0);
	mc_town_count(town);
	g_assert_true(g_file_set_contents(path, secret, -1, NULL));
	refused = ASK(town, 1, "--once");
	g_assert_nonnull(strstr(refused, "pseudonym.secret"));
	g_free(ASK(town, 0, "--rebuild"));
	unknown = ASK(town, 0, "--list");
	g_assert_nonnull(strstr(unknown, " openings of nobody that is known\n"));
}

/* Asked by a slip's number: that person alone. */
static void
test_reference(McTown *town, gconstpointer data)
{
	char reference[48];
	g_autofree char *found = NULL;

	mc_town_visit(town, &town->near, mc_town_one, 0, 0);
	mc_reference_write("K-0001", town->near.chain->seq, reference);
	mc_town_visit(town, &town->far, mc_town_one, 980, 0);
	mc_town_visit(town, &town->far, mc_town_other, 980, 0);
	mc_town_count(town);
	found = ASK(town, 0, "--list", "--exam", "hearing", "--of", reference);
	g_assert_cmpuint(mc_town_times(found, "\n"), ==, 2);
	g_assert_nonnull(strstr(found, reference));
}

/* ---- a check in parts ---- */

/* The audiometer was lost in the middle of it. */
static void
cut_hearing(McVisit *visit)
{
	for (guint i = 0; i < visit->exams; i++) {
		McExamPlan plan = visit->exam[i]->plan;
		McExamEvent stop = {.kind = MC_EXAM_EVENT_STOP, .stop = MC_REASON_DEVICE_LOST};
		McExamRun *run = NULL;
		McExam exam;

		if (plan.kind != MC_EXAM_HEARING)
			continue;
		run = mc_sample_run(&plan, 11, 980);
		g_array_set_size(run->events, 3);
		stop.at_us = g_array_index(run->events, McExamEvent, 2).at_us + 1;
		g_array_append_val(run->events, stop);
		g_assert_true(mc_exam_run_replay(run, &exam, NULL));
		run->result = *mc_exam_result(&exam);
		mc_exam_run_free(visit->exam[i]);
		visit->exam[i] = run;
	}
}

static void
second_part(McTown *town, McTownKiosk *kiosk, const char *after)
{
	g_autoptr(McVisit) visit = mc_sample_part_2(town->pack, town->pack_digest, after);

	mc_town_put_visit(town, kiosk, visit, MC_SAMPLE_NUMBER, 0);
}

/* What a dead instrument left open is taken elsewhere: one attempt. Taken twice, at two kiosks that
 * know nothing of each other: both records are true and stay, the case is forked, which calls a
 * person, and they are two more attempts. */
static void
test_parts(McTown *town, gconstpointer data)
{
	g_autoptr(McVisit) first = mc_sample_part_1(town->pack, town->pack_digest);
	g_autofree char *after = NULL, *whole = NULL, *forked = NULL;
	g_auto(GStrv) good = NULL, broken = NULL;

	cut_hearing(first);
	mc_visit_judge(first, town->pack);
	mc_town_put_visit(town, &town->near, first, MC_SAMPLE_NUMBER, 0);
	after = g_strdup(town->near.chain->digest);
	second_part(town, &town->far, after);
	mc_town_count(town);
	whole = ASK(town, 0, "--list", "--all", "--exam", "hearing");
	g_assert_cmpuint(mc_town_times(whole, "\n"), ==, 2);
	g_assert_cmpuint(mc_town_times(whole, " hearing 1/30d within "), ==, 2);
	g_assert_nonnull(strstr(whole, " K-0002 "));
	good = mc_world_cases(town->desk.world);
	g_assert_true(g_str_has_prefix(good[0], MC_SAMPLE_CASE " good until "));
	second_part(town, &town->near, after);
	mc_town_count(town);
	forked = ASK(town, 0, "--list", "--exam", "hearing");
	g_assert_cmpuint(mc_town_times(forked, "\n"), ==, 3);
	g_assert_nonnull(strstr(forked, " hearing 3/30d over "));
	broken = mc_world_cases(town->desk.world);
	g_assert_true(g_str_has_prefix(broken[0], MC_SAMPLE_CASE " forked until "));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
	g_test_add(path, McTown, NULL, mc_town_set_up, function, mc_town_tear_down)
	ADD("/attempts/C18/shopping", test_shopping);
	ADD("/attempts/B14/sealed", test_sealed);
	ADD("/attempts/C18/period", test_period);
	ADD("/attempts/B14/forgotten", test_forgotten);
	ADD("/attempts/B14/secret", test_secret);
	ADD("/attempts/M3/reference", test_reference);
	ADD("/attempts/C18/parts", test_parts);
	return g_test_run();
}
