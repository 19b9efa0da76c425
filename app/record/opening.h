#ifndef MC_APP_RECORD_OPENING_H
#define MC_APP_RECORD_OPENING_H

/* Contents of type "exam-opened": before the first stimulus is handed out the chain promises plan
 * and seed of the exam, without giving the seed away. The visit's record names the numbers of these
 * links. Whoever has the chain sees here that the exams ran by what was promised, and that none was
 * opened and left out: no seed was tried until it suited, no attempt thrown away. */

#include "app/record/content.h"
#include "app/record/visit.h"

typedef struct McOpening {
	guint64 seq; /* of the link */
	char visit_id[33];
	McExamKind exam;
	McCorrection correction; /* naked but for acuity */
	char device_serial[64];
	char seed_digest[MC_DIGEST_HEX_SIZE], plan_digest[MC_DIGEST_HEX_SIZE];
} McOpening;

/* What the run's opening has to state; seq as the run names it. */
void mc_opening_of(const char *visit_id, const McExamRun *run, McOpening *opening);

/* The body of the content; …_from_json: total, strict, MC_ERROR_BAD_INPUT names the member; leaves
 * seq alone. */
json_t *mc_opening_to_json(const McOpening *opening);
gboolean mc_opening_from_json(const json_t *body, McOpening *opening, GError **error);

/* Matches the visit's exams with openings of its chain (of McOpening; those of other visits do no
 * harm). *unseen: how many exams name a link that is not among them. MC_ERROR_UNTRUSTED: an exam is
 * not the one that was promised, or one was opened that the record does not have. */
gboolean mc_openings_match(
    const McVisit *visit, const GArray *openings, guint *unseen, GError **error);

#endif
