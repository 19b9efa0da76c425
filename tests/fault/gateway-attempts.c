/* C18, B1, B14: the gateway's counter knows that visits at two kiosks are of one person, and nobody
 * reads a number for it. Real records, TLS, store and processes. */

#include "app/record/attempt.h"
#include "app/record/opening.h"
#include "tests/kit/case.h"
#include "tests/support/gateway/desk.h"
#include <string.h>

static const char gateway_program[] = MC_BINARY_DIR "/bin/medcheck-gateway";
/* Of the made-up persons of the id card's test vectors. */
static const char one[] = "11010119900307803X", other[] = "110101199003070011";

typedef struct Kiosk {
	McTestChain *chain;
	McClient *client;
} Kiosk;

typedef struct Town {
	McDesk desk;
	McTestChain far_chain;
	Kiosk near, far;
	McSealedTo *counter;
	McRulePack *pack;
	char pack_digest[MC_DIGEST_HEX_SIZE];
} Town;

static void
put(Kiosk *kiosk, GBytes *parcel, long status)
{
	g_autofree char *path = g_strdup_printf(
	    "/v1/kiosks/%s/records/%" G_GUINT64_FORMAT, kiosk->chain->kiosk, kiosk->chain->seq);
	g_auto(McAnswered) answered = mc_client_put(kiosk->client, path, parcel, kiosk->chain->digest);

	mc_desk_assert_status(&answered, status);
}

static void
put_body(Kiosk *kiosk, const char *type, json_t *body, gint64 at_wall_us)
{
	McContentHead head = mc_test_chain_head(kiosk->chain, type);
	g_autoptr(GBytes) parcel = NULL;

	if (at_wall_us != 0)
		head.at_wall_us = at_wall_us;
	parcel = mc_test_chain_seal(kiosk->chain, &head, body, NULL);
	put(kiosk, parcel, 201);
	/* once more, as after a reply that was lost: it counts once */
	put(kiosk, parcel, 200);
}

/* A second kiosk, let in by the same authorities. */
static void
set_up_far(Town *town)
{
	static const McLeaf leaf = {"K-0002", NULL, NULL, 0, 20};
	McWorld *world = town->desk.world;
	g_autoptr(McAuthority) seals = mc_authority_new("Test kiosks");
	g_autofree char *roots = mc_world_path(world, "gateway/kiosk-roots.pem");
	g_autofree char *more = mc_world_path(world, "more-roots.pem");
	g_autofree char *key = mc_world_path(world, "far.key");
	g_autofree char *certificate = mc_world_path(world, "far.crt");
	g_autofree char *first = NULL, *second = NULL, *both = NULL;

	mc_authority_write_root(seals, more);
	mc_authority_issue(seals, &leaf, key, certificate);
	g_assert_true(g_file_get_contents(roots, &first, NULL, NULL));
	g_assert_true(g_file_get_contents(more, &second, NULL, NULL));
	both = g_strconcat(first, second, NULL);
	g_assert_true(g_file_set_contents(roots, both, -1, NULL));
	mc_test_chain_init_from(&town->far_chain, key, certificate, NULL);
	town->far = (Kiosk){&town->far_chain, mc_client_new(world, "other")};
}

static void
set_up(Town *town, gconstpointer data)
{
	g_autofree char *certificate = NULL;

	mc_desk_set_up(&town->desk, data);
	set_up_far(town);
	town->near = (Kiosk){&town->desk.chain, town->desk.client};
	certificate = mc_world_path(town->desk.world, "recorder/counter.crt");
	town->counter = mc_sealed_to_new_from_file(certificate, NULL);
	g_assert_nonnull(town->counter);
	town->pack = g_new0(McRulePack, 1);
	mc_sample_pack(town->pack, town->pack_digest);
	mc_world_start_gateway(town->desk.world, NULL);
	for (guint i = 0; i < 2; i++) {
		Kiosk *kiosk = i == 0 ? &town->near : &town->far;
		g_autoptr(GBytes) genesis = mc_test_chain_next(kiosk->chain);

		put(kiosk, genesis, 201);
	}
}

static void
tear_down(Town *town, gconstpointer data)
{
	mc_client_free(town->far.client);
	mc_test_chain_clear(&town->far_chain);
	mc_sealed_to_free(town->counter);
	g_free(town->pack);
	mc_desk_tear_down(&town->desk, data);
}

/* Opens the exams of a visit for a person; number NULL: by a kiosk that seals to no counter. */
static void
open_exams(Town *town, Kiosk *kiosk, McVisit *visit, const char *number, gint64 at_wall_us)
{
	g_snprintf(visit->visit_id, sizeof visit->visit_id, "%032" G_GINT64_MODIFIER "x",
	    (guint64)kiosk->chain->seq);
	*visit->personal_digest = '\0';
	for (guint i = 0; i < visit->exams; i++) {
		McOpening opening;
		json_auto_t *body = NULL;
		g_autoptr(GBytes) sealed = NULL;

		mc_opening_of(visit->visit_id, visit->exam[i], &opening);
		body = mc_opening_to_json(&opening);
		sealed = number == NULL ? NULL : mc_attempt_seal(town->counter, number, NULL);
		if (sealed != NULL)
			mc_attempt_mark(body, sealed);
		put_body(kiosk, "exam-opened", body, at_wall_us);
		visit->exam[i]->opened_seq = kiosk->chain->seq;
	}
}

static void
put_visit(Town *town, Kiosk *kiosk, McVisit *visit, const char *number, gint64 at_wall_us)
{
	json_auto_t *body = NULL;

	open_exams(town, kiosk, visit, number, at_wall_us);
	body = mc_visit_to_json(visit);
	put_body(kiosk, "visit", body, at_wall_us);
}

static void
whole_visit(Town *town, Kiosk *kiosk, const char *number, guint right_permille, gint64 at_wall_us)
{
	g_autoptr(McVisit) visit = mc_sample_visit(town->pack, town->pack_digest, 11, right_permille);

	put_visit(town, kiosk, visit, number, at_wall_us);
}

static void
aborted_visit(Town *town, Kiosk *kiosk, const char *number)
{
	g_autoptr(McVisit) visit = mc_sample_visit(town->pack, town->pack_digest, 11, 980);
	json_auto_t *body = NULL;

	open_exams(town, kiosk, visit, number, 0);
	body = json_pack(
	    "{ss ss ss}", "event", "visit-aborted", "visit_id", visit->visit_id, "reason", "expired");
	put_body(kiosk, "audit", body, 0);
}

/* What it prints, errors too; the status is as wanted. */
static char *
ask(Town *town, int status, const char *const *options)
{
	g_autoptr(GPtrArray) arguments = g_ptr_array_new();
	g_autoptr(GSubprocess) process = NULL;
	g_autoptr(GError) error = NULL;
	char *out = NULL;

	g_ptr_array_add(arguments, (gpointer)gateway_program);
	g_ptr_array_add(arguments, (gpointer) "attempts");
	g_ptr_array_add(arguments, (gpointer) "--state");
	g_ptr_array_add(arguments, town->desk.world->provision->folder);
	for (; *options != NULL; options++)
		g_ptr_array_add(arguments, (gpointer)*options);
	g_ptr_array_add(arguments, NULL);
	process = g_subprocess_newv((const char *const *)arguments->pdata,
	    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
	g_assert_no_error(error);
	g_subprocess_communicate_utf8(process, NULL, NULL, &out, NULL, &error);
	g_assert_no_error(error);
	g_test_message("%s", out);
	g_assert_cmpint(g_subprocess_get_exit_status(process), ==, status);
	g_assert_null(strstr(out, one));
	g_assert_null(strstr(out, other));
	return out;
}
#define ASK(town, status, ...) ask((town), (status), (const char *const[]){__VA_ARGS__, NULL})

static void
count(Town *town)
{
	g_free(ASK(town, 0, "--once"));
}

static guint
times(const char *text, const char *word)
{
	guint found = 0;

	for (const char *at = strstr(text, word); at != NULL; at = strstr(at + 1, word))
		found++;
	return found;
}

/* Fails here, pulls the plug there, comes once more: whoever reviews the last record sees it. */
static void
test_shopping(Town *town, gconstpointer data)
{
	g_autofree char *few = NULL, *many = NULL, *acuity = NULL, *again = NULL, *log = NULL;
	g_auto(GStrv) lines = NULL, refusals = NULL;
	guint last = 0;

	whole_visit(town, &town->near, one, 0, 0);
	whole_visit(town, &town->near, other, 980, 0);
	aborted_visit(town, &town->far, one);
	count(town);
	few = ASK(town, 0, "--list");
	g_assert_cmpstr(few, ==, "");
	whole_visit(town, &town->far, one, 980, 0);
	count(town);
	count(town);
	acuity = ASK(town, 0, "--list", "--exam", "acuity");
	g_assert_cmpuint(times(acuity, "\n"), ==, 3);
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
	g_assert_cmpuint(times(many, " acuity "), ==, 4);
	g_free(ASK(town, 0, "--rebuild"));
	again = ASK(town, 0, "--list", "--all");
	g_assert_cmpstr(many, ==, again);
	log = mc_world_log(town->desk.world, "medcheck-gateway");
	g_assert_null(strstr(log, one));
}

/* What the openings say is not seen by who has no key, and no two are alike. */
static void
test_sealed(Town *town, gconstpointer data)
{
	g_autoptr(GBytes) first = mc_attempt_seal(town->counter, one, NULL);
	g_autoptr(GBytes) second = mc_attempt_seal(town->counter, one, NULL);
	g_autoptr(GBytes) of_other = mc_attempt_seal(town->counter, other, NULL);
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
configure(Town *town, const char *text)
{
	g_autofree char *path = mc_world_path(town->desk.world, "gateway/attempts/attempts.json");

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

/* How many, in how many days, of which exam: the site's. Whose it was is forgotten after a time. */
static void
test_period(Town *town, gconstpointer data)
{
	gint64 before_us = g_get_real_time() - 10 * G_TIME_SPAN_DAY;
	g_autofree char *apart = NULL, *together = NULL, *named = NULL, *wrong = NULL, *gone = NULL;

	whole_visit(town, &town->near, one, 0, before_us);
	whole_visit(town, &town->far, one, 980, 0);
	configure(town, "{\"days\": 7, \"most\": 1}");
	count(town);
	apart = ASK(town, 0, "--list");
	g_assert_cmpstr(apart, ==, "");
	configure(town, "{\"days\": 14, \"most\": 1}");
	together = ASK(town, 0, "--list", "--exam", "acuity");
	g_assert_nonnull(strstr(together, " acuity 2/14d over "));
	configure(
	    town, "{\"days\": 7, \"most\": 1, \"exams\": {\"hearing\": {\"days\": 14, \"most\": 1}}}");
	named = ASK(town, 0, "--list");
	g_assert_cmpuint(times(named, "\n"), ==, 2);
	g_assert_nonnull(strstr(named, " hearing 2/14d over "));
	configure(town, "{\"days\": 14, \"kept_days\": 7}");
	wrong = ASK(town, 1, "--list");
	g_assert_nonnull(strstr(wrong, "kept_days"));
	configure(town, "{\"days\": 7, \"kept_days\": 8}");
	count(town);
	gone = ASK(town, 0, "--list", "--all", "--exam", "hearing");
	g_assert_cmpuint(times(gone, "\n"), ==, 1);
}

static guint
marked_lines(Town *town)
{
	g_auto(GStrv) lines = mc_world_list(town->desk.world);
	guint marked = 0;

	for (guint i = 0; lines[i] != NULL; i++)
		marked += strstr(lines[i], " attempt=") != NULL ? 1 : 0;
	return marked;
}

/* With the pseudonym goes what was said of the person's other visits, beside a record too. */
static void
test_forgotten(Town *town, gconstpointer data)
{
	gint64 before_us = g_get_real_time() - 10 * G_TIME_SPAN_DAY;

	whole_visit(town, &town->near, one, 0, before_us);
	whole_visit(town, &town->far, one, 980, before_us + G_TIME_SPAN_HOUR);
	count(town);
	g_assert_cmpuint(marked_lines(town), >, 0);
	configure(town, "{\"days\": 7, \"kept_days\": 8}");
	count(town);
	g_assert_cmpuint(marked_lines(town), ==, 0);
}

/* Under another secret everybody would be somebody else: it is not counted on, but anew. */
static void
test_secret(Town *town, gconstpointer data)
{
	g_autofree char *path = mc_world_path(town->desk.world, "gateway/attempts/pseudonym.secret");
	g_autofree char *secret = g_strnfill(64, 'e');
	g_autofree char *refused = NULL, *unknown = NULL;

	whole_visit(town, &town->near, one, 0, 0);
	whole_visit(town, &town->far, NULL, 0, 0);
	count(town);
	g_assert_true(g_file_set_contents(path, secret, -1, NULL));
	refused = ASK(town, 1, "--once");
	g_assert_nonnull(strstr(refused, "pseudonym.secret"));
	g_free(ASK(town, 0, "--rebuild"));
	unknown = ASK(town, 0, "--list");
	g_assert_nonnull(strstr(unknown, " openings of nobody that is known\n"));
}

/* Asked by a slip's number: that person alone. */
static void
test_reference(Town *town, gconstpointer data)
{
	char reference[48];
	g_autofree char *found = NULL;

	whole_visit(town, &town->near, one, 0, 0);
	mc_reference_write("K-0001", town->near.chain->seq, reference);
	whole_visit(town, &town->far, one, 980, 0);
	whole_visit(town, &town->far, other, 980, 0);
	count(town);
	found = ASK(town, 0, "--list", "--exam", "hearing", "--of", reference);
	g_assert_cmpuint(times(found, "\n"), ==, 2);
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
second_part(Town *town, Kiosk *kiosk, const char *after)
{
	g_autoptr(McVisit) visit = mc_sample_part_2(town->pack, town->pack_digest, after);

	put_visit(town, kiosk, visit, MC_SAMPLE_NUMBER, 0);
}

/* What a dead instrument left open is taken elsewhere: one attempt. Taken twice: two more. */
static void
test_parts(Town *town, gconstpointer data)
{
	g_autoptr(McVisit) first = mc_sample_part_1(town->pack, town->pack_digest);
	g_autofree char *after = NULL, *whole = NULL, *forked = NULL;

	cut_hearing(first);
	mc_visit_judge(first, town->pack);
	put_visit(town, &town->near, first, MC_SAMPLE_NUMBER, 0);
	after = g_strdup(town->near.chain->digest);
	second_part(town, &town->far, after);
	count(town);
	whole = ASK(town, 0, "--list", "--all", "--exam", "hearing");
	g_assert_cmpuint(times(whole, "\n"), ==, 2);
	g_assert_cmpuint(times(whole, " hearing 1/30d within "), ==, 2);
	g_assert_nonnull(strstr(whole, " K-0002 "));
	second_part(town, &town->near, after);
	count(town);
	forked = ASK(town, 0, "--list", "--exam", "hearing");
	g_assert_cmpuint(times(forked, "\n"), ==, 3);
	g_assert_nonnull(strstr(forked, " hearing 3/30d over "));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(path, function) g_test_add(path, Town, NULL, set_up, function, tear_down)
	ADD("/attempts/C18/shopping", test_shopping);
	ADD("/attempts/B14/sealed", test_sealed);
	ADD("/attempts/C18/period", test_period);
	ADD("/attempts/B14/forgotten", test_forgotten);
	ADD("/attempts/B14/secret", test_secret);
	ADD("/attempts/M3/reference", test_reference);
	ADD("/attempts/C18/parts", test_parts);
	return g_test_run();
}
