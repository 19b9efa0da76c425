#ifndef MC_APP_RECORD_PASSPORT_H
#define MC_APP_RECORD_PASSPORT_H

/* The measurement passport: which instrument measured, in what state of calibration. What lives
 * only while it is plugged in (state, cause, counters) is left out. */

#include "app/exam/types.h"
#include "app/ports/devices.h"
#include <jansson.h>

/* Texts come from the instrument: what is no printable UTF-8 in them becomes "?". */
json_t *mc_passport_to_json(const McDeviceInfo *device);
gboolean mc_passport_from_json(const json_t *json, McDeviceInfo *device, GError **error);

/* The same instrument, in the same state: no record could tell one from the other. */
gboolean mc_passport_equal(const McDeviceInfo *left, const McDeviceInfo *right);
/* FALSE of colour vision alone: no kind of instrument measures it. */
gboolean mc_passport_measures(McDeviceKind kind, McExamKind exam);

#endif
