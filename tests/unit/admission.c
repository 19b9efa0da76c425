/* The gateway's desk for kiosks without certificates, and the office behind it (B2): codes and
 * their end, what cannot be swapped or asked twice, decisions, taking back, replacing. */

#include "app/base/error.h"
#include "app/enrol/csr.h"
#include "app/enrol/est.h"
#include "app/enrol/key-card.h"
#include "app/enrol/kiosk.h"
#include "app/enrol/renew.h"
#include "app/gateway/admission/desk.h"
#include "app/gateway/admission/office.h"
#include "app/gateway/admission/renewal.h"
#include "tests/kit/provision.h"
#include <glib/gstdio.h>
#include <jansson.h>
#include <string.h>

#define KIOSK "K-0007"
#define HOUR_MS (3600u * 1000)

/* Made once: it takes longer than all that is done in it. */
static McProvision *provision;

typedef struct Fixture {
	McClock *clock;
	McAdmissions *admissions;
	char *folder;
	McAdmissionDesk desk;
	/* the kiosk's side */
	McEnrolCode code;
	McEnrolKeys keys;
	McEnrolRequest request;
} Fixture;

static McOffice
office(Fixture *self)
{
	return (McOffice){self->folder, self->admissions, 365, mc_clock_wall_us(self->clock)};
}

static McEnrolCode
invite(Fixture *self, const char *kiosk, gboolean replaces)
{
	McOffice it = office(self);
	char text[MC_ENROL_CODE_SIZE];
	McEnrolCode code;
	g_autoptr(GError) error = NULL;

	mc_office_invite(&it, kiosk, replaces, text, &error);
	g_assert_no_error(error);
	g_assert_true(mc_enrol_code_read(text, &code, &error));
	return code;
}

static GBytes *
new_csr(const char *kiosk)
{
	g_autoptr(EVP_PKEY) key = mc_key_new(MC_SUITE_P256, NULL);

	return mc_csr_new(key, kiosk, NULL);
}

/* What a kiosk asks with under a code. */
static void
prepare(Fixture *self, const char *kiosk)
{
	mc_enrol_request_clear(&self->request);
	mc_enrol_code_keys(&self->code, &self->keys);
	self->request = (McEnrolRequest){.protection = MC_PROTECTION_TPM};
	g_strlcpy(self->request.code, self->keys.id, sizeof self->request.code);
	g_strlcpy(self->request.kiosk, kiosk, sizeof self->request.kiosk);
	self->request.signing = new_csr(kiosk);
	self->request.tls = new_csr(kiosk);
}

static void
set_up(Fixture *self, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = NULL;

	self->clock = mc_clock_new_manual(g_get_real_time());
	self->folder = mc_provision_path(provision, "gateway");
	path = g_build_filename(self->folder, "admissions.db", NULL);
	self->admissions = mc_admissions_open(path, &error);
	g_assert_no_error(error);
	self->desk = (McAdmissionDesk){self->admissions, self->clock};
	self->code = invite(self, KIOSK, FALSE);
	prepare(self, KIOSK);
}

static void
tear_down(Fixture *self, gconstpointer data)
{
	static const char *const made[] = {"admissions.db", "admissions.db-wal", "admissions.db-shm",
	    "store.db", "store.db-wal", "store.db-shm", "client-crls.pem", "issued-crls.pem"};

	mc_enrol_request_clear(&self->request);
	mc_admissions_close(self->admissions);
	mc_clock_free(self->clock);
	for (gsize i = 0; i < G_N_ELEMENTS(made); i++) {
		g_autofree char *path = g_build_filename(self->folder, made[i], NULL);

		g_unlink(path);
	}
	g_free(self->folder);
}

typedef struct Said {
	guint status;
	char code[32]; /* of the first problem, or "" */
	GBytes *body;
} Said;

static void
said_clear(Said *said)
{
	g_clear_pointer(&said->body, g_bytes_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Said, said_clear)

static Said
knock_from(Fixture *self, GBytes *bytes, const char *peer)
{
	McHttpRequest http = {
	    .method = MC_HTTP_POST, .path = "/v1/enrolments", .peer = peer, .body = bytes};
	McHttpReply reply = {0};
	Said said = {0};
	json_auto_t *json = NULL;
	const char *code = NULL;

	mc_admission_desk_http_ops.handle(&http, &reply, &self->desk);
	said.status = reply.status;
	said.body = reply.body;
	json = json_loadb(g_bytes_get_data(said.body, NULL), g_bytes_get_size(said.body), 0, NULL);
	code = json_string_value(
	    json_object_get(json_array_get(json_object_get(json, "problems"), 0), "code"));
	g_strlcpy(said.code, code != NULL ? code : "", sizeof said.code);
	return said;
}

static void
assert_said(Fixture *self, GBytes *bytes, guint status, const char *code)
{
	g_auto(Said) said = knock_from(self, bytes, "192.0.2.1");

	g_assert_cmpstr(said.code, ==, code);
	g_assert_cmpuint(said.status, ==, status);
}

static GBytes *
message(Fixture *self)
{
	g_autoptr(GError) error = NULL;
	GBytes *bytes = mc_enrol_request_write(&self->request, self->keys.request, &error);

	g_assert_no_error(error);
	return bytes;
}

static void
approve(Fixture *self, const char *kiosk, const char *fingerprint, gboolean vouches)
{
	McOffice it = office(self);
	const McDecision decision = {kiosk, fingerprint, vouches};
	g_autoptr(GError) error = NULL;

	mc_office_approve(&it, &decision, &error);
	g_assert_no_error(error);
}

static void
refuse_to_approve(Fixture *self, const char *kiosk, const char *fingerprint)
{
	McOffice it = office(self);
	const McDecision decision = {kiosk, fingerprint, FALSE};
	g_autoptr(GError) error = NULL;

	g_assert_false(mc_office_approve(&it, &decision, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_REFUSED);
}

static void
fingerprint_of(const Fixture *self, char text[MC_ENROL_FINGERPRINT_SIZE])
{
	McCsr csr;

	g_assert_true(mc_csr_read(self->request.signing, &csr, NULL));
	memcpy(text, csr.fingerprint, MC_ENROL_FINGERPRINT_SIZE);
	mc_csr_clear(&csr);
}

static void
count_note(const McAdmissionNote *note, gpointer data)
{
	GHashTable *counts = data;
	gpointer count = g_hash_table_lookup(counts, note->event);

	g_hash_table_insert(counts, g_strdup(note->event), GINT_TO_POINTER(GPOINTER_TO_INT(count) + 1));
}

static int
notes(Fixture *self, const char *event)
{
	g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GError) error = NULL;

	mc_admissions_each_note(self->admissions, count_note, counts, &error);
	g_assert_no_error(error);
	return GPOINTER_TO_INT(g_hash_table_lookup(counts, event));
}

/* ---- the straight way ---- */

static void
test_admits_after_a_decision(Fixture *self, gconstpointer data)
{
	g_autoptr(GBytes) bytes = message(self);
	g_auto(Said) said = {0};
	g_autoptr(GError) error = NULL;
	McEnrolAnswer answer;
	McKeyCard seal;
	McKeyCard tls;
	char fingerprint[MC_ENROL_FINGERPRINT_SIZE];

	assert_said(self, bytes, 202, "");
	assert_said(self, bytes, 202, ""); /* it asks again as long as nobody has decided */
	fingerprint_of(self, fingerprint);
	approve(self, KIOSK, fingerprint, TRUE);
	said = knock_from(self, bytes, "192.0.2.1");
	g_assert_cmpuint(said.status, ==, 200);
	g_assert_true(mc_enrol_is_genuine(said.body, self->keys.answer));
	g_assert_true(mc_enrol_answer_read(said.body, &answer, &error));
	g_assert_no_error(error);
	g_assert_true(mc_key_card_read_pem(
	    answer.file[mc_enrol_file_find("recorder/signing.crt")], &seal, &error));
	g_assert_true(
	    mc_key_card_read_pem(answer.file[mc_enrol_file_find("courier/tls.crt")], &tls, &error));
	g_assert_cmpstr(seal.name, ==, KIOSK);
	g_assert_cmpstr(seal.fingerprint, ==, fingerprint);
	g_assert_cmpint(seal.protection, ==, MC_PROTECTION_TPM);
	g_assert_false(seal.is_claimed);
	g_assert_cmpstr(tls.name, ==, KIOSK);
	for (guint i = 0; i < MC_ENROL_FILES; i++)
		g_assert_nonnull(answer.file[i]);
	mc_enrol_answer_clear(&answer);
	g_assert_cmpint(notes(self, "asked"), ==, 1);
	g_assert_cmpint(notes(self, "approved"), ==, 1);
	g_assert_cmpint(notes(self, "certified"), ==, 2);
}

/* Without somebody who has looked, the certificate says that the kiosk claims it. */
static void
test_a_claim_stays_a_claim(Fixture *self, gconstpointer data)
{
	g_autoptr(GBytes) bytes = message(self);
	g_auto(Said) said = {0};
	McEnrolAnswer answer;
	McKeyCard seal;

	assert_said(self, bytes, 202, "");
	approve(self, KIOSK, NULL, FALSE);
	said = knock_from(self, bytes, "192.0.2.1");
	g_assert_true(mc_enrol_answer_read(said.body, &answer, NULL));
	g_assert_true(
	    mc_key_card_read_pem(answer.file[mc_enrol_file_find("recorder/signing.crt")], &seal, NULL));
	g_assert_true(seal.is_claimed);
	mc_enrol_answer_clear(&answer);
}

/* ---- what cannot be done ---- */

static void
test_code_ends_after_a_day(Fixture *self, gconstpointer data)
{
	g_autoptr(GBytes) bytes = message(self);

	mc_clock_advance_ms(self->clock, 24 * HOUR_MS - 1);
	mc_clock_advance_ms(self->clock, 1);
	assert_said(self, bytes, 409, "spent-code");
	g_assert_cmpint(notes(self, "expired-code"), ==, 1);
	/* and it does not come to life again when a clock is set back */
	mc_clock_move_wall_us(self->clock, -2 * G_TIME_SPAN_HOUR);
	assert_said(self, bytes, 403, "turned-away");
}

static void
test_code_holds_until_then(Fixture *self, gconstpointer data)
{
	g_autoptr(GBytes) bytes = message(self);

	mc_clock_advance_ms(self->clock, 24 * HOUR_MS - 1);
	assert_said(self, bytes, 202, "");
}

/* The courier keeps the recorder's MAC and puts a key of its own. */
static void
test_keys_cannot_be_swapped(Fixture *self, gconstpointer data)
{
	g_autoptr(GBytes) bytes = message(self);
	McEnrolRequest swapped;
	McEnrolKeys guess = self->keys;
	g_autoptr(GBytes) forged = NULL;

	g_assert_true(mc_enrol_request_read(bytes, &swapped, NULL));
	g_bytes_unref(swapped.tls);
	swapped.tls = new_csr(KIOSK);
	guess.request[0] ^= 1;
	forged = mc_enrol_request_write(&swapped, guess.request, NULL);
	assert_said(self, forged, 403, "wrong-code");
	refuse_to_approve(self, KIOSK, NULL);
	/* the true one still gets in */
	assert_said(self, bytes, 202, "");
	/* and afterwards nothing else does under its code */
	assert_said(self, forged, 409, "spent-code");
	mc_enrol_request_clear(&swapped);
}

/* Whoever learns the code later, or sends an old message again, gets nothing. */
static void
test_code_is_good_once(Fixture *self, gconstpointer data)
{
	g_autoptr(GBytes) first = message(self);
	g_autoptr(GBytes) second = NULL;

	assert_said(self, first, 202, "");
	prepare(self, KIOSK);
	second = message(self);
	assert_said(self, second, 409, "spent-code");
	approve(self, KIOSK, NULL, FALSE);
	assert_said(self, second, 409, "spent-code");
	assert_said(self, first, 200, "");
	refuse_to_approve(self, KIOSK, NULL);
	g_assert_cmpint(notes(self, "used-code"), ==, 2);
}

static void
test_wrong_codes_burn_and_tire(Fixture *self, gconstpointer data)
{
	McEnrolKeys wrong = self->keys;
	g_autoptr(GBytes) genuine = message(self);
	g_autoptr(GBytes) bytes = NULL;
	g_auto(Said) elsewhere = {0};

	wrong.request[5] ^= 0x80;
	bytes = mc_enrol_request_write(&self->request, wrong.request, NULL);
	for (int i = 0; i < MC_DESK_WRONG_MAX_CODE; i++)
		assert_said(self, bytes, 403, "wrong-code");
	g_assert_cmpint(notes(self, "code-burnt"), ==, 1);
	assert_said(self, genuine, 403, "turned-away");
	/* a code that nobody gave out */
	self->code.secret[0] ^= 1;
	prepare(self, KIOSK);
	g_clear_pointer(&bytes, g_bytes_unref);
	bytes = message(self);
	for (int i = MC_DESK_WRONG_MAX_CODE; i < MC_DESK_WRONG_MAX; i++)
		assert_said(self, bytes, 403, "wrong-code");
	assert_said(self, bytes, 429, "too-many");
	elsewhere = knock_from(self, bytes, "192.0.2.2");
	g_assert_cmpuint(elsewhere.status, ==, 403);
	mc_clock_advance_ms(self->clock, 10 * 60 * 1000 + 1);
	assert_said(self, bytes, 403, "wrong-code");
}

static void
test_code_is_one_kiosks(Fixture *self, gconstpointer data)
{
	g_autoptr(GBytes) other = NULL;
	g_autoptr(GBytes) one_key = NULL;

	prepare(self, "K-0008");
	other = message(self);
	assert_said(self, other, 400, "bad-enrolment");
	prepare(self, KIOSK);
	g_bytes_unref(self->request.tls);
	self->request.tls = g_bytes_ref(self->request.signing);
	one_key = message(self);
	assert_said(self, one_key, 400, "bad-enrolment");
	refuse_to_approve(self, KIOSK, NULL);
}

static void
test_the_other_fingerprint_is_not_admitted(Fixture *self, gconstpointer data)
{
	g_autoptr(GBytes) bytes = message(self);
	McOffice it = office(self);

	assert_said(self, bytes, 202, "");
	refuse_to_approve(self, KIOSK, "0000-0000-0000-0000");
	g_assert_true(mc_office_turn_away(&it, KIOSK, NULL));
	assert_said(self, bytes, 403, "turned-away");
	refuse_to_approve(self, KIOSK, NULL);
}

static void
test_nonsense_is_refused(Fixture *self, gconstpointer data)
{
	g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);
	g_autoptr(GBytes) nonsense = g_bytes_new_static("{\"v\":1}", 7);
	McHttpRequest large = {.method = MC_HTTP_POST,
	    .path = "/v1/enrolments",
	    .peer = "192.0.2.1",
	    .is_too_large = TRUE};
	McHttpRequest elsewhere = {
	    .method = MC_HTTP_GET, .path = "/v1/enrolments", .peer = "192.0.2.1", .body = nothing};
	McHttpReply reply = {0};

	assert_said(self, nothing, 400, "bad-enrolment");
	assert_said(self, nonsense, 400, "bad-enrolment");
	mc_admission_desk_http_ops.handle(&large, &reply, &self->desk);
	g_assert_cmpuint(reply.status, ==, 413);
	g_clear_pointer(&reply.body, g_bytes_unref);
	mc_admission_desk_http_ops.handle(&elsewhere, &reply, &self->desk);
	g_assert_cmpuint(reply.status, ==, 404);
	g_clear_pointer(&reply.body, g_bytes_unref);
}

/* ---- the kiosk's side ---- */

static char *
begin_kiosk(const Fixture *self, McEnrolBegun *begun)
{
	char *state = mc_test_folder_new();
	const McEnrolWish wish = {state, KIOSK, MC_SUITE_P256, MC_PROTECTION_FILE, NULL};
	static const char *const folders[] = {"recorder", "courier", "trust"};
	g_autoptr(GError) error = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_autofree char *folder = g_build_filename(state, folders[i], NULL);

		g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
	}
	g_assert_false(mc_enrol_is_begun(state));
	mc_enrol_begin(&wish, &self->code, &error);
	g_assert_no_error(error);
	g_assert_true(mc_enrol_is_begun(state));
	mc_enrol_load(state, begun, &error);
	g_assert_no_error(error);
	return state;
}

static gboolean
has(const char *state, const char *name)
{
	g_autofree char *path = g_build_filename(state, name, NULL);

	return g_file_test(path, G_FILE_TEST_EXISTS);
}

static void
assert_not_admitted(const char *state, const McEnrolBegun *begun, GBytes *answer)
{
	g_autoptr(GError) error = NULL;

	g_assert_false(mc_enrol_admit(state, begun, answer, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
	g_assert_true(mc_enrol_is_begun(state));
	g_assert_false(has(state, "recorder/signing.crt"));
	g_assert_false(has(state, "courier/ca.pem"));
}

/* A courier under foreign control brings answers of its own. */
static void
assert_lies_are_refused(const char *state, const McEnrolBegun *begun, GBytes *genuine)
{
	McEnrolAnswer answer;
	guint8 guess[MC_ENROL_KEY_BYTES];
	g_autoptr(GBytes) forged = NULL;
	g_autoptr(GBytes) foreign = NULL;
	int seal = mc_enrol_file_find("recorder/signing.crt");
	int tls = mc_enrol_file_find("courier/tls.crt");

	memcpy(guess, begun->answer, sizeof guess);
	guess[0] ^= 1;
	g_assert_true(mc_enrol_answer_read(genuine, &answer, NULL));
	forged = mc_enrol_answer_write(&answer, guess, NULL);
	assert_not_admitted(state, begun, forged);
	/* genuine, and about keys that this kiosk does not have */
	g_bytes_unref(answer.file[seal]);
	answer.file[seal] = g_bytes_ref(answer.file[tls]);
	foreign = mc_enrol_answer_write(&answer, begun->answer, NULL);
	assert_not_admitted(state, begun, foreign);
	mc_enrol_answer_clear(&answer);
}

static void
test_kiosk_takes_the_genuine_answer_alone(Fixture *self, gconstpointer data)
{
	McEnrolBegun begun;
	char *state = begin_kiosk(self, &begun);
	g_autoptr(GBytes) roots = NULL;
	g_auto(Said) said = {0};
	g_autoptr(GError) error = NULL;
	const McEnrolWish again = {state, KIOSK, MC_SUITE_P256, MC_PROTECTION_FILE, NULL};
	g_autofree char *path = g_build_filename(self->folder, "kiosk-roots.pem", NULL);
	char *text = NULL;
	gsize size = 0;

	assert_said(self, begun.request, 202, "");
	approve(self, KIOSK, begun.fingerprint, FALSE);
	said = knock_from(self, begun.request, "192.0.2.1");
	assert_lies_are_refused(state, &begun, said.body);
	/* some other root at that address */
	g_assert_true(g_file_get_contents(path, &text, &size, NULL));
	roots = g_bytes_new_take(text, size);
	g_assert_null(mc_enrol_take_root(state, &begun, roots, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
	g_clear_error(&error);

	mc_enrol_admit(state, &begun, said.body, &error);
	g_assert_no_error(error);
	g_assert_true(has(state, "recorder/signing.crt") && has(state, "recorder/signing.key"));
	g_assert_true(has(state, "courier/tls.crt") && has(state, "courier/tls.key"));
	g_assert_false(has(state, "recorder/enrol"));
	g_assert_false(mc_enrol_begin(&again, &self->code, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_REFUSED);
	mc_enrol_begun_clear(&begun);
	mc_test_folder_remove(state);
}

/* ---- afterwards ---- */

static guint
holds(Fixture *self)
{
	guint count = 0;

	g_assert_true(
	    mc_admissions_holds(self->admissions, KIOSK, mc_clock_wall_us(self->clock), &count, NULL));
	return count;
}

static void
test_replacing_takes_back_the_old(Fixture *self, gconstpointer data)
{
	g_autoptr(GBytes) old = message(self);
	g_autoptr(GBytes) next = NULL;
	McOffice it = office(self);
	char text[MC_ENROL_CODE_SIZE];
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) revoked = NULL;
	g_autofree char *list = g_build_filename(self->folder, "client-crls.pem", NULL);

	assert_said(self, old, 202, "");
	approve(self, KIOSK, NULL, FALSE);
	g_assert_cmpuint(holds(self), ==, 2);
	/* a second machine under the same id needs a person's word */
	g_assert_false(mc_office_invite(&it, KIOSK, FALSE, text, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_REFUSED);
	self->code = invite(self, KIOSK, TRUE);
	prepare(self, KIOSK);
	next = message(self);
	assert_said(self, next, 202, "");
	g_assert_cmpuint(holds(self), ==, 2);
	g_assert_false(g_file_test(list, G_FILE_TEST_EXISTS));
	approve(self, KIOSK, NULL, FALSE);
	g_assert_cmpuint(holds(self), ==, 2);
	revoked = mc_admissions_revoked(self->admissions, "seal", NULL);
	g_assert_cmpuint(revoked->len, ==, 1);
	g_assert_true(g_file_test(list, G_FILE_TEST_EXISTS));
}

static void
test_taking_back(Fixture *self, gconstpointer data)
{
	g_autoptr(GBytes) bytes = message(self);
	McOffice it = office(self);
	guint count = 0;

	assert_said(self, bytes, 202, "");
	approve(self, KIOSK, NULL, FALSE);
	g_assert_true(mc_office_revoke(&it, KIOSK, &count, NULL));
	g_assert_cmpuint(count, ==, 2);
	g_assert_cmpuint(holds(self), ==, 0);
	g_assert_true(mc_office_revoke(&it, KIOSK, &count, NULL));
	g_assert_cmpuint(count, ==, 0);
}

/* ---- renewal ---- */

typedef struct Renewing {
	McVerifier *kiosks;
	McSigner *old; /* of K-0001, as it is provisioned */
	McRenewals *renewals;
} Renewing;

static Renewing
begin_renewing(Fixture *self)
{
	g_autofree char *roots = mc_provision_path(provision, "gateway/kiosk-roots.pem");
	g_autofree char *key = mc_provision_path(provision, "recorder/signing.key");
	g_autofree char *certificate = mc_provision_path(provision, "recorder/signing.crt");
	g_autofree char *chain = mc_provision_path(provision, "recorder/signing-chain.pem");
	g_autoptr(GError) error = NULL;
	Renewing it = {.kiosks = mc_verifier_new_from_file(roots, &error),
	    .old = mc_signer_new_from_files(key, certificate, chain, &error)};

	g_assert_no_error(error);
	it.renewals = mc_renewals_new(self->folder, 10, it.kiosks, self->clock, &error);
	g_assert_no_error(error);
	return it;
}

static void
end_renewing(Renewing *it)
{
	mc_renewals_free(it->renewals);
	mc_signer_free(it->old);
	mc_verifier_free(it->kiosks);
}

/* The seal over a wish for a new key of that kiosk. */
static GBytes *
sealed_wish(const Renewing *it, const char *kiosk)
{
	McRenewal renewal = {.protection = MC_PROTECTION_TPM, .csr = new_csr(kiosk)};
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) content = NULL;
	GBytes *sealed = NULL;

	g_strlcpy(renewal.kiosk, kiosk, sizeof renewal.kiosk);
	content = mc_renewal_write(&renewal, &error);
	g_assert_no_error(error);
	sealed = mc_seal(it->old, content, &error);
	g_assert_no_error(error);
	mc_renewal_clear(&renewal);
	return sealed;
}

static GBytes *
ask_to_renew(const Renewing *it, McAddressKind kind, const char *kiosk, GBytes *body, gboolean good)
{
	g_autoptr(McProblems) problems = mc_problems_new();
	GBytes *answer = mc_renewals_handle(kind, kiosk, body, problems, it->renewals);

	g_assert_cmpint(answer != NULL, ==, good);
	g_assert_cmpint(mc_problems_has(problems, MC_PROBLEM_BAD_RENEWAL), ==, !good);
	g_assert_cmpuint(mc_problems_count(problems), ==, good ? 0 : 1);
	return answer;
}

static void
test_renews_for_the_key_in_force_alone(Fixture *self, gconstpointer data)
{
	Renewing it = begin_renewing(self);
	g_autoptr(GBytes) own = sealed_wish(&it, "K-0001");
	g_autoptr(GBytes) others = sealed_wish(&it, KIOSK);
	g_autoptr(GBytes) csr = new_csr("K-0001");
	g_autoptr(GBytes) est = mc_est_request_write(csr);
	g_autoptr(GBytes) nonsense = g_bytes_new_static("?", 1);
	g_autoptr(GBytes) sealed = NULL;
	g_autoptr(GBytes) connected = NULL;
	g_autoptr(GBytes) pem = NULL;
	g_autoptr(GError) error = NULL;
	McKeyCard card;

	/* another kiosk's seal, connection or name; no seal at all */
	ask_to_renew(&it, MC_ADDRESS_RENEW_SEAL, KIOSK, own, FALSE);
	ask_to_renew(&it, MC_ADDRESS_RENEW_SEAL, KIOSK, others, FALSE);
	ask_to_renew(&it, MC_ADDRESS_RENEW_SEAL, "K-0001", others, FALSE);
	ask_to_renew(&it, MC_ADDRESS_RENEW_SEAL, "K-0001", csr, FALSE);
	ask_to_renew(&it, MC_ADDRESS_RENEW_TLS, KIOSK, est, FALSE);
	ask_to_renew(&it, MC_ADDRESS_RENEW_TLS, "K-0001", nonsense, FALSE);
	g_assert_cmpint(notes(self, "renewed"), ==, 0);

	sealed = ask_to_renew(&it, MC_ADDRESS_RENEW_SEAL, "K-0001", own, TRUE);
	pem = mc_est_certificates_read(sealed, &error);
	g_assert_no_error(error);
	g_assert_true(mc_key_card_read_pem(pem, &card, &error));
	/* nobody has vouched for the old one: the new one's place is a claim too */
	g_assert_cmpint(card.protection, ==, MC_PROTECTION_TPM);
	g_assert_true(card.is_claimed);
	connected = ask_to_renew(&it, MC_ADDRESS_RENEW_TLS, "K-0001", est, TRUE);
	g_assert_cmpint(notes(self, "renewed"), ==, 2);
	g_assert_null(mc_est_certificates_read(nonsense, NULL));
	end_renewing(&it);
}

static void
add(const char *path, void (*test)(Fixture *, gconstpointer))
{
	g_test_add(path, Fixture, NULL, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
	int status = 0;

	g_test_init(&argc, &argv, NULL);
	provision = mc_provision_new_office("p256-sha256");
	add("/admission/admits", test_admits_after_a_decision);
	add("/admission/claims", test_a_claim_stays_a_claim);
	add("/admission/code/ends", test_code_ends_after_a_day);
	add("/admission/code/holds", test_code_holds_until_then);
	add("/admission/code/once", test_code_is_good_once);
	add("/admission/code/one-kiosk", test_code_is_one_kiosks);
	add("/admission/code/burns", test_wrong_codes_burn_and_tire);
	add("/admission/swapped", test_keys_cannot_be_swapped);
	add("/admission/fingerprint", test_the_other_fingerprint_is_not_admitted);
	add("/admission/kiosk", test_kiosk_takes_the_genuine_answer_alone);
	add("/admission/nonsense", test_nonsense_is_refused);
	add("/admission/replaced", test_replacing_takes_back_the_old);
	add("/admission/renewed", test_renews_for_the_key_in_force_alone);
	add("/admission/taken-back", test_taking_back);
	status = g_test_run();
	mc_provision_free(provision);
	return status;
}
