/* Enrolment: what an authority makes of a request for a certificate, and until when it counts (B2).
 */

#include "app/base/error.h"
#include "app/enrol/issue.h"
#include "app/enrol/key-card.h"
#include "app/record/seal.h"
#include "tests/kit/provision.h"
#include <gio/gio.h>
#include <string.h>

/* Made once: it takes longer than all that is done in it. By suite. */
static McProvision *provisions[2];

static McIssuer *
open_issuer(const McProvision *provision, const char *name)
{
	g_autofree char *base = mc_provision_path(provision, "gateway/issue");
	g_autofree char *key = g_strdup_printf("%s/%s-ca.key", base, name);
	g_autofree char *certificate = g_strdup_printf("%s/%s-ca.crt", base, name);
	g_autoptr(GError) error = NULL;
	McIssuer *issuer = mc_issuer_new_from_files(key, certificate, &error);

	g_assert_no_error(error);
	return issuer;
}

static McCsr
new_csr(McSuite suite)
{
	g_autoptr(EVP_PKEY) key = mc_key_new(suite, NULL);
	g_autoptr(GBytes) der = mc_csr_new(key, "K-0007", NULL);
	McCsr csr;

	g_assert_true(mc_csr_read(der, &csr, NULL));
	return csr;
}

/* Stock OpenSSL's word on it. */
static gboolean
openssl_says_yes(const char *const *arguments)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process = g_subprocess_newv(
	    arguments, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);

	g_assert_no_error(error);
	return g_subprocess_wait_check(process, NULL, NULL);
}

static void
test_certificate_states_protection(gconstpointer data)
{
	const McProvision *provision = provisions[GPOINTER_TO_INT(data)];
	g_autoptr(McIssuer) issuer = open_issuer(provision, "seal");
	McCsr csr = new_csr(issuer->suite);
	gint64 now_us = g_get_real_time();

	for (int level = 0; level < MC_PROTECTIONS; level++) {
		McGrant grant = {MC_KEY_USE_SEAL, 10, (McProtection)level, level % 2 == 0, now_us};
		McIssued issued;
		McKeyCard card;
		g_autoptr(GError) error = NULL;

		g_assert_true(mc_issuer_issue(issuer, &csr, &grant, &issued, &error));
		g_assert_no_error(error);
		g_assert_true(mc_key_card_read_pem(issued.pem, &card, &error));
		g_assert_cmpint(card.protection, ==, level);
		g_assert_cmpint(card.is_claimed, ==, level % 2 == 0);
		g_assert_cmpstr(card.name, ==, "K-0007");
		g_assert_cmpstr(card.fingerprint, ==, csr.fingerprint);
		g_assert_cmpint(
		    card.until_wall_us, ==, issued.until_wall_us / G_USEC_PER_SEC * G_USEC_PER_SEC);
		g_assert_false(mc_key_card_is_due(&card, now_us + 6 * G_TIME_SPAN_DAY));
		g_assert_true(mc_key_card_is_due(&card, now_us + 7 * G_TIME_SPAN_DAY));
		mc_issued_clear(&issued);
	}
	mc_csr_clear(&csr);
}

static void
test_certificate_never_outlives_its_authority(void)
{
	const McProvision *provision = provisions[MC_SUITE_P256];
	g_autoptr(McIssuer) issuer = open_issuer(provision, "seal");
	McCsr csr = new_csr(MC_SUITE_P256);
	McGrant grant = {MC_KEY_USE_SEAL, 3650, MC_PROTECTION_FILE, TRUE, g_get_real_time()};
	McIssued issued;
	g_autoptr(GError) error = NULL;

	g_assert_true(mc_issuer_issue(issuer, &csr, &grant, &issued, &error));
	g_assert_cmpint(issued.until_wall_us, <, grant.now_wall_us + 31 * G_TIME_SPAN_DAY);
	mc_issued_clear(&issued);
	/* and after its end it gives out nothing */
	grant.now_wall_us += 31 * G_TIME_SPAN_DAY;
	g_assert_false(mc_issuer_issue(issuer, &csr, &grant, &issued, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_INTERNAL);
	mc_csr_clear(&csr);
}

static gint64
sealing_ends_us(const McProvision *provision, const char *chain)
{
	g_autofree char *key = mc_provision_path(provision, "recorder/signing.key");
	g_autofree char *leaf = mc_provision_path(provision, "recorder/signing.crt");
	g_autofree char *path = mc_provision_path(provision, chain);
	g_autoptr(GError) error = NULL;
	g_autoptr(McSigner) signer = mc_signer_new_from_files(key, leaf, path, &error);
	McKeyCard card;
	gint64 from_us = 0;
	gint64 until_us = 0;

	g_assert_no_error(error);
	mc_signer_validity(signer, &from_us, &until_us);
	g_assert_true(mc_key_card_read(leaf, path, &card, &error));
	g_assert_cmpint(card.until_wall_us, ==, until_us);
	return until_us;
}

/* What stands over it may end first, when an office hands out a chain of its own making: nothing
 * that is sealed after that verifies, so the recorder states no later moment, and renewal is due.
 */
static void
test_chain_counts_as_its_shortest(void)
{
	const McProvision *provision = provisions[MC_SUITE_P256];
	gint64 now_us = g_get_real_time();
	g_autofree char *key = mc_provision_path(provision, "recorder/signing.key");
	g_autofree char *leaf = mc_provision_path(provision, "recorder/signing.crt");
	g_autofree char *path = mc_provision_path(provision, "short.pem");
	const char *const make[] = {"openssl", "req", "-new", "-x509", "-days", "3", "-key", key,
	    "-subj", "/CN=Short", "-out", path, NULL};
	McKeyCard card;

	g_assert_true(openssl_says_yes(make));
	g_assert_cmpint(
	    sealing_ends_us(provision, "recorder/signing-chain.pem"), >, now_us + 29 * G_TIME_SPAN_DAY);
	g_assert_cmpint(sealing_ends_us(provision, "short.pem"), <, now_us + 4 * G_TIME_SPAN_DAY);
	g_assert_true(mc_key_card_read(leaf, path, &card, NULL));
	g_assert_true(card.is_shortened);
	g_assert_false(mc_key_card_is_due(&card, now_us));
	g_assert_true(mc_key_card_is_due(&card, now_us + 3 * G_TIME_SPAN_DAY));
	g_assert_true(mc_key_card_read(leaf, NULL, &card, NULL));
	g_assert_false(card.is_shortened);
	g_assert_false(mc_key_card_is_due(&card, now_us + 3 * G_TIME_SPAN_DAY));
}

/* A key of the other suite gets nothing: the chain would not verify. */
static void
test_suites_do_not_mix(void)
{
	const McProvision *provision = provisions[MC_SUITE_P256];
	g_autoptr(McIssuer) issuer = open_issuer(provision, "seal");
	McCsr csr = new_csr(MC_SUITE_SM2);
	McGrant grant = {MC_KEY_USE_SEAL, 10, MC_PROTECTION_FILE, TRUE, g_get_real_time()};
	McIssued issued;
	g_autoptr(GError) error = NULL;

	g_assert_false(mc_issuer_issue(issuer, &csr, &grant, &issued, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_REFUSED);
	mc_csr_clear(&csr);
}

static void
put(const McProvision *provision, const char *name, GBytes *bytes)
{
	g_autofree char *path = mc_provision_path(provision, name);
	gsize size = 0;
	const char *data = g_bytes_get_data(bytes, &size);

	g_assert_true(g_file_set_contents(path, data, (gssize)size, NULL));
}

/* Stock OpenSSL verifies what is issued, and refuses it once it is on the list. */
static void
test_stock_openssl_knows_what_is_revoked(void)
{
	const McProvision *provision = provisions[MC_SUITE_P256];
	g_autoptr(McIssuer) issuer = open_issuer(provision, "tls");
	McCsr csr = new_csr(MC_SUITE_P256);
	McGrant grant = {MC_KEY_USE_TLS, 10, MC_PROTECTION_FILE, TRUE, g_get_real_time()};
	McIssued issued;
	g_autoptr(GArray) revoked = g_array_new(FALSE, TRUE, sizeof(McRevoked));
	McRevoked row = {.wall_us = grant.now_wall_us};
	g_autofree char *root = mc_provision_path(provision, "gateway/tls-root.pem");
	g_autofree char *leaf = mc_provision_path(provision, "leaf.pem");
	g_autofree char *list = mc_provision_path(provision, "list.pem");
	const char *const check[] = {"openssl", "verify", "-purpose", "sslclient", "-crl_check",
	    "-CRLfile", list, "-CAfile", root, leaf, NULL};
	g_autoptr(GBytes) empty = NULL;
	g_autoptr(GBytes) full = NULL;

	g_assert_true(mc_issuer_issue(issuer, &csr, &grant, &issued, NULL));
	put(provision, "leaf.pem", issued.pem);
	empty = mc_issuer_revoke(issuer, revoked, grant.now_wall_us, NULL);
	put(provision, "list.pem", empty);
	g_assert_true(openssl_says_yes(check));
	g_strlcpy(row.serial, issued.serial, sizeof row.serial);
	g_array_append_val(revoked, row);
	full = mc_issuer_revoke(issuer, revoked, grant.now_wall_us, NULL);
	put(provision, "list.pem", full);
	g_assert_false(openssl_says_yes(check));
	mc_issued_clear(&issued);
	mc_csr_clear(&csr);
}

int
main(int argc, char **argv)
{
	int status = 0;

	g_test_init(&argc, &argv, NULL);
	provisions[MC_SUITE_P256] = mc_provision_new_office("p256-sha256");
	provisions[MC_SUITE_SM2] = mc_provision_new_office("sm2-sm3");
	g_test_add_data_func("/enrol/certificate/p256", GINT_TO_POINTER(MC_SUITE_P256),
	    test_certificate_states_protection);
	g_test_add_data_func("/enrol/certificate/sm2", GINT_TO_POINTER(MC_SUITE_SM2),
	    test_certificate_states_protection);
	g_test_add_func("/enrol/certificate/life", test_certificate_never_outlives_its_authority);
	g_test_add_func("/enrol/certificate/chain", test_chain_counts_as_its_shortest);
	g_test_add_func("/enrol/certificate/suites", test_suites_do_not_mix);
	g_test_add_func("/enrol/certificate/revoked", test_stock_openssl_knows_what_is_revoked);
	status = g_test_run();
	mc_provision_free(provisions[MC_SUITE_P256]);
	mc_provision_free(provisions[MC_SUITE_SM2]);
	return status;
}
