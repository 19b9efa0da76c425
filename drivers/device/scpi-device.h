#ifndef MC_DRIVERS_DEVICE_SCPI_DEVICE_H
#define MC_DRIVERS_DEVICE_SCPI_DEVICE_H

/* What instruments that speak SCPI have in common (docs/instrument-protocol.md): the start of a
 * conversation (clear, *RST, who are you, calibration), service requests, self-test, keep-alive. */

#include "drivers/bus/scpi-answer.h"
#include "drivers/bus/scpi.h"
#include "drivers/device/device.h"

/* The status byte's bits that all have in the same place; 0, 1 and 3 are the instrument's own. */
#define MC_STATUS_ERROR 0x04
#define MC_STATUS_POWER 0x80

typedef struct McScpiQuery {
	const char *line;
	/* FALSE: not what the page says: the start fails with MC_ERROR_PROTOCOL */
	gboolean (*take)(gpointer driver, const McScpiFields *fields);
} McScpiQuery;

typedef struct McScpiOps {
	McDeviceKind kind;
	const McUsbId *ids;
	const char *model_prefix; /* of the second field of *IDN? */
	guint8 service_mask; /* for *SRE; the supplies are watched besides */
	const char *rest_query; /* answers 0 when nothing is on; NULL: it has none */
	const McScpiQuery *queries; /* at the start, after the common ones; ends with a NULL line */
	/* Ready for the port. Service requests may come from now on. */
	void (*ready)(gpointer driver);
	/* A service request, or the answer to a keep-alive: bits of the status byte. */
	void (*service)(gpointer driver, guint8 status_byte);
	/* The conversation is over; the device is dark or mute, or will be at its next start. */
	void (*lost)(gpointer driver, const GError *error);
	/* A presentation runs: no self-test now. */
	gboolean (*is_busy)(gpointer driver);
} McScpiOps;

typedef struct McScpiDevice McScpiDevice;

McScpiDevice *mc_scpi_device_new(const McScpiOps *ops, gpointer driver, McClock *clock, McBus *bus);
/* The last word on the wire, if there is still one, is the driver's business before. */
void mc_scpi_device_free(McScpiDevice *self);

McDevice *mc_scpi_device_base(McScpiDevice *self);
gboolean mc_scpi_device_is_open(const McScpiDevice *self);

/* Queues a line. Only between ready() and lost(). When the conversation breaks, done is not called:
 * lost() is. */
void mc_scpi_device_say(McScpiDevice *self, const char *line, McUsbtmcAnswered done, gpointer data);

/* … for what a service request is followed by: at most once waiting, however many come
 * (mc_scpi_ask()). */
void mc_scpi_device_ask(McScpiDevice *self, const char *line, McUsbtmcAnswered done, gpointer data);

/* The driver does not understand an answer: the conversation starts again. */
void mc_scpi_device_broken(McScpiDevice *self, const char *line, const char *problem);

#define MC_SCPI_KEEP_ALIVE_MS 400

/* While something is on: reads the status byte that often, so that the instrument
 * does not take the host for dead (2 s), and so that a lost service request is only late. */
void mc_scpi_device_keep_alive(McScpiDevice *self, gboolean on);

#endif
