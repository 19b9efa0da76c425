/* Where sealing keys are kept (B2): a PKCS#11 token (SoftHSM), a TPM 2.0 (swtpm), a file. Each
 * makes its request, is certified, seals, and stock OpenSSL verifies; and each way to fail is
 * named. */

#include "app/base/error.h"
#include "app/enrol/issue.h"
#include "app/enrol/keep.h"
#include "app/enrol/renew.h"
#include "app/record/private-key.h"
#include "app/record/seal.h"
#include "tests/kit/provision.h"
#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>

#define MODULE "/usr/lib/softhsm/libsofthsm2.so"
#define PIN "123456"

/* Made once: it takes longer than what is done in it. */
static McProvision *provision;

static void
write_file(const char *name, const char *text, gssize size)
{
	g_autofree char *path = mc_provision_path(provision, name);
	g_autoptr(GError) error = NULL;

	g_file_set_contents(path, text, size, &error);
	g_assert_no_error(error);
}

#define run(...) run_program((const char *const[]){__VA_ARGS__})

static void
run_program(const char *const *arguments)
{
	g_autoptr(GSubprocess) process = NULL;
	g_autoptr(GError) error = NULL;

	process = g_subprocess_newv(
	    arguments, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
	g_assert_no_error(error);
	g_subprocess_wait_check(process, NULL, &error);
	g_assert_no_error(error);
}

/* ---- the straight way ---- */

static void
certify(EVP_PKEY *key, McProtection protection)
{
	g_autofree char *ca_key = mc_provision_path(provision, "gateway/issue/seal-ca.key");
	g_autofree char *ca = mc_provision_path(provision, "gateway/issue/seal-ca.crt");
	g_autoptr(GError) error = NULL;
	g_autoptr(McIssuer) issuer = mc_issuer_new_from_files(ca_key, ca, &error);
	g_autoptr(GBytes) der = mc_csr_new(key, "K-0007", &error);
	const McGrant grant = {MC_KEY_USE_SEAL, 10, protection, FALSE, g_get_real_time()};
	McIssued issued;
	McCsr csr;

	g_assert_no_error(error);
	mc_csr_read(der, &csr, &error);
	g_assert_no_error(error);
	mc_issuer_issue(issuer, &csr, &grant, &issued, &error);
	g_assert_no_error(error);
	write_file("made/signing.crt", g_bytes_get_data(issued.pem, NULL),
	    (gssize)g_bytes_get_size(issued.pem));
	mc_issued_clear(&issued);
	mc_csr_clear(&csr);
}

static McSigner *
open_signer(void)
{
	g_autofree char *key = mc_provision_path(provision, "made/signing.key");
	g_autofree char *certificate = mc_provision_path(provision, "made/signing.crt");
	g_autofree char *chain = mc_provision_path(provision, "gateway/issue/seal-chain.pem");
	g_autoptr(GError) error = NULL;
	McSigner *signer = mc_signer_new_from_files(key, certificate, chain, &error);

	g_assert_no_error(error);
	return signer;
}

static void
seal_and_verify(McSigner *signer, McProtection protection)
{
	static const char text[] = "{\"a\":1}";
	g_autofree char *roots = mc_provision_path(provision, "trust/roots.pem");
	g_autofree char *record = mc_provision_path(provision, "rec.p7m");
	g_autoptr(GError) error = NULL;
	g_autoptr(McVerifier) verifier = mc_verifier_new_from_file(roots, &error);
	g_autoptr(GBytes) content = g_bytes_new_static(text, sizeof text - 1);
	g_autoptr(GBytes) envelope = mc_seal(signer, content, &error);
	g_autoptr(GBytes) again = NULL;
	McSealedBy by;

	g_assert_no_error(error);
	again = mc_seal_verify(verifier, envelope, g_get_real_time(), &by, &error);
	g_assert_no_error(error);
	g_assert_true(g_bytes_equal(again, content));
	g_assert_cmpint(by.protection, ==, protection);
	g_assert_false(by.is_claimed);
	if (by.suite != MC_SUITE_P256)
		return; /* stock OpenSSL verifies no SM2 in CMS */
	write_file("rec.p7m", g_bytes_get_data(envelope, NULL), (gssize)g_bytes_get_size(envelope));
	run("openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", record, "-CAfile", roots,
	    "-purpose", "any", "-binary", NULL);
}

static void
whole_way(const McKeepWish *wish)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(EVP_PKEY) key = mc_keep_new(provision->folder, "made", wish, &error);
	g_autoptr(McSigner) signer = NULL;

	g_assert_no_error(error);
	certify(key, wish->keep);
	signer = open_signer();
	g_assert_cmpint(mc_signer_protection(signer), ==, wish->keep);
	g_assert_cmpint(mc_signer_stated_protection(signer), ==, wish->keep);
	seal_and_verify(signer, wish->keep);
	seal_and_verify(signer, wish->keep);
}

static void
test_file(void)
{
	const McKeepWish wish = {MC_SUITE_P256, MC_PROTECTION_FILE, NULL, NULL};

	whole_way(&wish);
}

/* ---- a token ---- */

static void
make_token(void)
{
	g_autofree char *tokens = mc_provision_path(provision, "tokens");
	g_autofree char *config = mc_provision_path(provision, "softhsm2.conf");
	g_autofree char *text = g_strdup_printf("directories.tokendir = %s\n", tokens);

	if (g_file_test(tokens, G_FILE_TEST_EXISTS))
		return;
	g_assert_cmpint(g_mkdir(tokens, 0700), ==, 0);
	write_file("softhsm2.conf", text, -1);
	write_file("pin", PIN "\n", -1);
	write_file("wrong-pin", "999999\n", -1);
	g_setenv("SOFTHSM2_CONF", config, TRUE);
	run("softhsm2-util", "--init-token", "--free", "--label", "Kiosk", "--pin", PIN, "--so-pin",
	    "0000", NULL);
	run("pkcs11-tool", "--module", MODULE, "--token-label", "Kiosk", "--login", "--pin", PIN,
	    "--keypairgen", "--key-type", "EC:prime256v1", "--id", "01", "--label", "sealing", NULL);
}

static char *
token_uri(const char *token, const char *object, const char *pin)
{
	g_autofree char *source = mc_provision_path(provision, pin);

	return g_strdup_printf("pkcs11:token=%s;object=%s?module-path=" MODULE "&pin-source=file:%s",
	    token, object, source);
}

static void
test_token(void)
{
	g_autofree char *uri = NULL;
	McKeepWish wish = {MC_SUITE_P256, MC_PROTECTION_TOKEN, NULL, NULL};

	make_token();
	uri = token_uri("Kiosk", "sealing", "pin");
	wish.token = uri;
	whole_way(&wish);
}

static void
test_token_fails_by_name(void)
{
	static const struct {
		const char *token, *object, *pin, *named;
	} cases[] = {
	    {"Other", "sealing", "pin", "no such token"},
	    {"Kiosk", "other", "pin", "no such private key"},
	    {"Kiosk", "sealing", "no-pin", "its PIN is missing"},
	    {"Kiosk", "sealing", "wrong-pin", "logging in"},
	};

	make_token();
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *uri = token_uri(cases[i].token, cases[i].object, cases[i].pin);
		const McKeepWish wish = {MC_SUITE_P256, MC_PROTECTION_TOKEN, NULL, uri};
		g_autoptr(GError) error = NULL;

		g_assert_null(mc_keep_new(provision->folder, "made", &wish, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
		g_assert_nonnull(strstr(error->message, cases[i].named));
		g_assert_null(strstr(error->message, "999999"));
	}
}

/* A token makes no SM2 signatures here: said at once, not at the first record. */
static void
test_token_of_the_other_suite(void)
{
	g_autofree char *uri = NULL;
	McKeepWish wish = {MC_SUITE_SM2, MC_PROTECTION_TOKEN, NULL, NULL};
	g_autoptr(GError) error = NULL;

	make_token();
	uri = token_uri("Kiosk", "sealing", "pin");
	wish.token = uri;
	g_assert_null(mc_keep_new(provision->folder, "made", &wish, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_REFUSED);
}

/* ---- a TPM ---- */

typedef struct Tpm {
	GSubprocess *process;
	char *path;
} Tpm;

static gboolean
can_connect(const char *path)
{
	g_autoptr(GSocketClient) client = g_socket_client_new();
	g_autoptr(GSocketAddress) address = g_unix_socket_address_new(path);
	g_autoptr(GSocketConnection) connection =
	    g_socket_client_connect(client, G_SOCKET_CONNECTABLE(address), NULL, NULL);

	return connection != NULL;
}

/* The machine's, where it has one (tests/vm): how it is reached. Else swtpm's. */
#define OWN_TPM "MC_TPM"

static Tpm
start_tpm(const char *state)
{
	Tpm tpm = {.path = mc_provision_path(provision, "tpm.sock")};
	g_autofree char *folder = mc_provision_path(provision, state);
	g_autofree char *dir = g_strconcat("dir=", folder, NULL);
	g_autofree char *server = g_strconcat("type=unixio,path=", tpm.path, NULL);
	g_autofree char *control_path = g_strconcat(tpm.path, ".ctrl", NULL);
	g_autofree char *control = g_strconcat("type=unixio,path=", control_path, NULL);
	g_autofree char *tcti = g_strconcat("swtpm:path=", tpm.path, NULL);
	g_autoptr(GError) error = NULL;

	if (g_getenv(OWN_TPM) != NULL) {
		g_setenv("TPM2OPENSSL_TCTI", g_getenv(OWN_TPM), TRUE);
		return tpm;
	}
	(void)g_mkdir(folder, 0700);
	(void)g_unlink(tpm.path);
	(void)g_unlink(control_path);
	tpm.process =
	    g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
	        &error, "swtpm", "socket", "--tpm2", "--tpmstate", dir, "--server", server, "--ctrl",
	        control, "--flags", "not-need-init,startup-clear", NULL);
	g_assert_no_error(error);
	/* The control socket: a connection to the other one would be the TPM's only one. */
	while (!can_connect(control_path))
		g_usleep(5000);
	g_setenv("TPM2OPENSSL_TCTI", tcti, TRUE);
	return tpm;
}

static void
stop_tpm(Tpm *tpm)
{
	if (tpm->process != NULL) {
		g_subprocess_force_exit(tpm->process);
		g_subprocess_wait(tpm->process, NULL, NULL);
	}
	g_clear_object(&tpm->process);
	g_clear_pointer(&tpm->path, g_free);
}

/* In a process of its own: the provider opens its TPM once. */
static void
in_tpm(void)
{
	const McKeepWish wish = {MC_SUITE_P256, MC_PROTECTION_TPM, NULL, NULL};

	whole_way(&wish);
}

static void
test_tpm(void)
{
	Tpm tpm = {0};

	if (g_test_subprocess()) {
		in_tpm();
		return;
	}
	tpm = start_tpm("tpm");
	g_test_trap_subprocess(NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
	stop_tpm(&tpm);
	g_test_trap_assert_passed();
}

/* SM2, by ESAPI; the authority is of that suite. */
static void
in_tpm_sm2(void)
{
	const McKeepWish wish = {MC_SUITE_SM2, MC_PROTECTION_TPM, NULL, NULL};

	whole_way(&wish);
}

static void
test_tpm_sm2(void)
{
	McProvision *usual = provision;
	g_autofree char *made = NULL;
	Tpm tpm = {0};

	if (g_test_subprocess()) {
		in_tpm_sm2();
		return;
	}
	provision = mc_provision_new_office("sm2-sm3");
	made = mc_provision_path(provision, "made");
	g_assert_cmpint(g_mkdir(made, 0700), ==, 0);
	g_setenv("MC_TEST_FOLDER", provision->folder, TRUE);
	tpm = start_tpm("tpm");
	g_test_trap_subprocess(NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
	stop_tpm(&tpm);
	g_test_trap_assert_passed();
	tpm = start_tpm("other-tpm");
	g_test_trap_subprocess("/key/tpm/elsewhere", 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
	stop_tpm(&tpm);
	mc_provision_free(provision);
	provision = usual;
	g_setenv("MC_TEST_FOLDER", provision->folder, TRUE);
	g_test_trap_assert_passed();
}

/* The file is of no use on another machine. */
static void
test_tpm_of_another_machine(void)
{
	Tpm tpm = {0};
	g_autofree char *key_path = mc_provision_path(provision, "made/signing.key");

	if (g_test_subprocess()) {
		g_autoptr(GError) error = NULL;

		g_assert_null(mc_private_key_open(key_path, NULL, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
		return;
	}
	tpm = start_tpm("tpm");
	g_test_trap_subprocess("/key/tpm/works", 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
	stop_tpm(&tpm);
	g_test_trap_assert_passed();
	tpm = start_tpm("other-tpm");
	g_test_trap_subprocess(NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
	stop_tpm(&tpm);
	g_test_trap_assert_passed();
}

/* ---- a next key of another suite ---- */

static char *
asked_suite(const char *state, McSuite suite)
{
	const McEnrolWish wish = {.state = state, .suite = suite, .keep = MC_PROTECTION_FILE};
	g_autofree char *key = g_build_filename(state, "recorder", "signing.key", NULL);
	McKillPoint kill = {0};
	McRenewal renewal;
	McCsr csr;
	char kiosk[33];
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) request = mc_renew_seal_begin(&wish, key, kiosk, &kill, &error);
	g_autoptr(GBytes) content = NULL;
	char *asked = NULL;

	g_assert_no_error(error);
	content = mc_seal_peek(request, NULL);
	g_assert_true(mc_renewal_read(content, &renewal, NULL));
	g_assert_true(mc_csr_read(renewal.csr, &csr, NULL));
	asked = g_strdup(mc_suite_name(csr.suite));
	mc_csr_clear(&csr);
	mc_renewal_clear(&renewal);
	return asked;
}

/* B1: under the old key's seal a key of the suite that the configuration asks for. What was begun
 * is gone on with as long as that is so, and comes to nothing when it asks for another one. */
static void
test_next_suite(void)
{
	static const struct {
		McSuite kept_only, wanted;
		const char *asked;
	} steps[] = {{MC_SUITE_P256, MC_SUITE_P256, "p256-sha256"},
	    {MC_SUITE_P256, MC_SUITE_SM2, "p256-sha256"}, {MC_SUITE_SM2, MC_SUITE_SM2, "sm2-sm3"},
	    {MC_SUITE_SM2, MC_SUITE_P256, "sm2-sm3"}, {MC_SUITE_P256, MC_SUITE_P256, "p256-sha256"}};

	for (guint i = 0; i < G_N_ELEMENTS(steps); i++) {
		g_autofree char *asked = NULL;

		mc_renew_seal_keep_only(provision->folder, steps[i].kept_only);
		asked = asked_suite(provision->folder, steps[i].wanted);
		g_assert_cmpstr(asked, ==, steps[i].asked);
	}
}

int
main(int argc, char **argv)
{
	int status = 0;
	g_autofree char *made = NULL;

	g_test_init(&argc, &argv, NULL);
	if (g_test_subprocess()) {
		provision = g_new0(McProvision, 1);
		provision->folder = g_strdup(g_getenv("MC_TEST_FOLDER"));
	} else {
		provision = mc_provision_new_office("p256-sha256");
		g_setenv("MC_TEST_FOLDER", provision->folder, TRUE);
		made = mc_provision_path(provision, "made");
		g_assert_cmpint(g_mkdir(made, 0700), ==, 0);
	}
	g_test_add_func("/key/B1/next-suite", test_next_suite);
	g_test_add_func("/key/file", test_file);
	g_test_add_func("/key/token/works", test_token);
	g_test_add_func("/key/token/fails", test_token_fails_by_name);
	g_test_add_func("/key/token/suite", test_token_of_the_other_suite);
	g_test_add_func("/key/tpm/works", test_tpm);
	g_test_add_func("/key/tpm/sm2", test_tpm_sm2);
	g_test_add_func("/key/tpm/elsewhere", test_tpm_of_another_machine);
	status = g_test_run();
	if (g_test_subprocess()) {
		g_free(provision->folder);
		g_free(provision);
	} else {
		mc_provision_free(provision);
	}
	return status;
}
