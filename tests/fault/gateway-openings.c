/* B12: the chain promises plan and seed of an exam before its first stimulus; the gateway holds the
 * visit's record against that, in whatever order the two come. */

#include "app/record/opening.h"
#include "tests/kit/sample.h"
#include "tests/support/gateway/desk.h"
#include <string.h>

static McVisit *
promised_visit(void)
{
	g_autofree McRulePack *pack = g_new0(McRulePack, 1);
	char digest[MC_DIGEST_HEX_SIZE];
	McVisit *visit = NULL;

	mc_sample_pack(pack, digest);
	visit = mc_sample_visit(pack, digest, 11, 980);
	*visit->personal_digest = '\0';
	for (guint i = 0; i < visit->exams; i++)
		visit->exam[i]->opened_seq = 2 + i;
	return visit;
}

static void
put_opening(McDesk *desk, const McOpening *opening)
{
	McContentHead head = mc_test_chain_head(&desk->chain, "exam-opened");
	json_auto_t *body = mc_opening_to_json(opening);
	g_autoptr(GBytes) parcel = mc_test_chain_seal(&desk->chain, &head, body, NULL);

	mc_desk_put_last(desk, parcel, 201, NULL);
}

static void
put_visit(McDesk *desk, const McVisit *visit, long status, const char *code)
{
	McContentHead head = mc_test_chain_head(&desk->chain, "visit");
	McTestChain before = desk->chain;
	json_auto_t *body = mc_visit_to_json(visit);
	g_autoptr(GBytes) parcel = mc_test_chain_seal(&desk->chain, &head, body, NULL);

	mc_desk_put_last(desk, parcel, status, code);
	if (code != NULL)
		desk->chain = before;
}

/* B12: seeds are promised in the chain before they are used; another one is refused, and so is an
 * attempt that the record leaves out. */
static void
test_openings(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);
	g_autoptr(McVisit) visit = promised_visit();
	McOpening opening;

	mc_world_start_gateway(desk->world, NULL);
	mc_desk_put_last(desk, genesis, 201, NULL);
	for (guint i = 0; i < visit->exams; i++) {
		mc_opening_of(visit->visit_id, visit->exam[i], &opening);
		/* the second exam's promise was of another seed */
		if (i == 1)
			opening.seed_digest[0] = opening.seed_digest[0] == 'a' ? 'b' : 'a';
		put_opening(desk, &opening);
	}
	put_visit(desk, visit, 422, "wrong-opening");
	mc_opening_of(visit->visit_id, visit->exam[1], &opening);
	put_opening(desk, &opening);
	/* the good promise of a second try does not hide the first one */
	visit->exam[1]->opened_seq = 2 + visit->exams;
	put_visit(desk, visit, 422, "wrong-opening");
	/* nor does a link that promises nothing */
	visit->exam[1]->opened_seq = 1;
	put_visit(desk, visit, 422, "wrong-opening");
	mc_desk_assert_records(desk, visit->exams + 2);
}

/* What was promised is accepted; promises that have not come are marked. */
static void
test_openings_kept(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);
	g_autoptr(McVisit) visit = promised_visit();
	g_auto(GStrv) lines = NULL;
	McOpening opening;

	mc_world_start_gateway(desk->world, NULL);
	mc_desk_put_last(desk, genesis, 201, NULL);
	for (guint i = 0; i < visit->exams; i++) {
		mc_opening_of(visit->visit_id, visit->exam[i], &opening);
		put_opening(desk, &opening);
	}
	put_visit(desk, visit, 201, NULL);
	visit->visit_id[0] = visit->visit_id[0] == 'a' ? 'b' : 'a';
	for (guint i = 0; i < visit->exams; i++)
		visit->exam[i]->opened_seq = i == 0 ? 0 : 70 + i;
	/* nothing promises anything after the fact */
	put_visit(desk, visit, 422, "wrong-opening");
	desk->chain.seq = 100;
	put_visit(desk, visit, 201, NULL);
	lines = mc_world_list(desk->world);
	g_assert_null(strstr(lines[1 + visit->exams], "openings-unseen"));
	g_assert_nonnull(strstr(lines[2 + visit->exams], "openings-unseen="));
}

typedef struct Link {
	GBytes *parcel;
	char digest[MC_DIGEST_HEX_SIZE];
} Link;

static void
seal_opening(
    McDesk *desk, const McVisit *visit, guint exam, gboolean is_of_another_seed, Link *link)
{
	McContentHead head = mc_test_chain_head(&desk->chain, "exam-opened");
	json_auto_t *body = NULL;
	McOpening opening;

	mc_opening_of(visit->visit_id, visit->exam[exam], &opening);
	if (is_of_another_seed)
		opening.seed_digest[0] = opening.seed_digest[0] == 'a' ? 'b' : 'a';
	body = mc_opening_to_json(&opening);
	link->parcel = mc_test_chain_seal(&desk->chain, &head, body, NULL);
	g_strlcpy(link->digest, desk->chain.digest, sizeof link->digest);
}

/* B12: sent before its openings, a visit would never be held against them. Each is when it comes:
 * one of another seed, those that the record leaves out, and what it names and promises nothing. */
static void
test_late(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);
	g_autoptr(McVisit) visit = promised_visit();
	g_autofree Link *links = g_new0(Link, visit->exams + 2);
	guint last = visit->exams - 1;
	guint count = visit->exams + 2;

	mc_world_start_gateway(desk->world, NULL);
	mc_desk_put_last(desk, genesis, 201, NULL);
	for (guint i = 0; i <= visit->exams; i++)
		seal_opening(desk, visit, i % visit->exams, i == 1, &links[i]);
	links[count - 1].parcel = mc_test_chain_next(&desk->chain);
	g_strlcpy(links[count - 1].digest, desk->chain.digest, MC_DIGEST_HEX_SIZE);
	visit->exam[last]->opened_seq = desk->chain.seq;
	put_visit(desk, visit, 201, NULL);
	for (guint i = 0; i < count; i++) {
		gboolean is_kept = i != 1 && i < last;

		mc_desk_put(desk, 2 + i, links[i].parcel, links[i].digest, is_kept ? 201 : 422,
		    is_kept ? NULL : "wrong-opening");
		g_bytes_unref(links[i].parcel);
	}
	mc_desk_assert_records(desk, 2 + last - 1);
}

#define CASE(path, function)                                                                       \
	g_test_add(path, McDesk, NULL, mc_desk_set_up, function, mc_desk_tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	CASE("/gateway/openings/B12/broken", test_openings);
	CASE("/gateway/openings/B12/kept", test_openings_kept);
	CASE("/gateway/openings/B12/late", test_late);
	return g_test_run();
}
