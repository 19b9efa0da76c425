#ifndef MC_APP_RECORD_VISIT_PACKS_H
#define MC_APP_RECORD_VISIT_PACKS_H

/* "packs" of a visit's record, in the order of their kinds: absent where none was taken. */

#include "app/json/fields.h"
#include "app/record/visit.h"

void mc_visit_packs_write(json_t *visit_json, const McVisit *visit);
void mc_visit_packs_read(McFields *fields, McVisit *visit);

#endif
