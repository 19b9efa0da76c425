#ifndef MC_DRIVERS_DEVICE_PRESENTATION_H
#define MC_DRIVERS_DEVICE_PRESENTATION_H

/* One stimulus at a time on a SCPI instrument, the same way for eye and ear: say it, see that it
 * was accepted, wait until it is on (where the instrument tells), wait until it is over, read what
 * came of it; and at the end, whatever happened, dark or mute. Exactly one of over() and lost()
 * follows a start, unless stop() comes first. */

#include "drivers/device/scpi-device.h"

#define MC_PRESENTATION_LINE 96

typedef enum McReading {
	MC_READING_DONE,
	MC_READING_STALE, /* of an earlier presentation, or nothing: go on waiting */
	MC_READING_NONSENSE,
} McReading;

typedef struct McPresentationOps {
	const char *read_line; /* "SENS:ANSW?" */
	const char *stop_line; /* "STIM:DARK" */
	guint8 on_bit; /* of the status byte; 0 = the instrument does not tell that it is on */
	guint8 over_bit;
	/* Keeps what it reads for over(). */
	McReading (*read)(gpointer driver, const char *answer);
	void (*on)(gpointer driver); /* NULL without on_bit */
	void (*over)(gpointer driver);
	void (*lost)(gpointer driver, const GError *error);
} McPresentationOps;

typedef struct McPresentation McPresentation;

McPresentation *mc_presentation_new(
    const McPresentationOps *ops, gpointer driver, McScpiDevice *device, McClock *clock);
void mc_presentation_free(McPresentation *self);

/* ---- from the port ---- */

/* line is copied. expected_ms: until it is on (on_bit), or over (no on_bit), on the clock; lost()
 * with MC_ERROR_TIMEOUT when it takes 2 s of real time longer. One that was under way is stopped
 * first; when the device is not ready, lost() follows from the main loop and says why. */
void mc_presentation_start(McPresentation *self, const char *line, guint expected_ms);
/* Takes the error: lost() follows from the main loop, nothing is sent. */
void mc_presentation_refuse(McPresentation *self, GError *error);
/* Dark or mute; neither over() nor lost() follows. Harmless at any time. */
void mc_presentation_stop(McPresentation *self);
/* On, or not yet known to be off. */
gboolean mc_presentation_is_running(const McPresentation *self);

/* ---- from the device: to be passed on by the driver's ops ---- */

void mc_presentation_service(McPresentation *self, guint8 status_byte);
void mc_presentation_device_lost(McPresentation *self, const GError *error);

#endif
