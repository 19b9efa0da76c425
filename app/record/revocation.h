#ifndef MC_APP_RECORD_REVOCATION_H
#define MC_APP_RECORD_REVOCATION_H

/* Inside the room: revocation lists. OpenSSL 3.0 checks no list that an SM2 key signed with the id,
 * so they are looked up here, in both suites alike. */

#include "app/record/certificates.h"

void mc_crl_free(gpointer crl);
/* All lists of a PEM file, at least one. */
gboolean mc_crls_read(const char *path, GPtrArray *crls, GError **error);
/* The same of bytes. */
gboolean mc_crls_read_pem(GBytes *pem, GPtrArray *crls, GError **error);
/* No certificate of the chain (leaf first, root last) is on a list of its issuer's; a list that
 * names an issuer of the chain (and its key, where it names one) and that this one did not sign is
 * an error. */
gboolean mc_crls_allow(const GPtrArray *crls, McCertificates *chain, GError **error);

#endif
