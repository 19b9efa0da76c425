#ifndef MC_APP_RECORD_PERSONAL_H
#define MC_APP_RECORD_PERSONAL_H

/* The personal part of a visit and the salted commitment that binds it to the signed content. */

#include "app/base/identity.h"

typedef struct McPersonal {
	McIdentity identity;
	char phone[24]; /* digits, "" = none */
	GBytes *signature_strokes; /* JSON array of strokes [[x,y,t_ms],…] in tenths of mm, or NULL */
	guint8 salt[32];
	gboolean has_case; /* this visit is part of a case: … */
	guint8 case_salt[32]; /* … what its commitment to the person is salted with */
} McPersonal;

void mc_personal_clear(McPersonal *personal); /* wipes */

/* Canonical JSON with everything above (photo and salt in base64); its SHA-256 over the bytes is
 * the commitment, which the 32 random bytes of salt inside make unguessable. The caller wipes the
 * bytes' owner as soon as they are sealed. MC_ERROR_INTERNAL when a text holds a control character
 * or is no UTF-8: whoever reads the card takes care of that. */
GBytes *mc_personal_write(const McPersonal *personal, GError **error);
/* The commitment to one person that all parts of a case state: SHA-256 of the canonical JSON
 * {"case":id,"number":number,"salt":base64}. The salt travels with the person, in the code on the
 * slip, and sealed to the authority; without it nobody gets from the commitment to a number. */
void mc_personal_case_person(
    const char *case_id, const char *number, const guint8 salt[32], char out[65]);

gboolean mc_personal_read(GBytes *bytes, McPersonal *personal, GError **error);

#endif
