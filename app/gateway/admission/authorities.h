#ifndef MC_APP_GATEWAY_ADMISSION_AUTHORITIES_H
#define MC_APP_GATEWAY_ADMISSION_AUTHORITIES_H

/* The folder gateway/issue: the authority for sealing keys (seal-ca.key, seal-ca.crt and, with its
 * root, what stands between them in seal-chain.pem) and the one for connections (tls-ca.key,
 * tls-ca.crt); and gateway/handout, what a new kiosk is given beside its certificates. */

#include "app/enrol/issue.h"
#include "app/enrol/message.h"
#include "app/gateway/store/admissions.h"

typedef struct McAuthorities {
	char *folder; /* STATE/gateway */
	McIssuer *seal, *tls;
	guint days; /* of what they issue */
} McAuthorities;

McAuthorities *mc_authorities_load(const char *gateway_folder, guint days, GError **error);
void mc_authorities_free(McAuthorities *authorities);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McAuthorities, mc_authorities_free)

/* A certificate, noted with the admissions. NULL with an error. *serial (optional). */
GBytes *mc_authorities_certify(McAuthorities *authorities, const McCsr *csr, const McGrant *grant,
    McAdmissions *admissions, char serial[41], GError **error);
/* What a certificate travels with up to its root: of a sealing key seal-chain.pem, of a connection
 * tls-ca.crt, or NULL when that is the root itself. */
GBytes *mc_authorities_chain(McAuthorities *authorities, McKeyUse use, GError **error);
/* One after the other; the second may be NULL. */
GBytes *mc_pem_join(GBytes *first, GBytes *second);
/* The files that go with the certificates into an answer. */
gboolean mc_authorities_hand_out(McAuthorities *authorities, McEnrolAnswer *answer, GError **error);

/* Writes issued-crls.pem (sealing keys) and client-crls.pem (connections) anew from what the
 * admissions say. A running gateway reads them at its next start. */
gboolean mc_authorities_write_lists(
    McAuthorities *authorities, McAdmissions *admissions, gint64 now_us, GError **error);

#endif
