#ifndef MC_APP_RECORD_SUITE_H
#define MC_APP_RECORD_SUITE_H

/* The two suites of an envelope. Which one a program signs with is configuration; what it accepts
 * follows from the roots that it was given and from the list of suites. New ones go here. */

#include <glib.h>

typedef enum McSuite {
	MC_SUITE_P256, /* ECDSA on P-256 with SHA-256 (FIPS 186-4): stock OpenSSL verifies it */
	MC_SUITE_SM2, /* SM2 with SM3 (GB/T 32918, 32905), distinguishing id 1234567812345678 */
} McSuite;
#define MC_SUITES 2
#define MC_SUITES_ALL ((1u << MC_SUITES) - 1)

const char *mc_suite_name(McSuite suite); /* "p256-sha256", "sm2-sm3" */
int mc_suite_from_name(const char *name); /* -1 when unknown */

#endif
