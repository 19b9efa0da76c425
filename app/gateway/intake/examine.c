#include "app/gateway/intake/examine.h"

#include "app/audit/audit.h"
#include "app/base/error.h"
#include "app/record/opening.h"
#include "app/record/parcel.h"
#include <string.h>

static const char no_previous[] =
    "0000000000000000000000000000000000000000000000000000000000000000";

void
mc_examined_clear(McExamined *examined)
{
	g_clear_pointer(&examined->envelope, g_bytes_unref);
	g_clear_pointer(&examined->personal, g_bytes_unref);
	g_clear_pointer(&examined->body, json_decref);
	g_clear_pointer(&examined->outcomes, g_free);
	g_clear_pointer(&examined->visit, mc_visit_free);
}

/* ---- parcel and seal ---- */

static gboolean
open_parcel(const McDelivery *delivery, McExamined *examined, McProblems *problems)
{
	McParcel parcel = {0};
	GError *problem = NULL;

	if (!mc_parcel_read(delivery->body, &parcel, &problem)) {
		mc_problems_take(problems, MC_PROBLEM_BAD_PARCEL, problem);
		return FALSE;
	}
	examined->envelope = g_steal_pointer(&parcel.envelope);
	examined->personal = g_steal_pointer(&parcel.personal);
	mc_digest_hex(examined->envelope, examined->digest);
	if (g_strcmp0(delivery->idempotency_key, examined->digest) != 0)
		mc_problems_add(
		    problems, MC_PROBLEM_WRONG_KEY, "the Idempotency-Key is not the envelope's digest");
	mc_parcel_clear(&parcel);
	return TRUE;
}

/* When the sealing certificate has run out since: a record may have waited for the network longer
 * than that. Then the moment that the content states counts, if it is past. */
static GBytes *
verify_as_of_then(McVerifier *kiosks, GBytes *envelope, gint64 now_wall_us, McSealedBy *by)
{
	g_autoptr(GBytes) unverified = mc_seal_peek(envelope, NULL);
	json_auto_t *body = NULL;
	McContentHead head;

	if (unverified == NULL || !mc_content_read(unverified, &head, &body, NULL) ||
	    head.at_wall_us > now_wall_us)
		return NULL;
	return mc_seal_verify(kiosks, envelope, head.at_wall_us, by, NULL);
}

static GBytes *
open_seal(McVerifier *kiosks, const McDelivery *delivery, const McExamined *examined,
    McSealedBy *by, McProblems *problems)
{
	g_autoptr(GError) problem = NULL;
	GBytes *content =
	    mc_seal_verify(kiosks, examined->envelope, delivery->received_wall_us, by, &problem);

	if (content == NULL && g_error_matches(problem, MC_ERROR, MC_ERROR_UNTRUSTED))
		content = verify_as_of_then(kiosks, examined->envelope, delivery->received_wall_us, by);
	if (content == NULL)
		mc_problems_add(problems, MC_PROBLEM_BAD_SEAL, problem->message);
	return content;
}

/* ---- head ---- */

static void
check_key(const McDelivery *delivery, const McSealedBy *by, McProblems *problems)
{
	if (strcmp(by->name, delivery->kiosk) != 0)
		mc_problems_add(problems, MC_PROBLEM_WRONG_KIOSK, "another kiosk's key sealed it");
	if (g_strcmp0(by->key_digest, delivery->client_key) == 0)
		mc_problems_add(problems, MC_PROBLEM_SHARED_KEY, "the connection's own key sealed it");
	if (by->protection + 1 < (gint)delivery->key_level_min)
		mc_problems_add(problems, MC_PROBLEM_WEAK_KEY,
		    "the sealing certificate does not state that its key is kept well enough");
}

static void
check_head(const McDelivery *delivery, const McExamined *examined, McProblems *problems)
{
	const McContentHead *head = &examined->head;
	gboolean is_first = head->seq == 1;

	if (strcmp(head->kiosk, delivery->kiosk) != 0)
		mc_problems_add(
		    problems, MC_PROBLEM_WRONG_KIOSK, "the content names another kiosk than the address");
	if (head->seq != delivery->seq)
		mc_problems_add(
		    problems, MC_PROBLEM_WRONG_SEQUENCE, "the content has another number than the address");
	if (is_first != (strcmp(head->type, "genesis") == 0) ||
	    is_first != (strcmp(head->prev, no_previous) == 0))
		mc_problems_add(problems, MC_PROBLEM_WRONG_SEQUENCE,
		    "the first record of a journal, and no other, is a genesis without predecessor");
}

gboolean
mc_examine_head(
    McVerifier *kiosks, const McDelivery *delivery, McExamined *examined, McProblems *problems)
{
	g_autoptr(GBytes) content = NULL;
	McSealedBy by;
	GError *problem = NULL;

	memset(examined, 0, sizeof *examined);
	if (!open_parcel(delivery, examined, problems))
		return FALSE;
	content = open_seal(kiosks, delivery, examined, &by, problems);
	if (content == NULL)
		return FALSE;
	if (!mc_content_read(content, &examined->head, &examined->body, &problem)) {
		mc_problems_take(problems, MC_PROBLEM_BAD_CONTENT, problem);
		return FALSE;
	}
	if (!mc_seal_is_of_then(&by, &examined->head, &problem))
		mc_problems_take(problems, MC_PROBLEM_BAD_CONTENT, problem);
	g_strlcpy(examined->certificate, by.certificate_digest, sizeof examined->certificate);
	g_strlcpy(examined->next_certificate, by.certificate_digest, sizeof examined->next_certificate);
	mc_seal_next_certificate(&examined->head, examined->body, examined->next_certificate);
	check_key(delivery, &by, problems);
	check_head(delivery, examined, problems);
	return TRUE;
}

/* ---- body ---- */

static void
check_personal(const McExamined *examined, const char *stated_digest, McProblems *problems)
{
	char digest[MC_DIGEST_HEX_SIZE] = "";

	if (examined->personal != NULL)
		mc_digest_hex(examined->personal, digest);
	if (strcmp(digest, stated_digest) == 0)
		return;
	mc_problems_add(problems, MC_PROBLEM_WRONG_PERSONAL,
	    examined->personal == NULL ? "the sealed personal part is missing"
	                               : "the sealed personal part is not the one of the record");
}

static void
check_visit(
    const McPacks *packs, gboolean takes_demonstrations, const McVisit *visit, McProblems *problems)
{
	const McRulePack *pack = mc_packs_find(
	    packs, visit->rule_pack_id, visit->rule_pack_version, visit->rule_pack_digest);
	GError *problem = NULL;

	if (!takes_demonstrations && (visit->demonstration || visit->clock_rate != 1))
		mc_problems_add(
		    problems, MC_PROBLEM_DEMONSTRATION, "a demonstration, or a clock that was scaled");
	if (pack == NULL) {
		g_autofree char *text =
		    g_strdup_printf("rule pack %s version %d with digest %s is not here",
		        visit->rule_pack_id, visit->rule_pack_version, visit->rule_pack_digest);

		mc_problems_add(problems, MC_PROBLEM_UNKNOWN_RULES, text);
		return;
	}
	if (!mc_visit_rules_in_force(visit, pack, &problem))
		mc_problems_take(problems, MC_PROBLEM_RULES_NOT_IN_FORCE, problem);
	else if (!mc_visit_verify(visit, pack, &problem))
		mc_problems_take(problems, MC_PROBLEM_NOT_REPRODUCED, problem);
}

char *
mc_outcomes_text(const McClassVerdict *verdicts, guint count)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < MIN(count, MC_CLASSES); i++) {
		const McClassVerdict *verdict = &verdicts[i];

		g_string_append_printf(text, "%s%s=%s/%s", i > 0 ? " " : "",
		    mc_licence_class_code(verdict->licence_class), mc_outcome_name(verdict->outcome),
		    mc_outcome_name(verdict->outcome_here));
	}
	return g_string_free(text, FALSE);
}

/* What is no visit has a form, too: an entry that is in no catalogue would say what nobody reads,
 * and might say whatever somebody likes. */
static void
check_form(const McExamined *examined, McProblems *problems)
{
	const char *type = examined->head.type;
	McOpening opening = {0};
	McAuditEvent event = MC_AUDIT_VISIT_OPENED;
	GError *problem = NULL;
	gboolean good = FALSE;

	if (strcmp(type, "genesis") == 0)
		good = mc_genesis_check(examined->body, examined->certificate, &problem);
	else if (strcmp(type, "audit") == 0)
		good = mc_audit_check(examined->body, &event, &problem);
	else
		good = mc_opening_from_json(examined->body, &opening, &problem);
	if (!good)
		mc_problems_take(problems, MC_PROBLEM_BAD_CONTENT, problem);
}

void
mc_examine_body(
    const McPacks *packs, gboolean takes_demonstrations, McExamined *examined, McProblems *problems)
{
	GError *problem = NULL;

	if (strcmp(examined->head.type, "visit") != 0) {
		check_personal(examined, "", problems);
		check_form(examined, problems);
		examined->outcomes = g_strdup("");
		return;
	}
	examined->visit = mc_visit_from_json(examined->body, &problem);
	if (examined->visit == NULL) {
		mc_problems_take(problems, MC_PROBLEM_BAD_VISIT, problem);
		return;
	}
	check_personal(examined, examined->visit->personal_digest, problems);
	check_visit(packs, takes_demonstrations, examined->visit, problems);
	examined->outcomes = mc_outcomes_text(examined->visit->verdict, examined->visit->verdicts);
}
