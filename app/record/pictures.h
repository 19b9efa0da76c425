#ifndef MC_APP_RECORD_PICTURES_H
#define MC_APP_RECORD_PICTURES_H

/* What a visit says of pictures: whether the person agreed, and the digest of each. */

#include "app/json/fields.h"
#include "app/record/visit.h"

/* Members "pictures" and "evidence", each absent where there is nothing to say. */
void mc_pictures_write(json_t *visit_json, const McVisit *visit);
void mc_pictures_read(McFields *fields, McVisit *visit);
/* Member "pictures" alone. */
void mc_pictures_write_consent(json_t *json, const McVisitPictures *pictures);
void mc_pictures_read_consent(McFields *fields, McVisitPictures *pictures);

/* Each was agreed to, and taken once a trial by the camera that watched the exam. */
gboolean mc_pictures_verify(const McVisit *visit, GError **error);

/* What the picture shows: the trial's stimulus, or NULL. */
const McStimulus *mc_pictures_stimulus(const McVisit *visit, const McVisitEvidence *evidence);

#endif
