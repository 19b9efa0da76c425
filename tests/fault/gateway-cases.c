/* C18, M3: the gateway joins the parts of a case, in whatever order they come, and finds a case by
 * a slip's reference number. Real TLS, store and process. */

#include "app/record/case.h"
#include "tests/kit/case.h"
#include "tests/support/gateway/desk.h"
#include <string.h>

static const char gateway_program[] = MC_BINARY_DIR "/bin/medcheck-gateway";

typedef struct Delivery {
	GBytes *parcel;
	guint64 seq;
	char digest[MC_DIGEST_HEX_SIZE];
} Delivery;

static void
clear(Delivery *delivery)
{
	g_bytes_unref(delivery->parcel);
}

/* after NULL: part 1. */
static Delivery
make_part(McDesk *desk, const Delivery *after, void (*change)(McVisit *visit))
{
	McContentHead head = mc_test_chain_head(&desk->chain, "visit");
	g_autoptr(GBytes) personal = g_bytes_new_static("\x30\x13personal-part: case", 21);
	g_autofree McRulePack *pack = g_new0(McRulePack, 1);
	char pack_digest[MC_DIGEST_HEX_SIZE];
	g_autoptr(McVisit) visit = NULL;
	json_auto_t *body = NULL;
	Delivery made = {.seq = head.seq};

	mc_sample_pack(pack, pack_digest);
	visit = after == NULL ? mc_sample_part_1(pack, pack_digest)
	                      : mc_sample_part_2(pack, pack_digest, after->digest);
	if (change != NULL)
		change(visit);
	mc_visit_judge(visit, pack);
	mc_digest_hex(personal, visit->personal_digest);
	for (guint i = 0; i < visit->exams; i++)
		visit->exam[i]->opened_seq = 0;
	body = mc_visit_to_json(visit);
	made.parcel = mc_test_chain_seal(&desk->chain, &head, body, personal);
	g_strlcpy(made.digest, desk->chain.digest, sizeof made.digest);
	return made;
}

static void
put(McDesk *desk, const Delivery *delivery, long status)
{
	mc_desk_put(desk, delivery->seq, delivery->parcel, delivery->digest, status, NULL);
}

static char *
ask(McDesk *desk, const char *option, const char *value, const char *to)
{
	const char *arguments[] = {gateway_program, "--state", desk->world->provision->folder, option,
	    value, to != NULL ? "--to" : NULL, to, NULL};
	g_autoptr(GSubprocess) process = NULL;
	g_autoptr(GError) error = NULL;
	char *out = NULL;

	process = g_subprocess_newv(
	    arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
	g_assert_no_error(error);
	g_subprocess_communicate_utf8(process, NULL, NULL, &out, NULL, &error);
	g_assert_no_error(error);
	g_test_message("%s", out);
	return out;
}

static void
assert_case(McDesk *desk, const char *text)
{
	g_autofree char *out = ask(desk, "--cases", NULL, NULL);

	g_assert_true(g_str_has_prefix(out, MC_SAMPLE_CASE " "));
	g_assert_nonnull(strstr(out, text));
}

static void
begin(McDesk *desk)
{
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);

	mc_world_start_gateway(desk->world, NULL);
	mc_desk_put_last(desk, genesis, 201, NULL);
}

/* The gateway's statement names both records and is sealed with its receipt key. */
static void
assert_statement(McDesk *desk, const Delivery *first, const Delivery *second)
{
	g_autofree char *roots = mc_world_path(desk->world, "recorder/gateway-roots.pem");
	g_autofree char *path = mc_world_path(desk->world, "joined.p7m");
	g_autofree char *told = ask(desk, "--case", MC_SAMPLE_CASE, desk->world->provision->folder);
	g_autoptr(McVerifier) verifier = mc_verifier_new_from_file(roots, NULL);
	g_autofree char *data = NULL;
	g_autofree char *text = NULL;
	gsize size = 0;
	g_autoptr(GBytes) envelope = NULL;
	g_autoptr(GBytes) content = NULL;
	g_autoptr(GError) error = NULL;

	g_assert_nonnull(strstr(told, second->digest));
	g_file_get_contents(path, &data, &size, &error);
	g_assert_no_error(error);
	envelope = g_bytes_new(data, size);
	content = verifier != NULL ? mc_seal_verify(verifier, envelope, g_get_real_time(), NULL, &error)
	                           : NULL;
	g_assert_no_error(error);
	text = g_strndup(g_bytes_get_data(content, NULL), g_bytes_get_size(content));
	g_assert_nonnull(strstr(text, first->digest));
	g_assert_nonnull(strstr(text, second->digest));
	g_assert_nonnull(strstr(text, "\"type\":\"joined\""));
}

/* Whoever lists the records sees which are parts, and of what. */
static void
assert_listed(McDesk *desk)
{
	g_auto(GStrv) lines = mc_world_list(desk->world);

	g_assert_null(strstr(lines[0], "case="));
	for (gint part = 1; part <= 2; part++) {
		g_autofree char *words = g_strdup_printf(" case=" MC_SAMPLE_CASE "/%d", part);

		/* in the order in which they came, the later one perhaps first */
		g_assert_true(g_str_has_suffix(lines[1], words) != g_str_has_suffix(lines[2], words));
	}
}

/* data: the later part comes first. */
static void
test_joined(McDesk *desk, gconstpointer data)
{
	gboolean turned = data != NULL;
	Delivery first, second;
	char reference[48];
	g_autofree char *found = NULL;

	begin(desk);
	first = make_part(desk, NULL, NULL);
	second = make_part(desk, &first, NULL);
	put(desk, turned ? &second : &first, 201);
	assert_case(desk,
	    turned ? " gap until 20261224\n" : " incomplete until 20261224 missing hearing.side\n");
	put(desk, turned ? &first : &second, 201);
	assert_case(desk, " good until 20261224 C1=refer/refer\n");
	/* once more: the same receipt, and nothing is doubled */
	put(desk, &first, 200);
	put(desk, &second, 200);
	mc_desk_assert_records(desk, 3);
	assert_listed(desk);
	mc_reference_write("K-0001", first.seq, reference);
	found = ask(desk, "--case", reference, NULL);
	g_assert_nonnull(strstr(found, "part 1 K-0001 2 MC-K0001-000002-"));
	g_assert_nonnull(strstr(found, "part 2 K-0001 3 MC-K0001-000003-"));
	g_assert_null(strstr(strstr(found, "part 2") + 1, "part 2"));
	assert_statement(desk, &first, &second);
	clear(&first);
	clear(&second);
}

typedef struct Refusal {
	const char *state;
	void (*change)(McVisit *visit);
} Refusal;

static void
lapsed(McVisit *visit)
{
	const gint64 month_us = 24 * G_TIME_SPAN_DAY;

	visit->began_wall_us += month_us;
	visit->ended_wall_us += month_us;
	visit->visit_date = mc_date_add_days(visit->visit_date, 24);
}

static void
other_person(McVisit *visit)
{
	memset(visit->of_case.person, '9', 64);
}

static void
other_part(McVisit *visit)
{
	memset(visit->of_case.after, '9', 64);
}

/* The record is true and accepted; the case is refused, by name. */
static void
test_refused(McDesk *desk, gconstpointer data)
{
	const Refusal *refusal = data;
	g_autofree char *state = g_strdup_printf(" %s until ", refusal->state);
	g_autofree char *log = NULL;
	Delivery first, second;

	begin(desk);
	first = make_part(desk, NULL, NULL);
	second = make_part(desk, &first, refusal->change);
	put(desk, &second, 201);
	put(desk, &first, 201);
	assert_case(desk, state);
	mc_desk_assert_records(desk, 3);
	log = mc_world_log(desk->world, "medcheck-gateway");
	g_assert_nonnull(strstr(log, refusal->state));
	clear(&first);
	clear(&second);
}

/* Continued twice: whoever has both sees it, and what was stated of the first whole stays. */
static void
test_forked(McDesk *desk, gconstpointer data)
{
	Delivery first, second, other;

	begin(desk);
	first = make_part(desk, NULL, NULL);
	second = make_part(desk, &first, NULL);
	other = make_part(desk, &first, NULL);
	put(desk, &first, 201);
	put(desk, &second, 201);
	put(desk, &other, 201);
	assert_case(desk, " forked until ");
	assert_statement(desk, &first, &second);
	clear(&first);
	clear(&second);
	clear(&other);
}

/* Killed while the second part comes: afterwards record and case are both there, or neither. */
static void
test_killed(McDesk *desk, gconstpointer data)
{
	const char *fault = data;
	gboolean survives = strstr(fault, "before-commit") == NULL;
	Delivery first, second;

	begin(desk);
	first = make_part(desk, NULL, NULL);
	put(desk, &first, 201);
	mc_world_stop_gateway(desk->world);
	mc_world_start_gateway(desk->world, fault);
	second = make_part(desk, &first, NULL);
	mc_desk_put_in_vain(desk, second.parcel);
	mc_world_await_gateway_killed(desk->world);
	assert_case(desk, survives ? " good until " : " incomplete until ");
	mc_world_start_gateway(desk->world, NULL);
	put(desk, &second, survives ? 200 : 201);
	assert_case(desk, " good until 20261224 C1=refer/refer\n");
	assert_statement(desk, &first, &second);
	clear(&first);
	clear(&second);
}

static void
test_unknown(McDesk *desk, gconstpointer data)
{
	g_autofree char *none = NULL;

	begin(desk);
	none = ask(desk, "--case", "MC-K0001-000042-X", NULL);
	g_assert_nonnull(strstr(none, "no case of this id or reference has come"));
}

#define CASE(path, data, function)                                                                 \
	g_test_add(path, McDesk, data, mc_desk_set_up, function, mc_desk_tear_down)

int
main(int argc, char **argv)
{
	static const Refusal refusals[] = {
	    {"lapsed", lapsed}, {"other-person", other_person}, {"not-after", other_part}};

	g_test_init(&argc, &argv, NULL);
	CASE("/gateway/C18/joined/in-order", NULL, test_joined);
	CASE("/gateway/C18/joined/turned", "turned", test_joined);
	for (guint i = 0; i < G_N_ELEMENTS(refusals); i++) {
		g_autofree char *path = g_strdup_printf("/gateway/C18/refused/%s", refusals[i].state);

		CASE(path, &refusals[i], test_refused);
	}
	CASE("/gateway/C18/forked", NULL, test_forked);
	CASE("/gateway/C18/killed/before-commit", "MEDCHECK_KILL_AT=before-commit:1", test_killed);
	CASE("/gateway/C18/killed/after-commit", "MEDCHECK_KILL_AT=after-commit:1", test_killed);
	CASE("/gateway/M3/unknown", NULL, test_unknown);
	return g_test_run();
}
