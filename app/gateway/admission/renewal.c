#include "app/gateway/admission/renewal.h"

#include "app/base/error.h"
#include "app/enrol/est.h"
#include "app/enrol/renew.h"
#include "app/gateway/admission/authorities.h"
#include <string.h>

struct McRenewals {
	McAuthorities *authorities;
	McAdmissions *admissions;
	McVerifier *kiosks;
	McClock *clock;
};

McRenewals *
mc_renewals_new(
    const char *gateway_folder, guint days, McVerifier *kiosks, McClock *clock, GError **error)
{
	g_autoptr(McRenewals) self = g_new0(McRenewals, 1);
	g_autofree char *path = g_build_filename(gateway_folder, "admissions.db", NULL);

	self->kiosks = kiosks;
	self->clock = clock;
	self->authorities = mc_authorities_load(gateway_folder, days, error);
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
	const char *kiosk;
	McGrant grant;
	GBytes *csr;
} Asked;

static gboolean
issue(McRenewals *self, const Asked *asked, const McCsr *csr, GBytes **pem, GError **error)
{
	g_autoptr(GBytes) leaf = NULL;
	g_autoptr(GBytes) chain = NULL;
	GError *problem = NULL;
	char serial[41];

	leaf = mc_authorities_certify(
	    self->authorities, csr, &asked->grant, self->admissions, serial, error);
	if (leaf == NULL)
		return FALSE;
	chain = mc_authorities_chain(self->authorities, asked->grant.use, &problem);
	if (problem != NULL) {
		g_propagate_error(error, problem);
		return FALSE;
	}
	*pem = mc_pem_join(leaf, chain);
	return mc_admissions_note(self->admissions,
	    &(McAdmissionNote){asked->grant.now_wall_us, "renewed", asked->kiosk, serial, ""}, error);
}

static GBytes *
certify(McRenewals *self, const Asked *asked, McProblems *problems)
{
	McCsr csr = {0};
	GError *problem = NULL;
	g_autoptr(GBytes) pem = NULL;
	GBytes *answer = NULL;
	gboolean good = FALSE;

	if (!mc_csr_read(asked->csr, &csr, &problem)) {
		mc_problems_take(problems, MC_PROBLEM_BAD_RENEWAL, problem);
		return NULL;
	}
	if (strcmp(csr.name, asked->kiosk) != 0) {
		mc_problems_add(problems, MC_PROBLEM_BAD_RENEWAL, "the request names another kiosk");
	} else if (mc_admissions_begin(self->admissions, &problem)) {
		good = issue(self, asked, &csr, &pem, &problem);
		good = mc_admissions_end(self->admissions, good, good ? &problem : NULL);
		answer = good ? mc_est_certificates_write(pem, &problem) : NULL;
	}
	if (problem != NULL)
		mc_problems_take(problems,
		    g_error_matches(problem, MC_ERROR, MC_ERROR_REFUSED) ? MC_PROBLEM_BAD_RENEWAL
		                                                         : MC_PROBLEM_STORAGE,
		    problem);
	mc_csr_clear(&csr);
	return answer;
}

static GBytes *
renew_tls(McRenewals *self, const char *kiosk, GBytes *body, McProblems *problems)
{
	g_autoptr(GBytes) csr = mc_est_request_read(body);
	const Asked asked = {kiosk,
	    {.use = MC_KEY_USE_TLS,
	        .days = self->authorities->days,
	        .now_wall_us = mc_clock_wall_us(self->clock)},
	    csr};

	if (csr != NULL)
		return certify(self, &asked, problems);
	mc_problems_add(problems, MC_PROBLEM_BAD_RENEWAL, "the request is no base64");
	return NULL;
}

/* What a person vouched for stays vouched for, unless the new key is to be kept better. */
static GBytes *
renew_seal(McRenewals *self, const char *kiosk, GBytes *body, McProblems *problems)
{
	gint64 now_us = mc_clock_wall_us(self->clock);
	McSealedBy by = {0};
	GError *problem = NULL;
	g_autoptr(GBytes) content = mc_seal_verify(self->kiosks, body, now_us, &by, &problem);
	McRenewal renewal = {0};
	Asked asked = {.kiosk = kiosk};
	GBytes *answer = NULL;

	if (content == NULL || !mc_renewal_read(content, &renewal, &problem)) {
		mc_problems_take(problems, MC_PROBLEM_BAD_RENEWAL, problem);
		return NULL;
	}
	asked.csr = renewal.csr;
	asked.grant = (McGrant){.use = MC_KEY_USE_SEAL,
	    .days = self->authorities->days,
	    .protection = renewal.protection,
	    .is_claimed = by.is_claimed || (int)renewal.protection > by.protection,
	    .now_wall_us = now_us};
	if (strcmp(by.name, kiosk) == 0 && strcmp(renewal.kiosk, kiosk) == 0)
		answer = certify(self, &asked, problems);
	else
		mc_problems_add(problems, MC_PROBLEM_BAD_RENEWAL, "another kiosk's seal");
	mc_renewal_clear(&renewal);
	return answer;
}

GBytes *
mc_renewals_handle(
    McAddressKind kind, const char *kiosk, GBytes *body, McProblems *problems, gpointer data)
{
	return kind == MC_ADDRESS_RENEW_TLS ? renew_tls(data, kiosk, body, problems)
	                                    : renew_seal(data, kiosk, body, problems);
}
