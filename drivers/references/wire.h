#ifndef MC_DRIVERS_REFERENCES_WIRE_H
#define MC_DRIVERS_REFERENCES_WIRE_H

/* The lines of sound level meter and luminance meter (docs/instrument-protocol.md); pure. */

#include "app/ports/reference.h"
#include "drivers/bus/scpi-answer.h"

/* bit of the status byte */
#define MC_REFERENCE_MEASURED 0x01

/* FETC?; FALSE when it is not what the page says. *is_new FALSE: nothing was measured since. */
gboolean mc_sound_parse(const char *text, gboolean *is_new, McReferenceReading *reading);
gboolean mc_luminance_parse(const char *text, gboolean *is_new, McReferenceReading *reading);

/* CAL:CHEC?: deviation at the last check with a calibrator, tenths of dB */
gboolean mc_sound_take_check(const McScpiFields *fields);
/* CAL:RANG?: hundredths of cd/m² */
gboolean mc_luminance_take_range(const McScpiFields *fields);

#endif
