#ifndef MC_APP_GATEWAY_ADMISSION_OFFICE_H
#define MC_APP_GATEWAY_ADMISSION_OFFICE_H

/* What a person decides about kiosks, beside a running gateway or without one. */

#include "app/enrol/code.h"
#include "app/gateway/admission/authorities.h"

#define MC_OFFICE_CODE_HOURS 24

typedef struct McOffice {
	const char *folder; /* STATE/gateway */
	McAdmissions *admissions;
	guint days; /* of certificates */
	gint64 now_us;
} McOffice;

typedef struct McInvitation {
	const char *kiosk;
	gboolean replaces; /* new hardware takes its place */
	gboolean nothing_to_come; /* of the old one: the person answers for it (old-chain.h) */
} McInvitation;
/* A code for a kiosk's id; it is shown once and kept nowhere. With the approval of a replacement
 * the old one's certificates are taken back and its chain is closed. MC_ERROR_REFUSED: this id
 * holds certificates and is not to be replaced, or something of it may still be to come. */
gboolean mc_office_invite(McOffice *office, const McInvitation *invitation,
    char text[MC_ENROL_CODE_SIZE], GError **error);

typedef struct McDecision {
	const char *kiosk;
	const char *fingerprint; /* as the kiosk shows it; NULL: not compared here */
	gboolean vouches; /* the person has seen how the key is kept */
	gboolean nothing_to_come; /* of one that is replaced, as with the invitation */
} McDecision;
/* Issues what the kiosk waits for. MC_ERROR_REFUSED: another fingerprint, nothing waits; or of the
 * one that it replaces more has come since the invitation, and so may be to come. */
gboolean mc_office_approve(McOffice *office, const McDecision *decision, GError **error);
gboolean mc_office_turn_away(McOffice *office, const char *kiosk, GError **error);
/* Takes back all certificates of a kiosk and writes the lists. *count = how many they were. */
gboolean mc_office_revoke(McOffice *office, const char *kiosk, guint *count, GError **error);

#endif
