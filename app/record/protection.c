#include "app/record/protection.h"

#include "app/record/certificates.h"
#include <openssl/x509v3.h>
#include <string.h>

/* UUID 6f1d3c52-9b7e-4d0a-8c4b-2a5e7d9010c3; then 1 = claimed, 2 = vouched for; then the level. */
#define ARC "2.25.147696107630431582155826858592362827971"

static const struct {
	const char *name, *claimed, *vouched;
} levels[MC_PROTECTIONS] = {
    [MC_PROTECTION_FILE] = {"file", ARC ".1.1", ARC ".2.1"},
    [MC_PROTECTION_SEALED] = {"sealed", ARC ".1.2", ARC ".2.2"},
    [MC_PROTECTION_TOKEN] = {"token", ARC ".1.3", ARC ".2.3"},
    [MC_PROTECTION_TPM] = {"tpm", ARC ".1.4", ARC ".2.4"},
};

const char *
mc_protection_name(McProtection protection)
{
	return levels[protection].name;
}

int
mc_protection_from_name(const char *name)
{
	for (int i = 0; i < MC_PROTECTIONS; i++)
		if (strcmp(levels[i].name, name) == 0)
			return i;
	return -1;
}

const char *
mc_protection_policy(McProtection protection, gboolean is_claimed)
{
	return is_claimed ? levels[protection].claimed : levels[protection].vouched;
}

static void
read_policy(const POLICYINFO *policy, int *protection, gboolean *is_claimed)
{
	char oid[128] = "";

	OBJ_obj2txt(oid, sizeof oid, policy->policyid, 1);
	for (int i = 0; i < MC_PROTECTIONS; i++)
		for (int claimed = 0; claimed <= 1; claimed++)
			if (strcmp(oid, mc_protection_policy((McProtection)i, claimed)) == 0) {
				*protection = i;
				*is_claimed = claimed;
			}
}

int
mc_certificate_protection(X509 *certificate, gboolean *is_claimed)
{
	CERTIFICATEPOLICIES *policies =
	    X509_get_ext_d2i(certificate, NID_certificate_policies, NULL, NULL);
	int protection = -1;
	gboolean claimed = FALSE;

	for (int i = 0; i < sk_POLICYINFO_num(policies); i++)
		read_policy(sk_POLICYINFO_value(policies, i), &protection, &claimed);
	CERTIFICATEPOLICIES_free(policies);
	if (is_claimed != NULL)
		*is_claimed = claimed;
	return protection;
}
