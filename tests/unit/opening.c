/* B12: what the chain promised before an exam, against what the record shows of it. */

#include "app/record/opening.h"
#include "app/base/error.h"
#include "tests/kit/sample.h"
#include <string.h>

typedef struct Fixture {
	McVisit *visit;
	GArray *openings; /* of McOpening */
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
	g_autofree McRulePack *pack = g_new0(McRulePack, 1);
	char digest[MC_DIGEST_HEX_SIZE];

	mc_sample_pack(pack, digest);
	fixture->visit = mc_sample_visit(pack, digest, 11, 980);
	fixture->openings = g_array_new(FALSE, FALSE, sizeof(McOpening));
	for (guint i = 0; i < fixture->visit->exams; i++) {
		McOpening opening;

		fixture->visit->exam[i]->opened_seq = 10 + i;
		mc_opening_of(fixture->visit->visit_id, fixture->visit->exam[i], &opening);
		g_array_append_val(fixture->openings, opening);
	}
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	mc_visit_free(fixture->visit);
	g_array_unref(fixture->openings);
}

static void
expect(Fixture *fixture, guint unseen, const char *problem)
{
	g_autoptr(GError) error = NULL;
	guint found = 0;
	gboolean good = mc_openings_match(fixture->visit, fixture->openings, &found, &error);

	if (problem == NULL) {
		g_assert_no_error(error);
		g_assert_true(good);
		g_assert_cmpuint(found, ==, unseen);
		return;
	}
	g_assert_false(good);
	g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
	g_assert_nonnull(strstr(error->message, problem));
}

static McOpening *
at(Fixture *fixture, guint i)
{
	return &g_array_index(fixture->openings, McOpening, i);
}

static void
test_json(Fixture *fixture, gconstpointer data)
{
	for (guint i = 0; i < fixture->openings->len; i++) {
		json_auto_t *body = mc_opening_to_json(at(fixture, i));
		McOpening back = {.seq = at(fixture, i)->seq};
		g_autoptr(GError) error = NULL;

		g_assert_true(mc_opening_from_json(body, &back, &error));
		g_assert_no_error(error);
		g_assert_cmpmem(&back, sizeof back, at(fixture, i), sizeof back);
		json_object_set_new(body, "seed_sha256", json_string("00"));
		g_assert_false(mc_opening_from_json(body, &back, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
		g_assert_nonnull(strstr(error->message, "seed_sha256"));
	}
}

static void
test_as_promised(Fixture *fixture, gconstpointer data)
{
	McOpening other = *at(fixture, 0);

	expect(fixture, 0, NULL);
	/* somebody else's exam on the same chain */
	memset(other.visit_id, 'f', 32);
	other.seq = 9;
	g_array_append_val(fixture->openings, other);
	expect(fixture, 0, NULL);
	g_array_remove_index(fixture->openings, 1);
	expect(fixture, 1, NULL);
}

static void
test_another_seed(Fixture *fixture, gconstpointer data)
{
	fixture->visit->exam[1]->seed.bytes[31] ^= 1;
	expect(fixture, 0, "exam 2 (hearing) names link 11 as its opening: it promises another seed");
}

static void
test_another_plan(Fixture *fixture, gconstpointer data)
{
	fixture->visit->exam[0]->plan.as.acuity.cut_milli_log_mar[0] += 100;
	expect(fixture, 0, "promises another plan");
}

static void
test_another_instrument(Fixture *fixture, gconstpointer data)
{
	fixture->visit->exam[2]->device_serial[0] = 'X';
	expect(fixture, 0, "of another instrument");
}

static void
test_of_another_exam(Fixture *fixture, gconstpointer data)
{
	fixture->visit->exam[2]->opened_seq = 11;
	expect(fixture, 0, "of another exam");
}

static void
test_of_another_visit(Fixture *fixture, gconstpointer data)
{
	memset(fixture->visit->visit_id, 'e', 32);
	expect(fixture, 0, "of another visit");
}

/* Opened, did not suit, opened again: the first one cannot be left out. */
static void
test_left_out(Fixture *fixture, gconstpointer data)
{
	McOpening thrown_away = *at(fixture, 0);

	thrown_away.seq = 8;
	memset(thrown_away.seed_digest, 'a', 64);
	g_array_prepend_val(fixture->openings, thrown_away);
	expect(fixture, 0, "link 8 opened an exam (acuity) that the record leaves out");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(name, func) g_test_add("/opening/" name, Fixture, NULL, set_up, func, tear_down)
	ADD("json", test_json);
	ADD("as-promised", test_as_promised);
	ADD("another-seed", test_another_seed);
	ADD("another-plan", test_another_plan);
	ADD("another-instrument", test_another_instrument);
	ADD("of-another-exam", test_of_another_exam);
	ADD("of-another-visit", test_of_another_visit);
	ADD("left-out", test_left_out);
#undef ADD
	return g_test_run();
}
