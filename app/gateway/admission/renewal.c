#include "app/gateway/admission/renewal.h"

#include "app/base/error.h"
#include "app/enrol/est.h"
#include "app/enrol/renew.h"
#include "app/gateway/admission/authorities.h"
#include <string.h>

struct McRenewals {
	McAuthorities *authorities;
	McAdmissions *admissions;
	guint per_day;
	McVerifier *kiosks;
	McClock *clock;
	McKillPoint *kill;
};

McRenewals *
mc_renewals_new(const McRenewalParts *parts, GError **error)
{
	g_autoptr(McRenewals) self = g_new0(McRenewals, 1);
	g_autofree char *path = g_build_filename(parts->gateway_folder, "admissions.db", NULL);

	self->per_day = parts->per_day;
	self->kiosks = parts->kiosks;
	self->clock = parts->clock;
	self->kill = parts->kill;
	self->authorities = mc_authorities_load(parts->gateway_folder, parts->days, error);
	if (self->authorities != NULL)
		self->admissions = mc_admissions_open(path, error);
	return self->admissions != NULL ? g_steal_pointer(&self) : NULL;
}

void
mc_renewals_free(McRenewals *self)
{
	if (self == NULL)
		return;
	mc_authorities_free(self->authorities);
	mc_admissions_close(self->admissions);
	g_free(self);
}

/* What is asked for, once it is proven who asks. */
typedef struct Asked {
	const McHttpRequest *http;
	McGrant grant;
	GBytes *csr;
	const char *key_in_force; /* of the seal that is renewed; NULL = the connection's */
} Asked;

static void
pass(McRenewals *self, const char *place)
{
	if (self->kill != NULL)
		mc_kill_point_pass(self->kill, NULL, place);
}

static gboolean
note(McRenewals *self, const Asked *asked, const char *event, const char *what, GError **error)
{
	return mc_admissions_note(self->admissions,
	    &(McAdmissionNote){asked->grant.now_wall_us, event, asked->http->client, what, ""}, error);
}

/* With its chain, in one transaction with the note. */
static GBytes *
issue(McRenewals *self, const Asked *asked, const McCsr *csr, const char *event, GError **error)
{
	g_autoptr(GBytes) leaf = NULL;
	g_autoptr(GBytes) chain = NULL;
	GError *problem = NULL;
	char serial[41];

	leaf = mc_authorities_certify(
	    self->authorities, csr, &asked->grant, self->admissions, serial, error);
	if (leaf == NULL)
		return NULL;
	chain = mc_authorities_chain(self->authorities, asked->grant.use, &problem);
	if (problem != NULL) {
		g_propagate_error(error, problem);
		return NULL;
	}
	return note(self, asked, event, serial, error) ? mc_pem_join(leaf, chain) : NULL;
}

/* A new key, which does nothing else and did nothing else. */
static gboolean
is_shared(const Asked *asked, const McCsr *csr, McKeyPast past)
{
	return past == MC_KEY_SPOKEN_FOR || g_strcmp0(csr->key_digest, asked->http->client_key) == 0 ||
	       g_strcmp0(csr->key_digest, asked->key_in_force) == 0;
}

static GBytes *
certify_key(
    McRenewals *self, const Asked *asked, const McCsr *csr, McProblems *problems, GError **error)
{
	McKeyPast past = MC_KEY_UNKNOWN;
	GError *problem = NULL;
	g_autoptr(GBytes) pem = NULL;

	if (!mc_authorities_key_past(
	        self->admissions, csr, asked->grant.use, asked->grant.now_wall_us, &past, error))
		return NULL;
	if (is_shared(asked, csr, past)) {
		mc_problems_add(problems, MC_PROBLEM_SHARED_KEY,
		    "the key is in force already, or was certified for something else");
		return NULL;
	}
	pem = issue(self, asked, csr, past == MC_KEY_CERTIFIED ? "renewed-again" : "renewed", &problem);
	/* A key of another suite than the authority's. */
	if (g_error_matches(problem, MC_ERROR, MC_ERROR_REFUSED))
		mc_problems_take(problems, MC_PROBLEM_BAD_RENEWAL, problem);
	else if (problem != NULL)
		g_propagate_error(error, problem);
	return pem != NULL ? mc_est_certificates_write(pem, error) : NULL;
}

static GBytes *
certify(McRenewals *self, const Asked *asked, McProblems *problems, GError **error)
{
	McCsr csr = {0};
	GError *problem = NULL;
	GBytes *answer = NULL;

	if (!mc_csr_read(asked->csr, &csr, &problem))
		mc_problems_take(problems, MC_PROBLEM_BAD_RENEWAL, problem);
	else if (strcmp(csr.name, asked->http->client) != 0)
		mc_problems_add(problems, MC_PROBLEM_BAD_RENEWAL, "the request names another kiosk");
	else
		answer = certify_key(self, asked, &csr, problems, error);
	mc_csr_clear(&csr);
	return answer;
}

static GBytes *
renew_tls(McRenewals *self, Asked *asked, McProblems *problems, GError **error)
{
	g_autoptr(GBytes) csr = mc_est_request_read(asked->http->body);

	asked->csr = csr;
	if (csr != NULL)
		return certify(self, asked, problems, error);
	mc_problems_add(problems, MC_PROBLEM_BAD_RENEWAL, "the request is no base64");
	return NULL;
}

/* What a person vouched for stays vouched for, unless the new key is to be kept better. */
static GBytes *
renew_seal(McRenewals *self, Asked *asked, McProblems *problems, GError **error)
{
	McSealedBy by = {0};
	GError *problem = NULL;
	g_autoptr(GBytes) content =
	    mc_seal_verify(self->kiosks, asked->http->body, asked->grant.now_wall_us, &by, &problem);
	McRenewal renewal = {0};
	GBytes *answer = NULL;

	if (content == NULL || !mc_renewal_read(content, &renewal, &problem)) {
		mc_problems_take(problems, MC_PROBLEM_BAD_RENEWAL, problem);
		return NULL;
	}
	asked->csr = renewal.csr;
	asked->key_in_force = by.key_digest;
	asked->grant.protection = renewal.protection;
	asked->grant.is_claimed = by.is_claimed || (int)renewal.protection > by.protection;
	if (strcmp(by.name, asked->http->client) == 0 &&
	    strcmp(renewal.kiosk, asked->http->client) == 0)
		answer = certify(self, asked, problems, error);
	else
		mc_problems_add(problems, MC_PROBLEM_BAD_RENEWAL, "another kiosk's seal");
	asked->csr = NULL;
	asked->key_in_force = NULL;
	mc_renewal_clear(&renewal);
	return answer;
}

/* Every try counts, whatever comes of it. */
static GBytes *
renew(McRenewals *self, Asked *asked, McProblems *problems, GError **error)
{
	gint64 since_us = asked->grant.now_wall_us - G_TIME_SPAN_DAY;
	const char *kiosk = asked->http->client;
	guint count = 0;
	GBytes *answer = NULL;

	if (!mc_admissions_renewals(self->admissions, kiosk, since_us, &count, error))
		return NULL;
	if (count >= self->per_day) {
		mc_problems_add(problems, MC_PROBLEM_TOO_MANY, "renewals of this kiosk within a day");
		return NULL;
	}
	answer = asked->grant.use == MC_KEY_USE_TLS ? renew_tls(self, asked, problems, error)
	                                            : renew_seal(self, asked, problems, error);
	if (answer == NULL && mc_problems_count(problems) > 0) {
		g_autofree char *codes = mc_problems_codes(problems);

		(void)note(self, asked, "bad-renewal", codes, error);
	}
	return answer;
}

GBytes *
mc_renewals_handle(
    McAddressKind kind, const McHttpRequest *request, McProblems *problems, gpointer data)
{
	McRenewals *self = data;
	Asked asked = {.http = request,
	    .grant = {.use = kind == MC_ADDRESS_RENEW_TLS ? MC_KEY_USE_TLS : MC_KEY_USE_SEAL,
	        .days = self->authorities->days,
	        .now_wall_us = mc_clock_wall_us(self->clock)}};
	GError *problem = NULL;
	g_autoptr(GBytes) answer = NULL;
	gboolean good = FALSE;

	if (mc_admissions_begin(self->admissions, &problem)) {
		answer = renew(self, &asked, problems, &problem);
		pass(self, "before-renewal");
		good =
		    mc_admissions_end(self->admissions, problem == NULL, problem == NULL ? &problem : NULL);
		pass(self, "after-renewal");
	}
	if (problem != NULL)
		mc_problems_take(problems, MC_PROBLEM_STORAGE, problem);
	return good ? g_steal_pointer(&answer) : NULL;
}
