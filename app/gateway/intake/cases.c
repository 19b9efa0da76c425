#include "app/gateway/intake/cases.h"

#include "app/gateway/store/cases.h"
#include "app/record/case.h"
#include <string.h>

/* More than a whole may have: what does not belong shows as forked. */
#define FOUND_MAX 16

typedef struct Found {
	guint parts;
	McCasePart part[FOUND_MAX];
	McVisit *visit[FOUND_MAX]; /* owned */
} Found;

/* Seal, exams and verdict were proven when it was accepted. */
static void
take_part(const McStorePart *stored, gpointer data)
{
	Found *found = data;
	McCasePart *part = &found->part[found->parts];
	g_autoptr(GBytes) content = mc_seal_peek(stored->envelope, NULL);
	json_auto_t *body = NULL;
	McContentHead head;
	McVisit *visit = NULL;

	if (found->parts < FOUND_MAX && content != NULL && mc_content_read(content, &head, &body, NULL))
		visit = mc_visit_from_json(body, NULL);
	if (visit == NULL)
		return;
	*part = (McCasePart){.seq = stored->seq, .visit = visit};
	g_strlcpy(part->kiosk, stored->kiosk, sizeof part->kiosk);
	g_strlcpy(part->digest, stored->digest, sizeof part->digest);
	found->visit[found->parts++] = visit;
}

static GBytes *
seal_statement(McSigner *signer, const McCaseWhole *whole, GError **error)
{
	json_auto_t *json = mc_case_whole_to_json(whole);
	g_autoptr(GBytes) content = mc_canonical_write(json, error);

	return content != NULL ? mc_seal(signer, content, error) : NULL;
}

static char *
missing_text(guint32 missing)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < MC_EXAM_KINDS; i++)
		if (missing & 1u << i)
			g_string_append_printf(
			    text, "%s%s", text->len > 0 ? "." : "", mc_exam_kind_name((McExamKind)i));
	return g_string_free(text, FALSE);
}

static gboolean
settle(McStore *store, McSigner *signer, const McVisit *visit, McCaseProblem problem,
    const McCaseWhole *whole, gint64 now_wall_us, GError **error)
{
	g_autofree char *missing = missing_text(whole->missing);
	g_autofree char *outcomes = mc_outcomes_text(whole->verdict, whole->verdicts);
	g_autoptr(GBytes) statement = NULL;
	McStoreCase found = {.case_id = visit->of_case.case_id,
	    .state = mc_case_problem_name(problem),
	    .missing = missing,
	    .outcomes = outcomes,
	    .lapses_yyyymmdd = mc_date_to_yyyymmdd(visit->of_case.lapses),
	    .settled_wall_us = now_wall_us};

	if (problem == MC_CASE_GOOD) {
		statement = seal_statement(signer, whole, error);
		if (statement == NULL)
			return FALSE;
	} else if (!mc_case_may_wait(problem)) {
		g_message("case %s is refused: %s: %s", found.case_id, found.state,
		    mc_case_problem_text(problem));
	}
	found.statement = statement;
	return mc_store_settle_case(store, &found, error);
}

gboolean
mc_cases_take(McStore *store, const McPacks *packs, McSigner *signer, const McExamined *examined,
    gint64 now_wall_us, GError **error)
{
	const McVisit *visit = examined->visit;
	const McContentHead *head = &examined->head;
	const McRulePack *pack = NULL;
	g_autofree Found *found = NULL;
	McCaseWhole whole;
	McCaseProblem problem;
	gboolean good = FALSE;

	if (visit == NULL || visit->of_case.case_id[0] == '\0')
		return TRUE;
	found = g_new0(Found, 1);
	pack = mc_packs_find(
	    packs, visit->rule_pack_id, visit->rule_pack_version, visit->rule_pack_digest);
	good = mc_store_add_part(store, visit->of_case.case_id, visit->of_case.part, head->kiosk,
	           head->journal, head->seq, error) &&
	       mc_store_each_part(store, visit->of_case.case_id, take_part, found, error);
	if (good) {
		problem = mc_case_join(found->part, found->parts, pack, &whole);
		good = settle(store, signer, visit, problem, &whole, now_wall_us, error);
	}
	for (guint i = 0; i < found->parts; i++)
		mc_visit_free(found->visit[i]);
	return good;
}
