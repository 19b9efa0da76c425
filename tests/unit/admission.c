/* The gateway's desk for kiosks without certificates, and the office behind it (B2): codes and
 * their end, what cannot be swapped or asked twice, decisions, what a replacement asks for first.
 */

#include "admission-kit.h"
#include "app/base/error.h"
#include "app/enrol/csr.h"
#include "app/enrol/key-card.h"
#include "app/gateway/store/store.h"

#include <glib/gstdio.h>
#include <jansson.h>
#include <string.h>

/* ---- the straight way ---- */

static void
test_admits_after_a_decision(McAdmissionFixture *self, gconstpointer data)
{
	g_autoptr(GBytes) bytes = mc_admission_message(self);
	g_auto(McAdmissionSaid) said = {0};
	g_autoptr(GError) error = NULL;
	McEnrolAnswer answer;
	McKeyCard seal;
	McKeyCard tls;
	char fingerprint[MC_ENROL_FINGERPRINT_SIZE];

	mc_admission_assert_said(self, bytes, 202, "");
	mc_admission_assert_said(
	    self, bytes, 202, ""); /* it asks again as long as nobody has decided */
	mc_admission_fingerprint_of(self, fingerprint);
	mc_admission_approve(self, KIOSK, fingerprint, TRUE);
	said = mc_admission_knock_from(self, bytes, "192.0.2.1");
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
	g_assert_cmpint(mc_admission_notes(self, "asked"), ==, 1);
	g_assert_cmpint(mc_admission_notes(self, "approved"), ==, 1);
	g_assert_cmpint(mc_admission_notes(self, "certified"), ==, 2);
}

/* Without somebody who has looked, the certificate says that the kiosk claims it. */
static void
test_a_claim_stays_a_claim(McAdmissionFixture *self, gconstpointer data)
{
	g_autoptr(GBytes) bytes = mc_admission_message(self);
	g_auto(McAdmissionSaid) said = {0};
	McEnrolAnswer answer;
	McKeyCard seal;

	mc_admission_assert_said(self, bytes, 202, "");
	mc_admission_approve(self, KIOSK, NULL, FALSE);
	said = mc_admission_knock_from(self, bytes, "192.0.2.1");
	g_assert_true(mc_enrol_answer_read(said.body, &answer, NULL));
	g_assert_true(
	    mc_key_card_read_pem(answer.file[mc_enrol_file_find("recorder/signing.crt")], &seal, NULL));
	g_assert_true(seal.is_claimed);
	mc_enrol_answer_clear(&answer);
}

/* ---- what cannot be done ---- */

static void
test_code_ends_after_a_day(McAdmissionFixture *self, gconstpointer data)
{
	g_autoptr(GBytes) bytes = mc_admission_message(self);

	mc_clock_advance_ms(self->clock, 24 * HOUR_MS - 1);
	mc_clock_advance_ms(self->clock, 1);
	mc_admission_assert_said(self, bytes, 409, "spent-code");
	g_assert_cmpint(mc_admission_notes(self, "expired-code"), ==, 1);
	/* and it does not come to life again when a clock is set back */
	mc_clock_move_wall_us(self->clock, -2 * G_TIME_SPAN_HOUR);
	mc_admission_assert_said(self, bytes, 403, "turned-away");
}

static void
test_code_holds_until_then(McAdmissionFixture *self, gconstpointer data)
{
	g_autoptr(GBytes) bytes = mc_admission_message(self);

	mc_clock_advance_ms(self->clock, 24 * HOUR_MS - 1);
	mc_admission_assert_said(self, bytes, 202, "");
}

/* The courier keeps the recorder's MAC and puts a key of its own. */
static void
test_keys_cannot_be_swapped(McAdmissionFixture *self, gconstpointer data)
{
	g_autoptr(GBytes) bytes = mc_admission_message(self);
	McEnrolRequest swapped;
	McEnrolKeys guess = self->keys;
	g_autoptr(GBytes) forged = NULL;

	g_assert_true(mc_enrol_request_read(bytes, &swapped, NULL));
	g_bytes_unref(swapped.tls);
	swapped.tls = mc_admission_new_csr(KIOSK);
	guess.request[0] ^= 1;
	forged = mc_enrol_request_write(&swapped, guess.request, NULL);
	mc_admission_assert_said(self, forged, 403, "wrong-code");
	mc_admission_refuse_to_approve(self, KIOSK, NULL);
	/* the true one still gets in */
	mc_admission_assert_said(self, bytes, 202, "");
	/* and afterwards nothing else does under its code */
	mc_admission_assert_said(self, forged, 409, "spent-code");
	mc_enrol_request_clear(&swapped);
}

/* Whoever learns the code later, or sends an old message again, gets nothing. */
static void
test_code_is_good_once(McAdmissionFixture *self, gconstpointer data)
{
	g_autoptr(GBytes) first = mc_admission_message(self);
	g_autoptr(GBytes) second = NULL;

	mc_admission_assert_said(self, first, 202, "");
	mc_admission_prepare(self, KIOSK);
	second = mc_admission_message(self);
	mc_admission_assert_said(self, second, 409, "spent-code");
	mc_admission_approve(self, KIOSK, NULL, FALSE);
	mc_admission_assert_said(self, second, 409, "spent-code");
	mc_admission_assert_said(self, first, 200, "");
	mc_admission_refuse_to_approve(self, KIOSK, NULL);
	g_assert_cmpint(mc_admission_notes(self, "used-code"), ==, 2);
}

/* Whoever saw a code that is used or refused does not fill the log with it. */
static void
test_used_codes_tire(McAdmissionFixture *self, gconstpointer data)
{
	g_autoptr(GBytes) first = mc_admission_message(self);
	g_autoptr(GBytes) second = NULL;

	mc_admission_assert_said(self, first, 202, "");
	mc_admission_prepare(self, KIOSK);
	second = mc_admission_message(self);
	for (int i = 0; i < MC_ADMISSION_WRONG; i++)
		mc_admission_assert_said(self, second, 409, "spent-code");
	mc_admission_assert_said(self, second, 429, "too-many");
	g_assert_cmpint(mc_admission_notes(self, "used-code"), ==, MC_ADMISSION_WRONG);
	/* the window is over, and it is the first one's turn again */
	mc_clock_advance_ms(self->clock, 10 * 60 * 1000 + 1);
	mc_admission_assert_said(self, first, 202, "");
}

static void
test_wrong_codes_burn_and_tire(McAdmissionFixture *self, gconstpointer data)
{
	McEnrolKeys wrong = self->keys;
	g_autoptr(GBytes) genuine = mc_admission_message(self);
	g_autoptr(GBytes) bytes = NULL;
	g_auto(McAdmissionSaid) elsewhere = {0};

	wrong.request[5] ^= 0x80;
	bytes = mc_enrol_request_write(&self->request, wrong.request, NULL);
	for (int i = 0; i < MC_ADMISSION_WRONG_CODE; i++)
		mc_admission_assert_said(self, bytes, 403, "wrong-code");
	g_assert_cmpint(mc_admission_notes(self, "code-burnt"), ==, 1);
	mc_admission_assert_said(self, genuine, 403, "turned-away");
	/* a code that nobody gave out */
	self->code.secret[0] ^= 1;
	mc_admission_prepare(self, KIOSK);
	g_clear_pointer(&bytes, g_bytes_unref);
	bytes = mc_admission_message(self);
	/* the one that was turned away counts, too */
	for (int i = MC_ADMISSION_WRONG_CODE + 1; i < MC_ADMISSION_WRONG; i++)
		mc_admission_assert_said(self, bytes, 403, "wrong-code");
	mc_admission_assert_said(self, bytes, 429, "too-many");
	elsewhere = mc_admission_knock_from(self, bytes, "192.0.2.2");
	g_assert_cmpuint(elsewhere.status, ==, 403);
	mc_clock_advance_ms(self->clock, 10 * 60 * 1000 + 1);
	mc_admission_assert_said(self, bytes, 403, "wrong-code");
}

static void
test_code_is_one_kiosks(McAdmissionFixture *self, gconstpointer data)
{
	g_autoptr(GBytes) other = NULL;
	g_autoptr(GBytes) one_key = NULL;

	mc_admission_prepare(self, "K-0008");
	other = mc_admission_message(self);
	mc_admission_assert_said(self, other, 400, "bad-enrolment");
	mc_admission_prepare(self, KIOSK);
	g_bytes_unref(self->request.tls);
	self->request.tls = g_bytes_ref(self->request.signing);
	one_key = mc_admission_message(self);
	mc_admission_assert_said(self, one_key, 409, "shared-key");
	mc_admission_refuse_to_approve(self, KIOSK, NULL);
}

/* B2: a key that was certified once is nobody's new key, not under another name or use either. */
static void
test_key_is_good_once(McAdmissionFixture *self, gconstpointer data)
{
	g_autoptr(GBytes) first = mc_admission_message(self);
	g_autoptr(GBytes) tls = g_bytes_ref(self->request.tls);
	g_autoptr(GBytes) again = NULL;

	mc_admission_assert_said(self, first, 202, "");
	mc_admission_approve(self, KIOSK, NULL, FALSE);
	self->code = mc_admission_invite(self, KIOSK, TRUE);
	mc_admission_prepare(self, KIOSK);
	g_bytes_unref(self->request.signing);
	self->request.signing = g_bytes_ref(tls);
	again = mc_admission_message(self);
	mc_admission_assert_said(self, again, 409, "shared-key");
	mc_admission_refuse_to_approve(self, KIOSK, NULL);
}

static void
test_the_other_fingerprint_is_not_admitted(McAdmissionFixture *self, gconstpointer data)
{
	g_autoptr(GBytes) bytes = mc_admission_message(self);
	McOffice it = mc_admission_office(self);

	mc_admission_assert_said(self, bytes, 202, "");
	mc_admission_refuse_to_approve(self, KIOSK, "0000-0000-0000-0000");
	g_assert_true(mc_office_turn_away(&it, KIOSK, NULL));
	mc_admission_assert_said(self, bytes, 403, "turned-away");
	mc_admission_refuse_to_approve(self, KIOSK, NULL);
}

static void
test_nonsense_is_refused(McAdmissionFixture *self, gconstpointer data)
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

	mc_admission_assert_said(self, nothing, 400, "bad-enrolment");
	mc_admission_assert_said(self, nonsense, 400, "bad-enrolment");
	mc_admission_desk_http_ops.handle(&large, &reply, &self->desk);
	g_assert_cmpuint(reply.status, ==, 413);
	g_clear_pointer(&reply.body, g_bytes_unref);
	mc_admission_desk_http_ops.handle(&elsewhere, &reply, &self->desk);
	g_assert_cmpuint(reply.status, ==, 404);
	g_clear_pointer(&reply.body, g_bytes_unref);
}

/* ---- new hardware in the place of the old ---- */

/* What the gateway has of the old one's chain, where the other link of a gap has not come. */
static void
add_link(McAdmissionFixture *self, guint seq, McStorePlace place)
{
	g_autofree char *path = g_build_filename(self->folder, "store.db", NULL);
	g_autofree char *digest = g_strdup_printf("%u%063u", seq, 0u);
	g_autoptr(GBytes) envelope = g_bytes_new_static("?", 1);
	const McStoreRecord record = {.kiosk = KIOSK,
	    .journal = "J",
	    .digest = digest,
	    .prev = "",
	    .type = "audit",
	    .reference = "",
	    .certificate = "",
	    .next_certificate = "",
	    .outcomes = "",
	    .seq = seq,
	    .envelope = envelope,
	    .case_id = "",
	    .attempts = ""};
	g_autoptr(GError) error = NULL;
	g_autoptr(McStore) store = mc_store_open(path, &error);
	gint64 id = 0;

	g_assert_no_error(error);
	mc_store_add(store, &record, place, &id, &error);
	g_assert_no_error(error);
	mc_store_commit(store, &error);
	g_assert_no_error(error);
}

static void
hand_in(McAdmissionFixture *self, guint seq)
{
	g_autofree char *end = g_strdup_printf("J:%u:%u%063u", seq, seq, 0u);

	g_assert_true(mc_admissions_note(
	    self->admissions, &(McAdmissionNote){1, "handed-in", KIOSK, end, ""}, NULL));
}

/* says NULL: it is given a code. */
static void
assert_replacement(McAdmissionFixture *self, gboolean nothing_to_come, const char *says)
{
	McOffice it = mc_admission_office(self);
	const McInvitation invitation = {KIOSK, TRUE, nothing_to_come};
	char text[MC_ENROL_CODE_SIZE];
	int before = mc_admission_notes(self, "invited-replacement");
	g_autoptr(GError) error = NULL;
	gboolean good = mc_office_invite(&it, &invitation, text, &error);

	g_assert_cmpint(mc_admission_notes(self, "invited-replacement"), ==, before + good);
	if (says == NULL) {
		g_assert_no_error(error);
		g_assert_true(mc_enrol_code_read(text, &self->code, NULL));
		return;
	}
	g_assert_error(error, MC_ERROR, MC_ERROR_REFUSED);
	if (strstr(error->message, says) == NULL)
		g_error("%s is not in %s", says, error->message);
	g_assert_nonnull(strstr(error->message, "--hand-in"));
	g_assert_nonnull(strstr(error->message, "--nothing-more-to-come"));
}

static void
come_to_certificates(McAdmissionFixture *self)
{
	g_autoptr(GBytes) asks = NULL;

	mc_admission_prepare(self, KIOSK);
	asks = mc_admission_message(self);
	mc_admission_assert_said(self, asks, 202, "");
	mc_admission_approve(self, KIOSK, NULL, FALSE);
}

/* Once its keys are taken back nothing of it is accepted any more: so its copy has to be handed in
 * up to where the chain stands here and without a gap, or a person says that this is all. */
static void
test_replacing_leaves_nothing_behind(McAdmissionFixture *self, gconstpointer data)
{
	come_to_certificates(self);
	assert_replacement(self, FALSE, "has no record of its chain");
	add_link(self, 1, MC_STORE_PLACE_FREE);
	add_link(self, 3, MC_STORE_PLACE_GAP);
	assert_replacement(self, FALSE, "up to record 3, with 1 open gaps");
	hand_in(self, 3); /* and the one between was refused */
	assert_replacement(self, FALSE, "the copy that was handed in ends with record 3");
	add_link(self, 2, MC_STORE_PLACE_FREE);
	assert_replacement(self, FALSE, NULL);
	hand_in(self, 1); /* an older copy takes nothing of that back */
	assert_replacement(self, FALSE, NULL);
	add_link(self, 4, MC_STORE_PLACE_FREE);
	assert_replacement(self, FALSE, "up to record 4, without a gap");
	assert_replacement(self, FALSE, "ends with record 1");
	g_assert_cmpint(mc_admission_notes(self, "nothing-more-to-come"), ==, 0);
	assert_replacement(self, TRUE, NULL);
	g_assert_cmpint(mc_admission_notes(self, "nothing-more-to-come"), ==, 1);
}

/* The old one still delivers between invitation and approval; nor does a word that was given of one
 * machine count of the next. */
static void
test_replacing_looks_again(McAdmissionFixture *self, gconstpointer data)
{
	McOffice it = mc_admission_office(self);
	g_autoptr(GBytes) asks = NULL;
	g_autoptr(GError) error = NULL;

	come_to_certificates(self);
	assert_replacement(self, TRUE, NULL);
	mc_admission_prepare(self, KIOSK);
	asks = mc_admission_message(self);
	mc_admission_assert_said(self, asks, 202, "");
	add_link(self, 1, MC_STORE_PLACE_FREE);
	mc_admission_refuse_to_approve(self, KIOSK, NULL);
	g_assert_cmpint(mc_admission_notes(self, "revoked"), ==, 0);
	mc_office_approve(&it, &(McDecision){KIOSK, NULL, FALSE, TRUE}, &error);
	g_assert_no_error(error);
	g_assert_cmpint(mc_admission_notes(self, "chain-closed"), ==, 1);
	assert_replacement(self, FALSE, "has no record of its chain");
}

int
main(int argc, char **argv)
{
	mc_admission_begin(&argc, &argv);
	mc_admission_add("/admission/admits", test_admits_after_a_decision);
	mc_admission_add("/admission/claims", test_a_claim_stays_a_claim);
	mc_admission_add("/admission/code/ends", test_code_ends_after_a_day);
	mc_admission_add("/admission/code/holds", test_code_holds_until_then);
	mc_admission_add("/admission/code/once", test_code_is_good_once);
	mc_admission_add("/admission/code/one-kiosk", test_code_is_one_kiosks);
	mc_admission_add("/admission/B2-key-once", test_key_is_good_once);
	mc_admission_add("/admission/code/burns", test_wrong_codes_burn_and_tire);
	mc_admission_add("/admission/code/used", test_used_codes_tire);
	mc_admission_add("/admission/swapped", test_keys_cannot_be_swapped);
	mc_admission_add("/admission/fingerprint", test_the_other_fingerprint_is_not_admitted);
	mc_admission_add("/admission/nonsense", test_nonsense_is_refused);
	mc_admission_add("/admission/B2-replaced-leaves-nothing", test_replacing_leaves_nothing_behind);
	mc_admission_add("/admission/B2-replaced-looks-again", test_replacing_looks_again);
	return mc_admission_run();
}
