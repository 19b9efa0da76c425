#include "app/gateway/admission/office.h"

#include "app/base/error.h"
#include "app/gateway/admission/old-chain.h"
#include "app/record/content.h"
#include <string.h>

static gboolean
refuse(GError **error, const char *kiosk, const char *problem)
{
	g_set_error(error, MC_ERROR, MC_ERROR_REFUSED, "kiosk %s: %s", kiosk, problem);
	return FALSE;
}

static gboolean
note(McOffice *self, const char *event, const char *kiosk, const char *what, GError **error)
{
	return mc_admissions_note(
	    self->admissions, &(McAdmissionNote){self->now_us, event, kiosk, what, ""}, error);
}

static gboolean
is_name(const char *kiosk)
{
	gsize length = strlen(kiosk);

	for (gsize i = 0; i < length; i++)
		if (!g_ascii_isalnum(kiosk[i]) && strchr("-_.", kiosk[i]) == NULL)
			return FALSE;
	return length > 0 && length <= 32;
}

/* ---- invitations ---- */

static gboolean
add_code(McOffice *self, const McEnrolCode *code, McAdmission *it, GError **error)
{
	McEnrolKeys keys;
	guint8 both[2 * MC_ENROL_KEY_BYTES];
	gboolean good = FALSE;

	mc_enrol_code_keys(code, &keys);
	memcpy(both, keys.request, MC_ENROL_KEY_BYTES);
	memcpy(both + MC_ENROL_KEY_BYTES, keys.answer, MC_ENROL_KEY_BYTES);
	g_strlcpy(it->code, keys.id, sizeof it->code);
	it->keys = g_bytes_new(both, sizeof both);
	explicit_bzero(both, sizeof both);
	explicit_bzero(&keys, sizeof keys);
	good = mc_admissions_add(self->admissions, it, error) &&
	       note(self, it->replaces ? "invited-replacement" : "invited", it->kiosk, it->code, error);
	mc_admission_clear(it);
	return good;
}

static gboolean
may_invite(McOffice *self, const McInvitation *invitation, GError **error)
{
	const char *kiosk = invitation->kiosk;
	guint holds = 0;

	if (!is_name(kiosk))
		return refuse(error, "?", "an id is letters, digits, hyphens, dots, at most 32");
	if (invitation->replaces)
		return mc_old_chain_settle(self, kiosk, invitation->nothing_to_come, error);
	if (!mc_admissions_holds(self->admissions, kiosk, self->now_us, &holds, error))
		return FALSE;
	return holds == 0 || refuse(error, kiosk,
	                         "it holds certificates; --replace lets new hardware take its place");
}

gboolean
mc_office_invite(
    McOffice *self, const McInvitation *invitation, char text[MC_ENROL_CODE_SIZE], GError **error)
{
	g_autofree char *root = g_build_filename(self->folder, "tls-root.pem", NULL);
	McAdmission it = {.replaces = invitation->replaces,
	    .made_us = self->now_us,
	    .until_us = self->now_us + MC_OFFICE_CODE_HOURS * G_TIME_SPAN_HOUR};
	McEnrolCode code;
	gboolean good = FALSE;

	if (!mc_enrol_code_new(root, &code, error))
		return FALSE;
	g_strlcpy(it.kiosk, invitation->kiosk, sizeof it.kiosk);
	if (mc_admissions_begin(self->admissions, error)) {
		good = may_invite(self, invitation, error) && add_code(self, &code, &it, error);
		good = mc_admissions_end(self->admissions, good, good ? error : NULL);
	}
	if (good)
		mc_enrol_code_write(&code, text);
	explicit_bzero(&code, sizeof code);
	return good;
}

/* ---- approval ---- */

static gboolean
revoke_all(
    McOffice *self, McAuthorities *authorities, const char *kiosk, guint *count, GError **error)
{
	g_autofree char *what = NULL;

	if (!mc_admissions_revoke(self->admissions, kiosk, self->now_us, count, error))
		return FALSE;
	what = g_strdup_printf("%u certificates", *count);
	return note(self, "revoked", kiosk, what, error) &&
	       mc_authorities_write_lists(authorities, self->admissions, self->now_us, error);
}

typedef struct Issuing {
	McOffice *office;
	McAuthorities *authorities;
	const McDecision *decision;
	McEnrolRequest request;
	McCsr signing, tls;
	McEnrolAnswer answer;
} Issuing;

static gboolean
certify(Issuing *self, McKeyUse use, GError **error)
{
	McGrant grant = {.use = use,
	    .days = self->authorities->days,
	    .protection = self->request.protection,
	    .is_claimed = !self->decision->vouches,
	    .now_wall_us = self->office->now_us};
	const McCsr *csr = use == MC_KEY_USE_SEAL ? &self->signing : &self->tls;
	const char *name = use == MC_KEY_USE_SEAL ? "recorder/signing.crt" : "courier/tls.crt";
	g_autoptr(GBytes) pem = NULL;
	g_autoptr(GBytes) chain = NULL;
	GError *problem = NULL;
	char serial[41] = "";

	pem = mc_authorities_certify(
	    self->authorities, csr, &grant, self->office->admissions, serial, error);
	if (pem == NULL)
		return FALSE;
	if (use == MC_KEY_USE_TLS)
		chain = mc_authorities_chain(self->authorities, use, &problem);
	if (problem != NULL) {
		g_propagate_error(error, problem);
		return FALSE;
	}
	self->answer.file[mc_enrol_file_find(name)] = mc_pem_join(pem, chain);
	return note(self->office, "certified", csr->name, serial, error);
}

/* The keys that the MACs are made with go with the decision. */
static gboolean
decide(Issuing *self, McAdmission *it, GError **error)
{
	gsize size = 0;
	const guint8 *keys = it->keys != NULL ? g_bytes_get_data(it->keys, &size) : NULL;

	if (size != 2 * MC_ENROL_KEY_BYTES)
		return refuse(error, it->kiosk, "the code's keys are gone; invite it again");
	g_strlcpy(self->answer.code, it->code, sizeof self->answer.code);
	g_strlcpy(self->answer.request, it->request_digest, sizeof self->answer.request);
	it->answer = mc_enrol_answer_write(&self->answer, keys + MC_ENROL_KEY_BYTES, error);
	if (it->answer == NULL)
		return FALSE;
	g_clear_pointer(&it->keys, g_bytes_unref);
	it->state = MC_ADMISSION_APPROVED;
	return mc_admissions_change(self->office->admissions, it, error) &&
	       note(self->office, "approved", it->kiosk, it->fingerprint, error);
}

static gboolean
issue(Issuing *self, McAdmission *it, GError **error)
{
	guint count = 0;

	if (it->replaces &&
	    (!mc_old_chain_settle(self->office, it->kiosk, self->decision->nothing_to_come, error) ||
	        !revoke_all(self->office, self->authorities, it->kiosk, &count, error) ||
	        !mc_old_chain_close(self->office, it->kiosk, error)))
		return FALSE;
	return mc_enrol_request_read(it->request, &self->request, error) &&
	       mc_csr_read(self->request.signing, &self->signing, error) &&
	       mc_csr_read(self->request.tls, &self->tls, error) &&
	       certify(self, MC_KEY_USE_SEAL, error) && certify(self, MC_KEY_USE_TLS, error) &&
	       mc_authorities_hand_out(self->authorities, &self->answer, error) &&
	       decide(self, it, error);
}

static gboolean
find_waiting(McOffice *self, const char *kiosk, McAdmission *it, GError **error)
{
	gboolean found = FALSE;

	if (!mc_admissions_find_pending(self->admissions, kiosk, it, &found, error))
		return FALSE;
	return found || refuse(error, kiosk, "nothing of it waits for a decision");
}

static gboolean
approve(McOffice *self, McAuthorities *authorities, const McDecision *decision, GError **error)
{
	Issuing issuing = {.office = self, .authorities = authorities, .decision = decision};
	McAdmission it = {0};
	gboolean good = find_waiting(self, decision->kiosk, &it, error);

	if (good && decision->fingerprint != NULL &&
	    g_ascii_strcasecmp(decision->fingerprint, it.fingerprint) != 0)
		good = refuse(error, decision->kiosk,
		    "the fingerprint is another one than that of the key that asks; turn it away");
	good = good && issue(&issuing, &it, error);
	mc_enrol_request_clear(&issuing.request);
	mc_csr_clear(&issuing.signing);
	mc_csr_clear(&issuing.tls);
	mc_enrol_answer_clear(&issuing.answer);
	mc_admission_clear(&it);
	return good;
}

gboolean
mc_office_approve(McOffice *self, const McDecision *decision, GError **error)
{
	g_autoptr(McAuthorities) authorities = mc_authorities_load(self->folder, self->days, error);
	gboolean good = FALSE;

	if (authorities == NULL || !mc_admissions_begin(self->admissions, error))
		return FALSE;
	good = approve(self, authorities, decision, error);
	return mc_admissions_end(self->admissions, good, good ? error : NULL);
}

static gboolean
turn_away(McOffice *self, const char *kiosk, GError **error)
{
	McAdmission it = {0};
	gboolean good = find_waiting(self, kiosk, &it, error);

	it.state = MC_ADMISSION_REFUSED;
	g_clear_pointer(&it.keys, g_bytes_unref);
	good = good && mc_admissions_change(self->admissions, &it, error) &&
	       note(self, "turned-away", kiosk, it.fingerprint, error);
	mc_admission_clear(&it);
	return good;
}

gboolean
mc_office_turn_away(McOffice *self, const char *kiosk, GError **error)
{
	gboolean good = FALSE;

	if (!mc_admissions_begin(self->admissions, error))
		return FALSE;
	good = turn_away(self, kiosk, error);
	return mc_admissions_end(self->admissions, good, good ? error : NULL);
}

gboolean
mc_office_revoke(McOffice *self, const char *kiosk, guint *count, GError **error)
{
	g_autoptr(McAuthorities) authorities = mc_authorities_load(self->folder, self->days, error);
	gboolean good = FALSE;

	if (authorities == NULL || !mc_admissions_begin(self->admissions, error))
		return FALSE;
	good = revoke_all(self, authorities, kiosk, count, error);
	return mc_admissions_end(self->admissions, good, good ? error : NULL);
}
