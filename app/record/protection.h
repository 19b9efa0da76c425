#ifndef MC_APP_RECORD_PROTECTION_H
#define MC_APP_RECORD_PROTECTION_H

/* How well a private key is kept, and who says so. */

#include <glib.h>

typedef enum McProtection {
	MC_PROTECTION_FILE, /* a plain file: whoever reads the disk has it. Demonstrations only */
	MC_PROTECTION_SEALED, /* on the disk sealed by systemd-creds, in the clear in memory */
	MC_PROTECTION_TOKEN, /* in a PKCS#11 token, which it does not leave */
	MC_PROTECTION_TPM, /* in the machine's TPM 2.0, which it does not leave */
} McProtection;
#define MC_PROTECTIONS 4

const char *mc_protection_name(McProtection protection); /* "file", "sealed", "token", "tpm" */
int mc_protection_from_name(const char *name); /* -1 when unknown */

/* The certificate's policy (RFC 5280, 4.2.1.4) that states it. claimed: the kiosk said so when it
 * asked for the certificate. Otherwise the person who approved it has vouched for it. The arc is a
 * random UUID's (ITU-T X.667), so that nobody has to be asked for a number. */
const char *mc_protection_policy(McProtection protection, gboolean is_claimed);

#endif
