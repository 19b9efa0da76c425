#ifndef MC_DRIVERS_DEVICE_PASSPORT_H
#define MC_DRIVERS_DEVICE_PASSPORT_H

/* What every instrument that speaks SCPI answers of itself (docs/instrument-protocol.md, "Common to
 * all"). Pure; FALSE: not what the page says. */

#include "app/ports/devices.h"
#include "drivers/bus/scpi-answer.h"

gboolean mc_scpi_take_identity(const McScpiFields *fields, McDeviceInfo *info); /* *IDN? */
gboolean mc_scpi_take_record(const McScpiFields *fields, McDeviceInfo *info); /* CAL:REC? */
gboolean mc_scpi_take_transducer(const McScpiFields *fields, McDeviceInfo *info); /* CAL:TRAN? */
gboolean mc_scpi_take_time(const McScpiFields *fields, gint64 *time_us); /* SYST:TIME? */
/* *TST?: 0, or the number of a fault. */
gboolean mc_scpi_take_fault(const McScpiFields *fields, gint64 *fault);

#endif
