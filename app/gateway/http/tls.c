#include "app/gateway/http/tls.h"

#include "app/base/error.h"
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>

static gboolean
fail(const char *what, const char *path, GError **error)
{
	char text[160] = "";

	ERR_error_string_n(ERR_peek_last_error(), text, sizeof text);
	ERR_clear_error();
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "%s %s: %s", what, path, text);
	return FALSE;
}

static McHttpPeerFault
fault_of(int code)
{
	if (code == X509_V_ERR_CERT_HAS_EXPIRED)
		return MC_HTTP_PEER_EXPIRED;
	if (code == X509_V_ERR_CERT_NOT_YET_VALID)
		return MC_HTTP_PEER_NOT_YET_VALID;
	return code == X509_V_ERR_CERT_REVOKED ? MC_HTTP_PEER_REVOKED : MC_HTTP_PEER_FOREIGN;
}

static void
tell(const SSL *ssl, McHttpPeerFault fault, const char *text)
{
	const McHttpTlsWatch *watch = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

	watch->fault(fault, text, watch->data);
}

/* Why a client was turned away: the only place that knows the certificate's fault. The first one
 * ends the handshake. */
static int
on_verified(int good, X509_STORE_CTX *store)
{
	const SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
	int code = X509_STORE_CTX_get_error(store);

	if (!good) {
		g_message("client certificate refused: %s", X509_verify_cert_error_string(code));
		tell(ssl, fault_of(code), X509_verify_cert_error_string(code));
	}
	return good;
}

static void
on_state(const SSL *ssl, int where, int value)
{
	if ((where & SSL_CB_WRITE_ALERT) != SSL_CB_WRITE_ALERT || (value >> 8) != SSL3_AL_FATAL)
		return;
	g_message("connection refused: %s", SSL_alert_desc_string_long(value));
	if ((value & 0xff) == SSL_AD_CERTIFICATE_REQUIRED)
		tell(ssl, MC_HTTP_PEER_WITHOUT, "there is none");
}

static gboolean
load_own(SSL_CTX *tls, const char *folder, GError **error)
{
	g_autofree char *certificate = g_build_filename(folder, "tls.crt", NULL);
	g_autofree char *key = g_build_filename(folder, "tls.key", NULL);

	if (SSL_CTX_use_certificate_chain_file(tls, certificate) != 1)
		return fail("server certificate", certificate, error);
	if (SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) != 1 ||
	    SSL_CTX_check_private_key(tls) != 1)
		return fail("server key", key, error);
	return TRUE;
}

static gboolean
load_clients(SSL_CTX *tls, const char *folder, GError **error)
{
	g_autofree char *authority = g_build_filename(folder, "client-ca.pem", NULL);
	STACK_OF(X509_NAME) *names = NULL;

	if (SSL_CTX_load_verify_file(tls, authority) != 1)
		return fail("clients' authority", authority, error);
	names = SSL_load_client_CA_file(authority);
	if (names == NULL)
		return fail("clients' authority", authority, error);
	SSL_CTX_set_client_CA_list(tls, names);
	return TRUE;
}

static gboolean
load_revoked(SSL_CTX *tls, const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "client-crls.pem", NULL);
	X509_STORE *store = SSL_CTX_get_cert_store(tls);
	X509_LOOKUP *lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());

	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return TRUE;
	if (lookup == NULL || X509_load_crl_file(lookup, path, X509_FILETYPE_PEM) <= 0)
		return fail("clients' revocation list", path, error);
	return X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK) == 1;
}

static gboolean
show_root(SSL_CTX *tls, const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "tls-root.pem", NULL);
	BIO *file = BIO_new_file(path, "r");
	X509 *root = file != NULL ? PEM_read_bio_X509(file, NULL, NULL, NULL) : NULL;
	gboolean good = root != NULL && SSL_CTX_add1_chain_cert(tls, root) == 1;

	X509_free(root);
	BIO_free(file);
	return good || fail("own root", path, error);
}

static gboolean
set_clients(SSL_CTX *tls, const char *folder, McHttpClients clients, GError **error)
{
	switch (clients) {
	case MC_HTTP_CLIENTS_ANY:
		SSL_CTX_set_verify(tls, SSL_VERIFY_NONE, NULL);
		return show_root(tls, folder, error);
	case MC_HTTP_CLIENTS_CERTIFIED:
		SSL_CTX_set_verify(tls, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, on_verified);
		return load_clients(tls, folder, error) && load_revoked(tls, folder, error);
	}
	return FALSE;
}

SSL_CTX *
mc_http_tls_new(const char *folder, McHttpClients clients, McHttpTlsWatch *watch, GError **error)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_server_method());

	if (tls == NULL || SSL_CTX_set_min_proto_version(tls, TLS1_3_VERSION) != 1 ||
	    !load_own(tls, folder, error) || !set_clients(tls, folder, clients, error)) {
		if (error != NULL && *error == NULL)
			fail("TLS", "1.3", error);
		SSL_CTX_free(tls);
		return NULL;
	}
	SSL_CTX_set_app_data(tls, watch);
	SSL_CTX_set_num_tickets(tls, 0);
	SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_mode(tls, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_info_callback(tls, on_state);
	return tls;
}

static gboolean
is_machine_name(const unsigned char *text, int length, gsize size)
{
	if (length <= 0 || (gsize)length >= size)
		return FALSE;
	for (int i = 0; i < length; i++)
		if (!g_ascii_isalnum(text[i]) && (text[i] == '\0' || strchr(".-_", text[i]) == NULL))
			return FALSE;
	return TRUE;
}

static gboolean
refuse(McHttpTlsRefusal *refusal, McHttpPeerFault fault, const char *text)
{
	*refusal = (McHttpTlsRefusal){fault, text};
	return FALSE;
}

/* As in the handshake, by the authority and the lists of now. */
static gboolean
judge_again(SSL *ssl, SSL_CTX *in_force, McHttpTlsRefusal *refusal)
{
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	int code = X509_V_ERR_OUT_OF_MEM;

	if (context != NULL &&
	    X509_STORE_CTX_init(context, SSL_CTX_get_cert_store(in_force),
	        SSL_get0_peer_certificate(ssl), SSL_get_peer_cert_chain(ssl)) == 1 &&
	    X509_STORE_CTX_set_default(context, "ssl_client") == 1)
		code = X509_verify_cert(context) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(context);
	X509_STORE_CTX_free(context);
	ERR_clear_error();
	if (code != X509_V_OK)
		return refuse(refusal, fault_of(code), X509_verify_cert_error_string(code));
	return SSL_set_SSL_CTX(ssl, in_force) != NULL;
}

static gboolean
read_key(X509 *certificate, char digest[65])
{
	guchar *der = NULL;
	int size = i2d_PUBKEY(X509_get0_pubkey(certificate), &der);
	g_autofree char *text =
	    size > 0 ? g_compute_checksum_for_data(G_CHECKSUM_SHA256, der, (gsize)size) : NULL;

	OPENSSL_free(der);
	return text != NULL && g_strlcpy(digest, text, 65) == 64;
}

static gboolean
read_client(X509 *certificate, McHttpTlsClient *client)
{
	X509_NAME *subject = X509_get_subject_name(certificate);
	int place = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
	const ASN1_STRING *text = NULL;

	if (place < 0 || X509_NAME_get_index_by_NID(subject, NID_commonName, place) >= 0)
		return FALSE;
	text = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, place));
	if (!is_machine_name(
	        ASN1_STRING_get0_data(text), ASN1_STRING_length(text), sizeof client->name) ||
	    !read_key(certificate, client->key_digest))
		return FALSE;
	memcpy(client->name, ASN1_STRING_get0_data(text), (gsize)ASN1_STRING_length(text));
	client->name[ASN1_STRING_length(text)] = '\0';
	return TRUE;
}

gboolean
mc_http_tls_client(SSL *ssl, SSL_CTX *in_force, McHttpTlsClient *client, McHttpTlsRefusal *refusal)
{
	X509 *certificate = SSL_get0_peer_certificate(ssl);

	if (certificate == NULL)
		return refuse(refusal, MC_HTTP_PEER_WITHOUT, "there is none");
	/* A connection may have been open for longer than the certificate is valid. */
	if (X509_cmp_current_time(X509_get0_notAfter(certificate)) <= 0)
		return refuse(refusal, MC_HTTP_PEER_EXPIRED, "it has run out since");
	if (SSL_get_SSL_CTX(ssl) != in_force && !judge_again(ssl, in_force, refusal))
		return FALSE;
	if (client->name[0] == '\0' && !read_client(certificate, client))
		return refuse(refusal, MC_HTTP_PEER_FOREIGN, "it names no kiosk");
	return TRUE;
}
