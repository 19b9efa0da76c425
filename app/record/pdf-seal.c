#include "app/record/pdf-seal.h"

#include "app/base/error.h"
#include "app/json/hex.h"
#include "app/record/envelope-asn1.h"
#include "app/record/openssl-error.h"
#include "app/record/private-key.h"
#include "app/record/seal-signature.h"
#include "app/record/signing-certificate.h"
#include <string.h>

/* For the signature with all its certificates; twice as many digits. */
#define PLACE_BYTES 8192u
#define RANGE_WIDTH 10

/* ---- the file, as far as a signature concerns it ---- */

typedef struct Pdf {
	const char *bytes;
	gsize size;
	guint64 xref, root, objects; /* offset of the table; numbers */
	char *catalog; /* what stands between the catalogue's << and >> */
} Pdf;

/* Behind the last occurrence, or NULL. */
static const char *
behind_last(const Pdf *pdf, const char *word)
{
	gsize length = strlen(word);

	/* The pictures before it hold zeros. */
	for (gsize at = pdf->size >= length ? pdf->size - length : 0; at > 0; at--)
		if (memcmp(pdf->bytes + at, word, length) == 0)
			return pdf->bytes + at + length;
	return NULL;
}

static gboolean
number_behind(const Pdf *pdf, const char *from, const char *word, guint64 *number)
{
	gssize rest = (gssize)(pdf->size - (gsize)(from - pdf->bytes));
	const char *at = g_strstr_len(from, rest, word);

	*number = at != NULL ? g_ascii_strtoull(at + strlen(word), NULL, 10) : 0;
	return *number > 0;
}

static gboolean
take_catalog(Pdf *pdf)
{
	g_autofree char *begin = g_strdup_printf("\n%" G_GUINT64_FORMAT " 0 obj\n<<", pdf->root);
	const char *at = behind_last(pdf, begin);
	const char *end =
	    at != NULL ? g_strstr_len(at, (gssize)(pdf->size - (gsize)(at - pdf->bytes)), ">>\nendobj")
	               : NULL;

	pdf->catalog = end != NULL ? g_strndup(at, (gsize)(end - at)) : NULL;
	return pdf->catalog != NULL && strstr(pdf->catalog, "/Catalog") != NULL &&
	       strstr(pdf->catalog, "/AcroForm") == NULL;
}

static gboolean
take_apart(Pdf *pdf, GBytes *bytes)
{
	const char *trailer = NULL;
	const char *start = NULL;

	pdf->bytes = g_bytes_get_data(bytes, &pdf->size);
	if (pdf->size < 8 || strncmp(pdf->bytes, "%PDF-1.", 7) != 0)
		return FALSE;
	trailer = behind_last(pdf, "\ntrailer");
	start = behind_last(pdf, "\nstartxref\n");
	return trailer != NULL && start != NULL &&
	       number_behind(pdf, trailer, "/Size ", &pdf->objects) &&
	       number_behind(pdf, trailer, "/Root ", &pdf->root) &&
	       number_behind(pdf, start - 1, "\n", &pdf->xref) && pdf->xref < pdf->size &&
	       strncmp(pdf->bytes + pdf->xref, "xref", 4) == 0 && take_catalog(pdf);
}

/* ---- what is added: signature, its field without a place on the page, the catalogue anew ---- */

typedef struct Added {
	GString *text; /* the whole file */
	gsize contents; /* where the signature's < stands */
	gsize range; /* and the first digit of the range */
} Added;

static void
add_signature(Added *added, const Pdf *pdf, gint64 at_wall_us)
{
	g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(at_wall_us / G_USEC_PER_SEC);
	g_autofree char *moment = g_date_time_format(at, "D:%Y%m%d%H%M%SZ");

	g_string_append_printf(added->text,
	    "%" G_GUINT64_FORMAT " 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite"
	    " /SubFilter /ETSI.CAdES.detached /M (%s)\n/ByteRange [0 ",
	    pdf->objects, moment);
	added->range = added->text->len;
	g_string_append_printf(added->text, "%*s]\n/Contents ", 3 * (RANGE_WIDTH + 1), "");
	added->contents = added->text->len;
	g_string_append_c(added->text, '<');
	for (guint i = 0; i < 2 * PLACE_BYTES; i++)
		g_string_append_c(added->text, '0');
	g_string_append(added->text, "> >>\nendobj\n");
}

static void
add_objects(Added *added, const Pdf *pdf, gint64 at_wall_us)
{
	gsize place[3];
	gsize table = 0;

	place[0] = added->text->len;
	add_signature(added, pdf, at_wall_us);
	place[1] = added->text->len;
	g_string_append_printf(added->text,
	    "%" G_GUINT64_FORMAT " 0 obj\n<< /Type /Annot /Subtype /Widget /FT /Sig /T (Sheet)"
	    " /F 132 /Rect [0 0 0 0] /V %" G_GUINT64_FORMAT " 0 R >>\nendobj\n",
	    pdf->objects + 1, pdf->objects);
	place[2] = added->text->len;
	g_string_append_printf(added->text,
	    "%" G_GUINT64_FORMAT " 0 obj\n<<%s/AcroForm << /SigFlags 3 /Fields [%" G_GUINT64_FORMAT
	    " 0 R] >>\n>>\nendobj\n",
	    pdf->root, pdf->catalog, pdf->objects + 1);
	table = added->text->len;
	g_string_append_printf(added->text,
	    "xref\n%" G_GUINT64_FORMAT " 1\n%010" G_GSIZE_FORMAT " 00000 n \n%" G_GUINT64_FORMAT
	    " 2\n%010" G_GSIZE_FORMAT " 00000 n \n%010" G_GSIZE_FORMAT " 00000 n \n",
	    pdf->root, place[2], pdf->objects, place[0], place[1]);
	g_string_append_printf(added->text,
	    "trailer\n<< /Size %" G_GUINT64_FORMAT " /Root %" G_GUINT64_FORMAT
	    " 0 R /Prev %" G_GUINT64_FORMAT " >>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n",
	    pdf->objects + 2, pdf->root, pdf->xref, table);
}

static void
write_range(Added *added, gsize behind)
{
	g_autofree char *range = g_strdup_printf("%-*" G_GSIZE_FORMAT " %-*" G_GSIZE_FORMAT
	                                         " %-*" G_GSIZE_FORMAT " ",
	    RANGE_WIDTH, added->contents, RANGE_WIDTH, behind, RANGE_WIDTH, added->text->len - behind);

	memcpy(added->text->str + added->range, range, strlen(range));
}

/* ---- the signature ---- */

typedef struct Key {
	EVP_PKEY *key;
	McCertificates *leaf, *chain;
} Key;

static void
key_clear(Key *key)
{
	EVP_PKEY_free(key->key);
	mc_certificates_free(key->leaf);
	mc_certificates_free(key->chain);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Key, key_clear)

static gboolean
key_open(const McPdfKey *from, Key *key, GError **error)
{
	key->key = mc_private_key_open(from->key, NULL, error);
	key->leaf = key->key != NULL ? mc_certificates_read(from->certificate, error) : NULL;
	if (key->leaf == NULL)
		return FALSE;
	key->chain =
	    from->chain != NULL ? mc_certificates_read(from->chain, error) : sk_X509_new_null();
	if (key->chain == NULL)
		return FALSE;
	if (EVP_PKEY_is_a(key->key, "EC") &&
	    X509_check_private_key(sk_X509_value(key->leaf, 0), key->key) == 1)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "%s is no P-256 key of the certificate %s",
	    from->key, from->certificate);
	return FALSE;
}

static gboolean
put_signer(CMS_ContentInfo *cms, const Key *key)
{
	X509 *leaf = sk_X509_value(key->leaf, 0);
	ASN1_STRING *names = mc_signing_certificate_new(leaf, key->chain, MC_SUITE_P256);
	CMS_SignerInfo *info = CMS_add1_signer(
	    cms, leaf, key->key, EVP_sha256(), CMS_NOSMIMECAP | CMS_BINARY | CMS_PARTIAL);
	gboolean good = names != NULL && info != NULL &&
	                CMS_signed_add1_attr_by_NID(info, NID_id_smime_aa_signingCertificateV2,
	                    V_ASN1_SEQUENCE, names, -1) == 1;

	ASN1_STRING_free(names);
	for (int i = 0; good && i < sk_X509_num(key->chain); i++)
		good = CMS_add1_cert(cms, sk_X509_value(key->chain, i)) == 1;
	return good;
}

/* CMS_final() always states a signing time; in a PDF that stands beside the signature (/M), and
 * PAdES forbids it here. */
static gboolean
drop_time(McEnvelope *envelope)
{
	int at = X509at_get_attr_by_NID(envelope->attributes, NID_pkcs9_signingTime, -1);

	if (at < 0)
		return FALSE;
	X509_ATTRIBUTE_free(sk_X509_ATTRIBUTE_delete(envelope->attributes, at));
	ASN1_TYPE_free(sk_ASN1_TYPE_delete(envelope->signer->attributes, at));
	return TRUE;
}

static GBytes *
sign_again(GBytes *attached, EVP_PKEY *key)
{
	const char *problem = NULL;
	g_autoptr(McEnvelope) envelope =
	    mc_envelope_read(g_bytes_get_data(attached, NULL), g_bytes_get_size(attached), &problem);

	if (envelope == NULL || !drop_time(envelope) ||
	    !mc_seal_sign(envelope, key, NULL, MC_SUITE_P256))
		return NULL;
	return mc_envelope_write(envelope);
}

static GBytes *
detach(GBytes *attached)
{
	g_autoptr(BIO) in =
	    BIO_new_mem_buf(g_bytes_get_data(attached, NULL), (int)g_bytes_get_size(attached));
	g_autoptr(BIO) out = BIO_new(BIO_s_mem());
	g_autoptr(CMS_ContentInfo) cms = d2i_CMS_bio(in, NULL);

	if (cms == NULL || CMS_set_detached(cms, 1) != 1 || i2d_CMS_bio(out, cms) != 1)
		return NULL;
	return mc_bio_bytes(out);
}

static GBytes *
sign(const Key *key, const Added *added, gsize behind)
{
	g_autoptr(BIO) in = BIO_new(BIO_s_mem());
	g_autoptr(BIO) out = BIO_new(BIO_s_mem());
	g_autoptr(CMS_ContentInfo) cms = CMS_sign(NULL, NULL, NULL, NULL, CMS_BINARY | CMS_PARTIAL);
	g_autoptr(GBytes) timed = NULL;
	g_autoptr(GBytes) attached = NULL;

	if (BIO_write(in, added->text->str, (int)added->contents) <= 0 ||
	    BIO_write(in, added->text->str + behind, (int)(added->text->len - behind)) <= 0 ||
	    cms == NULL || !put_signer(cms, key) || CMS_final(cms, in, NULL, CMS_BINARY) != 1 ||
	    i2d_CMS_bio(out, cms) != 1)
		return NULL;
	timed = mc_bio_bytes(out);
	attached = sign_again(timed, key->key);
	return attached != NULL ? detach(attached) : NULL;
}

GBytes *
mc_pdf_seal(const McPdfKey *from, GBytes *bytes, gint64 at_wall_us, GError **error)
{
	g_auto(Key) key = {0};
	Pdf pdf = {0};
	Added added = {0};
	g_autoptr(GBytes) signature = NULL;
	g_autofree char *hex = NULL;
	gboolean is_known = take_apart(&pdf, bytes);
	gsize behind = 0;

	if (!is_known)
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "it is no unsigned PDF of ours");
	if (!is_known || !key_open(from, &key, error)) {
		g_free(pdf.catalog);
		return NULL;
	}
	added.text = g_string_new_len(pdf.bytes, (gssize)pdf.size);
	add_objects(&added, &pdf, at_wall_us);
	g_free(pdf.catalog);
	behind = added.contents + 2 + 2 * PLACE_BYTES;
	write_range(&added, behind);
	signature = sign(&key, &added, behind);
	if (signature == NULL || g_bytes_get_size(signature) > PLACE_BYTES) {
		g_string_free(added.text, TRUE);
		mc_openssl_fail(error, MC_ERROR_INTERNAL, "signing the sheet failed");
		return NULL;
	}
	hex = g_malloc(2 * g_bytes_get_size(signature) + 1);
	mc_hex_write(g_bytes_get_data(signature, NULL), g_bytes_get_size(signature), hex);
	memcpy(added.text->str + added.contents + 1, hex, strlen(hex));
	return g_string_free_to_bytes(added.text);
}
