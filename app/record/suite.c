#include "app/record/suite-parts.h"

#include <openssl/objects.h>
#include <string.h>

static const char *const names[MC_SUITES] = {
    [MC_SUITE_P256] = "p256-sha256",
    [MC_SUITE_SM2] = "sm2-sm3",
};

static const char *const groups[MC_SUITES] = {
    [MC_SUITE_P256] = "prime256v1",
    [MC_SUITE_SM2] = "SM2",
};

/* What EVP_sha256() gives is looked up among the providers at each use, under locks. */
static const EVP_MD *
fetch(const EVP_MD **once, const char *name)
{
	if (g_once_init_enter(once)) {
		EVP_MD *digest = EVP_MD_fetch(NULL, name, NULL);

		if (digest == NULL)
			g_error("%s is not available", name);
		g_once_init_leave(once, digest);
	}
	return *once;
}

static const EVP_MD *
sha256(void)
{
	static const EVP_MD *once;

	return fetch(&once, "SHA256");
}

static const EVP_MD *
sm3(void)
{
	static const EVP_MD *once;

	return fetch(&once, "SM3");
}

static const McSuiteParts parts[MC_SUITES] = {
    [MC_SUITE_P256] = {sha256, NID_sha256, V_ASN1_UNDEF, NID_ecdsa_with_SHA256, "SHA-256",
        "ECDSA with SHA-256"},
    [MC_SUITE_SM2] = {sm3, NID_sm3, V_ASN1_NULL, NID_SM2_with_SM3, "SM3", "SM2 with SM3"},
};

const char *
mc_suite_name(McSuite suite)
{
	return names[suite];
}

int
mc_suite_from_name(const char *name)
{
	for (int suite = 0; suite < MC_SUITES; suite++)
		if (strcmp(names[suite], name) == 0)
			return suite;
	return -1;
}

const McSuiteParts *
mc_suite_parts(McSuite suite)
{
	return &parts[suite];
}

gboolean
mc_suite_of_key(EVP_PKEY *key, McSuite *suite)
{
	char group[32] = "";

	if (key == NULL || EVP_PKEY_get_group_name(key, group, sizeof group, NULL) != 1)
		return FALSE;
	for (int i = 0; i < MC_SUITES; i++)
		if (strcmp(group, groups[i]) == 0) {
			*suite = (McSuite)i;
			return TRUE;
		}
	return FALSE;
}

void
mc_sm2_name_certificate(X509 *certificate)
{
	ASN1_OCTET_STRING *id = NULL;

	/* An ECDSA signature that is to be checked with an id fails. */
	if (X509_get_signature_nid(certificate) != NID_SM2_with_SM3)
		return;
	id = ASN1_OCTET_STRING_new();
	if (id != NULL && ASN1_OCTET_STRING_set(id, (const guchar *)MC_SM2_ID, -1) == 1)
		X509_set0_distinguishing_id(certificate, id);
	else
		ASN1_OCTET_STRING_free(id);
}
