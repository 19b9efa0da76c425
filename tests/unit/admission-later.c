/* What follows on an admission (B2): the answer that the kiosk takes, replacing, taking back,
 * renewing. */

#include "admission-kit.h"
#include "app/base/error.h"
#include "app/enrol/csr.h"
#include "app/enrol/est.h"
#include "app/enrol/key-card.h"
#include "app/enrol/kiosk.h"
#include "app/enrol/renew.h"
#include "app/gateway/admission/renewal.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

/* ---- the kiosk's side ---- */

static char *
begin_kiosk(const McAdmissionFixture *self, McEnrolBegun *begun)
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
test_kiosk_takes_the_genuine_answer_alone(McAdmissionFixture *self, gconstpointer data)
{
	McEnrolBegun begun;
	char *state = begin_kiosk(self, &begun);
	g_autoptr(GBytes) roots = NULL;
	g_auto(McAdmissionSaid) said = {0};
	g_autoptr(GError) error = NULL;
	const McEnrolWish again = {state, KIOSK, MC_SUITE_P256, MC_PROTECTION_FILE, NULL};
	g_autofree char *path = g_build_filename(self->folder, "kiosk-roots.pem", NULL);
	char *text = NULL;
	gsize size = 0;

	mc_admission_assert_said(self, begun.request, 202, "");
	mc_admission_approve(self, KIOSK, begun.fingerprint, FALSE);
	said = mc_admission_knock_from(self, begun.request, "192.0.2.1");
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
holds(McAdmissionFixture *self)
{
	guint count = 0;

	g_assert_true(
	    mc_admissions_holds(self->admissions, KIOSK, mc_clock_wall_us(self->clock), &count, NULL));
	return count;
}

static void
test_replacing_takes_back_the_old(McAdmissionFixture *self, gconstpointer data)
{
	g_autoptr(GBytes) old = mc_admission_message(self);
	g_autoptr(GBytes) next = NULL;
	McOffice it = mc_admission_office(self);
	char text[MC_ENROL_CODE_SIZE];
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) revoked = NULL;
	g_autofree char *list = g_build_filename(self->folder, "client-crls.pem", NULL);

	mc_admission_assert_said(self, old, 202, "");
	mc_admission_approve(self, KIOSK, NULL, FALSE);
	g_assert_cmpuint(holds(self), ==, 2);
	/* a second machine under the same id needs a person's word */
	g_assert_false(mc_office_invite(&it, &(McInvitation){.kiosk = KIOSK}, text, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_REFUSED);
	self->code = mc_admission_invite(self, KIOSK, TRUE);
	mc_admission_prepare(self, KIOSK);
	next = mc_admission_message(self);
	mc_admission_assert_said(self, next, 202, "");
	g_assert_cmpuint(holds(self), ==, 2);
	g_assert_false(g_file_test(list, G_FILE_TEST_EXISTS));
	mc_admission_approve(self, KIOSK, NULL, FALSE);
	g_assert_cmpuint(holds(self), ==, 2);
	revoked = mc_admissions_revoked(self->admissions, "seal", NULL);
	g_assert_cmpuint(revoked->len, ==, 1);
	g_assert_true(g_file_test(list, G_FILE_TEST_EXISTS));
}

static void
test_taking_back(McAdmissionFixture *self, gconstpointer data)
{
	g_autoptr(GBytes) bytes = mc_admission_message(self);
	McOffice it = mc_admission_office(self);
	guint count = 0;

	mc_admission_assert_said(self, bytes, 202, "");
	mc_admission_approve(self, KIOSK, NULL, FALSE);
	g_assert_true(mc_office_revoke(&it, KIOSK, &count, NULL));
	g_assert_cmpuint(count, ==, 2);
	g_assert_cmpuint(holds(self), ==, 0);
	g_assert_true(mc_office_revoke(&it, KIOSK, &count, NULL));
	g_assert_cmpuint(count, ==, 0);
}

/* ---- renewal ---- */

#define PER_DAY 12

typedef struct Renewing {
	McVerifier *kiosks;
	McSigner *old; /* of K-0001, as it is provisioned */
	McRenewals *renewals;
} Renewing;

static Renewing
begin_renewing(McAdmissionFixture *self)
{
	g_autofree char *roots = mc_provision_path(mc_admission_provision, "gateway/kiosk-roots.pem");
	g_autofree char *key = mc_provision_path(mc_admission_provision, "recorder/signing.key");
	g_autofree char *certificate =
	    mc_provision_path(mc_admission_provision, "recorder/signing.crt");
	g_autofree char *chain =
	    mc_provision_path(mc_admission_provision, "recorder/signing-chain.pem");
	g_autoptr(GError) error = NULL;
	Renewing it = {.kiosks = mc_verifier_new_from_file(roots, &error),
	    .old = mc_signer_new_from_files(key, certificate, chain, &error)};

	g_assert_no_error(error);
	it.renewals = mc_renewals_new(&(McRenewalParts){.gateway_folder = self->folder,
	                                  .days = 10,
	                                  .per_day = PER_DAY,
	                                  .kiosks = it.kiosks,
	                                  .clock = self->clock},
	    &error);
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

/* The seal over a wish for a certificate of a key. */
static GBytes *
sealed_wish_of(const Renewing *it, const char *kiosk, GBytes *csr)
{
	McRenewal renewal = {.protection = MC_PROTECTION_TPM, .csr = g_bytes_ref(csr)};
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

/* Of a new one. */
static GBytes *
sealed_wish(const Renewing *it, const char *kiosk)
{
	g_autoptr(GBytes) csr = mc_admission_new_csr(kiosk);

	return sealed_wish_of(it, kiosk, csr);
}

/* "" and an answer, or the code of its one problem. */
static GBytes *
ask_on(const Renewing *it, const McHttpRequest *request, McAddressKind kind, const char *code)
{
	g_autoptr(McProblems) problems = mc_problems_new();
	GBytes *answer = mc_renewals_handle(kind, request, problems, it->renewals);
	g_autofree char *codes = mc_problems_codes(problems);

	g_assert_cmpstr(codes, ==, code);
	g_assert_cmpint(answer != NULL, ==, *code == '\0');
	return answer;
}

static GBytes *
ask_to_renew(const Renewing *it, McAddressKind kind, const char *kiosk, GBytes *body, gboolean good)
{
	const McHttpRequest request = {.client = kiosk, .client_key = "of no key here", .body = body};

	return ask_on(it, &request, kind, good ? "" : "bad-renewal");
}

static void
test_renews_for_the_key_in_force_alone(McAdmissionFixture *self, gconstpointer data)
{
	Renewing it = begin_renewing(self);
	g_autoptr(GBytes) own = sealed_wish(&it, "K-0001");
	g_autoptr(GBytes) others = sealed_wish(&it, KIOSK);
	g_autoptr(GBytes) csr = mc_admission_new_csr("K-0001");
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
	g_assert_cmpint(mc_admission_notes(self, "renewed"), ==, 0);

	sealed = ask_to_renew(&it, MC_ADDRESS_RENEW_SEAL, "K-0001", own, TRUE);
	pem = mc_est_certificates_read(sealed, &error);
	g_assert_no_error(error);
	g_assert_true(mc_key_card_read_pem(pem, &card, &error));
	/* nobody has vouched for the old one: the new one's place is a claim too */
	g_assert_cmpint(card.protection, ==, MC_PROTECTION_TPM);
	g_assert_true(card.is_claimed);
	connected = ask_to_renew(&it, MC_ADDRESS_RENEW_TLS, "K-0001", est, TRUE);
	g_assert_cmpint(mc_admission_notes(self, "renewed"), ==, 2);
	g_assert_null(mc_est_certificates_read(nonsense, NULL));
	end_renewing(&it);
}

/* The request for one key to be another's, too: a connection's, or that of the seal in force. */
static void
test_renews_no_shared_key(McAdmissionFixture *self, gconstpointer data)
{
	Renewing it = begin_renewing(self);
	g_autoptr(GBytes) csr = mc_admission_new_csr("K-0001");
	g_autoptr(GBytes) est = mc_est_request_write(csr);
	g_autoptr(GBytes) wish = sealed_wish_of(&it, "K-0001", csr);
	g_autofree char *path = mc_provision_path(mc_admission_provision, "recorder/signing.key");
	g_autoptr(EVP_PKEY) sealing = mc_private_key_read(path, NULL);
	g_autoptr(GBytes) own = mc_csr_new(sealing, "K-0001", NULL);
	g_autoptr(GBytes) own_wish = sealed_wish_of(&it, "K-0001", own);
	g_autoptr(GBytes) connected = NULL;
	g_autoptr(GBytes) again = NULL;
	McCsr read;

	g_assert_true(mc_csr_read(csr, &read, NULL));
	/* the connection's key cannot seal, the sealing key in force is no new one */
	ask_on(&it, &(McHttpRequest){.client = "K-0001", .client_key = read.key_digest, .body = wish},
	    MC_ADDRESS_RENEW_SEAL, "shared-key");
	ask_on(&it, &(McHttpRequest){.client = "K-0001", .body = own_wish}, MC_ADDRESS_RENEW_SEAL,
	    "shared-key");
	g_assert_cmpint(mc_admission_notes(self, "renewed"), ==, 0);
	g_assert_cmpint(mc_admission_notes(self, "bad-renewal"), ==, 2);
	/* nor one that was certified for the next connection; whose answer, when it is lost, comes
	 * again as it was */
	connected = ask_to_renew(&it, MC_ADDRESS_RENEW_TLS, "K-0001", est, TRUE);
	ask_on(&it, &(McHttpRequest){.client = "K-0001", .body = wish}, MC_ADDRESS_RENEW_SEAL,
	    "shared-key");
	again = ask_to_renew(&it, MC_ADDRESS_RENEW_TLS, "K-0001", est, TRUE);
	g_assert_true(g_bytes_equal(connected, again));
	g_assert_cmpint(mc_admission_notes(self, "renewed"), ==, 1);
	g_assert_cmpint(mc_admission_notes(self, "renewed-again"), ==, 1);
	mc_csr_clear(&read);
	end_renewing(&it);
}

/* Good tries and bad ones; another kiosk has its own, and a day later there are new ones. */
static void
test_renewals_tire(McAdmissionFixture *self, gconstpointer data)
{
	Renewing it = begin_renewing(self);
	g_autoptr(GBytes) nonsense = g_bytes_new_static("?", 1);
	g_autoptr(GBytes) csr = mc_admission_new_csr("K-0001");
	g_autoptr(GBytes) est = mc_est_request_write(csr);
	const McHttpRequest request = {.client = "K-0001", .body = est};

	g_bytes_unref(ask_to_renew(&it, MC_ADDRESS_RENEW_TLS, "K-0001", est, TRUE));
	for (guint i = 1; i < PER_DAY; i++)
		ask_to_renew(&it, MC_ADDRESS_RENEW_TLS, "K-0001", nonsense, FALSE);
	ask_on(&it, &request, MC_ADDRESS_RENEW_TLS, "too-many");
	/* what is not looked at is not counted */
	ask_on(&it, &request, MC_ADDRESS_RENEW_TLS, "too-many");
	ask_to_renew(&it, MC_ADDRESS_RENEW_TLS, KIOSK, nonsense, FALSE);
	mc_clock_advance_ms(self->clock, 24 * HOUR_MS + 1);
	g_bytes_unref(ask_to_renew(&it, MC_ADDRESS_RENEW_TLS, "K-0001", est, TRUE));
	end_renewing(&it);
}

/* ---- an older file ---- */

/* What stands in a file of version 1 stays; its keys are not known, and nothing is taken for them.
 */
static void
test_older_file(McAdmissionFixture *self, gconstpointer data)
{
	static const char *const old = "CREATE TABLE certificate(serial TEXT PRIMARY KEY, kiosk TEXT "
	                               "NOT NULL, used_for TEXT NOT NULL, until_us INTEGER NOT NULL, "
	                               "revoked_us INTEGER NOT NULL) STRICT;"
	                               "INSERT INTO certificate VALUES('A1','K-0007','tls',9e15,0),"
	                               "('A2','K-0007','seal',9e15,7);"
	                               "PRAGMA user_version = 1;";
	char *state = mc_test_folder_new();
	g_autofree char *path = g_build_filename(state, "admissions.db", NULL);
	sqlite3 *db = NULL;
	McAdmissionCertificate row;
	g_autoptr(GBytes) pem = NULL;
	g_autoptr(GArray) revoked = NULL;
	gboolean found = TRUE;
	guint count = 0;

	g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_exec(db, old, NULL, NULL, NULL), ==, SQLITE_OK);
	sqlite3_close(db);
	for (guint i = 0; i < 2; i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(McAdmissions) admissions = mc_admissions_open(path, &error);

		g_assert_no_error(error);
		g_assert_true(mc_admissions_holds(admissions, KIOSK, 0, &count, NULL));
		g_assert_cmpuint(count, ==, 1);
		g_clear_pointer(&revoked, g_array_unref);
		revoked = mc_admissions_revoked(admissions, "seal", NULL);
		g_assert_cmpuint(revoked->len, ==, 1);
		g_assert_true(mc_admissions_find_key(admissions, "", &row, &pem, &found, NULL));
		g_assert_false(found);
	}
	mc_test_folder_remove(state);
}

int
main(int argc, char **argv)
{
	mc_admission_begin(&argc, &argv);
	mc_admission_add("/admission/kiosk", test_kiosk_takes_the_genuine_answer_alone);
	mc_admission_add("/admission/replaced", test_replacing_takes_back_the_old);
	mc_admission_add("/admission/renewed", test_renews_for_the_key_in_force_alone);
	mc_admission_add("/admission/B2-renews-no-shared-key", test_renews_no_shared_key);
	mc_admission_add("/admission/B2-renewals-tire", test_renewals_tire);
	mc_admission_add("/admission/older-file", test_older_file);
	mc_admission_add("/admission/taken-back", test_taking_back);
	return mc_admission_run();
}
