#include "app/gateway/intake/evidence.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* Digits up to the mark, which is passed. */
static gboolean
take_number(const char **at, char mark, guint64 *number)
{
	gsize length = strspn(*at, "0123456789");
	g_autofree char *digits = g_strndup(*at, length);

	if ((*at)[length] != mark ||
	    !g_ascii_string_to_unsigned(digits, 10, 0, G_MAXINT64, number, NULL))
		return FALSE;
	*at += length + (mark != '\0');
	return TRUE;
}

gboolean
mc_intake_range(const char *text, guint64 *first, guint64 *last, guint64 *total)
{
	static const char unit[] = "bytes ";
	const char *at = text;

	if (text == NULL || !g_str_has_prefix(text, unit))
		return FALSE;
	at += strlen(unit);
	return take_number(&at, '-', first) && take_number(&at, '/', last) &&
	       take_number(&at, '\0', total) && *first <= *last && *last < *total;
}

static GBytes *
say(const char *digest, guint64 have, gboolean is_whole)
{
	json_auto_t *json = json_pack("{s:s, s:I, s:b, s:i}", "digest", digest, "have",
	    (json_int_t)have, "whole", is_whole, "v", 1);
	char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);

	return g_bytes_new_with_free_func(text, strlen(text), free, text);
}

static GBytes *
look(const McEvidenceLimits *limits, const McAddress *address, guint *status, McProblems *problems)
{
	GError *problem = NULL;
	gboolean is_whole = FALSE;
	guint64 have = 0;

	*status = 200;
	if (mc_evidence_look(limits, address->kiosk, address->digest, &have, &is_whole, &problem))
		return say(address->digest, have, is_whole);
	mc_problems_take(problems, MC_PROBLEM_STORAGE, problem);
	return NULL;
}

static GBytes *
answer(const McEvidencePart *part, McEvidenceFate fate, guint64 have, guint *status,
    McProblems *problems)
{
	switch (fate) {
	case MC_EVIDENCE_PART: *status = 202; return say(part->digest, have, FALSE);
	case MC_EVIDENCE_WHOLE: *status = 201; return say(part->digest, have, TRUE);
	case MC_EVIDENCE_KNOWN: *status = 200; return say(part->digest, have, TRUE);
	case MC_EVIDENCE_WRONG_DIGEST:
		mc_problems_add(problems, MC_PROBLEM_WRONG_DIGEST, "the bytes are not those of the name");
		return NULL;
	case MC_EVIDENCE_TOO_LARGE:
		mc_problems_add(problems, MC_PROBLEM_EVIDENCE_TOO_LARGE, "larger than this gateway takes");
		return NULL;
	case MC_EVIDENCE_FULL:
		mc_problems_add(problems, MC_PROBLEM_EVIDENCE_FULL, "the kiosk's share is used up");
		return NULL;
	}
	return NULL;
}

static GBytes *
add(const McEvidenceLimits *limits, const McEvidencePart *part, McKillPoint *kill, guint *status,
    McProblems *problems)
{
	McEvidenceFate fate = MC_EVIDENCE_PART;
	GError *problem = NULL;
	guint64 have = 0;

	if (part->offset + g_bytes_get_size(part->bytes) == part->total)
		mc_kill_point_pass(kill, NULL, "before-whole");
	if (!mc_evidence_add(limits, part, &fate, &have, &problem)) {
		mc_problems_take(problems, MC_PROBLEM_STORAGE, problem);
		return NULL;
	}
	mc_kill_point_pass(kill, NULL, fate == MC_EVIDENCE_PART ? "after-part" : "after-whole");
	return answer(part, fate, have, status, problems);
}

GBytes *
mc_intake_evidence(const McEvidenceLimits *limits, const McHttpRequest *request,
    const McAddress *address, McKillPoint *kill, guint *status, McProblems *problems)
{
	McEvidencePart part = {
	    .kiosk = address->kiosk, .digest = address->digest, .bytes = request->body};
	guint64 last = 0;

	/* A machine's name may begin so; a folder of that name would be another one. */
	if (*address->kiosk == '.') {
		mc_problems_add(problems, MC_PROBLEM_NOT_FOUND, "no evidence is taken of such a name");
		return NULL;
	}
	if (request->method == MC_HTTP_GET)
		return look(limits, address, status, problems);
	if (mc_intake_range(request->content_range, &part.offset, &last, &part.total) &&
	    last - part.offset + 1 == g_bytes_get_size(request->body))
		return add(limits, &part, kill, status, problems);
	mc_problems_add(problems, MC_PROBLEM_BAD_RANGE,
	    "Content-Range: bytes FIRST-LAST/TOTAL is needed, of as many bytes as the body has");
	return NULL;
}
