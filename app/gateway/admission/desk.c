#include "app/gateway/admission/desk.h"

#include "app/base/error.h"
#include "app/enrol/csr.h"
#include "app/enrol/message.h"
#include "app/gateway/admission/authorities.h"
#include "app/gateway/intake/problem.h"
#include "app/record/content.h"
#include <string.h>

#define COME_AGAIN_S 5

/* One request under way. */
typedef struct Knock {
	McAdmissionDesk *desk;
	const McHttpRequest *http;
	McHttpReply *reply;
	McProblems *problems;
	gint64 now_us;
	McEnrolRequest request;
	char digest[MC_DIGEST_HEX_SIZE];
	McAdmission admission;
} Knock;

static gboolean
note(Knock *self, const char *event, const char *what, GError **error)
{
	return mc_admissions_note(self->desk->admissions,
	    &(McAdmissionNote){self->now_us, event, self->admission.kiosk, what, self->http->peer},
	    error);
}

static gboolean
refuse(Knock *self, McProblemCode code, const char *event, const char *text, GError **error)
{
	mc_problems_add(self->problems, code, text);
	return note(self, event, self->request.code, error);
}

/* A wrong message costs its sender a place in the window, whatever is wrong with it. */
static gboolean
is_too_often(Knock *self, gboolean *often, GError **error)
{
	static const char *const wrong[] = {"wrong-code", "used-code", "turned-away", "bad-request"};
	McAdmissions *admissions = self->desk->admissions;
	const McDeskLimits *limits = &self->desk->limits;
	gint64 since_us = self->now_us - (gint64)limits->window_minutes * G_TIME_SPAN_MINUTE;
	guint here = 0;
	guint all = 0;

	for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
		guint from_here = 0;
		guint from_all = 0;

		if (!mc_admissions_count(
		        admissions, wrong[i], self->http->peer, since_us, &from_here, error) ||
		    !mc_admissions_count(admissions, wrong[i], NULL, since_us, &from_all, error))
			return FALSE;
		here += from_here;
		all += from_all;
	}
	*often = here >= limits->wrong_max || all >= limits->wrong_max_all;
	return TRUE;
}

static void
answer(Knock *self, guint status, GBytes *body)
{
	self->reply->status = status;
	self->reply->content_type = "application/json";
	self->reply->body = body;
	if (status == 202)
		self->reply->retry_after_s = COME_AGAIN_S;
}

static GBytes *
pending_json(void)
{
	return g_bytes_new_static("{\"state\":\"pending\"}", 19);
}

/* The code's end: its keys go, nothing can be asked under it any more. */
static gboolean
spend(Knock *self, const char *event, GError **error)
{
	self->admission.state = MC_ADMISSION_REFUSED;
	g_clear_pointer(&self->admission.keys, g_bytes_unref);
	return mc_admissions_change(self->desk->admissions, &self->admission, error) &&
	       note(self, event, self->request.code, error);
}

static gboolean
count_wrong(Knock *self, GError **error)
{
	self->admission.wrong++;
	if (!refuse(self, MC_PROBLEM_WRONG_CODE, "wrong-code",
	        "the code and the kiosk's message do not fit", error))
		return FALSE;
	if (self->admission.wrong >= self->desk->limits.wrong_max_code)
		return spend(self, "code-burnt", error);
	return mc_admissions_change(self->desk->admissions, &self->admission, error);
}

/* The keys of a genuine message. */
typedef struct Keys {
	McCsr signing, tls;
} Keys;

static void
keys_clear(Keys *keys)
{
	mc_csr_clear(&keys->signing);
	mc_csr_clear(&keys->tls);
}

/* What is inside a genuine message. NULL: all is well. */
static char *
content_problem(const Knock *self, Keys *keys)
{
	g_autoptr(GError) problem = NULL;
	const char *kiosk = self->admission.kiosk;

	if (!mc_csr_read(self->request.signing, &keys->signing, &problem) ||
	    !mc_csr_read(self->request.tls, &keys->tls, &problem))
		return g_strdup(problem->message);
	if (strcmp(self->request.kiosk, kiosk) == 0 && strcmp(keys->signing.name, kiosk) == 0 &&
	    strcmp(keys->tls.name, kiosk) == 0)
		return NULL;
	return g_strdup("the code was given out for another kiosk");
}

/* Each key is new, and for one thing alone. */
static gboolean
find_shared(const Knock *self, const Keys *keys, gboolean *is_shared, GError **error)
{
	McKeyPast signing = MC_KEY_UNKNOWN;
	McKeyPast tls = MC_KEY_UNKNOWN;
	McAdmissions *admissions = self->desk->admissions;

	if (!mc_authorities_key_past(
	        admissions, &keys->signing, MC_KEY_USE_SEAL, self->now_us, &signing, error) ||
	    !mc_authorities_key_past(admissions, &keys->tls, MC_KEY_USE_TLS, self->now_us, &tls, error))
		return FALSE;
	*is_shared = strcmp(keys->signing.key_digest, keys->tls.key_digest) == 0 ||
	             signing != MC_KEY_UNKNOWN || tls != MC_KEY_UNKNOWN;
	return TRUE;
}

static gboolean
put_before_a_person(Knock *self, const Keys *keys, GError **error)
{
	McAdmission *it = &self->admission;

	it->state = MC_ADMISSION_PENDING;
	it->request = g_bytes_ref(self->http->body);
	g_strlcpy(it->fingerprint, keys->signing.fingerprint, sizeof it->fingerprint);
	g_strlcpy(it->protection, mc_protection_name(self->request.protection), sizeof it->protection);
	g_strlcpy(it->request_digest, self->digest, sizeof it->request_digest);
	answer(self, 202, pending_json());
	return mc_admissions_change(self->desk->admissions, it, error) &&
	       note(self, "asked", it->fingerprint, error);
}

static gboolean
take(Knock *self, GError **error)
{
	Keys keys = {0};
	g_autofree char *problem = content_problem(self, &keys);
	gboolean is_shared = FALSE;
	gboolean good = problem != NULL || find_shared(self, &keys, &is_shared, error);

	if (problem != NULL)
		good = refuse(self, MC_PROBLEM_BAD_ENROLMENT, "bad-request", problem, error);
	else if (is_shared)
		good = refuse(self, MC_PROBLEM_SHARED_KEY, "bad-request",
		    "sealing and connections need a key each, which was never certified before", error);
	else if (good)
		good = put_before_a_person(self, &keys, error);
	keys_clear(&keys);
	return good;
}

static gboolean
knock_open(Knock *self, GError **error)
{
	gsize size = 0;
	const guint8 *keys =
	    self->admission.keys != NULL ? g_bytes_get_data(self->admission.keys, &size) : NULL;

	if (self->now_us >= self->admission.until_us) {
		mc_problems_add(self->problems, MC_PROBLEM_SPENT_CODE, "the code has expired");
		return spend(self, "expired-code", error);
	}
	/* The first half; the second is the answer's. */
	if (size != 2 * MC_ENROL_KEY_BYTES || !mc_enrol_is_genuine(self->http->body, keys))
		return count_wrong(self, error);
	return take(self, error);
}

/* Asked again, or by somebody else under the same code. */
static gboolean
knock_again(Knock *self, GError **error)
{
	const McAdmission *it = &self->admission;

	if (strcmp(it->request_digest, self->digest) != 0)
		return refuse(self, MC_PROBLEM_SPENT_CODE, "used-code", "the code has been used", error);
	if (it->state == MC_ADMISSION_APPROVED)
		answer(self, 200, g_bytes_ref(it->answer));
	else
		answer(self, 202, pending_json());
	return TRUE;
}

static gboolean
knock_at(Knock *self, GError **error)
{
	gboolean found = FALSE;

	if (!mc_admissions_find(
	        self->desk->admissions, self->request.code, &self->admission, &found, error))
		return FALSE;
	if (!found)
		return refuse(self, MC_PROBLEM_WRONG_CODE, "wrong-code",
		    "the code and the kiosk's message do not fit", error);
	switch (self->admission.state) {
	case MC_ADMISSION_OPEN: return knock_open(self, error);
	case MC_ADMISSION_PENDING:
	case MC_ADMISSION_APPROVED: return knock_again(self, error);
	case MC_ADMISSION_REFUSED:
		return refuse(self, MC_PROBLEM_TURNED_AWAY, "turned-away",
		    "this code's kiosk was turned away, or the code is spent", error);
	}
	return FALSE;
}

static gboolean
knock(Knock *self, GError **error)
{
	GError *problem = NULL;
	gboolean often = FALSE;

	if (!is_too_often(self, &often, error))
		return FALSE;
	if (often) {
		mc_problems_add(self->problems, MC_PROBLEM_TOO_MANY, "too many wrong codes");
		self->reply->retry_after_s = 60 * self->desk->limits.window_minutes;
		return TRUE;
	}
	mc_digest_hex(self->http->body, self->digest);
	if (mc_enrol_request_read(self->http->body, &self->request, &problem))
		return knock_at(self, error);
	mc_problems_take(self->problems, MC_PROBLEM_BAD_ENROLMENT, problem);
	return note(self, "wrong-code", "no request", error);
}

static void
handle(const McHttpRequest *http, McHttpReply *reply, gpointer data)
{
	McAdmissionDesk *desk = data;
	g_autoptr(McProblems) problems = mc_problems_new();
	Knock self = {desk, http, reply, problems, mc_clock_wall_us(desk->clock)};
	GError *problem = NULL;
	gboolean good = FALSE;

	if (http->method != MC_HTTP_POST || strcmp(http->path, "/v1/enrolments") != 0) {
		mc_problems_add(problems, MC_PROBLEM_NOT_FOUND, "no such address");
	} else if (http->is_too_large) {
		mc_problems_add(problems, MC_PROBLEM_TOO_LARGE, "no request is that long");
	} else if (mc_admissions_begin(desk->admissions, &problem)) {
		good = knock(&self, &problem);
		(void)(mc_admissions_end(desk->admissions, good, good ? &problem : NULL));
	}
	if (problem != NULL) {
		g_clear_pointer(&reply->body, g_bytes_unref);
		mc_problems_take(problems, MC_PROBLEM_STORAGE, problem);
	}
	if (mc_problems_count(problems) > 0) {
		g_autofree char *text = mc_problems_text(problems);

		g_message("%s: refused: %s", http->peer, text);
		reply->status = mc_problems_status(problems);
		reply->content_type = "application/json";
		reply->body = mc_problems_json(problems);
	}
	mc_enrol_request_clear(&self.request);
	mc_admission_clear(&self.admission);
}

/* Each request is durable when its handling returns. */
static gboolean
commit(gpointer data)
{
	return TRUE;
}

static void
replied(gpointer data)
{
}

/* Nothing is asked of a client here. */
static void
turned_away(McHttpPeerFault fault, const char *text, McHttpReply *reply, gpointer data)
{
}

/* Nor held against a list. */
static gboolean
reload(gpointer data, GError **error)
{
	return TRUE;
}

const McHttpOps mc_admission_desk_http_ops = {.handle = handle,
    .turned_away = turned_away,
    .reload = reload,
    .commit = commit,
    .replied = replied};
