#ifndef MC_DRIVERS_STATURE_UNIT_H
#define MC_DRIVERS_STATURE_UNIT_H

/* The two ways in which a unit is spoken to, behind the port. Private to this room. */

#include "app/ports/stature.h"
#include "drivers/device/device.h"

/* What a unit tells the port; from the main loop or from inside measure(). */
typedef struct McStatureEvents {
	void (*measured)(const McStatureReading *reading, gpointer data);
	void (*hint)(McStatureHint hint, gpointer data);
	void (*lost)(const GError *error, gpointer data); /* always from the main loop */
} McStatureEvents;

typedef struct McStatureScpi McStatureScpi;
McStatureScpi *mc_stature_scpi_new(
    const McStatureEvents *events, gpointer data, McClock *clock, McBus *bus);
void mc_stature_scpi_free(McStatureScpi *self);
McDevice *mc_stature_scpi_device(McStatureScpi *self);
void mc_stature_scpi_measure(McStatureScpi *self);
void mc_stature_scpi_stop(McStatureScpi *self);
gboolean mc_stature_scpi_is_running(const McStatureScpi *self);

typedef struct McStatureSerial McStatureSerial;
McStatureSerial *mc_stature_serial_new(
    const McStatureEvents *events, gpointer data, McClock *clock, McBus *bus);
void mc_stature_serial_free(McStatureSerial *self);
McDevice *mc_stature_serial_device(McStatureSerial *self);
/* Only while the device is ready. */
void mc_stature_serial_measure(McStatureSerial *self);
void mc_stature_serial_stop(McStatureSerial *self);

#endif
