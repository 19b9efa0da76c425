#ifndef MC_APP_RECORD_PASSPORT_H
#define MC_APP_RECORD_PASSPORT_H

/* The measurement passport: which instrument measured, in what state of calibration. What lives
 * only while it is plugged in (state, cause, counters) is left out. */

#include "app/ports/devices.h"
#include <jansson.h>

/* Texts come from the instrument: what is no printable UTF-8 in them becomes "?". */
json_t *mc_passport_to_json(const McDeviceInfo *device);
gboolean mc_passport_from_json(const json_t *json, McDeviceInfo *device, GError **error);

#endif
