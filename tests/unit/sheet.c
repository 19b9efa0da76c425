/* C15, B1: the printed sheet of a record, signed as PAdES-B-B, held against stock pdfsig with the
 * office's root in its trust store, and with every kind of change. */

#include "tool-kit.h"

#include "app/base/error.h"
#include "app/record/pdf-seal.h"
#include <gio/gio.h>
#include <string.h>

static const char program[] = MC_BINARY_DIR "/bin/medcheck-sheet";

/* What a program prints, both streams; asserts its exit status unless that is negative. */
static char *
run(int expected, const char *const *arguments)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process = g_subprocess_newv(
	    arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
	char *text = NULL;

	g_assert_no_error(error);
	g_subprocess_communicate_utf8(process, NULL, NULL, &text, NULL, &error);
	g_assert_no_error(error);
	g_test_message("%s", text);
	g_assert_true(expected < 0 || g_subprocess_get_exit_status(process) == expected);
	return text;
}
#define RUN(expected, ...) run(expected, (const char *const[]){__VA_ARGS__, NULL})

/* The office's key for sheets: one that signs nothing else. The pack key of the provisioning stands
 * for it. */
static char *
make_sheet(McToolWorld *world, int expected, const char *record, const char *language, char **said)
{
	g_autofree char *rules = g_strdup(mc_tool_rules);
	g_autofree char *key = mc_provision_path(world->provision, "authority/pack.key");
	g_autofree char *certificate = mc_provision_path(world->provision, "authority/pack.crt");
	g_autofree char *chain = mc_provision_path(world->provision, "authority/pack-chain.pem");
	char *out = mc_provision_path(world->provision, "sheet.pdf");

	*said = RUN(expected, program, record, "--trust", world->roots, "--rules", rules, "--key", key,
	    "--certificate", certificate, "--chain", chain, "--share", MC_BINARY_DIR, "--language",
	    language, "--out", out);
	return out;
}

static void
trust_office(const McToolWorld *world, const char *store)
{
	g_autofree char *root = mc_provision_path(world->provision, "recorder/pack-roots.pem");

	g_assert_cmpint(g_mkdir_with_parents(store, 0700), ==, 0);
	g_free(RUN(0, "certutil", "-N", "-d", store, "--empty-password"));
	g_free(RUN(0, "certutil", "-A", "-d", store, "-n", "office", "-t", "CT,C,C", "-i", root));
}

static void
test_signed(McToolWorld *world, gconstpointer unused)
{
	g_autofree char *record = mc_tool_keep_visit(world, NULL);
	g_autofree char *store = mc_provision_path(world->provision, "nss");
	g_autofree char *said = NULL;
	g_autofree char *sheet = make_sheet(world, 0, record, "en", &said);
	g_autofree char *found = NULL;
	g_autofree char *words = NULL;
	g_auto(GStrv) lines = NULL;
	g_autofree char *joined = NULL;
	g_autofree char *envelope = NULL;
	g_autofree char *digest = NULL;
	gsize size = 0;

	trust_office(world, store);
	found = RUN(0, "pdfsig", "-nssdir", store, sheet);
	g_assert_nonnull(strstr(found, "Signature Type: ETSI.CAdES.detached"));
	g_assert_nonnull(strstr(found, "Total document signed"));
	g_assert_nonnull(strstr(found, "Signature Validation: Signature is Valid."));
	g_assert_nonnull(strstr(found, "Certificate Validation: Certificate is Trusted."));
	g_assert_nonnull(strstr(found, "Signer Certificate Common Name: O-0001"));
	/* Its number and the digest of the original. */
	g_assert_true(g_file_get_contents(record, &envelope, &size, NULL));
	digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)envelope, size);
	words = RUN(0, "pdftotext", "-raw", sheet, "-");
	g_assert_nonnull(strstr(words, "MC-K0001-000042-"));
	lines = g_strsplit(words, "\n", -1);
	joined = g_strjoinv("", lines);
	g_assert_nonnull(strstr(joined, digest));
}

/* In bytes with zeros among them. */
static gsize
behind_first(const char *bytes, gsize size, const char *word)
{
	gsize length = strlen(word);
	gsize at = 0;

	while (at + length <= size && memcmp(bytes + at, word, length) != 0)
		at++;
	g_assert_cmpuint(at + length, <, size);
	return at + length;
}

/* A byte of what is drawn, of the object that signs, one behind the end: each is seen. */
static void
test_tampered(McToolWorld *world, gconstpointer unused)
{
	g_autofree char *record = mc_tool_keep_visit(world, NULL);
	g_autofree char *said = NULL;
	g_autofree char *sheet = make_sheet(world, 0, record, "zh_CN", &said);
	g_autofree char *store = mc_provision_path(world->provision, "nss");
	const char *const places[] = {"stream\n", "/ByteRange [0 ", "/M (D:2", "\nstartxref"};
	g_autofree char *bytes = NULL;
	gsize size = 0;

	trust_office(world, store);
	g_assert_true(g_file_get_contents(sheet, &bytes, &size, NULL));
	for (guint i = 0; i <= G_N_ELEMENTS(places); i++) {
		g_autofree char *found = NULL;
		g_autofree char *changed = g_malloc(size + 1);
		gboolean is_longer = i == G_N_ELEMENTS(places);

		memcpy(changed, bytes, size);
		changed[size] = '%';
		if (!is_longer)
			changed[behind_first(bytes, size, places[i])] ^= 1;
		g_assert_true(
		    g_file_set_contents(sheet, changed, (gssize)(is_longer ? size + 1 : size), NULL));
		found = RUN(-1, "pdfsig", "-nssdir", store, sheet);
		g_assert_true(strstr(found, "Signature is Valid.") == NULL ||
		              strstr(found, "Total document signed") == NULL);
	}
}

/* A record that does not prove itself, or is no visit, has no sheet. */
static void
test_refused(McToolWorld *world, gconstpointer unused)
{
	g_autofree char *good = mc_tool_keep_visit(world, NULL);
	g_autofree char *record = mc_provision_path(world->provision, "changed.p7m");
	g_autofree char *entry = NULL;
	g_autofree char *said = NULL;
	g_autofree char *said_too = NULL;
	g_autofree char *bytes = NULL;
	g_autofree char *sheet = NULL;
	g_autofree char *sheet_too = NULL;
	g_autoptr(GBytes) audit = NULL;
	json_auto_t *nothing = json_object();
	gsize size = 0;

	g_assert_true(g_file_get_contents(good, &bytes, &size, NULL));
	bytes[size / 2] ^= 1;
	g_assert_true(g_file_set_contents(record, bytes, (gssize)size, NULL));
	sheet = make_sheet(world, 1, record, "en", &said);
	g_assert_false(g_file_test(sheet, G_FILE_TEST_EXISTS));
	audit = mc_tool_seal(world, 1, mc_tool_no_previous, "genesis", "K-0001", nothing);
	entry = mc_tool_keep(world, "genesis.p7m", audit);
	sheet_too = make_sheet(world, 1, entry, "en", &said_too);
	g_assert_nonnull(strstr(said_too, "no visit"));
	g_assert_false(g_file_test(sheet_too, G_FILE_TEST_EXISTS));
}

/* What is no PDF of ours, or has a signature already, is not signed. */
static void
test_no_pdf(McToolWorld *world, gconstpointer unused)
{
	static const char signed_before[] =
	    "%PDF-1.5\n1 0 obj\n<< /Type /Catalog /AcroForm 2 0 R >>\nendobj\nxref\ntrailer\n"
	    "<< /Size 3 /Root 1 0 R >>\nstartxref\n65\n%%EOF\n";
	const char *const texts[] = {
	    "", "%PDF-1.5", "%PDF-1.5\ntrailer\nstartxref\n99\n", signed_before};
	g_autofree char *key = mc_provision_path(world->provision, "authority/pack.key");
	g_autofree char *certificate = mc_provision_path(world->provision, "authority/pack.crt");
	const McPdfKey office = {key, certificate, NULL};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GBytes) text = g_bytes_new_static(texts[i], strlen(texts[i]));

		g_assert_null(mc_pdf_seal(&office, text, g_get_real_time(), &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
	g_test_add("/sheet/C15/" path, McToolWorld, NULL, mc_tool_set_up, function, mc_tool_tear_down)
	ADD("signed", test_signed);
	ADD("tampered", test_tampered);
	ADD("refused", test_refused);
	ADD("no-pdf", test_no_pdf);
	return g_test_run();
}
