#include "app/record/stamp.h"

#include "app/record/certificates.h"
#include "app/record/openssl-error.h"
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/ts.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(TS_REQ, TS_REQ_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TS_RESP, TS_RESP_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TS_VERIFY_CTX, TS_VERIFY_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TS_MSG_IMPRINT, TS_MSG_IMPRINT_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509_ALGOR, X509_ALGOR_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ASN1_INTEGER, ASN1_INTEGER_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BIGNUM, BN_free)

struct McStampTrust {
	McCertificates *roots;
};

/* ---- the question ---- */

static gboolean
set_imprint(TS_REQ *request, const McMerkleHash *root)
{
	g_autoptr(TS_MSG_IMPRINT) imprint = TS_MSG_IMPRINT_new();
	g_autoptr(X509_ALGOR) algorithm = X509_ALGOR_new();
	guint8 value[sizeof *root];

	for (gsize i = 0; i < sizeof value; i++)
		value[i] = root->byte[i];
	return imprint != NULL && algorithm != NULL &&
	       X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) == 1 &&
	       TS_MSG_IMPRINT_set_algo(imprint, algorithm) == 1 &&
	       TS_MSG_IMPRINT_set_msg(imprint, value, (int)sizeof value) == 1 &&
	       TS_REQ_set_msg_imprint(request, imprint) == 1;
}

static gboolean
set_nonce(TS_REQ *request, const guint8 *nonce)
{
	g_autoptr(BIGNUM) number = BN_bin2bn(nonce, MC_STAMP_NONCE_SIZE, NULL);
	g_autoptr(ASN1_INTEGER) integer = number == NULL ? NULL : BN_to_ASN1_INTEGER(number, NULL);

	return integer != NULL && TS_REQ_set_nonce(request, integer) == 1;
}

static TS_REQ *
make_request(const McMerkleHash *root, const guint8 *nonce, GError **error)
{
	g_autoptr(TS_REQ) request = TS_REQ_new();

	if (request != NULL && TS_REQ_set_version(request, 1) == 1 && set_imprint(request, root) &&
	    (nonce == NULL || set_nonce(request, nonce)) && TS_REQ_set_cert_req(request, 1) == 1)
		return g_steal_pointer(&request);
	mc_openssl_fail(error, MC_ERROR_INTERNAL, "no request for a time stamp");
	return NULL;
}

GBytes *
mc_stamp_ask(McStampQuery *query, const McMerkleHash *root, GError **error)
{
	g_autoptr(TS_REQ) request = NULL;
	guint8 *der = NULL;
	int size = 0;
	GBytes *bytes = NULL;

	query->root = *root;
	if (RAND_bytes(query->nonce, sizeof query->nonce) != 1) {
		mc_openssl_fail(error, MC_ERROR_INTERNAL, "no random numbers");
		return NULL;
	}
	request = make_request(root, query->nonce, error);
	size = request == NULL ? 0 : i2d_TS_REQ(request, &der);
	if (size > 0)
		bytes = g_bytes_new(der, (gsize)size);
	OPENSSL_free(der);
	return bytes;
}

/* ---- the answer ---- */

McStampTrust *
mc_stamp_trust_new_from_file(const char *roots_path, GError **error)
{
	McCertificates *roots = mc_certificates_read(roots_path, error);
	McStampTrust *self = NULL;

	if (roots == NULL)
		return NULL;
	self = g_new0(McStampTrust, 1);
	self->roots = roots;
	return self;
}

void
mc_stamp_trust_free(McStampTrust *self)
{
	if (self == NULL)
		return;
	mc_certificates_free(self->roots);
	g_free(self);
}

static X509_STORE *
store_at(const McStampTrust *self, gint64 at_wall_us)
{
	X509_STORE *store = X509_STORE_new();

	for (int i = 0; i < sk_X509_num(self->roots); i++)
		X509_STORE_add_cert(store, sk_X509_value(self->roots, i));
	X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), (time_t)(at_wall_us / G_USEC_PER_SEC));
	return store;
}

static TS_RESP *
parse(GBytes *response, gint64 *stamped_wall_us, GError **error)
{
	gsize size = 0;
	const guint8 *data = g_bytes_get_data(response, &size);
	const guint8 *at = data;
	g_autoptr(TS_RESP) parsed =
	    size == 0 || size > MC_STAMP_SIZE_MAX ? NULL : d2i_TS_RESP(NULL, &at, (long)size);
	TS_TST_INFO *info = parsed == NULL ? NULL : TS_RESP_get_tst_info(parsed);

	ERR_clear_error();
	if (parsed == NULL || at != data + size) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT,
		    "the answer is no time stamp of RFC 3161 (is this a TSA's address?)");
		return NULL;
	}
	if (info == NULL) {
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "the TSA refuses (status %ld)",
		    ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(parsed))));
		return NULL;
	}
	*stamped_wall_us = mc_certificate_moment(TS_TST_INFO_get_time(info));
	return g_steal_pointer(&parsed);
}

/* Why a certificate does not do stands beside the reason only. */
static gboolean
refuse(GError **error)
{
	const char *detail = NULL;
	int flags = 0;
	g_autofree char *what = NULL;

	ERR_peek_error_data(&detail, &flags);
	what = (flags & ERR_TXT_STRING) != 0 && *detail != '\0'
	           ? g_strdup_printf("the time stamp (%s)", detail)
	           : g_strdup("the time stamp");
	return mc_openssl_fail(error, MC_ERROR_UNTRUSTED, what);
}

/* at_wall_us 0: as of the moment that it states. */
static gboolean
check(const McStampTrust *self, TS_REQ *request, gint64 at_wall_us, GBytes *response,
    gint64 *stamped_wall_us, GError **error)
{
	g_autoptr(TS_RESP) parsed = parse(response, stamped_wall_us, error);
	g_autoptr(TS_VERIFY_CTX) context = NULL;

	if (parsed == NULL)
		return FALSE;
	context = TS_REQ_to_TS_VERIFY_CTX(request, NULL);
	if (context == NULL)
		return mc_openssl_fail(error, MC_ERROR_INTERNAL, "no check of time stamps");
	TS_VERIFY_CTX_add_flags(context, TS_VFY_SIGNATURE);
	TS_VERIFY_CTX_set_store(
	    context, store_at(self, at_wall_us != 0 ? at_wall_us : *stamped_wall_us));
	if (TS_RESP_verify_response(context, parsed) == 1)
		return TRUE;
	return refuse(error);
}

gboolean
mc_stamp_answers(const McStampTrust *self, const McStampQuery *query, gint64 now_wall_us,
    GBytes *response, gint64 *stamped_wall_us, GError **error)
{
	g_autoptr(TS_REQ) request = make_request(&query->root, query->nonce, error);

	return request != NULL && check(self, request, now_wall_us, response, stamped_wall_us, error);
}

gboolean
mc_stamp_holds(const McStampTrust *self, const McMerkleHash *root, GBytes *response,
    gint64 at_wall_us, gint64 *stamped_wall_us, GError **error)
{
	g_autoptr(TS_REQ) request = make_request(root, NULL, error);

	return request != NULL && check(self, request, at_wall_us, response, stamped_wall_us, error);
}

/* ---- its end ---- */

static gint64
end_of(const McStampTrust *self, X509 *certificate)
{
	gint64 until_us = mc_certificate_moment(X509_get0_notAfter(certificate));

	for (int i = 0; i < sk_X509_num(self->roots); i++) {
		X509 *root = sk_X509_value(self->roots, i);

		if (X509_check_issued(root, certificate) == X509_V_OK)
			until_us = MIN(until_us, mc_certificate_moment(X509_get0_notAfter(root)));
	}
	return until_us;
}

gint64
mc_stamp_until(const McStampTrust *self, GBytes *response)
{
	gint64 stamped_us = 0;
	g_autoptr(TS_RESP) parsed = parse(response, &stamped_us, NULL);
	PKCS7 *token = parsed != NULL ? TS_RESP_get_token(parsed) : NULL;
	STACK_OF(X509) *certificates =
	    token != NULL && PKCS7_type_is_signed(token) ? token->d.sign->cert : NULL;
	gint64 until_us = sk_X509_num(certificates) > 0 ? G_MAXINT64 : 0;

	for (int i = 0; i < sk_X509_num(certificates); i++)
		until_us = MIN(until_us, end_of(self, sk_X509_value(certificates, i)));
	return until_us;
}
