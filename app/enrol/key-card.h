#ifndef MC_APP_ENROL_KEY_CARD_H
#define MC_APP_ENROL_KEY_CARD_H

/* What a certificate says of its key. */

#include "app/enrol/code.h"
#include "app/record/protection.h"
#include "app/record/suite.h"

typedef struct McKeyCard {
	char name[129];
	McSuite suite;
	char fingerprint[MC_ENROL_FINGERPRINT_SIZE];
	int protection; /* an McProtection; -1 = the certificate does not say */
	gboolean is_claimed;
	gint64 from_wall_us, until_wall_us;
	gboolean is_shortened; /* by its issuer, which ends before it */
	char serial[65];
} McKeyCard;

/* The first certificate of a PEM file. chain_path: of its issuers, or NULL; it counts no longer
 * than the first of them that ends. MC_ERROR_UNTRUSTED names the file. */
gboolean mc_key_card_read(
    const char *path, const char *chain_path, McKeyCard *card, GError **error);
gboolean mc_key_card_read_pem(GBytes *pem, McKeyCard *card, GError **error);

/* From two thirds of its life on a certificate is due for renewal. */
gboolean mc_key_card_is_due(const McKeyCard *card, gint64 now_wall_us);

#endif
