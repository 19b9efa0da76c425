#ifndef MC_DRIVERS_REGISTRY_INSTRUMENTS_H
#define MC_DRIVERS_REGISTRY_INSTRUMENTS_H

/* Every instrument of this kiosk in one object: the bus, its drivers, and the ports that the
 * programs hand upwards. All callbacks come from the default main context, never from inside a
 * call.
 *
 * Until set_enrolments() has named an instrument's serial number the board shows it LOCKED with
 * NOT_ENROLLED and its port is not ready. */

#include "app/base/clock.h"
#include "app/ports/camera.h"
#include "app/ports/devices.h"
#include "app/ports/hearing.h"
#include "app/ports/id-reader.h"
#include "app/ports/printer.h"
#include "app/ports/reference.h"
#include "app/ports/response-pad.h"
#include "app/ports/stature.h"
#include "app/ports/vision.h"

typedef struct McInstruments McInstruments;

/* The clock outlives it. On a machine without USB every port works and says that nothing is there;
 * NULL with MC_ERROR_INTERNAL only when libusb cannot start for another reason. */
McInstruments *mc_instruments_new(McClock *clock, GError **error);

/* Darkens and mutes what is on (waits for that at most 300 ms), then lets go of the devices. No
 * listener is called any more. */
void mc_instruments_free(McInstruments *instruments);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McInstruments, mc_instruments_free)

/* Where the last transfers of an instrument are kept when its conversation breaks. */
void mc_instruments_keep_flights(McInstruments *instruments, const char *folder);

/* Owned by the instruments, valid as long as they are. */
McVisionPort *mc_instruments_vision(McInstruments *instruments);
McHearingPort *mc_instruments_hearing(McInstruments *instruments);
McIdReaderPort *mc_instruments_id_reader(McInstruments *instruments);
McStaturePort *mc_instruments_stature(McInstruments *instruments);
McResponsePadPort *mc_instruments_response_pad(McInstruments *instruments);
/* 0 = as its device id says; see mc_printer_set_width_dots(). */
void mc_instruments_set_printer_width_dots(McInstruments *instruments, guint dots);
McPrinterPort *mc_instruments_printer(McInstruments *instruments);
/* While a sound card plays in the place of an audiometer, this listens to the room for it. */
McReferencePort *mc_instruments_sound_meter(McInstruments *instruments);
McReferencePort *mc_instruments_luminance_meter(McInstruments *instruments);
/* Once, before the devices port has a listener; program and source as in drivers/camera/driver.h. A
 * kiosk without it has no camera. */
McCameraPort *mc_instruments_add_camera(
    McInstruments *instruments, McClock *clock, const char *program, const char *source);
McDevicesPort *mc_instruments_devices(McInstruments *instruments);

#endif
