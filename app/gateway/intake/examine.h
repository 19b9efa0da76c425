#ifndef MC_APP_GATEWAY_INTAKE_EXAMINE_H
#define MC_APP_GATEWAY_INTAKE_EXAMINE_H

/* Judges one delivery by itself: form, seal, head, personal part, and a visit's measurements and
 * verdicts. No store, no clock, no network: total for any bytes, and what the fuzz target calls.
 * Reports everything that it finds wrong. */

#include "app/gateway/intake/packs.h"
#include "app/gateway/intake/problem.h"
#include "app/record/content.h"
#include "app/record/seal.h"
#include "app/record/visit.h"

typedef struct McDelivery {
	const char *kiosk; /* by the address; the client certificate names the same one */
	const char *client_key; /* SHA-256 of the key that the connection was made with, or NULL */
	guint64 seq; /* by the address */
	const char *idempotency_key; /* or NULL */
	GBytes *body; /* a parcel */
	gint64 received_wall_us;
	guint key_level_min; /* 0 = any; 1 + McProtection, which the sealing certificate has to state */
} McDelivery;

typedef struct McExamined {
	McContentHead head;
	char digest[MC_DIGEST_HEX_SIZE]; /* of the envelope */
	char certificate[MC_DIGEST_HEX_SIZE]; /* that sealed it */
	char next_certificate[MC_DIGEST_HEX_SIZE]; /* that has to seal the one after it */
	GBytes *envelope;
	GBytes *personal; /* or NULL */
	json_t *body; /* of the content */
	/* after mc_examine_body() */
	char *outcomes; /* per class, "" when it is no visit */
	McVisit *visit; /* NULL when it is none, or none that can be read */
} McExamined;

void mc_examined_clear(McExamined *examined);

/* Parcel, seal, head. FALSE when what follows has nothing to stand on. Also TRUE means: look at
 * the problems. */
gboolean mc_examine_head(
    McVerifier *kiosks, const McDelivery *delivery, McExamined *examined, McProblems *problems);

/* The body: a visit is read, its exams run and its verdicts are judged again, which costs far more
 * than the rest; every type's personal part is looked at. */
void mc_examine_body(const McPacks *packs, gboolean takes_demonstrations, McExamined *examined,
    McProblems *problems);

/* "C1=not-determined/pass …": of each class, and of what was measured of it. Free it. */
char *mc_outcomes_text(const McClassVerdict *verdicts, guint count);

#endif
