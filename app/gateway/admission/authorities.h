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

/* What the key of a request was certified for before. A key is certified once: asked again, since
 * an answer was lost, it gets the same certificate. */
typedef enum McKeyPast {
	MC_KEY_UNKNOWN,
	MC_KEY_CERTIFIED, /* for this very kiosk and use, and it holds */
	MC_KEY_SPOKEN_FOR, /* for anything else, or it was taken back or has run out */
} McKeyPast;
gboolean mc_authorities_key_past(McAdmissions *admissions, const McCsr *csr, McKeyUse use,
    gint64 now_wall_us, McKeyPast *past, GError **error);

/* A certificate, noted with the admissions; or the one that this key has. NULL with an error.
 * *serial (optional). */
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
 * admissions say. A running gateway reads them at once. */
gboolean mc_authorities_write_lists(
    McAuthorities *authorities, McAdmissions *admissions, gint64 now_us, GError **error);

#endif
