/* The program medcheck on one record. */

#include "tool-kit.h"

#include "app/record/parcel.h"
#include <gio/gio.h>
#include <string.h>

static void
test_verify(McToolWorld *world, gconstpointer data)
{
	g_autofree char *path = mc_tool_keep_visit(world, NULL);
	g_autofree char *says = NULL;

	MEDCHECK(world, "verify", path, "--trust", world->roots, "--rules", mc_tool_rules);
	g_assert_cmpint(world->status, ==, 0);
	mc_tool_assert_says(world, "one signature, by K-0001");
	mc_tool_assert_says(world, "number     42 (reference MC-K0001-000042-");
	says = g_strdup_printf("judged again under cn-172 version %d, the same", world->pack.version);
	mc_tool_assert_says(world, says);
	mc_tool_assert_says(world, "result     good");
	/* Without rules it says what it did not prove. */
	MEDCHECK(world, "verify", path, "--trust", world->roots);
	g_assert_cmpint(world->status, ==, 0);
	mc_tool_assert_says(world, "NOT judged again");
}

#define VECTORS MC_SOURCE_DIR "/tests/vectors/"

/* A frozen record, sealed in time by a certificate that has ended since, as have all above it. */
static char *
ended_vector(void)
{
	return g_strdup_printf(
	    VECTORS "%s-ended.p7m", strcmp(mc_provision_suite(), "sm2-sm3") == 0 ? "sm2" : "p256");
}

static char *
vector_roots(void)
{
	return g_strdup_printf(VECTORS "roots-%s.pem", mc_provision_suite());
}

/* The command that it prints is one that works. */
static void
assert_stock_command(McToolWorld *world, const char *path, const char *roots)
{
	const char *command = NULL;
	g_autofree char *line = NULL;
	g_autofree char *content = NULL;
	int status = 1;

	MEDCHECK(world, "verify", path, "--trust", roots);
	g_assert_cmpint(world->status, ==, 0);
	command = strstr(world->out, "openssl cms");
	/* Stock OpenSSL 3.0 knows no SM2 in CMS; the archive carries what does (B10). */
	if (strcmp(mc_provision_suite(), "sm2-sm3") == 0) {
		g_assert_null(command);
		return;
	}
	g_assert_nonnull(command);
	line = g_strndup(command, strcspn(command, "\n"));
	g_assert_true(g_spawn_command_line_sync(line, &content, NULL, &status, NULL));
	g_assert_cmpint(status, ==, 0);
	g_assert_true(g_str_has_prefix(content, "{\"at\":"));
}

static void
test_stock_command(McToolWorld *world, gconstpointer data)
{
	g_autofree char *path = mc_tool_keep_visit(world, NULL);
	g_autofree char *ended = ended_vector();
	g_autofree char *ended_roots = vector_roots();

	assert_stock_command(world, path, world->roots);
	assert_stock_command(world, ended, ended_roots);
}

static void
forge_outcome(McVisit *visit)
{
	visit->exam[0]->result.part[MC_EYE_LEFT].outcome = MC_OUTCOME_FAIL;
}

static void
forge_verdict(McVisit *visit)
{
	visit->verdict[0].restriction_glasses = !visit->verdict[0].restriction_glasses;
}

static void
forge_pack(McVisit *visit)
{
	memset(visit->rule_pack_digest, '0', 64);
}

/* A kiosk whose key was stolen signs anything; the trials speak against it. */
static void
test_verify_refuses(McToolWorld *world, gconstpointer data)
{
	static const struct {
		void (*change)(McVisit *visit);
		const char *cause;
	} rows[] = {
	    {forge_outcome, "exam 1 (acuity): the result does not come out"},
	    {forge_verdict, "restriction_glasses differs"},
	    {forge_pack, "holds no rule pack"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *path = mc_tool_keep_visit(world, rows[i].change);

		MEDCHECK(world, "verify", path, "--trust", world->roots, "--rules", mc_tool_rules);
		g_assert_cmpint(world->status, ==, 1);
		mc_tool_assert_says(world, "NOT GOOD");
		mc_tool_assert_says(world, rows[i].cause);
	}
}

/* B1: the key of one kiosk under the name of another. */
static void
test_other_kiosk(McToolWorld *world, gconstpointer data)
{
	json_auto_t *body = json_pack("{s:s}", "event", "help-asked");
	g_autoptr(GBytes) envelope =
	    mc_tool_seal(world, 2, mc_tool_no_previous, "audit", "K-0002", body);
	g_autofree char *path = mc_tool_keep(world, "rec.p7m", envelope);

	MEDCHECK(world, "verify", path, "--trust", world->roots);
	g_assert_cmpint(world->status, ==, 1);
	mc_tool_assert_says(world, "the content names kiosk K-0002, but K-0001 sealed it");
}

static void
test_changed_byte(McToolWorld *world, gconstpointer data)
{
	g_autofree char *path = mc_tool_keep_visit(world, NULL);
	g_autofree char *spoilt = mc_provision_path(world->provision, "spoilt.p7m");
	g_autofree char *text = NULL;
	gsize size = 0;
	char *at = NULL;

	g_assert_true(g_file_get_contents(path, &text, &size, NULL));
	at = memmem(text, size, "\"outcome\":\"pass\"", 16);
	g_assert_nonnull(at);
	at[12] ^= 1;
	g_assert_true(g_file_set_contents(spoilt, text, (gssize)size, NULL));
	MEDCHECK(world, "verify", spoilt, "--trust", world->roots);
	g_assert_cmpint(world->status, ==, 1);
	mc_tool_assert_says(world, "signature");
}

static void
test_parcel(McToolWorld *world, gconstpointer data)
{
	g_autoptr(McVisit) visit = mc_sample_visit(&world->pack, world->pack_digest, 11, 980);
	g_autoptr(GBytes) personal = g_bytes_new_static("\x30\x01s", 3);
	g_autoptr(GBytes) other = g_bytes_new_static("\x30\x01S", 3);
	g_autoptr(GBytes) envelope = NULL;
	json_auto_t *body = NULL;

	mc_digest_hex(personal, visit->personal_digest);
	body = mc_visit_to_json(visit);
	envelope = mc_tool_seal(world, 42, mc_tool_no_previous, "visit", "K-0001", body);
	for (guint i = 0; i < 2; i++) {
		const McParcel parcel = {.envelope = envelope, .personal = i == 1 ? other : personal};
		g_autoptr(GBytes) bytes = mc_parcel_write(&parcel);
		g_autofree char *path = mc_tool_keep(world, "42.parcel", bytes);

		MEDCHECK(world, "verify", path, "--trust", world->roots);
		g_assert_cmpint(world->status, ==, i == 0 ? 0 : 1);
		mc_tool_assert_says(world, i == 0 ? "the sealed part is the one that the record names"
		                                  : "personal part is not the one");
	}
}

/* S6: one of three deleted, two swapped. */
static void
test_chain(McToolWorld *world, gconstpointer data)
{
	json_auto_t *body = json_pack("{s:s}", "event", "help-asked");
	char digest[MC_DIGEST_HEX_SIZE];
	char *paths[3] = {NULL, NULL, NULL};

	g_strlcpy(digest, mc_tool_no_previous, sizeof digest);
	for (guint i = 0; i < 3; i++) {
		g_autofree char *name = g_strdup_printf("%u.p7m", i + 1);
		g_autoptr(GBytes) envelope = mc_tool_seal(world, i + 1, digest, "audit", "K-0001", body);

		mc_digest_hex(envelope, digest);
		paths[i] = mc_tool_keep(world, name, envelope);
	}
	MEDCHECK(world, "verify", "--trust", world->roots, paths[0], paths[1], paths[2]);
	g_assert_cmpint(world->status, ==, 0);
	mc_tool_assert_says(world, "chain      good");
	MEDCHECK(world, "verify", "--trust", world->roots, paths[0], paths[2]);
	g_assert_cmpint(world->status, ==, 1);
	mc_tool_assert_says(world, "number 3: a gap");
	MEDCHECK(world, "verify", "--trust", world->roots, paths[1], paths[0]);
	g_assert_cmpint(world->status, ==, 1);
	mc_tool_assert_says(world, "does not come after");
	for (guint i = 0; i < 3; i++)
		g_free(paths[i]);
}

static void
test_explain(McToolWorld *world, gconstpointer data)
{
	g_autofree char *path = mc_tool_keep_visit(world, NULL);

	MEDCHECK(world, "explain", path);
	g_assert_cmpint(world->status, ==, 0);
	mc_tool_assert_says(world, "未核验");
	mc_tool_assert_says(world, "Not verified");
	mc_tool_assert_says(world, "准驾车型 C1");
	mc_tool_assert_says(world, "Licence class C1");
	mc_tool_assert_says(world, "watched here, judged by a doctor");
	mc_tool_assert_says(world, "plates for red blindness");
	MEDCHECK(world, "explain", path, "--trust", world->roots);
	mc_tool_assert_says(world, "Verified: nothing was changed");
	/* Not one word was left out of either language. */
	g_assert_null(strchr(world->out, '?'));
}

/* Both eyes and an ear, as a plan that asks for numbers finds them. */
static void
state_figures(McVisit *visit)
{
	McPartResult *eye = visit->exam[MC_EXAM_ACUITY]->result.part;
	McPartResult *ear = visit->exam[MC_EXAM_HEARING]->result.part;

	for (guint side = 0; side < MC_SIDES; side++) {
		eye[side].estimated = true;
		eye[side].line_deci = side == MC_EYE_LEFT ? 49 : 53;
		eye[side].line_bound = side == MC_EYE_LEFT ? MC_BOUND_EXACT : MC_BOUND_AT_LEAST;
		eye[side].estimate_bound = eye[side].line_bound;
		eye[side].estimate_milli_log_mar = side == MC_EYE_LEFT ? 70 : -300;
		eye[side].estimate_low_milli_log_mar = side == MC_EYE_LEFT ? 10 : -420;
		eye[side].estimate_high_milli_log_mar = side == MC_EYE_LEFT ? 130 : -250;
	}
	ear[MC_EAR_LEFT].thresholds = 3;
	ear[MC_EAR_LEFT].threshold_deci_db_hl[0] = 425;
	ear[MC_EAR_LEFT].threshold_deci_db_hl[1] = MC_THRESHOLD_UNHEARD;
	ear[MC_EAR_LEFT].threshold_deci_db_hl[2] = MC_THRESHOLD_OPEN;
	ear[MC_EAR_LEFT].mean_deci_db_hl = MC_THRESHOLD_OPEN;
	ear[MC_EAR_RIGHT].thresholds = 3;
	for (guint i = 0; i < 3; i++)
		ear[MC_EAR_RIGHT].threshold_deci_db_hl[i] = 400 + 10 * (gint32)i;
	ear[MC_EAR_RIGHT].mean_deci_db_hl = 410;
}

/* One acuity in the three ways in which it is written, its interval, and each threshold. */
static void
test_figures(McToolWorld *world, gconstpointer data)
{
	g_autofree char *path = mc_tool_keep_visit(world, state_figures);

	MEDCHECK(world, "explain", path);
	g_assert_cmpint(world->status, ==, 0);
	mc_tool_assert_says(world, "line 4.9 (decimal 0.8, logMAR 0.10), measured 4.93 (95 %: 4.87 … "
	                           "4.99; decimal 0.85, logMAR 0.07)");
	mc_tool_assert_says(world, "视力 4.9（小数 0.8，logMAR 0.10）");
	mc_tool_assert_says(world, "line ≥ 5.3 (decimal ≥ 2.0, logMAR ≤ -0.30), measured ≥ 5.3 (95 %: "
	                           "5.25 … 5.42; decimal ≥ 2.00, logMAR ≤ -0.30)");
	mc_tool_assert_says(
	    world, "500 Hz 42.5 dB HL, 1000 Hz unheard at 70.0 dB HL, 2000 Hz not determined");
	mc_tool_assert_says(world, "2000 Hz 42.0 dB HL, mean 41.0 dB HL");
	mc_tool_assert_says(world, "平均 41.0 dB HL");
}

static void
test_replay(McToolWorld *world, gconstpointer data)
{
	g_autofree char *path = mc_tool_keep_visit(world, NULL);
	g_autofree char *forged = NULL;

	MEDCHECK(world, "replay", path);
	g_assert_cmpint(world->status, ==, 0);
	mc_tool_assert_says(world, "exam 1: acuity, naked");
	mc_tool_assert_says(world, "exam 3: side");
	mc_tool_assert_says(world, "thrown away: noise");
	mc_tool_assert_says(world, "right");
	mc_tool_assert_says(world, "run again: the same");
	forged = mc_tool_keep_visit(world, forge_outcome);
	MEDCHECK(world, "replay", forged);
	g_assert_cmpint(world->status, ==, 1);
	mc_tool_assert_says(world, "run again: DIFFERENT: the result does not come out");
}

static void
test_tables(McToolWorld *world, gconstpointer data)
{
	g_autofree char *says = NULL;

	MEDCHECK(world, "rules", MC_SOURCE_DIR "/data/rules-cn-172.json");
	g_assert_cmpint(world->status, ==, 0);
	says = g_strdup_printf("rule pack cn-172 version %d", world->pack.version);
	mc_tool_assert_says(world, says);
	mc_tool_assert_says(world, "cn-172-p");
	mc_tool_assert_says(world, world->pack_digest);
	MEDCHECK(world, "audit-events");
	mc_tool_assert_says(world, "| `paused` |");
}

static void
test_wrong_use(McToolWorld *world, gconstpointer data)
{
	MEDCHECK(world, "dance");
	g_assert_cmpint(world->status, ==, 2);
	g_assert_nonnull(strstr(world->err, "usage"));
	MEDCHECK(world, "verify", "/nonexistent");
	g_assert_cmpint(world->status, ==, 2);
	MEDCHECK(world, "verify", "/nonexistent", "--trust", world->roots);
	g_assert_cmpint(world->status, ==, 1);
	MEDCHECK(world, "verify", world->roots, "--trust", world->roots);
	g_assert_cmpint(world->status, ==, 1);
	mc_tool_assert_says(world, "no CMS signed data");
	MEDCHECK(world, "replay");
	g_assert_cmpint(world->status, ==, 2);
	MEDCHECK(world, "explain", "--colour");
	g_assert_cmpint(world->status, ==, 2);
}

/* The two commands of an archive's own instructions, after this edit of them. */
static gboolean
instructions_prove(const char *out, const char *edit)
{
	static const char script[] =
	    "set -e; cd \"$1\"; grep '^    ' VERIFY.txt | sed \"$2\" >commands.sh;"
	    " test $(wc -l <commands.sh) = 2; sh -e commands.sh";
	g_autoptr(GSubprocess) shell =
	    g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
	        NULL, "sh", "-c", script, "sh", out, edit, NULL);

	g_assert_true(g_subprocess_wait(shell, NULL, NULL));
	return g_subprocess_get_successful(shell);
}

/* A record put away is proven by the two commands of its own instructions, and not once a byte is
 * another one. */
static void
test_archive(McToolWorld *world, gconstpointer data)
{
	g_autofree char *path = mc_tool_keep_visit(world, NULL);
	g_autofree char *out = mc_provision_path(world->provision, "archive");
	g_autofree char *record = g_build_filename(out, "record.p7m", NULL);
	g_autofree char *bytes = NULL;
	gsize size = 0;

	MEDCHECK(world, "archive", path, "--trust", world->roots, "--out", out);
	g_assert_cmpint(world->status, ==, 0);
	g_assert_true(instructions_prove(out, ""));
	g_assert_true(g_file_get_contents(record, &bytes, &size, NULL));
	bytes[size / 2] ^= 1;
	g_assert_true(g_file_set_contents(record, bytes, (gssize)size, NULL));
	g_assert_false(instructions_prove(out, ""));
	MEDCHECK(world, "archive", record, "--trust", world->roots, "--out", out);
	g_assert_cmpint(world->status, ==, 1);
}

/* And they prove it still when every certificate of its seal has ended, the root's, too: as of the
 * record's own moment. As of today nothing does. */
static void
test_archive_ended(McToolWorld *world, gconstpointer data)
{
	g_autofree char *path = ended_vector();
	g_autofree char *roots = vector_roots();
	g_autofree char *out = mc_provision_path(world->provision, "archive");

	MEDCHECK(world, "archive", path, "--trust", roots, "--out", out);
	g_assert_cmpint(world->status, ==, 0);
	g_assert_true(instructions_prove(out, ""));
	if (strcmp(mc_provision_suite(), "p256-sha256") == 0) {
		g_assert_false(instructions_prove(out, "s/ -attime [0-9]*//"));
		return;
	}
	/* In the other suite the program that lies there reads the moment from the record. */
	g_assert_true(instructions_prove(out, "s# record.p7m$# " VECTORS "sm2-ended.p7m#"));
	g_assert_false(instructions_prove(out, "s# record.p7m$# " VECTORS "sm2-past-the-end.p7m#"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
	g_test_add("/tools/" path, McToolWorld, NULL, mc_tool_set_up, function, mc_tool_tear_down)
	ADD("T7/verify", test_verify);
	ADD("T7/stock-command", test_stock_command);
	ADD("B7/verify-refuses", test_verify_refuses);
	ADD("B1/other-kiosk", test_other_kiosk);
	ADD("B1/changed-byte", test_changed_byte);
	ADD("parcel", test_parcel);
	ADD("S6/chain", test_chain);
	ADD("explain", test_explain);
	ADD("explain/figures-C14", test_figures);
	ADD("S5/replay", test_replay);
	ADD("B10/archive", test_archive);
	ADD("B10/archive-ended", test_archive_ended);
	ADD("tables", test_tables);
	ADD("wrong-use", test_wrong_use);
	return g_test_run();
}
