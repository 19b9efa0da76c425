#include "tests/support/gateway/authority.h"

#include <glib/gstdio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

struct McAuthority {
	EVP_PKEY *key;
	X509 *root;
};

static void
add_extension(X509 *certificate, X509 *issuer, int which, const char *value)
{
	X509V3_CTX context;
	X509_EXTENSION *extension = NULL;

	X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, which, value);
	g_assert_nonnull(extension);
	g_assert_cmpint(X509_add_ext(certificate, extension, -1), ==, 1);
	X509_EXTENSION_free(extension);
}

static X509 *
draft(EVP_PKEY *key, const char *name, X509 *issuer, int from_days, int to_days)
{
	X509 *certificate = X509_new();
	X509_NAME *subject = X509_get_subject_name(certificate);
	guint64 serial = 0;

	g_assert_cmpint(RAND_bytes((unsigned char *)&serial, sizeof serial), ==, 1);
	X509_set_version(certificate, X509_VERSION_3);
	ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1);
	X509_time_adj_ex(X509_getm_notBefore(certificate), from_days, -60, NULL);
	X509_time_adj_ex(X509_getm_notAfter(certificate), to_days, 0, NULL);
	X509_NAME_add_entry_by_txt(
	    subject, "CN", MBSTRING_UTF8, (const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(certificate, issuer != NULL ? X509_get_subject_name(issuer) : subject);
	X509_set_pubkey(certificate, key);
	return certificate;
}

McAuthority *
mc_authority_new(const char *name)
{
	return mc_authority_new_since(name, 0);
}

McAuthority *
mc_authority_new_since(const char *name, int from_days)
{
	McAuthority *self = g_new0(McAuthority, 1);

	self->key = EVP_EC_gen("P-256");
	self->root = draft(self->key, name, NULL, from_days, 1000);
	add_extension(self->root, self->root, NID_basic_constraints, "critical,CA:TRUE");
	add_extension(self->root, self->root, NID_key_usage, "critical,keyCertSign,cRLSign");
	add_extension(self->root, self->root, NID_subject_key_identifier, "hash");
	g_assert_cmpint(X509_sign(self->root, self->key, EVP_sha256()), >, 0);
	return self;
}

static X509 *
read_certificate(const char *path)
{
	BIO *file = BIO_new_file(path, "r");
	X509 *certificate = file != NULL ? PEM_read_bio_X509(file, NULL, NULL, NULL) : NULL;

	BIO_free(file);
	g_assert_nonnull(certificate);
	return certificate;
}

McAuthority *
mc_authority_new_from_files(const char *key_path, const char *certificate_path)
{
	McAuthority *self = g_new0(McAuthority, 1);
	BIO *file = BIO_new_file(key_path, "r");

	g_assert_nonnull(file);
	self->key = PEM_read_bio_PrivateKey(file, NULL, NULL, NULL);
	BIO_free(file);
	g_assert_nonnull(self->key);
	self->root = read_certificate(certificate_path);
	return self;
}

void
mc_authority_free(McAuthority *self)
{
	EVP_PKEY_free(self->key);
	X509_free(self->root);
	g_free(self);
}

static BIO *
open_file(const char *path)
{
	BIO *file = BIO_new_file(path, "w");

	g_assert_nonnull(file);
	return file;
}

static void
write_certificate(X509 *certificate, const char *path)
{
	BIO *file = open_file(path);

	g_assert_cmpint(PEM_write_bio_X509(file, certificate), ==, 1);
	BIO_free(file);
}

void
mc_authority_write_root(const McAuthority *self, const char *path)
{
	write_certificate(self->root, path);
}

void
mc_authority_issue(
    const McAuthority *self, const McLeaf *leaf, const char *key_path, const char *certificate_path)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *certificate = draft(key, leaf->name, self->root, leaf->from_days, leaf->to_days);
	BIO *file = open_file(key_path);

	add_extension(certificate, self->root, NID_basic_constraints, "critical,CA:FALSE");
	add_extension(certificate, self->root, NID_key_usage, "critical,digitalSignature");
	add_extension(certificate, self->root, NID_subject_key_identifier, "hash");
	add_extension(certificate, self->root, NID_authority_key_identifier, "keyid:always");
	if (leaf->key_usage != NULL)
		add_extension(certificate, self->root, NID_ext_key_usage, leaf->key_usage);
	if (leaf->alternative_name != NULL)
		add_extension(certificate, self->root, NID_subject_alt_name, leaf->alternative_name);
	g_assert_cmpint(X509_sign(certificate, self->key, EVP_sha256()), >, 0);
	g_assert_cmpint(PEM_write_bio_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL), ==, 1);
	BIO_free(file);
	write_certificate(certificate, certificate_path);
	X509_free(certificate);
	EVP_PKEY_free(key);
}

static void
add_revoked(X509_CRL *list, const char *certificate_path)
{
	X509 *certificate = read_certificate(certificate_path);
	X509_REVOKED *row = X509_REVOKED_new();
	ASN1_TIME *now = X509_gmtime_adj(NULL, 0);

	X509_REVOKED_set_serialNumber(row, X509_get_serialNumber(certificate));
	X509_REVOKED_set_revocationDate(row, now);
	g_assert_cmpint(X509_CRL_add0_revoked(list, row), ==, 1);
	ASN1_TIME_free(now);
	X509_free(certificate);
}

static void
name_key(X509_CRL *list, X509 *issuer)
{
	X509V3_CTX context;
	X509_EXTENSION *key = NULL;

	X509V3_set_ctx(&context, issuer, NULL, NULL, list, 0);
	key = X509V3_EXT_conf_nid(NULL, &context, NID_authority_key_identifier, "keyid:always");
	g_assert_nonnull(key);
	g_assert_cmpint(X509_CRL_add_ext(list, key, -1), ==, 1);
	X509_EXTENSION_free(key);
}

void
mc_authority_revoke(const McAuthority *self, const char *certificate_path, const char *list_path)
{
	mc_authority_revoke_at(self, certificate_path, list_path, -60);
}

void
mc_authority_revoke_at(
    const McAuthority *self, const char *certificate_path, const char *list_path, int made_seconds)
{
	X509_CRL *list = X509_CRL_new();
	ASN1_TIME *from = X509_gmtime_adj(NULL, made_seconds);
	ASN1_TIME *to = X509_gmtime_adj(NULL, 3600);
	g_autofree char *part = g_strconcat(list_path, ".part", NULL);
	BIO *file = open_file(part);

	X509_CRL_set_version(list, X509_CRL_VERSION_2);
	X509_CRL_set_issuer_name(list, X509_get_subject_name(self->root));
	X509_CRL_set1_lastUpdate(list, from);
	X509_CRL_set1_nextUpdate(list, to);
	name_key(list, self->root);
	if (certificate_path != NULL)
		add_revoked(list, certificate_path);
	g_assert_cmpint(X509_CRL_sign(list, self->key, EVP_sha256()), >, 0);
	g_assert_cmpint(PEM_write_bio_X509_CRL(file, list), ==, 1);
	BIO_free(file);
	g_assert_cmpint(g_rename(part, list_path), ==, 0);
	ASN1_TIME_free(from);
	ASN1_TIME_free(to);
	X509_CRL_free(list);
}
