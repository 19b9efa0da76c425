#include "app/gateway/intake/problem.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

typedef struct Code {
	const char *name;
	guint status;
	const char *meaning;
} Code;

static const Code codes[MC_PROBLEM_CODES] = {
    [MC_PROBLEM_BAD_PARCEL] = {"bad-parcel", 400, "the body is no parcel; send it whole"},
    [MC_PROBLEM_WRONG_KEY] = {"wrong-key", 400,
        "the Idempotency-Key is not the SHA-256 of the envelope"},
    [MC_PROBLEM_BAD_SEAL] = {"bad-seal", 422,
        "signature or certificate does not verify; the record was changed, or its certificate is "
        "not of this gateway's kiosks"},
    [MC_PROBLEM_BAD_CONTENT] = {"bad-content", 422, "the signed content is not in its form"},
    [MC_PROBLEM_WRONG_KIOSK] = {"wrong-kiosk", 422,
        "content, seal and connection do not name the same kiosk"},
    [MC_PROBLEM_WEAK_KEY] = {"weak-key", 422,
        "the sealing certificate states a lower level of keeping its key than key_level_min"},
    [MC_PROBLEM_WRONG_SEQUENCE] = {"wrong-sequence", 422,
        "address, parcel and content do not name the same sequence number, or the first record is "
        "no genesis"},
    [MC_PROBLEM_WRONG_PERSONAL] = {"wrong-personal", 422,
        "the sealed personal part is missing, too much, or not the one that the record names"},
    [MC_PROBLEM_BAD_VISIT] = {"bad-visit", 422, "the visit is not in its form"},
    [MC_PROBLEM_DEMONSTRATION] = {"demonstration", 422,
        "a demonstration or a scaled clock; this gateway takes true visits only"},
    [MC_PROBLEM_UNKNOWN_RULES] = {"unknown-rules", 422,
        "the rule pack of this id, version and digest is not here; install it"},
    [MC_PROBLEM_RULES_NOT_IN_FORCE] = {"rules-not-in-force", 422,
        "the rule pack was not in force on the day of the visit; look at the kiosk's clock and "
        "rules"},
    [MC_PROBLEM_NOT_REPRODUCED] = {"not-reproduced", 422,
        "running the exams and judging again gives something else than is stated"},
    [MC_PROBLEM_WRONG_OPENING] = {"wrong-opening", 422,
        "an exam did not run by the plan and seed that the chain promised, or was opened and left "
        "out"},
    [MC_PROBLEM_FORK] = {"fork", 409,
        "another record holds this place of the chain; the kiosk's disk was put back or copied"},
    [MC_PROBLEM_OTHER_JOURNAL] = {"other-journal", 409,
        "the kiosk was provisioned anew; an operator retires its old journal first"},
    [MC_PROBLEM_OTHER_KEY] = {"other-key", 409,
        "another key than the chain announces sealed it; was the key replaced without --rollover?"},
    [MC_PROBLEM_NOT_YOURS] = {"not-yours", 403,
        "the client certificate names another kiosk than the address"},
    [MC_PROBLEM_NOT_FOUND] = {"not-found", 404, "no such address here"},
    [MC_PROBLEM_STORAGE] = {"storage", 503, "cannot be stored durably now; come again"},
    [MC_PROBLEM_TOO_LARGE] = {"too-large", 413, "the body is larger than body_max_bytes"},
    [MC_PROBLEM_BAD_RANGE] = {"bad-range", 400,
        "Content-Range does not say which bytes of the evidence file the body is"},
    [MC_PROBLEM_WRONG_DIGEST] = {"wrong-digest", 422,
        "the whole evidence file has another SHA-256 than its address; send it from the beginning"},
    [MC_PROBLEM_EVIDENCE_TOO_LARGE] = {"evidence-too-large", 413,
        "the evidence file is larger than evidence_file_max_bytes"},
    [MC_PROBLEM_EVIDENCE_FULL] = {"evidence-full", 507,
        "the kiosk's evidence has reached evidence_kiosk_max_mib; make room or raise it"},
    [MC_PROBLEM_BAD_STOCK] = {"bad-stock", 400,
        "what the kiosk says of its consumables is not in its form; it is told again when it "
        "changes"},
    [MC_PROBLEM_CLIENT_FOREIGN] = {"client-foreign", 403,
        "the client certificate is not of this gateway's authority, or names no kiosk"},
    [MC_PROBLEM_CLIENT_EXPIRED] = {"client-expired", 403,
        "the client certificate has run out; renew it"},
    [MC_PROBLEM_CLIENT_NOT_YET_VALID] = {"client-not-yet-valid", 403,
        "the client certificate does not count yet; look at the clocks"},
    [MC_PROBLEM_CLIENT_REVOKED] = {"client-revoked", 403, "the client certificate was revoked"},
    [MC_PROBLEM_CLIENT_WITHOUT] = {"client-without", 403, "a client certificate is needed"},
    [MC_PROBLEM_BAD_ENROLMENT] = {"bad-enrolment", 400,
        "the request for admission is not in its form; make it anew with medcheck enrol"},
    [MC_PROBLEM_WRONG_CODE] = {"wrong-code", 403,
        "no open code fits; read it again, or have the office give out a new one"},
    [MC_PROBLEM_SPENT_CODE] = {"spent-code", 409,
        "the code is used or has expired; have the office give out a new one"},
    [MC_PROBLEM_TURNED_AWAY] = {"turned-away", 403,
        "the office has turned this kiosk away; ask there"},
    [MC_PROBLEM_TOO_MANY] = {"too-many", 429, "too many attempts; come again later"},
    [MC_PROBLEM_BAD_RENEWAL] = {"bad-renewal", 400,
        "the request for renewal is not in its form, or not made with the key in force"},
    [MC_PROBLEM_SHARED_KEY] = {"shared-key", 409,
        "sealing and connecting need a key each, and each certificate one of its own; make a new "
        "key"},
};

typedef struct Problem {
	McProblemCode code;
	char *text;
} Problem;

struct McProblems {
	GArray *list; /* of Problem */
};

const char *
mc_problem_code_name(McProblemCode code)
{
	return codes[code].name;
}

guint
mc_problem_code_status(McProblemCode code)
{
	return codes[code].status;
}

const char *
mc_problem_code_meaning(McProblemCode code)
{
	return codes[code].meaning;
}

static void
clear_problem(gpointer item)
{
	g_free(((Problem *)item)->text);
}

McProblems *
mc_problems_new(void)
{
	McProblems *self = g_new0(McProblems, 1);

	self->list = g_array_new(FALSE, FALSE, sizeof(Problem));
	g_array_set_clear_func(self->list, clear_problem);
	return self;
}

void
mc_problems_free(McProblems *self)
{
	if (self == NULL)
		return;
	g_array_unref(self->list);
	g_free(self);
}

void
mc_problems_add(McProblems *self, McProblemCode code, const char *text)
{
	Problem problem = {code, g_strdup(text)};

	g_array_append_val(self->list, problem);
}

void
mc_problems_take(McProblems *self, McProblemCode code, GError *error)
{
	mc_problems_add(self, code, error->message);
	g_error_free(error);
}

guint
mc_problems_count(const McProblems *self)
{
	return self->list->len;
}

guint
mc_problems_status(const McProblems *self)
{
	return codes[g_array_index(self->list, Problem, 0).code].status;
}

gboolean
mc_problems_has(const McProblems *self, McProblemCode code)
{
	for (guint i = 0; i < self->list->len; i++)
		if (g_array_index(self->list, Problem, i).code == code)
			return TRUE;
	return FALSE;
}

char *
mc_problems_codes(const McProblems *self)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < MC_PROBLEM_CODES; i++)
		if (mc_problems_has(self, (McProblemCode)i))
			g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", codes[i].name);
	return g_string_free(text, FALSE);
}

char *
mc_problems_text(const McProblems *self)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < self->list->len; i++) {
		const Problem *problem = &g_array_index(self->list, Problem, i);

		g_string_append_printf(
		    text, "%s%s: %s", i > 0 ? "; " : "", codes[problem->code].name, problem->text);
	}
	return g_string_free(text, FALSE);
}

GBytes *
mc_problems_json(const McProblems *self)
{
	json_auto_t *list = json_array();
	json_auto_t *json = json_pack("{s:O, s:i}", "problems", list, "v", 1);
	char *text = NULL;

	for (guint i = 0; i < self->list->len; i++) {
		const Problem *problem = &g_array_index(self->list, Problem, i);
		g_autofree char *utf8 = g_utf8_make_valid(problem->text, -1);

		json_array_append_new(
		    list, json_pack("{s:s, s:s}", "code", codes[problem->code].name, "text", utf8));
	}
	text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
	return g_bytes_new_with_free_func(text, strlen(text), free, text);
}
